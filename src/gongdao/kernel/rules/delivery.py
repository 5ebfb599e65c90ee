"""Handing in, custody's receipt, checks, inspection item by item, and handing over (CC 620, 621, 623, 780, 781)."""

from datetime import datetime

from msgspec.structs import replace

from ..acts import CheckResult, Deliver, HandOver, Inspect, Receipt, RefuseDelivery
from ..custody import awaiting as awaiting
from ..custody import for_cure, settle_custody, settle_phase
from ..entry import Entry
from ..refusals import Refusal, refuse
from ..rule import WORK, Rule
from ..state import Check, Delivery, Order, Phase, with_item
from ..values import Actor
from .work import contest

CUSTODY: tuple[Phase, ...] = (*WORK, "executed", "closed")


def deliverable(order: Order) -> tuple[str, ...]:
    """Items the seller may still deliver: not accepted, not disposed of, not contested (unless being cured)."""
    return tuple(
        r
        for r, item in order.items.items()
        if not item.accepted and not item.finished and (order.curing or not item.contested)
    )


def may_deliver(order: Order, actor: Actor, act: Deliver, at: datetime) -> Refusal | None:
    open_items = deliverable(order)
    for requirement in act.requirements:
        item = order.items.get(requirement)
        if item is None:
            return refuse("requirement_unknown", requirement=requirement)
        if item.contested and not order.curing:
            return refuse("requirement_contested", requirement=requirement)
        if requirement not in open_items:
            return refuse("requirement_closed", requirement=requirement)
        revisions = order.agreement.terms.revisions if order.agreement else 0
        if item.rejections > revisions and not order.curing:
            return refuse("no_revision_left", requirement=requirement, revisions=revisions)
    names = [f.name for f in act.files]
    for name in names:
        if names.count(name) > 1:
            return refuse("file_twice", name=name)
    return None


def do_deliver(order: Order, entry: Entry, act: Deliver) -> Order:
    # Until custody says that it has the bytes nothing is delivered, and no clock of the seller's stops.
    return replace(order, deliveries={**order.deliveries, entry.seq: Delivery(act=act, at=entry.at)})


def may_receipt(order: Order, actor: Actor, act: Receipt, at: datetime) -> Refusal | None:
    delivery = order.deliveries.get(act.delivery)
    if delivery is None:
        return refuse("delivery_unknown", delivery=act.delivery)
    if delivery.status != "handed_in":
        return refuse("delivery_closed", delivery=act.delivery, status=delivery.status)
    if act.files != delivery.act.files:
        return refuse("files_differ", delivery=act.delivery)
    return None


def do_receipt(order: Order, entry: Entry, act: Receipt) -> Order:
    delivery = replace(order.deliveries[act.delivery], status="held")
    order = replace(order, deliveries={**order.deliveries, act.delivery: delivery})
    for requirement in delivery.act.requirements:
        item = order.items.get(requirement)
        if item is None or item.accepted or item.finished or (item.delivery or 0) > act.delivery:
            continue
        judged_again = not item.contested or for_cure(order, act.delivery)
        verdict = "none" if judged_again else item.verdict
        order = with_item(order, requirement, delivery=act.delivery, verdict=verdict)
    return settle_custody(settle_phase(order))


def may_refuse_delivery(order: Order, actor: Actor, act: RefuseDelivery, at: datetime) -> Refusal | None:
    delivery = order.deliveries.get(act.delivery)
    if delivery is None:
        return refuse("delivery_unknown", delivery=act.delivery)
    if delivery.status != "handed_in":
        return refuse("delivery_closed", delivery=act.delivery, status=delivery.status)
    return None


def do_refuse_delivery(order: Order, entry: Entry, act: RefuseDelivery) -> Order:
    delivery = replace(order.deliveries[act.delivery], status="refused", code=act.code)
    return replace(order, deliveries={**order.deliveries, act.delivery: delivery})


def may_check_result(order: Order, actor: Actor, act: CheckResult, at: datetime) -> Refusal | None:
    delivery = order.deliveries.get(act.delivery)
    if delivery is None:
        return refuse("delivery_unknown", delivery=act.delivery)
    if act.requirement not in delivery.act.requirements:
        return refuse("requirement_unknown", requirement=act.requirement)
    return None


def do_check_result(order: Order, entry: Entry, act: CheckResult) -> Order:
    check = Check(
        delivery=act.delivery,
        requirement=act.requirement,
        kind=act.kind,
        outcome=act.outcome,
        report_sha256=act.report_sha256,
        score=act.score,
        low=act.low,
        high=act.high,
        reasons=act.reasons,
    )
    return replace(order, checks={**order.checks, entry.seq: check})


def check_failed(order: Order, requirement: str) -> bool:
    """Whether a machine found the item's latest delivery wanting. Then silence cannot make it accepted."""
    delivery = order.items[requirement].delivery
    latest: dict[str, str] = {}
    for check in order.checks.values():
        if check.delivery == delivery and check.requirement == requirement:
            latest[check.kind] = check.outcome
    return "failed" in latest.values()


