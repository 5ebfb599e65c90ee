"""The calendars a bundle carries, so that a stranger can count the working days of its clocks again.

A table says, country by country and year by year, which weekdays were free, which weekend days were worked, and since
when the platform knew it. A clock started before a year was published was counted with plain weeks, and is counted so
again. What stands in the table is the platform's word: it can be compared with the official notices of that year, and
the verifier prints how many days it took from it.
"""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from gongdao.kernel.calendars import Calendar
from gongdao.kernel.values import Instant, Shape


class Year(Shape, frozen=True, kw_only=True):
    """One year of one country: free weekdays, worked weekend days, and when the platform learned of them."""

    year: Annotated[int, Meta(ge=1970, le=2200)]
    known: Instant
    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


Table = dict[str, tuple[Year, ...]]
"""Years by ISO 3166 country code. A later entry for a year takes the place of an earlier one once it is known."""


class TableCalendar:
    """A country's days as they were known at an instant."""

    def __init__(self, years: tuple[Year, ...], at: datetime) -> None:
        # Sorted, so that of two words on one year the later one counts.
        known = {year.year: year for year in sorted(years, key=lambda year: year.known) if year.known <= at}
        self._off = frozenset(day for year in known.values() for day in year.off)
        self._work = frozenset(day for year in known.values() for day in year.work)

    def is_working(self, day: date) -> bool:
        """Monday to Friday but for the free days, and the worked weekend days."""
        return day in self._work or (day.weekday() < 5 and day not in self._off)


class TableCalendars:
    """The calendars of a table as of an instant; a country that is not in it has plain weeks."""

    def __init__(self, table: Table, at: datetime) -> None:
        self._table = table
        self._at = at

    def calendar(self, code: str) -> Calendar:
        """The calendar of a country."""
        return TableCalendar(self._table.get(code, ()), self._at)


class EveryDay:
    """Every country works every day: no clock can run out sooner than counted so."""

    def calendar(self, code: str) -> Calendar:
        """The calendar of a country."""
        return self

    def is_working(self, day: date) -> bool:
        """Always."""
        return True


class Lean:
    """Every country works three days a week, which no published year does in the long run.

    With a block of holidays added (`replay.BLOCK_OF_HOLIDAYS`) no clock runs out later than counted so.
    """

    def calendar(self, code: str) -> Calendar:
        """The calendar of a country."""
        return self

    def is_working(self, day: date) -> bool:
        """Monday, Tuesday and Wednesday."""
        return day.weekday() < 3
