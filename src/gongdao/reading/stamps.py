"""Times as people and programs write them, in Chinese and English, and what they mean.

Two steps, because a single stamp often cannot be read alone: `find` recognises its parts, `resolve` turns them
into a local time once the whole file has told in which order it writes day and month (`day_month_order`) and which
day a bare time belongs to. What stays open (昨天 without a base date) stays open: `at` is null, nothing is assumed
silently.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

_MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_WEEKDAYS_ZH = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?|\(?\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?\)?)"  # noqa: E501
_ZH_HALF = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|深夜|晚)"
_EN_HALF = r"(?:[ap]\.?\s?m\b\.?)"

_DATE = rf"""
    (?:
      (?P<y1>(?:19|20)\d\d)(?:[-/.]|\s?年\s?)(?P<m1>1[0-2]|0?[1-9])(?:[-/.]|\s?月\s?)
      (?P<d1>3[01]|[12]\d|0?[1-9])(?!\d)(?:\s?[日号])?
    | (?<![\d.])(?P<a2>\d{{1,2}})(?P<sep2>[/.\-])(?P<b2>\d{{1,2}})(?P=sep2)(?P<y2>(?:19|20)\d\d|\d\d)(?!\d)
    | (?P<m3>1[0-2]|0?[1-9])\s?月\s?(?P<d3>3[01]|[12]\d|0?[1-9])\s?[日号]
    | (?P<n4>{_MONTH})\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y4>(?:19|20)\d\d))?
    | (?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<n5>{_MONTH})(?:,?\s+(?P<y5>(?:19|20)\d\d))?
    | (?P<rel>今天|昨天|前天|\btoday\b|\byesterday\b)
    | (?P<wz>星期|周)(?P<wzd>[一二三四五六日天])
    | \b(?P<we>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b
    )
"""
_TIME = rf"""
    (?:
      (?P<half>{_ZH_HALF})?\s?(?<![\d:.])(?P<h>\d{{1,2}})[:：](?P<mi>\d\d)(?:[:：](?P<s>[0-5]\d)(?!\d))?(?!\d)
      (?:\s?(?P<ampm>{_EN_HALF}))?
    | (?P<half2>{_ZH_HALF})?\s?(?<!\d)(?P<h2>\d{{1,2}})\s?[点时](?:\s?(?P<mi2>\d{{1,2}})\s?分?|(?P<halfpast>半)|整)?
    | (?<![\d:.])(?P<h3>\d{{1,2}})\s?(?P<ampm3>[ap]\.?m\b\.?)
    )
