"""A page as a list of blocks and of sections: what is compared, and in which neighbourhood.

Only what is seen becomes a block. Texts that are claimed and not seen are kept apart: they answer the question
"missing, or there and hidden?".
"""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import pairwise

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from gongdao.checks.capture.facts import Colour, PageFacts, Picture, Span, Text
from gongdao.checks.compare.pixels import Pixels
from gongdao.checks.shape import Box

GAP = 36
"""Pixels of empty height between two sections."""

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[\w\u3400-\u9fff]", re.UNICODE)


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One visible thing. `kind` is text, picture, icon, box or control; `weight` is what it counts in a score."""

    kind: str
    box: Box
    weight: float
    text: str = ""
    size: int = 0
    bold: int = 400
    family: str = ""
    italic: bool = False
    colour: Colour = (0, 0, 0)
    background: Colour | None = None
    over_picture: bool = False
    seen: int = 1000
    lines: int = 1
    link: str = ""
    role: str = ""
    area: str = ""
    fixed: bool = False
    spans: tuple[Span, ...] = ()
    picture: Picture | None = None
    border: Colour | None = None
    radius: int = 0


class Section(msgspec.Struct, frozen=True):
    """A band of the page between two empty gaps; `members` are indices of its blocks."""

    top: int
    bottom: int
    members: tuple[int, ...]

    @property
    def height(self) -> int:
        return max(1, self.bottom - self.top)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of one page at one width."""

    facts: PageFacts
    blocks: tuple[Block, ...]
    hidden: tuple[Text, ...]
    sections: tuple[Section, ...]


