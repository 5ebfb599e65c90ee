"""A reader's own copy, in which confidences are kept from him: they must not become an excuse for what is false.

Every copy a party takes from a mediated case lacks some bodies. If a body nobody can look into explained whatever comes
after it, a forger would only need to put one in.
"""

from pathlib import Path

import pytest
from msgspec.structs import replace

from gongdao.kernel.acts import CaucusNote, Statement
from gongdao.kernel.fold import fold
from gongdao.kernel.values import Actor
from gongdao.kernel.visibility import sees
from gongdao.record import chain
from gongdao.record.faults import VerificationError
from gongdao.record.verify import Report
from tests.forgeries import forge
from tests.forgeries.forge import Record
from tests.scenarios.story import Story, person, yuan

SELLER = Actor(person="qiao", role="seller")
BUYER = Actor(person="lin", role="buyer")


def seen_by(viewer: Actor, rec: Record) -> Record:
    """The copy the platform makes for a reader."""
    order = fold(rec.order, rec.entries)
    rec.viewer = viewer
    rec.withheld = frozenset(e.seq for e in rec.entries if e.body is not None and not sees(order, viewer, e))
    return rec


def disputed() -> Record:
    return forge.record(forge.disputed_order())


def verified(rec: Record, folder: Path) -> Report:
    return forge.check(rec.packed(), folder)


def refused(rec: Record, folder: Path) -> VerificationError:
    with pytest.raises(VerificationError) as caught:
        forge.check(rec.packed(), folder)
    return caught.value


def test_the_honest_copy_leaves_nothing_open(tmp_path: Path) -> None:
    report = verified(seen_by(SELLER, disputed()), tmp_path)
    assert report.replayed is not None
    assert report.replayed.withheld
    assert not report.replayed.unverifiable


def test_an_award_behind_a_confidence_is_still_computed(tmp_path: Path) -> None:
    rec = disputed()
    seq = rec.seq("find")
    assert rec.seq("caucus_note") < seq
    rec.set_act(seq, delivered_bp=2_500)
    assert refused(seen_by(SELLER, rec), tmp_path).code == "award_mismatch"


def test_a_confidence_made_up_for_the_purpose_excuses_nothing(tmp_path: Path) -> None:
    rec = disputed()
    rec.insert(rec.seq("find"), Actor(person="med", role="mediator"), CaucusNote(party="buyer", text="…"))
    rec.set_act(rec.seq("execute"), to_seller=yuan(400), to_buyer=0)
    assert refused(seen_by(SELLER, rec), tmp_path).code == "act_not_computed"


@pytest.mark.parametrize(("tag", "code"), [("exhibit", "act_refused"), ("execute", "follow_up_missing")])
def test_what_is_shown_to_a_reader_cannot_be_withheld_from_him(tag: str, code: str, tmp_path: Path) -> None:
    """The platform's own acts, and those of his own side: what they hide is missed, or they are named themselves."""
    rec = seen_by(SELLER, disputed())
    rec.withheld |= {rec.seq(tag)}
    fault = refused(rec, tmp_path)
    assert (fault.code, fault.entry) in {(code, fault.entry), ("withheld_wrongly", rec.seq(tag))}


@pytest.mark.parametrize("tag", ["ask_more", "close"])
def test_what_hides_nothing_else_is_named_itself(tag: str, tmp_path: Path) -> None:
    rec = seen_by(SELLER, disputed())
    rec.withheld |= {rec.seq(tag)}
    fault = refused(rec, tmp_path)
    assert (fault.code, fault.entry) == ("withheld_wrongly", rec.seq(tag))


def test_a_finding_cannot_be_withheld_once_it_was_decided(tmp_path: Path) -> None:
    rec = seen_by(SELLER, disputed())
    rec.withheld |= {rec.seq("find", 1)}
    fault = refused(rec, tmp_path)
    assert (fault.code, fault.refusal) == ("act_refused", "finding_missing")


def test_a_confidence_erased_on_request_can_be_told_by_the_other_side(tmp_path: Path) -> None:
    """Its erasure holds what is left of it, and is kept from the same eyes."""
    rec = disputed()
    seq = rec.seq("caucus_note")
    rec = seen_by(SELLER, forge.erase(rec, seq))
    # What was erased is told as erased, not as withheld: there is nothing left to withhold.
    rec.withheld -= {seq}
    report = verified(rec, tmp_path)
    assert report.replayed is not None
    assert not report.replayed.unverifiable
    assert seq in report.replayed.withheld
    # Without an erasure that could be the one it is as false as ever.
    rec.withheld -= {rec.seq("erase")}
    rec.cut(rec.seq("erase") - 1)
    rec.sealed = rec.sealed[: len(rec.entries)]
    assert refused(rec, tmp_path).code == "skeleton_missing"


