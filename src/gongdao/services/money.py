"""Paying in and paying out: what the rail is asked, and its word on the record.

Paying in, the rail is asked with a key made of order and payment, so asking again after a crash pays once. Money counts
as held only with the entry `confirm_funds`, which carries the rail's reference.

Paying out, an entry of the kernel (a release, an execution, a refund) has moved money to a party; a job asks the rail
with a key made of order, entry, party and the number of times the rail has said no. A rail does a thing once per key,
so a crash between its doing and our writing it down pays once too. Only when it has said no, and that stands in the
record as `payout_failed`, is there another key. What is paid stands there as `confirm_payout`.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from gongdao.kernel.acts import ConfirmFunds, ConfirmPayout, Fund, FundsFailed, PayoutFailed
from gongdao.kernel.money import payout_key, payouts_due
from gongdao.kernel.refusals import Refusal, refuse
from gongdao.kernel.state import Order, Payout
from gongdao.kernel.values import PLATFORM, Actor, Party
from gongdao.rails.port import PayIn, PayOut, Rail
from gongdao.record import store
from gongdao.services import states
from gongdao.services.perform import Done, perform

log = logging.getLogger("gongdao.money")

TRIES_MAX = 5
"""How often the rail may say no before nothing is tried again until an operator says so."""

_OWED = (
    "SELECT DISTINCT order_id FROM balance WHERE account IN ('seller', 'buyer') AND amount > 0 AND order_id > %s"
    " ORDER BY order_id LIMIT %s"
)
BATCH = 500


class NotPaidOut(Exception):  # noqa: N818 (it is what happened, and makes the job come back)
    """The rail has not confirmed yet; whoever asked should ask again later."""


@cache
def rail() -> Rail:
    """The rail this installation uses (setting `RAIL`)."""
    return import_string(settings.RAIL)()  # type: ignore[no-any-return]


def pay_in(
    order_id: str,
    buyer: Actor,
    purpose: Literal["escrow", "deposit"],
    amount: int,
    *,
    key: str,
    at: datetime | None = None,
) -> Done | Refusal:
    """The buyer pays in `amount` minor units. Returns his act, with the rail's word after it when that is known."""
    funded = perform(order_id, buyer, Fund(purpose=purpose, amount=amount), key=key, at=at)
    if isinstance(funded, Refusal):
        return funded
    fund = funded.entries[0].seq
    currency = funded.order.agreement.currency if funded.order.agreement else ""
    answer = rail().pay_in(f"{order_id}:{fund}", amount, currency)
    settled = settle(order_id, fund, answer, at=at)
    if isinstance(settled, Done):
        return Done((*funded.entries, *settled.entries), settled.order)
    return funded


def settle(order_id: str, fund: int, answer: PayIn, *, at: datetime | None = None) -> Done | Refusal | None:
    """Writes down what the rail says of a payment; None while it does not know. Saying it twice changes nothing."""
    key = f"rail:{fund}:{answer.status}"
    if answer.status == "confirmed":
        confirmed = ConfirmFunds(fund=fund, rail=rail().name, reference=answer.reference)
        return perform(order_id, PLATFORM, confirmed, key=key, at=at)
    if answer.status == "failed":
        return perform(order_id, PLATFORM, FundsFailed(fund=fund, code=answer.code), key=key, at=at)
    return None


def pay_out(order_id: str, entry: int, party: Party, *, at: datetime | None = None) -> Done | Refusal | None:
    """Has the rail pay out what an entry moved to a party, and writes down its word. Asked twice it pays once.

    None when nothing is left to do, or while the rail does not know yet; `payout_unknown` for what nobody ordered.
    """
    order = states.read(order_id).order
    payout = order.payouts.get(payout_key(entry, party))
    if payout is None:
        return refuse("payout_unknown", entry=entry, party=party)
    if payout.status == "paid":
        return None
    currency = order.agreement.currency if order.agreement else ""
    key = f"{order_id}:{entry}:{party}:{payout.failures}"
    return settle_payout(order_id, payout, rail().pay_out(key, payee(order, party), payout.amount, currency), at=at)


def settle_payout(
    order_id: str, payout: Payout, answer: PayOut, *, at: datetime | None = None
) -> Done | Refusal | None:
    """Writes down what the rail says of a payment out; None while it does not know."""
    key = f"payout:{payout.entry}:{payout.party}:{payout.failures}:{answer.status}"
    if answer.status == "confirmed":
        confirmed = ConfirmPayout(
            entry=payout.entry,
            party=payout.party,
            amount=payout.amount,
            rail=rail().name,
            reference=answer.reference,
        )
        return perform(order_id, PLATFORM, confirmed, key=key, at=at)
    if answer.status == "failed":
        failed = PayoutFailed(entry=payout.entry, party=payout.party, code=answer.code)
        return perform(order_id, PLATFORM, failed, key=key, at=at)
    return None


def payee(order: Order, party: Party) -> str:
    """Whom the rail pays for a party: the person it was drafted with, whoever joined later."""
    return next(person for person, seat in order.seats.items() if seat.role == party)


def pay_out_due(order_id: str, entry: int | None = None, *, again: bool = False, at: datetime | None = None) -> None:
    """Pays out what an order owes: by one entry, or by all. What has failed too often waits for `again`.

    Raises NotPaidOut while anything of it is still to be tried, so that a job comes back.
    """
    for payout in _due(order_id, entry, again):
        answer = pay_out(order_id, payout.entry, payout.party, at=at)
        if isinstance(answer, Refusal) and answer.code != "payout_settled":
            raise AssertionError(f"the kernel refused the rail's word on order {order_id}: {answer.code}")
    left = _due(order_id, entry, again=False)
    if left:
        raise NotPaidOut(f"order {order_id}: {len(left)} payments out are not confirmed yet")


def _due(order_id: str, entry: int | None, again: bool) -> list[Payout]:
    order = states.read(order_id).order
    return [p for p in payouts_due(order) if entry in (None, p.entry) and (again or p.failures < TRIES_MAX)]


def owing() -> Iterator[str]:
    """Every order with money that was moved to a party and not confirmed as paid out, by the ledger."""
    after = ""
    while rows := store.run(_OWED, (after, BATCH)):
        for (order_id,) in rows:
            yield order_id
        after = rows[-1][0]


def pay_out_everything(at: datetime | None = None) -> int:
    """Asks the rail for everything that is owed, in case a job was lost; returns how many orders still owe."""
    left = 0
    for order_id in owing():
        try:
            pay_out_due(order_id, at=at)
        except NotPaidOut as still:
            left += 1
            log.info("%s", still)
        except Exception:
            # One order whose rail cannot be reached must not keep the others from their money.
            left += 1
            log.exception("order %s: paying out failed", order_id)
    return left
