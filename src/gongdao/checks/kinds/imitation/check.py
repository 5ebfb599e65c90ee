"""The imitation check: reference against delivery, page by page and width by width.

Two questions, two numbers: `design` asks whether it looks the same whatever the words, `content` whether the words
and pictures are the same. The agreement's mode says which counts: in "same" mode all of it, in "own" mode the design
alone. The check passes or fails only where its whole margin of doubt lies on one side of a band; anything else is
"cannot tell", with the pictures for people to look at. It never says whether an order was fulfilled.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import msgspec
import numpy as np

from gongdao.checks.capture import capture, vetted
from gongdao.checks.capture.door import MAX_PAGES
from gongdao.checks.capture.facts import Capture, PageFacts
from gongdao.checks.capture.site import find_site
from gongdao.checks.compare.blocks import read_page
from gongdao.checks.compare.pages import PageComparison, compare_pages, is_picture_of_page
from gongdao.checks.report import Pair, write_report
from gongdao.checks.shape import Ground, Outcome, Reason, Report, file_hash, inputs_of, report_hash

KIND, VERSION = "imitation", "1"
PASS_FROM, FAIL_BELOW = 85.0, 70.0
"""Bands on the score: a margin wholly at or above the first passes, one wholly below the second fails."""

PHONE_BELOW = 600
PHONE_SHARE = 0.25
"""What phones count beside desks where both were tried."""

MAX_GROUNDS = 2_000
FLAGS = (
    "picture_of_page", "overflow", "hidden_text", "refused_resources", "missing_files", "script_errors",
    "banner_set_aside", "page_cut", "page_empty", "page_absent", "pages_untried", "phone_differs",
)  # fmt: skip
"""Every flag a result can carry."""

Mode = Literal["same", "own"]


def imitation(
    reference: Path,
    delivery: Path,
    mode: Mode = "same",
    widths: tuple[int, ...] = (1440, 390),
    report: Path | None = None,
    *,
    pages: list[str] | None = None,
    pages_max: int = MAX_PAGES,
    deadline_s: float | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """Compare a delivery with its reference and write the report into a folder.

    `reference` and `delivery` are folders or single saved pages, a reference also the opened archive of a captured
    address (`capture.live`); `pages` limits the reference's pages, `pages_max` how many of either side are shown. The
    answer has `outcome`, `score`, `low`, `high`, `design`, `content` (0 to 100 or None), `labels`, `counts`,
    `refused`, `flags`, `reasons`, `pages`, `files` and `hash`. Raises ValueError for an unknown mode or no width.
    """
    if mode not in ("same", "own"):
        raise ValueError(f"unknown mode: {mode}")
    if not widths or any(not 200 <= w <= 4000 for w in widths):
        raise ValueError("widths must lie between 200 and 4000 pixels")
    with tempfile.TemporaryDirectory(prefix="gongdao-imitation-") as desk:
        seen = _look(reference, delivery, widths, pages, pages_max, deadline_s, Path(desk))
        result = compare_captures(seen[0], seen[1], mode, widths)
        finished = msgspec.structs.replace(
            result.report, inputs=inputs_of("reference", reference) + inputs_of("delivery", delivery)
        )
        finished = vetted.noted(finished, seen)
        if report is not None:
            finished = _publish(finished, result, seen, report, words or {})
    return as_json(finished)


def _look(
    reference: Path,
    delivery: Path,
    widths: tuple[int, ...],
    pages: list[str] | None,
    pages_max: int,
    deadline_s: float | None,
    desk: Path,
) -> tuple[Capture, Capture]:
    """Render both, each in its own sandbox, at the same time; neither if one of them has no page to show."""
    sites = find_site(reference, pinned=True), find_site(delivery)
    if any(site.reason for site in sites):
        absent = [Capture(kind=s.kind, reasons=(s.reason,) if s.reason else ()) for s in sites]
        return absent[0], absent[1]
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(
            capture,
            reference,
            widths=widths,
            pages=pages,
            deadline_s=deadline_s,
            out=desk / "reference",
            max_pages=pages_max,
            pinned=True,
        )
        lent = reference if sites[0].pin is not None else None
        second = pool.submit(
            capture,
            delivery,
            widths=widths,
            deadline_s=deadline_s,
            out=desk / "delivery",
            max_pages=pages_max,
            lent=lent,
        )
        return first.result(), second.result()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The report with what it was made from, for the pictures beside it."""

    report: Report
    comparisons: tuple[PageComparison, ...] = ()


