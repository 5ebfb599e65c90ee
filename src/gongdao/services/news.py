"""Telling listeners that an order moved on, and the worker that there is work: hints, sent right after the commit.

PostgreSQL holds one lock over the whole database from a transaction's NOTIFY until its commit is on the disk. Inside
the act's transaction that put every commit of every order in one queue: with four writing processes it cost more than
half of all acts (measured, docs/decisions). So a thread of each process sends what has piled up, in a transaction that
need not wait for the disk. A hint lost in a crash harms nobody: whoever listens reads the record from the entry he
last saw.
"""

import logging
import threading
import time
from functools import partial

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections

from gongdao.record import store

log = logging.getLogger("gongdao.services.news")

CHANNEL = "gongdao_record"
"""Payload: order number, a colon, number of its last entry."""
WORK_CHANNEL = "procrastinate_any_queue_v1"
WORK = '{"type":"job_inserted","job_id":0}'
"""What procrastinate's worker listens for; it then looks for jobs, whatever the number. Unheard, it looks within
`worker.run.JOBS_POLL_SECONDS`."""
GATHER_SECONDS = 0.1
_SEND = (
    "SELECT set_config('synchronous_commit', 'off', true), pg_notify(channel, told)"
    " FROM unnest(%s::text[], %s::text[]) AS hint(channel, told)"
)


class Messenger:
    """Sends hints in the background, the newest of each order only."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], str] = {}
        """What is to be said, by channel and what it is about."""
        self._lock = threading.Lock()
        self._something = threading.Event()
        self._thread: threading.Thread | None = None

    def tell(self, order_id: str, seq: int) -> None:
        """Tells whoever listens, soon after the commit, that this order now has `seq` entries. Returns at once."""
        self._after_commit(CHANNEL, order_id, f"{order_id}:{seq}")

    def call_worker(self) -> None:
        """Tells the worker, soon after the commit, that there are jobs. Returns at once."""
        self._after_commit(WORK_CHANNEL, "", WORK)

    def _after_commit(self, channel: str, about: str, told: str) -> None:
        wrapper = connections[DEFAULT_DB_ALIAS]
        if wrapper.in_atomic_block:
            wrapper.on_commit(partial(self._add, channel, about, told))
        else:
            self._add(channel, about, told)

    def _add(self, channel: str, about: str, told: str) -> None:
        with self._lock:
            self._waiting[channel, about] = told
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="news", daemon=True)
                self._thread.start()
            if not self._something.is_set():
                self._something.set()

    def _run(self) -> None:
        while True:
            self._something.wait()
            time.sleep(GATHER_SECONDS)
            with self._lock:
                self._something.clear()
                waiting, self._waiting = self._waiting, {}
            try:
                self._send(waiting)
            except Error:
                # Most likely the database has been away since the last hint and is back: the connection is of before.
                connection.close()
                try:
                    self._send(waiting)
                except Error as fault:
                    # Not worth a line by itself: a command that ends takes its database with it, and where a database
                    # is really away, whoever wanted to act says so.
                    log.debug("hints not sent: %s", fault)
                    connection.close()

    def _send(self, waiting: dict[tuple[str, str], str]) -> None:
        store.run(_SEND, ([channel for channel, _ in waiting], list(waiting.values())))


messenger = Messenger()
"""The one of this process."""
