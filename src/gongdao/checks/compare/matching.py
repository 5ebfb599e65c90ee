"""Find for every block of the reference its counterpart in the delivery.

Sections are aligned first, in order, then those that changed place; this says where on the delivered page each
block is to be expected. Blocks are then assigned one to one on text, place and style, page-wide, so that a block
that left its section is found again. A second round corrects the expected places from the first one's sure pairs.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from gongdao.checks.compare.align import in_order, one_to_one, rising
from gongdao.checks.compare.blocks import Block, Page, section_likeness
from gongdao.checks.compare.colours import lab
from gongdao.checks.compare.pixels import Pixels

Matrix = npt.NDArray[np.float64]


class Weights(msgspec.Struct, frozen=True):
    """How much text, place and style count; below `floor` two blocks are not the same one. Set by hand, see docs."""

    text: float
    place: float
    style: float
    floor: float
    section: tuple[float, float, float, float, float]
    section_floor: float = 0.42


SAME = Weights(0.55, 0.20, 0.25, 0.45, (0.4, 0.2, 0.1, 0.2, 0.1))
OWN = Weights(0.08, 0.52, 0.40, 0.45, (0.05, 0.4, 0.15, 0.25, 0.15))


class Matching(msgspec.Struct, frozen=True):
    """Pairs of section and block indices (reference, delivery); `kept` are the section pairs in the old order."""

    sections: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int, int], ...]
    blocks: tuple[tuple[int, int], ...]


def match(reference: Page, delivery: Page, thumbs: tuple[Pixels, Pixels], weights: Weights) -> Matching:
    """Pair sections and blocks of two pages at one width."""
    likeness = section_likeness(reference, delivery, thumbs[0], thumbs[1], weights.section)
    kept = in_order(likeness, weights.section_floor) if likeness.size else []
    sections = kept + _moved_sections(likeness, kept)
    expected = _expected(reference, delivery, sections)
    pairs: list[tuple[int, int]] = []
    for again in (False, True):
        if again:
            expected = _corrected(reference, delivery, expected, pairs)
        pairs = []
        for kinds in (("text",), ("picture", "icon"), ("control",)):
            pairs += _assign(reference, delivery, expected, weights, kinds)
        pairs += _assign_boxes(reference, delivery, expected, pairs)
    return Matching(tuple(sections), tuple(kept), tuple(sorted(pairs)))


def _moved_sections(likeness: Matrix, kept: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rows = [i for i in range(likeness.shape[0]) if i not in {p[0] for p in kept}]
    columns = [j for j in range(likeness.shape[1]) if j not in {p[1] for p in kept}]
    if not rows or not columns:
        return []
    return [(rows[i], columns[j]) for i, j in one_to_one(likeness[np.ix_(rows, columns)], 0.6)]


def _middle(block: Block) -> tuple[float, float]:
    x, y, w, h = block.box
    return x + w / 2, y + h / 2


def _expected(reference: Page, delivery: Page, sections: list[tuple[int, int]]) -> Matrix:
    """The height (of its middle) at which each block of the reference is expected in the delivery."""
    partner = dict(sections)
    knots = sorted((reference.sections[i].top, delivery.sections[j].top) for i, j in sections)
    at = [k[0] for k in knots] or [0]
    shift = [k[1] - k[0] for k in knots] or [0]
    result = np.zeros(len(reference.blocks))
    for number, section in enumerate(reference.sections):
        for member in section.members:
            y = _middle(reference.blocks[member])[1]
            if number in partner:
                other = delivery.sections[partner[number]]
                stretch = min(1.6, max(0.6, other.height / section.height))
                result[member] = other.top + (y - section.top) * stretch
            else:
                result[member] = y + float(np.interp(y, at, shift))
    return result


def _corrected(reference: Page, delivery: Page, expected: Matrix, pairs: list[tuple[int, int]]) -> Matrix:
    """Expected heights moved by how far the nearest surely matched blocks stood from theirs."""
    sure = [
        (i, j)
        for i, j in pairs
        if reference.blocks[i].kind in ("text", "picture") and _alike(reference.blocks[i], delivery.blocks[j])
    ]
    if len(sure) < 4:
        return expected
    sure.sort(key=lambda p: (reference.blocks[p[0]].box[1], p[0]))
    order = rising([delivery.blocks[j].box[1] * 100 + n % 100 for n, (_, j) in enumerate(sure)])
    sure = [p for n, p in enumerate(sure) if n in order]
    at = np.array([_middle(reference.blocks[i])[1] for i, _ in sure])
    off = np.array([_middle(delivery.blocks[j])[1] for _, j in sure]) - at
    result = expected.copy()
    for i, block in enumerate(reference.blocks):
        y = _middle(block)[1]
        nearest = np.argsort(np.abs(at - y))[:5]
        if abs(at[nearest[0]] - y) < 400:
            result[i] = y + float(np.median(off[nearest]))
    return result


def _alike(a: Block, b: Block) -> bool:
    if a.kind == "text":
        return a.text == b.text or (abs(a.size - b.size) <= 100 and a.bold == b.bold and a.role == b.role)
    return a.picture is not None and b.picture is not None and hash_distance(a, b) <= 8


def hash_distance(a: Block, b: Block) -> int:
    """Differing bits (0 to 64) of two pictures' hashes, or fewer where their sketches are nearly the same.

    A third of the pictures' own spread between the sketches counts as 10 bits. Flat crops are compared by colour.
    """
    if a.picture is None or b.picture is None:
        return 64
    if a.picture.spread < 4 and b.picture.spread < 4:
        apart = max(abs(x - y) for x, y in zip(a.picture.mean, b.picture.mean, strict=True))
        return 0 if apart < 24 else 64
    bits = (a.picture.hash ^ b.picture.hash).bit_count()
    if bits == 0 or len(a.picture.sketch) != 256 or len(b.picture.sketch) != 256:
        return bits
    x, y = np.frombuffer(a.picture.sketch, np.uint8), np.frombuffer(b.picture.sketch, np.uint8)
    off = float(np.abs(x.astype(np.int16) - y.astype(np.int16)).mean())
    return min(bits, round(30 * off / max(a.picture.spread, b.picture.spread, 8)))


def _assign(
    reference: Page, delivery: Page, expected: Matrix, weights: Weights, kinds: tuple[str, ...]
) -> list[tuple[int, int]]:
    rows = [i for i, b in enumerate(reference.blocks) if b.kind in kinds]
    columns = [j for j, b in enumerate(delivery.blocks) if b.kind in kinds]
    if not rows or not columns:
        return []
    a, b = [reference.blocks[i] for i in rows], [delivery.blocks[j] for j in columns]
    near, size = places(a, b, expected[rows], reference.facts.width, delivery.facts.width)
    if kinds == ("text",):
        words = np.asarray(cdist([x.text for x in a], [y.text for y in b], scorer=fuzz.ratio), np.float64) / 100
        if weights.text < 0.2:
            words = _length_likeness(a, b)
        look = styles(a, b)
        value = weights.text * words + weights.place * (0.7 * near + 0.3 * size) + weights.style * look
        if weights.text >= 0.2:
            # Unlike words are one text retyped only where they stand in its very place; there, in the same style,
            # they are, were it in another script with no letter in common.
            value = np.where((words < 0.5) & (near < 0.9), 0.0, value)
            value = np.where((near >= 0.9) & (look >= 0.9), np.maximum(value, weights.floor + 0.1 * near), value)
            found = _sure_first(words, value, weights.floor)
            return [(rows[i], columns[j]) for i, j in found]
    elif kinds == ("picture", "icon"):
        same = _picture_likeness(a, b)
        value = 0.5 * near + 0.25 * size + 0.25 * same
        value = np.maximum(value, np.where(same > 0.99, 0.45 + 0.2 * size + 0.25 * near, 0.0))
        value *= np.array([[1.0 if x.kind == y.kind else 0.6 for y in b] for x in a])
        if weights.text >= 0.2:
            sure = _not_replaced(_very_same(a, b), near)
            return [(rows[i], columns[j]) for i, j in _sure_first(sure, value, weights.floor)]
    else:
        role = np.array([[x.role == y.role for y in b] for x in a])
        value = 0.55 * near + 0.25 * size + 0.2 * role
    return [(rows[i], columns[j]) for i, j in one_to_one(value, weights.floor)]


def _assign_boxes(
    reference: Page, delivery: Page, expected: Matrix, inside: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Painted boxes by place, size and paint; one that holds what is matched goes where that went."""
    rows = [i for i, b in enumerate(reference.blocks) if b.kind == "box"]
    columns = [j for j, b in enumerate(delivery.blocks) if b.kind == "box"]
    if not rows or not columns:
        return []
    a, b = [reference.blocks[i] for i in rows], [delivery.blocks[j] for j in columns]
    near, size = places(a, b, expected[rows], reference.facts.width, delivery.facts.width)
    held = _held(a, b, [reference.blocks[i] for i, _ in inside], [delivery.blocks[j] for _, j in inside])
    near = np.where(held < 0, near, held)
    # The ground of the whole page is one thing, however long the page has become.
    whole = np.array([_is_ground(x, reference) for x in a])[:, None] & np.array([_is_ground(y, delivery) for y in b])
    value = np.where(whole, 0.8, 0.4 * near + 0.4 * size) + 0.2 * _paint_likeness(a, b)
    return [(rows[i], columns[j]) for i, j in one_to_one(value, 0.62)]


