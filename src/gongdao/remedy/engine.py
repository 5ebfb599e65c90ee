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

Term = tuple[str, str, int, dict[str, int]]
"""A step before rounding: code, requirement id, numerator over the unit, numbers of the formula."""


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
        self.loss, self.damages, self.damages_term = _damages(self)
        self.earnest = 0
        if a.deposit.kind == "earnest":
            self.earnest = min(a.deposit.paid, self.price * self.law.earnest_cap_bp // 10_000)


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
    bp = BASE // 10_000
    return [
        (10_000 - f.prevented_bp if f.accepted else min(f.delivered_bp, 10_000 - f.prevented_bp)) * bp
        for f in work.findings
    ]


def _with_needs(work: _Work, ratios: list[int], unit: int) -> tuple[list[int], list[int]]:
    """e: an item counts for no more than what it needs, except for its salvage (CC 632, 633). Also the least needed.

    A part that the buyer prevented counts as there: its absence is not the seller's.
    """
    if work.groups is None:
        return ratios, ratios
    bp = unit // 10_000
    present = [v + f.prevented_bp * bp for v, f in zip(ratios, work.findings, strict=True)]
    least = least_needed(work.groups, present)
    counted = [
        v if low >= v else (r.salvage_bp * v + (10_000 - r.salvage_bp) * low) // 10_000
        for r, v, low in zip(work.requirements, ratios, least, strict=True)
    ]
    return counted, least


def _plan(requirements: Sequence[Requirement]) -> Plan | None:
    if not any(r.needs for r in requirements):
        return None
    number = {r.id: i for i, r in enumerate(requirements)}
    return plan([[number[needed] for needed in r.needs] for r in requirements])


def _failed(work: _Work) -> list[bool]:
    """Items whose cure was refused and of which less than the published part is there, needs counted in."""
    if not any(f.cure_refused for f in work.findings):
        return [False] * len(work.findings)
    ratios, _ = _with_needs(work, _found_ratios(work), BASE)
    bp = BASE // 10_000
    return [
        f.cure_refused and ratio + f.prevented_bp * bp < work.law.failed_below_bp * bp
        for f, ratio in zip(work.findings, ratios, strict=True)
    ]


# Step 5: the money for what is there.


def _item_terms(
    work: _Work, shares: Sequence[int], unit: int, own: list[int], counted: list[int], least: list[int]
) -> list[Term]:
    """A line for each item, one more where the buyer prevented it, and the cost of the buyer's own changes."""
    bp = unit // 10_000
    margin = work.a.margin_bp
    terms: list[Term] = []
    for r, f, share, v, e, low in zip(work.requirements, work.findings, shares, own, counted, least, strict=True):
        prevented = f.prevented_bp
        most = 10_000 - prevented
        if e < v:
            data = {
                "share": share,
                "salvage_bp": r.salvage_bp,
                "own_bp": _half_up(v, bp),
                "least_bp": _half_up(low, bp),
            }
            terms.append(("item_needs", r.id, share * e, data))
        elif f.accepted:
            terms.append(("item_accepted", r.id, share * e, {"share": share, "prevented_bp": prevented}))
        elif f.delivered_bp >= most:
            terms.append(("item_full", r.id, share * e, {"share": share, "prevented_bp": prevented}))
        elif v == f.delivered_bp * bp:
            terms.append(("item_reduced", r.id, share * e, {"share": share, "delivered_bp": f.delivered_bp}))
        else:
            data = {"share": share, "prevented_bp": prevented, "cure_cost": f.cure_cost or 0}
            terms.append(("item_cure_cost", r.id, share * e, data))
        if prevented:
            data = {"share": share, "prevented_bp": prevented, "margin_bp": margin}
            terms.append(("item_prevented", r.id, share * prevented * margin * (unit // MONEY), data))
    if work.a.wasted_cost:
        terms.append(("wasted_cost", "", work.a.wasted_cost * unit, {"wasted_cost": work.a.wasted_cost}))
    return terms


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
    explained = {
        "loss": a.loss,
        "unmitigated": min(a.loss, a.unmitigated),
        "buyer_fault_bp": a.buyer_fault_bp,
        "damages_cap_bp": a.damages_cap_bp,
        "price": price,
    }
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


def _damages_terms(work: _Work, unit: int) -> list[Term]:
    if not work.damages:
        return []
    code, data = work.damages_term
    return [(code, "", -work.damages * (unit // MONEY), data)]


# Step 7 and 8: the options.


def _seller_in_breach(work: _Work, shares: Sequence[int]) -> list[Option]:
    unit = _unit(work, shares)
    own = _own_ratios(work, shares, unit)
    counted, least = _with_needs(work, own, unit)
    items = _item_terms(work, shares, unit, own, counted, least)
    damages = _damages_terms(work, unit)
    failed = _failed(work)
    fundamental = any(gone and r.essential for gone, r in zip(failed, work.requirements, strict=True))
    earnest = work.earnest if fundamental and work.a.cause == "seller" else 0

    options = [_option(work, "reduce", items + damages, unit, "buyer", "buyer")]
    if _cure_is_open(work):
        options.append(_cure(work))
    cover = _cover(work, own, unit, damages)
    if cover is not None:
        options.append(cover)
    if any(gone and v for gone, v in zip(failed, own, strict=True)):
        options.append(_reject_items(work, shares, own, unit, failed, damages))
    if earnest:
        undone = _undone(work, shares, counted, unit)
        options.append(_reduce_earnest(work, items, undone, unit))
    if fundamental:
        rescinded: list[Term] = [("rescinded", "", 0, {})]
        options.append(_option(work, "rescind", rescinded + _damages_terms(work, MONEY), MONEY, "seller", "buyer"))
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
    terms: list[Term] = [("price_cured", "", work.price * MONEY, {"price": work.price})]
    terms += _wasted_terms(work, MONEY)
    return _option(work, "cure", terms + _damages_terms(work, MONEY), MONEY, "buyer", "either")


def _cover(work: _Work, own: list[int], unit: int, damages: list[Term]) -> Option | None:
    """Someone else fills the gaps at the seller's cost (CC 581; CISG 75, 76). None without a price for every gap."""
    bp = unit // 10_000
    cap_bp = work.law.cover_cap_bp
    shares = work.methods[work.method]
    terms: list[Term] = [("price_covered", "", work.price * unit, {"price": work.price})]
    terms += _wasted_terms(work, unit)
    for r, f, share, v in zip(work.requirements, work.findings, shares, own, strict=True):
        gap = unit - v - f.prevented_bp * bp
        if gap == 0:
            continue
        # Without a market reference the item's own share of the price is the only price on record.
        reference = share if r.market is None else r.market
        if f.cover_quote is not None and f.cover_quote * 10_000 <= cap_bp * reference:
            data = {"cover_quote": f.cover_quote, "gap_bp": _half_up(gap, bp)}
            terms.append(("cover_item", r.id, -f.cover_quote * gap, data))
        elif f.cover_quote is not None:
            data = {"cover_cap_bp": cap_bp, "reference": reference, "gap_bp": _half_up(gap, bp)}
            terms.append(("cover_item_capped", r.id, -cap_bp * reference * gap // 10_000, data))
        elif work.law.cover_by_market and r.market is not None:
            data = {"market": r.market, "gap_bp": _half_up(gap, bp)}
            terms.append(("cover_item_market", r.id, -r.market * gap, data))
        else:
            return None
    terms += damages
    total = sum(term[2] for term in terms)
    if total < -work.price * unit:
        data = {"price": work.price, "sum": _half_up(total, unit)}
        terms.append(("liability_capped", "", -work.price * unit - total, data))
    return _option(work, "cover", terms, unit, "buyer", "buyer")


def _reject_items(
    work: _Work, shares: Sequence[int], own: list[int], unit: int, failed: list[bool], damages: list[Term]
) -> Option:
    """The buyer gives back what failed and pays for the rest, less what the rest loses by it (CC 632, 633)."""
    kept = [0 if gone else v for gone, v in zip(failed, own, strict=True)]
    counted, least = _with_needs(work, kept, unit)
    terms: list[Term] = []
    rejected = {r.id for r, gone in zip(work.requirements, failed, strict=True) if gone}
    for code, item, amount, data in _item_terms(work, shares, unit, kept, counted, least):
        if item in rejected and code != "item_prevented":
            terms.append(("item_rejected", item, 0, {"share": data["share"]}))
        else:
            terms.append((code, item, amount, data))
    return _option(work, "reject_items", terms + damages, unit, "split", "buyer")


def _reduce_earnest(work: _Work, items: list[Term], undone: int, unit: int) -> Option:
    """Reduction, and the earnest penalty for the part not performed, or the loss if higher (CC 587, 588; I23 68)."""
    price = work.price
    terms: list[Term] = [(code, item, amount * price, data) for code, item, amount, data in items]
    penalty = work.earnest * undone
    loss = work.loss * (unit // MONEY) * price
    if loss > penalty:
        terms.append(("loss_above_earnest", "", -loss, _loss_data(work)))
    else:
        data = {"earnest": work.earnest, "undone": _half_up(undone, unit), "price": price}
        terms.append(("earnest_share", "", -penalty, data))
    return _option(work, "reduce_earnest", terms, unit * price, "buyer", "buyer")


def _rescind_earnest(work: _Work) -> Option:
    """Everything goes back, the earnest double, or the loss if higher (CC 566, 587, 588)."""
    terms: list[Term] = [("rescinded", "", 0, {})]
    if work.loss > work.earnest * MONEY:
        terms.append(("loss_above_earnest", "", -work.loss, _loss_data(work)))
    else:
        terms.append(("earnest_doubled", "", -work.earnest * MONEY, {"earnest": work.earnest}))
    return _option(work, "rescind_earnest", terms, MONEY, "seller", "buyer")


def _at_will(work: _Work, shares: Sequence[int]) -> Option:
    """The buyer ends without the seller's fault: work done, and the margin on what remains (CC 787, 584).

    Needs are not applied: what is missing is missing because the buyer stopped the work.
    """
    undiscounted = _undiscounted(work)
    priced = undiscounted or shares
    unit = _unit(work, priced)
    own = _own_ratios(work, priced, unit)
    terms = _item_terms(work, priced, unit, own, own, own)
    if undiscounted:
        terms.insert(0, ("undiscounted", "", 0, {"price": work.price, "sum": sum(undiscounted)}))
    undone = _undone(work, priced, own, unit)
    if undone:
        data = {"undone": _half_up(undone, unit), "margin_bp": work.a.margin_bp}
        terms.append(("undone_margin", "", undone * work.a.margin_bp // 10_000, data))
    total = sum(term[2] for term in terms)
    most = (work.price + work.a.wasted_cost) * unit
    if total > most:
        data = {"price": work.price, "wasted_cost": work.a.wasted_cost, "sum": _half_up(total, unit)}
        terms.append(("undiscounted_capped", "", most - total, data))
    return _option(work, "at_will", terms, unit, "split", "buyer")


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
    unit = _unit(work, shares)
    own = _own_ratios(work, shares, unit)
    if work.a.cause == "none":
        counted, least = _with_needs(work, own, unit)
        terms = _item_terms(work, shares, unit, own, counted, least)
        return _option(work, "pay_for_done", terms, unit, "split", "nobody")
    # Needs are not applied: a buyer in breach must not stand better than one who ends at will.
    undone = _undone(work, shares, own, unit)
    scale = max(1, work.price)
    terms = [
        (code, item, amount * scale, data)
        for code, item, amount, data in _item_terms(work, shares, unit, own, own, own)
    ]
    margin = undone * work.a.margin_bp // 10_000 * scale
    forfeit = work.earnest * undone
    if forfeit > margin:
        data = {"earnest": work.earnest, "undone": _half_up(undone, unit), "price": work.price}
        terms.append(("earnest_forfeited", "", forfeit, data))
    elif undone:
        data = {"undone": _half_up(undone, unit), "margin_bp": work.a.margin_bp}
        terms.append(("breach_margin", "", margin, data))
    return _option(work, "pay_for_done", terms, unit * scale, "split", "nobody")


def _wasted_terms(work: _Work, unit: int) -> list[Term]:
    wasted = work.a.wasted_cost
    return [("wasted_cost", "", wasted * unit, {"wasted_cost": wasted})] if wasted else []


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


def _option(
    work: _Work, id: OptionId, terms: Sequence[Term], unit: int, deliverable: Keeper, elects: Elector
) -> Option:
    """Round the sum once; the lines are rounded for reading, and a last line says what that leaves over."""
    due = _half_up(sum(term[2] for term in terms), unit)
    steps = []
    left = due
    for code, item, amount, data in terms:
        rule, article, formula = work.law.steps[code]
        rounded = _half_up(amount, unit)
        left -= rounded
        steps.append(Step(rule=rule, article=article, formula=formula, amount=rounded, code=code, item=item, data=data))
    if left:
        rule, article, formula = work.law.steps["rounding"]
        data = {"due": due, "sum": due - left}
        steps.append(
            Step(rule=rule, article=article, formula=formula, amount=left, code="rounding", item="", data=data)
        )
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
    unit = _unit(work, shares)
    counted, _ = _with_needs(work, _own_ratios(work, shares, unit), unit)
    prevented = sum(share * f.prevented_bp for share, f in zip(shares, work.findings, strict=True))
    earned = sum(share * e for share, e in zip(shares, counted, strict=True)) + work.a.wasted_cost * unit
    earned += prevented * work.a.margin_bp * (unit // MONEY)
    return _half_up(earned - work.damages * (unit // MONEY), unit)
