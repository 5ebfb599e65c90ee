"""Computes an award: findings in, every available option with its derivation out. Pure and exact.

All ratios of one assessment are integers over one common `unit`, so nothing is lost before the one rounding (half up)
that each option's sum gets. The unit leaves room for three factors in basis points (ratio, salvage, margin) and for the
shares that a cost of cure is divided by. Steps are listed in the order of requirement ids, whatever order came in.

It refuses to know what anyone asked for: `Assessment` has no such field.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import lcm

from .allocate import REASONS, allocate, price_of
from .needs import Plan, least_needed, plan
from .rules import RuleSet, rule_sets
from .types import (
    Allocation,
    Assessment,
    Elector,
    Finding,
    Keeper,
    Method,
    Option,
    OptionId,
    Requirement,
    Result,
    Step,
)
from .validate import validate

BASE = 10_000**3
"""Smallest unit of a ratio: three factors in basis points."""

MONEY = 10_000**2
"""Unit of the damages, which carry at most two factors in basis points."""

FORMULAS = {
    "item_full": ("L06", "share * (10000 - prevented_bp) / 10000"),
    "item_accepted": ("L29", "share * (10000 - prevented_bp) / 10000"),
    "item_reduced": ("L09", "share * delivered_bp / 10000"),
    "item_cure_cost": ("L11", "share * (10000 - prevented_bp) / 10000 - cure_cost"),
    "item_needs": ("L24", "share * (salvage_bp * own_bp + (10000 - salvage_bp) * least_bp) / 100000000"),
    "item_rejected": ("L24", "0"),
    "item_prevented": ("L27", "share * prevented_bp * margin_bp / 100000000"),
    "wasted_cost": ("L04", "wasted_cost"),
    "price_cured": ("L08", "price"),
    "price_covered": ("L12", "price"),
    "cover_item": ("L12", "-cover_quote * gap_bp / 10000"),
    "cover_item_capped": ("L12", "-cover_cap_bp * reference * gap_bp / 100000000"),
    "cover_item_market": ("L12", "-market * gap_bp / 10000"),
    "loss": (
        "L13",
        "-min((loss - unmitigated) * (10000 - buyer_fault_bp) / 10000, price * damages_cap_bp / 10000)",
    ),
    "delay": ("L16", "-min(rate_bp * days, cap_bp) * price / 10000"),
    "delay_reviewed": ("L16", "-review_cap_bp * loss / 10000"),
    "liability_capped": ("L13", "-price - sum"),
    "earnest_share": ("L19", "-earnest * undone / price"),
    "earnest_doubled": ("L18", "-earnest"),
    "loss_above_earnest": (
        "L21",
        "-min((loss - unmitigated) * (10000 - buyer_fault_bp) / 10000, price * damages_cap_bp / 10000)",
    ),
    "rescinded": ("L23", "0"),
    "undone_margin": ("L25", "undone * margin_bp / 10000"),
    "undiscounted": ("L35", "0"),
    "undiscounted_capped": ("L35", "price + wasted_cost - sum"),
    "breach_margin": ("L27", "undone * margin_bp / 10000"),
    "earnest_forfeited": ("L19", "earnest * undone / price"),
    "rounding": ("", "due - sum"),
}
"""Rule and formula of every kind of step. The names in a formula are keys of the step's data."""

Line = tuple[int, Step]
"""A step and its exact amount, as a numerator over the option's unit."""


class _Law:
    """What the engine asks of a rule set, looked up once."""

    def __init__(self, rules: RuleSet) -> None:
        self.earnest_cap_bp = rules.parameter("earnest_cap_bp")
        self.failed_below_bp = rules.parameter("failed_below_bp")
        self.cover_cap_bp = rules.parameter("cover_cap_bp")
        self.cover_by_market = bool(rules.parameter("cover_by_market"))
        self.review_cap_bp = rules.parameter("review_cap_bp")
        self.at_will_undiscounted = bool(rules.parameter("at_will_undiscounted"))
        self.steps = {code: (rule, rules.article(rule), formula) for code, (rule, formula) in FORMULAS.items()}