"""
_ZONE = r"(?:\s?(?P<zone>Z\b|(?:\(?(?:UTC|GMT))?\s?[+\-](?:0\d|1[0-4]):?[0-5]\d\)?|\(?(?:UTC|GMT)\b\)?))"
_GLUE = r"(?:T|\s{0,3},?\s{1,3}at\s{1,3}|\s{0,3}[,，]\s{0,3}|\s{1,4})"
STAMP = (
    rf"(?P<date>(?:{_WEEKDAY}[,，]?\s{{0,3}})?{_DATE}(?:\s{{0,3}}{_WEEKDAY})?)?(?:(?(date){_GLUE}?){_TIME}{_ZONE}?)?"
)
"""The grammar of a stamp, for use in a verbose, case-insensitive pattern. Its groups are read by `from_match`."""

_WRONG = (-1, -1, None)
_STAMP_RE = re.compile(STAMP, re.X | re.I)


@dataclass(frozen=True)
class Stamp:
    """The parts of a stamp as written. `form` tells stamps of the same make from others."""

    form: str
    ymd: tuple[int, int, int] | None = None
    numeric: tuple[int, int, int, str] | None = None
    month_day: tuple[int, int] | None = None
    relative: str = ""
    weekday: int | None = None
    clock: tuple[int, int, int | None] | None = None
    upper_half: bool = False
    zone: str = ""
    why: tuple[str, ...] = ()

    @property
    def has_time(self) -> bool:
        """Whether a time of day is written."""
        return self.clock is not None

    @property
    def has_day(self) -> bool:
        """Whether anything tells the day."""
        return bool(self.ymd or self.numeric or self.month_day or self.relative or self.weekday is not None)


@dataclass(frozen=True)
class Resolved:
    """A stamp with its meaning. `key` orders stamps; it is None while unresolved."""

    at: str | None
    precision: str
    key: datetime | None
    day: date | None
    why: tuple[str, ...] = ()
    zone: str = ""


def find(text: str, start: int = 0) -> tuple[Stamp, int, int] | None:
    """The first stamp in folded text from a position on, with its range."""
    for match in _STAMP_RE.finditer(text, start):
        stamp = from_match(match)
        if stamp:
            return stamp, match.start(), match.end()
    return None


def whole(text: str) -> Stamp | None:
    """The stamp that is the whole of the text, or None."""
    if len(text) > 60:
        return None
    match = _STAMP_RE.fullmatch(text.strip(" \t[]()【】"))
    return from_match(match) if match else None


def from_match(match: "re.Match[str]") -> Stamp | None:
    """Reads the groups of STAMP. None if the numbers are no date or no time of day."""
    part = match.groupdict()
    clock = _clock(part)
    day = _date(part)
    if clock == _WRONG or day is None or (clock is None and not day.form):
        return None
    time_form = "" if clock is None else ("hms" if clock[2] is not None else "hm")
    half = "zh" if part["half"] else "en" if part["ampm"] or part["ampm3"] else ""
    return replace(
        day,
        form=f"{day.form}|{time_form}|{half}",
        clock=clock,
        upper_half="M" in (part["ampm"] or part["ampm3"] or ""),
        zone=(part["zone"] or "").strip("() "),
    )


def _clock(part: dict[str, str | None]) -> tuple[int, int, int | None] | None:
    """The time of day; None where none is written, `_WRONG` where it is no time."""
    hour_text = part["h"] or part["h2"] or part["h3"]
    if hour_text is None:
        return None
    hour = int(hour_text)
    minute = int(part["mi"] or part["mi2"] or (30 if part["halfpast"] else 0))
    second = int(part["s"]) if part["s"] else None
    half_zh = part["half"] or part["half2"]
    half_en = part["ampm"] or part["ampm3"]
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return _WRONG
    if half_zh:
        hour = _hour_zh(hour, half_zh)
    elif half_en:
        if not 1 <= hour <= 12:
            return _WRONG
        hour = hour % 12 + (12 if half_en[0] in "pP" else 0)
    return hour, minute, second


def _hour_zh(hour: int, half: str) -> int:
    if half in ("下午", "傍晚"):
        return hour + 12 if hour < 12 else hour
    if half in ("晚上", "晚", "深夜"):
        return 0 if hour == 12 else (hour + 12 if 5 <= hour < 12 else hour)
    if half == "中午":
        return hour + 12 if hour < 3 else hour
    return 0 if hour == 12 else hour


def _date(part: dict[str, str | None]) -> Stamp | None:
    """A stamp with the day's parts; an empty form where no day is written, None where it is no day."""

    def number(name: str) -> int:
        return int(part[name] or 0)

    if part["y1"]:
        ymd = (number("y1"), number("m1"), number("d1"))
        return Stamp("ymd", ymd=ymd) if _is_day(*ymd) else None
    if part["a2"]:
        a, b, year = number("a2"), number("b2"), number("y2")
        year = year if year > 99 else 2000 + year
        if not (_is_day(year, b, a) or _is_day(year, a, b)):
            return None
        return Stamp("numeric", numeric=(a, b, year, part["sep2"] or ""))
    if part["m3"]:
        month_day = (number("m3"), number("d3"))
        return Stamp("md", month_day=month_day) if _is_day(2000, *month_day) else None
    for tag in ("4", "5"):
        if part["n" + tag]:
            month, day = _MONTHS[(part["n" + tag] or "").lower().rstrip(".")], number("d" + tag)
            if part["y" + tag]:
                ymd = (number("y" + tag), month, day)
                return Stamp("named", ymd=ymd) if _is_day(*ymd) else None
            return Stamp("named_md", month_day=(month, day)) if _is_day(2000, month, day) else None
    if part["rel"]:
        return Stamp("relative", relative=(part["rel"] or "").lower())
    if part["wz"]:
        return Stamp("weekday", weekday=_WEEKDAYS_ZH[part["wzd"] or "一"])
    if part["we"]:
        return Stamp("weekday", weekday=_WEEKDAYS[(part["we"] or "").lower()])
    return Stamp("")


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def day_month_order(stamps: Sequence[Stamp]) -> tuple[str, str]:
    """Whether 3/4/2012 means 3 April ("dmy") or 4 March ("mdy"), and the rule that told.

    A number above 12 settles it; else the reading under which the file runs in one direction with the smaller
    gaps; else the separator and the spelling of AM/PM, which is only an assumption and is marked so.
    """
    pairs = [s.numeric for s in stamps if s.numeric]
    if not pairs:
        return "dmy", ""
    first = any(a > 12 for a, b, _, _ in pairs)
    second = any(b > 12 for a, b, _, _ in pairs)
    if first and second:
        return "mixed", "date_order_contradictory"
    if first or second:
        return ("dmy", "") if first else ("mdy", "")
    if all(a == b for a, b, _, _ in pairs):
        return "dmy", ""
    spans = {"dmy": _jumps([(y, b, a) for a, b, y, _ in pairs]), "mdy": _jumps([(y, a, b) for a, b, y, _ in pairs])}
    if spans["dmy"] != spans["mdy"]:
        return min(spans, key=lambda name: spans[name]), "date_order_from_sequence"
    if pairs[0][3] in ".-":
        return "dmy", "date_order_assumed"
    american = any(s.upper_half for s in stamps if s.numeric)
    return ("mdy" if american else "dmy"), "date_order_assumed"