def test_an_erasure_before_an_entry_cannot_be_its_own(tmp_path: Path) -> None:
    """One true erasure, kept from the other side, stands for one entry before it and for none after it."""
    story = forge.disputed_order()
    rec = forge.record(story)
    first = rec.seq("caucus_note")
    rec = forge.erase(rec, first)
    said = rec.insert(len(rec.entries) + 1, BUYER, Statement(text="谢谢"), rec.entries[-1].at).seq("statement", -1)
    rec.sealed = tuple(chain.redact(s) if s.seq in (first, said) else s for s in rec.seal())
    rec = seen_by(SELLER, rec)
    rec.withheld -= {first, said}
    fault = refused(rec, tmp_path)
    assert (fault.code, fault.entry) == ("skeleton_missing", said)


def test_an_erasure_whose_words_are_still_there_must_fit_them(tmp_path: Path) -> None:
    """The bundle was made between the erasure and the deletion: it can be told whether the skeleton is the true one."""
    rec = disputed()
    rec = forge.erase(rec, rec.seq("claim"))
    rec.sealed = ()
    assert verified(rec, tmp_path).replayed is not None
    # Its clocks are part of it: who would drop them would give an answer all the time in the world.
    rec.set_act(rec.seq("erase"), due=())
    assert refused(rec, tmp_path).code == "skeleton_differs"


def test_sealed_bids_of_the_other_side_explain_their_matching_alone(tmp_path: Path) -> None:
    story = Story("order-10").working()
    story.delivers("template", "changes", "data")
    story.disputed("template", "changes", "data").mediated()
    story.does("Lin", "bid", round=1, amount=yuan(260))
    story.does("Qiao", "bid", round=1, amount=yuan(240))
    rec = forge.record(story)
    assert story.order.phase in ("executed", "closed")
    report = verified(seen_by(BUYER, rec), tmp_path)
    assert report.replayed is not None
    assert {rec.entry(u.entry).actor.role for u in report.replayed.unverifiable} <= {"platform"}
    execute = rec.seq("execute")
    rec.set_entry(
        execute,
        body=replace(
            rec.entry(execute).body,  # type: ignore[type-var]
            act=replace(rec.entry(execute).body.act, to_seller=0, to_buyer=yuan(400)),  # type: ignore[union-attr, call-arg]
        ),
    )
    assert refused(rec, tmp_path).code == "act_not_computed"


def test_one_s_bid_opened_by_himself_alone_is_no_forgery_to_the_other(tmp_path: Path) -> None:
    """He sees that a bid was opened and no bid: that is what a sealed bid looks like from the other side."""
    story = Story("order-11").working().disputed().mediated()
    story.does("Qiao", "bid", round=1, amount=yuan(380))
    story.does("Qiao", "open_bids")
    offer = story.offers("Qiao", {"template": yuan(200), "changes": 0, "data": 0}, ends=True)
    story.does("Lin", "accept_offer", offer=offer)
    rec = seen_by(BUYER, forge.record(story))
    report = verified(rec, tmp_path)
    assert report.replayed is not None
    assert [(u.entry, u.detail) for u in report.replayed.unverifiable] == [(rec.seq("open_bids"), "no_bids")]


def test_a_case_handed_over_unseen_is_no_forgery(tmp_path: Path) -> None:
    """The notes for the next mediator may hold confidences, so neither side sees that act."""
    story = Story("order-11").working()
    story.delivers("template", "changes", "data")
    story.disputed("template").mediated()
    story.does("Mediator", "hand_over_case", to=person("Other mediator"), notes="见记录")
    story.does("Other mediator", "take", mediator=person("Other mediator"), no_conflict=True)
    for requirement in ("changes", "data"):
        story.does("Lin", "inspect", delivery=max(story.order.deliveries), requirement=requirement, verdict="accepted")
    story.does("Other mediator", "find", requirement="template", delivered_bp=10_000, reason="已按约定完成")
    story.does("Other mediator", "find_cause", cause="none", reason="依记录认定")
    story.does("Lin", "waive_evidence")
    story.does("Qiao", "waive_evidence")
    story.does("Other mediator", "determine")
    story.executed()
    rec = seen_by(BUYER, forge.record(story))
    assert rec.withheld
    assert verified(rec, tmp_path).replayed is not None
