"""The ledger as a journal that hledger reads and checks, so that anyone can do our books again with a tool of his own.

One entry per order and act that moved money. In hledger's signs an asset grows with a debit and what is owed grows
below zero; every account asserts its balance at the end, so a missing or altered line does not pass `hledger check`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

ACCOUNTS = {
    "rail": "assets:rail",
    "held": "liabilities:escrow",
    "seller": "liabilities:seller",
    "buyer": "liabilities:buyer",
}


class Line(NamedTuple):
    """One transfer as it is stored. `amount` is in minor units of `currency`, which has `digits` decimals."""

    order_id: str
    n: int
    entry_seq: int
    at: datetime
    debit: str
    credit: str
    amount: int
    currency: str
    purpose: str


def journal(lines: Iterable[Line], digits: dict[str, int]) -> Iterator[str]:
    """The journal, piece by piece. Lines must come order by order; `digits` gives each currency's decimals.

    Raises KeyError on a currency whose decimals are not given, rather than guess.
    """
    sums: dict[tuple[str, str, str], int] = {}
    declared: set[str] = set()
    yield "; Gongdao escrow ledger. Check with: hledger check --strict -f FILE\n\n"
    for account in ACCOUNTS.values():
        yield f"account {account}\n"
    for line in lines:
        if line.currency not in declared:
            declared.add(line.currency)
            point = "." + "0" * digits[line.currency] if digits[line.currency] else "."
            yield f"\ncommodity {line.currency} 1000{point}\n"
        order = f"{ACCOUNTS[line.debit]}:{line.order_id}", f"{ACCOUNTS[line.credit]}:{line.order_id}"
        for account in order:
            if (account, line.order_id, line.currency) not in sums:
                sums[account, line.order_id, line.currency] = 0
                yield f"account {account}\n"
        sums[order[0], line.order_id, line.currency] += line.amount
        sums[order[1], line.order_id, line.currency] -= line.amount
        text = amount(line.amount, digits[line.currency])
        yield (
            f"\n{line.at:%Y-%m-%d} * ({line.order_id}/{line.n}) {line.purpose}\n"
            f"    ; entry: {line.entry_seq}, at: {line.at.isoformat()}\n"
            f"    {order[0]}    {line.currency} {text}"
            f" = {line.currency} {amount(sums[order[0], line.order_id, line.currency], digits[line.currency])}\n"
            f"    {order[1]}    {line.currency} -{text}"
            f" = {line.currency} {amount(sums[order[1], line.order_id, line.currency], digits[line.currency])}\n"
        )


def amount(minor: int, digits: int) -> str:
    """Minor units as a decimal number: amount(-12345, 2) = "-123.45". Never a float."""
    sign, whole = "-" if minor < 0 else "", str(abs(minor)).rjust(digits + 1, "0")
    return f"{sign}{whole[: len(whole) - digits]}.{whole[len(whole) - digits :]}" if digits else sign + whole
