"""Clocks that ran out take effect, once, whoever else tries."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.acts import Question
from gongdao.kernel.values import Person
from gongdao.record import store
from gongdao.services import checkpoints, clock, states
from gongdao.services.books import unbalanced
from gongdao.services.ids import new_order_id
from gongdao.services.models import OrderRow
from gongdao.services.perform import Done, perform
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


# -- the machine's clock ---------------------------------------------------------------------------------------------

HOUR, DAY, RUNNING = timedelta(hours=1), timedelta(days=1), timedelta(hours=5)


def test_a_clock_that_runs_or_is_corrected_a_little_is_believed() -> None:
    steady = clocks.Steady()
    for seconds in (0, 1, 2, 3600, 90_000):
        drift = timedelta(seconds=30) if seconds % 2 else timedelta(0)
        assert steady.believes(BEGIN + timedelta(seconds=seconds) + drift, RUNNING + timedelta(seconds=seconds))


def test_after_a_jump_forward_nothing_lapses_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    steady = clocks.Steady()
    assert steady.believes(BEGIN, RUNNING)
    for minute in range(1, 16):
        passed = timedelta(minutes=minute)
        assert not steady.believes(BEGIN + DAY + passed, RUNNING + passed)
    assert steady.believes(BEGIN + DAY + timedelta(minutes=16), RUNNING + timedelta(minutes=16))
    assert [r.getMessage() for r in caplog.records] == [
        "clock_jumped: the machine's clock went forward by 1 day, 0:00:00; nothing lapses for 0:15:00"
    ]


def test_a_clock_set_right_again_is_believed_at_once() -> None:
    steady = clocks.Steady()
    assert steady.believes(BEGIN, RUNNING)
    second = timedelta(seconds=1)
    assert not steady.believes(BEGIN + DAY + second, RUNNING + second)
    assert steady.believes(BEGIN + 2 * second, RUNNING + 2 * second)
    assert steady.believes(BEGIN + 3 * second, RUNNING + 3 * second)


def test_a_jump_forward_lapses_nothing_on_the_record(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.draft(walk, "en")
    due = OrderRow.objects.get(pk=walk.order_id).next_due
    assert due is not None
    running = [RUNNING]
    monkeypatch.setattr(clocks, "_running", lambda: running[0])
    monkeypatch.setattr(clocks, "_steady", clocks.Steady())
    with clock.at(due - HOUR):
        assert clocks.lapse_what_is_due() == 0
    running[0] += timedelta(seconds=1)
    with clock.at(due + DAY):
        assert clocks.lapse_what_is_due() == 0
    assert states.read(walk.order_id).order.phase == "proposed"
    # Nobody set it right: then it was right.
    running[0] += clocks.HOLD
    with clock.at(due + DAY + clocks.HOLD):
        assert clocks.lapse_what_is_due() == 1


def test_with_a_clock_set_back_acts_go_on_and_the_record_never_goes_back(walk: Walk) -> None:
    sample.draft(walk, "en")
    last = states.read(walk.order_id).order.at
    assert last is not None
    with clock.at(last - HOUR):
        ask = Question(requirement="template", text="Which version?")
        done = perform(walk.order_id, walk.cast.actor("seller"), ask, key="back")
        assert isinstance(done, Done), done
        clocks.lapse_due()
    instants = [entry.at for entry, _ in store.entries(walk.order_id)]
    assert instants == sorted(instants)
    assert instants[-1] == last
    with clock.at(last - HOUR):
        assert checkpoints.seal_heads(everything=True)
    assert compare() == []


def test_what_is_done_after_a_fast_clock_was_set_right_is_signed_all_the_same(walk: Walk) -> None:
    sample.draft(walk, "en")
    last = states.read(walk.order_id).order.at
    assert last is not None
    with clock.at(last + DAY):
        assert checkpoints.seal_heads()
    later = Walk(new_order_id(), walk.cast, last + timedelta(minutes=5))
    sample.draft(later, "en")
    with clock.at(last + HOUR):
        assert checkpoints.seal_heads()
        assert checkpoints.latest_proof(later.order_id) is not None
        assert checkpoints.seal_heads() is None
