"""Sixteen writers at once, and power cuts in the middle: what was acknowledged is there, once; everything verifies."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.db import connection

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.config import database, prepare
from gongdao.kernel.acts import ConfirmFunds, Fund, Statement
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import PLATFORM, Person
from gongdao.record import chain, store
from gongdao.services import clock, states
from gongdao.services.books import unbalanced
from gongdao.services.ids import new_order_id
from gongdao.services.perform import Done, perform
from gongdao.services.rebuild import compare, order_ids

LOAD = Path(__file__).with_name("load.py")
WRITERS = 16
PROCESSES = 4
CAST = Cast(*(Person(id=name, name=name.title()) for name in ("alice", "bob", "carol", "olga")))


def in_threads(count: int, work: Any) -> None:
    """Runs `work(number)` in so many threads at once, and lets no failure pass unseen."""
    faults: list[BaseException] = []
    ready = threading.Barrier(count)

    def run(number: int) -> None:
        try:
            ready.wait()
            work(number)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults


@pytest.fixture
def walk(transactional_db: None) -> Iterator[Walk]:
    states.forget_all()
    yield Walk(new_order_id(), CAST, clock.now())
    states.forget_all()


def test_sixteen_writers_on_one_order_each_get_their_place(walk: Walk) -> None:
    sample.draft(walk, "en")
    before = walk.order.seq if walk.order else 0
    acknowledged: list[int] = []

    def write(number: int) -> None:
        actor = CAST.actor("buyer" if number % 2 else "seller")
        for n in range(8):
            done = perform(walk.order_id, actor, Statement(text=f"{number} {n}"), key=f"{number}:{n}")
            assert isinstance(done, Done)
            acknowledged.append(done.entries[0].seq)

    in_threads(WRITERS, write)
    assert sorted(acknowledged) == list(range(before + 1, before + 1 + WRITERS * 8))
    sealed = store.sealed(walk.order_id)
    chain.verify_chain(walk.order_id, sealed)
    assert len(sealed) == before + WRITERS * 8
    assert compare() == []


def test_sixteen_who_send_the_same_act_with_the_same_key_act_once(walk: Walk) -> None:
    sample.draft(walk, "en")
    before = len(store.entries(walk.order_id))
    answers: list[Any] = []
    act = Statement(text="once")
    in_threads(
        WRITERS, lambda _: answers.append(perform(walk.order_id, CAST.actor("buyer"), act, key="once").entries[0].seq)
    )
    assert Counter(answers) == {before + 1: WRITERS}
    assert len(store.entries(walk.order_id)) == before + 1


def test_sixteen_who_race_to_pay_hold_the_price_once(walk: Walk) -> None:
    """The kernel refuses more than the price; whoever loses the race must be judged by the state that won."""
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    answers: list[Done | Refusal] = []

    def pay(number: int) -> None:
        answers.append(
            perform(walk.order_id, CAST.actor("buyer"), Fund(purpose="escrow", amount=30_000), key=f"pay {number}")
        )

    in_threads(WRITERS, pay)
    done = [a for a in answers if isinstance(a, Done)]
    assert len(done) == 1
    assert {a.code for a in answers if isinstance(a, Refusal)} == {"overfunded"}
    fund = done[0].entries[0].seq
    in_threads(
        WRITERS,
        lambda n: perform(
            walk.order_id, PLATFORM, ConfirmFunds(fund=fund, rail="sandbox", reference="r"), key=f"rail {n}"
        ),
    )
    assert states.read(walk.order_id).order.held == 30_000
    assert unbalanced(walk.order_id) == []


# -- crashes -----------------------------------------------------------------------------------------------------


class Installation:
    """A data folder of its own with a running server, an order everyone writes to, and this process connected to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = database.embedded_server(folder)
        self.server.cleanup_mode = "stop"
        database.prepare(self.server.get_uri(), database.DATABASE)
        self.shared = new_order_id()

    def settings(self, role: str) -> dict[str, Any]:
        settings = database.parse(database.embedded_url(self.folder)) | {"OPTIONS": {"prepare_threshold": 5}}
        if role == "app":
            settings["OPTIONS"]["options"] = f"-c role={database.APP_ROLE}"
        return settings

    def kill_database(self) -> None:
        """Power cut: the server and every backend of it are gone at once."""
        postmaster = psutil.Process(self.server.get_pid())
        doomed = [postmaster, *postmaster.children(recursive=True)]
        for process in doomed:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(doomed, timeout=10)

    def start_database(self) -> None:
        with self.server._lock:
            self.server.ensure_postgres_running()


