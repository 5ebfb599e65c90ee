"""Rows that repeat another: exactly, or nearly.

Nearly means: the token-sort ratio of the telling fields is at least 85, or the phone number is the same and the ratio
at least 60. On a public table of restaurants with known true pairs this rule finds F1 .815 where exact matching finds
.41 (IMITATION.md §2). Up to 5,000 rows every pair is compared; above, only rows that share a block: the same phone,
the same first or last words, or the same rare word. What blocks can miss is why a large table's figure is a lower
bound, and the report says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

RATIO = 85
RATIO_SAME_PHONE = 60
ALL_PAIRS_UP_TO = 5_000
BLOCK_UP_TO = 200
CHUNK = 500
_APART = re.compile(r"[^\w]+")
_DIGITS = re.compile(r"\D+")


class Near(NamedTuple):
    """Two rows (by their position) taken for the same thing, and their token-sort ratio."""

    first: int
    second: int
    ratio: int


def plain(text: str) -> str:
    """What is compared: full-width and accents folded, lower case, words sorted, one space between."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(sorted(_APART.sub(" ", letters).split()))


def phone_of(text: str | None) -> str:
    """The digits of a phone number, its last eleven, or "" for what is too short to tell anybody apart."""
    digits = _DIGITS.sub("", text or "")
    return digits[-11:] if len(digits) >= 7 else ""


def near_duplicates(texts: Sequence[str], phones: Sequence[str] | None = None) -> list[Near]:
    """All near pairs among `texts` (raw) with their `phones` (raw), first before second."""
    plains = [plain(text) for text in texts]
    numbers = [phone_of(phone) for phone in phones] if phones is not None else [""] * len(plains)
    if len(plains) <= ALL_PAIRS_UP_TO:
        return sorted(_all_pairs(plains, numbers))
    return sorted(_blocked(plains, numbers))


def blocked(count: int) -> bool:
    """Whether a table of `count` rows is compared by blocks only."""
    return count > ALL_PAIRS_UP_TO


def _all_pairs(plains: list[str], numbers: list[str]) -> Iterator[Near]:
    for start in range(0, len(plains), CHUNK):
        # Only what lies to the right of the diagonal: each pair once. The words are sorted already, so the plain
        # ratio of them is the token-sort ratio.
        rest = plains[start:]
        scores = process.cdist(
            plains[start : start + CHUNK], rest, scorer=fuzz.ratio, score_cutoff=RATIO_SAME_PHONE, dtype=np.uint8
        )
        for first, second in zip(*np.nonzero(np.triu(scores, 1)), strict=True):
            a, b, ratio = start + int(first), start + int(second), int(scores[first, second])
            if _same(plains, numbers, a, b, ratio):
                yield Near(a, b, ratio)


def _same(plains: list[str], numbers: list[str], a: int, b: int, ratio: int) -> bool:
    if not plains[a] or not plains[b]:
        return False
    return ratio >= RATIO or (ratio >= RATIO_SAME_PHONE and numbers[a] != "" and numbers[a] == numbers[b])


def _blocked(plains: list[str], numbers: list[str]) -> Iterator[Near]:
    blocks: dict[str, list[int]] = defaultdict(list)
    frequency: dict[str, int] = defaultdict(int)
    words = [text.split() for text in plains]
    for one in words:
        for word in set(one):
            frequency[word] += 1
    for position, one in enumerate(words):
        if numbers[position]:
            blocks[f"phone {numbers[position]}"].append(position)
        if one:
            blocks[f"whole {' '.join(one)}"].append(position)
            # Two near rows differ in a word or two; among the three rarest words of each, one is likely shared.
            for word in sorted(set(one), key=lambda w: (frequency[w], w))[:3]:
                blocks[f"word {word}"].append(position)
            text = "".join(one)
            blocks[f"start {text[:6]}"].append(position)
            blocks[f"end {text[-6:]}"].append(position)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 1 < len(block) <= BLOCK_UP_TO:
            for index, a in enumerate(block):
                for b in block[index + 1 :]:
                    if (a, b) not in seen:
                        seen.add((a, b))
                        ratio = int(fuzz.ratio(plains[a], plains[b], score_cutoff=RATIO_SAME_PHONE))
                        if _same(plains, numbers, a, b, ratio):
                            yield Near(a, b, ratio)


def repeated(pairs: Sequence[Near], count: int) -> int:
    """How many rows would go if of each group of near duplicates one stayed."""
    parent = list(range(count))

    def root(position: int) -> int:
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    gone = 0
    for pair in pairs:
        a, b = root(pair.first), root(pair.second)
        if a != b:
            parent[b] = a
            gone += 1
    return gone
