"""The one statement that is sent past psycopg's cursor behaves as any other: in and out of transactions, after
rollbacks, after errors, and when the server goes away."""

import os
import socket

import pytest
from django.db import DataError, InternalError, OperationalError, connection, transaction

from gongdao.record import store

ECHO = store.Statement("test_echo", "SELECT $1::text, $2::integer + 1, NULL::text")


@pytest.fixture
def table(transactional_db: None) -> store.Statement:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (word text)")
    return store.Statement("test_keep", "INSERT INTO kept VALUES ($1) RETURNING word")


def words() -> list[str]:
    return [word for (word,) in store.run("SELECT word FROM kept ORDER BY word", ())]


def test_it_answers_with_one_row_as_text(transactional_db: None) -> None:
    for _ in range(3):
        assert ECHO.run(("公道".encode(), b"41")) == ("公道".encode(), b"42", None)


def test_null_goes_in_as_null(transactional_db: None) -> None:
    assert ECHO.run((None, b"1"))[0] is None


def test_what_is_rolled_back_is_gone_and_the_statement_goes_on(table: store.Statement) -> None:
    table.run((b"before",))
    with transaction.atomic():
        table.run((b"within",))
        assert words() == ["before", "within"]
        transaction.set_rollback(True)
    table.run((b"after",))
    assert words() == ["after", "before"]


def test_it_is_prepared_again_where_the_server_has_forgotten_it(table: store.Statement) -> None:
    table.run((b"a",))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    table.run((b"b",))
    assert words() == ["a", "b"]


def test_within_a_transaction_it_never_fails_for_having_been_forgotten(table: store.Statement) -> None:
    table.run((b"a",))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        table.run((b"b",))
    assert words() == ["a", "b"]


def test_an_error_is_djangos_error_and_leaves_the_connection_usable(transactional_db: None) -> None:
    with pytest.raises(DataError):
        ECHO.run((b"x", b"no number"))
    assert ECHO.run((b"x", b"1"))[1] == b"2"


def test_an_error_within_a_transaction_aborts_it(table: store.Statement) -> None:
    with transaction.atomic():
        table.run((b"never",))
        with pytest.raises(DataError):
            ECHO.run((b"x", b"no number"))
        with pytest.raises(InternalError):
            table.run((b"never",))
        transaction.set_rollback(True)
    assert words() == []


def test_a_connection_that_was_cut_says_so_and_the_next_one_works(transactional_db: None) -> None:
    ECHO.run((b"x", b"1"))
    with socket.socket(fileno=os.dup(connection.connection.fileno())) as cut:
        cut.shutdown(socket.SHUT_RDWR)
    with pytest.raises(OperationalError):
        ECHO.run((b"x", b"1"))
    connection.close()
    assert ECHO.run((b"x", b"1"))[1] == b"2"
