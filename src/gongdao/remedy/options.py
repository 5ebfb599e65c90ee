"""The ways to settle (REMEDY options), each from the ratios to its lines.

What each is due for stands in its function; when it is available stands where it is called.
"""

from __future__ import annotations

from collections.abc import Sequence

from .steps import Line, damages_lines, item_lines, line_of, option_of, wasted_lines
from .types import Finding, Option, Requirement
from .work import (
    MONEY,
    Ratios,
    Work,
    failed_items,
    half_up,
    loss_data,
    own_only,
    ratios_of,
    undone_part,
    with_needs,
)


def seller_in_breach(work: Work, shares: Sequence[int]) -> list[Option]:
    ratios = ratios_of(work, shares)
    items = item_lines(work, shares, ratios)
    damages = damages_lines(work, ratios.unit)
    failed = failed_items(work)
    fundamental = any(gone and r.essential for gone, r in zip(failed, work.requirements, strict=True))
    earnest = work.earnest if fundamental and work.a.cause == "seller" else 0

    options = [option_of(work, "reduce", items + damages, ratios.unit, "buyer", "buyer")]
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
        rescinded = [line_of(work, "rescinded", "", 0, MONEY, {})]
        options.append(option_of(work, "rescind", rescinded + damages_lines(work, MONEY), MONEY, "seller", "buyer"))
    if earnest:
        options.append(_rescind_earnest(work))
    return options


def _cure_is_open(work: Work) -> bool:
    """Cure is off the menu once it was refused for every item that is not accepted (CC 580, 581).

    A refusal for single items leaves it to the buyer's asking: the seller may still come round, and the price is due
    only when everything is finished. That the cure period passed is for the timeline to say, by `cure_refused`.
    """
    asked = [f.cure_refused for f in work.findings if not f.accepted]
    return not (asked and all(asked))


def _cure(work: Work) -> Option:
    """Everything is finished in the cure period: the whole price (CC 577, 781)."""
    lines = [line_of(work, "price_cured", "", work.price * MONEY, MONEY, {"price": work.price})]
    lines += wasted_lines(work, MONEY)
    return option_of(work, "cure", lines + damages_lines(work, MONEY), MONEY, "buyer", "either")


def _cover(work: Work, shares: Sequence[int], ratios: Ratios, damages: list[Line]) -> Option | None:
    """Someone else fills the gaps at the seller's cost (CC 581; CISG 75, 76). None without a price for every gap."""
    unit = ratios.unit
    bp = unit // 10_000
    lines = [line_of(work, "price_covered", "", work.price * unit, unit, {"price": work.price})]
    lines += wasted_lines(work, unit)
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
        data = {"price": work.price, "sum": half_up(total, unit)}
        # Shown from the rounded sum beside it, so that a reader who checks the line arrives at the same number.
        shown = line_of(work, "liability_capped", "", (-work.price - data["sum"]) * unit, unit, data)[1]
        lines.append((-work.price * unit - total, shown))
    return option_of(work, "cover", lines, unit, "buyer", "buyer")


