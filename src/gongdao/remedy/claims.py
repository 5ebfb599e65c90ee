"""Dividing too little money among several established payees: four rules from the literature, exact.

Used only where claims are already established and the escrow cannot meet them all. It is no way to decide a dispute:
between a buyer and a seller the findings decide (engine.py), never a division of what both ask for.

Sources: Aumann and Maschler, Journal of Economic Theory 36 (1985) 195-213; Thomson, Mathematical Social Sciences 45
(2003) 249-297; Babylonian Talmud, Ketubot 93a and Bava Metzia 2a.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

Amount = int | Fraction
Rule = Callable[[Amount, Sequence[Amount]], list[Fraction]]


def proportional(estate: Amount, claims: Sequence[Amount]) -> list[Fraction]:
    """Each claim gets the same part of itself."""
    whole = _checked(estate, claims)
    if whole == 0:
        return [Fraction(0) for _ in claims]
    return [Fraction(claim) * estate / whole for claim in claims]


def equal_awards(estate: Amount, claims: Sequence[Amount]) -> list[Fraction]:
    """Constrained equal awards (CEA): all get the same, but nobody more than the claim."""
    _checked(estate, claims)
    awards = [Fraction(0) for _ in claims]
    left = Fraction(estate)
    open_claims = sorted(range(len(claims)), key=lambda i: claims[i])
    for position, i in enumerate(open_claims):
        awards[i] = min(Fraction(claims[i]), left / (len(claims) - position))
        left -= awards[i]
    return awards


def equal_losses(estate: Amount, claims: Sequence[Amount]) -> list[Fraction]:
    """Constrained equal losses (CEL): all lose the same, but nobody more than the claim."""
    whole = _checked(estate, claims)
    losses = equal_awards(whole - estate, claims)
    return [claim - loss for claim, loss in zip(claims, losses, strict=True)]


def talmud(estate: Amount, claims: Sequence[Amount]) -> list[Fraction]:
    """Equal awards of half the claims up to half the sum, equal losses of half the claims beyond it.

    With two claims it is the contested garment: what one does not contest is the other's, the rest is halved.
    """
    whole = _checked(estate, claims)
    halves = [Fraction(claim) / 2 for claim in claims]
    if 2 * estate <= whole:
        return equal_awards(estate, halves)
    beyond = equal_losses(estate - whole / 2, halves)
    return [half + more for half, more in zip(halves, beyond, strict=True)]


RULES: dict[str, Rule] = {
    "proportional": proportional,
    "equal_awards": equal_awards,
    "equal_losses": equal_losses,
    "talmud": talmud,
}


def pay_out(estate: int, claims: dict[str, int], rule: str) -> dict[str, int]:
    """Whole minor units by the named rule: largest remainder, ties by id, so that the sums add up to the estate.

    KeyError for an unknown rule; ValueError if there is more money than claims, or a negative sum.
    """
    ids = sorted(claims)
    exact = RULES[rule](estate, [claims[id] for id in ids])
    paid = [int(share) for share in exact]
    missing = estate - sum(paid)
    for i in sorted(range(len(ids)), key=lambda i: paid[i] - exact[i])[:missing]:
        paid[i] += 1
    return dict(zip(ids, paid, strict=True))


def _checked(estate: Amount, claims: Sequence[Amount]) -> Fraction:
    """The sum of the claims, if there is a shortage to divide."""
    if any(claim < 0 for claim in claims):
        raise ValueError("a claim is negative")
    whole = sum((Fraction(claim) for claim in claims), Fraction(0))
    if not 0 <= estate <= whole:
        raise ValueError(f"the estate {estate} is not between 0 and the sum of claims {whole}")
    return whole
