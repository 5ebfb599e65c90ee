"""Stories of findings, determinations, elections, cures, appeals: the program computes, people only find facts."""

from typing import Any

import msgspec
import pytest

from gongdao.kernel.values import Agreement, ExhibitAnswer
from tests.scenarios.story import Story, file, founding_agreement, person, yuan


def found(changes: int = 0, data: int = 0, **more: object) -> Story:
    """Template delivered; changes and data found as said; the seller's breach. Determined, nothing elected yet."""
    story = Story().working()
    story.delivers("template")
    story.disputed().mediated()
    story.finds("template", 10_000)
    story.finds("changes", changes, **more)
    story.finds("data", data, **more)
    return story.determined()


# -- ending by notice --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "by", "cause", "with_seller"),
    [
        # Half the template is there (100). Each ground is stated by one side and then found, not believed.
        ("impossible", "Qiao", "seller", 100),
        ("breach", "Lin", "seller", 100),
        # At will and by the buyer's breach: the part done, and 5 % of the 300 not done.
        ("at_will", "Lin", "buyer_at_will", 115),
        ("no_cooperation", "Qiao", "buyer_breach", 160),
        ("breach", "Qiao", "buyer_breach", 160),
        ("force_majeure", "Qiao", "none", 100),
        ("force_majeure", "Lin", "none", 100),
    ],
)
def test_an_order_ended_by_notice_is_found_and_computed(ground: str, by: str, cause: str, with_seller: int) -> None:
    """No ground pays by itself. Under 定金 a buyer in breach forfeits 80 × 300/400 = 60, not just the margin of 15."""
    terms = msgspec.structs.replace(founding_agreement().terms.deposit, where="escrow")
    story = Story().working(founding_agreement(deposit=terms))
    story.delivers("template")
    story.does(by, "end", ground=ground, reason="通知终止")
    assert set(story.order.contested) == {"template", "changes", "data"}
    story.mediated()
    story.finds("template", 5_000)
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 0, cure_refused=True)
    story.determined(cause).executed("reduce" if cause == "seller" else None)
    assert story.money() == (with_seller, 400 - with_seller, 0)
    story.check()


def test_each_side_may_end_only_on_its_own_grounds() -> None:
    story = Story().working()
    story.is_refused("Lin", "end", "ground_not_yours", ground="impossible", reason="x")
    story.is_refused("Qiao", "end", "ground_not_yours", ground="at_will", reason="x")
    story.is_refused("Qiao", "end", "reason_missing", ground="impossible", reason="  ")
    story.does("Qiao", "end", ground="impossible", reason="目标站改版，技术上做不了")
    assert (story.order.ended, story.order.ended_by) == ("impossible", "seller")
    story.is_refused("Lin", "end", "wrong_phase", ground="at_will", reason="x")
    story.check()


# -- determination and election ----------------------------------------------------------------------------------------


def test_who_does_not_elect_gets_the_stated_default() -> None:
    story = found()
    assert story.nobody_acts("elect") == "default_option"
    assert story.order.decision is not None
    assert story.order.decision.elected == "reduce"
    assert story.nobody_acts("appeal") == "appeal_closed"
    assert story.order.phase == "closed"
    assert story.money() == (200, 200, 0)
    story.check()


def test_nobody_elects_for_the_other() -> None:
    story = found(cure_refused=True)
    story.is_refused("Qiao", "elect", "option_not_yours", option="reduce")
    story.is_refused("Lin", "elect", "option_unknown", option="at_will")
    story.is_refused("Mediator", "elect", "role_may_not", option="reduce")
    story.does("Lin", "elect", option="rescind")
    story.is_refused("Lin", "elect", "already_elected", option="reduce")
    story.check()


