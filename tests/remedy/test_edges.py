"""Single points that random orders hardly ever hit, where one step more or less would be another law."""

import pytest

from gongdao.remedy import Assessment, AssessmentError, Finding, Requirement, assess, read_assessment, validate
from gongdao.remedy.read import parse_json, parse_toml
from gongdao.remedy.types import INTEGER_MAX
from tests.remedy.vectors import found, founding, items, single


def due(raw, option="reduce"):
    return assess(read_assessment(raw)).option(option).due


@pytest.mark.parametrize("name", ["price", "released", "held", "loss", "unmitigated", "wasted_cost"])
def test_the_largest_sum_is_allowed_and_one_more_is_not(name):
    raw = single(1_000, {"delivered_bp": 0})
    if name == "price":
        raw["requirements"][0]["price"] = INTEGER_MAX
    assert read_assessment({**raw, name: INTEGER_MAX})
    with pytest.raises(AssessmentError) as error:
        read_assessment({**raw, name: INTEGER_MAX + 1})
    assert error.value.path == name


def test_nothing_is_a_sum_too():
    raw = {
        "price": 0,
        "requirements": [{"id": "a", "title": "A", "price": 0, "market": 0, "weight": 0, "effort": 0, "salvage_bp": 0}],
        "findings": found(a={"delivered_bp": 0, "cure_cost": 0, "cover_quote": 0}),
        "margin_bp": 0,
        "damages_cap_bp": 0,
        "delay": {"rate_bp": 0, "late_days": 0, "cap_bp": 0},
    }
    assert due(raw) == 0
    assert due({**raw, "cause": "buyer_breach"}, "pay_for_done") == 0
    assert due({**raw, "cause": "buyer_at_will"}, "at_will") == 0


def test_an_item_without_worth_still_carries_others_if_its_cure_is_free():
    raw = items(0, 1_000, findings=found(a={"delivered_bp": 0, "cure_cost": 0}, b=10_000))
    raw["requirements"][1].update(needs=["a"], salvage_bp=0)
    assert due(raw) == 1_000
    raw["findings"]["a"]["cure_cost"] = 1
    assert due(raw) == 0


def test_a_cure_exactly_as_dear_as_the_gap_changes_nothing_and_a_fen_less_does():
    raw = single(1_000, {"delivered_bp": 4_000, "cure_cost": 600})
    result = assess(read_assessment(raw)).option("reduce")
    assert (result.due, result.steps[0].code) == (400, "item_reduced")
    raw["findings"]["a"]["cure_cost"] = 599
    result = assess(read_assessment(raw)).option("reduce")
    assert (result.due, result.steps[0].code) == (401, "item_cure_cost")


def test_which_step_says_why():
    raw = items(
        100,
        100,
        100,
        100,
        findings=found(
            a=10_000, b={"delivered_bp": 1, "accepted": True}, c=9_999, d={"delivered_bp": 0, "cure_cost": 1}
        ),
    )
    steps = assess(read_assessment(raw)).option("reduce").steps
    assert [step.code for step in steps] == ["item_full", "item_accepted", "item_reduced", "item_cure_cost"]
    assert [step.rule for step in steps] == ["L06", "L29", "L09", "L11"]
    assert steps[0].article == "CC 782"


def test_the_numbers_of_every_kind_of_step():
    raw = founding(
        loss=9_000,
        unmitigated=1_000,
        buyer_fault_bp=2_500,
        damages_cap_bp=9_000,
        wasted_cost=70,
        delay={"rate_bp": 100, "late_days": 50, "buyer_days": 8, "cap_bp": 2_500},
    )
    raw["findings"]["c-data"].update(delivered_bp=5_000, prevented_bp=1_000)
    result = assess(read_assessment(raw))
    seen = {(option.id, step.code, step.item): step.data for option in result.options for step in option.steps}
    assert seen["reduce", "item_full", "a-template"] == {"share": 20_000, "prevented_bp": 0}
    assert seen["reduce", "item_reduced", "c-data"] == {"share": 10_000, "delivered_bp": 5_000}
    assert seen["reduce", "item_prevented", "c-data"] == {"share": 10_000, "prevented_bp": 1_000, "margin_bp": 500}
    assert seen["reduce", "wasted_cost", ""] == {"wasted_cost": 70}
    assert seen["reduce", "delay", ""] == {"rate_bp": 100, "days": 42, "cap_bp": 2_500, "price": 40_000}
    assert seen["cure", "price_cured", ""] == {"price": 40_000}
    assert seen["cover", "price_covered", ""] == {"price": 40_000}
    assert seen["cover", "cover_item_capped", "b-changes"] == {
        "cover_cap_bp": 13_000,
        "reference": 10_000,
        "gap_bp": 10_000,
    }
    assert seen["cover", "cover_item", "c-data"] == {"cover_quote": 12_000, "gap_bp": 4_000}
    assert seen["rescind_earnest", "earnest_doubled", ""] == {"earnest": 8_000}
    loss = {"loss": 9_000, "unmitigated": 1_000, "buyer_fault_bp": 2_500, "damages_cap_bp": 9_000, "price": 40_000}
    assert seen["reduce_earnest", "loss_above_earnest", ""] == loss
    assert seen["rescind", "rescinded", ""] == {}


