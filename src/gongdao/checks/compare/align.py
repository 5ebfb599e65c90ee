"""Two classic alignments: in order with gaps (Needleman and Wunsch 1970), and best one-to-one (Kuhn 1955)."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Matrix = npt.NDArray[np.float64]


def in_order(similarity: Matrix, floor: float) -> list[tuple[int, int]]:
    """The pairs (row, column), both rising, with the greatest sum of similarity above `floor`. Gaps cost nothing.

    O(rows × columns).
    """
    rows, columns = similarity.shape
    gain = np.where(similarity >= floor, similarity, -np.inf)
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        for j in range(columns):
            best[i + 1, j + 1] = max(best[i, j + 1], best[i + 1, j], best[i, j] + gain[i, j])
    pairs = []
    i, j = rows, columns
    while i > 0 and j > 0:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def one_to_one(similarity: Matrix, floor: float) -> list[tuple[int, int]]:
    """The one-to-one pairs with the greatest sum, leaving out those below `floor`."""
    if 0 in similarity.shape:
        return []
    # What is below the floor must not push a good pair aside, so it is worth nothing.
    worth: Any = np.where(similarity >= floor, similarity, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if similarity[i, j] >= floor]


def rising(values: list[int]) -> set[int]:
    """Indices of one longest strictly rising subsequence: what kept its order."""
    tails: list[int] = []
    at: list[int] = []
    before = [-1] * len(values)
    for i, value in enumerate(values):
        k = bisect_left(tails, value)
        before[i] = at[k - 1] if k else -1
        if k == len(tails):
            tails.append(value)
            at.append(i)
        else:
            tails[k], at[k] = value, i
    kept = set()
    i = at[-1] if at else -1
    while i >= 0:
        kept.add(i)
        i = before[i]
    return kept
