"""What the database itself refuses of the ledger."""

import psycopg
import pytest
from django.db import connection

TRANSFER = "INSERT INTO transfer VALUES ('o', %s, 1, now(), %s, %s, %s, 'CNY', 'release')"


@pytest.fixture
def raw(db: None) -> psycopg.Connection:
    connection.ensure_connection()
    # Begins the test's own transaction, so that `transaction()` in a test is a savepoint in it.
    connection.connection.execute("SELECT 1")
    return connection.connection


@pytest.mark.parametrize(
    ("debit", "credit", "amount"), [("held", "seller", 0), ("held", "seller", -1), ("held", "held", 5)]
)
def test_a_transfer_is_above_zero_and_between_two(
    raw: psycopg.Connection, debit: str, credit: str, amount: int
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation), raw.transaction():
        raw.execute(TRANSFER, (1, debit, credit, amount))


def test_a_number_is_given_once(raw: psycopg.Connection) -> None:
    raw.execute(TRANSFER, (1, "held", "seller", 5))
    with pytest.raises(psycopg.errors.UniqueViolation), raw.transaction():
        raw.execute(TRANSFER, (1, "held", "seller", 5))


def test_a_balance_never_falls_below_zero(raw: psycopg.Connection) -> None:
    raw.execute("INSERT INTO balance VALUES ('o', 'held', 5)")
    raw.execute("UPDATE balance SET amount = amount - 5 WHERE order_id = 'o'")
    with pytest.raises(psycopg.errors.CheckViolation), raw.transaction():
        raw.execute("UPDATE balance SET amount = amount - 1 WHERE order_id = 'o'")


def test_an_append_that_would_overdraw_leaves_nothing_behind(raw: psycopg.Connection) -> None:
    entry = (
        '[{"seq":1,"at":"2026-03-02T00:00:00Z","role":"platform","person":"gongdao","commit":"AA==","hash":"AA==",'
        '"salt":"AA==","body":"{}"}]'
    )
    transfer = '[{"entry":1,"at":"2026-03-02T00:00:00Z","debit":"held","credit":"seller","amount":7,"purpose":"x"}]'
    with pytest.raises(psycopg.errors.CheckViolation), raw.transaction():
        raw.execute(
            "SELECT append_entries('o', 0, NULL, 1, '', now(), %s::json, %s::json, NULL, NULL, NULL,"
            " 't', 'p', 'CNY', 0, NULL, '', '', '')",
            (entry, transfer),
        )
    for table in ("entry", "transfer", "balance", "order_row"):
        assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # type: ignore[arg-type]
