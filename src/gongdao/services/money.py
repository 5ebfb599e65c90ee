"""Paying in: the buyer's act, the rail's word, and what the kernel then orders.

The rail is asked with a key made of order and payment, so asking again after a crash pays once. Money counts as held
only with the entry `confirm_funds`, which carries the rail's reference.
"""

from datetime import datetime
from functools import cache
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from gongdao.kernel.acts import ConfirmFunds, Fund, FundsFailed
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import PLATFORM, Actor
from gongdao.rails.port import PayIn, Rail
from gongdao.services.perform import Done, perform


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
