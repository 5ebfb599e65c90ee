"""The lines of a derivation: what kinds there are, and how lines make an option.

A line carries the exact amount that the sum is made of, and the step that people read. Lines are listed in the order of
requirement ids, whatever order came in.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .types import Elector, Keeper, Option, OptionId, Step
from .work import MONEY, Ratios, Work, half_up, law_of

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


@cache
def _headings(rules: str) -> dict[str, tuple[str, str, str]]:
    """Rule, article and formula of every kind of step under a rule set."""
    law = law_of(rules)
    return {code: (rule, law.article(rule), formula) for code, (rule, formula) in FORMULAS.items()}


def line_of(work: Work, code: str, item: str, exact: int, unit: int, data: dict[str, int]) -> Line:
    """A step with its amount rounded for reading, beside the exact amount that the sum is made of."""
    rule, article, formula = _headings(work.a.rules)[code]
    amount = (2 * exact + unit) // (2 * unit)
    return exact, Step(rule, article, formula, amount, code, item, data)


def option_of(
    work: Work, id: OptionId, lines: Sequence[Line], unit: int, deliverable: Keeper, elects: Elector
) -> Option:
    """Round the sum once; a last line says what the rounding of the lines for reading leaves over."""
    due = half_up(sum([exact for exact, _ in lines]), unit)
    steps = [step for _, step in lines]
    left = due - sum([step.amount for step in steps])
    if left:
        steps.append(line_of(work, "rounding", "", left, 1, {"due": due, "sum": due - left})[1])
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


def item_lines(work: Work, shares: Sequence[int], ratios: Ratios, rejected: Sequence[bool] = ()) -> list[Line]:
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
            data["own_bp"] = half_up(v, bp)
            data["least_bp"] = half_up(ratios.least[i], bp)
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
        lines.append(line_of(work, code, r.id, share * e, unit, data))
        if prevented:
            data = {"share": share, "prevented_bp": prevented, "margin_bp": margin}
            lines.append(
                line_of(work, "item_prevented", r.id, share * prevented * margin * (unit // MONEY), unit, data)
            )
    return lines + wasted_lines(work, unit)


def wasted_lines(work: Work, unit: int) -> list[Line]:
    wasted = work.a.wasted_cost
    return [line_of(work, "wasted_cost", "", wasted * unit, unit, {"wasted_cost": wasted})] if wasted else []


def damages_lines(work: Work, unit: int) -> list[Line]:
    if not work.damages:
        return []
    code, data = work.damages_step
    return [line_of(work, code, "", -work.damages * (unit // MONEY), unit, data)]