def _held(a: list[Block], b: list[Block], left: list[Block], right: list[Block]) -> Matrix:
    """How much of what two boxes hold is the same, 0 to 1 (of all that either holds); −1 where neither holds a pair."""

    def holds(boxes: list[Block], things: list[Block]) -> Matrix:
        box, thing = np.array([x.box for x in boxes], float), np.array([_middle(x) for x in things]).reshape(-1, 2)
        across = (thing[None, :, 0] >= box[:, None, 0]) & (thing[None, :, 0] <= box[:, None, 0] + box[:, None, 2])
        down = (thing[None, :, 1] >= box[:, None, 1]) & (thing[None, :, 1] <= box[:, None, 1] + box[:, None, 3])
        return np.asarray(across & down, float)

    x, y = holds(a, left), holds(b, right)
    both = x @ y.T
    either = x.sum(axis=1)[:, None] + y.sum(axis=1)[None] - both
    return np.where(either > 0, both / np.maximum(either, 1), -1.0)


def _is_ground(block: Block, page: Page) -> bool:
    return block.box[2] >= 0.98 * page.facts.width and block.box[3] >= 0.98 * page.facts.captured


def _sure_first(words: Matrix, value: Matrix, floor: float) -> list[tuple[int, int]]:
    """Pairs with the same words, or the same picture, first; then with nearly the same words; then what is left.

    In one go two doubtful pairs would outweigh one sure pair that they break up.
    """
    pairs: list[tuple[int, int]] = []
    for least in (1.0, 0.85, 0.0):
        rows = [i for i in range(words.shape[0]) if i not in {p[0] for p in pairs}]
        columns = [j for j in range(words.shape[1]) if j not in {p[1] for p in pairs}]
        if not rows or not columns:
            break
        left = np.ix_(rows, columns)
        found = one_to_one(np.where(words[left] >= least, value[left], 0.0), floor)
        pairs += [(rows[i], columns[j]) for i, j in found]
    return pairs


