"""Words on request: gone from the tables and from every export, while the record still verifies."""

from pathlib import Path

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Erase, Statement, Take
from gongdao.kernel.refusals import Refusal
from gongdao.record import store
from gongdao.record.verify import Report, verify
from gongdao.services import states
from gongdao.services.erasure import erase
from gongdao.services.export import export
from gongdao.services.perform import Done, perform
from gongdao.services.rebuild import compare
from gongdao.services.signing import signer

SECRET = "my telephone number is 555 0100"


def said(walk: Walk) -> int:
    sample.draft(walk, "en")
    return walk.do("buyer", Statement(text=SECRET))


def test_erased_words_are_nowhere_and_the_record_verifies(walk: Walk, tmp_path: Path) -> None:
    seq = said(walk)
    before = states.read(walk.order_id).order
    done = erase(walk.order_id, walk.cast.actor("operator"), seq, "asked for by its author", key="e", at=walk.at)
    assert isinstance(done, Done)
    assert store.entries(walk.order_id, seq, seq)[0][0].body is None
    assert all(SECRET not in (s.body_bytes or b"").decode() for s in store.sealed(walk.order_id))
    after = states.read(walk.order_id).order
    assert (after.phase, after.items, after.due) == (before.phase, before.items, before.due)
    path = tmp_path / "o.zip"
    with path.open("wb") as target:
        export(walk.order_id, target)
    assert SECRET.encode() not in path.read_bytes()
    verify(path, [signer().key], Report())
    assert compare() == []


def test_an_erasure_sent_twice_happens_once(walk: Walk) -> None:
    seq = said(walk)
    operator = walk.cast.actor("operator")
    first = erase(walk.order_id, operator, seq, "asked", key="e", at=walk.at)
    assert erase(walk.order_id, operator, seq, "asked", key="e", at=walk.at) == first
    other = erase(walk.order_id, operator, seq, "asked", key="f", at=walk.at)
    assert isinstance(other, Refusal)
    assert other.code == "already_erased"


def test_only_the_operator_erases_and_only_words(walk: Walk) -> None:
    seq = said(walk)
    by_buyer = erase(walk.order_id, walk.cast.actor("buyer"), seq, "mine", key="e", at=walk.at)
    agreement = erase(walk.order_id, walk.cast.actor("operator"), 2, "all of it", key="e", at=walk.at)
    nothing = erase(walk.order_id, walk.cast.actor("operator"), 99, "what", key="e", at=walk.at)
    assert [r.code for r in (by_buyer, agreement, nothing) if isinstance(r, Refusal)] == [
        "role_may_not",
        "entry_not_erasable",
        "entry_unknown",
    ]
    assert store.entries(walk.order_id, seq, seq)[0][0].body is not None


def test_a_skeleton_that_changes_the_act_is_refused(walk: Walk) -> None:
    """Whoever erases must not be able to put other facts in the place of the words."""
    seq = said(walk)
    false = Erase(entry=seq, reason="asked", skeleton=Statement(text="[erased]", label="ultimatum"))
    refused = perform(walk.order_id, walk.cast.actor("operator"), false, key="e", at=walk.at)
    assert isinstance(refused, Refusal)
    assert refused.code == "skeleton_differs"


def test_a_name_can_be_erased_and_the_agreement_stays(walk: Walk, tmp_path: Path) -> None:
    """Names stand in the draft and in the taking of the case; both entries lose them and nothing else."""
    order = sample.founding(walk, "en")
    operator = walk.cast.actor("operator")
    taken = next(e.seq for e, _ in store.entries(walk.order_id) if e.body and isinstance(e.body.act, Take))
    for seq, key in ((1, "draft"), (taken, "take")):
        assert isinstance(erase(walk.order_id, operator, seq, "asked for", key=key, at=walk.at), Done)
    path = tmp_path / "o.zip"
    with path.open("wb") as target:
        export(walk.order_id, target)
    for person in (walk.cast.buyer, walk.cast.seller, walk.cast.mediator):
        assert f'"name":"{person.name}"'.encode() not in path.read_bytes()
    report = Report()
    verify(path, [signer().key], report)
    after = states.read(walk.order_id).order
    assert (after.agreement, after.hash, after.phase) == (order.agreement, order.hash, order.phase)
    assert (after.released, after.refunded, after.payouts) == (order.released, order.refunded, order.payouts)
    assert set(after.seats) == set(order.seats)
    assert report.replayed is not None
    assert sorted(report.replayed.erased) == [1, taken]
    assert compare() == []