def test_the_numbers_of_the_earnest_share_and_of_a_missing_need():
    raw = founding(template=4_000, changes=8_000)
    raw["requirements"][1]["salvage_bp"] = 2_500
    result = assess(read_assessment(raw))
    seen = {(option.id, step.code): step.data for option in result.options for step in option.steps}
    assert seen["reduce", "item_needs"] == {"share": 10_000, "salvage_bp": 2_500, "own_bp": 8_000, "least_bp": 4_000}
    # 0.25 × 0.8 + 0.75 × 0.4 = 0.5: not failed
    assert "reduce_earnest" not in {option.id for option in result.options}
    raw["findings"]["b-changes"]["delivered_bp"] = 7_999
    result = assess(read_assessment(raw))
    seen = {(option.id, step.code): step.data for option in result.options for step in option.steps}
    assert seen["reduce_earnest", "earnest_share"] == {"earnest": 8_000, "undone": 27_000, "price": 40_000}


def test_the_numbers_where_the_buyer_ends_or_breaks():
    raw = single(1_000, {"delivered_bp": 2_500}, cause="buyer_at_will", margin_bp=1_000)
    steps = assess(read_assessment(raw)).option("at_will").steps
    assert [(s.code, s.amount, s.data) for s in steps[1:]] == [
        ("undone_margin", 75, {"undone": 750, "margin_bp": 1_000})
    ]
    raw["cause"] = "buyer_breach"
    steps = assess(read_assessment(raw)).option("pay_for_done").steps
    assert [(s.code, s.amount, s.data) for s in steps[1:]] == [
        ("breach_margin", 75, {"undone": 750, "margin_bp": 1_000})
    ]
    raw["deposit"] = {"kind": "earnest", "paid": 101}
    steps = assess(read_assessment(raw)).option("pay_for_done").steps
    data = {"earnest": 101, "undone": 750, "price": 1_000}
    assert steps[1].item == ""
    assert [(s.code, s.amount, s.data) for s in steps[1:]] == [("earnest_forfeited", 76, data)]
    raw["deposit"]["paid"] = 100
    steps = assess(read_assessment(raw)).option("pay_for_done").steps
    assert steps[1].code == "breach_margin", "the margin where both are the same"


def test_nothing_undone_nothing_said_of_it():
    for cause, option in (("buyer_at_will", "at_will"), ("buyer_breach", "pay_for_done")):
        raw = single(1_000, {"delivered_bp": 10_000}, cause=cause, deposit={"kind": "earnest", "paid": 100})
        steps = assess(read_assessment(raw)).option(option).steps
        assert [step.code for step in steps] == ["item_full"]


def test_review_cuts_only_what_is_excessive():
    raw = single(10_000, {"delivered_bp": 10_000}, loss=1_000)
    raw["delay"] = {"rate_bp": 130, "late_days": 10, "review": True}
    steps = assess(read_assessment(raw)).option("reduce").steps
    assert [(s.code, s.amount) for s in steps[1:]] == [("delay", -1_300)], "exactly 130 % is not cut"
    raw["delay"]["rate_bp"] = 131
    steps = assess(read_assessment(raw)).option("reduce").steps
    assert [(s.code, s.amount, s.data) for s in steps[1:]] == [
        ("delay_reviewed", -1_300, {"review_cap_bp": 13_000, "loss": 1_000})
    ]
    raw["loss"] = 0
    assert due(raw) == 10_000, "without a loss nothing is left of agreed damages after review"
    raw["delay"] = {"rate_bp": 100, "late_days": 10}
    raw["loss"] = 1_000
    assert assess(read_assessment(raw)).option("reduce").steps[1].code == "loss", "the loss where both are the same"