def _jumps(days: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """How often the days turn back against their main direction, and how many days they leap over in all."""
    dates = [date(*day) for day in days if _is_day(*day)]
    steps = [(b - a).days for a, b in itertools.pairwise(dates)]
    return min(sum(s < 0 for s in steps), sum(s > 0 for s in steps)), sum(abs(s) for s in steps)


def resolve(
    stamp: Stamp, *, order: str, order_why: str = "", day: date | None = None, base: date | None = None
) -> Resolved:
    """What a stamp means. `day` is the day a bare time belongs to, `base` the day "today" was."""
    found, why = _day_of(stamp, order, order_why, day, base)
    if found is None:
        return Resolved(None, "unresolved", None, None, (why or "day_unknown",))
    reasons = (why,) if why else ()
    if stamp.clock is None:
        return Resolved(found.isoformat(), "day", datetime.combine(found, time()), found, reasons)
    hour, minute, second = stamp.clock
    moment = datetime.combine(found, time(hour, minute, second or 0))
    text = moment.isoformat(timespec="minutes" if second is None else "seconds") + _offset(stamp.zone)
    return Resolved(text, "minute" if second is None else "second", moment, found, reasons, stamp.zone)


def utc_shift(zone: str) -> timedelta | None:
    """The written offset from UTC, or None where none is written."""
    text = _offset(zone)
    if not text:
        return None
    if text == "Z":
        return timedelta()
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))


def _offset(zone: str) -> str:
    if not zone:
        return ""
    match = re.search(r"([+\-])(\d\d):?(\d\d)", zone)
    return f"{match[1]}{match[2]}:{match[3]}" if match else "Z"


def _day_of(stamp: Stamp, order: str, order_why: str, day: date | None, base: date | None) -> tuple[date | None, str]:
    if stamp.ymd:
        return date(*stamp.ymd), ""
    if stamp.numeric:
        return _numeric_day(stamp.numeric, order, order_why)
    if stamp.month_day:
        year = day.year if day else base.year if base else None
        if year is None:
            return None, "year_unknown"
        month, number = stamp.month_day
        return (
            (date(year, month, number), "year_from_context") if _is_day(year, month, number) else (None, "year_unknown")
        )
    if stamp.relative:
        if base is None:
            return None, "base_date_missing"
        back = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}[stamp.relative]
        return base - timedelta(days=back), "day_from_base"
    if stamp.weekday is not None:
        if base is None:
            return None, "base_date_missing"
        back = (base.weekday() - stamp.weekday) % 7 or 7
        return base - timedelta(days=back), "day_from_base"
    if day is not None:
        return day, "day_from_separator"
    if base is not None:
        return base, "day_from_base"
    return None, "base_date_missing"


def _numeric_day(parts: tuple[int, int, int, str], order: str, order_why: str) -> tuple[date | None, str]:
    a, b, year, _ = parts
    if a > 12 or (a == b):
        return (date(year, b, a), "") if _is_day(year, b, a) else (None, "day_unknown")
    if b > 12:
        return (date(year, a, b), "") if _is_day(year, a, b) else (None, "day_unknown")
    if order == "mixed":
        return None, "date_order_contradictory"
    return date(year, a, b) if order == "mdy" else date(year, b, a), order_why
