"""Look whether an assertion holds on one rendered page, and at what it was, or might have been, done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import msgspec

from gongdao.checks.capture.facts import Clicked, PageFacts, Picture, Text
from gongdao.checks.capture.site import ORIGIN, path_of
from gongdao.checks.compare.blocks import clean
from gongdao.checks.compare.colours import distance
from gongdao.checks.kinds.changes.assertions import Assertion
from gongdao.checks.shape import Box

COLOUR_STEP = 6.0
NEAR = 300
"""Pixels between two boxes that are near each other."""

UNTOLD = ("click_never_settles", "click_storm", "click_crashed", "click_not_tried")
"""What became of a click of which nobody can say what it does."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: `holds`; `part` for a part of it; `box` where; `found` what is there instead of what was agreed.

    `object_there` says whether the thing to be changed was found at all, `why` is the code of what is in the way, and
    `unable` the code why it cannot be told.
    """

    holds: bool
    part: bool = False
    object_there: bool = True
    box: Box | None = None
    found: str = ""
    why: str = ""
    unable: str = ""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered page with the bundle its pictures come from, and the folder agreed files lie in.

    `root` is the folder inside the bundle the site starts at, `clicks` what was tried on this page at this width.
    """

    facts: PageFacts
    bundle: Path
    material: Path | None = None
    root: str = ""
    clicks: tuple[Clicked, ...] = ()

    def clicked(self, words: str) -> Clicked | None:
        """What the click on these words did, or None if it was not tried."""
        return next((c for c in self.clicks if c.click.words == words), None)


def look(assertion: Assertion, site: Site) -> Seen:
    """Whether the assertion holds on the page, or on the part of it that is meant. Only what is seen counts."""
    part = part_of(assertion, site.facts)
    if part is None:
        return Seen(holds=False, object_there=False, why="place_absent")
    return _LOOKS[assertion.kind](assertion, msgspec.structs.replace(site, facts=part))


def part_of(a: Assertion, facts: PageFacts) -> PageFacts | None:
    """The page with only what lies in the part that is meant, the whole page if none is; None if it is not there."""
    if not a.within and not a.near:
        return facts
    inside = inside_of(a, facts)
    if inside is None:
        return None
    return msgspec.structs.replace(
        facts,
        texts=tuple(t for t in facts.texts if inside(t.box)),
        pictures=tuple(p for p in facts.pictures if inside(p.box)),
        controls=tuple(c for c in facts.controls if inside(c.box)),
        links=tuple(x for x in facts.links if inside(x.box)),
    )


def inside_of(a: Assertion, facts: PageFacts) -> Callable[[Box], bool] | None:
    """Whether a box lies in the part of the page that is meant; None if that part is not there."""
    if not a.within and not a.near:
        return lambda box: True
    return _around(a.near, facts) if a.near else _inside(a.within, facts)


def _around(words: str, facts: PageFacts) -> Callable[[Box], bool] | None:
    centre = find(facts, words)
    if centre is None:
        return None
    left, top, width, height = centre.box

    def near(box: Box) -> bool:
        apart = max(left - box[0] - box[2], box[0] - left - width, top - box[1] - box[3], box[1] - top - height)
        return apart <= NEAR

    return near


def _inside(place: str, facts: PageFacts) -> Callable[[Box], bool] | None:
    if place in ("header", "footer"):
        boxes = [t.box for t in texts(facts) if t.area == place] + [p.box for p in facts.pictures if p.area == place]
        band = (min(b[1] for b in boxes), max(b[1] + b[3] for b in boxes)) if boxes else None
    else:
        head = heading(facts, place)
        band = (head.box[1], _section_end(facts, head)) if head else None
    if band is None:
        return None
    top, bottom = band
    return lambda box: box[1] >= top - 2 and box[1] + box[3] <= bottom + 2


def _section_end(facts: PageFacts, head: Text) -> int:
    """Where the next heading of the same rank or a higher one begins, or the footer, or the page ends."""
    ranks = ("h1", "h2", "h3", "h4", "h5", "h6")
    rank = ranks.index(head.role) if head.role in ranks else len(ranks)
    below = [
        t.box[1]
        for t in texts(facts)
        if t.box[1] > head.box[1] + head.box[3] // 2
        and (t.area == "footer" or (t.role in ranks[: rank + 1] if head.role in ranks else t.size >= head.size))
    ]
    return min(below, default=facts.height)


def folded(text: str) -> str:
    """Text as compared: single spaces, no difference of case."""
    return clean(text).casefold()


def texts(facts: PageFacts) -> list[Text]:
    return [t for t in facts.texts if t.seen > 0]


