"""Random orders and what everybody believes about them, a block at a time. All sums are parts of the price.

Assumptions, published with the results: 3 to 8 items with Dirichlet(2) shares; an item is done (55 %), not done (25 %)
or partly done (uniform). Each party is biased by 5 points to its own side with an error of 8 points; a neutral who
gives no reasons errs by 10 points. A reviewer errs by 15 points on partly done items, by 5 on others, and 5 % of
findings are plainly wrong (any value). Errors are normal and independent of each other. In a long mediation a party
that can tire gives in with a chance of 8 % in each round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

ITEMS_MAX = 8
REVIEWERS_MAX = 5
DONE, NOT_DONE = 0.55, 0.25
BIAS, BELIEF_SD, OPAQUE_SD = 0.05, 0.08, 0.10
PARTLY_SD, PLAIN_SD, WRONG = 0.15, 0.05, 0.05
COST = 0.03
"""What a decision costs each party, in time and trouble."""

ROUNDS_MAX = 6
TIRES = 0.08
"""The chance that a party gives in to a proposal in one round of mediation merely to have done with it."""


@dataclass(frozen=True)
class Block:
    """Some orders: n of them, each with up to eight items (share 0 where there is none)."""

    shares: Array
    """(n, 8), rows add up to 1."""
    worth: Array
    """(n, 8), what is really there of each item."""
    due: Array
    """(n,), what the seller has really earned."""
    seller_error: Array
    buyer_error: Array
    neutral_error: Array
    """(n,), standard normal."""
    market_error: Array
    """(n, 8), standard normal."""
    findings: Array
    """(n, 8, 5), one value for each of five reviewers."""
    seller_gives_in: npt.NDArray[np.bool_]
    buyer_gives_in: npt.NDArray[np.bool_]
    """(n, 6), in which rounds of a mediation each would give in out of tiredness."""

    @property
    def listed(self) -> npt.NDArray[np.bool_]:
        """(n, 8), where there is an item at all."""
        return self.shares > 0

    def seller(self, bias: float = BIAS, sd: float = BELIEF_SD) -> Array:
        """What the seller believes is due to him, not cut to the price."""
        return np.asarray(self.due + bias + sd * self.seller_error)

    def buyer(self, bias: float = BIAS, sd: float = BELIEF_SD) -> Array:
        """What the buyer believes is due to the seller."""
        return np.asarray(self.due - bias + sd * self.buyer_error)

    def neutral(self) -> Array:
        """What a neutral who gives no reasons thinks is due."""
        return np.asarray(self.due + OPAQUE_SD * self.neutral_error)

    def found(self, reviewers: int) -> Array:
        """(n, 8), the median finding of the first so many reviewers."""
        return np.asarray(np.median(self.findings[..., :reviewers], axis=2))


def draw(random: np.random.Generator, count: int) -> Block:
    """Draw `count` orders with everybody's errors."""
    size = (count, ITEMS_MAX)
    listed = np.arange(ITEMS_MAX) < random.integers(3, ITEMS_MAX + 1, count)[:, None]
    weights = random.gamma(2.0, 1.0, size) * listed
    shares = weights / weights.sum(axis=1, keepdims=True)
    kind = random.random(size)
    worth = np.where(kind < DONE, 1.0, np.where(kind < DONE + NOT_DONE, 0.0, random.random(size)))
    partly = kind >= DONE + NOT_DONE
    seen = worth[..., None] + np.where(partly, PARTLY_SD, PLAIN_SD)[..., None] * random.standard_normal(
        (*size, REVIEWERS_MAX)
    )
    wrong = random.random((*size, REVIEWERS_MAX)) < WRONG
    return Block(
        shares=shares,
        worth=worth,
        due=(shares * worth).sum(axis=1),
        seller_error=random.standard_normal(count),
        buyer_error=random.standard_normal(count),
        neutral_error=random.standard_normal(count),
        market_error=random.standard_normal(size),
        findings=np.where(wrong, random.random((*size, REVIEWERS_MAX)), np.clip(seen, 0.0, 1.0)),
        seller_gives_in=random.random((count, ROUNDS_MAX)) < TIRES,
        buyer_gives_in=random.random((count, ROUNDS_MAX)) < TIRES,
    )
