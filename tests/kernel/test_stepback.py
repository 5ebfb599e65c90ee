"""The halving path between two demands, and what lies on it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.kernel.stepback import ROUNDS_MAX, StepBack, halving_path, step_back


def test_the_published_paths():
    assert halving_path(40_000, 20_000, "seller")[:3] == [30_000, 35_000, 37_500]
    assert halving_path(60_000, 20_000, "seller")[:3] == [40_000, 50_000, 55_000]
    assert halving_path(40_000, 20_000, "buyer")[:3] == [30_000, 25_000, 22_500]


@pytest.mark.parametrize(
    ("proposal", "expected"),
    [
        (30_000, StepBack(rounds=1, stubborn="nobody")),
        (35_000, StepBack(rounds=2, stubborn="seller")),
        (37_500, StepBack(rounds=3, stubborn="seller")),
        (25_000, StepBack(rounds=2, stubborn="buyer")),
        (28_000, None),
        (20_000, None),
        (40_000, None),
        (50_000, None),
        (10_000, None),
    ],
)
def test_between_two_and_four_hundred(proposal, expected):
    assert step_back(40_000, 20_000, proposal) == expected


def test_the_joke_of_the_founding_case():
    assert step_back(60_000, 20_000, 55_000) == StepBack(rounds=3, stubborn="seller")


def test_demands_that_do_not_conflict_have_no_path():
    assert step_back(20_000, 20_000, 20_000) is None
    assert step_back(20_000, 40_000, 30_000) is None


def test_odd_gaps_are_recognised_however_they_were_rounded():
    assert halving_path(101, 100, "seller") == []
    assert step_back(103, 100, 101) == StepBack(rounds=1, stubborn="nobody")
    assert step_back(103, 100, 102) == StepBack(rounds=1, stubborn="nobody")
    assert step_back(103, 100, 103) is None


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(1, ROUNDS_MAX), st.sampled_from(["seller", "buyer"]))
def test_the_closed_form_is_what_repeated_splitting_gives(low, gap, rounds, stubborn):
    """Split the difference again and again while one side stays: within a unit of S − (S − B)/2^k."""
    seller, buyer = low + gap, low
    path = halving_path(seller, buyer, stubborn)
    exact_seller, exact_buyer = float(seller), float(buyer)
    for proposal in path[:rounds]:
        middle = (exact_seller + exact_buyer) / 2
        assert abs(proposal - middle) <= 0.5 + 1e-6
        assert buyer <= proposal <= seller
        assert step_back(seller, buyer, proposal) is not None or proposal in (seller, buyer)
        if stubborn == "seller":
            exact_buyer = middle
        else:
            exact_seller = middle


@settings(max_examples=600, deadline=None)
@given(st.integers(100, 10**6))
def test_a_third_of_the_way_is_no_halving(third):
    assert step_back(3 * third, 0, third) is None