def test_rescission_returns_the_work_and_the_escrow() -> None:
    """The essential item failed: the buyer rescinds, the files go back, and 200 is a claim against the seller."""
    story = found(cure_refused=True)
    story.executed("rescind")
    assert story.money() == (200, 200, 0)
    assert story.order.decision is not None
    rescind = next(o for o in story.order.decision.award.options if o.id == "rescind")
    assert rescind.seller_returns == yuan(200)
    assert [story.custody(d) for d in story.order.deliveries] == ["returned"]
    story.check()


def test_cover_is_paid_from_what_was_left() -> None:
    """A third party does the changes for 120 and the data for 100: 400 − 220 = 180 are left for the template."""
    story = Story().working()
    story.delivers("template")
    story.disputed().mediated()
    story.finds("template", 10_000)
    story.finds("changes", 0, cover_quote=yuan(120), cure_refused=True)
    story.finds("data", 0, cover_quote=yuan(100), cure_refused=True)
    story.determined().executed("cover")
    assert story.order.decision is not None
    cover = next(o for o in story.order.decision.award.options if o.id == "cover")
    assert cover.due == yuan(180)
    assert cover.seller_returns == yuan(20)
    assert story.money() == (200, 200, 0)
    story.check()


def test_a_determination_that_is_not_what_the_findings_give_is_refused() -> None:
    story = Story().working()
    story.disputed().mediated()
    missing = story.is_refused("Mediator", "determine", "finding_missing")
    assert (missing.data["needed"], missing.data["given"]) == (1, 0)
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 10_000)
    story.is_refused("Mediator", "determine", "cause_missing")
    story.does("Mediator", "find_cause", cause="seller", reason="依记录认定")
    exhibit = story.does("Qiao", "exhibit", kind="chat_log", title="聊天记录", text="…", requirement="data")
    story.is_refused("Mediator", "determine", "exhibit_unanswered")
    story.is_refused("Mediator", "find", "exhibit_unanswered", requirement="data", delivered_bp=10_000, reason="看过了")
    story.finds("data", 10_000)
    from gongdao.kernel.award import award_of

    wrong = msgspec.structs.replace(award_of(story.order), default="cure")
    story.rests().is_refused("Mediator", "determine", "award_not_computed", award=wrong)
    story.does("Mediator", "determine")
    assert exhibit in story.order.exhibits
    story.check()


# -- cure --------------------------------------------------------------------------------------------------------------


