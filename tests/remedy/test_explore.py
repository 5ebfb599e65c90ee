"""Questions around an award: moved findings, previews, several finders, who keeps what."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.remedy import AssessmentError, Finding, assess, read_assessment
from gongdao.remedy.explore import aggregate, kept_by, preview, spread, what_if
from tests.remedy.strategies import assessments, optional, ratios, sums
from tests.remedy.vectors import founding, items, single

many = settings(max_examples=600, deadline=None)


def test_what_if_the_data_were_found_delivered():
    a = read_assessment(founding())
    moved = what_if(a, "c-data", Finding(delivered_bp=10_000))
    assert moved.option("reduce").due == 30_000
    assert assess(a).option("reduce").due == 20_000


def test_what_if_about_a_requirement_nobody_made():
    with pytest.raises(AssessmentError) as error:
        what_if(read_assessment(founding()), "z", Finding(delivered_bp=0))
    assert error.value.path == "findings.z"


def test_preview_before_any_finding_on_the_contested_items():
    whole = read_assessment(founding())
    a = msgspec.structs.replace(whole, findings={"a-template": whole.findings["a-template"]})
    sellers, buyers = preview(a, ["b-changes", "c-data"])
    assert (sellers.option("reduce").due, buyers.option("reduce").due) == (40_000, 20_000)
    assert (sellers.default_due, buyers.default_due) == (40_000, 20_000)


def test_preview_of_an_item_that_nobody_looked_at():
    a = read_assessment(items(1_000, 1_000, findings={"a": {"delivered_bp": 0}, "b": {"delivered_bp": 10_000}}))
    a = msgspec.structs.replace(a, findings={"b": a.findings["b"]})
    sellers, buyers = preview(a, ["a"])
    assert (sellers.option("reduce").due, buyers.option("reduce").due) == (2_000, 1_000)


def test_preview_keeps_what_is_known_of_a_contested_item():
    a = read_assessment(founding())
    _, buyers = preview(a, ["b-changes"])
    assert buyers.option("rescind") is not None, "that the cure was refused is no matter of how much was delivered"
    assert buyers.option("cover").due == 15_000


def test_preview_gives_the_buyer_no_acceptance_cure_or_prevention():
    a = read_assessment(single(1_000, {"delivered_bp": 5_000, "accepted": True, "cure_cost": 1, "prevented_bp": 100}))
    sellers, buyers = preview(a, ["a"])
    assert (sellers.option("reduce").due, buyers.option("reduce").due) == (1_000, 0)


@many
@given(assessments(causes=("seller", "both"), max_items=4), st.data())
def test_every_finding_lies_within_the_preview(a, data):
    """With nothing prevented, no finding gives more than all the seller's way or less than all the buyer's."""
    findings = {id: msgspec.structs.replace(f, prevented_bp=0) for id, f in a.findings.items()}
    a = msgspec.structs.replace(a, findings=findings)
    sellers, buyers = preview(a, findings)
    assert buyers.option("reduce").due <= assess(a).option("reduce").due <= sellers.option("reduce").due


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3], 3), ([1, 9], 1), ([9, 1, 5], 5), ([2, 8, 4, 6], 4), ([10_000, 0, 10_000, 0], 0)],
)
def test_the_lower_median_of_what_finders_saw(values, expected):
    assert aggregate([Finding(delivered_bp=v) for v in values]).delivered_bp == expected


def test_a_cost_counts_only_if_more_than_half_gave_one():
    def one(cost: int | None) -> Finding:
        return Finding(delivered_bp=0, cure_cost=cost, cover_quote=cost)

    assert aggregate([one(5), one(None)]).cure_cost is None
    assert aggregate([one(5), one(None), one(9)]).cure_cost == 5
    assert aggregate([one(5), one(None), one(9)]).cover_quote == 5
    assert aggregate([one(5), one(9), one(7)]).cure_cost == 7


def test_yes_needs_more_than_half():
    yes, no = Finding(delivered_bp=0, accepted=True, cure_refused=True), Finding(delivered_bp=0)
    assert not aggregate([yes, no]).accepted
    assert not aggregate([yes, no]).cure_refused
    assert aggregate([yes, no, yes]).accepted
    assert aggregate([yes, no, yes]).cure_refused


def test_the_lower_median_of_what_was_prevented():
    assert aggregate([Finding(delivered_bp=0, prevented_bp=p) for p in (100, 900, 300)]).prevented_bp == 300


def test_no_finder_no_finding():
    with pytest.raises(ValueError, match=r"^a finding needs at least one finder$"):
        aggregate([])


one_finding = st.builds(
    Finding, delivered_bp=ratios, cure_cost=optional(sums), prevented_bp=ratios, accepted=st.booleans()
)


@many
@given(st.lists(one_finding, min_size=1, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_finders_does_not_matter(findings, random):
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert aggregate(shuffled) == aggregate(findings)


@many
@given(assessments(max_items=3), st.lists(ratios, min_size=1, max_size=5), st.data())
def test_the_spread_encloses_every_finder_and_the_aggregate(a, values, data):
    id = data.draw(st.sampled_from(sorted(a.findings)))
    finders = [msgspec.structs.replace(a.findings[id], delivered_bp=v) for v in values]
    low, high = spread(a, {id: finders})
    for finding in [*finders, aggregate(finders)]:
        between = what_if(a, id, finding)
        for option in between.options:
            for edge, sign in ((low.option(option.id), 1), (high.option(option.id), -1)):
                assert edge is None or sign * edge.due <= sign * option.due


def test_the_spread_leaves_other_items_alone():
    a = read_assessment(founding())
    low, high = spread(a, {"c-data": [Finding(delivered_bp=v) for v in (2_000, 8_000, 5_000)]})
    assert (low.option("reduce").due, high.option("reduce").due) == (22_000, 28_000)


def test_who_keeps_the_files():
    a = read_assessment(founding())
    result = assess(a)
    ids = list(a.findings)
    assert set(kept_by(result.option("reduce"), ids).values()) == {"buyer"}
    assert set(kept_by(result.option("rescind"), ids).values()) == {"seller"}


def test_a_rejected_item_goes_back_and_the_rest_stays():
    a = read_assessment(
        items(
            100,
            100,
            100,
            findings={
                "a": {"delivered_bp": 4_000, "cure_refused": True},
                "b": {"delivered_bp": 7_000},
                "c": {"delivered_bp": 0},
            },
        )
    )
    option = assess(a).option("reject_items")
    assert kept_by(option, ["a", "b", "c"]) == {"a": "seller", "b": "buyer", "c": "seller"}


def test_an_item_that_fell_with_its_need_or_eats_its_cure_goes_back():
    a = read_assessment(
        items(
            100,
            100,
            100,
            findings={
                "a": {"delivered_bp": 4_000, "cure_refused": True},
                "b": {"delivered_bp": 10_000},
                "c": {"delivered_bp": 10_000},
            },
        )
    )
    requirements = list(a.requirements)
    requirements[1] = msgspec.structs.replace(requirements[1], needs=("a",), salvage_bp=0)
    fallen = assess(msgspec.structs.replace(a, requirements=tuple(requirements))).option("reject_items")
    assert kept_by(fallen, ["a", "b", "c"]) == {"a": "seller", "b": "seller", "c": "buyer"}
    a = read_assessment(items(1, 100, cause="none", findings={"a": {"delivered_bp": 0}, "b": {"delivered_bp": 0}}))
    findings = {"a": a.findings["a"], "b": Finding(delivered_bp=0, cure_cost=99)}
    part = assess(msgspec.structs.replace(a, findings=findings)).option("pay_for_done")
    assert kept_by(part, ["a", "b"]) == {"a": "seller", "b": "buyer"}


def test_an_item_worth_less_than_half_a_fen_goes_back():
    finding = {"delivered_bp": 0, "prevented_bp": 6_000, "cure_cost": 0}
    a = read_assessment(single(1, finding, cause="none", margin_bp=0))
    option = assess(a).option("pay_for_done")
    assert [(step.code, step.amount) for step in option.steps] == [("item_cure_cost", 0), ("item_prevented", 0)]
    assert kept_by(option, ["a"]) == {"a": "seller"}


def test_what_is_paid_for_at_will_is_the_buyers():
    a = read_assessment(
        items(
            100,
            100,
            100,
            cause="buyer_at_will",
            findings={
                "a": {"delivered_bp": 10_000},
                "b": {"delivered_bp": 0, "prevented_bp": 10_000},
                "c": {"delivered_bp": 0, "prevented_bp": 10_000, "accepted": True},
            },
        )
    )
    kept = kept_by(assess(a).option("at_will"), ["a", "b", "c"])
    assert kept == {"a": "buyer", "b": "seller", "c": "seller"}