def compare_captures(reference: Capture, delivery: Capture, mode: Mode, widths: tuple[int, ...]) -> Result:
    """Judge two captures. Pure but for reading the pictures from the captures' folders."""
    settings = {"mode": mode, "widths": list(widths), "pass_from": PASS_FROM, "fail_below": FAIL_BELOW}
    unable = _unable(reference, delivery)
    if unable:
        return Result(
            report=Report(kind=KIND, version=VERSION, outcome="cannot_tell", settings=settings, reasons=unable)
        )
    folders = (Path(reference.folder), Path(delivery.folder))
    comparisons, absent, reasons = [], [], []
    paired = pair_pages(reference, delivery)
    for name, other in paired:
        for width in widths:
            a = reference.page(name, width)
            b = delivery.page(other, width) if other is not None else None
            if a is None or not a.shown:
                reasons.append(
                    Reason("reference_not_shown", {"page": name, "width": width, "why": a.status if a else ""})
                )
            elif other is None:
                absent.append((a, width))
            elif b is None or not b.shown:
                reasons.append(
                    Reason("delivery_not_shown", {"page": other, "width": width, "why": b.status if b else ""})
                )
            else:
                comparisons.append(compare_pages(a, b, folders, mode == "same"))
    return _summed(comparisons, absent, reasons, reference, delivery, paired, settings)


def _not_shown(side: str, page: str, width: int, facts: PageFacts | None) -> Reason:
    return Reason(f"{side}_not_shown", {"page": page, "width": width, "why": facts.status if facts else "page_absent"})


def _unable(reference: Capture, delivery: Capture) -> tuple[Reason, ...]:
    reasons = []
    for side, seen in (("reference", reference), ("delivery", delivery)):
        if not any(p.shown for p in seen.pages):
            given = seen.reasons or tuple(dict.fromkeys(Reason(p.status, {}) for p in seen.pages[:1]))
            reasons += [Reason(r.code, {**r.data, "side": side}) for r in given]
    if reasons:
        return tuple(reasons)
    shown = [p for p in reference.pages if p.shown]
    if all(is_picture_of_page(read_page(p), 15) for p in shown):
        return (Reason("picture_only", {"side": "reference", "name": shown[0].page}),)
    return ()


def pair_pages(reference: Capture, delivery: Capture) -> list[tuple[str, str | None]]:
    """Each page of the reference with the delivery's: entry with entry, same path, then same words."""
    ours = list(dict.fromkeys(p.page for p in reference.pages))
    theirs = list(dict.fromkeys(p.page for p in delivery.pages))
    pairs: dict[str, str | None] = {}
    if reference.entry in ours and delivery.entry in theirs:
        pairs[reference.entry] = delivery.entry

    def inside(page: str, root: str) -> str:
        return page[len(root) + 1 :].lower() if root and page.startswith(root + "/") else page.lower()

    by_path = {inside(p, delivery.root): p for p in theirs}
    for page in ours:
        same = by_path.get(inside(page, reference.root))
        if page not in pairs and same is not None and same not in pairs.values():
            pairs[page] = same
    left = [p for p in theirs if p not in pairs.values()]
    for page in ours:
        if page not in pairs:
            best = max(left, key=lambda other: _shared_words(reference, page, delivery, other), default=None)
            if best is not None and _shared_words(reference, page, delivery, best) > 0.5:
                pairs[page] = best
                left.remove(best)
            else:
                pairs[page] = None
    return [(page, pairs[page]) for page in ours]


def _shared_words(reference: Capture, page: str, delivery: Capture, other: str) -> float:
    def words(seen: Capture, name: str) -> set[str]:
        facts = next((p for p in seen.pages if p.page == name and p.shown), None)
        return {w for t in facts.texts for w in t.text.lower().split()} if facts else set()

    a, b = words(reference, page), words(delivery, other)
    return len(a & b) / len(a | b) if a | b else 0.0


# -- the sum -----------------------------------------------------------------------------------------------------


