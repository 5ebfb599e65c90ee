"""Living a record again: what the replay itself refuses beyond the kernel's refusals, and its calendars."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from msgspec.structs import replace

from gongdao.kernel.fold import apply, empty, fold
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.step import perform, stamped
from gongdao.record import replay as replaying
from gongdao.record.days import Table, TableCalendars, Year
from gongdao.record.faults import VerificationError
from gongdao.record.replay import Replayed, replay
from tests.forgeries import forge
from tests.scenarios.story import Story


def test_replay_arrives_where_the_order_was() -> None:
    for lived in (forge.disputed_order(), forge.settled_order(), forge.lapsed_order()):
        assert replay(lived.order.id, lived.entries, frozenset(), {}).order == lived.order
        assert replay(lived.order.id, lived.entries, frozenset(), None).order == lived.order


def test_the_award_is_computed_again_with_its_derivation() -> None:
    lived = forge.disputed_order()
    (award,) = replay(lived.order.id, lived.entries, frozenset(), {}).awards
    default = award.result.option(award.result.default)
    assert default is not None
    assert default.due == 20_000
    assert sum(step.amount for step in default.steps) == default.due


def test_an_act_the_rules_cannot_make_sense_of_is_the_record_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a pure function trips over, the reader gets a named failure and no stack trace."""
    lived = forge.settled_order()

    def trip(*_: object) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(replaying, "decide", trip)
    with pytest.raises(VerificationError) as caught:
        replay(lived.order.id, lived.entries, frozenset(), {})
    assert (caught.value.code, caught.value.entry, caught.value.got) == ("act_unjudgeable", 1, "OverflowError")


def test_books_are_kept_beside_the_kernel_s() -> None:
    """Were the kernel to let money appear, the second set of books would not follow it."""
    lived = forge.settled_order()
    before = fold(lived.order.id, lived.entries[:-3])
    done = Replayed(lived.order.id)
    replaying._keep_books(done, empty(lived.order.id), before)
    assert done.books == {"rail": 40_000, "held": before.held, "seller": before.released, "buyer": 0}
    for after in (
        replace(before, held=before.held + 1),
        replace(before, released=before.released + 1, held=before.held),
        replace(before, held=-1, released=40_001),
        replace(before, released=before.released - 1),
    ):
        with pytest.raises(VerificationError, match="money_not_conserved"):
            replaying._keep_books(done, before, after)


KNOWN = datetime(2025, 11, 4, tzinfo=UTC)
HOLIDAYS: Table = {
    "CN": (
        Year(year=2026, known=KNOWN, off=(date(2026, 3, 9), date(2026, 3, 10)), work=(date(2026, 3, 7),)),
        Year(year=2027, known=datetime(2026, 11, 5, tzinfo=UTC), off=(date(2027, 1, 1),)),
    )
}


def lived_by(table: dict[str, tuple[Year, ...]], story: Story) -> Story:
    """The story's acts again, each counted with the calendars known at its time."""
    again = Story(story.order.id)
    for entry in story.entries:
        assert entry.body is not None
        calendars = TableCalendars(table, entry.at)
        if entry.actor.role == "platform" and again.entries and entry.at == again.entries[-1].at:
            continue
        step = perform(again.order, entry.actor, entry.body.act, entry.at, calendars)
        assert not isinstance(step, Refusal), step
        again.entries.extend(step.entries)
        again.order = step.order
    return again


def test_clocks_are_counted_with_the_days_known_then() -> None:
    lived = lived_by(HOLIDAYS, forge.settled_order())
    assert replay(lived.order.id, lived.entries, frozenset(), HOLIDAYS).clocks > 0
    # A reader without the calendars still takes them as possible; one with other calendars does not.
    assert replay(lived.order.id, lived.entries, frozenset(), None).clocks > 0
    with pytest.raises(VerificationError, match="clock_mismatch"):
        replay(lived.order.id, lived.entries, frozenset(), {})


def test_a_year_published_later_moves_no_clock() -> None:
    calendar = TableCalendars(HOLIDAYS, datetime(2026, 6, 1, tzinfo=UTC)).calendar("CN")
    assert calendar.is_working(date(2027, 1, 1))
    later = TableCalendars(HOLIDAYS, datetime(2026, 12, 1, tzinfo=UTC)).calendar("CN")
    assert not later.is_working(date(2027, 1, 1))
    assert later.is_working(date(2026, 3, 7))
    assert not later.is_working(date(2026, 3, 8))
    assert TableCalendars(HOLIDAYS, KNOWN).calendar("DE").is_working(date(2026, 3, 9))


def test_the_later_word_on_a_year_counts() -> None:
    first = Year(year=2026, known=KNOWN, off=(date(2026, 5, 4),))
    corrected = Year(year=2026, known=KNOWN + timedelta(days=30), off=(date(2026, 5, 5),))
    for years in ((first, corrected), (corrected, first)):
        calendar = TableCalendars({"CN": years}, KNOWN + timedelta(days=40)).calendar("CN")
        assert calendar.is_working(date(2026, 5, 4))
        assert not calendar.is_working(date(2026, 5, 5))
        before = TableCalendars({"CN": years}, KNOWN + timedelta(days=4)).calendar("CN")
        assert not before.is_working(date(2026, 5, 4))


def test_bounds_without_calendars_hold_all_through_a_published_year() -> None:
    """China's 2026, with its nine free days in February and its adjusted weekends, an order begun every third day."""
    table = holidays.country_holidays("CN", years=(2026, 2027))
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(420)]
    year = Year(
        year=2026,
        known=KNOWN,
        off=tuple(d for d in days if d.weekday() < 5 and not table.is_working_day(d)),
        work=tuple(d for d in days if d.weekday() >= 5 and table.is_working_day(d)),
    )
    entries = forge.settled_order().entries
    counted = 0
    for start in (datetime(2026, 1, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(0, 365, 3)):
        order = empty("order-8")
        for entry in entries:
            assert entry.body is not None
            at = entry.at - entries[0].at + start
            made, _ = stamped(order, entry.actor, entry.body.act, at, TableCalendars({"CN": (year,)}, at))
            assert made.body is not None
            replaying._check_clocks(order, made, made.body, None)
            counted += len(made.body.due)
            order = apply(order, made)
    assert counted > 500