@cache
def _law(id: str) -> _Law:
    return _Law(rule_sets[id])


class _Work:
    """One assessment under way: requirements and findings in the order of ids, and what all options share."""

    def __init__(self, a: Assessment) -> None:
        self.a = a
        self.law = _law(a.rules)
        self.requirements: list[Requirement] = sorted(a.requirements, key=lambda r: r.id)
        self.findings: list[Finding] = [a.findings[r.id] for r in self.requirements]
        self.price = price_of(a)
        self.methods = allocate(a, self.requirements, self.price)
        self.method: Method = next(iter(self.methods))
        self.groups = _plan(self.requirements)
        self.found = _with_needs(self, _found_ratios(self), BASE)
        self.curable = any(f.cure_cost is not None and not f.accepted for f in self.findings)
        self.loss, self.damages, self.damages_step = _damages(self)
        self.earnest = 0
        if a.deposit.kind == "earnest":
            self.earnest = min(a.deposit.paid, self.price * self.law.earnest_cap_bp // 10_000)


class _Ratios:
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


def assess(a: Assessment) -> Result:
    """Compute every option available on these findings. Raises AssessmentError if `a` cannot be computed."""
    validate(a)
    work = _Work(a)
    shares = work.methods[work.method]
    if a.cause in ("seller", "both"):
        options = _seller_in_breach(work, shares)
    elif a.cause == "buyer_at_will":
        options = [_at_will(work, shares)]
    else:
        options = [_pay_for_done(work, shares)]
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


# Step 3 and 4: how much of each item is there, on its own and together with what it needs.


def _ratios(work: _Work, shares: Sequence[int]) -> _Ratios:
    """The ratios that count for money. Only a cost of cure makes them depend on the shares."""
    if not work.curable:
        return _Ratios(BASE, *work.found)
    unit = _unit(work, shares)
    return _Ratios(unit, *_with_needs(work, _own_ratios(work, shares, unit), unit))


def _unit(work: _Work, shares: Sequence[int]) -> int:
    """The common denominator: BASE times every share by which a cost of cure will be divided."""
    divisors = [
        share
        for f, share in zip(work.findings, shares, strict=True)
        if f.cure_cost is not None
        and not f.accepted
        and share * (10_000 - f.prevented_bp - f.delivered_bp) > f.cure_cost * 10_000
    ]
    return BASE * lcm(*divisors)


def _own_ratios(work: _Work, shares: Sequence[int], unit: int) -> list[int]:
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


def _found_ratios(work: _Work) -> list[int]:
    """What was found delivered, cost of cure left out, over BASE: it decides what has failed."""
    ratios = []
    for f in work.findings:
        most = 10_000 - f.prevented_bp
        ratios.append((most if f.accepted or f.delivered_bp > most else f.delivered_bp) * (BASE // 10_000))
    return ratios


def _with_needs(work: _Work, own: list[int], unit: int) -> tuple[list[int], list[int], list[int]]:
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


def _failed(work: _Work) -> list[bool]:
    """Items whose cure was refused and of which less than the published part is there, needs counted in."""
    _, counted, _ = work.found
    bp = BASE // 10_000
    return [
        f.cure_refused and ratio + f.prevented_bp * bp < work.law.failed_below_bp * bp
        for f, ratio in zip(work.findings, counted, strict=True)
    ]


# Step 5: the money for what is there.


def _item_lines(work: _Work, shares: Sequence[int], ratios: _Ratios, rejected: Sequence[bool] = ()) -> list[Line]:
    """A line for each item, one more where the buyer prevented it, and the cost of the buyer's own changes."""
    unit = ratios.unit
    bp = unit // 10_000
    margin = work.a.margin_bp
    lines: list[Line] = []
    for i, (r, f, share) in enumerate(zip(work.requirements, work.findings, shares, strict=True)):
        prevented = f.prevented_bp
        v, e = ratios.own[i], ratios.counted[i]
        data = {"share": share}
        if rejected and rejected[i]:
            code = "item_rejected"
        elif e < v:
            code = "item_needs"
            data["salvage_bp"] = r.salvage_bp
            data["own_bp"] = _half_up(v, bp)
            data["least_bp"] = _half_up(ratios.least[i], bp)
        elif f.accepted:
            code = "item_accepted"
            data["prevented_bp"] = prevented
        elif f.delivered_bp >= 10_000 - prevented:
            code = "item_full"
            data["prevented_bp"] = prevented
        elif v == f.delivered_bp * bp:
            code = "item_reduced"
            data["delivered_bp"] = f.delivered_bp
        else:
            code = "item_cure_cost"
            data["prevented_bp"] = prevented
            data["cure_cost"] = f.cure_cost or 0
        lines.append(_line(work, code, r.id, share * e, unit, data))
        if prevented:
            data = {"share": share, "prevented_bp": prevented, "margin_bp": margin}
            lines.append(_line(work, "item_prevented", r.id, share * prevented * margin * (unit // MONEY), unit, data))
    return lines + _wasted_lines(work, unit)


def _wasted_lines(work: _Work, unit: int) -> list[Line]:
    wasted = work.a.wasted_cost
    return [_line(work, "wasted_cost", "", wasted * unit, unit, {"wasted_cost": wasted})] if wasted else []


def _undone(work: _Work, shares: Sequence[int], counted: Sequence[int], unit: int) -> int:
    bp = unit // 10_000
    return sum(
        share * (unit - e - f.prevented_bp * bp) for share, e, f in zip(shares, counted, work.findings, strict=True)
    )


# Step 6: what the seller answers for.


def _damages(work: _Work) -> tuple[int, int, tuple[str, dict[str, int]]]:
    """Loss and damages over MONEY, and the step that explains the larger (CC 584, 585, 591, 592; I23 65)."""
    a, price = work.a, work.price
    fault = 10_000 - a.buyer_fault_bp
    cap = a.damages_cap_bp * price * 10_000
    loss = min(max(0, a.loss - a.unmitigated) * fault * 10_000, cap)
    explained = _loss_data(work)
    if a.delay is None:
        return loss, loss, ("loss", explained)
    days = max(0, a.delay.late_days - a.delay.buyer_days)
    agreed = min(a.delay.rate_bp * days, a.delay.cap_bp) * price * 10_000
    reviewed = work.law.review_cap_bp * loss // 10_000
    if a.delay.review and reviewed < agreed:
        if reviewed <= loss:
            return loss, loss, ("loss", explained)
        data = {"review_cap_bp": work.law.review_cap_bp, "loss": _half_up(loss, MONEY)}
        return loss, reviewed, ("delay_reviewed", data)
    if agreed <= loss:
        return loss, loss, ("loss", explained)
    data = {"rate_bp": a.delay.rate_bp, "days": days, "cap_bp": a.delay.cap_bp, "price": price}
    return loss, agreed, ("delay", data)


def _damages_lines(work: _Work, unit: int) -> list[Line]:
    if not work.damages:
        return []
    code, data = work.damages_step
    return [_line(work, code, "", -work.damages * (unit // MONEY), unit, data)]


# Step 7 and 8: the options.


def _seller_in_breach(work: _Work, shares: Sequence[int]) -> list[Option]:
    ratios = _ratios(work, shares)
    items = _item_lines(work, shares, ratios)
    damages = _damages_lines(work, ratios.unit)
    failed = _failed(work)
    fundamental = any(gone and r.essential for gone, r in zip(failed, work.requirements, strict=True))
    earnest = work.earnest if fundamental and work.a.cause == "seller" else 0

    options = [_option(work, "reduce", items + damages, ratios.unit, "buyer", "buyer")]
    if _cure_is_open(work):
        options.append(_cure(work))
    cover = _cover(work, shares, ratios, damages)
    if cover is not None:
        options.append(cover)
    if any(gone and v for gone, v in zip(failed, ratios.own, strict=True)):
        options.append(_reject_items(work, shares, ratios, failed, damages))
    if earnest:
        options.append(_reduce_earnest(work, shares, ratios, items))
    if fundamental:
        rescinded = [_line(work, "rescinded", "", 0, MONEY, {})]
        options.append(_option(work, "rescind", rescinded + _damages_lines(work, MONEY), MONEY, "seller", "buyer"))
    if earnest:
        options.append(_rescind_earnest(work))
    return options


def _cure_is_open(work: _Work) -> bool:
    """Cure is off the menu once it was refused for every item that is not accepted (CC 580, 581).

    A refusal for single items leaves it to the buyer's asking: the seller may still come round, and the price is due
    only when everything is finished. That the cure period passed is for the timeline to say, by `cure_refused`.
    """
    asked = [f.cure_refused for f in work.findings if not f.accepted]
    return not (asked and all(asked))


def _cure(work: _Work) -> Option:
    """Everything is finished in the cure period: the whole price (CC 577, 781)."""
    lines = [_line(work, "price_cured", "", work.price * MONEY, MONEY, {"price": work.price})]
    lines += _wasted_lines(work, MONEY)
    return _option(work, "cure", lines + _damages_lines(work, MONEY), MONEY, "buyer", "either")


def _cover(work: _Work, shares: Sequence[int], ratios: _Ratios, damages: list[Line]) -> Option | None:
    """Someone else fills the gaps at the seller's cost (CC 581; CISG 75, 76). None without a price for every gap."""
    unit = ratios.unit
    bp = unit // 10_000
    lines = [_line(work, "price_covered", "", work.price * unit, unit, {"price": work.price})]
    lines += _wasted_lines(work, unit)
    for r, f, share, v in zip(work.requirements, work.findings, shares, ratios.own, strict=True):
        gap = unit - v - f.prevented_bp * bp
        if gap == 0:
            continue
        # Without a market reference the item's own share of the price is the only price on record.
        line = _cover_line(work, r, f, share if r.market is None else r.market, gap, unit)
        if line is None:
            return None
        lines.append(line)
    lines += damages
    total = sum(exact for exact, _ in lines)
    if total < -work.price * unit:
        data = {"price": work.price, "sum": _half_up(total, unit)}
        lines.append(_line(work, "liability_capped", "", -work.price * unit - total, unit, data))
    return _option(work, "cover", lines, unit, "buyer", "buyer")


def _cover_line(work: _Work, r: Requirement, f: Finding, reference: int, gap: int, unit: int) -> Line | None:
    """What filling one gap costs, at most the published part of the reference; None if there is no price for it."""
    cap_bp = work.law.cover_cap_bp
    gap_bp = _half_up(gap, unit // 10_000)
    if f.cover_quote is not None:
        if f.cover_quote * 10_000 <= cap_bp * reference:
            data = {"cover_quote": f.cover_quote, "gap_bp": gap_bp}
            return _line(work, "cover_item", r.id, -f.cover_quote * gap, unit, data)
        data = {"cover_cap_bp": cap_bp, "reference": reference, "gap_bp": gap_bp}
        return _line(work, "cover_item_capped", r.id, -cap_bp * reference * gap // 10_000, unit, data)
    if work.law.cover_by_market and r.market is not None:
        data = {"market": r.market, "gap_bp": gap_bp}
        return _line(work, "cover_item_market", r.id, -r.market * gap, unit, data)
    return None


def _reject_items(
    work: _Work, shares: Sequence[int], ratios: _Ratios, failed: list[bool], damages: list[Line]
) -> Option:
    """The buyer gives back what failed and pays for the rest, less what the rest loses by it (CC 632, 633)."""
    kept = [0 if gone else v for gone, v in zip(failed, ratios.own, strict=True)]
    without = _Ratios(ratios.unit, *_with_needs(work, kept, ratios.unit))
    lines = _item_lines(work, shares, without, failed)
    return _option(work, "reject_items", lines + damages, ratios.unit, "split", "buyer")


def _reduce_earnest(work: _Work, shares: Sequence[int], ratios: _Ratios, items: list[Line]) -> Option:
    """Reduction, and the earnest penalty for the part not performed, or the loss if higher (CC 587, 588; I23 68)."""
    price, unit = work.price, ratios.unit
    undone = _undone(work, shares, ratios.counted, unit)
    penalty = work.earnest * undone
    loss = work.loss * (unit // MONEY) * price
    if loss > penalty:
        last = _line(work, "loss_above_earnest", "", -loss, unit * price, _loss_data(work))
    else:
        data = {"earnest": work.earnest, "undone": _half_up(undone, unit), "price": price}
        last = _line(work, "earnest_share", "", -penalty, unit * price, data)
    lines = [(exact * price, step) for exact, step in items]
    return _option(work, "reduce_earnest", [*lines, last], unit * price, "buyer", "buyer")


def _rescind_earnest(work: _Work) -> Option:
    """Everything goes back, the earnest double, or the loss if higher (CC 566, 587, 588)."""
    if work.loss > work.earnest * MONEY:
        last = _line(work, "loss_above_earnest", "", -work.loss, MONEY, _loss_data(work))
    else:
        last = _line(work, "earnest_doubled", "", -work.earnest * MONEY, MONEY, {"earnest": work.earnest})
    lines = [_line(work, "rescinded", "", 0, MONEY, {}), last]
    return _option(work, "rescind_earnest", lines, MONEY, "seller", "buyer")


def _at_will(work: _Work, shares: Sequence[int]) -> Option:
    """The buyer ends without the seller's fault: work done, and the margin on what remains (CC 787, 584).

    Needs are not applied: what is missing is missing because the buyer stopped the work.
    """
    undiscounted = _undiscounted(work)
    ratios = _own_only(work, undiscounted or shares)
    unit = ratios.unit
    lines = _item_lines(work, undiscounted or shares, ratios)
    if undiscounted:
        data = {"price": work.price, "sum": sum(undiscounted)}
        lines.insert(0, _line(work, "undiscounted", "", 0, unit, data))
    undone = _undone(work, undiscounted or shares, ratios.own, unit)
    if undone:
        data = {"undone": _half_up(undone, unit), "margin_bp": work.a.margin_bp}
        lines.append(_line(work, "undone_margin", "", undone * work.a.margin_bp // 10_000, unit, data))
    total = sum(exact for exact, _ in lines)
    most = (work.price + work.a.wasted_cost) * unit
    if total > most:
        data = {"price": work.price, "wasted_cost": work.a.wasted_cost, "sum": _half_up(total, unit)}
        lines.append(_line(work, "undiscounted_capped", "", most - total, unit, data))
    return _option(work, "at_will", lines, unit, "split", "buyer")


def _own_only(work: _Work, shares: Sequence[int]) -> _Ratios:
    """The ratios of the items by themselves, needs left out."""
    unit = _unit(work, shares)
    own = _own_ratios(work, shares, unit)
    return _Ratios(unit, own, own, own)


def _undiscounted(work: _Work) -> list[int] | None:
    """Market prices unscaled, where the rule set says so and they prove that the agreed price was a discount."""
    if not work.law.at_will_undiscounted:
        return None
    market = [r.market for r in work.requirements if r.market is not None]
    if len(market) < len(work.requirements) or sum(market) <= work.price:
        return None
    return market


def _pay_for_done(work: _Work, shares: Sequence[int]) -> Option:
    """What was done is paid. A buyer in breach also owes the margin, or the earnest, on what was not (CC 587, 778)."""
    if work.a.cause == "none":
        ratios = _ratios(work, shares)
        lines = _item_lines(work, shares, ratios)
        return _option(work, "pay_for_done", lines, ratios.unit, "split", "nobody")
    # Needs are not applied: a buyer in breach must not stand better than one who ends at will.
    ratios = _own_only(work, shares)
    scale = max(1, work.price)
    unit = ratios.unit * scale
    lines = [(exact * scale, step) for exact, step in _item_lines(work, shares, ratios)]
    undone = _undone(work, shares, ratios.own, ratios.unit)
    margin = undone * work.a.margin_bp // 10_000 * scale
    forfeit = work.earnest * undone
    if forfeit > margin:
        data = {"earnest": work.earnest, "undone": _half_up(undone, ratios.unit), "price": work.price}
        lines.append(_line(work, "earnest_forfeited", "", forfeit, unit, data))
    elif undone:
        data = {"undone": _half_up(undone, ratios.unit), "margin_bp": work.a.margin_bp}
        lines.append(_line(work, "breach_margin", "", margin, unit, data))
    return _option(work, "pay_for_done", lines, unit, "split", "nobody")


def _loss_data(work: _Work) -> dict[str, int]:
    a = work.a
    return {
        "loss": a.loss,
        "unmitigated": min(a.loss, a.unmitigated),
        "buyer_fault_bp": a.buyer_fault_bp,
        "damages_cap_bp": a.damages_cap_bp,
        "price": work.price,
    }


# Step 9: one rounding, then the money by complement.


def _half_up(numerator: int, denominator: int) -> int:
    """Round to whole units, halves upwards (towards plus infinity), as announced for every sum."""
    return (2 * numerator + denominator) // (2 * denominator)


def _line(work: _Work, code: str, item: str, exact: int, unit: int, data: dict[str, int]) -> Line:
    """A step with its amount rounded for reading, beside the exact amount that the sum is made of."""
    rule, article, formula = work.law.steps[code]
    amount = (2 * exact + unit) // (2 * unit)
    return exact, Step(rule, article, formula, amount, code, item, data)


def _option(
    work: _Work, id: OptionId, lines: Sequence[Line], unit: int, deliverable: Keeper, elects: Elector
) -> Option:
    """Round the sum once; a last line says what the rounding of the lines for reading leaves over."""
    due = _half_up(sum([exact for exact, _ in lines]), unit)
    steps = [step for _, step in lines]
    left = due - sum([step.amount for step in steps])
    if left:
        steps.append(_line(work, "rounding", "", left, 1, {"due": due, "sum": due - left})[1])
    released, held = work.a.released, work.a.held
    to_seller = min(max(0, due - released), held)
    return Option(
        id=id,
        due=due,
        to_seller=to_seller,
        to_buyer=held - to_seller,
        buyer_owes=max(0, due - released - held),
        seller_returns=max(0, released - due),
        deliverable=deliverable,
        elects=elects,
        steps=tuple(steps),
    )


def _range(work: _Work, default: Option) -> dict[str, int]:
    """What the default option would be under every allocation method the order supports."""
    dues: dict[str, int] = {}
    for method, shares in work.methods.items():
        if method == work.method:
            dues[method] = default.due
        elif work.a.cause in ("seller", "both"):
            dues[method] = _reduced_due(work, shares)
        elif work.a.cause == "buyer_at_will":
            dues[method] = _at_will(work, shares).due
        else:
            dues[method] = _pay_for_done(work, shares).due
    return dues


def _reduced_due(work: _Work, shares: Sequence[int]) -> int:
    """The sum of `reduce` without its derivation."""
    ratios = _ratios(work, shares)
    prevented = sum([share * f.prevented_bp for share, f in zip(shares, work.findings, strict=True)])
    earned = sum([share * e for share, e in zip(shares, ratios.counted, strict=True)])
    earned += work.a.wasted_cost * ratios.unit + prevented * work.a.margin_bp * (ratios.unit // MONEY)
    return _half_up(earned - work.damages * (ratios.unit // MONEY), ratios.unit)