def test_days_the_buyer_caused_never_count_against_him():
    raw = single(10_000, {"delivered_bp": 10_000}, delay={"rate_bp": 100, "late_days": 3, "buyer_days": 5})
    assert due(raw) == 10_000


def test_a_loss_wholly_avoidable_is_none():
    raw = single(10_000, {"delivered_bp": 10_000}, loss=100, unmitigated=300)
    assert due(raw) == 10_000
    assert len(assess(read_assessment(raw)).option("reduce").steps) == 1


def test_the_earnest_rule_and_the_loss_where_both_are_the_same():
    result = assess(read_assessment(founding(loss=4_000)))
    assert result.option("reduce_earnest").steps[-1].code == "earnest_share"
    result = assess(read_assessment(founding(loss=8_000)))
    assert result.option("rescind_earnest").steps[-1].code == "earnest_doubled"


def test_a_quote_exactly_at_the_cap_is_taken_as_it_is():
    raw = founding()
    raw["findings"]["b-changes"]["cover_quote"] = 13_000
    codes = [step.code for step in assess(read_assessment(raw)).option("cover").steps]
    assert codes == ["price_covered", "cover_item", "cover_item"]
    raw["findings"]["b-changes"]["cover_quote"] = 13_001
    codes = [step.code for step in assess(read_assessment(raw)).option("cover").steps]
    assert codes == ["price_covered", "cover_item_capped", "cover_item"]


def test_the_cap_on_liability_says_what_it_takes_off():
    raw = {
        "price": 1_000,
        "requirements": [{"id": "a", "title": "a", "market": 50_000}],
        "findings": found(a={"delivered_bp": 0, "cover_quote": 40_000}),
    }
    last = assess(read_assessment(raw)).option("cover").steps[-1]
    assert (last.code, last.amount, last.data) == ("liability_capped", 38_000, {"price": 1_000, "sum": -39_000})
    raw["findings"]["a"]["cover_quote"] = 2_000
    assert assess(read_assessment(raw)).option("cover").steps[-1].code == "cover_item"
    assert due(raw, "cover") == -1_000


def test_rounding_is_a_line_of_its_own():
    steps = assess(read_assessment(items(1, 1, findings=found(a=5_000, b=5_000)))).option("reduce").steps
    assert [(s.code, s.rule, s.amount) for s in steps] == [
        ("item_reduced", "L09", 1),
        ("item_reduced", "L09", 1),
        ("rounding", "", -1),
    ]
    assert steps[-1].data == {"due": 1, "sum": 2}
    assert steps[-1].item == ""


def test_who_may_choose_and_who_keeps_the_work():
    result = assess(read_assessment(founding()))
    assert [(o.id, o.elects, o.deliverable) for o in result.options] == [
        ("reduce", "buyer", "buyer"),
        ("cure", "either", "buyer"),
        ("cover", "buyer", "buyer"),
        ("reduce_earnest", "buyer", "buyer"),
        ("rescind", "buyer", "seller"),
        ("rescind_earnest", "buyer", "seller"),
    ]
    for cause, elects in (("none", "nobody"), ("buyer_breach", "nobody"), ("buyer_at_will", "buyer")):
        (option,) = assess(read_assessment(founding(cause=cause))).options
        assert (option.elects, option.deliverable) == (elects, "split")


def test_why_the_price_was_divided_so():
    reasons = {
        "agreed": "agreed_prices",
        "weight": "agreed_weights",
        "market": "market_scaled",
        "effort": "effort_before_work",
        "equal": "equal_last_resort",
    }
    for method, reason in reasons.items():
        raw = {"price": 7, "requirements": [{"id": "a", "title": "a"}], "findings": found(a=0)}
        if method != "equal":
            raw["requirements"][0]["price" if method == "agreed" else method] = 7
        allocation = assess(read_assessment(raw)).allocation
        assert (allocation.method, allocation.reason) == (method, reason)


