"""Compare one page with another at one width: scores, subscores, labels and flags."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from gongdao.checks.capture.facts import PageFacts
from gongdao.checks.compare.blocks import Page, read_page
from gongdao.checks.compare.differences import Difference, judge
from gongdao.checks.compare.matching import OWN, SAME, Matching, match
from gongdao.checks.compare.pixels import Pixels, likeness, read_pair, thumbnail
from gongdao.checks.compare.score import Score, content_value, order_value, score_of, section_pixels

PICTURE_BLOCKS, PICTURE_PIXELS = 0.3, 0.9
REFUSED_DOUBT = (("font", 0.04), ("icon", 0.04), (".css", 0.3), ("css", 0.3), (".js", 0.1))
"""Share of a page in doubt when something of another host was refused on one side only, by the first word found in
its address. Type and icons are compared by the names asked for, so they leave little doubt; a stylesheet a lot."""

_VERSION = re.compile(r"[@/-]?v?\d+(\.\d+)*([.-](alpha|beta|rc)\d*)?")


class PageComparison(msgspec.Struct, frozen=True, kw_only=True):
    """One page at one width. Scores run from 0 to 100; `weight` is what it counts among several pages."""

    page: str
    delivery_page: str
    width: int
    score: float
    low: float
    high: float
    design: float
    content: float
    weight: float
    parts: dict[str, float] = {}
    differences: tuple[Difference, ...] = ()
    flags: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    blocks: tuple[int, int] = (0, 0)


def compare_pages(
    reference: PageFacts, delivery: PageFacts, folders: tuple[Path, Path], same_words: bool
) -> PageComparison:
    """Compare two shown pages; pictures are read from `folders` (reference's, delivery's)."""
    pictures = read_pair(folders[0] / reference.picture, folders[1] / delivery.picture)
    thumbs = (thumbnail(pictures[0], reference.width), thumbnail(pictures[1], delivery.width))
    return compare_shown(reference, delivery, thumbs, same_words)


def compare_shown(
    reference: PageFacts, delivery: PageFacts, thumbs: tuple[Pixels, Pixels], same_words: bool
) -> PageComparison:
    """The comparison itself, on facts and small pictures already in memory."""
    a, b = read_page(reference), read_page(delivery)
    doubtful = one_sided(reference.refused, delivery.refused)
    design, judged_design = _scored(a, b, match(a, b, thumbs, OWN), thumbs, False, doubtful)
    value, weight = content_value(a, b)
    content = 100 * float(value / weight) if weight else 100.0
    if same_words:
        total, judged = _scored(a, b, match(a, b, thumbs, SAME), thumbs, True, doubtful)
    else:
        total, judged = design, judged_design
    low, high = _margin(total, doubtful)
    return PageComparison(
        page=reference.page,
        delivery_page=delivery.page,
        width=reference.width,
        score=total.score,
        low=low,
        high=high,
        design=design.score,
        content=content,
        weight=sum(x.weight for x in a.blocks) or 1.0,
        parts={"blocks": 100 * total.blocks, "pixels": 100 * total.pixels, "order": 100 * total.order},
        differences=judged,
        flags=_flags(a, b, design, total, thumbs),
        doubtful=tuple(sorted(doubtful)),
        blocks=(len(a.blocks), len(b.blocks)),
    )


def _scored(
    a: Page, b: Page, matching: Matching, thumbs: tuple[Pixels, Pixels], same_words: bool, doubtful: frozenset[str]
) -> tuple[Score, tuple[Difference, ...]]:
    weights = SAME if same_words else OWN
    judged = judge(a, b, matching, weights, same_words, doubtful)
    pixels = section_pixels(a, b, matching, thumbs, same_words)
    return score_of(judged.values, pixels, order_value(a, b, matching)), judged.differences


def one_sided(ours: tuple[str, ...], theirs: tuple[str, ...]) -> frozenset[str]:
    """Addresses refused on one side only; another version of the same file is the same file."""

    def plain(url: str) -> str:
        return _VERSION.sub("", url.split("?")[0].split("://")[-1])

    a, b = {plain(u) for u in ours}, {plain(u) for u in theirs}
    return frozenset({u for u in ours if plain(u) not in b} | {u for u in theirs if plain(u) not in a})


def _margin(total: Score, doubtful: frozenset[str]) -> tuple[float, float]:
    share = max((next((s for word, s in REFUSED_DOUBT if word in url), 0.0) for url in doubtful), default=0.0)
    return max(0.0, total.low - share * total.score), min(100.0, total.high + share * (100 - total.score))


def _flags(a: Page, b: Page, design: Score, total: Score, thumbs: tuple[Pixels, Pixels]) -> tuple[str, ...]:
    flags = []
    facts = b.facts
    blocks = min(design.blocks, total.blocks)
    drawn = blocks < PICTURE_BLOCKS + 0.15 and is_picture_of_page(b, len(_texts(a)))
    if drawn or (total.blocks < PICTURE_BLOCKS and likeness(*thumbs) > PICTURE_PIXELS):
        flags.append("picture_of_page")
    if facts.overflow > 8 and facts.overflow > a.facts.overflow:
        flags.append("overflow")
    if len(b.hidden) > len(a.hidden) and _claimed(a, b):
        flags.append("hidden_text")
    for flag, ours, theirs in (
        ("refused_resources", facts.refused, a.facts.refused),
        ("missing_files", facts.missing, a.facts.missing),
        ("script_errors", facts.errors, a.facts.errors),
    ):
        if set(ours) - set(theirs):
            flags.append(flag)
    if facts.refused and "refused_resources" not in flags:
        flags.append("refused_resources")
    if facts.banners or a.facts.banners:
        flags.append("banner_set_aside")
    if facts.height > facts.captured or a.facts.height > a.facts.captured:
        flags.append("page_cut")
    if not b.blocks:
        flags.append("page_empty")
    return tuple(flags)


def _texts(page: Page) -> list[str]:
    return [b.text for b in page.blocks if b.kind == "text"]


def _claimed(a: Page, b: Page) -> bool:
    """Whether the delivery hides words that the reference shows."""
    shown, still = set(_texts(a)), set(_texts(b))
    return any(" ".join(t.text.split()) in shown - still for t in b.hidden)


def is_picture_of_page(page: Page, expected_texts: int) -> bool:
    """Whether one picture covers most of the page and hardly any text stands beside it."""
    area = page.facts.width * max(1, page.facts.captured)
    covered = max(
        (x.box[2] * x.box[3] for x in page.blocks if x.kind == "picture" and x.picture and x.picture.spread > 4),
        default=0,
    )
    return covered > 0.6 * area and len(_texts(page)) <= max(2, expected_texts // 5)
