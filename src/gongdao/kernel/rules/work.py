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
from ..award import shares
from ..canonical import digest
from ..custody import settle_custody, settle_phase
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import LIVE, PARTIES, PEOPLE, WORK, Rule, fault_of_instant
from ..state import Change, Item, Order, Phase, Promised, Request, party_of
from ..values import Actor, Agreement, Party, Seq
from .agreement import conclude, fault_of, price_of

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
    if order.agreement is None or order.covered < (price_of(order.agreement) or 0):
        missing = (price_of(order.agreement) or 0) - order.covered if order.agreement else 0
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
    order = replace(order, phase="working", agreed=True, accepted_by=("buyer", "seller"), items=items)
    if order.agreement is None or order.agreement.terms.deposit.where != "seller":
        return order
    # A deposit is handed to the seller when he begins, not before: who never starts has nothing to give back.
    handed = min(order.deposit_paid, order.held)
    return replace(order, held=order.held - handed, released=order.released + handed)


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
    return _change_fault(order, act)


def _change_fault(order: Order, act: ProposeChange) -> Refusal | None:
    if not (act.adds or act.replaces or act.drops or act.extra_days):
        return refuse("change_empty")
    if not act.reason.strip():
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
    return _closed_share(order, after)


def _closed_share(order: Order, after: Agreement) -> Refusal | None:
    """Where weights divide the price, a change may not touch the share of an item that is judged or disputed."""
    if order.agreement is None or all(r.price is not None for r in after.requirements):
        return None
    before, then = shares(order.agreement), shares(after)
    for requirement, item in order.items.items():
        closed = item.finished or item.accepted or item.contested
        if closed and before[requirement] != then.get(requirement):
            return refuse("requirement_closed", requirement=requirement)
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
    waiting = awaiting_money(order)
    if waiting is not None:
        return refuse("escrow_not_funded", missing=(price_of(changed(order, waiting[1].act)) or 0) - order.covered)
    # What was proposed may have been overtaken by another change or by a dispute since.
    change = order.changes[act.change]
    return _change_fault(order, change.act)


def do_accept_change(order: Order, entry: Entry, act: AcceptChange) -> Order:
    change = order.changes[act.change]
    needs_more = (price_of(changed(order, change.act)) or 0) > order.covered
    if needs_more and order.phase != "agreed":
        # Work the escrow does not cover yet is not ordered yet: the old terms stand until the money is held.
        waiting = replace(change, status="awaiting_money")
        return replace(order, changes={**order.changes, act.change: waiting})
    return put_in_force(order, act.change)


def awaiting_money(order: Order) -> tuple[int, Change] | None:
    """The accepted change order that waits for its money, with its entry number; None if there is none."""
    return next(((seq, c) for seq, c in order.changes.items() if c.status == "awaiting_money"), None)


def put_in_force(order: Order, seq: int) -> Order:
    """The agreement as changed; what is paid in beyond the new price goes back at once."""
    change = order.changes[seq]
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
        late=order.late and not change.act.extra_days,
        changes={**order.changes, seq: replace(change, status="accepted")},
    )
    order = return_excess(order)
    if order.phase == "agreed":
        order = conclude(order)
    return settle_custody(settle_phase(order))


def lapse_change(order: Order, seq: int) -> Order:
    """The change never came into force; what was paid in for it goes back."""
    change = replace(order.changes[seq], status="lapsed")
    return return_excess(replace(order, changes={**order.changes, seq: change}))


def return_excess(order: Order) -> Order:
    """Money beyond the price has nothing to pay for and is not kept."""
    excess = order.covered - ((price_of(order.agreement) if order.agreement else None) or 0)
    back = min(max(0, excess), order.held)
    if not back or awaiting_money(order) is not None:
        return order
    return replace(order, held=order.held - back, refunded=order.refunded + back, returned=order.returned + back)


def money_arrived(order: Order) -> Order:
    """Puts a change order in force once its money is held; lapses it if a dispute or another change overtook it."""
    waiting = awaiting_money(order)
    if waiting is None:
        return return_excess(order)
    seq, change = waiting
    overtaken = order.phase not in CHANGING or _change_fault(order, change.act) is not None
    if overtaken:
        return lapse_change(order, seq)
    short = order.covered < (price_of(changed(order, change.act)) or 0)
    return order if short else put_in_force(order, seq)


def may_decline_change(order: Order, actor: Actor, act: DeclineChange, at: datetime) -> Refusal | None:
    return _may_answer_change(order, actor, act.change)


def do_decline_change(order: Order, entry: Entry, act: DeclineChange) -> Order:
    change = replace(order.changes[act.change], status="declined")
    return replace(order, changes={**order.changes, act.change: change})


def _open_change_for(order: Order, actor: Actor) -> bool:
    return any(c.status == "open" and c.by != actor.role for c in order.changes.values())


# -- labelled requests -------------------------------------------------------------------------------------------------


def may_request(order: Order, actor: Actor, act: Overrun | AskMore | AskEarly, at: datetime) -> Refusal | None:
    if not act.reason.strip():
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
    return fault_of_instant(act.until, at)


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
    if not act.reason.strip():
        return refuse("reason_missing")
    return None


def do_end(order: Order, entry: Entry, act: End) -> Order:
    """Everything not accepted is now to be found, item by item; nobody is paid for having ended first."""
    order = replace(order, ended=act.ground, ended_by=party_of(entry.actor))
    for seq, change in order.changes.items():
        if change.status in ("open", "awaiting_money"):
            order = lapse_change(order, seq)
    return contest(
        order,
        entry.seq,
        tuple(r for r, i in order.items.items() if not i.accepted and not i.finished),
    )


def contest(order: Order, seq: int, requirements: tuple[str, ...]) -> Order:
    """Marks items contested and opens the case if it is not open. For a new item there is new time for evidence.

    While a determination waits to be executed they are only marked: their case opens when it is.
    """
    items = dict(order.items)
    for requirement in requirements:
        items[requirement] = replace(items[requirement], contested=True)
    if order.phase == "determined" and order.decision is not None:
        return replace(order, items=items)
    fresh = order.phase != "disputed"
    renewed = fresh or bool(requirements)
    return replace(
        order,
        items=items,
        phase="disputed",
        disputes=order.disputes + (1 if fresh else 0),
        dispute_seq=seq if renewed else order.dispute_seq,
        evidence_closed=False if renewed else order.evidence_closed,
        evidence_waived=() if renewed else order.evidence_waived,
        take_round=order.take_round + (1 if fresh and not order.mediator else 0),
    )


RULES = (
    Rule(
        Start,
        ("seller",),
        ("proposed", "funded"),
        may_start,
        do_start,
        lambda o, a: o.phase == "funded" or ("buyer" in o.accepted_by and o.covered > 0),
    ),
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