def test_bases_of_nothing_divide_nothing():
    """Markets that are all zero say nothing about shares: the next method is used, or the list refused."""
    raw = {
        "price": 100,
        "requirements": [{"id": id, "title": id, "market": 0, "effort": n} for n, id in enumerate("abc")],
        "findings": found(a=10_000, b=10_000, c=0),
    }
    result = assess(read_assessment(raw))
    assert result.allocation.method == "effort"
    assert result.allocation.shares == {"a": 0, "b": 33, "c": 67}
    for requirement in raw["requirements"]:
        requirement["effort"] = 0
    assert assess(read_assessment(raw)).allocation.method == "equal"
    with pytest.raises(AssessmentError) as error:
        read_assessment({**raw, "list_written_by": "buyer"})
    assert error.value.code == "equal_shares_refused"


def test_item_prices_may_use_up_the_price():
    raw = {
        "price": 100,
        "requirements": [{"id": "a", "title": "a", "price": 100}, {"id": "b", "title": "b", "market": 5}],
        "findings": found(a=5_000, b=10_000),
    }
    assert due(raw) == 50


def test_a_requirement_may_name_itself():
    raw = single(1_000, {"delivered_bp": 5_000})
    raw["requirements"][0].update(needs=["a"], salvage_bp=0)
    assert due(raw) == 500


def test_the_messages_people_see():
    """The whole sentence, as it is part of what we promise."""
    cases = {
        "findings.data: expected a finding for this requirement, got none": {"findings": {}},
        "price: expected an integer, got the text 'x'": {"price": "x"},
        "price: expected an integer, got true": {"price": True},
        "price: expected an integer, got false": {"price": False},
        "price: expected an integer, got a list": {"price": [1]},
        "price: expected an integer, got a table": {"price": {}},
        "price: expected an integer, got the number 1.5": {"price": 1.5},
        "deposit: expected a table of keys and values, got null": {"deposit": None},
        "released: expected an integer, got null": {"released": None},
        "currency: expected a text, got 7": {"currency": 7},
        "currency: expected an ISO 4217 code such as CNY, got 'XXX'": {"currency": "XXX"},
        "rules: expected one of cn-2021, cn-2021-undiscounted, cn-1999, cisg-1980, got 'x'": {"rules": "x"},
        "loss: expected an integer from 0 to 9007199254740991, got -1": {"loss": -1},
        "margin_bp: expected an integer from 0 to 10000, got 10001": {"margin_bp": 10_001},
        f"price: expected an integer from 0 to {INTEGER_MAX}, got -{INTEGER_MAX}": {"price": -INTEGER_MAX},
        f"price: expected an integer from -{INTEGER_MAX} to {INTEGER_MAX}, got {2**53}": {"price": 2**53},
    }
    base = {"price": 5, "requirements": [{"id": "data", "title": "d"}], "findings": found(data=0)}
    for message, change in cases.items():
        with pytest.raises(AssessmentError) as error:
            read_assessment({**base, **change})
        assert str(error.value) == message
    for message, text in (
        ("the assessment: expected JSON (RFC 8259), got line 1, column 1: Expecting value", ""),
        ("the assessment: expected JSON (RFC 8259), got line 1, column 3: Extra data", "1 2"),
    ):
        with pytest.raises(AssessmentError) as error:
            parse_json(text)
        assert str(error.value) == message
    with pytest.raises(AssessmentError) as error:
        parse_toml("price =")
    assert str(error.value) == "the assessment: expected TOML 1.0, got Invalid value (at end of document)"
    with pytest.raises(AssessmentError) as error:
        read_assessment({**base, "price": "x" * 50})
    assert error.value.got == f"the text {'x' * 40!r}"
    with pytest.raises(AssessmentError) as error:
        read_assessment({**base, "currency": int("7" * 70)})
    assert error.value.got == "7" * 60
    with pytest.raises(AssessmentError) as error:
        read_assessment([])
    assert str(error.value) == "the assessment: expected a table of keys and values, got a list"


def _undiscounted(markets, price=1_000, **more):
    return {
        "price": price,
        "cause": "buyer_at_will",
        "rules": "cn-2021-undiscounted",
        "margin_bp": 0,
        "requirements": [{"id": id, "title": id, "market": m} for id, m in zip("ab", markets, strict=True)],
        "findings": found(a=9_000, b=9_000),
        **more,
    }


