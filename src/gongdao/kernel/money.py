"""Which transfers an entry orders, as double entry.

Four accounts of one order: `rail` is what the payment rail holds for it (an asset); `held`, `seller` and `buyer` are
what the platform owes to the escrow, to the seller and back to the buyer (liabilities). A transfer debits one account
and credits another by a positive amount, so the books balance by construction.
"""

from typing import Literal

from msgspec.structs import replace

from .state import Order, Payout
from .values import Party, Shape

Account = Literal["rail", "held", "seller", "buyer"]
ACCOUNTS: tuple[Account, ...] = ("rail", "held", "seller", "buyer")
PARTIES: tuple[Party, ...] = ("seller", "buyer")


class Transfer(Shape, frozen=True, kw_only=True):
    """One movement of money, in minor units of the order's currency, ordered by entry `seq`."""

    seq: int
    debit: Account
    credit: Account
    amount: int


def transfers(before: Order, after: Order) -> tuple[Transfer, ...]:
    """The movements between two successive states. Money comes in through the rail, leaves escrow one way, and goes out
    through the rail again.

    Raises AssertionError when money would appear from nowhere: that is a fault of ours, never of a user.
    """
    if (
        after.held == before.held
        and after.released == before.released
        and after.refunded == before.refunded
        and after.payouts is before.payouts
    ):
        return ()
    arrived = after.confirmed - before.confirmed
    to_seller = after.released - before.released
    to_buyer = after.refunded - before.refunded
    paid = {party: _paid(after, party) - _paid(before, party) for party in PARTIES}
    if min(arrived, to_seller, to_buyer, after.held, *paid.values()) < 0:
        raise AssertionError(f"money went backwards at entry {after.seq} of {after.id}")
    moves: list[tuple[Account, Account, int]] = [
        ("rail", "held", arrived),
        ("held", "seller", to_seller),
        ("held", "buyer", to_buyer),
        *((party, "rail", amount) for party, amount in paid.items()),
    ]
    return tuple(
        Transfer(seq=after.seq, debit=debit, credit=credit, amount=amount) for debit, credit, amount in moves if amount
    )


def balances(order: Order) -> dict[Account, int]:
    """The balance of every account as the record has it; never negative."""
    to_seller, to_buyer = _paid(order, "seller"), _paid(order, "buyer")
    return {
        "rail": order.confirmed - to_seller - to_buyer,
        "held": order.held,
        "seller": order.released - to_seller,
        "buyer": order.refunded - to_buyer,
    }


def with_payouts(before: Order, after: Order, seq: int) -> Order:
    """The state after entry `seq`, with what it moved to a party owed to it as a payment out."""
    moved = {"seller": after.released - before.released, "buyer": after.refunded - before.refunded}
    owed = {
        payout_key(seq, party): Payout(entry=seq, party=party, amount=moved[party])
        for party in PARTIES
        if moved[party] > 0
    }
    return replace(after, payouts={**after.payouts, **owed})


def payout_key(entry: int, party: Party) -> str:
    """Under what a payment out stands in the state: one entry moves money to a party at most once."""
    return f"{entry}:{party}"


def payouts_due(order: Order) -> tuple[Payout, ...]:
    """What the rail has not confirmed to have paid out yet, oldest first."""
    return tuple(payout for payout in order.payouts.values() if payout.status != "paid")


def _paid(order: Order, party: Party) -> int:
    return sum(p.amount for p in order.payouts.values() if p.party == party and p.status == "paid")
