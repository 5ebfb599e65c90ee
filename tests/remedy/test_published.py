"""Published results of the literature and of decided cases, each reproduced by name."""

from __future__ import annotations

from fractions import Fraction
from math import erf, exp, pi, sqrt

import numpy as np
import pytest

from gongdao.kernel.stepback import halving_path
from gongdao.remedy import assess, read_assessment
from gongdao.remedy.claims import equal_awards, equal_losses, talmud
from tests.remedy.vectors import VECTORS


def normal_cdf(x: float) -> float:
    return (1 + erf(x / sqrt(2))) / 2


def normal_pdf(x: float) -> float:
    return exp(-x * x / 2) / sqrt(2 * pi)


def highest(payoff, low: float, high: float) -> tuple[float, float]:
    """The place and height of a single peak, by golden section."""
    ratio = (sqrt(5) - 1) / 2
    for _ in range(100):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (a, high) if payoff(a) < payoff(b) else (low, b)
    return low, payoff(low)


@pytest.mark.parametrize(
    ("estate", "awards"),
    [
        (100, [Fraction(100, 3)] * 3),
        (200, [50, 75, 75]),
        (300, [50, 100, 150]),
    ],
)
def test_talmud_three_wives(estate, awards):
    """Ketubot 93a: claims of 100, 200 and 300."""
    assert talmud(estate, [100, 200, 300]) == awards


def test_contested_garment():
    """Bava Metzia 2a: one claims all of it, one half."""
    assert talmud(1, [1, Fraction(1, 2)]) == [Fraction(3, 4), Fraction(1, 4)]


def test_constrained_equal_awards_and_losses():
    assert equal_awards(6, [4, 8]) == [3, 3]
    assert equal_losses(6, [4, 8]) == [1, 5]


def final_offer_payoff(mine: float, theirs: float) -> float:
    """Expected award in final-offer arbitration when the arbitrator's own view is N(0, 1) and the closer offer wins."""
    wins = 1 - normal_cdf((mine + theirs) / 2)
    return mine * wins + theirs * (1 - wins)


def test_final_offers_equilibrium_gap():
    """Brams and Merrill (1983): offers at ± sqrt(π/2) σ = 1.2533 σ, a gap of 2.5066 σ; by best responses."""
    offer = 0.5
    for _ in range(60):
        response, _ = highest(lambda mine, theirs=-offer: final_offer_payoff(mine, theirs), 0.0, 6.0)
        offer = (offer + response) / 2
    assert offer == pytest.approx(sqrt(pi / 2), abs=1e-3)
    assert 2 * offer == pytest.approx(2.5066, abs=2e-3)


def test_final_offer_against_an_honest_opponent():
    offer, gain = highest(lambda mine: final_offer_payoff(mine, 0.0), 0.0, 6.0)
    assert offer == pytest.approx(1.50, abs=0.01)
    assert gain == pytest.approx(0.33994, abs=1e-5)


def test_chatterjee_samuelson_linear_equilibrium():
    """Operations Research 31 (1983): offers ⅔c + ¼ and ⅔v + 1/12, so trade happens where v − c ≥ ¼."""
    density = [Fraction(1), Fraction(-1)]  # of d = v − c on [0, 1]: 1 − d

    def moment(power: int) -> Fraction:
        return sum(c * (1 - Fraction(1, 4) ** (k + power + 1)) / (k + power + 1) for k, c in enumerate(density))

    assert moment(0) == Fraction(9, 32)
    assert moment(1) == Fraction(9, 64)
    assert moment(1) / Fraction(1, 6) == Fraction(84375, 100000)


def test_chatterjee_samuelson_by_draws():
    random = np.random.default_rng(20120926)
    value, cost = random.random(1_000_000), random.random(1_000_000)
    bid, ask = value * 2 / 3 + 1 / 12, cost * 2 / 3 + 1 / 4
    trade = bid >= ask
    gains = np.where(trade, value - cost, 0).mean()
    assert trade.mean() == pytest.approx(9 / 32, abs=2e-3)
    assert gains == pytest.approx(9 / 64, abs=1e-3)
    # and nobody gains by shifting his offer while the other keeps to his
    for shift in (-0.1, -0.03, 0.03, 0.1):
        shifted = bid + shift
        surplus = np.where(shifted >= ask, value - (shifted + ask) / 2, 0).mean()
        assert surplus <= np.where(trade, value - (bid + ask) / 2, 0).mean() + 1e-4


@pytest.mark.parametrize(("away", "gain"), [(0.1, -0.0000), (0.5, -0.0005), (1.0, -0.0071), (2.0, -0.0729)])
def test_combined_arbitration_leaving_the_median_never_pays(away, gain):
    """Brams and Merrill (1986): the closer offer wins only where the arbitrator's view lies between the two offers."""
    half = away / 2
    lost = -(normal_pdf(0) - normal_pdf(half))
    won = away * (normal_cdf(away) - normal_cdf(half)) - (normal_pdf(half) - normal_pdf(away))
    assert lost + won < 0
    assert lost + won == pytest.approx(gain, abs=4e-4)


def test_step_back():
    assert halving_path(400, 200, "seller")[:3] == [300, 350, 375]
    assert halving_path(600, 200, "seller")[:3] == [400, 500, 550]


def test_hoenig_v_isaacs():
    """[1952] EWCA Civ 6: £750, defects £55 18s 2d: £694 1s 10d; £400 paid, balance £294 1s 10d."""

    def old_pence(pounds: int, shillings: int, pence: int) -> int:
        return (pounds * 20 + shillings) * 12 + pence

    raw, _ = VECTORS["G10 Hoenig v Isaacs in old pence"]
    assert raw["price"] == old_pence(750, 0, 0)
    assert raw["findings"]["a"]["cure_cost"] == old_pence(55, 18, 2)
    reduce = assess(read_assessment(raw)).option("reduce")
    assert reduce.due == old_pence(694, 1, 10)
    assert reduce.buyer_owes == old_pence(294, 1, 10)


def test_prepaid_consumption_article_18():
    """Paid 3000 with a gift of 1000; used 3594 at list price: at the paid ratio of ¾ 2695.50, refund 304.50."""
    paid, gift, used = 300_000, 100_000, 359_400
    charge = Fraction(used * paid, paid + gift)
    assert charge == 269_550
    result = assess(
        read_assessment(
            {
                "price": paid,
                "requirements": [{"id": "card", "title": "Prepaid card", "price": paid}],
                "findings": {"card": {"delivered_bp": int(charge * 10_000 / paid)}},
                "released": paid,
            }
        )
    )
    assert result.option("reduce").due == 269_550
    assert result.option("reduce").seller_returns == 30_450
