"""The record in the database: entries read back, bodies opened or found erased.

Only reads, and the one permitted deletion, stand here; entries are written by `append_entries` (services), because an
entry, the money it moves and the lists it changes are one transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from weakref import WeakSet

import msgspec
import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.values import Actor
from gongdao.record.chain import Sealed

_decode_body = msgspec.json.Decoder(Body).decode

_AFTER = (
    "SELECT seq, at, actor_role, actor_person, hash, body FROM entry"
    " WHERE order_id = %s AND seq >= %s AND seq <= %s ORDER BY seq"
)
_SEALED = (
    "SELECT seq, at, actor_role, actor_person, commit, hash, salt, body FROM entry"
    " WHERE order_id = %s AND seq <= %s ORDER BY seq"
)
NO_LIMIT = 2**31 - 1
FORGOTTEN = b"26000"
"""SQLSTATE of a prepared statement the server does not know (any more)."""


def run(query: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Runs one prepared statement through Django's connection, with server-side parameters and binary results.

    Raises Django's database errors, so that a broken connection is noticed and replaced as after any other query.
    """
    wrapper = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()
    try:
        cursor = psycopg.Cursor(wrapper.connection)
        cursor.execute(query, params, prepare=True, binary=True)
        return cursor.fetchall()
    except psycopg.Error:
        with wrapper.wrap_database_errors:
            raise


class Statement:
    """A statement that runs at every act, sent with as little between us and libpq as can be.

    psycopg's cursor adapts every parameter, waits in Python and adapts every result, which for a statement of this size
    costs more than the rest of an act's bookkeeping. Parameters and results are text here, as PostgreSQL spells them.
    """

    def __init__(self, name: str, query: str) -> None:
        self._name = name.encode()
        self._query = query.encode()
        self._prepared: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def run(self, given: Sequence[bytes | None]) -> tuple[bytes | None, ...]:
        """The one row it answers with. Raises Django's database errors, as `run` does."""
        wrapper = connections[DEFAULT_DB_ALIAS]
        if wrapper.connection is None:
            wrapper.ensure_connection()
        with wrapper.wrap_database_errors:
            # psycopg's types leave out that a parameter may be None.
            answer = self._answer(wrapper.connection, cast(Sequence[bytes], given))
            return tuple([answer.get_value(0, column) for column in range(answer.nfields)])

    def _answer(self, connection: psycopg.Connection[Any], params: Sequence[bytes]) -> PGresult:
        pgconn = connection.pgconn
        if not connection.autocommit:
            # A transaction is opened by psycopg with the first statement it sees itself; and none may fail in it, as
            # a statement that has been forgotten would.
            connection.execute("")
            return _succeeded(pgconn, pgconn.exec_params(self._query, params))
        if connection in self._prepared:
            answer = pgconn.exec_prepared(self._name, params)
            if answer.status == ExecStatus.TUPLES_OK:
                return answer
            if answer.error_field(DiagnosticField.SQLSTATE) != FORGOTTEN:
                return _succeeded(pgconn, answer)
        # The first time, and after psycopg has had everything forgotten (it does so on a rollback).
        _succeeded(pgconn, pgconn.prepare(self._name, self._query))
        self._prepared.add(connection)
        return _succeeded(pgconn, pgconn.exec_prepared(self._name, params))


def _succeeded(pgconn: PGconn, answer: PGresult) -> PGresult:
    if answer.status in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        return answer
    if pgconn.status == ConnStatus.BAD:
        raise psycopg.OperationalError(pgconn.error_message.decode(errors="replace").strip())
    raise psycopg.errors.error_from_result(answer, encoding="utf-8")


def entries(order_id: str, first: int = 1, last: int = NO_LIMIT) -> list[tuple[Entry, bytes]]:
    """The entries of an order from number `first` to `last`, each with its hash; the body is None where erased."""
    return [
        (
            Entry(
                order=order_id,
                seq=seq,
                at=at,
                actor=Actor(role=role, person=person),
                body=None if body is None else _decode_body(body),
            ),
            hashed,
        )
        for seq, at, role, person, hashed, body in run(_AFTER, (order_id, first, last))
    ]


def sealed(order_id: str, last: int = NO_LIMIT) -> list[Sealed]:
    """The chain of an order as it is stored, for an export or a verification."""
    return [
        Sealed(
            seq=seq,
            at=at,
            actor=Actor(role=role, person=person),
            commit=commit,
            hash=hashed,
            salt=salt,
            body_bytes=None if body is None else body.encode(),
        )
        for seq, at, role, person, commit, hashed, salt, body in run(_SEALED, (order_id, last))
    ]


def heads(since: datetime | None) -> list[tuple[str, int, bytes]]:
    """Orders that changed after an instant (all for None) and whose head is not in the tree: order, number, hash."""
    return run(
        "SELECT e.order_id, e.seq, e.hash FROM entry e JOIN ("
        " SELECT order_id, max(seq) AS seq FROM entry WHERE at > coalesce(%s, '-infinity'::timestamptz)"
        " GROUP BY order_id) AS newest USING (order_id, seq)"
        " WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.order_id = e.order_id AND l.seq = e.seq)"
        " ORDER BY e.at, e.order_id",
        (since,),
    )


def erase_body(order_id: str, seq: int) -> bool:
    """Deletes the body of an entry that an erasure in the same record names. False if it was gone already."""
    return bool(run("SELECT erase_body(%s, %s)", (order_id, seq))[0][0])
