"""Pixel comparison on arrays already in memory: decoding costs more than any sane difference, so nothing is read twice.

A share of differing pixels is never a verdict here: one row inserted above makes a whole page differ. It supports
what the blocks say, section by section.
"""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from gongdao.checks.shape import Box

Pixels = npt.NDArray[np.uint8]

THUMB_WIDTH = 360
MAX_PIXELS = 80_000_000
STRIP_BYTES = 262_144


class PixelDifference(msgspec.Struct, frozen=True):
    """How many pixels differ, of how many compared, and the box around all that differ (None if none does)."""

    differing: int
    compared: int
    box: Box | None


def read_picture(path: Path) -> Pixels:
    """A picture as height × width × 3, blue first (OpenCV's order). Raises ValueError if it is none, or too large."""
    head = path.open("rb").read(26)
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("not a PNG")
    width, height = int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    if width * height > MAX_PIXELS:
        raise ValueError("picture too large")
    decoded: Any = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("not decodable")
    return decoded  # type: ignore[no-any-return]


def read_pair(first: Path, second: Path) -> tuple[Pixels, Pixels]:
    """Two pictures, decoded side by side: OpenCV decodes outside the interpreter's lock."""
    with ThreadPoolExecutor(2) as pool:
        a, b = pool.map(read_picture, (first, second))
    return a, b


def difference(a: Pixels, b: Pixels, step: int = 16) -> PixelDifference:
    """Pixels of the common part that differ by more than `step` (0 to 255) in any channel.

    Taken strip by strip, so that everything stays in the second-level cache; a strip without such a pixel, as most of
    most pairs are, is read once and passed over.
    """
    height, width = min(a.shape[0], b.shape[0]), min(a.shape[1], b.shape[1])
    a, b = a[:height, :width], b[:height, :width]
    compared = height * width
    count = 0
    left, top, right, bottom = width, height, 0, 0
    rows = max(1, STRIP_BYTES // max(1, width * a.shape[2]))
    for y in range(0, height, rows):
        upper, lower = a[y : y + rows], b[y : y + rows]
        if cv2.norm(upper, lower, cv2.NORM_INF) <= step:
            continue
        over = _over(cv2.absdiff(upper, lower), step)
        count += cv2.countNonZero(over)
        x, dy, w, h = cv2.boundingRect(over)
        left, right = min(left, x), max(right, x + w)
        top, bottom = min(top, y + dy), max(bottom, y + dy + h)
    if not count:
        return PixelDifference(0, compared, None)
    return PixelDifference(count, compared, (left, top, right - left, bottom - top))


def _over(apart: Any, step: int) -> Any:
    """A mask (height × width, not zero) of the pixels any of whose channels is above `step`."""
    if apart.ndim == 3 and apart.shape[2] == 4:
        # Four channels are one word: whether any of them is set is a single comparison.
        marked: Any = cv2.threshold(apart, step, 1, cv2.THRESH_BINARY)[1]
        return (marked.view(np.uint32)[..., 0] != 0).view(np.uint8)
    planes: Any = cv2.split(apart)
    most = functools.reduce(cv2.max, planes)
    return cv2.threshold(most, step, 1, cv2.THRESH_BINARY)[1]


def thumbnail(picture: Pixels, page_width: int) -> Pixels:
    """The picture at THUMB_WIDTH pixels of width (phones keep their own), averaged over areas."""
    width = min(THUMB_WIDTH, page_width)
    height = max(1, round(picture.shape[0] * width / picture.shape[1]))
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def ssim(a: Pixels, b: Pixels) -> float:
    """Mean structural similarity of two grey pictures of one shape, 0 to 1 (Wang et al. 2004, Gaussian 11, σ 1.5)."""
    if a.shape == b.shape and np.array_equal(a, b):
        return 1.0
    x, y = a.astype(np.float32), b.astype(np.float32)

    def blur(values: npt.NDArray[np.float32]) -> Any:
        return cv2.GaussianBlur(values, (11, 11), 1.5)

    mx, my = blur(x), blur(y)
    vx, vy, cov = blur(x * x) - mx * mx, blur(y * y) - my * my, blur(x * y) - mx * my
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    value = ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
    return float(max(0.0, value.mean()))


def likeness(a: Pixels, b: Pixels) -> float:
    """0 to 1: half structure (SSIM on grey), half colour (mean over an 8 × 8 grid), of two crops of any size."""
    if 0 in a.shape or 0 in b.shape:
        return 0.0
    height = max(8, min(max(a.shape[0], b.shape[0]), 2_000))
    width = max(8, max(a.shape[1], b.shape[1]))
    if a.shape[:2] != (height, width):
        a = cv2.resize(a, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    if b.shape[:2] != (height, width):
        b = cv2.resize(b, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    grey_a: Any = cv2.cvtColor(a, cv2.COLOR_BGR2GRAY)
    grey_b: Any = cv2.cvtColor(b, cv2.COLOR_BGR2GRAY)
    return 0.5 * ssim(grey_a, grey_b) + 0.5 * colour_likeness(a, b)


def colour_likeness(a: Pixels, b: Pixels) -> float:
    """1 − mean colour difference over an 8 × 8 grid of the two crops, 120 levels counting as nothing alike."""
    small_a: Any = cv2.resize(a, (8, 8), interpolation=cv2.INTER_AREA)
    small_b: Any = cv2.resize(b, (8, 8), interpolation=cv2.INTER_AREA)
    apart = np.abs(small_a.astype(np.float32) - small_b.astype(np.float32)).mean()
    return float(max(0.0, 1.0 - apart / 120.0))
