"""Which days people work, as the platform knew it at an instant.

What is known of a year stands in the database with the instant from which it counts (`CalendarYear`); what is not known
is counted with plain weeks, Monday to Friday, and called provisional. So every process computes the same clocks, an
exported record can carry the very days its clocks were counted with, and a list published later changes nothing that
has run already.

The first knowledge comes from the `holidays` package: China's official lists (adjusted weekends included) for the years
it has them, other countries' law for the years around now. An operator's correction is one more row.
"""

import threading
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

REREAD_SECONDS = 60.0
TAKES_EFFECT_AFTER = timedelta(minutes=5)
"""New knowledge counts from a little later than it was entered, so that every process has read it by then."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEARS_BACK, YEARS_AHEAD = 1, 5
LISTS_ARE_PUBLISHED = frozenset({"CN"})
"""Countries whose government publishes each year's days late in the year before. Elsewhere the law fixes them."""


class Year(NamedTuple):
    """One year of one country: free weekdays, worked weekend days, and the instant from which this counts."""

    year: int
    known: datetime
    off: frozenset[date]
    work: frozenset[date]


class DatedCalendar:
    """A country's days as they were known at an instant."""

    def __init__(self, years: Iterable[Year], at: datetime) -> None:
        self._years = {year.year: year for year in sorted(years, key=lambda y: y.known) if year.known <= at}

    def is_working(self, day: date) -> bool:
        """Monday to Friday but for the free days, and the worked weekend days."""
        year = self._years.get(day.year)
        if year is None:
            return day.weekday() < 5
        return day in year.work or (day.weekday() < 5 and day not in year.off)

    def knows(self, year: int) -> bool:
        """Whether this year's days are known, and not merely counted with plain weeks."""
        return year in self._years


class DatedCalendars:
    """The calendars of every country as of an instant (the kernel's `Calendars`)."""

    def __init__(self, book: "CalendarBook", at: datetime) -> None:
        self._book = book
        self._at = at
        self._asked: dict[str, DatedCalendar] = {}

    def calendar(self, code: str) -> DatedCalendar:
        """The calendar of an ISO 3166 country code. An unknown country works Monday to Friday."""
        known = self._asked.get(code)
        if known is None:
            known = self._asked[code] = self._book.as_of(code, self._at)
        return known


class CalendarBook:
    """What this installation knows of calendars, read anew from the database once a minute at most."""

    def __init__(self) -> None:
        self._years: dict[str, tuple[Year, ...]] = {}
        self._latest: dict[str, tuple[datetime, DatedCalendar]] = {}
        self._read_at = -REREAD_SECONDS
        self._lock = threading.Lock()

    def at(self, instant: datetime) -> DatedCalendars:
        """Every country's calendar as it was known at an instant."""
        return DatedCalendars(self, instant)

    def years(self, country: str) -> tuple[Year, ...]:
        """Everything known of a country. Asked for the first time, its published days are learned."""
        if time.monotonic() - self._read_at >= REREAD_SECONDS:
            self._read()
        if country not in self._years:
            learn(country, known=EPOCH)
            self._read()
            self._years.setdefault(country, ())
        return self._years[country]

    def as_of(self, country: str, at: datetime) -> DatedCalendar:
        """A country's calendar as it was known at an instant."""
        years = self.years(country)
        newest, calendar = self._latest.get(country, (None, None))
        if newest is None or calendar is None or at < newest:
            calendar = DatedCalendar(years, at)
            newest = max((year.known for year in years), default=EPOCH)
            if at >= newest:
                self._latest[country] = newest, calendar
        return calendar

    def provisional(self, country: str, until: datetime, tz: str = "UTC") -> bool:
        """Whether a clock that runs until this instant crosses into a year nobody has published yet."""
        return not self.as_of(country, datetime.now(UTC)).knows(until.astimezone(ZoneInfo(tz)).year)

    def forget(self) -> None:
        """Reads the database anew at the next question."""
        self._read_at = -REREAD_SECONDS

    def _read(self) -> None:
        from gongdao.people.models import CalendarYear

        with self._lock:
            known: dict[str, list[Year]] = {}
            for row in CalendarYear.objects.order_by("known", "id"):
                year = Year(row.year, row.known, frozenset(row.off), frozenset(row.work))
                known.setdefault(row.country, []).append(year)
            self._years = {country: tuple(years) for country, years in known.items()}
            self._latest = {}
            self._read_at = time.monotonic()


calendars = CalendarBook()
"""The one book of this process."""


def learn(country: str, known: datetime, today: date | None = None) -> list[int]:
    """Writes down the published years of a country that the database lacks, as known from an instant; returns them."""
    from gongdao.people.models import CalendarYear

    day = today or datetime.now(UTC).date()
    have = set(CalendarYear.objects.filter(country=country).values_list("year", flat=True))
    first = 2004 if country in LISTS_ARE_PUBLISHED else day.year - YEARS_BACK
    new = []
    for year in range(first, day.year + YEARS_AHEAD + 1):
        days = published(country, year) if year not in have else None
        if days is None:
            continue
        CalendarYear.objects.get_or_create(
            country=country, year=year, known=known, defaults={"off": sorted(days[0]), "work": sorted(days[1])}
        )
        new.append(year)
    return new


def correct(country: str, year: int, off: Iterable[date], work: Iterable[date], at: datetime) -> datetime:
    """An operator's word on a whole year. Returns the instant from which it counts."""
    from gongdao.people.models import CalendarYear

    known = at + TAKES_EFFECT_AFTER
    CalendarYear.objects.create(country=country, year=year, known=known, off=sorted(off), work=sorted(work))
    calendars.forget()
    return known


@lru_cache(maxsize=256)
def published(country: str, year: int) -> tuple[frozenset[date], frozenset[date]] | None:
    """The free weekdays and worked weekend days of a year as the package has them; None where it does not know."""
    # Imported here: it takes a tenth of a second, and a country is learned once.
    import holidays

    try:
        table = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return None
    start = date(year, 1, 1)
    days = [start + timedelta(days=n) for n in range((date(year + 1, 1, 1) - start).days)]
    off = frozenset(d for d in days if d.weekday() < 5 and not table.is_working_day(d))
    work = frozenset(d for d in days if d.weekday() >= 5 and table.is_working_day(d))
    # The package answers for an unpublished year too, without the adjusted weekends every published one has.
    return None if country in LISTS_ARE_PUBLISHED and not work else (off, work)
