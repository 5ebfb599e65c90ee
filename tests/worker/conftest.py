"""An order of yesterday, and a worker that runs for as long as the test does."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.values import Person
from gongdao.services import clock, states
from gongdao.services.ids import new_order_id
from gongdao.worker import run as worker


@pytest.fixture
def walk(transactional_db: None) -> Iterator[Walk]:
    people = (Person(id=name, name=name.title()) for name in ("alice", "bob", "carol", "olga"))
    yield Walk(new_order_id(), Cast(*people), clock.now() - timedelta(days=1))
    states.forget_all()


@pytest.fixture
def working(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A worker, for as long as the test runs."""
    monkeypatch.setattr(worker, "CHECKPOINT_SECONDS", 0.5)
    stopping = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stopping,))
    thread.start()
    yield
    stopping.set()
    thread.join(30)
    assert not thread.is_alive(), "the worker did not end when told to"
