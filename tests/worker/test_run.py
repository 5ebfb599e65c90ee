"""The worker itself: it runs the jobs acts left, signs heads, and ends when told to."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Deliver, Start
from gongdao.kernel.values import FileRef
from gongdao.people.models import CalendarYear
from gongdao.record import store
from gongdao.record.models import CheckpointRow
from gongdao.services import clock, custody, states
from gongdao.services.ids import new_order_id
from gongdao.services.perform import Done, perform
from gongdao.worker import run as worker


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.1)


def test_a_delivery_left_by_a_dead_process_is_answered_by_custody(walk: Walk, working: None) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    walk.do("seller", Start(hash=walk.order.hash if walk.order else ""))
    ghost = FileRef(name="lost.zip", size=3, sha256="ab" * 32)
    done = perform(
        walk.order_id, walk.cast.actor("seller"), Deliver(requirements=("template",), files=(ghost,)), key="d"
    )
    assert isinstance(done, Done)
    seq = done.entries[0].seq
    assert not custody.store().has(walk.order_id, ghost.sha256)
    until(lambda: states.read(walk.order_id).order.deliveries[seq].status == "refused")
    until(lambda: jobs_left() == 0)
    until(lambda: CheckpointRow.objects.exists())


def jobs_left() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def test_a_clock_that_runs_out_lapses_while_the_worker_runs(walk: Walk, working: None) -> None:
    sample.draft(walk, "en")
    past = clock.now() - timedelta(days=400)
    old = Walk(new_order_id(), walk.cast, past)
    sample.draft(old, "en")
    until(lambda: states.read(old.order_id).order.phase == "withdrawn")
    assert states.read(walk.order_id).order.phase == "proposed"
    assert store.entries(old.order_id)[-1][0].actor.role == "platform"


def test_years_published_since_are_learned_and_count_from_later_on(db: None) -> None:
    CalendarYear.objects.all().delete()
    CalendarYear.objects.create(country="CN", year=2020, known=clock.now())
    begun = clock.now()
    worker.learn_calendars()
    year = CalendarYear.objects.get(country="CN", year=2026)
    assert year.known > begun
    assert len(year.work) == 6
    worker.learn_calendars()
    assert CalendarYear.objects.filter(country="CN", year=2026).count() == 1


def test_a_loop_goes_on_after_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    stopping = threading.Event()
    calls: list[int] = []

    def fails_once() -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("once")
        stopping.set()

    worker._every(0.01, fails_once, stopping)
    assert len(calls) >= 2
    assert "once" in caplog.text


def test_jobs_go_on_after_the_database_was_away(
    walk: Walk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Periodic jobs are deferred on a connection that outlives the worker which opened it."""
    monkeypatch.setattr(worker, "JOBS_AGAIN_SECONDS", 0.5)

    def broken() -> None:
        connection.ensure_connection()
        connection.connection.close()

    async def break_asgirefs_connection() -> None:
        await sync_to_async(broken)()

    # In a thread: after browser tests a loop of theirs is still about in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, break_asgirefs_connection()).result()
    request.getfixturevalue("working")
    until(lambda: bool(store.run("SELECT 1 FROM procrastinate_periodic_defers", ())))
