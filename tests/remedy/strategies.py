"""Random assessments: small and large sums, ties, circles of needs, every cause; and half of them near the edges."""

from __future__ import annotations

from hypothesis import strategies as st

from gongdao.remedy import Assessment, Delay, Deposit, Finding, Requirement

EDGES_BP = st.sampled_from([0, 1, 2_500, 4_999, 5_000, 5_001, 7_500, 9_999, 10_000])
ratios = st.one_of(EDGES_BP, st.integers(0, 10_000))
sums = st.one_of(st.sampled_from([0, 1, 2, 3]), st.integers(0, 200), st.integers(0, 10**7))


def optional(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.one_of(st.none(), strategy)


findings = st.builds(
    Finding,
    delivered_bp=ratios,
    cure_cost=optional(sums),
    cover_quote=optional(sums),
    prevented_bp=st.one_of(st.just(0), ratios),
    accepted=st.sampled_from([False, False, False, True]),
    cure_refused=st.booleans(),
)

delays = st.builds(
    Delay,
    rate_bp=st.integers(0, 500),
    late_days=st.integers(0, 60),
    cap_bp=ratios,
    buyer_days=st.integers(0, 60),
    review=st.booleans(),
)


@st.composite
def assessments(
    draw: st.DrawFn,
    causes: tuple[str, ...] = ("seller", "seller", "both", "buyer_at_will", "buyer_breach", "none"),
    basis: str | None = None,
    max_items: int = 6,
    rules: tuple[str, ...] = ("cn-2021", "cn-1999"),
) -> Assessment:
    """`basis` forces how the price is divided: "agreed", "weight", "market", "effort", "equal" or None for any."""
    ids = draw(st.lists(st.text("abcxyz", min_size=1, max_size=3), min_size=1, max_size=max_items, unique=True))
    chosen = basis or draw(st.sampled_from(["agreed", "weight", "market", "effort", "equal", "mixed"]))
    if chosen == "equal":
        given_bases: dict[str, bool] = {}
    else:
        given_bases = {m: m == chosen or draw(st.booleans()) for m in ("weight", "market", "effort")}
    requirements = []
    for id in ids:
        has_price = chosen == "agreed" or (chosen == "mixed" and draw(st.booleans()))
        requirements.append(
            Requirement(
                id=id,
                title=f"Item {id}",
                price=draw(sums) if has_price else None,
                **{m: draw(sums.map(lambda n: n + 1)) for m, given in given_bases.items() if given},
                needs=tuple(draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))),
                salvage_bp=draw(ratios),
                essential=draw(st.booleans()),
            )
        )
    agreed = sum(r.price for r in requirements if r.price is not None)
    if all(r.price is not None for r in requirements):
        price = draw(st.sampled_from([None, agreed]))
    elif all(r.price is not None or r.market is not None for r in requirements) and draw(st.booleans()):
        price = None
    else:
        price = agreed + draw(sums)
    return Assessment(
        requirements=tuple(requirements),
        findings={id: draw(findings) for id in draw(st.permutations(ids))},
        price=price,
        list_written_by="both",
        deposit=Deposit(kind=draw(st.sampled_from(["earnest", "advance", "none"])), paid=draw(sums)),
        released=draw(sums),
        held=draw(sums),
        cause=draw(st.sampled_from(causes)),
        margin_bp=draw(ratios),
        delay=draw(st.one_of(st.none(), delays)),
        loss=draw(st.one_of(st.just(0), sums)),
        unmitigated=draw(st.one_of(st.just(0), sums)),
        buyer_fault_bp=draw(st.one_of(st.just(0), ratios)),
        wasted_cost=draw(st.one_of(st.just(0), sums)),
        damages_cap_bp=draw(st.one_of(st.just(10_000), ratios)),
        rules=draw(st.sampled_from(rules)),
    )
