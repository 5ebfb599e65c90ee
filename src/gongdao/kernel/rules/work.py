"""Starting, change orders, labelled pressure, promises, and ending by notice (CC 543, 563, 578, 776–778, 787)."""

from datetime import datetime

from msgspec.structs import replace

from ..acts import (
    AcceptChange,
    AskEarly,
    AskMore,
    DeclineChange,
    End,
    Overrun,
    Promise,
    ProposeChange,
    RefuseRequest,
    Start,
    WitnessPromise,
)
from ..canonical import digest
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import LIVE, PARTIES, PEOPLE, WORK, Rule
from ..state import Change, Item, Order, Phase, Promised, Request, party_of
from ..values import Actor, Agreement, Party, Seq
from .agreement import fault_of, price_of

CHANGING: tuple[Phase, ...] = ("agreed", "funded", "working", "inspecting")

GROUNDS: dict[str, tuple[Party, ...]] = {
    "impossible": ("seller",),
    "at_will": ("buyer",),
    "no_cooperation": ("seller",),
    "breach": ("buyer", "seller"),
    "force_majeure": ("buyer", "seller"),
}
"""Which side may end the work on which ground."""


def may_start(order: Order, actor: Actor, act: Start, at: datetime) -> Refusal | None:
    if act.hash != order.hash:
        return refuse("hash_differs", yours=act.hash, current=order.hash)
    if order.agreement is None or order.confirmed < (price_of(order.agreement) or 0):
        missing = (price_of(order.agreement) or 0) - order.confirmed if order.agreement else 0
        return refuse("escrow_not_funded", missing=missing)
    if order.phase == "proposed":
        # Formation by conduct: the buyer has accepted and paid, the seller begins (CC 480, 484, 490).
        if "buyer" not in order.accepted_by:
            return refuse("wrong_phase", phase=order.phase)
        for requirement, item in order.items.items():
            if item.answer == "open":
                return refuse("requirement_unanswered", requirement=requirement)
            if item.answer == "objected":
                return refuse("requirement_objected", requirement=requirement)
    return None


def do_start(order: Order, entry: Entry, act: Start) -> Order:
    items = {r: replace(item, answer="accepted") for r, item in order.items.items()}
    return replace(order, phase="working", agreed=True, accepted_by=("buyer", "seller"), items=items)


# -- change orders -----------------------------------------------------------------------------------------------------


def changed(order: Order, act: ProposeChange) -> Agreement:
    """The agreement as it would stand with a change order."""
    if order.agreement is None:
        raise AssertionError("a change order needs an agreement")
    replaced = {r.id: r for r in act.replaces}
    kept = tuple(replaced.get(r.id, r) for r in order.agreement.requirements if r.id not in act.drops)
    price = act.price if order.agreement.price is not None else None
    return replace(order.agreement, requirements=(*kept, *act.adds), price=price)


def may_propose_change(order: Order, actor: Actor, act: ProposeChange, at: datetime) -> Refusal | None:
    if not (act.adds or act.replaces or act.drops or act.extra_days):
        return refuse("change_empty")
    if not act.reason:
        return refuse("reason_missing")
    for requirement in (*act.drops, *(r.id for r in act.replaces)):
        item = order.items.get(requirement)
        if item is None:
            return refuse("requirement_unknown", requirement=requirement)
        if item.finished or item.accepted or item.contested:
            return refuse("requirement_closed", requirement=requirement)
    for added in act.adds:
        if added.id in order.items:
            return refuse("requirement_id_twice", requirement=added.id)
    if order.agreement is not None and order.agreement.price is not None and act.price is None:
        return refuse("price_missing", requirement="")
    after = changed(order, act)
    fault = fault_of(after)
    if fault is not None:
        return fault
    if (price_of(after) or 0) < order.released:
        return refuse("amount_not_computed", yours=price_of(after) or 0, computed=order.released)
    return None


