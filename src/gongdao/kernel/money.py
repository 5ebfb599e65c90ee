"""Which transfers an entry orders, as double entry.

Four accounts of one order: `rail` is what the payment rail holds for it (an asset); `held`, `seller` and `buyer` are
what the platform owes to the escrow, to the seller and back to the buyer (liabilities). A transfer debits one account
and credits another by a positive amount, so the books balance by construction.
"""

from typing import Literal

from .state import Order
from .values import Shape

Account = Literal["rail", "held", "seller", "buyer"]
ACCOUNTS: tuple[Account, ...] = ("rail", "held", "seller", "buyer")


class Transfer(Shape, frozen=True, kw_only=True):
    """One movement of money, in minor units of the order's currency, ordered by entry `seq`."""

    seq: int
    debit: Account
    credit: Account
    amount: int


def transfers(before: Order, after: Order) -> tuple[Transfer, ...]:
    """The movements between two successive states. Money comes in through the rail and leaves escrow one way.

    Raises AssertionError when money would appear from nowhere: that is a fault of ours, never of a user.
    """
    arrived = after.confirmed - before.confirmed
    to_seller = after.released - before.released
    to_buyer = after.refunded - before.refunded
    if min(arrived, to_seller, to_buyer, after.held) < 0:
        raise AssertionError(f"money went backwards at entry {after.seq} of {after.id}")
    moves: list[tuple[Account, Account, int]] = [
        ("rail", "held", arrived),
        ("held", "seller", to_seller),
        ("held", "buyer", to_buyer),
    ]
    return tuple(
        Transfer(seq=after.seq, debit=debit, credit=credit, amount=amount) for debit, credit, amount in moves if amount
    )


def balances(order: Order) -> dict[Account, int]:
    """The balance of every account as the record has it; never negative."""
    return {"rail": order.confirmed, "held": order.held, "seller": order.released, "buyer": order.refunded}
