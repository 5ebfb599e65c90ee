"""Paying in and out by the rail's word, and paying what is agreed while the rest is contested (CC 525, 782, 783)."""

from datetime import datetime

from msgspec.structs import replace

from ..acts import ConfirmFunds, ConfirmPayout, Fund, FundsFailed, PayoutFailed, Release
from ..award import entitlement
from ..custody import settle_custody
from ..entry import Entry
from ..money import payout_key, payouts_due
from ..refusals import Refusal, refuse
from ..rule import WORK, Rule
from ..state import Order, Payment, Phase, with_item
from ..values import Actor
from .agreement import conclude, price_of
from .work import awaiting_money, changed, money_arrived

PAYING_OUT: tuple[Phase, ...] = (*WORK, "agreed", "funded", "executed", "closed", "withdrawn")
"""Phases in which money may be on its way out: a change order can return some before work begins."""
FUNDING: tuple[Phase, ...] = ("proposed", "agreed", "funded", "working", "inspecting")


def due_in(order: Order) -> int:
    """What the buyer still has to pay in, pending payments counted as paid; minor units.

    An accepted change order that waits for its money counts with its price.
    """
    waiting = awaiting_money(order)
    agreement = changed(order, waiting[1].act) if waiting else order.agreement
    price = (price_of(agreement) if agreement else None) or 0
    pending = sum(p.amount for p in order.payments.values() if p.status == "pending")
    return max(0, price - order.covered - pending)


def may_fund(order: Order, actor: Actor, act: Fund, at: datetime) -> Refusal | None:
    if order.agreement is None:
        return refuse("wrong_phase", phase=order.phase)
    if order.phase == "proposed" and "buyer" not in order.accepted_by:
        return refuse("wrong_phase", phase=order.phase)
    if act.amount > due_in(order):
        return refuse("overfunded", amount=act.amount, missing=due_in(order))
    if act.purpose == "deposit":
        deposit = order.agreement.terms.deposit
        if deposit.kind == "none" or not order.agreed:
            return refuse("deposit_not_agreed")
        paid = sum(p.amount for p in order.payments.values() if p.purpose == "deposit" and p.status != "failed")
        if paid + act.amount > deposit.amount:
            return refuse("deposit_exceeds_terms", amount=act.amount, agreed=deposit.amount, paid=paid)
    return None


def do_fund(order: Order, entry: Entry, act: Fund) -> Order:
    payment = Payment(purpose=act.purpose, amount=act.amount)
    return replace(order, payments={**order.payments, entry.seq: payment})


def may_settle_payment(order: Order, actor: Actor, act: ConfirmFunds | FundsFailed, at: datetime) -> Refusal | None:
    payment = order.payments.get(act.fund)
    if payment is None:
        return refuse("fund_unknown", fund=act.fund)
    if payment.status != "pending":
        return refuse("fund_settled", fund=act.fund)
    return None


def do_confirm_funds(order: Order, entry: Entry, act: ConfirmFunds) -> Order:
    payment = replace(order.payments[act.fund], status="confirmed")
    order = replace(order, payments={**order.payments, act.fund: payment})
    if order.phase in ("withdrawn", "closed", "executed"):
        # Money that arrives after the end has no purpose left and goes straight back.
        return replace(order, refunded=order.refunded + payment.amount)
    terms = order.agreement.terms.deposit if order.agreement else None
    begun = order.phase in ("working", "inspecting", "disputed", "determined")
    to_seller = begun and payment.purpose == "deposit" and terms is not None and terms.where == "seller"
    order = replace(
        order,
        held=order.held + (0 if to_seller else payment.amount),
        released=order.released + (payment.amount if to_seller else 0),
        deposit_paid=order.deposit_paid + (payment.amount if payment.purpose == "deposit" else 0),
    )
    return conclude(order) if order.phase == "agreed" else money_arrived(order)


def do_funds_failed(order: Order, entry: Entry, act: FundsFailed) -> Order:
    payment = replace(order.payments[act.fund], status="failed")
    return replace(order, payments={**order.payments, act.fund: payment})