def do_propose_change(order: Order, entry: Entry, act: ProposeChange) -> Order:
    return replace(order, changes={**order.changes, entry.seq: Change(act=act, by=party_of(entry.actor))})


def _may_answer_change(order: Order, actor: Actor, seq: Seq) -> Refusal | None:
    change = order.changes.get(seq)
    if change is None:
        return refuse("change_unknown", change=seq)
    if change.status != "open":
        return refuse("change_closed", change=seq, status=change.status)
    if change.by == actor.role:
        return refuse("own_change", change=seq)
    return None


def may_accept_change(order: Order, actor: Actor, act: AcceptChange, at: datetime) -> Refusal | None:
    refusal = _may_answer_change(order, actor, act.change)
    if refusal is not None:
        return refusal
    # What was proposed may have been overtaken by another change or by a dispute since.
    change = order.changes[act.change]
    return may_propose_change(order, Actor(person=actor.person, role=change.by), change.act, at)


def do_accept_change(order: Order, entry: Entry, act: AcceptChange) -> Order:
    change = order.changes[act.change]
    agreement = changed(order, change.act)
    renewed = {r.id for r in change.act.replaces}
    items = {
        r.id: order.items[r.id] if r.id in order.items and r.id not in renewed else Item(answer="accepted")
        for r in agreement.requirements
    }
    order = replace(
        order,
        agreement=agreement,
        hash=digest(agreement),
        version=order.version + 1,
        items=items,
        extra_days=order.extra_days + change.act.extra_days,
        changes={**order.changes, act.change: replace(change, status="accepted")},
    )
    excess = order.confirmed - (price_of(agreement) or 0)
    if excess > 0:
        # A smaller order needs less in escrow; the difference goes back at once.
        back = min(excess, order.held)
        order = replace(order, held=order.held - back, refunded=order.refunded + back)
        order = replace(order, phase="funded" if order.phase == "agreed" else order.phase)
    elif excess < 0 and order.phase == "funded":
        order = replace(order, phase="agreed")
    return order


def may_decline_change(order: Order, actor: Actor, act: DeclineChange, at: datetime) -> Refusal | None:
    return _may_answer_change(order, actor, act.change)


def do_decline_change(order: Order, entry: Entry, act: DeclineChange) -> Order:
    change = replace(order.changes[act.change], status="declined")
    return replace(order, changes={**order.changes, act.change: change})


def _open_change_for(order: Order, actor: Actor) -> bool:
    return any(c.status == "open" and c.by != actor.role for c in order.changes.values())


# -- labelled requests -------------------------------------------------------------------------------------------------


def may_request(order: Order, actor: Actor, act: Overrun | AskMore | AskEarly, at: datetime) -> Refusal | None:
    if not act.reason:
        return refuse("reason_missing")
    if isinstance(act, Overrun) and act.requirement is not None and act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    return None


def do_request(order: Order, entry: Entry, act: Overrun | AskMore | AskEarly) -> Order:
    kind = act.__struct_config__.tag
    request = Request(kind=kind, by=party_of(entry.actor))  # type: ignore[arg-type]
    return replace(order, requests={**order.requests, entry.seq: request})


def may_refuse_request(order: Order, actor: Actor, act: RefuseRequest, at: datetime) -> Refusal | None:
    request = order.requests.get(act.request)
    if request is None or request.by == actor.role:
        return refuse("request_unknown", request=act.request)
    if request.status != "open":
        return refuse("request_closed", request=act.request)
    return None


def do_refuse_request(order: Order, entry: Entry, act: RefuseRequest) -> Order:
    request = replace(order.requests[act.request], status="refused")
    return replace(order, requests={**order.requests, act.request: request})


# -- promises ----------------------------------------------------------------------------------------------------------


def may_promise(order: Order, actor: Actor, act: Promise, at: datetime) -> Refusal | None:
    if act.requirement is not None and act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    if act.until <= at:
        return refuse("instant_past", instant=act.until.isoformat())
    return None


