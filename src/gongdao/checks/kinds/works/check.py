"""The works check: the delivered site is read whole and shown page by page, and what does not work is listed.

A page that could not be shown, a file that is missing, a link or anchor that leads nowhere, an error in a script, a
form that was agreed and is not there: each is a ground. What lies on other hosts was not fetched; where a script then
fails, that may be why, and the check says it cannot tell instead of blaming the page.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks.capture import Capture, PageFacts, capture, vetted
from gongdao.checks.capture.site import find_site
from gongdao.checks.kinds.works.lint import Form, Lint, lint
from gongdao.checks.report import Table
from gongdao.checks.shape import Ground, Outcome, Reason, Report, inputs_of, worst

VERSION = "works-1"
OURS = ("deadline", "memory", "disk", "worker_failed", "sandbox_absent", "sandbox_failed", "browser_absent")


class AgreedForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that must be on a page, with at least these field names."""

    page: str
    fields: list[str] = []


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`widths` in CSS pixels; `forms` that must be there; `weight_max` in bytes a page; `pages_max` to be shown.

    `deadline_s` bounds the showing of all pages together; None lets it grow with their number.
    """

    widths: tuple[int, ...] = (1440, 390)
    forms: list[AgreedForm] = []
    weight_max: int | None = None
    pages_max: int = 30
    deadline_s: float | None = None


def check(inputs: Mapping[str, Path], settings: Mapping[str, Any], folder: Path) -> Report:
    """Judge `inputs["delivery"]`. Raises `msgspec.ValidationError` for settings that cannot be read."""
    agreed = msgspec.convert(dict(settings), Settings)
    delivery = inputs["delivery"]
    seen = inputs_of("delivery", delivery)
    site = find_site(delivery)
    base = {"kind": "works", "version": VERSION, "settings": msgspec.to_builtins(agreed), "inputs": seen}
    if site.reason is not None:
        return Report(outcome="cannot_tell", reasons=(site.reason,), **base)
    read = lint(site.folder if delivery.is_dir() else delivery.parent, site.root)
    with tempfile.TemporaryDirectory(prefix="gongdao-works-", dir=folder) as pictures:
        shown = capture(
            delivery,
            widths=agreed.widths,
            out=Path(pictures),
            max_pages=agreed.pages_max,
            deadline_s=agreed.deadline_s,
        )
    grounds = [*_pages(shown), *_broken(read), *_missing(shown, read), *_errors(shown)]
    grounds += [*_forms(agreed, read, shown), *_weight(agreed, shown), *_widths(shown)]
    reasons = list(shown.reasons)
    if shown.untried:
        reasons.append(Reason("pages_untried", {"count": len(shown.untried), "names": list(shown.untried[:10])}))
    if any(ground.data["outcome"] == "cannot_tell" and ground.code == "script_error" for ground in grounds):
        reasons.append(Reason("errors_with_refused", {"hosts": list(read.hosts[:10])}))
    outcomes: list[Outcome] = [ground.data["outcome"] for ground in grounds if ground.data["outcome"] != "seen"]
    outcome = worst([*outcomes, "cannot_tell" if reasons else "passed"])
    loads = {f"{page.page} {page.width}": page.load_ms for page in shown.pages if page.shown}
    facts = {
        "pages": list(read.pages),
        "entry": shown.entry,
        "hosts": list(read.hosts),
        "weights": {page.page: page.weight for page in shown.pages if page.shown and page.width == agreed.widths[0]},
        "requests": {page.page: page.requests for page in shown.pages if page.shown and page.width == agreed.widths[0]},
        "forms": {name: [list(form.fields) for form in forms] for name, forms in read.forms.items()},
    }
    measured = {"load_ms": loads, "seconds": shown.seconds, "peak_memory": shown.peak_memory}
    found = Report(
        outcome=outcome, reasons=tuple(reasons), grounds=tuple(grounds), facts=facts, measured=measured, **base
    )
    return vetted.noted(found, (shown,))


def tables(report: Report, words: Mapping[str, Mapping[str, str]]) -> tuple[Table, ...]:
    """What each page weighs, and what the shelf answered, for the report's page."""
    weights, requests = report.facts.get("weights", {}), report.facts.get("requests", {})
    rows = tuple((page, str(weight), str(requests.get(page, ""))) for page, weight in weights.items())
    pages = (Table(code="table_pages", columns=("page", "bytes", "requests"), rows=rows),) if rows else ()
    return (*pages, *vetted.shelf_tables(report))


