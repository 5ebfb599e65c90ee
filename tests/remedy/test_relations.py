"""Relations between two awards: what must stay the same, and which way a sum must move, when the order is changed.

None of these asks what an award is, only how two of them compare; a mistake that the reference repeats shows here.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongdao.remedy import Assessment, Delay, Deposit, Finding, Requirement, Result, assess
from gongdao.remedy.explore import preview, what_if
from tests.remedy.strategies import assessments, ratios, sums

SELLER = ("seller", "both")
many = settings(max_examples=300, deadline=None)
replace = msgspec.structs.replace


def dues(a: Assessment) -> dict[str, int]:
    return {option.id: option.due for option in assess(a).options}


def with_finding(a: Assessment, id: str, **changes: object) -> Assessment:
    return replace(a, findings={**a.findings, id: replace(a.findings[id], **changes)})


def never_more(after: dict[str, int], before: dict[str, int]) -> None:
    for option in after.keys() & before.keys():
        assert after[option] <= before[option], option


@many
@given(assessments(), st.sampled_from(["USD", "JPY", "KWD", "XAF"]))
def test_the_currency_is_a_name_and_moves_nothing(a, currency):
    assert msgspec.json.encode(assess(replace(a, currency=currency))) == msgspec.json.encode(assess(a))


@many
@given(assessments(), st.data(), ratios)
def test_what_if_is_the_award_on_the_changed_finding_and_asking_changes_nothing(a, data, moved):
    before = msgspec.json.encode(assess(a))
    id = data.draw(st.sampled_from(sorted(a.findings)))
    finding = replace(a.findings[id], delivered_bp=moved)
    assert what_if(a, id, finding) == assess(with_finding(a, id, delivered_bp=moved))
    assert what_if(a, id, a.findings[id]) == assess(a)
    assert msgspec.json.encode(assess(a)) == before


@many
@given(assessments(basis="agreed"), st.randoms(use_true_random=False))
def test_with_agreed_prices_an_id_is_only_a_name(a, random):
    """Any other names, in any other order: no tie to break, so no fen may move."""
    ids = sorted(a.findings)
    fresh = [f"n{n}" for n in range(len(ids))]
    random.shuffle(fresh)
    names = dict(zip(ids, fresh, strict=True))
    renamed = replace(
        a,
        requirements=tuple(replace(r, id=names[r.id], needs=tuple(names[j] for j in r.needs)) for r in a.requirements),
        findings={names[id]: f for id, f in a.findings.items()},
    )
    assert dues(renamed) == dues(a)


@many
@given(assessments(), st.randoms(use_true_random=False))
def test_under_any_method_other_names_move_at_most_the_fens_of_ties(a, random):
    """A fen of a share can change its place; each place is worth at most a fen of the award, and cover knows no ids."""
    a = replace(a, findings={id: replace(f, cure_cost=None) for id, f in a.findings.items()})
    ids = sorted(a.findings)
    fresh = [f"n{n}" for n in range(len(ids))]
    random.shuffle(fresh)
    names = dict(zip(ids, fresh, strict=True))
    renamed = replace(
        a,
        requirements=tuple(replace(r, id=names[r.id], needs=tuple(names[j] for j in r.needs)) for r in a.requirements),
        findings={names[id]: f for id, f in a.findings.items()},
    )
    one, two = assess(a), assess(renamed)
    assert [o.id for o in one.options] == [o.id for o in two.options]
    for method, due in one.range.items():
        assert abs(due - two.range[method]) <= len(ids), method


@many
@given(assessments(), st.integers(0, 60), st.integers(0, 500), ratios, st.integers(0, 60))
def test_more_delay_never_pays_more_and_the_buyers_days_never_less(a, days, rate, cap, buyer_days):
    before = a.delay or Delay(rate_bp=0, late_days=0)
    a = replace(a, delay=before)
    now = dues(a)
    never_more(dues(replace(a, delay=replace(before, late_days=before.late_days + days))), now)
    never_more(dues(replace(a, delay=replace(before, rate_bp=before.rate_bp + rate))), now)
    never_more(dues(replace(a, delay=replace(before, cap_bp=max(cap, before.cap_bp)))), now)
    never_more(now, dues(replace(a, delay=replace(before, buyer_days=before.buyer_days + buyer_days))))
    never_more(
        dues(replace(a, delay=replace(before, review=False))), dues(replace(a, delay=replace(before, review=True)))
    )
    assert dues(replace(a, delay=Delay(rate_bp=0, late_days=60))) == dues(replace(a, delay=None))


@many
@given(assessments(), ratios)
def test_a_higher_cap_on_damages_never_pays_more_and_a_cap_of_nothing_leaves_no_loss(a, cap):
    a = replace(a, delay=None)
    never_more(dues(replace(a, damages_cap_bp=max(cap, a.damages_cap_bp))), dues(a))
    assert dues(replace(a, damages_cap_bp=0)) == dues(replace(a, loss=0))


@many
@given(assessments(), sums)
def test_wasted_cost_is_added_wherever_the_seller_is_paid_for_work(a, wasted):
    """A sum of its own, touched by no ratio; where everything goes back it has no place."""
    a = replace(a, wasted_cost=0)
    before, after = dues(a), dues(replace(a, wasted_cost=wasted))
    for option, due in before.items():
        if option == "cover":  # its floor may already hold
            assert due <= after[option] <= due + wasted
        else:
            assert after[option] == due + (0 if option.startswith("rescind") else wasted), option


@many
@given(assessments(), st.booleans(), sums)
def test_without_earnest_the_name_of_a_deposit_moves_nothing(a, paid_at_all, paid):
    advance = assess(replace(a, deposit=Deposit(kind="advance", paid=paid)))
    assert advance == assess(replace(a, deposit=Deposit(kind="none")))
    assert advance == assess(replace(a, deposit=Deposit(kind="earnest", paid=0)))


@many
@given(assessments(causes=("seller",), basis="agreed"), st.integers(1, 10**6))
def test_earnest_is_lost_by_either_side_in_the_same_measure(a, paid):
    """What a seller in breach gives beside the reduction, a buyer in breach loses beside the pay (CC 587)."""
    first, *others = (replace(r, needs=()) for r in a.requirements)
    plain = replace(
        a,
        price=None,
        requirements=(replace(first, price=(first.price or 0) + 5, essential=True), *others),
        findings={
            **a.findings,
            first.id: Finding(delivered_bp=a.findings[first.id].delivered_bp % 5_000, cure_refused=True),
        },
        deposit=Deposit(kind="earnest", paid=paid),
        margin_bp=0,
        loss=0,
        delay=None,
        wasted_cost=0,
    )
    sellers = dues(plain)
    done = dues(replace(plain, cause="none"))["pay_for_done"]
    buyers = dues(replace(plain, cause="buyer_breach"))["pay_for_done"]
    assert sellers["reduce"] == done
    assert sellers["reduce_earnest"] <= done <= buyers
    assert abs((buyers - done) - (done - sellers["reduce_earnest"])) <= 1  # halves are rounded up on either side
    nothing = replace(plain, findings={id: Finding(delivered_bp=0) for id in plain.findings})
    assert dues(replace(nothing, cause="buyer_breach"))["pay_for_done"] == -sellers["rescind_earnest"]
    assert -sellers["rescind_earnest"] == min(paid, assess(plain).price // 5)


@many
@given(assessments(basis="agreed", max_items=4), assessments(basis="agreed", max_items=4))
def test_two_orders_in_one_are_worth_what_they_are_worth_apart(one, two):
    """Of the same cause, without needs between them: sums add up, but for the one rounding each has."""
    common = {"cause": one.cause, "margin_bp": one.margin_bp, "rules": one.rules, "deposit": Deposit()}
    apart = [replace(a, **common, loss=0, delay=None, wasted_cost=0) for a in (one, two)]
    renamed = replace(
        apart[1],
        requirements=tuple(
            replace(r, id="z" + r.id, needs=tuple("z" + j for j in r.needs)) for r in apart[1].requirements
        ),
        findings={"z" + id: f for id, f in apart[1].findings.items()},
    )
    joined = replace(
        apart[0],
        price=None,
        requirements=apart[0].requirements + renamed.requirements,
        findings={**apart[0].findings, **renamed.findings},
    )
    first, second, both = dues(apart[0]), dues(renamed), dues(joined)
    for option in ("reduce", "at_will", "pay_for_done"):
        if option in both:
            assert abs(both[option] - first[option] - second[option]) <= 1, option
    assert assess(joined).price == assess(apart[0]).price + assess(renamed).price
    for option in ("cure", "rescind"):
        if option in first and option in second:
            assert both[option] == first[option] + second[option], option


@many
@given(assessments(basis="agreed", max_items=4), st.data())
def test_splitting_an_item_of_agreed_price_moves_no_fen(a, data):
    """Two items of the same finding in its place, its price and costs divided: every sum of every remedy stays."""
    victim = data.draw(st.sampled_from(sorted(a.findings)))
    whole = next(r for r in a.requirements if r.id == victim)
    finding = replace(a.findings[victim], cure_cost=None, cover_quote=None)
    part = data.draw(st.integers(0, whole.price or 0))
    twin = victim + "+"
    needs = {r.id: tuple(j for n in r.needs for j in ((n, twin) if n == victim else (n,))) for r in a.requirements}
    pieces: list[Requirement] = []
    for r in a.requirements:
        kept = replace(r, needs=needs[r.id])
        if r.id == victim:
            pieces.append(replace(kept, price=part))
            pieces.append(replace(kept, id=twin, price=(whole.price or 0) - part))
        else:
            pieces.append(kept)
    before = with_finding(a, victim, cure_cost=None, cover_quote=None)
    after = replace(a, requirements=tuple(pieces), findings={**before.findings, twin: finding})
    one, two = dues(before), dues(after)
    assert one.keys() == two.keys()
    for option in one:
        assert two[option] == one[option], option


@many
@given(assessments(basis="agreed"), st.data(), ratios, ratios)
def test_an_item_that_costs_nothing_moves_nothing_however_it_was_made(a, data, made, prevented):
    extra = Requirement(id="~", title="free", price=0, needs=tuple(a.findings))
    finding = Finding(delivered_bp=made, prevented_bp=prevented, accepted=data.draw(st.booleans()), cover_quote=0)
    grown = replace(a, requirements=(*a.requirements, extra), findings={**a.findings, "~": finding})
    before, after = dues(a), dues(grown)
    for option in before.keys() - {"cure"}:
        assert after[option] == before[option], option


@many
@given(assessments(), st.sampled_from(["buyer", "seller"]))
def test_who_wrote_the_list_matters_for_equal_shares_and_for_nothing_else(a, author):
    both = assess(a)
    assume(both.allocation.method != "equal")
    one = assess(replace(a, list_written_by=author))
    assert one == replace(both, range={m: due for m, due in both.range.items() if m != "equal"})


@many
@given(assessments(causes=SELLER), st.data(), ratios)
def test_what_the_buyer_prevented_of_the_missing_part_never_costs_the_seller(a, data, more):
    """As long as it is part of what is missing, and no acceptance or cost of cure says what the rest is worth."""
    id = data.draw(st.sampled_from(sorted(a.findings)))
    room = 10_000 - a.findings[id].delivered_bp
    least = min(room, a.findings[id].prevented_bp)
    a = with_finding(a, id, prevented_bp=least, accepted=False, cure_cost=None)
    moved = with_finding(a, id, prevented_bp=max(least, min(room, more)))
    assert dues(moved)["reduce"] >= dues(a)["reduce"]


@many
@given(assessments(causes=SELLER, max_items=4), st.data())
def test_no_finding_at_all_leaves_the_preview(a, data):
    """Whatever is found of the contested items, prevention, acceptance and cure included: between the two ways.

    As in an order: an item that is not contested was accepted.
    """
    mask = data.draw(st.integers(0, 15))
    contested = {id for n, id in enumerate(sorted(a.findings)) if mask >> n & 1}
    accepted = Finding(delivered_bp=10_000, accepted=True)
    a = replace(a, findings={id: f if id in contested else accepted for id, f in a.findings.items()})
    sellers, buyers = preview(a, contested)
    assert buyers.default_due <= assess(a).default_due <= sellers.default_due


@many
@given(assessments(rules=("cn-2021",)))
def test_the_law_before_the_code_gives_the_same_sums(a):
    """合同法 and 担保法 state the same formulas (L44); only the articles differ."""
    new, old = assess(a), assess(replace(a, rules="cn-1999"))
    assert {o.id: o.due for o in new.options} == {o.id: o.due for o in old.options}
    assert (new.range, new.allocation) == (old.range, old.allocation)


@many
@given(assessments(causes=("seller", "both", "buyer_breach", "none"), rules=("cn-2021",)))
def test_the_convention_reduces_as_the_code_does_and_knows_no_earnest(a):
    """CISG 50 and CC 582 are one formula; only market prices may stand in for quotes there (CISG 76)."""
    code = dues(replace(a, deposit=Deposit()))
    convention = dues(replace(a, rules="cisg-1980"))
    assert not any(option.endswith("_earnest") for option in convention)
    assert {o: due for o, due in convention.items() if o != "cover" or o in code} == code


@many
@given(assessments(rules=("cn-2021",)))
def test_the_switch_for_discounts_touches_only_a_buyer_who_ends_at_will(a):
    plain, switched = assess(a), assess(replace(a, rules="cn-2021-undiscounted"))
    if a.cause != "buyer_at_will" or any(r.market is None for r in a.requirements):
        assert switched == replace(plain, rules="cn-2021-undiscounted")
    elif plain.allocation.method == "market":
        assert switched.default_due >= plain.default_due, "with shares by market a discount lost never pays less"


@pytest.mark.parametrize("cause", ["seller", "both", "buyer_at_will", "buyer_breach", "none"])
def test_each_cause_has_its_default(cause):
    a = Assessment(
        requirements=(Requirement(id="a", title="a", price=100),),
        findings={"a": Finding(delivered_bp=5_000)},
        cause=cause,
    )
    result: Result = assess(a)
    wanted = {"seller": "reduce", "both": "reduce", "buyer_at_will": "at_will"}.get(cause, "pay_for_done")
    assert result.default == result.options[0].id == wanted
    assert result.default_due == result.options[0].due


@many
@given(assessments(), ratios)
def test_the_sum_of_the_range_is_the_default_under_that_method(a, moved):
    """Each entry of the range is what the order would come to if only that method were on record."""
    result = assess(a)
    fixed = {r.id for r in a.requirements if r.price is not None}
    assume(not fixed or len(fixed) == len(a.requirements))
    for method, due in result.range.items():
        if method == "agreed":
            continue
        kept = {"weight": None, "market": None, "effort": None}
        bare = tuple(
            replace(
                r, price=None, **{name: getattr(r, name) if name == method else value for name, value in kept.items()}
            )
            for r in a.requirements
        )
        alone = assess(replace(a, price=result.price, requirements=bare))
        assert alone.allocation.method == method
        assert alone.default_due == due, method
    assert Fraction(sum(result.allocation.shares.values())) == result.price
