"""A record written under an older layout of the tables is the same record under the new one."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from gongdao.config import database

OLD = [("record", "0002_erase_body"), ("ledger", "0001_initial"), ("services", "0011_conduct")]
ENTRY = (
    "INSERT INTO entry (order_id, seq, at, actor_role, actor_person, commit, hash)"
    " VALUES ('o', %s, '2026-03-02T02:00:00Z', 'buyer', 'alice', %s, %s)"
)


@pytest.fixture
def older(database_server: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The alias of a database of its own, migrated as far as the last layout with bodies in a table of their own."""
    name = "gongdao_older"
    with psycopg.connect(database_server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connections.settings[name] = {
        **connections["default"].settings_dict,
        **database.parse(database_server),
        "NAME": name,
    }
    with django_db_blocker.unblock():
        for app, migration in OLD:
            call_command("migrate", app, migration, database=name, verbosity=0, interactive=False)
        yield name
        connections[name].close()
        del connections[name]
    del connections.settings[name]
    with psycopg.connect(database_server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_bodies_move_to_their_entries_to_the_byte_and_what_was_erased_stays_erased(older: str) -> None:
    words = '{"act":{"act":"statement","text":"一次合格，即可付款 \\\\u0000"}}'
    with connections[older].cursor() as cursor:
        for seq in (1, 2):
            cursor.execute(ENTRY, [seq, bytes([seq]) * 32, bytes([seq + 9]) * 32])
        cursor.execute("INSERT INTO body (order_id, seq, salt, body) VALUES ('o', 2, %s, %s)", [b"\x00\xff" * 8, words])
    call_command("migrate", database=older, verbosity=0, interactive=False)
    with connections[older].cursor() as cursor:
        cursor.execute("SELECT seq, commit, hash, salt, body FROM entry ORDER BY seq")
        rows = [(seq, *(None if v is None else bytes(v) for v in raw), body) for seq, *raw, body in cursor.fetchall()]
        cursor.execute("SELECT to_regclass('body')")
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'append_entries'")
        assert cursor.fetchone() == (1,), "the older function with other parameters is gone"
    assert rows == [
        (1, b"\x01" * 32, b"\x0a" * 32, None, None),
        (2, b"\x02" * 32, b"\x0b" * 32, b"\x00\xff" * 8, words),
    ]