def test_an_elected_cure_that_succeeds_pays_the_whole_price() -> None:
    story = found()
    story.does("Lin", "elect", option="cure")
    assert story.agenda() == {"cure_award"}
    # While it runs nobody can find or determine over the seller's head.
    story.is_refused("Mediator", "determine", "wrong_phase")
    story.is_refused("Mediator", "find_cause", "wrong_phase", cause="seller", reason="x")
    # What was handed in before the determination was judged there; it cannot be accepted as the cure.
    old = next(iter(story.order.deliveries))
    story.is_refused(
        "Lin", "inspect", "requirement_contested", delivery=old, requirement="template", verdict="accepted"
    )
    delivery = story.delivers("template", "changes", "data", sha="cd" * 32)
    story.accepts(delivery, "template", "changes", "data")
    assert story.order.phase == "closed"
    assert story.money() == (400, 0, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_an_elected_cure_that_is_rejected_is_found_again_without_a_second_cure() -> None:
    story = found()
    story.does("Lin", "elect", option="cure")
    delivery = story.delivers("changes", "data", sha="cd" * 32)
    story.rejects(delivery, "changes", "栏目还是没改")
    assert story.order.phase == "disputed"
    assert not story.order.evidence_closed
    story.is_refused("Mediator", "determine", "finding_missing")
    story.finds("changes", 2_000)
    story.finds("data", 10_000)
    story.rests().does("Mediator", "determine")
    assert story.order.decision is not None
    assert "cure" not in {o.id for o in story.order.decision.award.options}
    story.executed("reduce")
    assert story.money() == (320, 80, 0)
    assert {story.custody(d) for d in story.order.deliveries} == {"with_buyer"}
    story.check()


def test_an_elected_cure_that_never_comes_reopens_the_other_remedies() -> None:
    """The first delivery is still what the award pays for, so it still goes to the buyer."""
    story = found(cover_quote=yuan(100))
    story.does("Qiao", "elect", option="cure")
    assert story.nobody_acts("cure_award") == "reduced"
    assert story.order.phase == "determined"
    story.is_refused("Qiao", "elect", "option_unknown", option="cure")
    assert story.agenda() == {"elect", "appeal"}
    story.executed("reduce")
    assert story.money() == (200, 200, 0)
    assert [story.custody(d) for d in story.order.deliveries] == ["with_buyer"]
    story.check()


def test_a_cure_that_comes_in_part_is_determined_afresh() -> None:
    """Data was cured and accepted, the changes never came: the old sums would be short by what is paid meanwhile."""
    story = found()
    story.does("Lin", "elect", option="cure")
    delivery = story.delivers("data", "template", sha="cd" * 32)
    story.accepts(delivery, "data", "template")
    assert story.money() == (300, 0, 100)
    story.nobody_acts("cure_award")
    assert story.order.phase == "disputed"
    assert story.order.contested == ("changes",)
    story.rests().does("Mediator", "determine")
    story.executed("reduce")
    assert story.money() == (300, 100, 0)
    story.check()


def test_a_cure_cannot_be_used_to_take_the_appeal_from_the_other_side() -> None:
    story = found()
    story.does("Qiao", "elect", option="cure")
    story.nobody_acts("cure_award")
    story.does("Lin", "appeal", ground="wrong_fact", requirements=("template",), reason="模板也没做完")
    assert story.order.phase == "disputed"
    story.check()


# -- finders and appeal ------------------------------------------------------------------------------------------------


def three_finders() -> Agreement:
    return founding_agreement(finders=3)


def test_three_blind_finders_and_the_median() -> None:
    story = Story().working(three_finders())
    story.delivers("template")
    story.disputed().mediated()
    story.is_refused("Mediator", "find", "finder_not_seated", requirement="template", delivered_bp=1, reason="x")
    assert "seat" in story.agenda()
    story.is_refused("Operator", "seat_finders", "finders_wrong_number", finders=(person("Finder 1"),))
    withheld = (person("Finder 1"), person("Finder 2"), person("Mediator"))
    story.is_refused("Operator", "seat_finders", "conflict_of_interest", finders=withheld)
    finders = tuple(person(f"Finder {n}") for n in (1, 2, 3))
    story.does("Operator", "seat_finders", finders=finders)
    for requirement, values in {"template": (10_000, 8_000, 2_000), "changes": (0, 0, 0), "data": (0, 0, 0)}.items():
        for number, value in enumerate(values, start=1):
            story.finds(requirement, value, by=f"Finder {number}", cure_refused=True)
    story.does("Mediator", "find_cause", cause="seller", reason="卖家明确不做修改")
    story.rests().does("Finder 2", "determine")
    story.executed("reduce")
    # The median of the template is 80 %: 160. The outlier at 20 % moves nothing.
    assert story.order.decision is not None
    assert next(o for o in story.order.decision.award.options if o.id == "reduce").due == yuan(160)
    story.check()


def test_finders_who_miss_their_clock_are_replaced() -> None:
    story = Story().working(three_finders()).disputed().mediated()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.finds("template", 0, by="Finder 1")
    assert story.rests().nobody_acts("find") == "finders_replaced"
    assert story.order.mediator == "med"
    assert "seat" in story.agenda()
    story.is_refused("Finder 1", "find", "not_seated", requirement="template", delivered_bp=1, reason="x")
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 4, 5)))
    # What the one who stays found is still there.
    assert [f.by for f in story.order.findings.values()] == ["f1"]
    story.check()