def _summed(
    comparisons: list[PageComparison],
    absent: list[tuple[PageFacts, int]],
    reasons: list[Reason],
    reference: Capture,
    delivery: Capture,
    paired: list[tuple[str, str | None]],
    settings: dict[str, Any],
) -> Result:
    grounds = _grounds(comparisons, absent, reference, delivery, paired)
    flags = sorted({flag for c in comparisons for flag in c.flags} | ({"page_absent"} if absent else set()))
    if reference.untried or delivery.untried:
        flags.append("pages_untried")
    facts: dict[str, Any] = {
        "flags": flags,
        "refused": sorted(
            {u for p in delivery.pages for u in p.refused} | {u for p in reference.pages for u in p.refused}
        ),
        "missing_files": sorted({u for p in delivery.pages for u in p.missing}),
        "counts": counts_of(grounds),
        "pages": [_page_facts(c) for c in comparisons],
        "untried": list(reference.untried + delivery.untried),
    }
    # A small part of a long site not shown in time leaves doubt; nothing at all compared leaves no number.
    reasons += [Reason(r.code, {**r.data, "side": "delivery"}) for r in delivery.reasons]
    reasons += [Reason(r.code, {**r.data, "side": "reference"}) for r in reference.reasons]
    if not comparisons:
        facts["design"] = facts["content"] = None
        reasons = reasons or [Reason("nothing_compared", {})]
        plain = Report(
            kind=KIND,
            version=VERSION,
            outcome="cannot_tell",
            settings=settings,
            reasons=tuple(reasons),
            grounds=tuple(grounds),
            facts=facts,
        )
        return Result(report=plain)
    sums = _weighed(comparisons, absent)
    spread = _spread(comparisons)
    low, high = max(0.0, sums["low"] - spread), min(100.0, sums["high"] + spread)
    if "phone" in sums and sums["phone"] < sums["desk"] - 15:
        flags.append("phone_differs")
    facts["design"], facts["content"] = round(sums["design"], 2), round(sums["content"], 2)
    facts["by_width"] = {str(w): round(_by_width(comparisons, absent, w)["score"], 2) for w in settings["widths"]}
    outcome, doubt = _verdict(low, high, reasons, flags)
    return Result(
        report=Report(
            kind=KIND,
            version=VERSION,
            outcome=outcome,
            settings=settings,
            score=round(sums["score"], 2),
            low=round(low, 2),
            high=round(high, 2),
            reasons=tuple(reasons + doubt),
            grounds=tuple(grounds[:MAX_GROUNDS]),
            facts=facts,
        ),
        comparisons=tuple(comparisons),
    )


def _verdict(low: float, high: float, reasons: list[Reason], flags: list[str]) -> tuple[Outcome, list[Reason]]:
    if high < FAIL_BELOW:
        return "failed", []
    if reasons:
        return "cannot_tell", []
    if low >= PASS_FROM and "picture_of_page" not in flags:
        return "passed", []
    return "cannot_tell", [Reason("in_doubt", {"low": round(low, 1), "high": round(high, 1)})]


def _weighed(comparisons: list[PageComparison], absent: list[tuple[PageFacts, int]]) -> dict[str, float]:
    desks = [c for c in comparisons if c.width >= PHONE_BELOW]
    phones = [c for c in comparisons if c.width < PHONE_BELOW]
    lost_desks = [a for a in absent if a[1] >= PHONE_BELOW]
    lost_phones = [a for a in absent if a[1] < PHONE_BELOW]
    if not desks or not phones:
        return _mean(desks or phones, lost_desks if desks else lost_phones)
    desk, phone = _mean(desks, lost_desks), _mean(phones, lost_phones)
    both = {k: (1 - PHONE_SHARE) * desk[k] + PHONE_SHARE * phone[k] for k in desk}
    return {**both, "desk": desk["score"], "phone": phone["score"]}


def _mean(comparisons: list[PageComparison], absent: list[tuple[PageFacts, int]]) -> dict[str, float]:
    lost = sum(sum(b.weight for b in read_page(facts).blocks) for facts, _ in absent)
    total = sum(c.weight for c in comparisons) + lost
    return {
        name: sum(getattr(c, name) * c.weight for c in comparisons) / total
        for name in ("score", "low", "high", "design", "content")
    }


def _by_width(comparisons: list[PageComparison], absent: list[tuple[PageFacts, int]], width: int) -> dict[str, float]:
    here = [c for c in comparisons if c.width == width]
    return _mean(here, [a for a in absent if a[1] == width]) if here else {"score": 0.0}


def _spread(comparisons: list[PageComparison]) -> float:
    """Half the standard deviation over desk widths, in points; phones are another question."""
    means = [
        float(np.mean([c.score for c in comparisons if c.width == w]))
        for w in sorted({c.width for c in comparisons if c.width >= PHONE_BELOW})
    ]
    return float(np.std(means)) if len(means) > 1 else 0.0


