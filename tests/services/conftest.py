"""The cast of every services test: two parties, a mediator, an operator, and a stranger who must see nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.values import Person
from gongdao.services import states
from gongdao.services.ids import new_order_id

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return Cast(
        buyer=Person(id="alice", name="Alice"),
        seller=Person(id="bob", name="Bob"),
        mediator=Person(id="carol", name="Carol"),
        operator=Person(id="olga", name="Olga"),
    )


@pytest.fixture
def walk(db: None, cast: Cast) -> Iterator[Walk]:
    yield Walk(new_order_id(), cast, MONDAY)
    states.forget_all()