def test_an_appeal_lets_a_panel_of_three_find_one_item_again() -> None:
    story = found()
    story.is_refused("Qiao", "appeal", "reason_missing", ground="wrong_fact", requirements=("data",))
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("data",), reason="数据已导入，没有人看")
    assert {"seat", "evidence"} <= story.agenda()
    story.is_refused("Mediator", "determine", "finder_not_seated")
    story.is_refused("Mediator", "find", "finder_not_seated", requirement="data", delivered_bp=10_000, reason="再看")
    story.is_refused("Operator", "seat_finders", "finders_wrong_number", finders=(person("Finder 1"),))
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.is_refused("Finder 1", "find", "not_contested", requirement="template", delivered_bp=0, reason="x")
    # Evidence on an item nobody appealed cannot hold the panel up.
    story.does("Lin", "exhibit", kind="picture", title="模板截图", text="…", requirement="template")
    for number, value in enumerate((10_000, 10_000, 4_000), start=1):
        story.finds("data", value, by=f"Finder {number}")
    story.rests().does("Finder 1", "determine")
    assert story.order.decision is not None
    assert story.order.decision.final
    story.is_refused("Lin", "appeal", "appeal_used", ground="bias", requirements=("data",), reason="再来一次")
    story.does("Lin", "elect", option="reduce")
    assert story.order.phase == "closed"
    assert story.money() == (300, 100, 0)
    story.check()


def test_a_cure_rejected_after_an_appeal_is_found_for_every_item_it_was_about() -> None:
    """Only one item was appealed, but the cure was to mend another one: that one must be findable as well."""
    story = found()
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("data",), reason="数据已导入")
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    for number in (1, 2, 3):
        story.finds("data", 5_000, by=f"Finder {number}")
    story.rests().does("Finder 1", "determine")
    story.does("Lin", "elect", option="cure")
    delivery = story.delivers("changes", sha="cd" * 32)
    story.rejects(delivery, "changes")
    for number in (1, 2, 3):
        story.finds("changes", 5_000, by=f"Finder {number}")
        story.finds("data", 5_000, by=f"Finder {number}")
    story.rests().does("Finder 1", "determine")
    story.executed("reduce")
    assert story.money() == (300, 100, 0)
    story.check()


# -- evidence ----------------------------------------------------------------------------------------------------------


def test_late_evidence_is_marked_and_still_answered() -> None:
    story = Story().working().disputed().mediated()
    in_time = story.does("Lin", "exhibit", kind="chat_log", title="聊天记录", text="…", requirement="changes")
    assert story.nobody_acts("evidence") == "evidence_closed"
    late = story.does("Qiao", "exhibit", kind="screenshot", title="截图", text="…", requirement="changes")
    assert not story.order.exhibits[in_time].late
    assert story.order.exhibits[late].late
    story.is_refused("Mediator", "find", "exhibit_unanswered", requirement="changes", delivered_bp=0, reason="x")
    story.finds("changes", 0)
    story.check()


def all_found_at_once() -> Story:
    """The mediator has found everything on the first day of the evidence period."""
    story = Story().working().disputed().mediated()
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 10_000)
    story.does("Mediator", "find_cause", cause="seller", reason="依记录认定")
    return story


def test_nothing_is_determined_before_the_announced_evidence_period_has_ended() -> None:
    story = all_found_at_once()
    until = story.turn_of("evidence").due
    assert until is not None
    refusal = story.is_refused("Mediator", "determine", "evidence_open")
    assert refusal.data == {"until": until.isoformat(), "waiting": "both"}
    # Meanwhile nobody is late with a decision that may not be made yet.
    assert "find" not in story.agenda()
    story.passes(days=2)
    story.does("Lin", "exhibit", kind="picture", title="首页截图", text="与样站不同", requirement="template")
    story.finds("template", 5_000)
    story.nobody_acts("evidence")
    assert "find" in story.agenda()
    story.does("Mediator", "determine")
    story.check()


