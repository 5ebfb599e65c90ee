"""Divides the price over the requirements (CC 511, 782; the order's own terms decide the precedence).

Precedence: agreed prices, agreed weights, market references scaled to the price, effort exchanged before the work,
equal shares. An item with its own agreed price, such as an accepted change order, keeps it under every method but the
comparison with other methods when all are priced. Equal shares are refused where one side alone wrote the list: whoever
writes it could pad it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .types import Assessment, Method, Requirement

REASONS: dict[Method, str] = {
    "agreed": "agreed_prices",
    "weight": "agreed_weights",
    "market": "market_scaled",
    "effort": "effort_before_work",
    "equal": "equal_last_resort",
}


def price_of(a: Assessment) -> int:
    """The agreed total, else the sum of agreed prices and, where an item has none, market references (CC 511(2))."""
    if a.price is not None:
        return a.price
    return sum((r.market or 0) if r.price is None else r.price for r in a.requirements)


def allocate(a: Assessment, requirements: Sequence[Requirement], price: int) -> dict[Method, list[int]]:
    """The shares under every method the order supports, best first, in the order of `requirements` (sorted by id)."""
    methods: dict[Method, list[int]] = {}
    fixed = [r.price for r in requirements]
    if None not in fixed:
        methods["agreed"] = [amount or 0 for amount in fixed]
        fixed = [None] * len(fixed)
    rest = price - sum(amount for amount in fixed if amount is not None)
    for method, bases in (
        ("weight", [r.weight for r in requirements]),
        ("market", [r.market for r in requirements]),
        ("effort", [r.effort for r in requirements]),
        ("equal", [1 if a.list_written_by == "both" else None] * len(requirements)),
    ):
        shares = _shares(fixed, bases, rest)
        if shares is not None:
            methods[method] = shares  # type: ignore[index]
    return methods


def _shares(fixed: Sequence[int | None], bases: Sequence[int | None], rest: int) -> list[int] | None:
    """Fixed shares as they are, the rest in proportion to the bases; None if a basis is missing or all are zero."""
    unpriced = [basis for amount, basis in zip(fixed, bases, strict=True) if amount is None]
    given = [basis for basis in unpriced if basis is not None]
    if len(given) < len(unpriced) or sum(given) == 0:
        return None
    parts = divide(rest, given)
    if len(parts) == len(fixed):
        return parts
    following = iter(parts)
    return [next(following) if amount is None else amount for amount in fixed]


def divide(total: int, bases: Sequence[int]) -> list[int]:
    """Divide whole units in proportion to `bases` by largest remainder; equal remainders in the order given.

    >>> divide(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(bases)
    parts = [total * basis // whole for basis in bases]
    missing = total - sum(parts)
    if missing:
        by_remainder = sorted(range(len(bases)), key=lambda i: -(total * bases[i] % whole))
        for i in by_remainder[:missing]:
            parts[i] += 1
    return parts
