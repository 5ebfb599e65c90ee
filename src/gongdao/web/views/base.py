"""What every page of an order is rendered with, and how long lists on it are cut."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gongdao.web.page import Page

FAR = 10**9
"""Beyond every entry number."""


def show(request: HttpRequest, template: str, page: Page, here: str, **context: Any) -> HttpResponse:
    """Renders a page of an order; `here` is its tab."""
    base = {"page": page, "tz": page.tz, "now": page.at, "here": here}
    return render(request, f"gongdao/{template}.html", base | context)


class Part(NamedTuple):
    """The part of a long list that a page shows: its entry numbers, and `before` for the parts beside it, or None."""

    shown: Sequence[int]
    earlier: int | None
    later: int | None


def before_of(request: HttpRequest) -> int | None:
    """The entry number a page ends before, as its address says; None where it says nothing.

    Raises Http404 where what it says is no number.
    """
    text = request.GET.get("before", "")
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        raise Http404
    return int(text) if text else None


def part_of(numbers: Sequence[int], before: int | None, size: int) -> Part:
    """The last `size` of ascending entry numbers that come before `before`; the newest where that is None."""
    end = len(numbers) if before is None else bisect_left(numbers, before)
    first = max(0, end - size)
    later = numbers[min(end + size, len(numbers)) - 1] + 1 if end < len(numbers) else None
    return Part(numbers[first:end], numbers[first] if first else None, later)
