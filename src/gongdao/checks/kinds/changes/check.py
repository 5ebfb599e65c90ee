"""The changes check: each agreed change must be false on the reference and true on the delivery.

A score never proves a change: one heading among sixty texts moves it by a tenth of a point. So each agreed sentence
is looked at by itself, and every difference that no agreed change explains is listed as not agreed. What was already
so on the reference proves nothing and stays "cannot tell". It never says whether a change was worth its price.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks.capture import capture, vetted
from gongdao.checks.capture.facts import Capture, Click, Clicked, PageFacts
from gongdao.checks.capture.site import find_site
from gongdao.checks.compare.differences import Difference
from gongdao.checks.compare.pages import compare_pages
from gongdao.checks.kinds.changes import look as looks
from gongdao.checks.kinds.changes.assertions import Assertion, parse
from gongdao.checks.kinds.changes.look import Seen, Site, folded, is_file, look, target_of
from gongdao.checks.report import Pair, write_report
from gongdao.checks.shape import Box, Ground, Outcome, Reason, Report, file_hash, inputs_of, report_hash

KIND, VERSION = "changes", "2"
VERDICTS = ("done", "partly", "not_done", "wrong_object", "done_with_unagreed", "cannot_tell")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one agreed change. `why` is the code of the reason, where there is a nearer one.

    Of a click, `box` lies on the page after it, and `reference_box` is the thing pressed, on the page before; both are
    the delivery's, and `clicked` is what the click did there.
    """

    assertion: Assertion
    verdict: str
    page: str = ""
    width: int = 0
    box: Box | None = None
    reference_box: Box | None = None
    found: str = ""
    why: str = ""
    clicked: Clicked | None = None


class _View(msgspec.Struct, frozen=True):
    """One page at one width on both sides, with the labelled differences between them."""

    reference: Site
    delivery: Site
    differences: tuple[Difference, ...]

    @property
    def width(self) -> int:
        return self.delivery.facts.width


