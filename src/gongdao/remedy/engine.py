"""Computes an award: findings in, every available option with its derivation out. Pure and exact.

It refuses to know what anyone asked for: `Assessment` has no such field.
"""

from __future__ import annotations

from collections.abc import Sequence

from .allocate import REASONS
from .options import at_will, pay_for_done, seller_in_breach
from .types import Allocation, Assessment, Option, Result
from .validate import validate
from .work import MONEY, Work, half_up, ratios_of


def assess(a: Assessment) -> Result:
    """Compute every option available on these findings. Raises AssessmentError if `a` cannot be computed."""
    validate(a)
    work = Work(a)
    shares = work.methods[work.method]
    if a.cause in ("seller", "both"):
        options = seller_in_breach(work, shares)
    elif a.cause == "buyer_at_will":
        options = [at_will(work, shares)]
    else:
        options = [pay_for_done(work, shares)]
    default = options[0]
    return Result(
        price=work.price,
        allocation=Allocation(
            method=work.method,
            shares={r.id: share for r, share in zip(work.requirements, shares, strict=True)},
            reason=REASONS[work.method],
        ),
        options=tuple(options),
        default=default.id,
        range=_range(work, default),
        rules=a.rules,
    )


def _range(work: Work, default: Option) -> dict[str, int]:
    """What the default option would be under every allocation method the order supports."""
    dues: dict[str, int] = {}
    for method, shares in work.methods.items():
        if method == work.method:
            dues[method] = default.due
        elif work.a.cause in ("seller", "both"):
            dues[method] = _reduced_due(work, shares)
        elif work.a.cause == "buyer_at_will":
            dues[method] = at_will(work, shares).due
        else:
            dues[method] = pay_for_done(work, shares).due
    return dues


def _reduced_due(work: Work, shares: Sequence[int]) -> int:
    """The sum of `reduce` without its derivation."""
    ratios = ratios_of(work, shares)
    prevented = sum([share * f.prevented_bp for share, f in zip(shares, work.findings, strict=True)])
    earned = sum([share * e for share, e in zip(shares, ratios.counted, strict=True)])
    earned += work.a.wasted_cost * ratios.unit + prevented * work.a.margin_bp * (ratios.unit // MONEY)
    return half_up(earned - work.damages * (ratios.unit // MONEY), ratios.unit)
