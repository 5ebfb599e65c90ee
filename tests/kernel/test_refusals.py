"""Every refusal code has an act that is refused by it: the plain ones in this table, the others in the stories."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from gongdao.kernel.refusals import CODES
from gongdao.kernel.values import Agreement, CheckCite, DepositTerms, Requirement, Terms
from tests.kernel.states import STATES
from tests.scenarios.story import SHA, Story, file, founding_agreement, person, yuan

BY_SERVICES = {"malformed_act", "key_reused"}
"""Given before the kernel is asked: what does not decode, and a key that stands for another act."""
GUARDS = {"not_decided"}
"""Cannot be reached while the phases are right; kept because an election without a decision must never be silent."""


def item(**more: Any) -> Requirement:
    return Requirement(**{"id": "a", "title": "一项", "price": 100, **more})


def with_items(*items: Requirement, **more: Any) -> Agreement:
    return Agreement(title="约定", requirements=items, **more)


BAD_AGREEMENTS = [
    ("no_requirements", with_items()),
    ("requirement_id_twice", with_items(item(), item())),
    ("needs_unknown_requirement", with_items(item(needs=("b",)))),
    ("needs_itself", with_items(item(needs=("a",)))),
    ("price_missing", with_items(item(), item(id="b", price=None))),
    ("price_missing", with_items(item(price=None, weight=1))),
    ("prices_do_not_add_up", with_items(item(), price=101)),
    ("price_zero", with_items(item(price=0))),
    ("weights_incomplete", with_items(item(price=None, weight=1), item(id="b", price=None), price=100)),
    ("weights_incomplete", with_items(item(price=None, weight=0), price=100)),
    ("market_needs_both", with_items(item(price=None, quotes=(1, 2, 3)))),
    ("quotes_too_few", with_items(item(price=None, quotes=(1, 2)), terms=Terms(market_decides=True))),
    ("deposit_exceeds_price", with_items(item(), terms=Terms(deposit=DepositTerms(kind="earnest", amount=101)))),
    ("deposit_without_kind", with_items(item(), terms=Terms(deposit=DepositTerms(amount=1)))),
    ("rules_unknown", with_items(item(), rules="cn-1911")),
    ("assessment_invalid", with_items(item(), currency="QQQ")),
]


@pytest.mark.parametrize(("code", "agreement"), BAD_AGREEMENTS)
def test_an_agreement_that_cannot_stand_is_refused_by_name(code: str, agreement: Agreement) -> None:
    Story().is_refused("Lin", "draft", code, buyer=person("Lin"), seller=person("Qiao"), agreement=agreement)
    story = STATES["proposed"]()
    story.is_refused("Lin", "amend", code, agreement=agreement)


PAID_OUT = {"entry": 1, "party": "seller", "amount": 1, "rail": "sandbox", "reference": "x"}

TABLE: list[tuple[str, str, str, str, dict[str, Any]]] = [
    # state, who, act, code, content
    ("nothing yet", "Lin", "propose", "order_unknown", {"hash": SHA}),
    ("nothing yet", "Lin's assistant", "draft", "not_seated", {"agreement": founding_agreement()}),
    ("draft", "Lin", "draft", "order_exists", {"agreement": founding_agreement()}),
    ("draft", "Lin", "amend", "agreement_unchanged", {"agreement": founding_agreement()}),
    ("draft", "Lin", "add_person", "person_already_seated", {"party": "buyer", "person": person("Lin")}),
    ("draft", "Lin", "question", "requirement_unknown", {"requirement": "x", "text": "?"}),
    ("seller asked", "Lin", "answer", "question_unknown", {"question": 99, "text": "…"}),
    ("seller asked", "Qiao", "answer", "own_question", {"question": 3, "text": "…"}),
    ("buyer accepted and paid", "Lin", "fund", "overfunded", {"purpose": "escrow", "amount": 1}),
    ("buyer accepted and paid", "Lin", "accept", "already_accepted", {}),
    ("agreed", "Lin", "fund", "deposit_exceeds_terms", {"purpose": "deposit", "amount": yuan(201)}),
    ("agreed", "Platform", "confirm_funds", "fund_unknown", {"fund": 1, "rail": "sandbox", "reference": "x"}),
    ("agreed", "Platform", "funds_failed", "fund_unknown", {"fund": 1, "code": "declined"}),
    ("working", "Platform", "confirm_payout", "payout_unknown", PAID_OUT),
    ("working", "Platform", "payout_failed", "payout_unknown", {"entry": 1, "party": "buyer", "code": "closed"}),
    ("all found", "Lin", "waive_evidence", "evidence_already_closed", {}),
    ("proposed", "Qiao", "start", "escrow_not_funded", {}),
    ("change waits for money", "Qiao", "accept_change", "change_closed", {"change": 10}),
    ("working", "Lin", "accept_change", "change_unknown", {"change": 1}),
    ("working", "Lin", "refuse_request", "request_unknown", {"request": 1}),
    ("working", "Lin", "witness_promise", "promise_unknown", {"promise": 1, "kept": True}),
    ("working", "Qiao", "deliver", "file_twice", {"requirements": ("data",), "files": (file(), file())}),
    ("working", "Qiao", "deliver", "requirement_unknown", {"requirements": ("x",), "files": (file(),)}),
    ("working", "Platform", "receipt", "delivery_unknown", {"delivery": 1, "files": (file(),)}),
    ("working", "Platform", "close", "not_finished", {}),
    ("inspecting", "Lin", "inspect", "reason_missing", {"delivery": 10, "requirement": "data", "verdict": "rejected"}),
    ("disputed", "Lin", "dispute", "already_contested", {"requirements": ("changes",), "reason": "再提"}),
    ("disputed", "Lin", "claim", "not_contested", {"requirement": "data", "text": "…"}),
    ("disputed", "Lin", "caucus_note", "no_mediator", {"party": "buyer", "text": "…"}),
    ("disputed", "Platform", "match_bids", "no_bids", {"round": 1, "price": 1}),
    ("mediated", "Other mediator", "take", "mediator_seated", {"mediator": person("Other mediator")}),
    ("mediated", "Lin", "caucus_note", "not_this_caucus", {"party": "seller", "text": "…"}),
    ("mediated", "Lin", "respond", "claim_unknown", {"claim": 1, "stance": "denies"}),
    ("claimed", "Lin", "respond", "own_claim", {"claim": 14, "stance": "denies"}),
    ("mediated", "Lin", "exhibit", "exhibit_empty", {"kind": "other", "title": "空"}),
    ("mediated", "Lin", "answer_exhibit", "exhibit_unknown", {"exhibit": 1, "stance": "accepts"}),
    ("mediated", "Lin", "statement", "entry_unknown", {"text": "接上", "continues": 99}),
    ("mediated", "Lin", "statement", "exhibit_unknown", {"text": "见证据", "supported_by": (1,)}),
    ("mediated", "Operator", "erase", "entry_unknown", {"entry": 99, "reason": "申请"}),
    ("mediated", "Lin", "decline_offer", "offer_unknown", {"offer": 1}),
    ("offer open", "Lin", "decline_offer", "own_offer", {"offer": 12}),
    ("offer open", "Qiao", "withdraw_offer", "offer_unknown", {"offer": 12}),
    (
        "mediated",
        "Operator",
        "decide_challenge",
        "challenge_unknown",
        {"challenge": 1, "replaced": True, "reason": "x"},
    ),
    ("mediated", "Lin", "consent_meeting", "meeting_unknown", {"meeting": 1}),
    ("meeting proposed", "Lin", "consent_meeting", "time_not_proposed", {"meeting": 14}),
    ("mediated", "Operator", "answer_feedback", "feedback_unknown", {"feedback": 1, "adopted": True, "text": "…"}),
    ("one side bid", "Platform", "match_bids", "bids_do_not_meet", {"round": 1, "price": 1}),
    ("all found", "Operator", "seat_finders", "finders_seated", {"finders": (person("Finder 1"),)}),
    (
        "finders blind",
        "Operator",
        "seat_finders",
        "finders_seated",
        {"finders": tuple(map(person, ("Finder 4", "Finder 5", "Finder 6")))},
    ),
    (
        "mediated",
        "Mediator",
        "find",
        "delivered_and_prevented_exceed_whole",
        {"requirement": "changes", "delivered_bp": 6_000, "prevented_bp": 6_000, "reason": "x"},
    ),
    (
        "mediated",
        "Mediator",
        "find",
        "check_unknown",
        {"requirement": "changes", "delivered_bp": 0, "reason": "x", "checks": (CheckCite(check=1),)},
    ),
    ("elected", "Platform", "execute", "nothing_to_execute", {"basis": "determination", "to_seller": 0, "to_buyer": 0}),
]


@pytest.mark.parametrize(("state", "who", "tag", "code", "content"), TABLE)
def test_refused_by_name(state: str, who: str, tag: str, code: str, content: dict[str, Any]) -> None:
    story = STATES[state]()
    filled = dict(content)
    if tag == "draft":
        filled |= {"buyer": person("Lin"), "seller": person("Qiao")}
    if tag in ("accept", "start"):
        filled["hash"] = story.order.hash
    if tag == "take":
        filled["no_conflict"] = True
    if tag == "consent_meeting":
        filled["time"] = story.now.replace(minute=59)
    story.is_refused(who, tag, code, **filled)


def test_deposits_are_only_what_was_agreed_and_only_once_it_is() -> None:
    none = Story().agreed(founding_agreement(deposit=DepositTerms()))
    none.is_refused("Lin", "fund", "deposit_not_agreed", purpose="deposit", amount=1)
    story = STATES["proposed"]()
    story.does("Lin", "accept", hash=story.order.hash)
    story.is_refused("Lin", "fund", "deposit_not_agreed", purpose="deposit", amount=1)


def test_what_was_answered_once_is_not_answered_again() -> None:
    story = STATES["seller asked"]()
    story.does("Lin", "answer", question=3, text="50 条")
    story.is_refused("Lin", "answer", "question_answered", question=3, text="60 条")
    story = STATES["promise left"]()
    promise = next(iter(story.order.promises))
    story.does("Lin", "witness_promise", promise=promise, kept=True)
    story.is_refused("Lin", "witness_promise", "promise_closed", promise=promise, kept=False)
    story = STATES["challenged"]()
    challenge = next(iter(story.order.challenges))
    story.does("Operator", "decide_challenge", challenge=challenge, replaced=False, reason="不成立")
    story.is_refused("Operator", "decide_challenge", "challenge_closed", challenge=challenge, replaced=True, reason="x")
    story = STATES["meeting proposed"]()
    meeting = next(iter(story.order.meetings))
    story.nobody_acts("meeting")
    times = story.order.meetings[meeting].act.times
    story.is_refused("Lin", "consent_meeting", "meeting_closed", meeting=meeting, time=times[0])


def test_an_offer_of_the_mediator_is_not_his_to_answer() -> None:
    story = STATES["mediated"]()
    offer = story.offers("Lin", {"changes": yuan(50)})
    again = story.order.offers[offer].act
    story.is_refused(
        "Mediator",
        "offer",
        "not_addressed",
        covers=again.covers,
        lapses_at=again.lapses_at,
        reply_to=offer,
        reason="调解方案",
    )


def test_a_release_of_another_sum_is_refused() -> None:
    story = STATES["determined"]()
    item = replace(story.order.items["template"], verdict="accepted")
    story.order = replace(story.order, items={**story.order.items, "template": item})
    story.is_refused("Platform", "release", "amount_not_computed", requirements=("template",), amount=1)


def test_every_code_is_shown_by_some_test() -> None:
    here = Path(__file__).resolve()
    texts = [
        p.read_text(encoding="utf-8") for room in ("kernel", "scenarios") for p in (here.parents[1] / room).glob("*.py")
    ]
    shown = {code for code in CODES if any(f'"{code}"' in text for text in texts)}
    missing = sorted(set(CODES) - shown - BY_SERVICES)
    assert not missing, f"no test is refused by {missing}: add a row to TABLE here, or `is_refused` to a story"
    assert set(CODES) >= GUARDS