def _pages(shown: Capture) -> list[Ground]:
    """Each page that could not be shown: the page's own doing, or a limit of ours."""
    grounds = []
    for page in shown.pages:
        if page.shown:
            continue
        outcome = "cannot_tell" if page.status in OURS else "failed"
        grounds.append(_ground("page_not_shown", outcome, page, text=page.status))
    return grounds


def _broken(read: Lint) -> list[Ground]:
    codes = {"link": "broken_link", "anchor": "broken_anchor", "file": "missing_file"}
    return [
        Ground(code=codes[one.kind], page=one.page, file=one.target, text=one.text, data={"outcome": "failed"})
        for one in read.broken
    ]


def _missing(shown: Capture, read: Lint) -> list[Ground]:
    """Files the browser asked for and did not get, beyond those reading had found: what scripts and styles ask for."""
    known = {one.target.rpartition("/")[2].split("?")[0] for one in read.broken}
    grounds: dict[tuple[str, str], Ground] = {}
    for page in shown.pages:
        for address in page.missing:
            name = address.rpartition("/")[2].split("?")[0]
            if name not in known and name != "favicon.ico":
                grounds.setdefault((page.page, address), _ground("missing_file", "failed", page, file=address))
    return list(grounds.values())


def _errors(shown: Capture) -> list[Ground]:
    grounds: dict[tuple[str, str], Ground] = {}
    for page in shown.pages:
        for error in page.errors:
            if "Failed to load resource" in error or "net::ERR" in error:
                continue
            outcome = "cannot_tell" if page.refused else "failed"
            grounds.setdefault((page.page, error), _ground("script_error", outcome, page, text=error[:300]))
    return list(grounds.values())


def _forms(agreed: Settings, read: Lint, shown: Capture) -> list[Ground]:
    grounds = []
    for wanted in agreed.forms:
        forms = read.forms.get(wanted.page, ())
        live = next((page for page in shown.pages if page.page == wanted.page and page.shown), None)
        if live is not None and not forms:
            # A form that a script draws is in the page as shown, not in its text.
            names = tuple(control.name for control in live.controls if control.form)
            forms = (Form(names, True),) if live.forms else ()
        if not forms:
            grounds.append(Ground(code="form_missing", page=wanted.page, data={"outcome": "failed"}))
            continue
        best = min((sorted(set(wanted.fields) - set(form.fields)) for form in forms), key=len)
        if best:
            lacking = {"outcome": "failed", "fields": best}
            grounds.append(Ground(code="form_field_missing", page=wanted.page, text=", ".join(best), data=lacking))
        elif not any(form.sends for form in forms):
            grounds.append(Ground(code="form_cannot_send", page=wanted.page, data={"outcome": "failed"}))
        else:
            grounds.append(Ground(code="form_present", page=wanted.page, data={"outcome": "passed"}))
    return grounds


def _weight(agreed: Settings, shown: Capture) -> list[Ground]:
    if agreed.weight_max is None:
        return []
    heaviest: dict[str, PageFacts] = {}
    for page in shown.pages:
        if page.shown and page.weight >= heaviest.get(page.page, page).weight:
            heaviest[page.page] = page
    return [
        _ground("too_heavy", "failed", page, value=page.weight, reference_value=agreed.weight_max)
        for page in heaviest.values()
        if page.weight > agreed.weight_max
    ]


def _widths(shown: Capture) -> list[Ground]:
    """Pages wider than their window: a fault to see, not one to fail by where nothing was agreed."""
    return [
        _ground("overflow", "seen", page, value=page.overflow)
        for page in shown.pages
        if page.shown and page.overflow > 0
    ]


def _ground(code: str, outcome: str, page: PageFacts, **more: Any) -> Ground:
    return Ground(code=code, page=page.page, width=page.width, data={"outcome": outcome}, **more)
