"""Colour distance as people see it, in CIE Lab (D65), ΔE 1976: about 2 is just noticed, 6 is another shade."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def lab(colours: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Lab values of sRGB colours (… × 3, 0 to 255)."""
    linear = np.asarray(colours, np.float64) / 255.0
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


@functools.lru_cache(maxsize=8192)
def _pair(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    return float(np.linalg.norm(lab(a) - lab(b)))


def distance(a: Sequence[int], b: Sequence[int]) -> float:
    """ΔE between two colours."""
    return 0.0 if tuple(a) == tuple(b) else _pair(tuple(a), tuple(b))
