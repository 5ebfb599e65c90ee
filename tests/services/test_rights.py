"""The database refuses the application what would rewrite a record or a ledger."""

import psycopg
import pytest
from django.db import connection

from gongdao.services import rights

GROWING = ["entry", "transfer", "leaf", "node", "checkpoint", "idempotency"]


@pytest.fixture
def app_connection(db: None) -> psycopg.Connection:
    connection.ensure_connection()
    # Begins the test's own transaction, so that `transaction()` in a test is a savepoint in it.
    connection.connection.execute("SELECT 1")
    return connection.connection


def refused(connection: psycopg.Connection, statement: str) -> bool:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute(statement)
    return True


@pytest.mark.parametrize("table", GROWING)
@pytest.mark.parametrize("statement", ["UPDATE {} SET order_id = order_id", "DELETE FROM {}"])
def test_a_row_that_stands_cannot_be_altered_or_removed(
    app_connection: psycopg.Connection, table: str, statement: str
) -> None:
    statement = statement.replace("order_id", "hash") if table == "node" else statement
    statement = statement.replace("order_id", "size") if table == "checkpoint" else statement
    assert refused(app_connection, statement.format(table))


def test_a_balance_can_be_moved_but_not_removed(app_connection: psycopg.Connection) -> None:
    app_connection.execute("UPDATE balance SET amount = amount")
    assert refused(app_connection, "DELETE FROM balance")


def test_a_body_leaves_only_when_an_erasure_names_it(app_connection: psycopg.Connection) -> None:
    insert = (
        "INSERT INTO entry (order_id, seq, at, actor_role, actor_person, commit, hash, salt, body)"
        " VALUES ('o', %s, now(), 'buyer', 'alice', '', '', '\\x01', %s)"
    )
    app_connection.execute(insert, [1, '{"act": {"act": "statement"}}'])
    assert refused(app_connection, "SELECT erase_body('o', 1)")
    app_connection.execute(insert, [2, '{"act": {"act": "erase", "entry": 1}}'])
    assert app_connection.execute("SELECT erase_body('o', 1)").fetchone() == (True,)
    kept = app_connection.execute("SELECT seq, salt, body IS NULL FROM entry WHERE order_id = 'o' ORDER BY seq")
    assert kept.fetchall() == [(1, None, True), (2, b"\x01", False)]
    assert app_connection.execute("SELECT erase_body('o', 1)").fetchone() == (False,)
    assert refused(app_connection, "SELECT erase_body('o', 2)")


def test_every_table_with_own_rights_exists(app_connection: psycopg.Connection) -> None:
    for table in rights.RIGHTS:
        assert app_connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,), table


def test_every_table_that_grows_with_orders_has_the_order_first_in_its_key(app_connection: psycopg.Connection) -> None:
    rows = app_connection.execute(
        "SELECT t.relname, (SELECT attname FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = i.indkey[0])"
        " FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE i.indisprimary"
        " AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'order_id')"
    ).fetchall()
    assert {"entry", "transfer", "balance", "order_row", "participant", "idempotency", "leaf"} <= {
        table for table, _ in rows
    }
    assert all(column == "order_id" for _, column in rows), rows


def test_no_order_table_has_a_trigger_or_a_foreign_key(app_connection: psycopg.Connection) -> None:
    tables = ["entry", "transfer", "balance", "order_row", "participant", "idempotency", "leaf"]
    found = app_connection.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid::regclass::text = ANY(%s)", [tables])
    assert found.fetchone() == (0,)
