"""Places in reports: what a finder may point at, and what a reader is shown of what he pointed at.

A place travels through a form as `check:number`, and the report as a whole as `check:`. Nothing here reads a report's
own page: the short list kept beside it is enough.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from gongdao.kernel.state import Check, Order
from gongdao.kernel.values import CheckCite
from gongdao.services import reports
from gongdao.services.reports import Place, Places
from gongdao.web import checkwords
from gongdao.words import phases
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import PAGES

OFFERED = 60
"""Places of one report offered in a form; a report with more is linked to, and its whole may be cited."""


def kind_of(check: Check, lang: Lang) -> str:
    """What kind of check it was, in words; a kind that has none yet as it is."""
    return say(phases.CHECK_KINDS, check.kind, lang) if check.kind in phases.CHECK_KINDS else check.kind


def places_of(order: Order, check: Check) -> Places | None:
    """The places of a check's report; None where no report is kept, or none any more."""
    return reports.places(order.id, check.report_sha256)


def cites_of(order: Order, cites: Iterable[CheckCite], lang: Lang) -> list[dict[str, Any]]:
    """The places in reports that a finding relies on, with their crops and the way there; each report read once."""
    listed = list(cites)
    kept = {c.check: places_of(order, order.checks[c.check]) for c in listed if c.check in order.checks}
    return [_cite(order, cite, kept.get(cite.check), lang) for cite in listed]


def _cite(order: Order, cite: CheckCite, kept: Places | None, lang: Lang) -> dict[str, Any]:
    check = order.checks.get(cite.check)
    head = {"check": cite.check, "kind": kind_of(check, lang) if check else ""}
    place = kept.get(cite.ground) if kept else None
    if place is not None:
        return head | _place(order, cite.check, place, lang)
    # No place of ours: the report as a whole, or a place named in somebody's own words.
    return head | {
        "label": cite.ground or say(PAGES, "cite.whole", lang),
        "url": reverse("report", args=[order.id, cite.check]) if kept else "",
    }


def offered(order: Order, requirement: str, chosen: Iterable[str], lang: Lang) -> tuple[dict[str, Any], ...]:
    """The checks on a requirement with the places of their reports, as a form lists them; `chosen` stand open."""
    picked = set(chosen)
    return tuple(
        _offer(order, seq, check, picked, lang)
        for seq, check in order.checks.items()
        if check.requirement == requirement
    )


def _offer(order: Order, seq: int, check: Check, picked: set[str], lang: Lang) -> dict[str, Any]:
    kept = places_of(order, check)
    places = kept.places[:OFFERED] if kept else ()
    groups: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        groups.setdefault(place.label, []).append(_place(order, seq, place, lang))
    outcome = say(phases.OUTCOMES, check.outcome, lang)
    return {
        "seq": seq,
        "title": say(PAGES, "check_no", lang, seq=seq, kind=kind_of(check, lang), outcome=outcome),
        "url": reverse("report", args=[order.id, seq]) if kept else "",
        "whole": f"{seq}:" in picked,
        "open": any(value.startswith(f"{seq}:") for value in picked),
        "groups": [{"label": checkwords.label(code, lang), "places": found} for code, found in groups.items()],
        "more": max(sum(kept.counts.values()), len(kept.places)) - len(places) if kept else 0,
    }


def _place(order: Order, check: int, place: Place, lang: Lang) -> dict[str, Any]:
    def picture(name: str) -> str:
        return reverse("report_file", args=[order.id, check, name]) if name else ""

    row = "" if place.row is None else say(PAGES, "cite.row", lang, row=place.row)
    where = (place.page, f"{place.width} px" if place.width else "", place.file, row)
    return {
        "value": f"{check}:{place.id}",
        "label": checkwords.label(place.label, lang),
        "number": place.id.removeprefix("g"),
        "text": place.text,
        "was": place.was,
        "now": place.now,
        "where": " · ".join(part for part in where if part),
        "delivery": picture(place.delivery),
        "reference": picture(place.reference),
        "url": f"{reverse('report', args=[order.id, check])}#{place.id}",
    }


def as_value(cite: CheckCite) -> str:
    """How a cite travels through a form."""
    return f"{cite.check}:{cite.ground}"


def read_values(values: Iterable[str]) -> tuple[CheckCite, ...] | None:
    """The cites a form sent; None where one of them is no cite."""
    found = [re.fullmatch(r"(\d{1,9}):(.{0,200})", value, re.DOTALL) for value in values]
    if None in found:
        return None
    return tuple(CheckCite(check=int(match[1]), ground=match[2]) for match in found if match)
