"""The worker: clocks that run out, jobs that acts left, checkpoints. One process or many; none needs another.

Three loops beside each other. Each does a thing that may be done twice without harm, so a worker may be killed at any
moment, and the next one goes on.
"""

import asyncio
import logging
import threading
from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.db import Error, close_old_connections, connections
from procrastinate.exceptions import ConnectorException

from gongdao.people.calendars import TAKES_EFFECT_AFTER, learn
from gongdao.people.models import CalendarYear
from gongdao.services import checkpoints, clock
from gongdao.worker import clocks

log = logging.getLogger("gongdao.worker")

CLOCKS_SECONDS = 1.0
CHECKPOINT_SECONDS = 60.0
CALENDARS_SECONDS = 6 * 3600.0
JOBS_POLL_SECONDS = 2.0
JOBS_AT_ONCE = 2
JOBS_AGAIN_SECONDS = 5.0
"""So long after its listener or another part of it ended does procrastinate's worker begin anew."""


def run(stopping: threading.Event) -> None:
    """Works until told to stop, then finishes what it has begun."""
    loops = [
        threading.Thread(target=_every, args=(CLOCKS_SECONDS, clocks.lapse_what_is_due, stopping), name="clocks"),
        threading.Thread(target=_every, args=(CHECKPOINT_SECONDS, _seal(), stopping), name="checkpoints"),
        threading.Thread(target=_every, args=(CALENDARS_SECONDS, learn_calendars, stopping), name="calendars"),
        threading.Thread(target=_jobs, args=(stopping,), name="jobs"),
    ]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()


def _every(seconds: float, work: Callable[[], object], stopping: threading.Event) -> None:
    """Does `work` again and again. A database that is away is waited for, longer each time."""
    wait = seconds
    while True:
        try:
            close_old_connections()
            work()
            wait = seconds
        except Error as fault:
            wait = min(wait * 2, 30.0)
            said = str(fault).strip().splitlines() or [type(fault).__name__]
            log.warning("%s: %s; trying again in %.0f s", threading.current_thread().name, said[0], wait)
        except Exception:
            log.exception("%s failed", threading.current_thread().name)
        if stopping.wait(wait):
            connections.close_all()
            return


def learn_calendars() -> None:
    """Takes on the years published since, for every country in use; they count from a little later on."""
    known = clock.now() + TAKES_EFFECT_AFTER
    for country in CalendarYear.objects.values_list("country", flat=True).distinct():
        for year in learn(country, known):
            log.info("working days of %s %d are known from %s on", country, year, known.isoformat())


def _seal() -> Callable[[], object]:
    """Signs what changed; the first time after a start it looks through everything."""
    begun = threading.Event()

    def seal() -> None:
        checkpoints.seal_heads(everything=not begun.is_set())
        begun.set()

    return seal


def _jobs(stopping: threading.Event) -> None:
    """Runs procrastinate's worker on a connector of its own.

    `with_connector`, not `replace_connector`: the latter would take every other thread's deferred jobs out of their
    transactions.
    """
    from procrastinate.contrib.django import app

    async def work() -> None:
        # Whoever defers the periodic jobs does so on a connection that Django keeps for asgiref's thread; after an
        # outage it is dead, and would end every worker anew.
        await sync_to_async(connections.close_all)()
        with app.with_connector(app.connector.get_worker_connector()) as own:  # type: ignore[attr-defined]
            async with own.open_async():
                worker = asyncio.create_task(
                    own.run_worker_async(
                        install_signal_handlers=False,
                        concurrency=JOBS_AT_ONCE,
                        fetch_job_polling_interval=JOBS_POLL_SECONDS,
                        shutdown_graceful_timeout=10,
                        delete_jobs="successful",
                    )
                )
                while not stopping.is_set() and not worker.done():
                    await asyncio.sleep(0.2)
                worker.cancel()
                try:
                    await worker
                except asyncio.CancelledError:
                    return

    while not stopping.is_set():
        try:
            asyncio.run(work())
        except ConnectorException as fault:
            log.warning("jobs: %s", str(fault.__cause__ or fault).strip().splitlines()[0])
        except Exception:
            log.exception("jobs failed")
        if not stopping.wait(JOBS_AGAIN_SECONDS):
            log.warning("jobs: starting again")
