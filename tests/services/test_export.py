"""A bundle exported here verifies with the offline verifier, for the operator and for each viewer."""

from pathlib import Path

import pytest

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import CaucusNote
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import Actor
from gongdao.record.models import CheckpointRow
from gongdao.record.verify import Report, verify
from gongdao.services import checkpoints
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
