"""A score with its margin of doubt, from the values of blocks, the pixels of sections, and their order.

The weights are set by hand and stated in the reference page; they are to be fitted to people's findings once there
are some. A score never proves a modification: one changed heading among sixty texts moves it by a tenth of a point.
"""

from __future__ import annotations

from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from gongdao.checks.compare.align import one_to_one
from gongdao.checks.compare.blocks import Block, Page
from gongdao.checks.compare.matching import Matching, hash_distance
from gongdao.checks.compare.pixels import Pixels, colour_likeness, likeness

BLOCKS, PIXELS, ORDER = 0.6, 0.3, 0.1
RESAMPLES = 200


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """0 to 100 each; `low` and `high` are the margin of doubt, `blocks`, `pixels`, `order` the parts (0 to 1)."""

    score: float
    low: float
    high: float
    blocks: float
    pixels: float
    order: float


def score_of(values: tuple[tuple[float, float, bool], ...], pixels: float, order: float, seed: int = 0) -> Score:
    """Score and margin: 5 to 95 % of a bootstrap over blocks, widened for few blocks and for doubtful ones."""
    if not values:
        total = 100 * (BLOCKS + PIXELS * pixels + ORDER * order)
        return Score(score=total, low=0.0, high=100.0, blocks=1.0, pixels=pixels, order=order)
    table = np.array(values, float)
    weight, value, doubtful = table[:, 0], table[:, 1], table[:, 2]
    blocks = float((weight * value).sum() / weight.sum())
    rest = PIXELS * pixels + ORDER * order
    drawn = _bootstrap(weight, value, seed)
    few = 1.0 + max(0, 20 - len(values)) / 20
    down = (blocks - float(np.percentile(drawn, 5))) * few
    up = (float(np.percentile(drawn, 95)) - blocks) * few
    share = float((weight * doubtful).sum() / weight.sum())
    worst = float((weight * np.where(doubtful, 0.0, value)).sum() / weight.sum())
    best = float((weight * np.where(doubtful, 1.0, value)).sum() / weight.sum())
    low = blocks - max(0.0, down) - (blocks - worst)
    high = blocks + max(0.0, up) + (best - blocks)
    return Score(
        score=100 * (BLOCKS * blocks + rest),
        low=max(0.0, 100 * (BLOCKS * low + rest - (PIXELS * share * pixels))),
        high=min(100.0, 100 * (BLOCKS * min(high, 1.0) + rest + PIXELS * share * (1 - pixels))),
        blocks=blocks,
        pixels=pixels,
        order=order,
    )


def _bootstrap(weight: npt.NDArray[np.float64], value: npt.NDArray[np.float64], seed: int) -> npt.NDArray[np.float64]:
    picks = np.random.default_rng(seed).integers(0, len(weight), (RESAMPLES, len(weight)))
    return np.asarray((weight[picks] * value[picks]).sum(axis=1) / weight[picks].sum(axis=1))


def section_pixels(
    reference: Page, delivery: Page, matching: Matching, thumbs: tuple[Pixels, Pixels], same_words: bool
) -> float:
    """How alike paired bands look, 0 to 1, weighted by height; bands without a partner count as 0.

    What lies unpaired on both sides between the same two paired sections is compared as one band.
    """
    heights = sum(s.height for s in reference.sections) + sum(s.height for s in delivery.sections)
    if not heights:
        return 1.0
    total = 0.0
    for upper, lower in _bands(reference, delivery, matching):
        a = _crop(thumbs[0], upper, reference.facts.width)
        b = _crop(thumbs[1], lower, delivery.facts.width)
        if 0 in a.shape or 0 in b.shape:
            continue
        short = min(upper[1] - upper[0], lower[1] - lower[0]) / max(upper[1] - upper[0], lower[1] - lower[0], 1)
        alike = likeness(a, b) if same_words else 0.25 * likeness(a, b) + 0.75 * colour_likeness(a, b)
        total += alike * max(0.5, short) * (upper[1] - upper[0] + lower[1] - lower[0])
    return total / heights


def _bands(reference: Page, delivery: Page, matching: Matching) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    def span(page: Page, indices: list[int]) -> tuple[int, int]:
        return min(page.sections[i].top for i in indices), max(page.sections[i].bottom for i in indices)

    bands = [(span(reference, [i]), span(delivery, [j])) for i, j in matching.sections]
    taken_a, taken_b = {i for i, _ in matching.sections}, {j for _, j in matching.sections}
    edges = [(-1, -1), *matching.kept, (len(reference.sections), len(delivery.sections))]
    for (i0, j0), (i1, j1) in pairwise(edges):
        left = [i for i in range(i0 + 1, i1) if i not in taken_a]
        right = [j for j in range(j0 + 1, j1) if j not in taken_b]
        if left and right:
            bands.append((span(reference, left), span(delivery, right)))
    return bands


def _crop(thumb: Pixels, band: tuple[int, int], width: int) -> Pixels:
    scale = thumb.shape[1] / width
    return thumb[int(band[0] * scale) : max(int(band[0] * scale) + 1, int(band[1] * scale))]


def order_value(reference: Page, delivery: Page, matching: Matching) -> float:
    """Share of the sections' heights that found a partner in the old order, 0 to 1."""
    heights = sum(s.height for s in reference.sections) + sum(s.height for s in delivery.sections)
    kept = sum(reference.sections[i].height + delivery.sections[j].height for i, j in matching.kept)
    return kept / heights if heights else 1.0


def content_value(reference: Page, delivery: Page) -> tuple[float, float]:
    """(weighted value, weight) of words and pictures alone: same words, same pictures, wherever they stand."""
    value = weight = 0.0
    for kind in ("text", "picture"):
        a = [x for x in reference.blocks if x.kind == kind]
        b = [x for x in delivery.blocks if x.kind == kind]
        weight += sum(x.weight for x in a) + sum(x.weight for x in b)
        likeness = content_likeness(a, b, kind)
        value += sum(likeness[i, j] * (a[i].weight + b[j].weight) for i, j in one_to_one(likeness, 0.5))
    return value, weight


def content_likeness(a: list[Block], b: list[Block], kind: str) -> npt.NDArray[np.float64]:
    """How alike the words of two lists of texts are, or the drawings of two lists of pictures; 0 to 1 each."""
    if kind == "text":
        return np.asarray(cdist([x.text for x in a], [y.text for y in b], scorer=fuzz.ratio), np.float64) / 100
    apart = np.array([[hash_distance(x, y) for y in b] for x in a], float).reshape(len(a), len(b))
    return np.asarray(1 - np.clip(apart - 4, 0, 28) / 28)