def places(a: list[Block], b: list[Block], expected: Matrix, wide_a: int, wide_b: int) -> tuple[Matrix, Matrix]:
    """How near each block stands to where it is expected, and how alike in size: two matrices, 0 to 1."""
    box_a, box_b = np.array([x.box for x in a], float), np.array([x.box for x in b], float)
    lefts = np.abs(box_a[:, None, 0] / wide_a - box_b[None, :, 0] / wide_b)
    rights = np.abs((box_a[:, 0] + box_a[:, 2])[:, None] / wide_a - (box_b[:, 0] + box_b[:, 2])[None] / wide_b)
    middles = np.abs((box_a[:, 0] + box_a[:, 2] / 2)[:, None] / wide_a - (box_b[:, 0] + box_b[:, 2] / 2)[None] / wide_b)
    across = np.minimum(np.minimum(lefts, rights), middles)
    down = np.abs(expected[:, None] - (box_b[:, 1] + box_b[:, 3] / 2)[None]) / 900.0
    near = np.clip(1 - 3 * across, 0, 1) * np.clip(1 - 2 * down, 0, 1)
    ratio = np.minimum(box_a[:, None, 2:], box_b[None, :, 2:]) / np.maximum(box_a[:, None, 2:], box_b[None, :, 2:])
    return near, np.sqrt(np.clip(ratio[..., 0] * ratio[..., 1], 0, 1))