def find(facts: PageFacts, wanted: str) -> Text | None:
    """The visible text that is the wanted words, else the shortest that contains them."""
    words = folded(wanted)
    equal = [t for t in texts(facts) if folded(t.text) == words]
    holding = sorted((t for t in texts(facts) if words in folded(t.text)), key=lambda t: len(t.text))
    return next(iter(equal or holding), None)


def heading(facts: PageFacts, wanted: str) -> Text | None:
    """A visible text with these words that is set as a heading: by its tag, or larger than most of the page."""
    words = folded(wanted)
    sizes = sorted(t.size for t in texts(facts)) or [1600]
    middle = sizes[len(sizes) // 2]
    candidates = [t for t in texts(facts) if words in folded(t.text) and len(t.text) <= 3 * len(wanted) + 20]
    candidates = [t for t in candidates if t.role in ("h1", "h2", "h3", "h4", "h5", "h6") or t.size >= 1.2 * middle]
    return min(candidates, key=lambda t: len(t.text), default=None)


def _height(facts: PageFacts, anchor: str) -> tuple[int, int] | None:
    """Top and bottom of an anchor: the page's header or footer, or a text."""
    if anchor in ("header", "footer"):
        inside = [t.box for t in texts(facts) if t.area == anchor]
        inside += [p.box for p in facts.pictures if p.area == anchor]
        if not inside:
            return (0, 0) if anchor == "header" else (facts.height, facts.height)
        return min(b[1] for b in inside), max(b[1] + b[3] for b in inside)
    found = heading(facts, anchor) or find(facts, anchor)
    return (found.box[1], found.box[1] + found.box[3]) if found else None


def _placed(a: Assertion, facts: PageFacts, text: Text) -> bool:
    if not a.relation:
        return True
    anchor = _height(facts, a.anchor)
    if anchor is None:
        return False
    return text.box[1] <= anchor[0] if a.relation == "before" else text.box[1] >= anchor[1] - 2


def _section(a: Assertion, site: Site) -> Seen:
    head = heading(site.facts, a.object)
    if head is None:
        there = find(site.facts, a.object)
        return Seen(holds=False, part=there is not None and there.area != "nav", object_there=False)
    below = [
        t for t in texts(site.facts) if head.box[1] < t.box[1] <= head.box[1] + 900 and t.area not in ("footer", "nav")
    ]
    filled = bool(below) or any(head.box[1] < c.box[1] <= head.box[1] + 900 for c in site.facts.controls)
    placed = _placed(a, site.facts, head)
    why = "" if placed else "elsewhere"
    return Seen(holds=placed and filled, part=True, box=head.box, why=why or ("" if filled else "empty"))


def _text(a: Assertion, site: Site) -> Seen:
    there = find(site.facts, a.object)
    if there is not None:
        return Seen(holds=True, box=there.box)
    words = folded(a.object)
    hidden = [t for t in site.facts.texts if words in folded(t.text)]
    return Seen(
        holds=False, object_there=bool(hidden), box=hidden[0].box if hidden else None, why="hidden" if hidden else ""
    )


def _no_text(a: Assertion, site: Site) -> Seen:
    there = find(site.facts, a.object)
    return Seen(holds=there is None, box=there.box if there else None, found=there.text if there else "")


def _retext(a: Assertion, site: Site) -> Seen:
    before, after = find(site.facts, a.object), find(site.facts, a.value)
    overlap = folded(a.object) in folded(a.value)
    gone = before is None or overlap
    return Seen(
        holds=after is not None and gone,
        part=(after is not None) != gone,
        object_there=before is not None,
        box=after.box if after else before.box if before else None,
        found=before.text if before and not overlap else "",
    )


def _title(a: Assertion, site: Site) -> Seen:
    return Seen(holds=folded(site.facts.title) == folded(a.value), found=site.facts.title)


def _styled(a: Assertion, site: Site, value: Callable[[Text], str], alike: Callable[[Text], bool]) -> Seen:
    same = [t for t in texts(site.facts) if folded(t.text) == folded(a.object)]
    if not same:
        one = find(site.facts, a.object)
        same = [one] if one else []
    if not same:
        return Seen(holds=False, object_there=False)
    held = [t for t in same if alike(t)]
    place = (held or same)[0]
    return Seen(holds=len(held) == len(same), part=0 < len(held) < len(same), box=place.box, found=value(place))


def hexed(colour: tuple[int, ...]) -> str:
    """A colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def channels(colour: str) -> tuple[int, int, int]:
    """#rrggbb as numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _colour(a: Assertion, site: Site) -> Seen:
    wanted = channels(a.value)
    return _styled(a, site, lambda t: hexed(t.colour), lambda t: distance(t.colour, wanted) <= COLOUR_STEP)


def _background(a: Assertion, site: Site) -> Seen:
    wanted = channels(a.value)
    return _styled(a, site, lambda t: hexed(t.background), lambda t: distance(t.background, wanted) <= COLOUR_STEP)


def _size(a: Assertion, site: Site) -> Seen:
    wanted = float(a.value) * 100
    return _styled(a, site, lambda t: f"{t.size / 100:g}px", lambda t: abs(t.size - wanted) <= 50)


def _font(a: Assertion, site: Site) -> Seen:
    return _styled(a, site, lambda t: t.family, lambda t: folded(t.family) == folded(a.value))


def _link(a: Assertion, site: Site) -> Seen:
    words = folded(a.object)
    same = [x for x in site.facts.links if folded(x.text) == words] or [
        x for x in site.facts.links if words in folded(x.text)
    ]
    if not same:
        return Seen(holds=False, object_there=False)
    held = [x for x in same if target_of(x.target) == target_of(a.value)]
    place = (held or same)[0]
    return Seen(holds=len(held) == len(same), part=0 < len(held) < len(same), box=place.box, found=place.target)


def target_of(address: str) -> str:
    """An address as compared: no ending slash, no leading ./ and no difference of case in scheme and host."""
    plain = address.strip().removeprefix("./").rstrip("/")
    if "://" in plain:
        scheme, _, rest = plain.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme.lower()}://{host.lower()}{slash}{path}"
    return plain


