"""Runs every way over the same random orders and says what it cost. One seed, one result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from .model import Array, draw
from .ways import WAYS, ZONES, Outcome

SEED = 20120926
ORDERS = 200_000
BLOCK = 10_000


@dataclass(frozen=True)
class Figures:
    """What a way costs, in per cent of the price: None where the question does not arise.

    `mae` and `p95`: mean and 95th percentile of the absolute error. `gain`: the seller's best expected gain from
    exaggerating against an honest buyer. `settled`: per cent of orders settled, `rounds` how many rounds it took,
    `zone` where a price existed that both preferred. `near_half`: per cent of awards at 41 to 60 % of the seller's
    claim.
    """

    mae: float
    p95: float
    gain: float | None = None
    settled: float | None = None
    rounds: float | None = None
    near_half: float | None = None
    zone: float | None = None


@dataclass
class _Tally:
    errors: list[Array] = field(default_factory=list)
    near_half: float = 0.0
    claimed: bool = False
    settled: float = 0.0
    rounds: float = 0.0
    zone: float = 0.0
    gains: dict[float, float] = field(default_factory=dict)
    last: Outcome | None = None


def simulate(
    orders: int = ORDERS, seed: int = SEED, progress: Callable[[int], object] = lambda done: None
) -> dict[str, Figures]:
    """The figures of every way over `orders` random orders. `progress` is told how many orders are done."""
    random = np.random.default_rng(seed)
    tallies = {name: _Tally() for name in WAYS}
    done = 0
    while done < orders:
        block = draw(random, min(BLOCK, orders - done))
        for name, way in WAYS.items():
            _count(tallies[name], way(block), block.due)
            if name in ZONES:
                tallies[name].zone += float(ZONES[name](block).sum())
        done += len(block.due)
        progress(done)
    return {name: _figures(name, tally, orders) for name, tally in tallies.items()}


def _count(tally: _Tally, outcome: Outcome, due: Array) -> None:
    tally.last = outcome
    tally.errors.append(np.abs(outcome.award - due).astype(np.float32))
    if outcome.claim is not None:
        # An award of nothing on a claim of nothing is near no half.
        near = (outcome.award >= 0.41 * outcome.claim) & (outcome.award <= 0.60 * outcome.claim) & (outcome.claim > 0)
        tally.near_half += float(near.sum())
        tally.claimed = True
    if outcome.settled is not None:
        tally.settled += float(outcome.settled.sum())
    if outcome.rounds is not None:
        tally.rounds += float(outcome.rounds.sum())
    for more, gain in outcome.gains.items():
        tally.gains[more] = tally.gains.get(more, 0.0) + float(gain.sum())


def _figures(name: str, tally: _Tally, orders: int) -> Figures:
    errors = np.concatenate(tally.errors)
    last = tally.last
    per_cent = 100 / orders
    return Figures(
        mae=float(errors.mean()) * 100,
        p95=float(np.percentile(errors, 95)) * 100,
        gain=max(0.0, *tally.gains.values()) * per_cent if tally.gains else None,
        settled=tally.settled * per_cent if last is not None and last.settled is not None else None,
        rounds=tally.rounds / orders if last is not None and last.rounds is not None else None,
        near_half=tally.near_half * per_cent if tally.claimed else None,
        zone=tally.zone * per_cent if name in ZONES else None,
    )
