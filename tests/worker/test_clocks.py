"""Clocks that ran out take effect, once, whoever else tries."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.values import Person
from gongdao.record import store
from gongdao.services import states
from gongdao.services.books import unbalanced
from gongdao.services.ids import new_order_id
from gongdao.services.models import OrderRow
from gongdao.services.rebuild import compare
from gongdao.worker import clocks

BEGIN = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def walk(db: None) -> Iterator[Walk]:
    people = (Person(id=name, name=name.title()) for name in ("alice", "bob", "carol", "olga"))
    yield Walk(new_order_id(), Cast(*people), BEGIN)
    states.forget_all()


def test_nothing_lapses_before_its_time(walk: Walk) -> None:
    sample.draft(walk, "en")
    due = OrderRow.objects.get(pk=walk.order_id).next_due
    assert due is not None
    assert clocks.lapse_due(due - timedelta(microseconds=1)) == 0
    assert clocks.lapse_due(due) == 1


def test_an_unanswered_proposal_is_withdrawn_once(walk: Walk) -> None:
    sample.draft(walk, "en")
    late = BEGIN + timedelta(days=60)
    assert clocks.lapse_due(late) == 1
    order = states.read(walk.order_id).order
    assert order.phase == "withdrawn"
    assert clocks.lapse_due(late + timedelta(days=60)) == 0
    assert states.read(walk.order_id).order.seq == order.seq
    assert OrderRow.objects.get(pk=walk.order_id).next_due is None


def test_silence_after_a_dispute_pays_nobody_and_the_books_hold(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.inspect(walk, "en", sample.work(walk, "en"))
    sample.contest(walk, "en")
    before = states.read(walk.order_id).order
    for day in range(1, 40):
        clocks.lapse_due(BEGIN + timedelta(days=day))
    after = states.read(walk.order_id).order
    assert (after.held, after.released, after.refunded) == (before.held, before.released, before.refunded)
    assert after.seq > before.seq
    assert unbalanced(walk.order_id) == []
    assert compare() == []


def test_a_claimed_order_is_left_to_the_one_who_claimed_it(walk: Walk) -> None:
    sample.draft(walk, "en")
    late = BEGIN + timedelta(days=60)
    OrderRow.objects.update(claimed_until=late + timedelta(seconds=30))
    assert clocks.lapse_due(late) == 0
    assert clocks.lapse_due(late + timedelta(seconds=31)) == 1


def test_a_standing_claim_ends_with_the_next_act(walk: Walk) -> None:
    sample.draft(walk, "en")
    OrderRow.objects.update(claimed_until=BEGIN + timedelta(days=90))
    sample.agree(walk, "en")
    assert OrderRow.objects.get(pk=walk.order_id).claimed_until is None


def test_lapses_are_acts_of_the_platform_on_the_record(walk: Walk) -> None:
    sample.draft(walk, "en")
    clocks.lapse_due(BEGIN + timedelta(days=60))
    entry = store.entries(walk.order_id)[-1][0]
    assert entry.actor.role == "platform"
