"""Times as written: one line per form, the order of day and month, and what stays open."""

from datetime import date

import pytest

from gongdao.reading import stamps


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2012-09-26 22:35", "2012-09-26T22:35"),
        ("2012/9/26 22:35:11", "2012-09-26T22:35:11"),
        ("2012年9月26日 晚上8:05", "2012-09-26T20:05"),
        ("2012/9/26 下午10:35", "2012-09-26T22:35"),
        ("2012/9/26 上午12:05", "2012-09-26T00:05"),
        ("2012/9/26 下午12:05", "2012-09-26T12:05"),
        ("2012/9/26 中午1:00", "2012-09-26T13:00"),
        ("2012/9/26 凌晨12:30", "2012-09-26T00:30"),
        ("26/09/2012, 22:35", "2012-09-26T22:35"),
        ("26.09.12, 22:35", "2012-09-26T22:35"),
        ("9/26/12, 10:35 PM", "2012-09-26T22:35"),
        ("9/26/12, 12:05 AM", "2012-09-26T00:05"),
        ("9/26/12, 10:35 p. m.", "2012-09-26T22:35"),
        ("Sep 26, 2012, 10:35 PM", "2012-09-26T22:35"),
        ("Wednesday, September 26, 2012 at 10:35 PM", "2012-09-26T22:35"),
        ("Mon, 26 Sep 2012 22:35:11 +0800", "2012-09-26T22:35:11+08:00"),
        ("2012-09-26T22:35:00Z", "2012-09-26T22:35:00Z"),
        ("2012-09-26", "2012-09-26"),
        ("昨天 22:35", None),
        ("星期三 08:00", None),
        ("22:35", None),
        ("9月26日 22:31", None),
    ],
)
def test_a_stamp(text: str, at: str | None) -> None:
    stamp = stamps.whole(text)
    assert stamp is not None
    assert stamps.resolve(stamp, order="mdy").at == at


@pytest.mark.parametrize("text", ["2012-02-30 10:00", "13/13/2012", "25:61", "99:99", "hello", "", "2012"])
def test_no_stamp(text: str) -> None:
    assert stamps.whole(text) is None


def _order(*texts: str) -> tuple[str, str]:
    return stamps.day_month_order([s for t in texts if (s := stamps.whole(t))])


def test_a_day_above_twelve_settles_the_order() -> None:
    assert _order("3/4/2024, 10:00", "13/4/2024, 10:00") == ("dmy", "")
    assert _order("3/4/2024, 10:00", "3/14/2024, 10:00") == ("mdy", "")


def test_the_sequence_tells_the_order() -> None:
    assert _order("1/2/2024, 10:00", "2/2/2024, 10:00", "3/2/2024, 9:00") == ("dmy", "date_order_from_sequence")
    assert _order("2/1/2024, 10:00", "2/2/2024, 10:00", "2/3/2024, 9:00") == ("mdy", "date_order_from_sequence")


def test_a_contradiction_leaves_the_doubtful_ones_open() -> None:
    order, why = _order("26/9/2024, 10:00", "9/27/2024, 10:00")
    assert (order, why) == ("mixed", "date_order_contradictory")
    doubtful = stamps.whole("3/4/2024, 10:00")
    assert doubtful is not None
    assert stamps.resolve(doubtful, order=order).at is None


def test_a_weekday_is_counted_back_from_the_base() -> None:
    stamp = stamps.whole("星期三 08:00")
    assert stamp is not None
    assert stamps.resolve(stamp, order="dmy", base=date(2012, 9, 27)).at == "2012-09-26T08:00"
