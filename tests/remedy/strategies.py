"""Random assessments: small and large sums, ties, circles of needs, every cause, and many ratios at the edges.

An assessment is read off a fixed run of random bytes by a plain function: one draw instead of a hundred, which costs
less than the engine itself, and bytes of zero are the simplest order, so that failures shrink to it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from gongdao.remedy import Assessment, Delay, Deposit, Finding, Requirement

EDGES = (0, 10_000, 5_000, 4_999, 5_001, 1, 9_999, 2_500, 7_500)
NAMES = ("ab", "b", "a", "ca", "c", "aa")
BASES = ("agreed", "weight", "market", "effort", "equal", "mixed")
CAUSES = ("seller", "seller", "both", "buyer_at_will", "buyer_breach", "none")

ratios = st.integers(0, 20_000).map(lambda n: n if n <= 10_000 else EDGES[n % len(EDGES)])
sums = st.one_of(st.integers(0, 3), st.integers(0, 200), st.integers(0, 10**7))


def optional(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), strategy)


@cache
def assessments(
    causes: tuple[str, ...] = CAUSES,
    basis: str | None = None,
    max_items: int = 6,
    rules: tuple[str, ...] = ("cn-2021", "cn-1999"),
) -> st.SearchStrategy[Assessment]:
    """`basis` forces how the price is divided: "agreed", "weight", "market", "effort", "equal" or None for any."""
    size = 96 + 48 * max_items
    return st.binary(min_size=size, max_size=size).map(lambda raw: _assessment(raw, causes, basis, max_items, rules))


class _Bytes:
    """Numbers off a run of bytes."""

    def __init__(self, raw: bytes) -> None:
        self.raw = iter(raw)

    def below(self, count: int) -> int:
        return next(self.raw) % count

    def number(self) -> int:
        return next(self.raw) << 16 | next(self.raw) << 8 | next(self.raw)

    def pick(self, values: tuple[Any, ...]) -> Any:
        return values[self.below(len(values))]

    def flag(self) -> bool:
        return self.below(2) == 1

    def ratio(self) -> int:
        """Two in three at an edge, else anything."""
        kind, n = next(self.raw), self.number()
        return EDGES[kind % len(EDGES)] if kind < 171 else n % 10_001

    def sum(self) -> int:
        """Tiny, small or large sums alike often; they show rounding, ties and range."""
        kind, n = self.below(3), self.number()
        return n % (4, 201, 10_000_001)[kind]

    def optional_sum(self) -> int | None:
        value = self.sum()
        return value if self.flag() else None


def _assessment(
    raw: bytes, causes: tuple[str, ...], only_basis: str | None, max_items: int, rules: tuple[str, ...]
) -> Assessment:
    take = _Bytes(raw)
    count = 1 + take.below(max_items)
    turn = take.below(len(NAMES))
    names = [NAMES[(turn + n) % len(NAMES)] for n in range(count)]
    basis = only_basis or take.pick(BASES)
    bits = take.below(16)
    total_bit, needs_bit = take.flag(), take.flag()
    given = {
        method: method == basis or (basis != "equal" and bool(bits >> n & 1))
        for n, method in enumerate(("weight", "market", "effort"))
    }
    requirements, findings = [], {}
    for name in names:
        price, priced = take.sum(), take.flag()
        mask = take.below(64)
        bases = {method: take.sum() + 1 for method in given}
        requirements.append(
            Requirement(
                id=name,
                title=f"Item {name}",
                price=price if basis == "agreed" or (basis == "mixed" and priced) else None,
                **{method: value for method, value in bases.items() if given[method]},
                needs=tuple(need for n, need in enumerate(names) if needs_bit and mask >> n & 1),
                salvage_bp=take.ratio(),
                essential=take.flag(),
            )
        )
        findings[name] = Finding(
            delivered_bp=take.ratio(),
            cure_cost=take.optional_sum(),
            cover_quote=take.optional_sum(),
            prevented_bp=take.ratio() * take.flag(),
            accepted=take.below(4) == 1,
            cure_refused=take.flag(),
        )
    agreed = sum(r.price for r in requirements if r.price is not None)
    rest = take.sum()
    if all(r.price is not None for r in requirements):
        price_given = agreed if total_bit else None
    elif total_bit and all(r.price is not None or r.market is not None for r in requirements):
        price_given = None
    else:
        price_given = agreed + rest
    return Assessment(
        requirements=tuple(requirements),
        findings=dict(reversed(findings.items())) if bits & 8 else findings,
        price=price_given,
        deposit=Deposit(kind=take.pick(("earnest", "none", "advance", "earnest")), paid=take.sum()),
        released=take.sum(),
        held=take.sum(),
        cause=take.pick(causes),
        margin_bp=take.ratio(),
        delay=_delay(take) if take.flag() else None,
        loss=take.sum() * take.flag(),
        unmitigated=take.sum() * take.flag(),
        buyer_fault_bp=take.ratio() * take.flag(),
        wasted_cost=take.sum() * take.flag(),
        damages_cap_bp=take.ratio() if take.flag() else 10_000,
        rules=take.pick(rules),
    )


def _delay(take: _Bytes) -> Delay:
    return Delay(
        rate_bp=take.number() % 501,
        late_days=take.below(61),
        cap_bp=take.ratio(),
        buyer_days=take.below(61) * take.flag(),
        review=take.flag(),
    )
