"""The remedy algorithm a second time: slow, with Fractions, written from the rules and not from the engine.

It works out money only: no derivation. Where the engine is fast, this is plain; the tests hold them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from gongdao.remedy import Assessment, Requirement

ONE = Fraction(1)


def bp(value: int) -> Fraction:
    return Fraction(value, 10_000)


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def largest_remainder(total: int, bases: Mapping[str, int]) -> dict[str, int]:
    whole = sum(bases.values())
    exact = {id: Fraction(total * basis, whole) for id, basis in bases.items()}
    shares = {id: floor(value) for id, value in exact.items()}
    first = sorted(exact, key=lambda id: (shares[id] - exact[id], id))
    for id in first[: total - sum(shares.values())]:
        shares[id] += 1
    return shares


def allocations(a: Assessment, price: int) -> dict[str, dict[str, int]]:
    items = {r.id: r for r in a.requirements}
    fixed = {id: r.price for id, r in items.items() if r.price is not None}
    found: dict[str, dict[str, int]] = {}
    if len(fixed) == len(items):
        found["agreed"] = dict(fixed)
        fixed = {}
    free = [r for id, r in items.items() if id not in fixed]
    for method in ("weight", "market", "effort", "equal"):
        if method == "equal":
            bases = {r.id: 1 for r in free} if a.list_written_by == "both" else {}
        else:
            bases = {r.id: getattr(r, method) for r in free}
        if not bases or None in bases.values() or sum(bases.values()) == 0:
            continue
        found[method] = {**fixed, **largest_remainder(price - sum(fixed.values()), bases)}
    return found


def needed(items: Mapping[str, Requirement], id: str) -> set[str]:
    reached: set[str] = set()
    frontier = set(items[id].needs)
    while frontier:
        reached |= frontier
        frontier = {far for near in frontier for far in items[near].needs} - reached
    return reached


def counted(a: Assessment, own: Mapping[str, Fraction]) -> dict[str, Fraction]:
    items = {r.id: r for r in a.requirements}
    present = {id: own[id] + bp(a.findings[id].prevented_bp) for id in items}
    out = {}
    for id, r in items.items():
        least = min([own[id]] + [present[j] for j in needed(items, id)])
        out[id] = bp(r.salvage_bp) * own[id] + (ONE - bp(r.salvage_bp)) * least
    return out


def own_ratios(a: Assessment, shares: Mapping[str, int]) -> dict[str, Fraction]:
    out = {}
    for id, share in shares.items():
        f = a.findings[id]
        most = ONE - bp(f.prevented_bp)
        value = bp(f.delivered_bp)
        if f.cure_cost is not None:
            if share:
                value = max(value, most - Fraction(f.cure_cost, share))
            elif f.cure_cost == 0:
                value = most
        out[id] = most if f.accepted else min(most, value)
    return out


def dues(a: Assessment) -> tuple[dict[str, int], dict[str, int]]:
    """The due of every available option, and the range of the default one."""
    price = a.price
    if price is None:
        price = sum(r.price if r.price is not None else r.market or 0 for r in a.requirements)
    methods = allocations(a, price)
    first = next(iter(methods))
    options = dues_under(a, price, methods[first])
    default = next(iter(options))
    span = {method: dues_under(a, price, shares)[default] for method, shares in methods.items()}
    return options, span


def dues_under(a: Assessment, price: int, shares: Mapping[str, int]) -> dict[str, int]:
    items = {r.id: r for r in a.requirements}
    f = a.findings
    margin = bp(a.margin_bp)
    own = own_ratios(a, shares)
    prevented = {id: bp(f[id].prevented_bp) for id in items}
    stopped = a.cause in ("buyer_at_will", "buyer_breach")
    e = dict(own) if stopped else counted(a, own)
    earned = sum((shares[i] * (e[i] + prevented[i] * margin) for i in items), Fraction(0)) + a.wasted_cost
    undone = sum((shares[i] * (ONE - e[i] - prevented[i]) for i in items), Fraction(0))
    loss = min(max(0, a.loss - a.unmitigated) * (ONE - bp(a.buyer_fault_bp)), bp(a.damages_cap_bp) * price)
    agreed = Fraction(0)
    if a.delay:
        days = max(0, a.delay.late_days - a.delay.buyer_days)
        agreed = min(bp(a.delay.rate_bp) * days, bp(a.delay.cap_bp)) * price
        if a.delay.review:
            agreed = min(agreed, Fraction(13, 10) * loss)
    damages = max(loss, agreed)
    earnest = 0
    if a.deposit.kind == "earnest" and a.rules != "cisg-1980":
        earnest = min(a.deposit.paid, price // 5)
    penalty = Fraction(earnest * undone, price) if price else Fraction(0)

    if a.cause == "buyer_at_will":
        return {"at_will": half_up(min(Fraction(price + a.wasted_cost), earned + undone * margin))}
    if a.cause == "none":
        return {"pay_for_done": half_up(earned)}
    if a.cause == "buyer_breach":
        return {"pay_for_done": half_up(earned + max(penalty, undone * margin))}

    found = {i: ONE - prevented[i] if f[i].accepted else min(bp(f[i].delivered_bp), ONE - prevented[i]) for i in items}
    value = counted(a, found)
    failed = {i for i in items if f[i].cure_refused and value[i] + prevented[i] < Fraction(1, 2)}
    fundamental = any(items[i].essential for i in failed)
    out = {"reduce": half_up(earned - damages)}
    refusals = {f[i].cure_refused for i in items if not f[i].accepted}
    if refusals != {True}:
        out["cure"] = half_up(price + a.wasted_cost - damages)
    cover = Fraction(0)
    for i in items:
        gap = ONE - own[i] - prevented[i]
        if gap == 0:
            continue
        market, quote = items[i].market, f[i].cover_quote
        if quote is None and a.rules == "cisg-1980" and market is not None:
            cover += market * gap
        elif quote is None:
            break
        else:
            cover += min(Fraction(quote), Fraction(13, 10) * (shares[i] if market is None else market)) * gap
    else:
        out["cover"] = half_up(max(Fraction(-price), price + a.wasted_cost - cover - damages))
    if any(own[i] for i in failed):
        kept = counted(a, {i: Fraction(0) if i in failed else own[i] for i in items})
        paid = sum((shares[i] * (kept[i] + prevented[i] * margin) for i in items), Fraction(0))
        out["reject_items"] = half_up(paid + a.wasted_cost - damages)
    alone = fundamental and a.cause == "seller" and earnest > 0
    if alone:
        out["reduce_earnest"] = half_up(earned - max(penalty, loss))
    if fundamental:
        out["rescind"] = half_up(-damages)
    if alone:
        out["rescind_earnest"] = half_up(-max(Fraction(earnest), loss))
    return out
