"""Which days people work: published tables, corrected by the operator's word.

A year's official list is known when the table was made with it (`PUBLISHED_THROUGH`) or when an operator entered it
(`CalendarYear`). Beyond that the table still answers, with weekends and fixed holidays, but what it says is
provisional, and `provisional` says so. China's adjusted weekends (a Saturday worked for a day off) are in the table.
"""

import threading
import time
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

PUBLISHED_THROUGH = {"CN": 2026}
"""The last year whose official list the table holds, where a government publishes one a year ahead.

Countries not named here have holidays fixed by law, which are known for any year.
"""
OVERRIDES_KEPT_SECONDS = 60.0


class PublishedCalendar:
    """The days of one country by the published table, with an operator's overrides before it."""

    def __init__(self, country: str, overrides: dict[date, bool]) -> None:
        self.country = country
        self.overrides = overrides

    def is_working(self, day: date) -> bool:
        """Whether people work on this day."""
        said = self.overrides.get(day)
        return said if said is not None else _is_working(self.country, day)


@lru_cache(maxsize=64)
def _table(country: str) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None


@lru_cache(maxsize=65536)
def _is_working(country: str, day: date) -> bool:
    table = _table(country)
    return day.weekday() < 5 if table is None else table.is_working_day(day)


class PublishedCalendars:
    """The platform's calendars. Overrides are read from the database once a minute at most."""

    def __init__(self) -> None:
        self._calendars: dict[str, PublishedCalendar] = {}
        self._known_years: dict[str, frozenset[int]] = {}
        self._read_at = -OVERRIDES_KEPT_SECONDS
        self._lock = threading.Lock()

    def calendar(self, code: str) -> PublishedCalendar:
        """The calendar of an ISO 3166 country code. An unknown country works Monday to Friday."""
        self._refresh()
        return self._calendars.get(code) or PublishedCalendar(code, {})

    def provisional(self, code: str, until: datetime | date, tz: str = "UTC") -> bool:
        """Whether a clock that runs until this instant crosses a year whose official list is not known yet."""
        self._refresh()
        day = until.astimezone(ZoneInfo(tz)).date() if isinstance(until, datetime) else until
        through = PUBLISHED_THROUGH.get(code)
        return through is not None and day.year > through and day.year not in self._known_years.get(code, frozenset())

    def forget(self) -> None:
        """Reads the operator's words anew at the next question."""
        self._read_at = -OVERRIDES_KEPT_SECONDS

    def _refresh(self) -> None:
        if time.monotonic() - self._read_at < OVERRIDES_KEPT_SECONDS:
            return
        from gongdao.people.models import CalendarDay, CalendarYear

        with self._lock:
            overrides: dict[str, dict[date, bool]] = {}
            years: dict[str, set[int]] = {}
            for country, day, works in CalendarDay.objects.values_list("country", "day", "works"):
                overrides.setdefault(country, {})[day] = works
            for country, year in CalendarYear.objects.values_list("country", "year"):
                years.setdefault(country, set()).add(year)
            self._calendars = {country: PublishedCalendar(country, days) for country, days in overrides.items()}
            self._known_years = {country: frozenset(known) for country, known in years.items()}
            self._read_at = time.monotonic()


calendars = PublishedCalendars()
"""The one set of calendars of this process."""
