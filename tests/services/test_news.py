"""Listeners are told after the commit, and only of what was committed."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.values import Person
from gongdao.services import news, states
from gongdao.services.ids import new_order_id


@pytest.fixture
def walk(transactional_db: None) -> Iterator[Walk]:
    people = (Person(id=name, name=name.title()) for name in ("alice", "bob", "carol", "olga"))
    yield Walk(new_order_id(), Cast(*people), datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    states.forget_all()


@pytest.fixture
def listener(transactional_db: None) -> Iterator[psycopg.Connection]:
    connection.ensure_connection()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as listening:
        for channel in (news.CHANNEL, news.WORK_CHANNEL):
            listening.execute(f"LISTEN {channel}")
        yield listening


def heard(listener: psycopg.Connection, until: str, seconds: float = 20.0) -> list[str]:
    told: list[str] = []
    deadline = time.monotonic() + seconds
    while until not in told:
        assert time.monotonic() < deadline, told
        told += [note.payload for note in listener.notifies(timeout=0.2)]
    return told


def test_an_act_is_told_once_it_is_committed(walk: Walk, listener: psycopg.Connection) -> None:
    sample.draft(walk, "en")
    heard(listener, f"{walk.order_id}:2")
    sample.agree(walk, "en")
    last = walk.order.seq if walk.order else 0
    heard(listener, f"{walk.order_id}:{last}")


def test_the_worker_is_called_for_what_an_act_left_it(walk: Walk, listener: psycopg.Connection) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    last = walk.order.seq if walk.order else 0
    assert news.WORK not in heard(listener, f"{walk.order_id}:{last}"), "nothing to do yet"
    sample.fund(walk)
    sample.work(walk, "en")
    heard(listener, news.WORK)


def test_what_was_rolled_back_is_never_told(walk: Walk, listener: psycopg.Connection) -> None:
    with transaction.atomic():
        sample.draft(walk, "en")
        transaction.set_rollback(True)
    states.forget_all()
    told = Walk(new_order_id(), walk.cast, walk.at)
    sample.draft(told, "en")
    assert not [each for each in heard(listener, f"{told.order_id}:2") if each.startswith(walk.order_id)]


def test_the_first_hint_after_the_database_was_away_is_told(
    walk: Walk, listener: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection of before is noticed only as it is used."""
    sample.draft(walk, "en")
    heard(listener, f"{walk.order_id}:2")
    broken: list[str] = []
    send = news.store.run

    def dead_once(query: str, params: tuple[object, ...]) -> object:
        if query == news._SEND and not broken:
            broken.append(query)
            raise OperationalError("terminating connection due to unexpected postmaster exit")
        return send(query, params)

    monkeypatch.setattr(news.store, "run", dead_once)
    news.messenger.tell(walk.order_id, 3)
    heard(listener, f"{walk.order_id}:3")
    assert broken
