"""Dividing too little among established payees."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.remedy.claims import RULES, equal_awards, equal_losses, pay_out, proportional, talmud

many = settings(max_examples=600, deadline=None)
claims = st.lists(st.integers(0, 1_000), min_size=1, max_size=6)


@st.composite
def problems(draw):
    claimed = draw(claims)
    return draw(st.integers(0, sum(claimed))), claimed


@many
@given(problems(), st.sampled_from(sorted(RULES)))
def test_awards_add_up_and_stay_within_claims(problem, rule):
    estate, claimed = problem
    awards = RULES[rule](estate, claimed)
    assert sum(awards) == estate
    assert all(0 <= award <= claim for award, claim in zip(awards, claimed, strict=True))


@many
@given(problems())
def test_losses_mirror_awards(problem):
    estate, claimed = problem
    mirrored = equal_awards(sum(claimed) - estate, claimed)
    assert equal_losses(estate, claimed) == [c - m for c, m in zip(claimed, mirrored, strict=True)]


@many
@given(problems())
def test_the_talmud_rule_mirrors_itself(problem):
    """Aumann and Maschler: awards of the estate are losses of what is missing."""
    estate, claimed = problem
    other = talmud(sum(claimed) - estate, claimed)
    assert talmud(estate, claimed) == [c - o for c, o in zip(claimed, other, strict=True)]


@many
@given(st.integers(0, 500), st.integers(0, 500), st.data())
def test_two_claims_are_the_contested_garment(a, b, data):
    estate = data.draw(st.integers(0, a + b))
    conceded_to_a, conceded_to_b = max(0, estate - b), max(0, estate - a)
    rest = Fraction(estate - conceded_to_a - conceded_to_b, 2)
    assert talmud(estate, [a, b]) == [conceded_to_a + rest, conceded_to_b + rest]


@many
@given(problems(), st.sampled_from(sorted(RULES)))
def test_equal_claims_get_the_same_and_larger_claims_no_less(problem, rule):
    estate, claimed = problem
    awards = RULES[rule](estate, claimed)
    for claim, award in zip(claimed, awards, strict=True):
        for other, theirs in zip(claimed, awards, strict=True):
            assert claim != other or award == theirs
            assert claim < other or award >= theirs


@many
@given(problems(), st.sampled_from(sorted(RULES)))
def test_paid_in_whole_units_without_losing_one(problem, rule):
    estate, claimed = problem
    named = {f"p{i}": claim for i, claim in enumerate(claimed)}
    paid = pay_out(estate, named, rule)
    exact = RULES[rule](estate, claimed)
    assert sum(paid.values()) == estate
    assert all(abs(paid[f"p{i}"] - share) < 1 for i, share in enumerate(exact))
    assert paid == pay_out(estate, dict(reversed(named.items())), rule)


def test_a_tie_goes_to_the_first_id():
    assert pay_out(100, {"c": 50, "a": 50, "b": 50}, "proportional") == {"a": 34, "b": 33, "c": 33}


def test_nothing_claimed_nothing_paid():
    assert proportional(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize(
    ("estate", "claimed", "said"),
    [
        (7, [3, 3], "^the estate 7 is not between 0 and the sum of claims 6$"),
        (-1, [3], "^the estate -1 is not between 0 and the sum of claims 3$"),
        (0, [-1, 2], "^a claim is negative$"),
    ],
)
def test_no_shortage_or_a_negative_sum_is_refused(estate, claimed, said):
    for rule in RULES.values():
        with pytest.raises(ValueError, match=said):
            rule(estate, claimed)


def test_an_unknown_rule_is_refused():
    with pytest.raises(KeyError):
        pay_out(1, {"a": 2}, "split")
