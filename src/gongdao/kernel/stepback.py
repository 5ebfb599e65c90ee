"""Recognises a mediator's proposal that only halves what is left between two demands ("everybody takes a step back").

With one stubborn side the proposal after k rounds is S − (S − B)/2^k if the seller does not move, and B + (S − B)/2^k
if the buyer does not: whoever asks for more and stays put is paid for it, whatever was delivered. The note that follows
is for the mediator and for his figures; it refuses nothing and never touches an award.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ROUNDS_MAX = 6
"""Beyond six halvings less than 2 % of the gap is left, where any proposal near a demand would look like a halving."""


class StepBack(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal on the halving path: after how many rounds, and who did not move ("nobody" for the midpoint)."""

    rounds: int
    stubborn: Literal["seller", "buyer", "nobody"]


def halving_path(seller: int, buyer: int, stubborn: Literal["seller", "buyer"]) -> list[int]:
    """The proposals of rounds 1, 2, … in minor units, halves rounded up, until they stop moving or six are reached.

    `seller` and `buyer` are the sums each wants the seller to have.

    >>> halving_path(400, 200, "seller")[:3]
    [300, 350, 375]
    """
    stays, gap = (seller, seller - buyer) if stubborn == "seller" else (buyer, buyer - seller)
    path: list[int] = []
    for k in range(1, ROUNDS_MAX + 1):
        if abs(gap) < 2**k:
            break
        path.append((2 * (stays * 2**k - gap) + 2**k) // 2 ** (k + 1))
    return path


def step_back(seller: int, buyer: int, proposal: int) -> StepBack | None:
    """Whether `proposal` lies on the halving path between the two demands; None if it does not.

    All three are sums due to the seller in minor units. Demands that do not conflict have no path. A proposal within
    one minor unit counts, as a mediator may round either way.
    """
    if seller <= buyer:
        return None
    by_seller = halving_path(seller, buyer, "seller")
    by_buyer = halving_path(seller, buyer, "buyer")
    for k, (up, down) in enumerate(zip(by_seller, by_buyer, strict=True), start=1):
        if abs(proposal - up) <= 1 and proposal not in (seller, buyer):
            return StepBack(rounds=k, stubborn="nobody" if k == 1 else "seller")
        if abs(proposal - down) <= 1 and proposal not in (seller, buyer):
            return StepBack(rounds=k, stubborn="buyer")
    return None
