"""Working days as the platform knows them: published lists, corrections, and years nobody has published yet."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest

from gongdao.people import calendars as module
from gongdao.people.calendars import CalendarBook, DatedCalendar, Year, correct, learn, published
from gongdao.people.models import CalendarYear

CHINESE_YEARS = range(2006, max(chinese_calendar.constants.holidays).year + 1)
"""Before 2006 the two sources differ on one day, 2005-12-31; nobody's order is that old."""


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("year", CHINESE_YEARS)
def test_every_published_chinese_year_agrees_with_a_second_source(year: int) -> None:
    days = published("CN", year)
    assert days is not None
    calendar = DatedCalendar([Year(year, module.EPOCH, *days)], instant("2026-01-01"))
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_year_without_an_official_list_is_not_known() -> None:
    assert published("CN", 2060) is None


def test_an_unknown_country_has_no_list() -> None:
    assert published("ZZ", 2026) is None


def test_adjusted_weekends_of_2026_are_worked(db: None) -> None:
    calendar = CalendarBook().as_of("CN", instant("2026-01-02"))
    worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    assert all(calendar.is_working(date.fromisoformat(day)) for day in worked)
    assert not calendar.is_working(date(2026, 2, 17))


def test_a_clock_into_an_unpublished_year_is_provisional(db: None) -> None:
    book = CalendarBook()
    assert not book.provisional("CN", instant("2026-12-30T08:00"))
    assert book.provisional("CN", instant("2060-01-10T08:00"))
    assert not book.provisional("GB", datetime.now(UTC) + timedelta(days=300))


def test_the_year_is_that_of_the_person(db: None) -> None:
    book = CalendarBook()
    last = max(year.year for year in book.years("CN"))
    eve = datetime(last, 12, 31, 20, 0, tzinfo=UTC)
    assert not book.provisional("CN", eve)
    assert book.provisional("CN", eve, tz="Asia/Shanghai")


def test_a_correction_counts_only_from_its_instant(db: None) -> None:
    book = CalendarBook()
    day = date(2026, 3, 4)
    entered = instant("2026-03-01T09:00")
    assert book.as_of("CN", entered).is_working(day)
    counts_from = correct("CN", 2026, [day], [], entered)
    book.forget()
    assert book.as_of("CN", counts_from - timedelta(seconds=1)).is_working(day)
    assert not book.as_of("CN", counts_from).is_working(day)
    assert book.as_of("CN", counts_from - timedelta(seconds=1)).is_working(day)


def test_learning_again_writes_nothing(db: None) -> None:
    first = learn("CN", module.EPOCH)
    assert 2026 in first
    assert learn("CN", instant("2026-06-01")) == []
    assert CalendarYear.objects.filter(country="CN", year=2026).count() == 1


def test_an_unknown_country_works_plain_weeks(db: None) -> None:
    calendar = CalendarBook().as_of("ZZ", instant("2026-01-01"))
    assert [calendar.is_working(date(2026, 1, 1 + n)) for n in range(7)] == [True, True, False, False, True, True, True]