def _cover_line(work: Work, r: Requirement, f: Finding, reference: int, gap: int, unit: int) -> Line | None:
    """What filling one gap costs, at most the published part of the reference; None if there is no price for it."""
    cap_bp = work.law.cover_cap_bp
    gap_bp = half_up(gap, unit // 10_000)
    if f.cover_quote is not None:
        if f.cover_quote * 10_000 <= cap_bp * reference:
            data = {"cover_quote": f.cover_quote, "gap_bp": gap_bp}
            return line_of(work, "cover_item", r.id, -f.cover_quote * gap, unit, data)
        data = {"cover_cap_bp": cap_bp, "reference": reference, "gap_bp": gap_bp}
        return line_of(work, "cover_item_capped", r.id, -cap_bp * reference * gap // 10_000, unit, data)
    if work.law.cover_by_market and r.market is not None:
        data = {"market": r.market, "gap_bp": gap_bp}
        return line_of(work, "cover_item_market", r.id, -r.market * gap, unit, data)
    return None


def _reject_items(work: Work, shares: Sequence[int], ratios: Ratios, failed: list[bool], damages: list[Line]) -> Option:
    """The buyer gives back what failed and pays for the rest, less what the rest loses by it (CC 632, 633)."""
    kept = [0 if gone else v for gone, v in zip(failed, ratios.own, strict=True)]
    without = Ratios(ratios.unit, *with_needs(work, kept, ratios.unit))
    lines = item_lines(work, shares, without, failed)
    return option_of(work, "reject_items", lines + damages, ratios.unit, "split", "buyer")


def _reduce_earnest(work: Work, shares: Sequence[int], ratios: Ratios, items: list[Line]) -> Option:
    """Reduction, and the earnest penalty for the part not performed, or the loss if higher (CC 587, 588; I23 68)."""
    price, unit = work.price, ratios.unit
    undone = undone_part(work, shares, ratios.counted, unit)
    penalty = work.earnest * undone
    loss = work.loss * (unit // MONEY) * price
    if loss > penalty:
        last = line_of(work, "loss_above_earnest", "", -loss, unit * price, loss_data(work))
    else:
        data = {"earnest": work.earnest, "undone": half_up(undone, unit), "price": price}
        last = line_of(work, "earnest_share", "", -penalty, unit * price, data)
    lines = [(exact * price, step) for exact, step in items]
    return option_of(work, "reduce_earnest", [*lines, last], unit * price, "buyer", "buyer")


def _rescind_earnest(work: Work) -> Option:
    """Everything goes back, the earnest double, or the loss if higher (CC 566, 587, 588)."""
    if work.loss > work.earnest * MONEY:
        last = line_of(work, "loss_above_earnest", "", -work.loss, MONEY, loss_data(work))
    else:
        last = line_of(work, "earnest_doubled", "", -work.earnest * MONEY, MONEY, {"earnest": work.earnest})
    lines = [line_of(work, "rescinded", "", 0, MONEY, {}), last]
    return option_of(work, "rescind_earnest", lines, MONEY, "seller", "buyer")


def at_will(work: Work, shares: Sequence[int]) -> Option:
    """The buyer ends without the seller's fault: work done, and the margin on what remains (CC 787, 584).

    Needs are not applied: what is missing is missing because the buyer stopped the work.
    """
    undiscounted = _undiscounted(work)
    ratios = own_only(work, undiscounted or shares)
    unit = ratios.unit
    lines = item_lines(work, undiscounted or shares, ratios)
    if undiscounted:
        data = {"price": work.price, "sum": sum(undiscounted)}
        lines.insert(0, line_of(work, "undiscounted", "", 0, unit, data))
    undone = undone_part(work, undiscounted or shares, ratios.own, unit)
    if undone:
        data = {"undone": half_up(undone, unit), "margin_bp": work.a.margin_bp}
        lines.append(line_of(work, "undone_margin", "", undone * work.a.margin_bp // 10_000, unit, data))
    total = sum(exact for exact, _ in lines)
    most = (work.price + work.a.wasted_cost) * unit
    if total > most:
        data = {"price": work.price, "wasted_cost": work.a.wasted_cost, "sum": half_up(total, unit)}
        lines.append(line_of(work, "undiscounted_capped", "", most - total, unit, data))
    return option_of(work, "at_will", lines, unit, "split", "buyer")


def _undiscounted(work: Work) -> list[int] | None:
    """Market prices unscaled, where the rule set says so and they prove that the agreed price was a discount."""
    if not work.law.at_will_undiscounted:
        return None
    market = [r.market for r in work.requirements if r.market is not None]
    if len(market) < len(work.requirements) or sum(market) <= work.price:
        return None
    return market


def pay_for_done(work: Work, shares: Sequence[int]) -> Option:
    """What was done is paid. A buyer in breach also owes the margin, or the earnest, on what was not (CC 587, 778)."""
    if work.a.cause == "none":
        ratios = ratios_of(work, shares)
        lines = item_lines(work, shares, ratios)
        return option_of(work, "pay_for_done", lines, ratios.unit, "split", "nobody")
    # Needs are not applied: a buyer in breach must not stand better than one who ends at will.
    ratios = own_only(work, shares)
    scale = max(1, work.price)
    unit = ratios.unit * scale
    lines = [(exact * scale, step) for exact, step in item_lines(work, shares, ratios)]
    undone = undone_part(work, shares, ratios.own, ratios.unit)
    margin = undone * work.a.margin_bp // 10_000 * scale
    forfeit = work.earnest * undone
    if forfeit > margin:
        data = {"earnest": work.earnest, "undone": half_up(undone, ratios.unit), "price": work.price}
        lines.append(line_of(work, "earnest_forfeited", "", forfeit, unit, data))
    elif undone:
        data = {"undone": half_up(undone, ratios.unit), "margin_bp": work.a.margin_bp}
        lines.append(line_of(work, "breach_margin", "", margin, unit, data))
    return option_of(work, "pay_for_done", lines, unit, "split", "nobody")
