"""Money neither appears nor vanishes, whatever is ordered: every transfer moves, or none of an append does."""

from collections import Counter

import msgspec
import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongdao.services.ids import new_order_id

ACCOUNTS = ("rail", "held", "seller", "buyer")
AT = "2026-03-02T00:00:00Z"

transfers = st.tuples(
    st.sampled_from(ACCOUNTS), st.sampled_from(ACCOUNTS), st.integers(min_value=-5, max_value=10**12)
).filter(lambda t: t[0] != t[1])
appends = st.lists(st.lists(transfers, max_size=4), min_size=1, max_size=6)


def moved(balances: Counter[str], batch: list[tuple[str, str, int]]) -> Counter[str]:
    """The balances after a batch: a debit raises what is an asset and lowers what is owed."""
    after = Counter(balances)
    for debit, credit, amount in batch:
        after[debit] += amount if debit == "rail" else -amount
        after[credit] += -amount if credit == "rail" else amount
    return after


def encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def append(raw: psycopg.Connection, order: str, seq: int, batch: list[tuple[str, str, int]]) -> None:
    entry = {"seq": seq, "at": AT, "role": "platform", "person": "gongdao", "commit": "", "hash": "", "salt": ""}
    rows = [
        {"entry": seq, "at": AT, "debit": debit, "credit": credit, "amount": amount, "purpose": "release"}
        for debit, credit, amount in batch
    ]
    with raw.transaction():
        raw.execute(
            "SELECT append_entries(%s, %s, '', 1, '', now(), %s::json, %s::json, NULL, NULL, NULL,"
            " 't', 'p', 'CNY', 0, NULL, '', '', '')",
            (
                order,
                seq - 1,
                msgspec.json.encode([{**entry, "body": "{}"}]).decode(),
                msgspec.json.encode(rows).decode(),
            ),
        )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(appends)
@pytest.mark.django_db
def test_balances_are_the_sum_of_transfers_and_never_negative(
    db: None, batches: list[list[tuple[str, str, int]]]
) -> None:
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("SELECT 1")  # begins the test's own transaction, so that `transaction()` below is a savepoint in it
    order, seq = new_order_id(), 0
    expected: Counter[str] = Counter()
    count = 0
    for batch in batches:
        after = moved(expected, batch)
        allowed = all(amount > 0 for _, _, amount in batch) and all(after[a] >= 0 for a in ACCOUNTS)
        try:
            append(raw, order, seq + 1, batch)
        except psycopg.errors.CheckViolation:
            assert not allowed, batch
        else:
            assert allowed, batch
            seq, expected, count = seq + 1, after, count + len(batch)
    listed = dict(raw.execute("SELECT account, amount FROM balance WHERE order_id = %s", (order,)).fetchall())
    assert listed == {account: expected[account] for account in listed}
    assert listed.get("rail", 0) == sum(listed.get(a, 0) for a in ("held", "seller", "buyer"))
    rows = raw.execute("SELECT count(*), coalesce(max(n), 0) FROM transfer WHERE order_id = %s", (order,)).fetchone()
    assert rows == (count, count)
    entries = raw.execute("SELECT count(*) FROM entry WHERE order_id = %s", (order,)).fetchone()
    assert entries == (seq,)
