"""What all options of one assessment share: its facts in the order of ids, the ratios that count, the damages.

All ratios of one assessment are integers over one common `unit`, so nothing is lost before the one rounding (half up)
that each option's sum gets. The unit leaves room for three factors in basis points (ratio, salvage, margin) and for the
shares that a cost of cure is divided by.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import lcm

from .allocate import allocate, price_of
from .needs import Plan, least_needed, plan
from .rules import RuleSet, rule_sets
from .types import Assessment, Finding, Method, Requirement

BASE = 10_000**3
"""Smallest unit of a ratio: three factors in basis points."""

MONEY = 10_000**2
"""Unit of the damages, which carry at most two factors in basis points."""


class Law:
    """What the engine asks of a rule set, looked up once."""

    def __init__(self, rules: RuleSet) -> None:
        self.article = rules.article
        self.earnest_cap_bp = rules.parameter("earnest_cap_bp")
        self.failed_below_bp = rules.parameter("failed_below_bp")
        self.cover_cap_bp = rules.parameter("cover_cap_bp")
        self.cover_by_market = bool(rules.parameter("cover_by_market"))
        self.review_cap_bp = rules.parameter("review_cap_bp")
        self.at_will_undiscounted = bool(rules.parameter("at_will_undiscounted"))


@cache
def law_of(id: str) -> Law:
    return Law(rule_sets[id])


class Work:
    """One assessment under way: requirements and findings in the order of ids, and what all options share."""

    def __init__(self, a: Assessment) -> None:
        self.a = a
        self.law = law_of(a.rules)
        self.requirements: list[Requirement] = sorted(a.requirements, key=lambda r: r.id)
        self.findings: list[Finding] = [a.findings[r.id] for r in self.requirements]
        self.price = price_of(a)
        self.methods = allocate(a, self.requirements, self.price)
        self.method: Method = next(iter(self.methods))
        self.groups = _plan(self.requirements)
        self.found = with_needs(self, found_ratios(self), BASE)
        self.curable = any(f.cure_cost is not None and not f.accepted for f in self.findings)
        self.loss, self.damages, self.damages_step = damages_of(self)
        self.earnest = 0
        if a.deposit.kind == "earnest":
            self.earnest = min(a.deposit.paid, self.price * self.law.earnest_cap_bp // 10_000)


class Ratios:
    """How much of each item is there under one division of the price, over `unit`."""

    __slots__ = ("counted", "least", "own", "unit")

    def __init__(self, unit: int, own: list[int], counted: list[int], least: list[int]) -> None:
        self.unit = unit
        self.own = own
        """v: of each item by itself."""
        self.counted = counted
        """e: with what it needs."""
        self.least = least
        """The least present of the item and all it needs."""


# Step 3 and 4: how much of each item is there, on its own and together with what it needs.


def ratios_of(work: Work, shares: Sequence[int]) -> Ratios:
    """The ratios that count for money. Only a cost of cure makes them depend on the shares."""
    if not work.curable:
        return Ratios(BASE, *work.found)
    unit = _unit(work, shares)
    return Ratios(unit, *with_needs(work, own_ratios(work, shares, unit), unit))


def own_only(work: Work, shares: Sequence[int]) -> Ratios:
    """The ratios of the items by themselves, needs left out."""
    unit = _unit(work, shares)
    own = own_ratios(work, shares, unit)
    return Ratios(unit, own, own, own)


def _unit(work: Work, shares: Sequence[int]) -> int:
    """The common denominator: BASE times every share by which a cost of cure will be divided."""
    divisors = [
        share
        for f, share in zip(work.findings, shares, strict=True)
        if f.cure_cost is not None
        and not f.accepted
        and share * (10_000 - f.prevented_bp - f.delivered_bp) > f.cure_cost * 10_000
    ]
    return BASE * lcm(*divisors)


def own_ratios(work: Work, shares: Sequence[int], unit: int) -> list[int]:
    """v: what is there of each item, at least what remains of it after paying for its cure (CC 580, 582, 591)."""
    bp = unit // 10_000
    ratios = []
    for f, share in zip(work.findings, shares, strict=True):
        most = 10_000 - f.prevented_bp
        if f.accepted or f.delivered_bp >= most:
            ratios.append(most * bp)
        elif f.cure_cost is None or share * (most - f.delivered_bp) <= f.cure_cost * 10_000:
            # An item of share 0 costs nothing to count as it is, unless its cure is free as well.
            free = share == 0 and f.cure_cost == 0
            ratios.append((most if free else f.delivered_bp) * bp)
        else:
            ratios.append(most * bp - f.cure_cost * (unit // share))
    return ratios


def found_ratios(work: Work) -> list[int]:
    """What was found delivered, cost of cure left out, over BASE: it decides what has failed."""
    ratios = []
    for f in work.findings:
        most = 10_000 - f.prevented_bp
        ratios.append((most if f.accepted or f.delivered_bp > most else f.delivered_bp) * (BASE // 10_000))
    return ratios


def with_needs(work: Work, own: list[int], unit: int) -> tuple[list[int], list[int], list[int]]:
    """v, e and the least needed: an item counts for no more than what it needs, except for its salvage (CC 632, 633).

    A part that the buyer prevented counts as there: its absence is not the seller's.
    """
    if work.groups is None:
        return own, own, own
    bp = unit // 10_000
    present = [v + f.prevented_bp * bp for v, f in zip(own, work.findings, strict=True)]
    least = least_needed(work.groups, present)
    counted = [
        v if low >= v else (r.salvage_bp * v + (10_000 - r.salvage_bp) * low) // 10_000
        for r, v, low in zip(work.requirements, own, least, strict=True)
    ]
    return own, counted, least


def _plan(requirements: Sequence[Requirement]) -> Plan | None:
    if not any(r.needs for r in requirements):
        return None
    number = {r.id: i for i, r in enumerate(requirements)}
    return plan([[number[needed] for needed in r.needs] for r in requirements])


def failed_items(work: Work) -> list[bool]:
    """Items whose cure was refused and of which less than the published part is there, needs counted in."""
    _, counted, _ = work.found
    bp = BASE // 10_000
    return [
        f.cure_refused and ratio + f.prevented_bp * bp < work.law.failed_below_bp * bp
        for f, ratio in zip(work.findings, counted, strict=True)
    ]


def undone_part(work: Work, shares: Sequence[int], counted: Sequence[int], unit: int) -> int:
    bp = unit // 10_000
    return sum(
        share * (unit - e - f.prevented_bp * bp) for share, e, f in zip(shares, counted, work.findings, strict=True)
    )


# Step 6: what the seller answers for.


def damages_of(work: Work) -> tuple[int, int, tuple[str, dict[str, int]]]:
    """Loss and damages over MONEY, and the step that explains the larger (CC 584, 585, 591, 592; I23 65)."""
    a, price = work.a, work.price
    fault = 10_000 - a.buyer_fault_bp
    cap = a.damages_cap_bp * price * 10_000
    loss = min(max(0, a.loss - a.unmitigated) * fault * 10_000, cap)
    explained = loss_data(work)
    if a.delay is None:
        return loss, loss, ("loss", explained)
    days = max(0, a.delay.late_days - a.delay.buyer_days)
    agreed = min(a.delay.rate_bp * days, a.delay.cap_bp) * price * 10_000
    data = {"rate_bp": a.delay.rate_bp, "days": days, "cap_bp": a.delay.cap_bp, "price": price}
    step = ("delay", data)
    reviewed = work.law.review_cap_bp * loss // 10_000
    if a.delay.review and reviewed < agreed:
        agreed = reviewed
        step = ("delay_reviewed", {"review_cap_bp": work.law.review_cap_bp, "loss": half_up(loss, MONEY)})
    if agreed <= loss:
        return loss, loss, ("loss", explained)
    return loss, agreed, step


def loss_data(work: Work) -> dict[str, int]:
    a = work.a
    return {
        "loss": a.loss,
        "unmitigated": min(a.loss, a.unmitigated),
        "buyer_fault_bp": a.buyer_fault_bp,
        "damages_cap_bp": a.damages_cap_bp,
        "price": work.price,
    }


def half_up(numerator: int, denominator: int) -> int:
    """Round to whole units, halves upwards (towards plus infinity), as announced for every sum."""
    return (2 * numerator + denominator) // (2 * denominator)
