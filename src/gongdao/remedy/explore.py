"""Questions around an award: what if one finding moved, what can each side win or lose, how far do the finders differ.

Each answer is the same engine run again on other findings; nothing here computes money of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median_low

import msgspec

from .engine import assess
from .types import Assessment, Finding, Option, Result


def what_if(a: Assessment, id: str, finding: Finding) -> Result:
    """The result if requirement `id` had this finding instead."""
    return assess(msgspec.structs.replace(a, findings={**a.findings, id: finding}))


def preview(a: Assessment, contested: Iterable[str]) -> tuple[Result, Result]:
    """The results if every contested item went the seller's way, and if it went the buyer's.

    Findings for contested items may still be missing. The seller's way is all delivered; the buyer's way is nothing
    delivered, nothing accepted and nothing that he prevented.
    """
    sellers_way, buyers_way = dict(a.findings), dict(a.findings)
    for id in contested:
        known = a.findings.get(id, Finding(delivered_bp=0))
        sellers_way[id] = msgspec.structs.replace(known, delivered_bp=10_000, prevented_bp=0)
        buyers_way[id] = msgspec.structs.replace(known, delivered_bp=0, prevented_bp=0, cure_cost=None, accepted=False)
    return (
        assess(msgspec.structs.replace(a, findings=sellers_way)),
        assess(msgspec.structs.replace(a, findings=buyers_way)),
    )


def aggregate(findings: Sequence[Finding]) -> Finding:
    """One finding out of several finders', by the published rule.

    A number is the lower median: the middle one, or of two middle ones the lower. A cost or quote counts if more than
    half gave one, and then the lower median of those. Yes or no needs more than half. ValueError if nobody found.
    """
    if not findings:
        raise ValueError("a finding needs at least one finder")
    return Finding(
        delivered_bp=median_low([f.delivered_bp for f in findings]),
        cure_cost=_median_of_given([f.cure_cost for f in findings]),
        cover_quote=_median_of_given([f.cover_quote for f in findings]),
        prevented_bp=median_low([f.prevented_bp for f in findings]),
        accepted=2 * sum(f.accepted for f in findings) > len(findings),
        cure_refused=2 * sum(f.cure_refused for f in findings) > len(findings),
    )


def spread(a: Assessment, findings: Mapping[str, Sequence[Finding]]) -> tuple[Result, Result]:
    """The results with the lowest and with the highest `delivered_bp` that any finder gave for each item.

    Everything else about an item is the aggregate of its finders. Every option is monotone in `delivered_bp`, so no
    mixture of the finders' values lies outside these two.
    """
    low, high = dict(a.findings), dict(a.findings)
    for id, given in findings.items():
        whole = aggregate(given)
        values = [f.delivered_bp for f in given]
        low[id] = msgspec.structs.replace(whole, delivered_bp=min(values))
        high[id] = msgspec.structs.replace(whole, delivered_bp=max(values))
    return (
        assess(msgspec.structs.replace(a, findings=low)),
        assess(msgspec.structs.replace(a, findings=high)),
    )


def kept_by(option: Option, ids: Iterable[str]) -> dict[str, str]:
    """Who keeps the delivered files of each requirement under this option: "buyer" or "seller".

    Where the deliverable is split, the buyer keeps what he pays for and the rest goes back.
    """
    if option.deliverable != "split":
        return dict.fromkeys(ids, option.deliverable)
    unpaid = {
        step.item
        for step in option.steps
        if step.code == "item_rejected"
        or (step.code in ("item_reduced", "item_needs", "item_cure_cost") and step.amount == 0)
        or (step.code in ("item_full", "item_accepted") and step.data["prevented_bp"] == 10_000)
    }
    return {id: "seller" if id in unpaid else "buyer" for id in ids}


def _median_of_given(values: Sequence[int | None]) -> int | None:
    given = [value for value in values if value is not None]
    return median_low(given) if 2 * len(given) > len(values) else None