@pytest.fixture
def installation(transactional_db: None) -> Iterator[Installation]:
    if os.environ.get("DATABASE_URL"):
        pytest.skip("needs a server it may kill; DATABASE_URL names another")
    with tempfile.TemporaryDirectory(prefix="gongdao-crash-", ignore_cleanup_errors=True) as name:
        made = Installation(Path(name))
        with connected_to(made):
            yield made
        made.server.cleanup()


@contextmanager
def connected_to(made: Installation) -> Iterator[None]:
    """This process's connection points to the installation instead of the test database."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict.update(made.settings("app"))
    states.forget_all()
    try:
        prepare.migrate(made.settings("owner"))
        connection.close()
        sample.draft(Walk(made.shared, CAST, clock.now()), "en")
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        states.forget_all()


def started(made: Installation) -> list[subprocess.Popen[str]]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"GONGDAO_DB_ROLE": "app"}
    return [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", str(LOAD), str(made.folder), str(number), made.shared],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for number in range(PROCESSES)
    ]


class Acknowledged:
    """Collects what the writers say was answered, as they say it."""

    def __init__(self, writers: list[subprocess.Popen[str]]) -> None:
        self.lines: list[tuple[str, str, int, int]] = []
        self.threads = [threading.Thread(target=self._read, args=(writer,)) for writer in writers]
        for thread in self.threads:
            thread.start()

    def _read(self, writer: subprocess.Popen[str]) -> None:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line.endswith("\n"):
                order, key, first, last = line.split()
                self.lines.append((order, key, int(first), int(last)))

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        deadline = time.monotonic() + seconds
        while len(self.lines) < count:
            assert time.monotonic() < deadline, f"only {len(self.lines)} acts in {seconds} s"
            time.sleep(0.02)

    def join(self) -> None:
        for thread in self.threads:
            thread.join()


def assert_nothing_lost(made: Installation, acknowledged: Acknowledged) -> None:
    """Every acknowledged act is there once; every chain, list and account is right."""
    connection.close()
    states.forget_all()
    keys = store.run("SELECT order_id, key, first_seq, last_seq FROM idempotency", ())
    written = {(order, key): (first, last) for order, key, first, last in keys}
    for order, key, first, last in acknowledged.lines:
        assert written.get((order, key)) == (first, last), f"acknowledged act {key} of {order} is not there"
    statements = {e.seq: e.body.act.text for e, _ in store.entries(made.shared) if _is_statement(e)}  # type: ignore[union-attr]
    assert max(Counter(statements.values()).values()) == 1, "an act was done twice"
    kept = [first for (order, _), (first, _) in written.items() if order == made.shared and first in statements]
    assert sorted(kept) == sorted(statements), "a statement without its key, or a key twice"
    orders = list(order_ids())
    for order in orders:
        head = chain.verify_chain(order, store.sealed(order))
        assert head == states.read(order).hash
        assert unbalanced(order) == []
    assert compare() == []
    assert len(orders) > PROCESSES


def _is_statement(entry: Any) -> bool:
    return entry.body is not None and isinstance(entry.body.act, Statement)


def test_killing_the_writers_in_the_middle_loses_nothing(installation: Installation) -> None:
    writers = started(installation)
    acknowledged = Acknowledged(writers)
    acknowledged.wait_for(200)
    for writer in writers:
        writer.kill()
    for writer in writers:
        writer.wait()
    acknowledged.join()
    assert_nothing_lost(installation, acknowledged)


def test_killing_the_database_in_the_middle_loses_nothing(installation: Installation) -> None:
    writers = started(installation)
    acknowledged = Acknowledged(writers)
    acknowledged.wait_for(100)
    for _ in range(2):
        installation.kill_database()
        connection.close()
        survived = len(acknowledged.lines)
        installation.start_database()
        acknowledged.wait_for(survived + 100)
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()
    acknowledged.join()
    assert [writer.wait() for writer in writers] == [0] * PROCESSES
    assert_nothing_lost(installation, acknowledged)