def test_both_sides_can_end_the_evidence_period_and_one_alone_cannot() -> None:
    story = all_found_at_once()
    story.does("Lin", "waive_evidence")
    story.is_refused("Lin", "waive_evidence", "evidence_already_waived")
    assert story.is_refused("Mediator", "determine", "evidence_open").data["waiting"] == "seller"
    story.does("Qiao", "waive_evidence")
    story.is_refused("Qiao", "waive_evidence", "evidence_already_closed")
    story.does("Mediator", "determine")
    story.check()


def test_a_new_exhibit_takes_every_waiver_back() -> None:
    """Who has said that he has no more may have to answer what the other side shows after that."""
    story = all_found_at_once()
    story.does("Lin", "waive_evidence")
    story.does("Qiao", "exhibit", kind="chat_log", title="聊天记录", text="…", requirement="data")
    story.finds("data", 10_000)
    assert story.is_refused("Mediator", "determine", "evidence_open").data["waiting"] == "both"
    story.does("Qiao", "waive_evidence")
    assert story.is_refused("Mediator", "determine", "evidence_open").data["waiting"] == "buyer"
    story.does("Lin", "waive_evidence")
    # What comes after both have said so is late, and opens nothing again.
    late = story.does("Qiao", "exhibit", kind="picture", title="截图", text="…", requirement="data")
    assert story.order.exhibits[late].late
    assert story.order.evidence_closed
    story.check()


def test_an_item_contested_later_gets_its_own_time_for_evidence() -> None:
    story = Story().working()
    story.disputed("changes").mediated()
    story.nobody_acts("evidence")
    story.disputed("data")
    assert not story.order.evidence_closed
    assert "evidence" in story.agenda()
    story.check()


def test_what_an_adversary_showed_himself_counts_against_him() -> None:
    """The seller posts the screenshot with the three requirements; the buyer relies on it (R94)."""
    story = Story().working().disputed().mediated()
    shown = story.does(
        "Qiao", "exhibit", kind="screenshot", title="需求截图", text="模板、修改、采集", requirement="changes"
    )
    story.is_refused("Qiao", "answer_exhibit", "own_exhibit", exhibit=shown, stance="relies_on")
    story.does("Lin", "answer_exhibit", exhibit=shown, stance="relies_on", text="这正是三项需求")
    assert story.order.exhibits[shown].against == "seller"
    story.is_refused("Lin", "answer_exhibit", "exhibit_answered", exhibit=shown, stance="accepts")
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 0)
    story.determined()
    story.check()


def test_silence_on_a_claim_is_noted_and_proves_nothing() -> None:
    story = Story().working().disputed().mediated()
    claim = story.does("Lin", "claim", requirement="changes", text="没有做", demand=yuan(400))
    assert story.nobody_acts("respond") == "noted_silent"
    assert story.order.claims[claim].stance == "silent"
    story.does("Qiao", "respond", claim=claim, stance="denies", text="做了")
    story.is_refused("Qiao", "respond", "claim_answered", claim=claim, stance="admits")
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 10_000)
    story.determined().executed("reduce")
    assert story.money() == (400, 0, 0)
    story.check()


def test_an_exhibit_about_another_item_is_not_answered_here() -> None:
    story = Story().working().disputed().mediated()
    shown = story.does("Lin", "exhibit", kind="picture", title="图", text="…", requirement="data")
    answer = (ExhibitAnswer(exhibit=shown, weight="considered", text="看过"),)
    story.is_refused(
        "Mediator",
        "find",
        "exhibit_not_this_item",
        requirement="changes",
        delivered_bp=0,
        reason="未做",
        exhibits=answer,
    )
    story.is_refused(
        "Mediator",
        "find",
        "exhibit_answered_twice",
        requirement="data",
        delivered_bp=0,
        reason="未做",
        exhibits=answer * 2,
    )
    story.check()