def logo(facts: PageFacts) -> Picture | None:
    """The picture most likely meant by "logo": named so, else the first one of the header or navigation."""
    drawn = [p for p in facts.pictures if p.kind in ("image", "drawing", "background") and p.box[1] < 400]
    called = [p for p in drawn if "logo" in p.source.lower() or "logo" in p.alt.lower()]
    inside = [p for p in drawn if p.area in ("header", "nav") and p.box[3] <= 300]
    return next(iter(called or inside), None)


def _logo(a: Assertion, site: Site) -> Seen:
    return _drawn(logo(site.facts), a, site)


def named_picture(wanted: str, facts: PageFacts) -> Picture | None:
    """The picture called so: by its alternative text, its file's name or its whole path."""
    words = folded(wanted)
    names = (
        p for p in facts.pictures if words in (folded(p.alt), folded(PurePosixPath(p.source).name), folded(p.source))
    )
    return next(names, None)


def _picture(a: Assertion, site: Site) -> Seen:
    named = named_picture(a.object, site.facts)
    if named is None:
        # The old name is gone, so the new file may stand in its place.
        now = [p for p in site.facts.pictures if is_file(p, a.value, site)]
        return _drawn(now[0] if now else None, a, site)
    return _drawn(named, a, site)


def _drawn(picture: Picture | None, a: Assertion, site: Site) -> Seen:
    if picture is None:
        return Seen(holds=False, object_there=False)
    right = is_file(picture, a.value, site)
    shown = picture.state == "shown"
    return Seen(holds=right and shown, part=right and not shown, box=picture.box, found=picture.source)


def is_file(picture: Picture, name: str, site: Site) -> bool:
    """Whether a picture is the agreed file: by its bytes where the file was agreed with, else by its name."""
    agreed = site.material / name if site.material else None
    used = site.bundle / picture.source
    if agreed is not None and agreed.is_file():
        inside = used.resolve().is_relative_to(site.bundle.resolve())
        return inside and used.is_file() and _sha256(used) == _sha256(agreed)
    return PurePosixPath(picture.source).name.lower() == PurePosixPath(name).name.lower()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _count(a: Assertion, site: Site) -> Seen:
    facts = site.facts
    if a.object == "pictures":
        number = sum(p.kind != "icon" and p.state == "shown" for p in facts.pictures)
    elif a.object == "links":
        number = len(facts.links)
    elif a.object == "fields":
        number = sum(c.kind != "button" for c in facts.controls)
    elif a.object == "sections":
        number = sum(t.role in ("h1", "h2") for t in texts(facts))
    else:
        number = sum(folded(a.object.strip('"')) in folded(t.text) for t in texts(facts))
    return Seen(holds=number >= int(a.value), part=number > 0, found=str(number))


def _order(a: Assertion, site: Site) -> Seen:
    first = heading(site.facts, a.object) or find(site.facts, a.object)
    if first is None:
        return Seen(holds=False, object_there=False)
    return Seen(holds=_placed(a, site.facts, first), box=first.box)