def may_settle_payout(order: Order, actor: Actor, act: ConfirmPayout | PayoutFailed, at: datetime) -> Refusal | None:
    payout = order.payouts.get(payout_key(act.entry, act.party))
    if payout is None:
        return refuse("payout_unknown", entry=act.entry, party=act.party)
    if payout.status == "paid":
        return refuse("payout_settled", entry=act.entry, party=act.party)
    if isinstance(act, ConfirmPayout) and act.amount != payout.amount:
        return refuse("amount_not_computed", yours=act.amount, computed=payout.amount)
    return None


def do_confirm_payout(order: Order, entry: Entry, act: ConfirmPayout) -> Order:
    return _with_payout(order, act, status="paid", reference=act.reference, at=entry.at)


def do_payout_failed(order: Order, entry: Entry, act: PayoutFailed) -> Order:
    failures = order.payouts[payout_key(act.entry, act.party)].failures + 1
    return _with_payout(order, act, status="failed", failures=failures, code=act.code)


def _with_payout(order: Order, act: ConfirmPayout | PayoutFailed, **changes: object) -> Order:
    key = payout_key(act.entry, act.party)
    return replace(order, payouts={**order.payouts, key: replace(order.payouts[key], **changes)})


def releasable(order: Order) -> tuple[str, ...]:
    """Accepted items that are not paid yet. Only what is contested stays locked (DESIGN §5 rule 4)."""
    return tuple(r for r, i in order.items.items() if i.accepted and not i.finished and not i.contested)


def release_amount(order: Order, requirements: tuple[str, ...]) -> int:
    """What paying these items moves now: their prices, what the seller already has counted first; minor units."""
    paid = tuple(r for r, i in order.items.items() if i.paid)
    return min(order.held, max(0, entitlement(order, (*paid, *requirements)) - order.released))


def may_release(order: Order, actor: Actor, act: Release, at: datetime) -> Release | Refusal:
    ready = releasable(order)
    for requirement in act.requirements:
        if requirement not in order.items:
            return refuse("requirement_unknown", requirement=requirement)
        if requirement not in ready or act.requirements.count(requirement) > 1:
            return refuse("nothing_to_release", requirement=requirement)
    amount = release_amount(order, act.requirements)
    if act.amount != amount:
        return refuse("amount_not_computed", yours=act.amount, computed=amount)
    return act


def do_release(order: Order, entry: Entry, act: Release) -> Order:
    for requirement in act.requirements:
        order = with_item(order, requirement, paid=True, keeper="buyer")
    return settle_custody(replace(order, held=order.held - act.amount, released=order.released + act.amount))


RULES = (
    Rule(
        Fund,
        ("buyer",),
        FUNDING,
        may_fund,
        do_fund,
        lambda o, a: due_in(o) > 0 and (o.phase != "proposed" or "buyer" in o.accepted_by),
    ),
    Rule(
        ConfirmFunds,
        ("platform",),
        (*FUNDING, "draft", "disputed", "determined", "executed", "closed", "withdrawn"),
        may_settle_payment,
        do_confirm_funds,
        lambda o, a: any(p.status == "pending" for p in o.payments.values()),
    ),
    Rule(
        FundsFailed,
        ("platform",),
        (*FUNDING, "draft", "disputed", "determined", "executed", "closed", "withdrawn"),
        may_settle_payment,
        do_funds_failed,
        lambda o, a: any(p.status == "pending" for p in o.payments.values()),
    ),
    Rule(
        ConfirmPayout,
        ("platform",),
        PAYING_OUT,
        may_settle_payout,
        do_confirm_payout,
        lambda o, a: bool(payouts_due(o)),
    ),
    Rule(
        PayoutFailed,
        ("platform",),
        PAYING_OUT,
        may_settle_payout,
        do_payout_failed,
        lambda o, a: bool(payouts_due(o)),
    ),
    Rule(
        Release,
        ("platform",),
        ("working", "inspecting", "disputed", "determined"),
        may_release,
        do_release,
        lambda o, a: bool(releasable(o)),
    ),
)