def _page_facts(c: PageComparison) -> dict[str, Any]:
    return {
        "page": c.page,
        "delivery_page": c.delivery_page,
        "width": c.width,
        **{name: round(getattr(c, name), 2) for name in ("score", "low", "high", "design", "content")},
        "parts": {k: round(v, 2) for k, v in c.parts.items()},
        "blocks": list(c.blocks),
        "flags": list(c.flags),
    }


def _grounds(
    comparisons: list[PageComparison],
    absent: list[tuple[PageFacts, int]],
    reference: Capture,
    delivery: Capture,
    paired: list[tuple[str, str | None]],
) -> list[Ground]:
    grounds = [
        Ground(
            code=d.kind,
            label=d.label,
            page=c.page,
            width=c.width,
            box=d.box,
            reference_box=d.reference_box,
            text=d.text,
            value=d.value,
            reference_value=d.reference_value,
        )
        for c in comparisons
        for d in c.differences
    ]
    grounds += [
        Ground(code="page", label="missing", page=facts.page, width=width, text=facts.title) for facts, width in absent
    ]
    known = {other for _, other in paired}
    extra = dict.fromkeys(p.page for p in delivery.pages if p.page not in known and p.shown)
    return grounds + [Ground(code="page", label="extra", page=page, text=page) for page in extra]


def counts_of(grounds: list[Ground]) -> dict[str, int]:
    """How many different things carry each label; what differs at two widths counts once."""
    distinct: Counter[tuple[str, str, str, str, int]] = Counter()
    at_width: Counter[tuple[str, str, str, str, int]] = Counter()
    for g in grounds:
        at_width[(g.label, g.page, g.code, g.text, g.width)] += 1
    for (label, page, code, text, _), count in at_width.items():
        key = (label, page, code, text, 0)
        distinct[key] = max(distinct[key], count)
    totals: Counter[str] = Counter()
    for (label, *_), count in distinct.items():
        totals[label] += count
    return dict(sorted(totals.items()))


# -- the report --------------------------------------------------------------------------------------------------


def _publish(
    report: Report,
    result: Result,
    seen: tuple[Capture, Capture],
    folder: Path,
    words: Mapping[str, Mapping[str, str]],
) -> Report:
    folder.mkdir(parents=True, exist_ok=True)
    files, pairs = [], []
    copied: dict[tuple[str, str, int], str] = {}
    for side, taken in zip(("reference", "delivery"), seen, strict=True):
        for facts in taken.pages:
            if facts.picture:
                name = f"{side}--{facts.picture}"
                shutil.copyfile(Path(taken.folder) / facts.picture, folder / name)
                files.append((name, file_hash(folder / name)))
                copied[(side, facts.page, facts.width)] = name
    for c in result.comparisons:
        a, b = seen[0].page(c.page, c.width), seen[1].page(c.delivery_page, c.width)
        assert a is not None
        assert b is not None
        pairs.append(
            Pair(
                page=c.page,
                width=c.width,
                reference=copied[("reference", c.page, c.width)],
                delivery=copied[("delivery", c.delivery_page, c.width)],
                reference_size=(a.width, a.captured),
                delivery_size=(b.width, b.captured),
                score=round(c.score, 1),
            )
        )
    finished = msgspec.structs.replace(report, files=tuple(sorted(files)))
    write_report(folder, finished, pairs, words, vetted.shelf_tables(finished))
    return finished


def as_json(report: Report) -> dict[str, Any]:
    """The report in the words of the command line's JSON."""
    return {
        "kind": report.kind,
        "version": report.version,
        "outcome": report.outcome,
        "score": report.score,
        "low": report.low,
        "high": report.high,
        "design": report.facts.get("design"),
        "content": report.facts.get("content"),
        "settings": report.settings,
        "labels": [
            {
                "label": g.label,
                "kind": g.code,
                "page": g.page,
                "width": g.width,
                "reference": list(g.reference_box) if g.reference_box else None,
                "delivery": list(g.box) if g.box else None,
                "text": g.text,
                "value": g.value,
                "reference_value": g.reference_value,
            }
            for g in report.grounds
        ],
        "counts": report.facts.get("counts", {}),
        "refused": report.facts.get("refused", []),
        "vetted": report.facts.get("vetted", []),
        "unvetted": report.facts.get("unvetted", []),
        "lent": report.facts.get("lent", []),
        "missing_files": report.facts.get("missing_files", []),
        "flags": report.facts.get("flags", []),
        "reasons": [{"code": r.code, "data": r.data} for r in report.reasons],
        "pages": report.facts.get("pages", []),
        "by_width": report.facts.get("by_width", {}),
        "files": [name for name, _ in report.files],
        "hash": report_hash(report),
    }