def clean(text: str) -> str:
    """Text as compared: compatibility forms folded (NFKC), white space single."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def read_page(facts: PageFacts) -> Page:
    """Blocks and sections of a rendered page."""
    height = facts.captured or facts.height
    grounds = [p.box for p in facts.pictures if p.spread > 5 and p.kind != "icon" and p.box[2] * p.box[3] > 2_500]
    blocks = [_text(t, grounds) for t in facts.texts if t.seen > 0 and t.box[1] < height and clean(t.text)]
    blocks += [_picture(p, facts) for p in _distinct(facts) if p.box[1] < height]
    written = {t.box for t in facts.texts}
    for control in facts.controls:
        if control.kind != "button" and control.box not in written and control.box[2] > 4 and control.box[3] > 4:
            blocks.append(
                Block(
                    kind="control",
                    box=control.box,
                    weight=0.5 * _root(control.box),
                    text=control.text,
                    role=control.kind,
                )
            )
    blocks += _boxes(facts, height)
    hidden = tuple(t for t in facts.texts if t.seen == 0 and clean(t.text))
    return Page(facts=facts, blocks=tuple(blocks), hidden=hidden, sections=cut(blocks, facts.width, height))


def _root(box: Box) -> float:
    return math.sqrt(max(1, box[2] * box[3]))


def _text(text: Text, grounds: list[Box]) -> Block:
    x, y, w, h = text.box
    cx, cy = x + w / 2, y + h / 2
    return Block(
        kind="text",
        box=text.box,
        weight=_root(text.box),
        text=clean(text.text),
        size=text.size,
        bold=text.weight,
        family=text.family,
        italic=text.italic,
        colour=text.colour,
        background=text.background,
        over_picture=any(b[0] <= cx <= b[0] + b[2] and b[1] <= cy <= b[1] + b[3] for b in grounds),
        seen=text.seen,
        lines=text.lines,
        link=text.link,
        role=text.role,
        area=text.area,
        fixed=text.fixed,
        spans=text.spans,
    )


def _distinct(facts: PageFacts) -> list[Picture]:
    """Pictures without those that repeat a box (an image in its own background) or are specks."""
    kept: dict[tuple[Box, str], Picture] = {}
    for picture in facts.pictures:
        _, _, w, h = picture.box
        if w * h >= 64 and picture.box[0] < facts.width and picture.box[0] + w > 0:
            kept[(picture.box, picture.kind)] = picture
    return list(kept.values())


def _picture(picture: Picture, facts: PageFacts) -> Block:
    kind = "icon" if picture.kind == "icon" else "picture"
    share = {"background": 0.5, "icon": 0.6}.get(picture.kind, 1.0)
    return Block(
        kind=kind,
        box=picture.box,
        weight=share * min(_root(picture.box), facts.width / 2),
        text=clean(picture.alt),
        picture=picture,
        link=picture.link,
        area=picture.area,
        role=picture.kind,
    )


def _boxes(facts: PageFacts, height: int) -> list[Block]:
    found = []
    for painted in facts.painted:
        x, y, w, h = painted.box
        if w * h < 300 or y >= height or x >= facts.width:
            continue
        found.append(
            Block(
                kind="box",
                box=painted.box,
                weight=0.3 * min(_root(painted.box), facts.width / 2),
                background=painted.background,
                border=painted.border,
                radius=painted.radius,
            )
        )
    return found


def cut(blocks: list[Block], width: int, height: int) -> tuple[Section, ...]:
    """Bands between gaps of at least GAP pixels without text or picture; backgrounds and page-high things aside.

    Edges of full-width painted boxes cut as well, where the gap is at least 8 pixels.
    """
    solid = [
        (b.box[1], b.box[1] + b.box[3], i)
        for i, b in enumerate(blocks)
        if b.kind in ("text", "icon", "control", "picture") and b.role != "background" and b.box[3] <= height / 2
    ]
    if not solid:
        return (Section(0, height, tuple(range(len(blocks)))),) if blocks else ()
    solid.sort()
    edges = sorted(
        {y for b in blocks if b.kind == "box" and b.box[2] >= 0.9 * width for y in (b.box[1], b.box[1] + b.box[3])}
    )
    bands: list[list[int]] = []
    bottom = -GAP
    for top, end, _ in solid:
        gap = top - bottom
        if not bands or gap >= GAP or (gap >= 8 and any(bottom <= e <= top for e in edges)):
            bands.append([top, end])
        bottom = max(bottom, end)
        bands[-1][1] = max(bands[-1][1], end)
    # A section owns the empty height around it, up to the middle of the gap or the painted edge in it.
    cuts = [0]
    for upper, lower in pairwise(bands):
        inside = [e for e in edges if upper[1] <= e <= lower[0]]
        cuts.append(inside[0] if inside else (upper[1] + lower[0]) // 2)
    cuts.append(height)
    members: list[list[int]] = [[] for _ in bands]
    for i, b in enumerate(blocks):
        middle = b.box[1] + b.box[3] / 2
        at = max(0, min(len(bands) - 1, int(np.searchsorted(cuts, middle, side="right")) - 1))
        members[at].append(i)
    return tuple(Section(cuts[i], max(cuts[i] + 1, cuts[i + 1]), tuple(members[i])) for i in range(len(bands)))


def section_likeness(
    a: Page, b: Page, thumb_a: Pixels, thumb_b: Pixels, weights: tuple[float, float, float, float, float]
) -> npt.NDArray[np.float64]:
    """Similarity of every section of `a` to every one of `b`, 0 to 1.

    Weights are for shared words, columns, height, a 48 × 16 picture, and the largest letters.
    """
    left = [_portrait(a, s, thumb_a) for s in a.sections]
    right = [_portrait(b, s, thumb_b) for s in b.sections]
    result = np.zeros((len(left), len(right)))
    for i, (words, columns, height, small, letters) in enumerate(left):
        for j, (words2, columns2, height2, small2, letters2) in enumerate(right):
            union = len(words | words2)
            parts = (
                len(words & words2) / union if union else 1.0,
                float(np.minimum(columns, columns2).sum()),
                min(height, height2) / max(height, height2),
                max(0.0, 1.0 - float(np.abs(small - small2).mean()) / 96.0),
                min(letters, letters2) / max(letters, letters2, 1),
            )
            result[i, j] = sum(w * p for w, p in zip(weights, parts, strict=True))
    return result


def _portrait(
    page: Page, section: Section, thumb: Pixels
) -> tuple[set[str], npt.NDArray[np.float64], int, npt.NDArray[np.float32], int]:
    words: set[str] = set()
    columns = np.full(24, 1e-6)
    letters = 0
    for i in section.members:
        block = page.blocks[i]
        if block.kind == "box" or block.role == "background":
            continue
        if block.kind == "text":
            words.update(block.text.lower().split() if " " in block.text else _pieces(block.text.lower()))
            letters = max(letters, block.size)
        x, _, w, _ = block.box
        first = max(0, min(11, int(12 * x / page.facts.width)))
        last = max(first, min(11, int(12 * (x + w) / page.facts.width)))
        offset = 0 if block.kind == "text" else 12
        columns[offset + first : offset + last + 1] += block.weight / (last - first + 1)
    columns /= columns.sum()
    scale = thumb.shape[1] / page.facts.width
    crop = thumb[int(section.top * scale) : max(int(section.top * scale) + 1, int(section.bottom * scale))]
    if crop.size == 0:
        crop = thumb[-1:]
    small = cv2.resize(crop, (48, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
    return words, columns, section.height, small, letters


def _pieces(text: str) -> set[str]:
    """Words, or for scripts without spaces the pairs of neighbouring characters."""
    letters = [c for c in text if _WORD.match(c)]
    if len(letters) > 3 and any("\u3400" <= c <= "\u9fff" for c in letters):
        return {a + b for a, b in pairwise(letters)}
    return {text}
