"""A bundle exported here verifies with the offline verifier, for the operator and for each viewer."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Accept, Amend, CaucusNote, Draft, Propose, Start
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import Actor, Agreement, Requirement, Terms
from gongdao.people.calendars import calendars
from gongdao.record import bundle, store
from gongdao.record.days import Table
from gongdao.record.faults import VerificationError
from gongdao.record.models import CheckpointRow
from gongdao.record.replay import replay
from gongdao.record.verify import Report, verify
from gongdao.services import checkpoints
from gongdao.services import export as exporting
from gongdao.services.export import Exported, export
from gongdao.services.signing import signer


def bundle_of(walk: Walk, path: Path, viewer: Actor | None = None, with_files: bool = False) -> tuple[Exported, Report]:
    with path.open("wb") as target:
        exported = export(walk.order_id, target, viewer, with_files=with_files)
    assert isinstance(exported, Exported)
    report = Report()
    verify(path, [signer().key], report)
    return exported, report


def test_the_whole_record_verifies_and_its_award_is_computed_again(walk: Walk, tmp_path: Path) -> None:
    sample.founding(walk, "zh")
    exported, report = bundle_of(walk, tmp_path / "o.zip")
    assert report.whole
    assert exported.withheld == 0
    assert report.replayed is not None
    (award,) = report.replayed.awards
    assert award.result.default is not None
    assert report.replayed.order == exported.order


@pytest.mark.parametrize("role", ["buyer", "seller", "mediator"])
def test_each_viewer_gets_a_record_that_verifies(walk: Walk, tmp_path: Path, role: str) -> None:
    sample.founding(walk, "en")
    _, report = bundle_of(walk, tmp_path / "o.zip", walk.cast.actor(role))  # type: ignore[arg-type]
    assert report.vouched


def test_a_confidence_is_withheld_from_the_other_side(walk: Walk, tmp_path: Path) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    delivery = sample.work(walk, "en")
    sample.inspect(walk, "en", delivery)
    sample.dispute(walk, "en")
    note = walk.do("buyer", CaucusNote(party="buyer", text="I would take less."))
    exported, report = bundle_of(walk, tmp_path / "seller.zip", walk.cast.actor("seller"))
    assert exported.withheld >= 1
    assert "I would take less." not in (tmp_path / "seller.zip").read_text(errors="replace")
    assert report.entries[note - 1].body is None
    own, _ = bundle_of(walk, tmp_path / "buyer.zip", walk.cast.actor("buyer"))
    assert own.withheld < exported.withheld


def test_a_stranger_is_told_nothing(walk: Walk, tmp_path: Path) -> None:
    sample.draft(walk, "en")
    for viewer in (Actor(person="mallory", role="buyer"), Actor(person="mallory", role="seller")):
        with (tmp_path / "o.zip").open("wb") as target:
            refused = export(walk.order_id, target, viewer)
        assert isinstance(refused, Refusal)
        assert refused.code == "order_unknown"
        assert (tmp_path / "o.zip").stat().st_size == 0


def test_files_come_along_for_the_operator_and_the_one_entitled(walk: Walk, tmp_path: Path) -> None:
    sample.founding(walk, "en", 400)
    whole, _ = bundle_of(walk, tmp_path / "whole.zip", with_files=True)
    assert whole.files == 1
    buyers, _ = bundle_of(walk, tmp_path / "buyer.zip", walk.cast.actor("buyer"), with_files=True)
    assert buyers.files == 1
    mediators, _ = bundle_of(walk, tmp_path / "mediator.zip", walk.cast.actor("mediator"), with_files=True)
    assert mediators.files == 0


def test_checkpoints_grow_and_say_nothing_twice(walk: Walk, tmp_path: Path) -> None:
    sample.draft(walk, "en")
    assert checkpoints.seal_heads() is not None
    assert checkpoints.seal_heads() is None
    sample.agree(walk, "en")
    assert checkpoints.seal_heads(everything=True) is not None
    assert list(CheckpointRow.objects.order_by("size").values_list("size", flat=True)) == [1, 2]
    _, report = bundle_of(walk, tmp_path / "o.zip")
    assert report.checkpoint is not None
    assert report.checkpoint.size == 2


def test_clocks_of_every_year_and_calendar_an_order_was_under_are_counted_again(walk: Walk, tmp_path: Path) -> None:
    """Drafted under China's calendar, agreed under Germany's, with 900 working days for the work: every clock of it can
    be counted again from the bundle alone, and a clock moved by a day is found."""
    agreement = Agreement(
        title="A long one",
        requirements=(Requirement(id="page", title="Page", price=20_000),),
        terms=Terms(work_days=900),
    )
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))
    german = replace(agreement, terms=replace(agreement.terms, calendar="DE"))
    walk.do("buyer", Amend(agreement=german))
    hashed = walk.order.hash if walk.order else ""
    walk.do("buyer", Propose(hash=hashed))
    walk.do("buyer", Accept(hash=hashed))
    walk.do("seller", Accept(hash=hashed))
    walk.fund("escrow", 20_000)
    walk.do("seller", Start(hash=hashed))
    _, report = bundle_of(walk, tmp_path / "o.zip")
    assert report.whole
    (clocks,) = (passed.data for passed in report.passed if passed.step == "clocks")
    assert clocks["calendars"] == "own"
    assert walk.order is not None
    until = max(walk.order.due.values())
    assert until.year >= walk.at.year + 3
    with bundle.read(tmp_path / "o.zip") as opened:
        table = msgspec.json.decode(opened.data(bundle.CALENDARS), type=Table)
    assert set(table) == {"CN", "DE"}
    known = {year.year for year in calendars.years("DE")}
    assert {year.year for year in table["DE"]} == known & set(range(walk.at.year, until.year + 1))


def test_an_old_orders_clock_that_was_moved_is_found(walk: Walk, tmp_path: Path) -> None:
    """The table reaches to the day a clock runs out, so a false instant there is told from a true one."""
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    entries = [entry for entry, _ in store.entries(walk.order_id)]
    table = exporting._table(entries)
    replay(walk.order_id, entries, frozenset(), table)
    last = entries[-1]
    assert last.body is not None
    moved = replace(last.body, due=tuple(replace(due, at=due.at + timedelta(days=1)) for due in last.body.due))
    with pytest.raises(VerificationError) as caught:
        replay(walk.order_id, [*entries[:-1], replace(last, body=moved)], frozenset(), table)
    assert caught.value.code == "clock_mismatch"