def _field(a: Assertion, site: Site) -> Seen:
    wanted = folded(a.object)
    named = [c for c in site.facts.controls if wanted in (folded(c.name), folded(c.text))]
    label = find(site.facts, a.object)
    if not named and label is not None:
        named = [
            c
            for c in site.facts.controls
            if c.kind != "button" and abs(c.box[1] - label.box[1]) < 90 and abs(c.box[0] - label.box[0]) < 400
        ]
    return Seen(holds=bool(named), part=label is not None, box=named[0].box if named else None)


# -- what a click does -----------------------------------------------------------------------------------------------


def _click(a: Assertion, site: Site) -> Seen:
    """The thing pressed must be there and reachable; its effect must not have been there before it was pressed."""
    done = site.clicked(a.object)
    if done is None:
        return Seen(holds=False, unable="click_not_tried")
    if done.status in UNTOLD:
        return Seen(holds=False, unable=done.status)
    if done.status != "clicked":
        return Seen(holds=False, object_there=False, box=done.target, why=done.status, found=done.covered_by)
    if a.relation == "leads":
        return _leads(a, done, site)
    if done.after is None:
        return Seen(holds=False, box=done.target, why="click_leads_out", found=done.led_to[-1] if done.led_to else "")
    seen = _pictures(a, done, site) if a.relation == "pictures" else _words_after(a, done)
    outside = [url for url in done.led_to if not url.startswith(ORIGIN)]
    if outside and not seen.holds:
        # The browser was sent where nothing of ours leads (a file, another host) and did not go.
        return msgspec.structs.replace(seen, why="click_leads_out", found=outside[-1])
    return seen


def _words_after(a: Assertion, done: Clicked) -> Seen:
    if done.before is None or done.after is None:
        return Seen(holds=False, unable="click_not_tried")
    was, now = find(done.before, a.value), find(done.after, a.value)
    if a.relation == "hides":
        if was is None:
            return Seen(holds=False, box=done.target, why="click_nothing_to_hide")
        return Seen(holds=now is None, box=now.box if now else was.box)
    if was is not None:
        return Seen(holds=False, box=was.box, why="click_not_needed")
    return Seen(holds=now is not None, box=now.box if now else done.target)


def _pictures(a: Assertion, done: Clicked, site: Site) -> Seen:
    def drawn(facts: PageFacts | None) -> list[Picture]:
        found = facts.pictures if facts else ()
        return [p for p in found if p.state == "shown" and is_file(p, a.value, site)]

    was, now = drawn(done.before), drawn(done.after)
    if was:
        return Seen(holds=False, box=was[0].box, why="click_not_needed")
    return Seen(holds=bool(now), box=now[0].box if now else done.target)


def _leads(a: Assertion, done: Clicked, site: Site) -> Seen:
    """Where the browser was asked to go; a page of the delivery must be there as well."""
    wanted = place_of(a.value, site.root)
    led = [url for url in done.led_to if place_of(url, site.root) == wanted]
    last = done.led_to[-1] if done.led_to else ""
    if not led:
        return Seen(holds=False, box=_arrival(done), found=last.removeprefix(ORIGIN))
    if led[0].startswith(ORIGIN) and path_of(led[0]) in done.missing:
        return Seen(holds=False, part=True, why="click_leads_nowhere", found=a.value)
    return Seen(holds=True, box=_arrival(done))


def _arrival(done: Clicked) -> Box | None:
    """The top of the page a click arrived at, which is what tells one page from another."""
    return (0, 0, done.width, min(240, done.after.captured)) if done.after else None


def place_of(address: str, root: str) -> str:
    """Where an address leads, as compared: inside the site by its path from the site's own top, else whole."""
    plain = address.strip()
    if "://" in plain and not plain.startswith(ORIGIN):
        return target_of(plain)
    _, _, fragment = plain.partition("#")
    path = path_of(plain) if plain.startswith(ORIGIN) else path_of(f"{ORIGIN}/{plain.removeprefix('./').lstrip('/')}")
    if root and (path + "/").startswith(root + "/"):
        path = path[len(root) :].lstrip("/")
    for ending in ("index.html", "index.htm"):
        path = path[: -len(ending)] if path == ending or path.endswith("/" + ending) else path
    path = path.rstrip("/").removesuffix(".html")
    # A fragment alone speaks of whatever page it is on.
    return f"#{fragment}" if fragment else path


_LOOKS: dict[str, Callable[[Assertion, Site], Seen]] = {
    "section": _section,
    "text": _text,
    "no_text": _no_text,
    "retext": _retext,
    "title": _title,
    "colour": _colour,
    "background": _background,
    "size": _size,
    "font": _font,
    "link": _link,
    "logo": _logo,
    "picture": _picture,
    "count": _count,
    "order": _order,
    "field": _field,
    "click": _click,
}
