"""How values are shown to people: sums, shares, instants. Nothing here decides anything.

Sums are integers in minor units of the order's one currency; what is shown has exactly that currency's decimals.
"""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_currency, get_currency_name, get_currency_precision

from gongdao.words.lookup import Lang


@lru_cache(maxsize=256)
def decimals_of(currency: str) -> int:
    """Decimals of a currency by CLDR: CNY 2, JPY 0, KWD 3."""
    return int(get_currency_precision(currency))


def money(minor: int, currency: str, lang: Lang) -> str:
    """A sum for reading: ¥200.00, or CN¥200.00 in English."""
    amount = Decimal(minor).scaleb(-decimals_of(currency))
    return str(format_currency(amount, currency, locale="zh_Hans_CN" if lang == "zh-hans" else "en"))


def currency(code: str, lang: Lang) -> str:
    """A currency to choose: 人民币（CNY）, or CNY, Chinese yuan."""
    name = get_currency_name(code, locale="zh_Hans_CN" if lang == "zh-hans" else "en")
    return f"{name}（{code}）" if lang == "zh-hans" else f"{code}, {name}"


def as_sum(minor: int | None, decimals: int) -> str:
    """A sum as a form field holds it: plain digits, without a sign of currency."""
    return "" if minor is None else format(Decimal(minor).scaleb(-decimals), "f")


def as_share(basis_points: int) -> str:
    """Basis points as percent, without needless zeros: 8750 is 87.5."""
    return format((Decimal(basis_points) / 100).normalize(), "f")


def moment(at: datetime, tz: ZoneInfo, lang: Lang) -> str:
    """An instant in the reader's zone, to the minute."""
    local = at.astimezone(tz)
    if lang == "zh-hans":
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {local:%b %Y, %H:%M}"


def weekday(at: datetime, tz: ZoneInfo, lang: Lang) -> str:
    """The day of the week in the reader's zone."""
    local = at.astimezone(tz)
    return "周" + "一二三四五六日"[local.weekday()] if lang == "zh-hans" else f"{local:%a}"


def size(count: int) -> str:
    """A number of bytes, in the unit people read."""
    value: Any = count
    for unit in ("B", "KB", "MB"):
        if value < 1024:
            return f"{value:.0f} {unit}"
        value /= 1024
    return f"{value:.1f} GB"