def test_a_delivery_handed_in_before_a_dispute_reaches_whom_the_award_says() -> None:
    """Custody is slow: the receipt comes after the settlement, and the files still find their way."""
    story = Story().working()
    delivery = story.does("Qiao", "deliver", requirements=("template",), files=(file(),))
    offer = story.offers("Lin", {"template": yuan(200), "changes": 0, "data": 0}, ends=True)
    story.does("Qiao", "accept_offer", offer=offer)
    assert story.order.phase == "closed"
    story.does("Platform", "receipt", delivery=delivery, files=(file(),))
    assert story.custody(delivery) == "returned"
    assert story.order.held == 0


# -- what nobody contests goes on --------------------------------------------------------------------------------------


def data_disputed(**terms: Any) -> Story:
    """Only the data is disputed and determined at nothing; template and changes are still in work."""
    story = Story().working(founding_agreement(**terms)).disputed("data").mediated()
    story.finds("data", 0, cure_refused=True)
    return story.determined()


def test_work_on_other_items_goes_on_while_a_determination_waits() -> None:
    """Rule 4: only what is contested stays locked. Nobody's clock starts anew because of somebody's dispute."""
    story = Story().working()
    until = story.turn_of("work").due
    story.disputed("data").mediated().finds("data", 0, cure_refused=True)
    story.determined()
    assert story.turn_of("work").due == until
    delivery = story.delivers("template", "changes")
    story.accepts(delivery, "template")
    assert story.order.phase == "determined"
    # The deposit of 200 already pays the template.
    assert story.money() == (200, 0, 200)
    story.accepts(delivery, "changes")
    assert story.money() == (300, 0, 100)
    story.executed("reduce")
    assert story.order.phase == "closed"
    assert story.money() == (300, 100, 0)
    story.check()


def test_an_item_that_fails_meanwhile_is_a_case_of_its_own() -> None:
    """Its cure lapses while the first determination waits, which is executed as it stands; then the second case opens,
    with evidence, facts and a cause of its own."""
    story = data_disputed(cure_days=2)
    delivery = story.delivers("template", "changes")
    story.accepts(delivery, "template")
    story.rejects(delivery, "changes")
    assert story.nobody_acts("cure") == "contested"
    assert story.order.phase == "determined"
    assert story.order.contested == ("changes", "data")
    story.nobody_acts("appeal")
    # 100 for the data went back; the money for the changes is still there.
    assert story.money() == (200, 100, 100)
    assert story.order.phase == "disputed"
    assert story.order.contested == ("changes",)
    assert story.order.cause is None
    assert not story.order.evidence_closed
    story.finds("changes", 5_000)
    story.determined().executed("reduce")
    assert story.money() == (250, 150, 0)
    story.check()


def test_settling_another_item_does_not_undo_a_determination() -> None:
    story = data_disputed()
    offer = story.offers("Lin", {"template": yuan(150), "changes": yuan(100)})
    story.does("Qiao", "accept_offer", offer=offer)
    assert story.order.phase == "determined"
    story.executed("reduce")
    assert story.order.phase == "closed"
    assert story.money() == (250, 150, 0)
    story.check()


def test_finders_who_each_found_one_item_are_replaced_like_any_others() -> None:
    """Found by the life of random orders: every item had some finding, and the operator could seat nobody."""
    story = Story().working(three_finders()).disputed().mediated()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    for number, requirement in enumerate(("template", "changes", "data"), start=1):
        story.finds(requirement, 10_000, by=f"Finder {number}")
    story.rests().nobody_acts("find")
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (4, 5, 6)))
    for requirement in ("template", "changes", "data"):
        for number in (4, 5, 6):
            story.finds(requirement, 5_000, by=f"Finder {number}")
    story.determined().executed("reduce")
    assert story.money() == (200, 200, 0)
    story.check()


def test_finders_who_miss_their_clock_leave_no_cause_behind_but_the_mediator_s_stays() -> None:
    for by, left in (("Finder 1", False), ("Mediator", True)):
        story = Story().working(three_finders()).disputed().mediated()
        story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
        story.does(by, "find_cause", cause="seller", reason="依记录认定")
        story.rests().nobody_acts("find")
        assert (story.order.cause is not None) is left
        assert (story.order.cause_by != "") is left
        story.check()


