"""What happens when a clock runs out: the stated default of each, and nothing that pays a claimant for silence."""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from ..acts import Lapse
from ..custody import handed_in, undelivered
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import ANY, Rule
from ..state import Order
from ..values import Actor
from .agreement import refund_all
from .case import settle_challenge, unseat_mediator
from .delivery import deem_inspected
from .work import contest, lapse_change

Lapsing = Callable[[Order, int, str], Order]
"""(order, number of the lapse entry, what stands after the clock's kind) -> order."""


def _withdrawn(order: Order, seq: int, rest: str) -> Order:
    return refund_all(replace(order, phase="withdrawn"))


def _refunded(order: Order, seq: int, rest: str) -> Order:
    return refund_all(replace(order, phase="closed"))


def _question(order: Order, seq: int, rest: str) -> Order:
    asked = replace(order.questions[int(rest)], lapsed=True)
    return replace(order, questions={**order.questions, int(rest): asked})


def _late(order: Order, seq: int, rest: str) -> Order:
    return replace(order, late=True)


def _too_late(order: Order, seq: int, rest: str) -> Order:
    return contest(order, seq, undelivered(order))


def _inspect(order: Order, seq: int, rest: str) -> Order:
    return deem_inspected(order, seq, int(rest))


def _cure(order: Order, seq: int, rest: str) -> Order:
    return contest(order, seq, (rest.rpartition(":")[0],))


def _change(order: Order, seq: int, rest: str) -> Order:
    return lapse_change(order, int(rest))


def _take(order: Order, seq: int, rest: str) -> Order:
    # The case goes round again, to everyone, and the operator has been told by the clock itself.
    return replace(order, take_round=order.take_round + 1, mediator_misses=order.mediator_misses + 1, handed_to="")


def _evidence(order: Order, seq: int, rest: str) -> Order:
    return replace(order, evidence_closed=True)


def _respond(order: Order, seq: int, rest: str) -> Order:
    claim = replace(order.claims[int(rest)], stance="silent")
    return replace(order, claims={**order.claims, int(rest): claim})


def _find(order: Order, seq: int, rest: str) -> Order:
    if rest.partition(":")[2].startswith("finders"):
        return _unseat_finders(order)
    return replace(unseat_mediator(order, barred=True), mediator_misses=order.mediator_misses + 1)


def _unseat_finders(order: Order) -> Order:
    """The finders did not find in time; the operator has to seat others, or those of them who did."""
    seats = {k: s for k, s in order.seats.items() if s.role != "finder"}
    if order.cause_by in order.finders:
        order = replace(order, cause=None, cause_by="")
    panel = order.panel - 1 if order.appeal_seq is not None else order.panel
    return replace(order, seats=seats, finders=(), panel=max(0, panel))


def _challenge(order: Order, seq: int, rest: str) -> Order:
    return settle_challenge(order, int(rest), replaced=True)


def _meeting(order: Order, seq: int, rest: str) -> Order:
    meeting = replace(order.meetings[int(rest)], lapsed=True)
    return replace(order, meetings={**order.meetings, int(rest): meeting})


def _offer(order: Order, seq: int, rest: str) -> Order:
    offered = replace(order.offers[int(rest)], status="lapsed")
    return replace(order, offers={**order.offers, int(rest): offered})


def _promise(order: Order, seq: int, rest: str) -> Order:
    promised = replace(order.promises[int(rest)], status="unwitnessed")
    return replace(order, promises={**order.promises, int(rest): promised})


def _elect(order: Order, seq: int, rest: str) -> Order:
    if order.decision is None:
        return order
    return replace(order, decision=replace(order.decision, elected=order.decision.award.default))


def _appeal(order: Order, seq: int, rest: str) -> Order:
    if order.decision is None:
        return order
    return replace(order, decision=replace(order.decision, appeal_lapsed=True))


def _cure_award(order: Order, seq: int, rest: str) -> Order:
    """The elected cure did not come: the other remedies of the determination are open again.

    Where some of it was cured and accepted, or more is contested by now, its sums are overtaken and the case is
    determined again.
    """
    if order.decision is None:
        return order
    if order.contested != order.decision.covers:
        return contest(replace(order, curing=False, phase="determined", decision=None, decision_seq=None), seq, ())
    left = [o.id for o in order.decision.award.options if o.id != "cure"]
    decision = replace(order.decision, elected=left[0] if len(left) == 1 else "", appeal_lapsed=False)
    return replace(order, curing=False, phase="determined", decision=decision, decision_seq=seq)


def _seat(order: Order, seq: int, rest: str) -> Order:
    return replace(order, mediator_misses=order.mediator_misses + 1)


LAPSES: dict[str, Lapsing] = {
    "draft": _withdrawn,
    "answer_proposal": _withdrawn,
    "fund": _refunded,
    "start": _refunded,
    "question": _question,
    "work": _late,
    "late": _too_late,
    "inspect": _inspect,
    "cure": _cure,
    "change": _change,
    "fund_change": _change,
    "take": _take,
    "evidence": _evidence,
    "respond": _respond,
    "find": _find,
    "challenge": _challenge,
    "meeting": _meeting,
    "minutes": _meeting,
    "offer": _offer,
    "promise": _promise,
    "elect": _elect,
    "appeal": _appeal,
    "cure_award": _cure_award,
    "seat": _seat,
}


def may_lapse(order: Order, actor: Actor, act: Lapse, at: datetime) -> Refusal | None:
    due = order.due.get(act.clock)
    if due is None:
        return refuse("clock_unknown", clock=act.clock)
    if due > at:
        return refuse("clock_running", clock=act.clock, until=due.isoformat())
    if _with_custody(order, act.clock):
        return refuse("custody_silent", clock=act.clock)
    return None


def _with_custody(order: Order, clock: str) -> bool:
    """Whether the seller did what the clock asks and only custody has not said so yet."""
    kind, _, rest = clock.partition(":")
    asked = {
        "work": undelivered(order),
        "late": undelivered(order),
        "cure": (rest.rpartition(":")[0],),
        "cure_award": tuple(r for r in order.contested if order.items[r].verdict == "none"),
    }.get(kind, ())
    return bool(asked) and set(asked) <= handed_in(order)


def do_lapse(order: Order, entry: Entry, act: Lapse) -> Order:
    """A clock lapses once; its name is gone from `due` before its default takes effect."""
    kind, _, rest = act.clock.partition(":")
    due = {name: at for name, at in order.due.items() if name != act.clock}
    return LAPSES[kind](replace(order, due=due), entry.seq, rest)


RULES = (Rule(Lapse, ("platform",), ANY, may_lapse, do_lapse, lambda o, a: bool(o.due)),)