def styles(a: list[Block], b: list[Block]) -> Matrix:
    """How alike the styles of texts are: size .4, weight .15, colour .25, ground .2."""
    size_a, size_b = np.array([x.size for x in a], float), np.array([x.size for x in b], float)
    sizes = np.minimum(size_a[:, None], size_b) / np.maximum(np.maximum(size_a[:, None], size_b), 1)
    bold_a, bold_b = np.array([x.bold for x in a], float), np.array([x.bold for x in b], float)
    bolds = 1 - np.minimum(np.abs(bold_a[:, None] - bold_b) / 500, 1)
    colours = 1 - np.minimum(_apart([x.colour for x in a], [y.colour for y in b]) / 60, 1)
    plain = (255, 255, 255)
    grounds = 1 - np.minimum(_apart([x.background or plain for x in a], [y.background or plain for y in b]) / 60, 1)
    return np.asarray(0.4 * sizes + 0.15 * bolds + 0.25 * colours + 0.2 * grounds)


def _apart(a: list[Any], b: list[Any]) -> Matrix:
    left, right = lab(np.array(a, float)), lab(np.array(b, float))
    return np.asarray(np.linalg.norm(left[:, None] - right[None], axis=2))


def _length_likeness(a: list[Block], b: list[Block]) -> Matrix:
    left = np.array([min(len(x.text), 2_000) for x in a], float)
    right = np.array([min(len(x.text), 2_000) for x in b], float)
    return np.asarray(np.minimum(left[:, None], right) / np.maximum(np.maximum(left[:, None], right), 1))


def _picture_likeness(a: list[Block], b: list[Block]) -> Matrix:
    result = np.zeros((len(a), len(b)))
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            if x.kind == "icon" and y.kind == "icon":
                result[i, j] = 1.0 if x.picture and y.picture and x.picture.source == y.picture.source else 0.3
            else:
                result[i, j] = 1 - min(hash_distance(x, y), 32) / 32
                if x.picture and y.picture and max(x.picture.spread, y.picture.spread) < 4:
                    result[i, j] *= 0.9
    return result


def _very_same(a: list[Block], b: list[Block]) -> Matrix:
    """1 where two pictures are one file drawn alike (an icon: one sign), else 0."""

    def same(x: Block, y: Block) -> bool:
        if x.picture is None or y.picture is None or x.kind != y.kind or x.picture.source != y.picture.source:
            return False
        return x.kind == "icon" or (x.picture.state == y.picture.state and hash_distance(x, y) <= 8)

    return np.array([[float(same(x, y)) for y in b] for x in a]).reshape(len(a), len(b))


def _not_replaced(very_same: Matrix, near: Matrix) -> Matrix:
    """The pairs of the same picture, but for one that is a file used anew: where it stands a picture is gone, and where
    it stood there is a new one. Then both places were given other pictures, and neither went to the other."""
    there = near >= 0.8
    gone, new = very_same.max(axis=1) == 0, very_same.max(axis=0) == 0
    given_another = np.any(there & new[None], axis=1)
    takes_a_place = np.any(there & gone[:, None], axis=0)
    return np.where(given_another[:, None] & takes_a_place[None], 0.0, very_same)


def _paint_likeness(a: list[Block], b: list[Block]) -> Matrix:
    plain = (255, 255, 255)
    apart = _apart(
        [x.background or x.border or plain for x in a],
        [y.background or y.border or plain for y in b],
    )
    return 1 - np.minimum(apart / 60, 1)