def do_promise(order: Order, entry: Entry, act: Promise) -> Order:
    return replace(order, promises={**order.promises, entry.seq: Promised(act=act, by=entry.actor.role)})


def may_witness(order: Order, actor: Actor, act: WitnessPromise, at: datetime) -> Refusal | None:
    promise = order.promises.get(act.promise)
    if promise is None:
        return refuse("promise_unknown", promise=act.promise)
    if promise.by == actor.role:
        return refuse("own_promise", promise=act.promise)
    if promise.status != "open":
        return refuse("promise_closed", promise=act.promise)
    return None


def do_witness(order: Order, entry: Entry, act: WitnessPromise) -> Order:
    promise = replace(order.promises[act.promise], status="kept" if act.kept else "broken")
    return replace(order, promises={**order.promises, act.promise: promise})


# -- end by notice -----------------------------------------------------------------------------------------------------


def may_end(order: Order, actor: Actor, act: End, at: datetime) -> Refusal | None:
    if order.ended:
        return refuse("wrong_phase", phase=order.phase)
    if actor.role not in GROUNDS[act.ground]:
        return refuse("ground_not_yours", ground=act.ground)
    if not act.reason:
        return refuse("reason_missing")
    return None


def do_end(order: Order, entry: Entry, act: End) -> Order:
    """Everything not accepted is now to be found, item by item; nobody is paid for having ended first."""
    order = replace(order, ended=act.ground, ended_by=party_of(entry.actor))
    changes = {k: replace(c, status="lapsed") if c.status == "open" else c for k, c in order.changes.items()}
    return contest(
        replace(order, changes=changes),
        entry.seq,
        tuple(r for r, i in order.items.items() if not i.accepted and not i.finished),
    )


def contest(order: Order, seq: int, requirements: tuple[str, ...]) -> Order:
    """Marks items contested and opens the case if it is not open."""
    items = dict(order.items)
    for requirement in requirements:
        items[requirement] = replace(items[requirement], contested=True)
    fresh = order.phase != "disputed"
    return replace(
        order,
        items=items,
        phase="disputed",
        disputes=order.disputes + (1 if fresh else 0),
        dispute_seq=seq if fresh else order.dispute_seq,
        evidence_closed=False if fresh else order.evidence_closed,
        take_round=order.take_round + (1 if fresh and not order.mediator else 0),
    )


RULES = (
    Rule(Start, ("seller",), ("proposed", "funded"), may_start, do_start),
    Rule(ProposeChange, PARTIES, CHANGING, may_propose_change, do_propose_change),
    Rule(AcceptChange, PARTIES, CHANGING, may_accept_change, do_accept_change, _open_change_for),
    Rule(DeclineChange, PARTIES, CHANGING, may_decline_change, do_decline_change, _open_change_for),
    Rule(Overrun, ("seller",), ("agreed", "funded", *WORK), may_request, do_request),
    Rule(AskMore, ("seller",), ("agreed", "funded", *WORK), may_request, do_request),
    Rule(AskEarly, ("seller",), ("agreed", "funded", *WORK), may_request, do_request),
    Rule(
        RefuseRequest,
        ("buyer",),
        ("agreed", "funded", *WORK),
        may_refuse_request,
        do_refuse_request,
        lambda o, a: any(r.status == "open" for r in o.requests.values()),
    ),
    Rule(Promise, PARTIES, LIVE, may_promise, do_promise),
    Rule(
        WitnessPromise,
        PEOPLE,
        (*LIVE, "executed", "closed"),
        may_witness,
        do_witness,
        lambda o, a: any(p.status == "open" and p.by != a.role for p in o.promises.values()),
    ),
    Rule(End, PARTIES, ("working", "inspecting"), may_end, do_end, lambda o, a: not o.ended),
)