def test_a_discount_is_charged_back_line_by_line():
    raw = _undiscounted((1_500, 500), wasted_cost=30)
    steps = assess(read_assessment(raw)).option("at_will").steps
    assert [(s.code, s.item, s.rule, s.amount, s.data) for s in steps] == [
        ("undiscounted", "", "L35", 0, {"price": 1_000, "sum": 2_000}),
        ("item_reduced", "a", "L09", 1_350, {"share": 1_500, "delivered_bp": 9_000}),
        ("item_reduced", "b", "L09", 450, {"share": 500, "delivered_bp": 9_000}),
        ("wasted_cost", "", "L04", 30, {"wasted_cost": 30}),
        ("undone_margin", "", "L25", 0, {"undone": 200, "margin_bp": 0}),
        ("undiscounted_capped", "", "L35", -800, {"price": 1_000, "wasted_cost": 30, "sum": 1_830}),
    ]


def test_no_discount_nothing_charged_back():
    for markets in ((600, 400), (100, 100)):
        steps = assess(read_assessment(_undiscounted(markets))).option("at_will").steps
        assert [step.code for step in steps] == ["item_reduced", "item_reduced", "undone_margin"]


def test_a_discount_is_proven_only_where_every_item_has_a_market_price():
    raw = _undiscounted((5_000, 5_000))
    raw["requirements"][0] = {"id": "a", "title": "a", "price": 500}
    assert due(raw, "at_will") == 900


def test_an_unscaled_market_price_at_the_price_needs_no_cap():
    raw = _undiscounted((1_500, 500), findings=found(a=5_000, b=5_000))
    steps = assess(read_assessment(raw)).option("at_will").steps
    assert "undiscounted_capped" not in [step.code for step in steps]
    assert due(raw, "at_will") == 1_000


def test_an_empty_id_is_refused_from_the_kernel_as_well():
    with pytest.raises(AssessmentError) as error:
        validate(Assessment(requirements=(Requirement(id="", title="A"),), findings={"": Finding(delivered_bp=0)}))
    assert error.value.code == "empty_text"
    assert str(error.value) == "requirements[0].id: expected a text that is not empty, got ''"


def test_costs_and_quotes_go_up_to_the_largest_sum():
    finding = {"delivered_bp": 0, "cure_cost": INTEGER_MAX, "cover_quote": INTEGER_MAX, "prevented_bp": 10_000}
    assert due(single(1_000, finding)) == 50


def test_a_weight_of_one_is_a_basis():
    raw = {"price": 5, "requirements": [{"id": "a", "title": "a", "weight": 1}], "findings": found(a=10_000)}
    assert due({**raw, "list_written_by": "seller"}) == 5


def test_who_may_reject():
    raw = single(1_000, {"delivered_bp": 4_000, "cure_refused": True})
    option = assess(read_assessment(raw)).option("reject_items")
    assert (option.elects, option.deliverable) == ("buyer", "split")


def test_a_loss_after_review_is_called_a_loss():
    raw = single(10_000, {"delivered_bp": 10_000}, loss=1_000)
    raw["delay"] = {"rate_bp": 1_000, "late_days": 1, "review": True}
    steps = assess(read_assessment(raw)).option("reduce").steps
    assert [(s.code, s.amount) for s in steps[1:]] == [("loss", -1_000)]


def test_a_capped_liability_is_shown_from_the_sum_beside_it() -> None:
    """Half a fen over the cap: the line must be what its own formula gives, and the total stays exact."""
    whole = Assessment(
        requirements=(
            Requirement(id="ab", title="ab", price=0, market=1),
            Requirement(id="b", title="b", price=0, market=1),
        ),
        findings={
            "ab": Finding(delivered_bp=10_000),
            "b": Finding(delivered_bp=0, cover_quote=1, prevented_bp=5_000),
        },
        margin_bp=0,
    )
    cover = assess(whole).option("cover")
    assert cover is not None
    assert cover.due == 0
    line = next(step for step in cover.steps if step.code == "liability_capped")
    assert line.amount == -line.data["price"] - line.data["sum"]
