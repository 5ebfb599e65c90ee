"""The pure parts of a comparison: alignment, colour, pixels, score."""

from __future__ import annotations

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.checks.capture.proof import contrast_share, dct_hash, seen_shares
from gongdao.checks.compare.align import in_order, one_to_one, rising
from gongdao.checks.compare.colours import distance, lab
from gongdao.checks.compare.differences import HASH_STEP
from gongdao.checks.compare.pages import one_sided
from gongdao.checks.compare.pixels import difference, likeness, read_picture, ssim
from gongdao.checks.compare.score import score_of

small = st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=5), min_size=1, max_size=5).filter(
    lambda rows: len({len(r) for r in rows}) == 1
)


@given(small)
def test_alignment_in_order_is_the_best_there_is(rows: list[list[float]]) -> None:
    matrix = np.array(rows)
    pairs = in_order(matrix, 0.3)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))
    assert all(matrix[p] >= 0.3 for p in pairs)
    assert sum(matrix[p] for p in pairs) == pytest.approx(_best(matrix, 0.3, 0, 0))


def _best(matrix: np.ndarray, floor: float, i: int, j: int) -> float:  # type: ignore[type-arg]
    """Every alignment, tried: the oracle."""
    if i == matrix.shape[0] or j == matrix.shape[1]:
        return 0.0
    both = _best(matrix, floor, i + 1, j + 1) + (matrix[i, j] if matrix[i, j] >= floor else 0.0)
    return max(both, _best(matrix, floor, i + 1, j), _best(matrix, floor, i, j + 1))


@given(small)
def test_one_to_one_uses_nothing_twice_and_nothing_below_the_floor(rows: list[list[float]]) -> None:
    matrix = np.array(rows)
    pairs = one_to_one(matrix, 0.5)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(matrix[p] >= 0.5 for p in pairs)


@given(st.lists(st.integers(0, 9), max_size=9))
def test_rising_keeps_as_many_as_any_choice_could(values: list[int]) -> None:
    kept = [values[i] for i in sorted(rising(values))]
    assert all(a < b for a, b in itertools.pairwise(kept))
    best = max(
        (n for n in range(len(values) + 1) for c in itertools.combinations(values, n) if list(c) == sorted(set(c))),
        default=0,
    )
    assert len(kept) == best


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [((255, 0, 0), (53.24, 80.09, 67.20)), ((0, 0, 255), (32.30, 79.19, -107.86)), ((255, 255, 255), (100, 0, 0))],
)
def test_lab_agrees_with_published_values(rgb: tuple[int, int, int], expected: tuple[float, float, float]) -> None:
    assert lab(np.array(rgb)) == pytest.approx(expected, abs=0.05)


def test_two_shades_apart_are_told_and_two_steps_apart_are_not() -> None:
    assert distance((179, 64, 42), (179, 64, 44)) < 2
    assert distance((179, 64, 42), (122, 0, 25)) > 6


@given(st.integers(0, 99), st.integers(0, 79), st.integers(1, 6), st.integers(1, 6))
def test_difference_finds_the_changed_box_exactly(y: int, x: int, h: int, w: int) -> None:
    before = np.full((100, 80, 3), 200, np.uint8)
    after = before.copy()
    after[y : y + h, x : x + w] = 20
    high, wide = min(h, 100 - y), min(w, 80 - x)
    found = difference(before, after)
    assert found.box == (x, y, wide, high)
    assert found.differing == high * wide
    assert found.compared == 8000


def test_difference_counts_as_a_plain_loop_does() -> None:
    random = np.random.default_rng(3)
    a = random.integers(0, 256, (517, 333, 3), np.uint8)
    b = a.copy()
    b[40:500:7] = random.integers(0, 256, b[40:500:7].shape, np.uint8)
    plain = (np.abs(a.astype(int) - b.astype(int)).max(axis=2) > 16).sum()
    assert difference(a, b).differing == plain
    assert difference(a, a.copy()).box is None


def test_pictures_of_other_sizes_are_compared_where_both_are() -> None:
    tall, short = np.zeros((50, 40, 3), np.uint8), np.zeros((30, 60, 3), np.uint8)
    assert difference(tall, short).compared == 30 * 40


def test_likeness_falls_from_equal_over_shifted_to_unlike() -> None:
    random = np.random.default_rng(1)
    picture = cv2.resize(random.integers(0, 256, (12, 12, 3), np.uint8), (160, 160))
    shifted = np.roll(picture, 6, axis=0)
    other = 255 - picture
    assert likeness(picture, picture) == 1.0
    assert 1.0 > likeness(picture, shifted) > likeness(picture, other)
    assert ssim(picture[..., 0], other[..., 0]) < 0.3


def test_a_file_that_is_no_picture_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture at all, but long enough")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02")
    for name, match in (("a.png", "not a PNG"), ("b.png", "too large")):
        with pytest.raises(ValueError, match=match):
            read_picture(tmp_path / name)


def test_letters_are_seen_only_where_taking_them_away_changes_pixels() -> None:
    bare = np.full((60, 200, 3), 255, np.uint8)
    full = bare.copy()
    full[10:20, 10:60] = 0
    full[40:50, 10:60] = 250
    shares = seen_shares(full, bare, [(10, 10, 50, 10), (10, 40, 50, 10), (500, 5, 10, 10), (-5, 8, 30, 20)])
    assert shares[0] == 1000
    assert shares[1] == shares[2] == 0
    assert 0 < shares[3] < 1000
    assert contrast_share(full, (0, 0, 200, 30)) > 0


def test_a_hash_survives_scaling_and_tells_pictures_apart() -> None:
    random = np.random.default_rng(5)
    first, second = (cv2.resize(random.integers(0, 256, (6, 6), np.uint8), (200, 200)) for _ in range(2))
    smaller = cv2.resize(first, (64, 64), interpolation=cv2.INTER_AREA)
    scaled = cv2.resize(smaller, (32, 32), interpolation=cv2.INTER_AREA)
    one = dct_hash(cv2.resize(first, (32, 32), interpolation=cv2.INTER_AREA))
    two = dct_hash(cv2.resize(second, (32, 32), interpolation=cv2.INTER_AREA))
    assert (one ^ dct_hash(scaled)).bit_count() <= HASH_STEP
    assert (one ^ two).bit_count() > HASH_STEP


def test_the_margin_is_wide_for_few_blocks_and_for_doubtful_ones() -> None:
    mixed = [(1.0, 1.0, False), (1.0, 0.0, False)]
    few, many = score_of(tuple(mixed * 4), 0.5, 1.0), score_of(tuple(mixed * 100), 0.5, 1.0)
    assert few.score == many.score
    assert few.high - few.low > many.high - many.low > 0
    sure = score_of(tuple([(1.0, 1.0, False)] * 30), 1.0, 1.0)
    assert (sure.low, sure.score, sure.high) == (100, 100, 100)
    doubt = score_of(tuple([(1.0, 1.0, False)] * 20 + [(1.0, 1.0, True)] * 10), 1.0, 1.0)
    assert doubt.low < 75
    assert doubt.high == 100


def test_another_version_of_a_refused_file_is_the_same_file() -> None:
    ours = ("https://use.example/releases/v5.15.4/js/all.js", "https://fonts.example/css?family=A")
    theirs = ("https://use.example/releases/v6.1.0/js/all.js",)
    assert one_sided(ours, theirs) == {"https://fonts.example/css?family=A"}
