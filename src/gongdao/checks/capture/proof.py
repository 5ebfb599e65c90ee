"""Prove from pixels what the snapshot claims, and describe how each picture was drawn.

Two captures of the same page differ only in that the second has transparent letters. Where they differ, letters
are seen; where they do not, the page claims a text nobody can read: white on white, covered, clipped, or off the
page. A rule on contrast alone would be fooled by letters over a busy picture.
"""

from __future__ import annotations

from typing import Any

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from gongdao.checks.capture.facts import Colour, Painted, Picture, Text
from gongdao.checks.shape import Box

Pixels = npt.NDArray[np.uint8]

STEP = 24
"""How far a channel must change to count as seen (0 to 255); below it a letter is not read against its ground."""


def seen_shares(full: Pixels, bare: Pixels, boxes: list[Box]) -> list[int]:
    """For each box the share of its pixels, in thousandths, in which the two captures differ by STEP or more.

    Any difference at all counts as at least 1. Arrays are height × width × 3.
    """
    height, width = min(full.shape[0], bare.shape[0]), min(full.shape[1], bare.shape[1])
    difference: Any = cv2.absdiff(full[:height, :width], bare[:height, :width])
    changed = (cv2.max(cv2.max(difference[..., 0], difference[..., 1]), difference[..., 2]) >= STEP).astype(np.uint8)
    sums: Any = cv2.integral(changed)
    shares = []
    for x, y, w, h in boxes:
        x0, y0, x1, y1 = max(0, x), max(0, y), min(width, x + w), min(height, y + h)
        if x1 <= x0 or y1 <= y0:
            shares.append(0)
            continue
        inside = int(sums[y1, x1]) - int(sums[y0, x1]) - int(sums[y1, x0]) + int(sums[y0, x0])
        shares.append(0 if inside < 3 else max(1, round(1000 * inside / (w * h))))
    return shares


def median_colour(bare: Pixels, box: Box) -> Colour:
    """The colour most of a box shows without its letters (median by channel of a sample of at most 32 × 32)."""
    crop = _crop(bare, box)
    if crop is None:
        return (255, 255, 255)
    sample = crop[:: max(1, crop.shape[0] // 32), :: max(1, crop.shape[1] // 32)].reshape(-1, 3)
    r, g, b = np.median(sample, axis=0)
    return int(r), int(g), int(b)


def contrast_share(full: Pixels, box: Box) -> int:
    """Thousandths of a box's pixels that stand off its own median by STEP: for letters filled by a background."""
    crop = _crop(full, box)
    if crop is None:
        return 0
    off = np.abs(crop.astype(np.int16) - np.array(median_colour(full, box), np.int16)).max(axis=2) >= STEP
    return round(1000 * float(off.mean()))


def describe(bare: Pixels, picture: Picture) -> Picture:
    """The picture with its drawn hash, mean colour and spread filled in."""
    crop = _crop(bare, picture.box)
    if crop is None:
        return picture
    small = cv2.resize(crop, (32, 32), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    r, g, b = small.reshape(-1, 3).mean(axis=0)
    sketch: Any = cv2.resize(grey, (16, 16), interpolation=cv2.INTER_AREA)
    return msgspec.structs.replace(
        picture,
        hash=dct_hash(grey),
        mean=(round(r), round(g), round(b)),
        spread=round(float(grey.std())),
        sketch=sketch.tobytes(),
    )


def dct_hash(grey: npt.NDArray[Any]) -> int:
    """64-bit hash of a 32 × 32 grey picture: signs of the 8 × 8 lowest frequencies against their median.

    The usual "perceptual hash" (Zauner 2010, Implementation and benchmarking of perceptual image hash functions).
    """
    low: Any = cv2.dct(np.asarray(grey, np.float32))[:8, :8].ravel()
    bits = low > np.median(low[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def prove(texts: list[Text], filled: set[int], full: Pixels, bare: Pixels) -> list[Text]:
    """The texts with `seen` and `background` measured; `filled` are those whose letters are a clipped background."""
    shares = seen_shares(full, bare, [t.box for t in texts])
    proved = []
    for i, (text, share) in enumerate(zip(texts, shares, strict=True)):
        if i in filled and share == 0:
            share = contrast_share(full, text.box)
        colour = text.colour if min(text.colour) >= 0 else median_colour(bare, text.box)
        proved.append(
            msgspec.structs.replace(
                text, seen=min(share, 1000), background=median_colour(bare, text.box), colour=colour
            )
        )
    return proved


def visible_boxes(bare: Pixels, painted: list[Painted]) -> list[Painted]:
    """The boxes whose own colour is what most of them shows, each box once, with the colour as seen.

    A wrapper that is painted over by others, or paints what lies behind it anyway, says nothing about the design.
    """
    kept: dict[Box, Painted] = {}
    for box in painted:
        if box.box[2] < 4 or box.box[3] < 2:
            continue
        background = box.background
        if background is not None:
            shown = median_colour(bare, box.box)
            if box.solid and max(abs(a - b) for a, b in zip(shown, background, strict=True)) > 12:
                background = None
            else:
                background = shown
        if background is None and box.border is None:
            continue
        before = kept.get(box.box)
        border = box.border or (before.border if before else None)
        kept[box.box] = msgspec.structs.replace(box, background=background, border=border)
    return list(kept.values())


def _crop(pixels: Pixels, box: Box) -> Pixels | None:
    x, y, w, h = box
    x0, y0, x1, y1 = max(0, x), max(0, y), min(pixels.shape[1], x + w), min(pixels.shape[0], y + h)
    return pixels[y0:y1, x0:x1] if x1 - x0 >= 1 and y1 - y0 >= 1 else None