def may_inspect(order: Order, actor: Actor, act: Inspect, at: datetime) -> Refusal | None:
    delivery = order.deliveries.get(act.delivery)
    if delivery is None:
        return refuse("delivery_unknown", delivery=act.delivery)
    if act.requirement not in delivery.act.requirements or act.requirement not in order.items:
        return refuse("requirement_unknown", requirement=act.requirement)
    if delivery.status != "held":
        return refuse("not_delivered", delivery=act.delivery, status=delivery.status)
    item = order.items[act.requirement]
    if item.delivery != act.delivery:
        return refuse("delivery_replaced", delivery=act.delivery, by=item.delivery or 0)
    if item.contested and not for_cure(order, act.delivery):
        return refuse("requirement_contested", requirement=act.requirement)
    if item.finished:
        return refuse("requirement_closed", requirement=act.requirement)
    if item.verdict != "none":
        return refuse("already_inspected", requirement=act.requirement, verdict=item.verdict)
    if act.verdict == "rejected" and not act.reason.strip():
        return refuse("reason_missing")
    return None


def do_inspect(order: Order, entry: Entry, act: Inspect) -> Order:
    item = order.items[act.requirement]
    if act.verdict == "accepted":
        order = with_item(order, act.requirement, verdict="accepted", contested=False)
        return settle_phase(_end_cure(order))
    order = with_item(order, act.requirement, verdict="rejected", rejections=item.rejections + 1)
    if order.curing and item.contested:
        return _cure_failed(order, entry.seq, (act.requirement,))
    return settle_phase(order)


def _cure_failed(order: Order, seq: int, requirements: tuple[str, ...]) -> Order:
    """The elected cure was tried and is wanting: what was handed in for it is found again, without a second cure."""
    renewed = {
        r for r, i in order.items.items() if i.contested and i.delivery is not None and for_cure(order, i.delivery)
    }
    findings = {k: f for k, f in order.findings.items() if f.act.requirement not in {*requirements, *renewed}}
    order = replace(order, curing=False, findings=findings, decision=None, decision_seq=None)
    return contest(order, seq, requirements)


def _end_cure(order: Order) -> Order:
    """A cure ends when nothing contested is left open; what was found is then overtaken by acceptance."""
    if order.curing and not any(i.contested and not i.finished for i in order.items.values()):
        return replace(order, phase="working", curing=False, decision=None, decision_seq=None, findings={}, cause=None)
    return order


def deem_inspected(order: Order, seq: int, delivery: int) -> Order:
    """The agreed inspection period passed in silence (CC 621, 623).

    Items count as accepted, except where a machine had already found a defect: those are contested instead, because
    silence may not pay for what is known to be missing.
    """
    disputed = []
    for requirement in awaiting(order, delivery):
        if check_failed(order, requirement):
            disputed.append(requirement)
        else:
            order = with_item(order, requirement, verdict="deemed", contested=False)
    if disputed:
        return _cure_failed(order, seq, tuple(disputed)) if order.curing else contest(order, seq, tuple(disputed))
    return settle_phase(_end_cure(order))


def may_hand_over(order: Order, actor: Actor, act: HandOver, at: datetime) -> Refusal | None:
    delivery = order.deliveries.get(act.delivery)
    if delivery is None:
        return refuse("delivery_unknown", delivery=act.delivery)
    entitled = delivery.with_buyer if act.to == "buyer" else delivery.returned
    if not entitled or order.role_of(act.person) != act.to:
        return refuse("not_entitled", delivery=act.delivery, to=act.to)
    if set(act.files) - {f.sha256 for f in delivery.act.files}:
        return refuse("files_differ", delivery=act.delivery)
    return None


def do_hand_over(order: Order, entry: Entry, act: HandOver) -> Order:
    return order


def _held(order: Order, actor: Actor) -> bool:
    return any(awaiting(order, seq) for seq in order.deliveries)


def _handed_in(order: Order, actor: Actor) -> bool:
    return any(d.status == "handed_in" for d in order.deliveries.values())


RULES = (
    Rule(Deliver, ("seller",), WORK, may_deliver, do_deliver, lambda o, a: bool(deliverable(o))),
    Rule(Receipt, ("platform",), CUSTODY, may_receipt, do_receipt, _handed_in),
    Rule(RefuseDelivery, ("platform",), CUSTODY, may_refuse_delivery, do_refuse_delivery, _handed_in),
    Rule(CheckResult, ("platform",), CUSTODY, may_check_result, do_check_result, lambda o, a: bool(o.deliveries)),
    Rule(Inspect, ("buyer",), WORK, may_inspect, do_inspect, _held),
    Rule(
        HandOver,
        ("platform",),
        CUSTODY,
        may_hand_over,
        do_hand_over,
        lambda o, a: any(d.with_buyer or d.returned for d in o.deliveries.values()),
    ),
)
