"""Name what differs between matched blocks, and value each pair.

The names follow DesignBench's words for failures (wrong position, colour, text, size, missing), with two of our own:
a text that is claimed and not seen, and what became of a picture. Things that merely follow from something inserted
above them are not called moved: a block is moved when it disagrees with its neighbours about how far things shifted.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import msgspec
from rapidfuzz import fuzz

from gongdao.checks.capture.facts import Picture, Span, Text
from gongdao.checks.compare.align import rising
from gongdao.checks.compare.blocks import Block, Page, clean
from gongdao.checks.compare.colours import distance
from gongdao.checks.compare.matching import Matching, Weights, hash_distance
from gongdao.checks.shape import Box

LABELS = (
    "missing",
    "extra",
    "moved",
    "wrong_text",
    "wrong_colour",
    "wrong_font",
    "wrong_size",
    "not_visible",
    "picture_changed",
    "picture_broken",
    "picture_missing",
    "wrong_link",
)
"""Every label a difference can carry."""

COLOUR_STEP = 6.0
"""ΔE above which two colours are different shades."""

HASH_STEP = 10
"""Differing bits (of 64) above which two drawn pictures are not the same one."""

MOVED_SHARE = 0.012
"""Of the page's width: how far a block may stand off before it is moved."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One label: where in each rendering, and what was there before and is now."""

    label: str
    kind: str
    box: Box | None = None
    reference_box: Box | None = None
    text: str = ""
    value: Any = None
    reference_value: Any = None
    pair: tuple[int, int] | None = None


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Differences of one page at one width, and for every block (weight, value 0 to 1, depends on doubtful)."""

    differences: tuple[Difference, ...]
    values: tuple[tuple[float, float, bool], ...]


def judge(
    reference: Page, delivery: Page, matching: Matching, weights: Weights, same_words: bool, doubtful: frozenset[str]
) -> Judged:
    """Label and value all blocks. `doubtful` are addresses refused on one side only."""
    found: list[Difference] = []
    values: list[tuple[float, float, bool]] = []
    moved = _moved(reference, delivery, matching, same_words)
    pairs = list(matching.blocks)
    hidden = _Hidden(delivery.hidden)
    matched_a, matched_b = {p[0] for p in matching.blocks}, {p[1] for p in matching.blocks}
    lost = _lost_pictures(delivery, matched_b)
    recoloured = _recoloured_boxes(reference, delivery, pairs)
    joined = _rejoined(reference, delivery, matching) if same_words else _Joined()
    for pair in pairs:
        a, b = reference.blocks[pair[0]], delivery.blocks[pair[1]]
        far = moved.get(pair, 0.0)
        if pair in joined.pairs:
            # Its other parts stand beside it on one of the sides: cut otherwise, not written otherwise.
            b = msgspec.structs.replace(b, text=a.text)
        named = _name(a, b, same_words, recoloured)
        if far:
            named.append(Difference(label="moved", kind=a.kind, value=list(b.box[:2]), reference_value=list(a.box[:2])))
        found += [_placed(d, a, b, pair) for d in named]
        value = _value(a, b, weights, far / reference.facts.width, same_words)
        values.append((a.weight + b.weight, value, _depends(a, doubtful) or _depends(b, doubtful)))
    for i, block in enumerate(reference.blocks):
        if i in joined.reference:
            values.append((block.weight, 1.0, False))
        elif i not in matched_a:
            values.append((block.weight, 0.0, _depends(block, doubtful)))
            found.append(_absent(block, hidden, lost))
    for j, block in enumerate(delivery.blocks):
        if j in joined.delivery:
            values.append((block.weight, 1.0, False))
        elif j not in matched_b:
            values.append((block.weight, 0.0, _depends(block, doubtful)))
            if block.picture is not None and block.picture.state != "shown" and block.picture not in lost:
                # It answers for a picture of the reference already.
                continue
            found.append(Difference(label="extra", kind=block.kind, box=block.box, text=_caption(block)))
    changes = _changes(reference, delivery, matching, *_boxes_of(reference, delivery, pairs))
    found = [d for d in found if not _stretched(d, [*changes[0], *changes[1]])]
    return Judged(differences=tuple(_without_echoes(found, reference, delivery)), values=tuple(values))


class _Joined(msgspec.Struct, frozen=True):
    """Texts that are cut into blocks otherwise on the two sides: pairs that are one, and the parts they take in."""

    pairs: frozenset[tuple[int, int]] = frozenset()
    reference: frozenset[int] = frozenset()
    delivery: frozenset[int] = frozenset()


def _rejoined(reference: Page, delivery: Page, matching: Matching) -> _Joined:
    """Find them: one side's block is exactly the other's block and its unmatched neighbours read together."""
    free_a = _free_texts(reference, {i for i, _ in matching.blocks})
    free_b = _free_texts(delivery, {j for _, j in matching.blocks})
    pairs, used_a, used_b = set(), set[int](), set[int]()
    for i, j in matching.blocks:
        a, b = reference.blocks[i], delivery.blocks[j]
        if a.kind != "text" or a.text == b.text:
            continue
        parts_a, parts_b = _parts_of(b, a, free_a, used_a), _parts_of(a, b, free_b, used_b)
        if parts_a or parts_b:
            pairs.add((i, j))
            used_a |= parts_a
            used_b |= parts_b
    return _Joined(frozenset(pairs), frozenset(used_a), frozenset(used_b))


def _free_texts(page: Page, matched: set[int]) -> dict[int, Block]:
    return {n: x for n, x in enumerate(page.blocks) if x.kind == "text" and n not in matched}


def _parts_of(whole: Block, part: Block, free: dict[int, Block], used: set[int]) -> set[int]:
    """The unmatched blocks that make up `whole` together with `part`, in reading order; empty if they do not."""
    wanted = "".join(whole.text.split())
    candidates = {n: x for n, x in free.items() if n not in used and "".join(x.text.split()) in wanted}
    if not candidates or "".join(part.text.split()) not in wanted or len(candidates) > 12:
        return set()
    read = sorted([part, *candidates.values()], key=lambda x: (x.box[1] // 6, x.box[0]))
    return set(candidates) if "".join("".join(x.text.split()) for x in read) == wanted else set()


def _depends(block: Block, doubtful: frozenset[str]) -> bool:
    return block.picture is not None and block.picture.source in doubtful


def _caption(block: Block) -> str:
    if block.text:
        return block.text[:300]
    return block.picture.source if block.picture else block.role


def _placed(d: Difference, a: Block, b: Block, pair: tuple[int, int]) -> Difference:
    return msgspec.structs.replace(
        d,
        box=d.box or b.box,
        reference_box=d.reference_box or a.box,
        text=d.text or _caption(a) or _caption(b),
        pair=pair,
    )


# -- names -------------------------------------------------------------------------------------------------------


def _name(a: Block, b: Block, same_words: bool, recoloured: list[tuple[Box, Any, Any]]) -> list[Difference]:
    if a.kind == "text":
        return _name_text(a, b, same_words, recoloured)
    if a.kind in ("picture", "icon"):
        return _name_picture(a, b, same_words)
    named = []
    if a.kind == "box":
        named += _name_box(a, b)
    elif a.role != b.role:
        named.append(Difference(label="wrong_text", kind=a.kind, value=b.role, reference_value=a.role))
    if a.kind == "control" and (size := _size(a, b)):
        named.append(size)
    return named


def _name_text(a: Block, b: Block, same_words: bool, recoloured: list[tuple[Box, Any, Any]]) -> list[Difference]:
    named = []
    if b.seen * 4 < a.seen and a.text == b.text and a.size <= b.size * 1.5:
        named.append(Difference(label="not_visible", kind="text", value=b.seen, reference_value=a.seen))
    if same_words and a.text != b.text:
        named.append(Difference(label="wrong_text", kind="text", value=b.text, reference_value=a.text))
    if same_words and a.link != b.link and a.link and b.link and a.text == b.text:
        named.append(Difference(label="wrong_link", kind="text", value=b.link, reference_value=a.link))
    colour = _colour_of_text(a, b, recoloured)
    if colour:
        named.append(colour)
    font = _font(a.size, b.size, a.bold, b.bold, a.family, b.family, a.italic, b.italic)
    if font:
        named.append(Difference(label="wrong_font", kind="text", value=font[1], reference_value=font[0]))
    if not named:
        named += _spans(a, b)
    return named


def _colour_of_text(a: Block, b: Block, recoloured: list[tuple[Box, Any, Any]]) -> Difference | None:
    if distance(a.colour, b.colour) > COLOUR_STEP:
        return Difference(label="wrong_colour", kind="text", value=list(b.colour), reference_value=list(a.colour))
    if a.over_picture or b.over_picture or a.background is None or b.background is None:
        return None
    if distance(a.background, b.background) <= COLOUR_STEP:
        return None
    if any(_inside(a.box, box) for box, _, _ in recoloured):
        # The box behind it carries the label.
        return None
    return Difference(
        label="wrong_colour",
        kind="ground",
        value=list(b.background),
        reference_value=list(a.background),
    )


def _font(
    size_a: int, size_b: int, bold_a: int, bold_b: int, family_a: str, family_b: str, italic_a: bool, italic_b: bool
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    if abs(size_a - size_b) > 0.05 * max(size_a, size_b):
        before["size"], after["size"] = size_a / 100, size_b / 100
    if abs(bold_a - bold_b) >= 200:
        before["weight"], after["weight"] = bold_a, bold_b
    if family_a != family_b:
        before["family"], after["family"] = family_a, family_b
    if italic_a != italic_b:
        before["italic"], after["italic"] = italic_a, italic_b
    return (before, after) if before else None


def _spans(a: Block, b: Block) -> list[Difference]:
    """Words inside a text that changed their style: told letter by letter, where both sides have the same letters."""
    if not (a.spans or b.spans) or a.text != b.text:
        return []
    before, after = _letters(a), _letters(b)
    if len(before) != len(after):
        return []
    named: list[Difference] = []
    start = 0
    for n in range(1, len(before) + 1):
        same_run = n < len(before) and before[n][1] is before[start][1] and after[n][1] is after[start][1]
        if same_run:
            continue
        words = "".join(letter for letter, _ in before[start:n])
        named += _restyled(words, before[start][1], after[start][1], a, b)
        start = n
    return named


def _letters(block: Block) -> list[tuple[str, Span]]:
    whole = Span(block.text, block.box, block.colour, block.size, block.bold, block.family, block.italic)
    return [(letter, span) for span in block.spans or (whole,) for letter in clean(span.text) if letter != " "]


def _restyled(words: str, x: Span, y: Span, a: Block, b: Block) -> list[Difference]:
    # The span that is the finer one says where; the other may be the whole block.
    box = y.box if b.spans else b.box
    reference_box = x.box if a.spans else a.box
    named: list[tuple[str, Any, Any]] = []
    if distance(x.colour, y.colour) > COLOUR_STEP:
        named.append(("wrong_colour", list(y.colour), list(x.colour)))
    font = _font(x.size, y.size, x.weight, y.weight, x.family, y.family, x.italic, y.italic)
    if font:
        named.append(("wrong_font", font[1], font[0]))
    return [
        Difference(
            label=label, kind="text", box=box, reference_box=reference_box, text=words, value=now, reference_value=then
        )
        for label, now, then in named
    ]


def _name_picture(a: Block, b: Block, same_words: bool) -> list[Difference]:
    before, after = a.picture, b.picture
    assert before is not None
    assert after is not None
    named = []
    if before.state == "shown" and after.state in ("missing", "refused"):
        named.append(
            Difference(label="picture_missing", kind=a.kind, value=after.source, reference_value=before.source)
        )
    elif before.state == "shown" and after.state == "broken":
        named.append(Difference(label="picture_broken", kind=a.kind, value=after.source, reference_value=before.source))
    elif same_words and _other_picture(a, b):
        named.append(
            Difference(label="picture_changed", kind=a.kind, value=after.source, reference_value=before.source)
        )
    if size := _size(a, b):
        named.append(size)
    return named


def _other_picture(a: Block, b: Block) -> bool:
    before, after = a.picture, b.picture
    assert before is not None
    assert after is not None
    if a.kind == "icon" and b.kind == "icon":
        return before.source != after.source
    if a.kind != b.kind:
        return True
    reshaped = _size(a, b) is not None
    if before.source == after.source and before.natural == after.natural and reshaped:
        # Another crop of the same file: the size label says it.
        return hash_distance(a, b) > 2 * HASH_STEP + 4
    if hash_distance(a, b) > HASH_STEP:
        return True
    return distance(before.mean, after.mean) > 2 * COLOUR_STEP


def _name_box(a: Block, b: Block) -> list[Difference]:
    named = []
    if a.background is not None and b.background is not None and distance(a.background, b.background) > COLOUR_STEP:
        named.append(
            Difference(label="wrong_colour", kind="box", value=list(b.background), reference_value=list(a.background))
        )
    elif a.border is not None and b.border is not None and distance(a.border, b.border) > COLOUR_STEP:
        named.append(
            Difference(label="wrong_colour", kind="border", value=list(b.border), reference_value=list(a.border))
        )
    return named


def _size(a: Block, b: Block) -> Difference | None:
    for x, y in ((a.box[2], b.box[2]), (a.box[3], b.box[3])):
        if abs(x - y) > max(4, 0.05 * max(x, y)):
            return Difference(label="wrong_size", kind=a.kind, value=list(b.box[2:]), reference_value=list(a.box[2:]))
    return None


def _recoloured_boxes(reference: Page, delivery: Page, pairs: list[tuple[int, int]]) -> list[tuple[Box, Any, Any]]:
    found = []
    for i, j in pairs:
        a, b = reference.blocks[i], delivery.blocks[j]
        if a.kind != "box" or a.background is None or b.background is None:
            continue
        if distance(a.background, b.background) > COLOUR_STEP:
            found.append((a.box, a.background, b.background))
    return found


def _inside(inner: Box, outer: Box) -> bool:
    cx, cy = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= cx <= outer[0] + outer[2] and outer[1] <= cy <= outer[1] + outer[3]


# -- missing, hidden ---------------------------------------------------------------------------------------------


class _Hidden:
    """Texts the delivery claims and does not show, each answering for one missing text."""

    def __init__(self, texts: tuple[Text, ...]) -> None:
        self.left = [(clean(t.text), t) for t in texts]

    def take(self, wanted: str) -> Text | None:
        for n, (words, text) in enumerate(self.left):
            if words == wanted or fuzz.ratio(words, wanted) >= 92:
                del self.left[n]
                return text
        return None


def _lost_pictures(delivery: Page, matched: set[int]) -> list[Picture]:
    """Pictures the delivery names and cannot draw: a browser folds them to nothing, or to their alternative text."""
    found = {delivery.blocks[j].picture for j in matched}
    return [p for p in delivery.facts.pictures if p.state != "shown" and p not in found]


def _absent(block: Block, hidden: _Hidden, lost: list[Picture]) -> Difference:
    claimed = hidden.take(block.text) if block.kind == "text" else None
    if claimed is not None:
        return Difference(
            label="not_visible", kind="text", box=claimed.box, reference_box=block.box, text=block.text[:300]
        )
    gone = Difference(label="missing", kind=block.kind, reference_box=block.box, text=_caption(block))
    if block.kind != "picture" or not lost or block.picture is None:
        return gone
    mine = block.picture
    best = min(lost, key=lambda p: (p.alt != mine.alt, p.source != mine.source, abs(p.box[1] - mine.box[1])))
    lost.remove(best)
    label = "picture_broken" if best.state == "broken" else "picture_missing"
    return msgspec.structs.replace(gone, label=label, box=best.box, value=best.source, reference_value=mine.source)


def _without_echoes(found: list[Difference], reference: Page, delivery: Page) -> list[Difference]:
    """Drop boxes that are missing or extra, where something in them says it already, or they are mere wrappers."""
    told_a = [d.reference_box for d in found if d.kind != "box" and d.label in ("missing", "not_visible")]
    told_b = [d.box for d in found if d.kind != "box" and d.label == "extra"]
    redrawn = [d.box for d in found if d.label in ("picture_changed", "picture_broken", "picture_missing")]
    kept = []
    for d in found:
        recoloured = d.label == "wrong_colour" and d.kind in ("box", "ground") and d.box is not None
        if recoloured and any(x and d.box and _inside(d.box, x) for x in redrawn):
            # What is laid over a picture shows another colour because the picture is another one.
            continue
        box = d.reference_box if d.label == "missing" else d.box
        if d.kind != "box" or d.label not in ("missing", "extra") or box is None:
            kept.append(d)
            continue
        told, other = (told_a, delivery) if d.label == "missing" else (told_b, reference)
        if not any(t and _inside(t, box) for t in told) and not _wraps(box, other):
            kept.append(d)
    return kept


def _stretched(d: Difference, changes: list[_Change]) -> bool:
    """Whether a picture is taller or shorter only because what lies on or beside it came, went or grew."""
    if d.label != "wrong_size" or d.kind != "picture" or d.box is None or d.reference_box is None:
        return False
    if abs(d.box[2] - d.reference_box[2]) > 4:
        return False
    taller = d.box[3] - d.reference_box[3]
    for change in changes:
        mine = d.box if change.came else d.reference_box
        level = mine[1] <= change.box[1] + change.box[3] / 2 <= mine[1] + mine[3]
        other = change.box not in (d.box, d.reference_box)
        if level and other and (taller > 0) == change.came and abs(taller) <= change.room + 4:
            return True
    return False


def _wraps(box: Box, other: Page) -> bool:
    """Whether the other page has a painted box with nearly these edges: markup differs, the look does not."""
    return any(
        b.kind == "box" and abs(b.box[0] - box[0]) <= 4 and abs(b.box[2] - box[2]) <= 8 and abs(b.box[3] - box[3]) <= 8
        for b in other.blocks
    )


# -- moved -------------------------------------------------------------------------------------------------------


def _boxes_of(reference: Page, delivery: Page, pairs: list[tuple[int, int]]) -> tuple[list[Box], list[Box]]:
    """The boxes, on either side, of the pairs whose place is judged: neither painted boxes nor backgrounds."""
    placed = [(reference.blocks[i], delivery.blocks[j]) for i, j in pairs]
    placed = [(x, y) for x, y in placed if x.kind != "box" and x.role != "background"]
    return [x.box for x, _ in placed], [y.box for _, y in placed]


def _moved(reference: Page, delivery: Page, matching: Matching, same_words: bool) -> dict[tuple[int, int], float]:
    """Pairs that stand elsewhere, with how far off (pixels) they are from where their neighbours would have them."""
    wide = reference.facts.width
    tolerance = max(6.0, (MOVED_SHARE if same_words else 2.5 * MOVED_SHARE) * wide)
    pairs = [p for p in matching.blocks if reference.blocks[p[0]].kind != "box"]
    pairs = [p for p in pairs if reference.blocks[p[0]].role != "background"]
    pairs.sort(key=lambda p: (reference.blocks[p[0]].box[1], reference.blocks[p[0]].box[0]))
    if not pairs:
        return {}
    a, b = _boxes_of(reference, delivery, pairs)
    order = _in_reading_order(a, b, tolerance)
    grown_by = delivery.facts.height - reference.facts.height
    placed, grown = _changes(reference, delivery, matching, a, b)
    shifts = {n: _shifts(n, a, b, order, grown_by) for n in range(len(pairs))}
    far: dict[int, float] = {}
    pushed: set[int] = set()
    for n, pair in enumerate(pairs):
        across = _across(a[n], b[n], wide, delivery.facts.width)
        down = min(_off(a[n], b[n], shift) for shift in shifts[n])
        if reference.blocks[pair[0]].fixed and delivery.blocks[pair[1]].fixed:
            down = min(down, abs(b[n][1] - a[n][1]))
        along = down <= tolerance < across and _in_changed_row(n, a, b, placed)
        gave_way = across <= tolerance < down and any(
            _gave_way(a[n], b[n], shift, [*placed, *grown], tolerance) for shift in shifts[n]
        )
        if along or gave_way:
            pushed.add(n)
        elif max(across, down) > tolerance:
            far[n] = max(across, down)
    for n in _moved_up_a_place(set(far), pushed, a, b, placed, shifts, tolerance):
        del far[n]
    if same_words:
        stayed = [n for n in order if n not in far]
        strayed = [_Change(a[n], _room(a[n], [], 0), False) for n in far]
        strayed += [_Change(b[n], _room(b[n], [], 0), True) for n in far]
        for n in _breaks(a, b, stayed, [*placed, *grown, *strayed], tolerance):
            far[n] = tolerance
    return {pairs[n]: off for n, off in far.items()}


def _in_reading_order(a: list[Box], b: list[Box], tolerance: float) -> list[int]:
    """Indices of the pairs that kept their order from top to bottom; a row's small unevenness is no order."""
    heights = [int(box[1] // max(1.0, tolerance)) for box in b]
    kept = rising([h * 10_000 + n for n, h in enumerate(heights)])
    return sorted(kept)


def _across(a: Box, b: Box, wide_a: int, wide_b: int) -> float:
    scale = wide_a / wide_b
    ends = ((a[0], b[0]), (a[0] + a[2] / 2, b[0] + b[2] / 2), (a[0] + a[2], b[0] + b[2]))
    return min(abs(x - y * scale) for x, y in ends)


def _off(a: Box, b: Box, shift: float) -> float:
    return min(
        abs(b[1] - a[1] - shift), abs(b[1] + b[3] - a[1] - a[3] - shift), abs(b[1] + b[3] / 2 - a[1] - a[3] / 2 - shift)
    )


def _shifts(n: int, a: list[Box], b: list[Box], order: list[int], grown: int) -> list[float]:
    """How far the neighbours above, and those below, went down: the shifts that would explain this one's."""
    at = bisect_left(order, n)
    own = 1 if at < len(order) and order[at] == n else 0
    above = [b[k][1] - a[k][1] for k in _close(n, order[max(0, at - 12) : at][::-1], a)]
    below = [b[k][1] - a[k][1] for k in _close(n, order[at + own : at + own + 12], a)]
    row = [b[k][1] - a[k][1] for k in order if k != n and abs(a[k][1] - a[n][1]) <= 10]
    # The top and the end of the page are neighbours too.
    shifts = [median(above) if above else 0.0, median(below) if below else float(grown)]
    return [*shifts, median(row)] if row else shifts


class _Change(NamedTuple):
    """Something put in (`came`, its box in the delivery) or taken out (its box in the reference), and the room, in
    pixels of height, that it takes there between those of its column that stayed. A block that grew or shrank counts
    as one, with the difference as its room."""

    box: Box
    room: float
    came: bool


def _changes(
    reference: Page, delivery: Page, matching: Matching, a: list[Box], b: list[Box]
) -> tuple[list[_Change], list[_Change]]:
    """(what came and went, what grew and shrank) between two pages; `a` and `b` are the boxes of the matched pairs."""
    kept_a, kept_b = {i for i, _ in matching.blocks}, {j for _, j in matching.blocks}
    gone = [x.box for i, x in enumerate(reference.blocks) if i not in kept_a and x.kind != "box"]
    come = [x.box for j, x in enumerate(delivery.blocks) if j not in kept_b and x.kind != "box"]
    placed = [_Change(box, _room(box, a, reference.facts.height), False) for box in gone]
    placed += [_Change(box, _room(box, b, delivery.facts.height), True) for box in come]
    grown = [
        _Change(new if new[3] > old[3] else old, abs(new[3] - old[3]), new[3] > old[3])
        for old, new in zip(a, b, strict=True)
        if abs(new[3] - old[3]) > 2
    ]
    return placed, grown


def _room(box: Box, stayed: list[Box], height: int) -> float:
    """The height between the nearest blocks that stayed above and below `box` in its column."""
    column = [s for s in stayed if s[0] < box[0] + box[2] and box[0] < s[0] + s[2]]
    middle = box[1] + box[3] / 2
    above = max((s[1] + s[3] for s in column if s[1] + s[3] <= middle), default=0)
    below = min((s[1] for s in column if s[1] >= middle), default=height)
    return float(max(box[3], below - above))


def _gave_way(a: Box, b: Box, shift: float, changes: list[_Change], tolerance: float) -> bool:
    """Whether a block stands off its neighbours' `shift` only because something beside it came, went or grew.

    It closed up on what went, or made room for what came, by no more than the room that this has. How far depends on
    how the group is laid out (all of it in a flow, half of it where it is centred), so any share of it will do.
    """
    off = b[1] - a[1] - shift
    for change in changes:
        mine = b if change.came else a
        if mine == change.box or not _beside(mine, change.box):
            continue
        under = mine[1] + mine[3] / 2 >= change.box[1] + change.box[3] / 2
        if (off > 0) == (under == change.came) and abs(off) <= change.room + tolerance:
            return True
    return False


def _moved_up_a_place(
    candidates: set[int],
    pushed: set[int],
    a: list[Box],
    b: list[Box],
    changes: list[_Change],
    shifts: dict[int, list[float]],
    step: float,
) -> set[int]:
    """Those of the candidates that only took the next place in a row or grid because one of it came or went.

    The second card stands where the first stood, the third where the second stood, and so on to a place whose holder
    is gone; or, read the other way round, to one that came. Two that changed places end nowhere and stay moved.
    `pushed` are those already known to have made room; what lies on one that is explained goes with it.
    """

    def at(n: int, old: Box, new: Box) -> bool:
        level = any(abs(new[1] - old[1] - shift) <= step for shift in (0.0, *shifts[n]))
        return level and _across(old, new, 1, 1) <= step

    gone = [c.box for c in changes if not c.came]
    come = [c.box for c in changes if c.came]
    explained = set(pushed)
    while True:
        left, taken = [*gone, *(a[k] for k in explained)], [*come, *(b[k] for k in explained)]
        more = {
            n
            for n in candidates - explained
            if any(at(n, old, b[n]) for old in left)
            or any(at(n, a[n], new) for new in taken)
            or any(_inside(a[n], a[k]) and _inside(b[n], b[k]) for k in explained)
        }
        if not more:
            return explained - pushed
        explained |= more


def _in_changed_row(n: int, a: list[Box], b: list[Box], changes: list[_Change]) -> bool:
    """Whether something in the block's row came, went or changed its width, which pushes the rest of the row along."""

    def level(one: Box, other: Box) -> bool:
        return abs(one[1] + one[3] / 2 - other[1] - other[3] / 2) <= 12

    if any(level(b[n] if c.came else a[n], c.box) for c in changes):
        return True
    return any(k != n and level(a[n], a[k]) and abs(a[k][2] - b[k][2]) > 4 for k in range(len(a)))


def _beside(a: Box, b: Box) -> bool:
    across = a[0] < b[0] + b[2] and b[0] < a[0] + a[2]
    return across and a[1] - 400 < b[1] + b[3] and b[1] < a[1] + a[3] + 400


def _close(n: int, candidates: list[int], a: list[Box]) -> list[int]:
    """Up to four candidates standing over or under the block; any four if none does."""
    left, right = a[n][0], a[n][0] + a[n][2]
    column = [k for k in candidates if a[k][0] < right and a[k][0] + a[k][2] > left]
    return (column or candidates)[:4]


def _breaks(a: list[Box], b: list[Box], order: list[int], changes: list[_Change], tolerance: float) -> list[int]:
    """Blocks before which the empty height changed, with nothing put in, taken out or grown to explain it.

    Where one of the two neighbours gave way to a change beside it, the gap between them follows from that.
    """
    found = []
    for before, n in pairwise(order):
        shift, other = b[before][1] - a[before][1], b[n][1] - a[n][1]
        if abs(other - shift) <= tolerance or _lies_between(a[before], a[n], b[before], b[n], changes):
            continue
        if _gave_way(a[n], b[n], shift, changes, tolerance) or _gave_way(
            a[before], b[before], other, changes, tolerance
        ):
            continue
        found.append(n)
    return found


def _lies_between(upper_a: Box, lower_a: Box, upper_b: Box, lower_b: Box, changes: list[_Change]) -> bool:
    for change in changes:
        upper, lower = (upper_b, lower_b) if change.came else (upper_a, lower_a)
        if min(upper[1], lower[1]) - 2 <= change.box[1] <= lower[1] + 2:
            return True
    return False


# -- values ------------------------------------------------------------------------------------------------------


def _value(a: Block, b: Block, weights: Weights, far: float, same_words: bool) -> float:
    place = max(0.0, 1.0 - 3.0 * far)
    if a.kind == "text":
        return _value_text(a, b, weights, place, same_words)
    ratio = min(a.box[2], b.box[2]) / max(a.box[2], b.box[2], 1) * min(a.box[3], b.box[3]) / max(a.box[3], b.box[3], 1)
    if a.kind in ("picture", "icon"):
        return _value_picture(a, b, place, ratio, same_words)
    if a.kind == "box":
        plain = (255, 255, 255)
        apart = distance(a.background or a.border or plain, b.background or b.border or plain)
        return 0.3 * ratio + 0.7 * max(0.0, 1 - apart / 60)
    return 0.4 * place + 0.3 * ratio + 0.3 * (a.role == b.role)


def _value_text(a: Block, b: Block, weights: Weights, place: float, same_words: bool) -> float:
    if b.seen * 4 < a.seen and a.text == b.text:
        return 0.0
    words = fuzz.ratio(a.text, b.text) / 100
    if not same_words:
        words = min(len(a.text), len(b.text)) / max(len(a.text), len(b.text), 1)
    return weights.text * words + weights.place * place + weights.style * style_value(a, b)


def style_value(a: Block, b: Block) -> float:
    """0 to 1: size .4, weight .1, family and slant .1, colour .2, ground .2. A ground over a picture is not judged."""
    size = min(a.size, b.size) / max(a.size, b.size, 1)
    bold = 1 - min(abs(a.bold - b.bold) / 500, 1)
    face = 0.5 * (a.family == b.family) + 0.5 * (a.italic == b.italic)
    colour = 1 - min(distance(a.colour, b.colour) / 60, 1)
    ground = 1.0
    if not (a.over_picture or b.over_picture) and a.background and b.background:
        ground = 1 - min(distance(a.background, b.background) / 60, 1)
    return 0.4 * size + 0.1 * bold + 0.1 * face + 0.2 * colour + 0.2 * ground


def _value_picture(a: Block, b: Block, place: float, ratio: float, same_words: bool) -> float:
    before, after = a.picture, b.picture
    assert before is not None
    assert after is not None
    if before.state == "shown" and after.state in ("missing", "broken"):
        return 0.2 * place
    alike = 1.0
    if same_words:
        alike = 1.0 - min(hash_distance(a, b), 32) / 32 if _other_picture(a, b) else 1.0
        return 0.3 * place + 0.2 * math.sqrt(ratio) + 0.5 * alike
    return 0.6 * place + 0.4 * math.sqrt(ratio)
