"""From the state of an order to what remedy computes, and back.

The only bridge between the record and the arithmetic: it reads the agreement, the findings and the money, and has no
way to read a claim's demand, an offer or a bid.
"""

from collections.abc import Mapping
from statistics import median_low

from msgspec.structs import replace

from gongdao import remedy
from gongdao.remedy import explore

from .acts import Award, AwardOption, Find
from .canonical import digest
from .state import Found, Order
from .values import Agreement, Shape


def shares(agreement: Agreement) -> Mapping[str, int]:
    """What each requirement is worth: the agreed price, or its part of the whole by REMEDY §3 step 2; minor units."""
    prices = {r.id: r.price for r in agreement.requirements}
    if all(price is not None for price in prices.values()):
        return {r: price or 0 for r, price in prices.items()}
    return remedy.assess(all_done(agreement)).allocation.shares


def all_done(agreement: Agreement) -> remedy.Assessment:
    """The assessment of an agreement whose every item was accepted: what can be computed at all, can be for this."""
    return remedy.Assessment(
        currency=agreement.currency,
        price=agreement.price,
        requirements=tuple(_plain(agreement)),
        findings={r.id: remedy.Finding(delivered_bp=10_000, accepted=True) for r in agreement.requirements},
        list_written_by=agreement.list_written_by,
        rules=agreement.rules,
    )


def _plain(agreement: Agreement) -> list[remedy.Requirement]:
    return [
        remedy.Requirement(
            id=r.id,
            title=r.title,
            price=r.price,
            weight=r.weight,
            market=median_low(r.quotes) if r.quotes else None,
            effort=r.effort,
            needs=r.needs,
            salvage_bp=r.salvage_bp,
            essential=r.essential,
        )
        for r in agreement.requirements
    ]


def entitlement(order: Order, paid: tuple[str, ...]) -> int:
    """What the seller is entitled to in all if these items are paid, settlements and determinations counted."""
    if order.agreement is None:
        return 0
    by_item = shares(order.agreement)
    settled = sum(item.settled or 0 for item in order.items.values())
    return sum(by_item[r] for r in paid if order.items[r].settled is None) + settled + order.disposed


def included(order: Order) -> tuple[str, ...]:
    """Items a determination now would speak about: accepted ones and contested ones nobody has disposed of."""
    return tuple(r for r, i in order.items.items() if not i.decided and (i.accepted or i.contested))


def finders_of(order: Order) -> tuple[str, ...]:
    """Who finds facts: the seated finders or panel, else the mediator alone."""
    return order.finders or ((order.mediator,) if order.mediator else ())


def findings_on(order: Order, requirement: str) -> tuple[Found, ...]:
    """The findings that count for an item: the panel's where it was appealed, else the first instance's."""
    found = tuple(f for f in order.findings.values() if f.act.requirement == requirement)
    newest = max((f.panel for f in found), default=0)
    return tuple(f for f in found if f.panel == newest)


def finding_of(order: Order, requirement: str) -> remedy.Finding | None:
    """The finding an award rests on: one finder's, or the published median of several; None if there is none."""
    found = each_finding(order, requirement)
    return explore.aggregate(found) if found else None


def each_finding(order: Order, requirement: str) -> tuple[remedy.Finding, ...]:
    """What every finder found about an item, of those that count."""
    return tuple(_plain_finding(f.act, order.cure_used) for f in findings_on(order, requirement))


def _plain_finding(act: Find, cure_used: bool) -> remedy.Finding:
    return remedy.Finding(
        delivered_bp=act.delivered_bp,
        cure_cost=act.cure_cost,
        cover_quote=act.cover_quote,
        prevented_bp=act.prevented_bp,
        # A cure that was tried and failed is not on offer a second time (REMEDY §3 step 8).
        cure_refused=act.cure_refused or cure_used,
    )


