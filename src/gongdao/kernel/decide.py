"""May this actor do this now? A ladder of single facts, then the act.

`decide` answers with the act as it will stand in the record (sums computed where the platform computes them) or with a
refusal. It reads the state, the actor and the instant it is given, and nothing else.
"""

from datetime import datetime

from .acts import Act, ActBase, Close, Draft, MatchBids, Release, Take
from .refusals import Refusal, refuse
from .rule import WORK
from .rules import RULES
from .rules.decision import finished, ready_to_execute
from .rules.money import releasable, release_amount
from .rules.settlement import matched
from .state import Order
from .values import PLATFORM, Actor

UNSEATED = ("platform", "operator")
"""Roles that act on an order without a seat in it. A mediator takes his seat by the act `take`."""


def admitted(order: Order, actor: Actor, act: type[ActBase]) -> Refusal | None:
    """Whether role, seat and phase allow this kind of act at all."""
    rule = RULES[act]
    if actor.role not in rule.roles:
        return refuse("role_may_not", role=actor.role, act=rule.tag)
    if order.seq == 0:
        return None if act is Draft else refuse("order_unknown", order=order.id)
    if not _seated(order, actor, act):
        return refuse("not_seated", person=actor.person)
    if act is Draft:
        return refuse("order_exists", order=order.id)
    if order.phase not in rule.phases:
        return refuse("wrong_phase", phase=order.phase)
    return None


def _seated(order: Order, actor: Actor, act: type[ActBase]) -> bool:
    if actor.role in UNSEATED or (actor.role == "mediator" and act is Take):
        return True
    if actor.role == "finder":
        return actor.person in order.finders
    return order.role_of(actor.person) == actor.role


def decide(order: Order, actor: Actor, act: Act, at: datetime) -> Act | Refusal:
    """The act as it will stand in the record, or why it may not. `at` must not lie before the record's last entry."""
    refusal = admitted(order, actor, type(act))
    if refusal is not None:
        return refusal
    if order.at is not None and at < order.at:
        return refuse("time_went_back", last=order.at.isoformat())
    answer = RULES[type(act)].may(order, actor, act, at)
    if isinstance(answer, Refusal):
        return answer
    # After this point the act must succeed.
    return act if answer is None else answer  # type: ignore[return-value]


def allowed(order: Order, actor: Actor, at: datetime) -> tuple[str, ...]:
    """The tags of acts this actor may perform now, as far as that can be said without their content."""
    return tuple(
        rule.tag for rule in RULES.values() if admitted(order, actor, rule.act) is None and rule.ready(order, actor)
    )


def follow_up(order: Order) -> tuple[Actor, Act] | None:
    """What the platform itself must do now, one act at a time: match bids, execute, pay accepted items, close."""
    if order.bids and order.phase == "disputed":
        match: MatchBids | None = matched(order)
        if match is not None:
            return PLATFORM, match
    execution = ready_to_execute(order)
    if execution is not None:
        return PLATFORM, execution
    items = releasable(order) if order.phase in WORK else ()
    if items:
        return PLATFORM, Release(requirements=items, amount=release_amount(order, items))
    if finished(order):
        return PLATFORM, Close()
    return None