def changes(
    reference: Path,
    delivery: Path,
    agreed: str | tuple[Assertion, ...],
    widths: tuple[int, ...] = (1440,),
    report: Path | None = None,
    *,
    material: Path | None = None,
    deadline_s: float | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """Judge the agreed changes and write the report into a folder.

    `agreed` is a text of assertions or the parsed ones; `material` is the folder agreed files (a new logo) lie in.
    The answer has `outcome`, `items` (each with its verdict, place and what was found), `unagreed` differences,
    `counts` by verdict, `reasons` and `hash`. Raises AssertionFault for a line that cannot be read.
    """
    assertions = parse(agreed) if isinstance(agreed, str) else agreed
    lent = reference if find_site(reference, pinned=True).pin is not None else None
    with tempfile.TemporaryDirectory(prefix="gongdao-changes-") as desk:
        with ThreadPoolExecutor(2) as pool:
            both = [
                pool.submit(
                    capture,
                    bundle,
                    widths=widths,
                    clicks=_clicks(assertions, bundle, pinned=side == "reference"),
                    deadline_s=deadline_s,
                    out=Path(desk) / side,
                    pinned=side == "reference",
                    lent=lent if side == "delivery" else None,
                )
                for side, bundle in (("reference", reference), ("delivery", delivery))
            ]
            seen = both[0].result(), both[1].result()
        bundles = _folder(reference), _folder(delivery)
        finished, views = judge_changes(seen, bundles, assertions, widths, material)
        finished = msgspec.structs.replace(
            finished, inputs=inputs_of("reference", reference) + inputs_of("delivery", delivery)
        )
        finished = vetted.noted(finished, seen)
        if report is not None:
            finished = _publish(finished, views, seen, report, words or {})
    return as_json(finished)


def _clicks(assertions: tuple[Assertion, ...], bundle: Path, *, pinned: bool) -> tuple[Click, ...]:
    """Each click the assertions speak of, once, on the page as this bundle calls it."""
    site = find_site(bundle, pinned=pinned)
    entry = site.pages[0] if site.pages else ""
    asked = (Click(page_name(a.page, site.root, entry), a.object) for a in assertions if a.kind == "click")
    return tuple(dict.fromkeys(asked))


def _folder(bundle: Path) -> Path:
    return bundle.parent if bundle.is_file() else bundle


def judge_changes(
    seen: tuple[Capture, Capture],
    bundles: tuple[Path, Path],
    assertions: tuple[Assertion, ...],
    widths: tuple[int, ...],
    material: Path | None,
) -> tuple[Report, list[_View]]:
    """The report on two captures, and the views it was made from."""
    settings = {"widths": list(widths), "agreed": [a.source for a in assertions]}
    reasons = [
        Reason(r.code, {**r.data, "side": side})
        for side, taken in zip(("reference", "delivery"), seen, strict=True)
        for r in (taken.reasons or (() if taken.pages else (Reason("no_page", {}),)))
    ]
    views = _views(seen, bundles, assertions, widths, material)
    items = [_item(a, _on_page(a, views, seen)) for a in assertions]
    items, left = _with_unagreed(items, views, seen)
    grounds = [_ground(item) for item in items] + [_left_ground(view, d) for view, d in left]
    outcome, doubt = _outcome(items, left, bool(reasons))
    counts: dict[str, int] = {}
    for item in items:
        counts[item.verdict] = counts.get(item.verdict, 0) + 1
    finished = Report(
        kind=KIND,
        version=VERSION,
        outcome=outcome,
        settings=settings,
        reasons=tuple(reasons + doubt),
        grounds=tuple(grounds),
        facts={"counts": counts, "unagreed": len(left)},
    )
    return finished, views


def _outcome(items: list[Item], left: list[Any], unable: bool) -> tuple[Outcome, list[Reason]]:
    verdicts = {item.verdict for item in items}
    doubt = [Reason(item.why, {"line": item.assertion.source}) for item in items if item.verdict == "cannot_tell"]
    if verdicts & {"not_done", "wrong_object", "partly"}:
        return "failed", doubt
    if unable or "cannot_tell" in verdicts:
        return "cannot_tell", doubt
    if left:
        return "cannot_tell", [*doubt, Reason("unagreed_changes", {"count": len(left)})]
    return "passed", doubt


# -- views -------------------------------------------------------------------------------------------------------


def page_name(page: str, root: str, entry: str) -> str:
    """A page as the agreement calls it, as its path inside a bundle whose site starts at `root`."""
    plain = page.strip("/")
    if not plain:
        return entry
    return f"{root}/{plain}" if root else plain


def _name(page: str, taken: Capture) -> str:
    return page_name(page, taken.root, taken.entry)


def _views(
    seen: tuple[Capture, Capture],
    bundles: tuple[Path, Path],
    assertions: tuple[Assertion, ...],
    widths: tuple[int, ...],
    material: Path | None,
) -> list[_View]:
    """Every page both sides have; pages no assertion speaks of are looked at for changes nobody agreed."""
    wanted = dict.fromkeys(["/", *(a.page for a in assertions), *_common_pages(seen)])
    views = []
    for page in dict.fromkeys(_name(p, seen[0]) for p in wanted):
        inside = page[len(seen[0].root) + 1 :] if seen[0].root else page
        other = seen[1].entry if page == seen[0].entry else _name(inside, seen[1])
        for width in widths:
            a, b = seen[0].page(page, width), seen[1].page(other, width)
            if a is None or b is None or not a.shown or not b.shown:
                continue
            result = compare_pages(a, b, (Path(seen[0].folder), Path(seen[1].folder)), True)
            views.append(
                _View(
                    _site(a, bundles[0], seen[0], material),
                    _site(b, bundles[1], seen[1], material),
                    result.differences,
                )
            )
    return views


def _site(facts: PageFacts, bundle: Path, taken: Capture, material: Path | None) -> Site:
    clicks = tuple(c for c in taken.clicks if c.click.page == facts.page and c.width == facts.width)
    return Site(facts=facts, bundle=bundle, material=material, root=taken.root, clicks=clicks)


def _common_pages(seen: tuple[Capture, Capture]) -> list[str]:
    root = seen[0].root
    return [p.page[len(root) + 1 :] if root else p.page for p in seen[0].pages]


def _on_page(a: Assertion, views: list[_View], seen: tuple[Capture, Capture]) -> list[_View]:
    return [v for v in views if v.reference.facts.page == _name(a.page, seen[0])]


# -- verdicts ----------------------------------------------------------------------------------------------------


def _item(a: Assertion, views: list[_View]) -> Item:
    if not views:
        return Item(assertion=a, verdict="cannot_tell", page=a.page, why="page_not_compared")
    judged = [_at_width(a, view) for view in views]
    verdicts = {item.verdict for item in judged}
    if len(verdicts) == 1:
        return judged[0]
    if verdicts & {"done", "partly"}:
        first = next(i for i in judged if i.verdict != "done")
        return msgspec.structs.replace(first, verdict="partly", why="not_at_every_width")
    return judged[0]


def _at_width(a: Assertion, view: _View) -> Item:
    before, after = _looked(a, view)
    facts = view.delivery.facts
    item = Item(
        assertion=a,
        verdict="done",
        page=view.reference.facts.page,
        width=facts.width,
        box=after.box,
        reference_box=before.box,
        found=after.found,
        clicked=view.delivery.clicked(a.object) if a.kind == "click" else None,
    )
    if item.clicked is not None:
        item = msgspec.structs.replace(item, reference_box=item.clicked.target)
    if before.unable or after.unable:
        return msgspec.structs.replace(item, verdict="cannot_tell", why=before.unable or after.unable)
    if before.holds:
        return msgspec.structs.replace(item, verdict="cannot_tell", why="already_so")
    if after.holds:
        return item
    item = msgspec.structs.replace(item, why=after.why)
    other = _other_object(a, view)
    if other is not None:
        return msgspec.structs.replace(item, verdict="wrong_object", box=other)
    if after.part and not (before.part and before.found == after.found and a.kind not in ("retext", "order")):
        return msgspec.structs.replace(item, verdict="partly")
    return msgspec.structs.replace(item, verdict="not_done")


def _looked(a: Assertion, view: _View) -> tuple[Seen, Seen]:
    """The assertion on the reference and on the delivery."""
    if a.kind == "replaced":
        return _replaced(a, view)
    return look(a, view.reference), look(a, view.delivery)


def _replaced(a: Assertion, view: _View) -> tuple[Seen, Seen]:
    """Whether another picture is drawn where the reference has this one; it takes both sides to say so."""
    old = looks.named_picture(a.object, view.reference.facts)
    if old is None:
        return Seen(holds=False, unable="object_not_on_reference"), Seen(holds=False)
    here = [d for d in view.differences if d.kind in ("picture", "icon") and _at(old.box, d)]
    labels = {d.label: d for d in here}
    before = Seen(holds=False, box=old.box)
    # One that is drawn quite differently is not taken for the same one changed, but for one gone and one come.
    now = labels.get("picture_changed") or (labels.get("extra") if "missing" in labels else None)
    if now is not None:
        return before, Seen(holds=True, box=now.box, found=str(now.value or ""))
    lost = any(label in labels for label in ("missing", "picture_broken", "picture_missing"))
    return before, Seen(holds=False, part=lost, why="no_picture" if lost else "")


def _at(place: Box, d: Difference) -> bool:
    return any(_touch(box, place) for box in (d.reference_box if d.label != "extra" else d.box,) if box)


def _other_object(a: Assertion, view: _View) -> Box | None:
    """Where the agreed change was made to something that was not agreed, or None."""
    if a.kind in ("colour", "background", "size", "font"):
        return _other_styled(a, view)
    if a.kind == "retext":
        hit = [d for d in view.differences if d.label == "wrong_text" and folded(str(d.value)) == folded(a.value)]
        return next((d.box for d in hit if folded(a.object) not in folded(d.text)), None)
    if a.kind == "link" or (a.kind == "click" and a.relation == "leads"):
        old = {(folded(x.text), target_of(x.target)) for x in view.reference.facts.links}
        now = [x for x in view.delivery.facts.links if target_of(x.target) == target_of(a.value)]
        words = folded(a.object)
        return next(
            (x.box for x in now if words not in folded(x.text) and (folded(x.text), target_of(x.target)) not in old),
            None,
        )
    if a.kind in ("logo", "picture"):
        old_places = {p.source for p in view.reference.facts.pictures}
        new_places = [p for p in view.delivery.facts.pictures if is_file(p, a.value, view.delivery)]
        return next((p.box for p in new_places if p.source not in old_places), None)
    return None


def _other_styled(a: Assertion, view: _View) -> Box | None:
    part = looks.part_of(a, view.delivery.facts)
    meant = {t.box for t in looks.texts(part) if folded(a.object) in folded(t.text)} if part else set()
    for text in looks.texts(view.delivery.facts):
        if text.box in meant:
            continue
        # The same words elsewhere are another thing only where the agreement said which ones it meant.
        one = msgspec.structs.replace(a, object=text.text, within="", near="")
        before = look(one, view.reference)
        if before.object_there and not before.holds and look(one, view.delivery).holds:
            return text.box
    return None


# -- what nobody agreed ------------------------------------------------------------------------------------------


def _with_unagreed(
    items: list[Item], views: list[_View], seen: tuple[Capture, Capture]
) -> tuple[list[Item], list[tuple[_View, Difference]]]:
    """The differences no agreed change explains; an item whose own thing carries one is done with more than agreed."""
    left = []
    touched: set[int] = set()
    for view in views:
        here = [(n, i) for n, i in enumerate(items) if i.page == view.reference.facts.page]
        sections = [_section_span(i, view) for _, i in here if i.assertion.kind == "section"]
        for d in view.differences:
            if any(_explains(item, d, view) for _, item in here):
                continue
            if d.box and d.label in ("extra", "moved") and any(s and s[0] <= d.box[1] < s[1] for s in sections):
                continue
            left.append((view, d))
            touched |= {
                n
                for n, item in here
                if item.verdict == "done" and item.assertion.kind != "click" and _same_thing(item, d, view)
            }
    marked = [
        msgspec.structs.replace(item, verdict="done_with_unagreed") if n in touched else item
        for n, item in enumerate(items)
    ]
    return marked, left


def _section_span(item: Item, view: _View) -> tuple[int, int] | None:
    """From a new section's heading to the next heading of the same rank that the reference has too."""
    head = looks.heading(view.delivery.facts, item.assertion.object)
    if head is None:
        return None
    old = {folded(t.text) for t in looks.texts(view.reference.facts)}
    below = [
        t.box[1]
        for t in looks.texts(view.delivery.facts)
        if t.box[1] > head.box[1] and folded(t.text) in old and (t.role in ("h1", "h2", "h3") or t.area == "footer")
    ]
    return head.box[1] - 160, min(below, default=view.delivery.facts.height) - 1


_BY_KIND = {
    "colour": ("wrong_colour",),
    "background": ("wrong_colour",),
    "size": ("wrong_font", "moved", "wrong_size"),
    "font": ("wrong_font", "moved"),
    "link": ("wrong_link",),
    "retext": ("wrong_text", "moved"),
    "no_text": ("missing", "wrong_text", "not_visible"),
    "text": ("extra", "wrong_text"),
    "field": ("extra",),
    "logo": ("picture_changed", "wrong_size", "moved", "extra", "missing"),
    "picture": ("picture_changed", "wrong_size", "moved", "extra", "missing"),
    "count": ("extra", "picture_changed"),
    "order": ("moved",),
    "replaced": ("picture_changed", "wrong_size", "moved", "extra", "missing"),
    "click": ("extra", "wrong_link"),
}


def _explains(item: Item, d: Difference, view: _View) -> bool:
    a = item.assertion
    if item.verdict in ("not_done", "cannot_tell") or d.label not in _BY_KIND.get(a.kind, ()):
        return False
    words = folded(d.text)
    if a.kind == "order":
        return True
    if a.kind == "click":
        # What is pressed may be new; where it leads may have changed. All else a click does is not on the page yet.
        new = d.label == "extra" and folded(a.object) == words
        return new or (d.label == "wrong_link" and a.relation == "leads" and folded(a.object) in words)
    if (a.within or a.near) and d.box is not None:
        inside = looks.inside_of(a, view.delivery.facts)
        if inside is None or not inside(d.box):
            return False
    if a.kind in ("logo", "picture", "replaced"):
        boxes = [b for b in (d.box, d.reference_box) if b]
        return any(p and _touch(b, p) for b in boxes for p in (item.box, item.reference_box))
    if a.kind == "background" and d.kind in ("box", "ground") and d.box and item.box:
        return _touch(d.box, item.box)
    if a.kind == "text":
        return folded(a.object) in words or folded(a.object) in folded(str(d.value or ""))
    if a.kind == "field":
        return d.kind == "control" or folded(a.object) in words
    if a.kind == "count":
        return {"pictures": "picture", "fields": "control"}.get(a.object, "text") == d.kind
    return folded(a.object) in words or (a.kind == "retext" and folded(a.value) in words)


def _same_thing(item: Item, d: Difference, view: _View) -> bool:
    if d.box is not None and item.box is not None and view.width == item.width:
        return _touch(d.box, item.box) and d.box[2] * d.box[3] <= 6 * max(1, item.box[2] * item.box[3])
    return bool(item.assertion.object) and folded(item.assertion.object) == folded(d.text)


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


# -- handing out -------------------------------------------------------------------------------------------------


def _ground(item: Item) -> Ground:
    data: dict[str, Any] = {"why": item.why} if item.why else {}
    if item.clicked is not None:
        data |= {"status": item.clicked.status, "led_to": list(item.clicked.led_to)}
    return Ground(
        code="change",
        label=item.verdict,
        page=_click_page(item.page, item.clicked) if item.clicked else item.page,
        width=item.width,
        box=item.box,
        reference_box=item.reference_box,
        row=item.assertion.line or None,
        text=item.assertion.source,
        value=item.found or None,
        data=data,
    )


def _click_page(page: str, clicked: Clicked) -> str:
    """What the pictures before and after a click are listed under."""
    return f"{page} ▸ {clicked.click.words}"


def _left_ground(view: _View, d: Difference) -> Ground:
    return Ground(
        code="unagreed",
        label=d.label,
        page=view.reference.facts.page,
        width=view.width,
        box=d.box,
        reference_box=d.reference_box,
        text=d.text,
        value=d.value,
        reference_value=d.reference_value,
        data={"kind": d.kind},
    )


def _publish(
    report: Report,
    views: list[_View],
    seen: tuple[Capture, Capture],
    folder: Path,
    words: Mapping[str, Mapping[str, str]],
) -> Report:
    folder.mkdir(parents=True, exist_ok=True)
    files, pairs = [], []

    def keep(side: str, taken: Capture, facts: PageFacts) -> str:
        name = f"{side}--{facts.picture}"
        shutil.copyfile(Path(taken.folder) / facts.picture, folder / name)
        files.append((name, file_hash(folder / name)))
        return name

    for view in views:
        a, b = view.reference.facts, view.delivery.facts
        pairs.append(
            Pair(
                page=a.page,
                width=a.width,
                reference=keep("reference", seen[0], a),
                delivery=keep("delivery", seen[1], b),
                reference_size=(a.width, a.captured),
                delivery_size=(b.width, b.captured),
            )
        )
        pairs += _click_pairs(view, seen, keep)
    finished = msgspec.structs.replace(report, files=tuple(sorted(set(files))))
    write_report(folder, finished, pairs, words, vetted.shelf_tables(finished))
    return finished


def _click_pairs(
    view: _View, seen: tuple[Capture, Capture], keep: Callable[[str, Capture, PageFacts], str]
) -> list[Pair]:
    """Before and after each click: the delivery's under the name its grounds carry, then the reference's."""
    pairs = []
    for one in view.delivery.clicks:
        sides = (("delivery", one, seen[1]), ("reference", view.reference.clicked(one.click.words), seen[0]))
        for side, tried, taken in sides:
            if tried is None or tried.before is None or (side == "reference" and tried.after is None):
                continue
            name = _click_page(view.reference.facts.page, tried)
            after = tried.after
            pairs.append(
                Pair(
                    page=name if side == "delivery" else f"{name} ◂",
                    width=tried.width,
                    reference=keep(side, taken, tried.before),
                    delivery=keep(side, taken, after) if after else None,
                    reference_size=(tried.width, tried.before.captured),
                    delivery_size=(tried.width, after.captured) if after else (0, 0),
                    captions=(f"{side}_before_click", f"{side}_after_click"),
                )
            )
    return pairs


def as_json(report: Report) -> dict[str, Any]:
    """The report in the words of the command line's JSON."""

    def placed(g: Ground) -> dict[str, Any]:
        return {
            "page": g.page,
            "width": g.width,
            "delivery": list(g.box) if g.box else None,
            "reference": list(g.reference_box) if g.reference_box else None,
        }

    return {
        "kind": report.kind,
        "version": report.version,
        "outcome": report.outcome,
        "score": None,
        "low": None,
        "high": None,
        "items": [
            {"line": g.row, "source": g.text, "verdict": g.label, "found": g.value, **g.data, **placed(g)}
            for g in report.grounds
            if g.code == "change"
        ],
        "unagreed": [
            {"label": g.label, "text": g.text, "value": g.value, "reference_value": g.reference_value, **placed(g)}
            for g in report.grounds
            if g.code == "unagreed"
        ],
        "counts": report.facts["counts"],
        "vetted": report.facts.get("vetted", []),
        "unvetted": report.facts.get("unvetted", []),
        "reasons": [{"code": r.code, "data": r.data} for r in report.reasons],
        "flags": [],
        "files": [name for name, _ in report.files],
        "hash": report_hash(report),
    }


__all__ = ["VERDICTS", "Item", "Seen", "as_json", "changes", "judge_changes"]
