"""Working time: days that count, hours in which a person may be reached.

Pure arithmetic; which days are holidays or worked weekends is handed in (`Calendar`), so that the platform may use
published tables and an operator's corrections, and a verifier needs none.
"""

from collections.abc import Hashable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from .clocks import Clock
from .state import Order
from .values import Person


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The time zone by its IANA name. An unknown name counts as UTC rather than stopping an order."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


class Calendar(Hashable, Protocol):
    """The days of one country. One calendar never changes: other days are another calendar."""

    def is_working(self, day: date) -> bool:
        """Whether people work on this day: weekends, public holidays and adjusted weekends considered."""
        ...


class Weekdays:
    """Monday to Friday, no holidays: the calendar of last resort, and of tests."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5


def within_hours(start: datetime, minutes: int, person: Person) -> bool:
    """Whether a talk of this length lies within the hours in which the person may be contacted, in his own zone."""
    local = start.astimezone(zone(person.tz))
    begin = local.hour * 60 + local.minute
    return person.hours[0] <= begin and begin + minutes <= person.hours[1]


def working_days_after(start: datetime, days: int, person: Person, calendar: Calendar) -> datetime:
    """The end of the `days`-th working day after the day of `start`, in the person's zone and hours; UTC.

    The day of `start` itself never counts (CC 201): a clock that starts on Friday evening with one working day runs
    out at the end of Monday's hours.
    """
    tz = zone(person.tz)
    day = _working_day_after(start.astimezone(tz).date(), days, calendar)
    return _end_of_hours(day, person.hours[1], person.tz)


@lru_cache(maxsize=4096)
def _working_day_after(day: date, days: int, calendar: Calendar) -> date:
    """The `days`-th working day after a day. A calendar never changes, so the same question has the same answer."""
    left = max(1, days)
    while left:
        day += timedelta(days=1)
        if calendar.is_working(day):
            left -= 1
    return day


@lru_cache(maxsize=4096)
def _end_of_hours(day: date, minutes: int, tz: str) -> datetime:
    hour, minute = divmod(min(minutes, 23 * 60 + 59), 60)
    return datetime.combine(day, time(hour, minute), zone(tz)).astimezone(UTC)


class Calendars(Protocol):
    """Where the calendar of a country comes from."""

    def calendar(self, code: str) -> Calendar:
        """The calendar of an ISO 3166 country code."""
        ...


class PlainCalendars:
    """Every country works Monday to Friday."""

    def calendar(self, code: str) -> Calendar:
        return Weekdays()


def due_of(order: Order, clock: Clock, start: datetime, calendars: Calendars) -> datetime:
    """When a clock started now runs out: the latest of those it binds, so that nobody's day is cut short; UTC."""
    if clock.fixed is not None:
        return clock.fixed
    calendar = calendars.calendar(order.agreement.terms.calendar if order.agreement else "CN")
    # One person of a party is enough to act, so the first one seated in each role sets its zone and hours.
    bound: dict[str, Person] = {}
    for seat in order.seats.values():
        if seat.role in clock.whose:
            bound.setdefault(seat.role, seat.person)
    people = bound.values() or (Person(id="-", name="-"),)
    return max(working_days_after(start, clock.days, person, calendar) for person in people)