def assessment_of(order: Order, supposed: Mapping[str, remedy.Finding] | None = None) -> remedy.Assessment:
    """The assessment of an order as found, or with some findings supposed otherwise.

    Items in work that nobody contests stay out of it, with their part of the escrow; so do items already settled.
    Raises LookupError when an included item has neither a finding nor acceptance.
    """
    agreement = order.agreement
    if agreement is None:
        raise LookupError("no agreement")
    supposed = supposed or {}
    counted = set(included(order))
    ids = tuple(r for r in order.items if r in counted or (r in supposed and not order.items[r].decided))
    whole, chosen = len(ids) == len(order.items), set(ids)
    by_item = shares(agreement)
    requirements = [r for r in _plain(agreement) if r.id in chosen]
    if not whole:
        requirements = [
            replace(r, price=by_item[r.id], weight=None, needs=tuple(n for n in r.needs if n in chosen))
            for r in requirements
        ]
    findings: dict[str, remedy.Finding] = {}
    for requirement in ids:
        item = order.items[requirement]
        finding = supposed.get(requirement)
        if finding is None and item.accepted:
            finding = remedy.Finding(delivered_bp=10_000, accepted=True)
        if finding is None:
            finding = finding_of(order, requirement)
        if finding is None:
            raise LookupError(requirement)
        findings[requirement] = finding
    settled = sum(item.settled or 0 for item in order.items.values()) + order.disposed
    reserve = sum(by_item[r] for r, i in order.items.items() if r not in chosen and not i.finished)
    # What the seller has beyond what was paid to him so far (a deposit) counts for the items still in work first, so
    # that nobody has to give anything back which the next item will be owed.
    spare = max(0, order.released - entitlement(order, tuple(r for r, i in order.items.items() if i.paid)))
    ahead = min(spare, reserve)
    terms = agreement.terms
    cause = order.cause
    return remedy.Assessment(
        currency=agreement.currency,
        price=agreement.price if whole else sum(by_item[r] for r in ids),
        requirements=tuple(requirements),
        findings=findings,
        list_written_by=agreement.list_written_by,
        deposit=remedy.Deposit(kind=terms.deposit.kind, paid=order.deposit_paid),
        released=max(0, order.released - settled - ahead),
        held=max(0, order.held - (reserve - ahead)),
        cause=cause.cause if cause else "seller",
        margin_bp=terms.margin_bp,
        delay=_delay(order),
        loss=cause.loss if cause else 0,
        unmitigated=cause.unmitigated if cause else 0,
        buyer_fault_bp=cause.buyer_fault_bp if cause else 0,
        wasted_cost=cause.wasted_cost if cause else 0,
        rules=agreement.rules,
    )


def _delay(order: Order) -> remedy.Delay | None:
    terms = order.agreement.terms.delay if order.agreement else None
    if terms is None or order.cause is None or not order.cause.late_days:
        return None
    return remedy.Delay(
        rate_bp=terms.rate_bp,
        cap_bp=terms.cap_bp,
        late_days=order.cause.late_days,
        buyer_days=order.cause.buyer_days,
        review=order.cause.review,
    )


_last: tuple[Order, remedy.Result] | None = None


def result_of(order: Order) -> remedy.Result:
    """The full result with its derivation. Raises LookupError (finding missing) or remedy.AssessmentError.

    The last one is kept, because a determination asks twice about the same state: when it is judged and when it is
    applied.
    """
    global _last
    last = _last
    if last is not None and last[0] is order:
        return last[1]
    result = remedy.assess(assessment_of(order))
    _last = order, result
    return result


def award_of(order: Order) -> Award:
    """What a determination carries: the options' sums and the hash of the whole derivation."""
    result = result_of(order)
    return Award(
        options=tuple(
            AwardOption(
                id=o.id,
                due=o.due,
                to_seller=o.to_seller,
                to_buyer=o.to_buyer,
                buyer_owes=o.buyer_owes,
                seller_returns=o.seller_returns,
                deliverable=o.deliverable,
                elects=o.elects,
            )
            for o in result.options
        ),
        default=result.default,
        range=dict(result.range),
        rules=result.rules,
        derivation_sha256=digest(result),
    )


class Preview(Shape, frozen=True, kw_only=True):
    """What each side can win or lose: the seller's total if every open item is found his way, and the buyer's way."""

    best_for_seller: int
    best_for_buyer: int
    open_items: tuple[str, ...]


def preview(order: Order) -> Preview | None:
    """ "All your way X, all theirs Y", for every item nobody has accepted or disposed of; None before an agreement."""
    if order.agreement is None or not order.items:
        return None
    open_items = tuple(r for r, i in order.items.items() if not i.accepted and not i.finished)
    unknown = {r: remedy.Finding(delivered_bp=0) for r in open_items}
    try:
        sellers_way, buyers_way = explore.preview(assessment_of(order, unknown), open_items)
    except (LookupError, remedy.AssessmentError):
        return None
    return Preview(
        best_for_seller=sellers_way.default_due, best_for_buyer=buyers_way.default_due, open_items=open_items
    )