def test_a_panel_that_misses_its_clock_gives_way_to_another() -> None:
    """The next panel is the first one to have found: what counts is its word, and it cannot be seated for ever."""
    story = found()
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("data",), reason="数据已导入")
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.rests().nobody_acts("find")
    assert "seat" in story.agenda()
    panel = tuple(person(f"Finder {n}") for n in (4, 5, 6))
    story.does("Operator", "seat_finders", finders=panel)
    assert story.order.panel == 1
    story.is_refused("Operator", "seat_finders", "finders_seated", finders=panel)
    for number in (4, 5, 6):
        story.finds("data", 10_000, by=f"Finder {number}")
    story.does("Finder 4", "determine")
    story.executed("reduce")
    assert story.money() == (300, 100, 0)
    story.check()


def test_an_exhibit_is_answered_in_words() -> None:
    story = Story().working().disputed().mediated()
    exhibit = story.does("Lin", "exhibit", kind="picture", title="截图", text="…", requirement="data")
    for words, code in (("  ", "reason_missing"), ("看过", "")):
        answers = (ExhibitAnswer(exhibit=exhibit, weight="set_aside", text=words),)
        content: dict[str, Any] = {"requirement": "data", "delivered_bp": 0, "reason": "未见", "exhibits": answers}
        if code:
            story.is_refused("Mediator", "find", code, **content)
        else:
            story.does("Mediator", "find", **content)
    story.check()


def test_one_side_s_waiver_takes_the_appeal_from_nobody_else() -> None:
    story = found()
    story.does("Lin", "elect", option="reduce")
    story.does("Lin", "waive_appeal")
    assert story.order.phase == "determined"
    assert story.agenda() == {"appeal"}
    story.is_refused("Lin", "appeal", "appeal_closed", ground="bias", requirements=("data",), reason="后悔了")
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("data",), reason="数据已导入")
    assert story.order.phase == "disputed"
    story.check()


def test_what_was_elected_is_what_counts_for_the_rest_of_the_order() -> None:
    """Cover at 120 for an item of 100 leaves the seller 20 short, whatever the other remedies would have given him."""
    terms = msgspec.structs.replace(founding_agreement().terms.deposit, where="escrow")
    for before, after in ((("template",), ("changes",)), ((), ("template", "changes"))):
        story = Story().working(founding_agreement(deposit=terms))
        if before:
            story.accepts(story.delivers(*before), *before)
        story.disputed("data").mediated()
        story.finds("data", 0, cover_quote=yuan(120), cure_refused=True)
        story.determined().executed("cover")
        assert story.order.disposed == -yuan(20)
        story.accepts(story.delivers(*after), *after)
        assert story.order.phase == "closed"
        assert story.money() == (280, 120, 0)
        story.check()


def test_a_finder_who_finds_again_has_found_once() -> None:
    story = Story().working(three_finders()).disputed().mediated()
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.finds("template", 0, by="Finder 1")
    story.finds("data", 0, by="Finder 1")
    story.finds("template", 0, by="Finder 2")
    last = story.finds("template", 10_000, by="Finder 1")
    counted = {(f.by, f.act.requirement, f.act.delivered_bp) for f in story.order.findings.values()}
    assert counted == {("f1", "data", 0), ("f2", "template", 0), ("f1", "template", 10_000)}
    assert len(story.order.findings) == 3
    assert last in story.order.findings
    story.check()


def test_only_seated_finders_find_and_no_party_is_one() -> None:
    story = Story().working(three_finders()).disputed().mediated()
    for name in ("Lin", "Qiao"):
        panel = (person("Finder 1"), person("Finder 2"), person(name))
        story.is_refused("Operator", "seat_finders", "conflict_of_interest", finders=panel)
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    story.is_refused("Mediator", "find", "finder_not_seated", requirement="data", delivered_bp=0, reason="x")
    story.check()
