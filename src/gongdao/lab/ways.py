"""Ways to decide how much is due, each as a function from a block of orders to what came out.

A way's gain is what the seller wins on average by the best exaggeration against an honest buyer. Where a way takes no
claim at all its gain is nothing by construction, and that is the point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import pi, sqrt

import numpy as np
import numpy.typing as npt

from .model import COST, OPAQUE_SD, ROUNDS_MAX, Array, Block

CLAIM_MAX = 1.5
"""No claim is above one and a half times the price."""

MORE = (0.02, 0.05, 0.08, 0.11, 0.14, 0.17, 0.2, 0.3, 0.5)
"""Exaggerations tried where the best one is not the largest."""


@dataclass(frozen=True)
class Outcome:
    """What a way gave for each order: the award, the claim it is compared with, and how it came about."""

    award: Array
    claim: Array | None = None
    settled: npt.NDArray[np.bool_] | None = None
    rounds: Array | None = None
    gains: Mapping[float, Array] = field(default_factory=dict)
    """By exaggeration: what the seller has more than by honesty."""


Way = Callable[[Block], Outcome]


def _cut(sums: Array) -> Array:
    return np.asarray(np.clip(sums, 0.0, 1.0))


def _honest(block: Block) -> tuple[Array, Array]:
    return _cut(block.seller()), _cut(block.buyer())


def _middle(seller: Array, buyer: Array) -> Array:
    """Half way between the two claims, at most the price."""
    return np.asarray(np.minimum(1.0, (seller + buyer) / 2))


def split(claims_max: float, equilibrium: bool) -> Way:
    """Meet in the middle of the claims. In equilibrium each side claims all that it may."""

    def way(block: Block) -> Outcome:
        seller, buyer = _honest(block)
        honest = _middle(seller, buyer)
        most = np.full_like(seller, claims_max)
        gains = {claims_max: _middle(most, buyer) - honest}
        if equilibrium:
            return Outcome(_middle(most, np.zeros_like(buyer)), most, gains=gains)
        return Outcome(honest, seller, gains=gains)

    return way


def step_back(rounds: int) -> Way:
    """The seller asks half a price too much and does not move; the buyer is asked to meet him half way each time."""

    def way(block: Block) -> Outcome:
        seller, buyer = _honest(block)
        claim = np.minimum(seller + 0.5, CLAIM_MAX)
        award = np.minimum(1.0, claim - (claim - buyer) / 2**rounds)
        return Outcome(award, claim, gains={0.5: award - _middle(seller, buyer)})

    return way


def process(more: float) -> Way:
    """Up to six rounds of "everybody takes a step back", then the seller is paid in full.

    A party takes a proposal within the cost of a decision of where it stands, or in a round in which it tires; whoever
    alone would take it stands there from then on. A seller who asks `more` never tires.
    """

    def way(block: Block) -> Outcome:
        seller, buyer = _honest(block)
        if more == 0:
            award, settled, rounds = _rounds(seller, buyer, block.seller_gives_in, block.buyer_gives_in)
            return Outcome(award, settled=settled, rounds=rounds)
        never = np.zeros_like(block.seller_gives_in)
        award, settled, rounds = _rounds(seller + more, buyer, never, block.buyer_gives_in)
        honest, _, _ = _rounds(seller, buyer, block.seller_gives_in, block.buyer_gives_in)
        return Outcome(award, settled=settled, rounds=rounds, gains={more: award - honest})

    return way


Flags = npt.NDArray[np.bool_]


def _rounds(seller: Array, buyer: Array, seller_gives_in: Flags, buyer_gives_in: Flags) -> tuple[Array, Flags, Array]:
    award = np.ones_like(seller)
    settled = np.zeros(seller.shape, dtype=bool)
    rounds = np.full(seller.shape, float(ROUNDS_MAX))
    for number in range(ROUNDS_MAX):
        proposal = (seller + buyer) / 2
        seller_would = (seller - proposal <= COST) | seller_gives_in[:, number]
        buyer_would = (proposal - buyer <= COST) | buyer_gives_in[:, number]
        now = seller_would & buyer_would & ~settled
        award[now] = np.minimum(1.0, proposal[now])
        rounds[now] = number + 1
        settled |= now
        seller = np.where(seller_would & ~buyer_would, proposal, seller)
        buyer = np.where(buyer_would & ~seller_would, proposal, buyer)
    return award, settled, rounds


def opaque(facts: float, exaggerated: bool) -> Way:
    """A neutral who gives no reasons: part his own view of the facts, the rest the middle of the claims."""

    def decide(block: Block, seller: Array, buyer: Array) -> Array:
        return _cut(facts * _cut(block.neutral()) + (1 - facts) * (seller + buyer) / 2)

    def way(block: Block) -> Outcome:
        seller, buyer = _honest(block)
        honest = decide(block, seller, buyer)
        gains = {CLAIM_MAX: decide(block, np.full_like(seller, CLAIM_MAX), buyer) - honest}
        if not exaggerated:
            return Outcome(honest, seller, gains=gains)
        claim = np.minimum(seller + 0.5, CLAIM_MAX)
        return Outcome(decide(block, claim, np.maximum(buyer - 0.5, 0.0)), claim)

    return way


def final_offer(equilibrium: bool) -> Way:
    """The neutral must take the offer nearer to his own view. Brams and Merrill's offers in equilibrium."""

    def decide(block: Block, seller: Array, buyer: Array) -> Array:
        view = block.neutral()
        return np.where(np.abs(seller - view) < np.abs(buyer - view), seller, buyer)

    def way(block: Block) -> Outcome:
        if equilibrium:
            away = sqrt(pi / 2) * OPAQUE_SD
            seller, buyer = block.due + away, block.due - away
        else:
            seller, buyer = _honest(block)
        award = decide(block, seller, buyer)
        return Outcome(award, seller, gains={more: decide(block, seller + more, buyer) - award for more in MORE})

    return way


