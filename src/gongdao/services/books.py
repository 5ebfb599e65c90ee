"""The books: every transfer for the journal, and whether balances are what the transfers and the records make them."""

from collections.abc import Iterator
from typing import Any

from babel.numbers import get_currency_precision
from django.db import connection, transaction
from msgspec import Struct

from gongdao.kernel.money import ACCOUNTS, balances
from gongdao.ledger.journal import Line, journal
from gongdao.ledger.models import BalanceRow
from gongdao.record import store
from gongdao.services import states

BATCH = 2000

_LINES = (
    "SELECT order_id, n, entry_seq, at, debit, credit, amount, currency, purpose FROM transfer ORDER BY at, order_id, n"
)
_SUMS = (
    "SELECT account, sum(amount) FROM ("
    " SELECT debit AS account, CASE debit WHEN 'rail' THEN amount ELSE -amount END AS amount"
    " FROM transfer WHERE order_id = %s"
    " UNION ALL SELECT credit, CASE credit WHEN 'rail' THEN -amount ELSE amount END"
    " FROM transfer WHERE order_id = %s) AS legs GROUP BY account"
)


class Unbalanced(Struct, frozen=True):
    """An account whose balance row, transfers and record do not agree; minor units."""

    order_id: str
    account: str
    balance: int
    transfers: int
    record: int


def export_journal() -> Iterator[str]:
    """The whole ledger as an hledger journal, oldest first, streamed from the database."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_LINES)
        yield from journal((Line(*row) for row in _rows(cursor)), _Digits())


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows


class _Digits(dict[str, int]):
    def __missing__(self, currency: str) -> int:
        return get_currency_precision(currency)


def unbalanced(order_id: str) -> list[Unbalanced]:
    """Accounts of an order on which balance, transfers and record disagree; empty when the books are right."""
    listed = dict(BalanceRow.objects.filter(order_id=order_id).values_list("account", "amount"))
    moved = {account: int(total) for account, total in store.run(_SUMS, (order_id, order_id))}
    recorded = balances(states.read(order_id).order)
    return [
        Unbalanced(order_id, account, listed.get(account, 0), moved.get(account, 0), recorded[account])
        for account in ACCOUNTS
        if not listed.get(account, 0) == moved.get(account, 0) == recorded[account]
    ]
