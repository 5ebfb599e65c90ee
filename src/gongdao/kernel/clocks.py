"""Which clocks run, for whom, for how many working days, and what happens when one runs out.

Every state has its clock and a stated default; silence never pays a claimant. `wanted` names the clocks a state asks
for; the instant a clock runs out is computed once, in working time, by the entry that starts it, and stands in that
entry, so that a later change of a calendar cannot move it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from .custody import awaiting, undelivered
from .rule import PARTIES
from .state import Decision, Order
from .values import Role, Shape

Default = Literal[
    "withdrawn",
    "refunded",
    "unanswered",
    "marked_late",
    "contested",
    "deemed_accepted",
    "change_lapsed",
    "noted_silent",
    "evidence_closed",
    "operator_told",
    "mediator_replaced",
    "finders_replaced",
    "offer_lapsed",
    "meeting_lapsed",
    "unwitnessed",
    "default_option",
    "appeal_closed",
    "reduced",
]
"""What happens when nobody acts, by code."""

DRAFT_DAYS = 30
ANSWER_PROPOSAL_DAYS = 5
FUND_DAYS = 5
START_DAYS = 5
WORK_DAYS = 30
LATE_DAYS = 10
CHANGE_DAYS = 3
QUESTION_DAYS = 3
TAKE_DAYS = 1
RESPOND_DAYS = 3
EVIDENCE_DAYS = 5
FIND_DAYS = 10
CHALLENGE_DAYS = 2
SEAT_DAYS = 2
MEETING_DAYS = 2
MINUTES_TIME = timedelta(hours=24)
"""How long after a talk its minutes may take, while no offer can be accepted."""
ELECT_DAYS = 5
APPEAL_DAYS = 5


class Clock(Shape, frozen=True, kw_only=True):
    """A clock: whose it is, its length in working days of those it binds, and its default.

    `fixed` gives the instant itself where the act named it (an offer's lapse, a promise's day).
    """

    whose: tuple[Role, ...]
    days: int
    default: Default
    fixed: datetime | None = None
    extendable: bool = True


# The clocks that are the same in every order. Where they are addressed to the other side, by who began them.
BUYER: tuple[Role, ...] = ("buyer",)
SELLER: tuple[Role, ...] = ("seller",)
ADDRESSED: Mapping[Role, tuple[Role, ...]] = {"buyer": SELLER, "seller": BUYER, "mediator": PARTIES}
DRAFT = {party: Clock(whose=(party,), days=DRAFT_DAYS, default="withdrawn") for party in PARTIES}
FUND = Clock(whose=BUYER, days=FUND_DAYS, default="refunded")
START = Clock(whose=SELLER, days=START_DAYS, default="refunded")
QUESTION = {by: Clock(whose=to, days=QUESTION_DAYS, default="unanswered") for by, to in ADDRESSED.items()}
CHANGE = {by: Clock(whose=to, days=CHANGE_DAYS, default="change_lapsed") for by, to in ADDRESSED.items()}
FUND_CHANGE = Clock(whose=BUYER, days=FUND_DAYS, default="change_lapsed")
LATE = Clock(whose=SELLER, days=LATE_DAYS, default="contested")
MEETING = Clock(whose=PARTIES, days=MEETING_DAYS, default="meeting_lapsed")
CHALLENGE = Clock(whose=("operator",), days=CHALLENGE_DAYS, default="mediator_replaced", extendable=False)
TAKE = Clock(whose=("mediator", "operator"), days=TAKE_DAYS, default="operator_told", extendable=False)
EVIDENCE = Clock(whose=PARTIES, days=EVIDENCE_DAYS, default="evidence_closed")
RESPOND = {by: Clock(whose=to, days=RESPOND_DAYS, default="noted_silent") for by, to in ADDRESSED.items()}
SEAT = Clock(whose=("operator",), days=SEAT_DAYS, default="operator_told", extendable=False)
FINDERS_FIND = Clock(whose=("finder",), days=FIND_DAYS, default="finders_replaced")
MEDIATOR_FINDS = Clock(whose=("mediator",), days=FIND_DAYS, default="mediator_replaced")
ELECT = Clock(whose=BUYER, days=ELECT_DAYS, default="default_option")
APPEAL = Clock(whose=PARTIES, days=APPEAL_DAYS, default="appeal_closed", extendable=False)


def wanted(order: Order) -> dict[str, Clock]:
    """Every clock that runs in this state, by name. A name holds the entry it began with, so it is never reused."""
    clocks: dict[str, Clock] = {}
    if order.seq == 0 or order.phase == "withdrawn":
        return clocks
    # A promise of help after delivery outlives the order.
    for seq, promised in order.promises.items():
        if promised.status == "open":
            clocks[f"promise:{seq}"] = Clock(
                whose=(promised.by,), days=0, default="unwitnessed", fixed=promised.act.until, extendable=False
            )
    if order.phase in ("closed", "executed"):
        return clocks
    # Asked after every act, so what is empty, as most of it is most of the time, is not even looked into.
    _phase_clocks(order, clocks)
    if order.questions:
        _question_clocks(order, clocks)
    if order.changes:
        _change_clocks(order, clocks)
    _work_clocks(order, clocks)
    if order.meetings:
        _meeting_clocks(order, clocks)
    if order.challenges:
        _challenge_clocks(order, clocks)
    if order.phase == "disputed" and not order.curing:
        _case_clocks(order, clocks)
    if order.decision is not None:
        _decision_clocks(order, order.decision, clocks)
    for seq, offered in order.offers.items():
        if offered.status == "open":
            clocks[f"offer:{seq}"] = Clock(
                whose=ADDRESSED[offered.by],
                days=0,
                default="offer_lapsed",
                fixed=offered.act.lapses_at,
                extendable=False,
            )
    return clocks


def _phase_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    if order.phase == "draft":
        clocks[f"draft:{order.version}"] = DRAFT[order.drafted_by]
    elif order.phase == "proposed":
        waiting = tuple([party for party in PARTIES if party not in order.accepted_by])
        clocks[f"answer_proposal:{order.version}"] = Clock(
            whose=waiting, days=ANSWER_PROPOSAL_DAYS, default="withdrawn"
        )
    elif order.phase == "agreed":
        clocks[f"fund:{order.version}"] = FUND
    elif order.phase == "funded":
        clocks[f"start:{order.version}"] = START


def _question_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    for seq, question in order.questions.items():
        if question.answer is None and not question.lapsed:
            clocks[f"question:{seq}"] = QUESTION[question.by]


def _change_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    for seq, change in order.changes.items():
        if change.status == "open":
            clocks[f"change:{seq}"] = CHANGE[change.by]
        elif change.status == "awaiting_money":
            clocks[f"fund_change:{seq}"] = FUND_CHANGE


def _work_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    if order.phase not in ("working", "inspecting", "disputed", "determined") or order.agreement is None:
        return
    terms = order.agreement.terms
    if undelivered(order):
        if order.late:
            clocks["late:1"] = LATE
        else:
            days = (terms.work_days or WORK_DAYS) + order.extra_days
            clocks[f"work:{order.extra_days}"] = Clock(whose=SELLER, days=days, default="marked_late")
    for seq in order.deliveries:
        if awaiting(order, seq):
            clocks[f"inspect:{seq}"] = Clock(whose=BUYER, days=terms.inspection_days, default="deemed_accepted")
    for requirement, item in order.items.items():
        if item.verdict == "rejected" and not item.contested and not item.finished:
            clocks[f"cure:{requirement}:{item.rejections}"] = Clock(
                whose=SELLER, days=terms.cure_days, default="contested"
            )


def _meeting_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    for seq, meeting in order.meetings.items():
        if meeting.lapsed or meeting.minutes is not None:
            continue
        if meeting.time is None:
            clocks[f"meeting:{seq}"] = MEETING
        elif order.mediator:
            ready = meeting.time + timedelta(minutes=meeting.act.length) + MINUTES_TIME
            clocks[f"minutes:{seq}"] = Clock(
                whose=("mediator",), days=0, default="meeting_lapsed", fixed=ready, extendable=False
            )


def _challenge_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    for seq, challenge in order.challenges.items():
        if challenge.status == "open":
            clocks[f"challenge:{seq}"] = CHALLENGE


def _case_clocks(order: Order, clocks: dict[str, Clock]) -> None:
    if not order.mediator:
        clocks[f"take:{order.take_round}"] = TAKE
    if not order.evidence_closed:
        clocks[f"evidence:{order.dispute_seq}"] = EVIDENCE
    contested = order.contested
    for seq, claim in order.claims.items():
        if not claim.stance and claim.act.requirement in contested:
            clocks[f"respond:{seq}"] = RESPOND[claim.by]
    if seats_wanted(order):
        clocks[f"seat:{order.appeal_seq or order.dispute_seq}"] = SEAT
    elif not order.evidence_closed:
        # A determination may not be made yet, so nobody can be late with it.
        return
    elif order.finders and missing_findings(order):
        clocks[f"find:{order.dispute_seq}:finders:{order.panel}"] = FINDERS_FIND
    elif order.mediator:
        clocks[f"find:{order.dispute_seq}:{order.take_round}:{order.panel}"] = MEDIATOR_FINDS


def seats_wanted(order: Order) -> bool:
    """Whether the operator has finders to seat: the agreed number, or the panel of an appeal."""
    if order.appeal_seq is not None:
        return order.panel == 0
    return order.agreement is not None and order.agreement.terms.finders > 1 and not order.finders


def to_find(order: Order) -> tuple[str, ...]:
    """Items that need findings now: the contested ones; for a panel those appealed, and any not found before it."""
    if order.appeal is None:
        return order.contested
    found = {f.act.requirement for f in order.findings.values() if f.panel < order.panel}
    return tuple(r for r in order.contested if r in order.appeal.requirements or r not in found)


def missing_findings(order: Order) -> tuple[tuple[str, str], ...]:
    """Who has still to find what: pairs of a finder and a requirement. A mediator alone counts with those before him
    whose findings were handed over."""
    found = {(f.by, f.act.requirement) for f in order.findings.values() if f.panel == order.panel}
    if order.finders:
        return tuple((by, r) for r in to_find(order) for by in order.finders if (by, r) not in found)
    by_anyone = {r for _, r in found}
    return tuple((order.mediator, r) for r in to_find(order) if r not in by_anyone)


def _decision_clocks(order: Order, decision: Decision, clocks: dict[str, Clock]) -> None:
    if order.curing:
        terms_days = order.agreement.terms.cure_days if order.agreement else 7
        clocks[f"cure_award:{order.decision_seq}"] = Clock(whose=SELLER, days=terms_days, default="reduced")
        return
    if order.phase != "determined":
        return
    if not decision.elected and len(decision.award.options) > 1:
        clocks[f"elect:{order.decision_seq}"] = ELECT
    if not decision.final and not decision.appeal_lapsed and len(decision.appeals_waived) < 2:
        clocks[f"appeal:{order.decision_seq}"] = APPEAL


class Turn(Shape, frozen=True, kw_only=True):
    """Whose turn it is: who, for what (the clock's kind), until when, and what happens if nobody acts."""

    who: Role
    what: str
    clock: str
    due: datetime | None
    default: Default


def turns(order: Order) -> tuple[Turn, ...]:
    """Everyone whose turn it is, the earliest clock first."""
    found = [
        Turn(who=who, what=name.partition(":")[0], clock=name, due=order.due.get(name), default=clock.default)
        for name, clock in wanted(order).items()
        for who in clock.whose
    ]
    return tuple(sorted(found, key=lambda turn: (turn.due is None, turn.due, turn.clock, turn.who)))