def itemised(
    reviewers: int = 3, market_sd: float = 0.0, equal: bool = False, padded: bool = False, anchor: float = 0.0
) -> Way:
    """Item by item: share times the reviewers' median. Agreed shares unless said otherwise.

    `market_sd`: shares from market references with that (log) error. `equal`: all listed items alike; `padded`: the
    seller lists every item that is at least half done twice. `anchor`: how far reviewers who see claims are drawn
    to them, where the seller claims everything.
    """

    def way(block: Block) -> Outcome:
        found = block.found(reviewers)
        shares = block.shares
        if market_sd:
            shares = shares * np.exp(market_sd * block.market_error)
        if equal:
            shares = block.listed.astype(np.float64)
        shares = shares / shares.sum(axis=1, keepdims=True)
        award = (shares * found).sum(axis=1)
        if anchor:
            drawn = (1 - anchor) * award + anchor
            return Outcome(drawn, gains={1.0: drawn - award})
        if padded:
            lines = np.where(block.listed & (block.worth >= 0.5), 2.0, block.listed.astype(np.float64))
            better = (lines / lines.sum(axis=1, keepdims=True) * found).sum(axis=1)
            return Outcome(better, gains={2.0: better - award})
        return Outcome(award, _cut(block.seller()))

    return way


def sealed_bids(shade: float, sd: float, bias: float, computed: bool) -> Way:
    """Both bid under seal before any finding; bids that meet settle at their middle, else the fallback decides.

    Each is ready to give up the cost of a decision and keeps back `shade` in the hope of a better price.
    """

    def decide(block: Block, seller_shade: float) -> tuple[Array, npt.NDArray[np.bool_]]:
        fallback = itemised(market_sd=0.2)(block).award if computed else _cut(block.neutral())
        ask = block.seller(bias, sd) - COST + seller_shade
        bid = block.buyer(bias, sd) + COST - shade
        meet = ask <= bid
        return np.where(meet, _cut((ask + bid) / 2), fallback), meet

    def way(block: Block) -> Outcome:
        award, meet = decide(block, shade)
        gains = {}
        for more in (-0.04, -0.02, 0.02, 0.04):
            other, others_meet = decide(block, shade + more)
            gains[more] = other - award - COST * (meet.astype(np.float64) - others_meet)
        return Outcome(award, settled=meet, gains=gains)

    return way


def zone(sd: float, bias: float) -> Callable[[Block], Array]:
    """Where there is a price that both would rather have than a decision."""

    def found(block: Block) -> Array:
        return np.asarray(block.seller(bias, sd) - COST <= block.buyer(bias, sd) + COST).astype(np.float64)

    return found


WAYS: dict[str, Way] = {
    "split_honest": split(1.0, equilibrium=False),
    "split_equilibrium": split(1.0, equilibrium=True),
    "split_wide_honest": split(CLAIM_MAX, equilibrium=False),
    "split_wide_equilibrium": split(CLAIM_MAX, equilibrium=True),
    "step_back_1": step_back(1),
    "step_back_2": step_back(2),
    "step_back_3": step_back(3),
    "process_honest": process(0.0),
    "process_more_02": process(0.2),
    "process_more_05": process(0.5),
    "opaque_two_thirds": opaque(2 / 3, exaggerated=False),
    "opaque_two_thirds_exaggerated": opaque(2 / 3, exaggerated=True),
    "opaque_half": opaque(1 / 2, exaggerated=False),
    "opaque_half_exaggerated": opaque(1 / 2, exaggerated=True),
    "final_offer_honest": final_offer(equilibrium=False),
    "final_offer_equilibrium": final_offer(equilibrium=True),
    "itemised_3": itemised(3),
    "itemised_1": itemised(1),
    "itemised_5": itemised(5),
    "itemised_market_20": itemised(market_sd=0.2),
    "itemised_market_40": itemised(market_sd=0.4),
    "itemised_equal": itemised(equal=True),
    "itemised_padded": itemised(equal=True, padded=True),
    "itemised_anchored_10": itemised(anchor=0.10),
    "itemised_anchored_33": itemised(anchor=0.33),
    "bids_opaque": sealed_bids(0.11, sd=0.10, bias=0.05, computed=False),
    "bids_computed": sealed_bids(0.055, sd=0.08, bias=0.05, computed=True),
    "bids_preview": sealed_bids(0.015, sd=0.04, bias=0.02, computed=True),
}

ZONES: dict[str, Callable[[Block], Array]] = {
    "bids_opaque": zone(0.10, 0.05),
    "bids_computed": zone(0.08, 0.05),
    "bids_preview": zone(0.04, 0.02),
}
