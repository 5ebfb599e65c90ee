"""Attempts to get out of an order more than is due: each is refused, or comes to nothing, or is merely long."""

import time
from datetime import timedelta

import msgspec
import pytest

from gongdao.kernel.acts import Release, Statement, Take
from gongdao.kernel.award import award_of, entitlement, preview, shares
from gongdao.kernel.calendars import PlainCalendars
from gongdao.kernel.decide import decide
from gongdao.kernel.entry import Body, Entry
from gongdao.kernel.fold import apply, fold
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.step import perform
from gongdao.kernel.values import PLATFORM, Actor, Agreement, DepositTerms, OfferItem, Requirement, Terms
from tests.scenarios.story import MONDAY, Story, founding_agreement, person, yuan

ITEMS = ("template", "changes", "data")


def test_no_item_is_paid_twice() -> None:
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    delivery = story.delivers(*ITEMS)
    story.accepts(delivery, "template")
    assert story.money() == (200, 0, 200)
    for items in (("template",), ("template", "template"), ("changes", "changes")):
        for amount in (yuan(200), yuan(400), 0):
            answer = decide(story.order, PLATFORM, Release(requirements=items, amount=amount), story.now)
            assert isinstance(answer, Refusal)
    story.accepts(delivery, "changes", "data")
    assert story.money() == (400, 0, 0)
    story.check()


def test_nothing_contested_is_released() -> None:
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    delivery = story.delivers(*ITEMS)
    story.disputed("template")
    story.is_refused("Platform", "release", "nothing_to_release", requirements=("template",), amount=yuan(200))
    story.is_refused(
        "Lin", "inspect", "requirement_contested", delivery=delivery, requirement="template", verdict="accepted"
    )
    story.is_refused("Platform", "execute", "nothing_to_execute", basis="determination", to_seller=1, to_buyer=0)
    story.check()


def test_a_settlement_cannot_cover_what_is_paid() -> None:
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    open_offer = story.offers("Qiao", {"template": yuan(150)})
    delivery = story.delivers("template")
    story.accepts(delivery, "template")
    story.is_refused("Lin", "accept_offer", "requirement_closed", offer=open_offer)
    covers = (OfferItem(requirement="template", sum=yuan(200)),)
    later = story.now + timedelta(days=2)
    story.is_refused("Qiao", "offer", "requirement_closed", covers=covers, lapses_at=later)
    twice = (OfferItem(requirement="data", sum=1), OfferItem(requirement="data", sum=1))
    story.is_refused("Qiao", "offer", "offer_item_twice", covers=twice, lapses_at=later)
    story.check()


def test_two_open_offers_cannot_together_take_more_than_there_is() -> None:
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    first = story.offers("Lin", {"template": yuan(200)})
    second = story.offers("Lin", {"template": yuan(100), "changes": yuan(200)})
    story.does("Qiao", "accept_offer", offer=first)
    story.is_refused("Qiao", "accept_offer", "requirement_closed", offer=second)
    third = story.offers("Lin", {"changes": yuan(100)})
    story.does("Qiao", "accept_offer", offer=third)
    rest = story.delivers("data")
    story.accepts(rest, "data")
    assert story.money() == (400, 0, 0)
    story.check()


def test_two_offers_cannot_both_spend_what_a_settlement_left_over() -> None:
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    free = story.offers("Lin", {"data": 0})
    story.does("Qiao", "accept_offer", offer=free)
    # 100 are free now; each offer alone could spend them.
    first = story.offers("Lin", {"template": yuan(300)})
    second = story.offers("Lin", {"changes": yuan(200)})
    story.does("Qiao", "accept_offer", offer=first)
    story.is_refused("Qiao", "accept_offer", "offer_too_high", offer=second)
    rest = story.delivers("changes")
    story.accepts(rest, "changes")
    assert story.money() == (400, 0, 0)
    story.check()


def test_one_item_named_twice_is_not_released_twice() -> None:
    """The platform pays at once, so only a forged record could try it; whoever verifies it asks the same rule."""
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    accepted = msgspec.structs.replace(story.order.items["template"], verdict="accepted")
    order = msgspec.structs.replace(story.order, items={**story.order.items, "template": accepted})
    once = decide(order, PLATFORM, Release(requirements=("template",), amount=yuan(200)), story.now)
    assert not isinstance(once, Refusal)
    twice = decide(order, PLATFORM, Release(requirements=("template",) * 2, amount=yuan(400)), story.now)
    assert isinstance(twice, Refusal)
    assert twice.code == "nothing_to_release"


def test_a_partial_determination_leaves_the_rest_its_money() -> None:
    """Deposit 200 is with the seller. One item of 100 is found undone while 300 are still in work: the buyer gets his
    100 out of the escrow at once, and nothing is claimed back from the seller that the next item will be owed."""
    story = Story().working()
    story.disputed("data").mediated()
    story.finds("data", 0, cure_refused=True)
    story.determined().executed("reduce")
    assert story.order.phase == "working"
    assert story.money() == (200, 100, 100)
    delivery = story.delivers("template", "changes")
    story.accepts(delivery, "template", "changes")
    assert story.money() == (300, 100, 0)
    story.check()


def test_what_the_buyer_owes_beyond_escrow_is_not_taken_from_other_items() -> None:
    """A wasted cost makes 250 due for an item of 100. The 150 beyond it are a claim outside the escrow; the other
    items still find their money there."""
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    story.disputed("data").mediated()
    story.finds("data", 10_000)
    story.does("Mediator", "find_cause", cause="buyer_breach", reason="临时改口", wasted_cost=yuan(150))
    story.rests().does("Mediator", "determine")
    assert story.order.decision is not None
    option = story.order.decision.award.options[0]
    assert option.buyer_owes == yuan(150)
    story.executed()
    assert story.money() == (100, 0, 300)
    delivery = story.delivers("template", "changes")
    story.accepts(delivery, "template")
    assert story.money() == (300, 0, 100)
    story.accepts(delivery, "changes")
    assert story.money() == (400, 0, 0)
    story.check()


def test_a_seller_who_owes_money_back_is_not_paid_twice_for_the_rest() -> None:
    """The first determination leaves him owing the buyer; what the later item earns him is set off against it."""
    story = Story().working(founding_agreement(deposit=DepositTerms(kind="advance", amount=yuan(200), where="seller")))
    story.disputed("template", "changes").mediated()
    story.finds("template", 0, cure_refused=True)
    story.finds("changes", 0, cure_refused=True)
    story.determined().executed("reduce")
    assert story.money() == (200, 200, 0)
    delivery = story.delivers("data")
    story.accepts(delivery, "data")
    # 100 is all he is owed for the data, and he holds 200.
    assert story.money() == (200, 200, 0)
    assert entitlement(story.order, ("data",)) == yuan(100)
    story.check()


def test_one_appeal_is_all_there_is() -> None:
    story = Story().working().disputed().mediated()
    for requirement in ITEMS:
        story.finds(requirement, 0)
    story.determined()
    story.does("Qiao", "appeal", ground="wrong_fact", requirements=("data",), reason="做了")
    story.is_refused("Lin", "appeal", "wrong_phase", ground="bias", requirements=("data",), reason="偏袒")
    story.does("Operator", "seat_finders", finders=tuple(person(f"Finder {n}") for n in (1, 2, 3)))
    for number in (1, 2, 3):
        story.finds("data", 0, by=f"Finder {number}")
    story.rests().does("Finder 1", "determine")
    story.is_refused("Lin", "appeal", "appeal_used", ground="bias", requirements=("data",), reason="偏袒")
    story.is_refused("Lin", "waive_appeal", "appeal_closed")
    story.check()


def test_nobody_seats_himself_on_both_sides_or_over_his_own_case() -> None:
    story = Story().working().disputed()
    story.is_refused("Mediator", "take", "not_yourself", mediator=person("Other mediator"), no_conflict=True)
    story.is_refused("Mediator", "take", "conflict_of_interest", mediator=person("Mediator"), no_conflict=False)
    for name in ("lin", "qiao"):
        own = Actor(person=name, role="mediator")
        act = Take(mediator=msgspec.structs.replace(person("Lin"), id=name), no_conflict=True)
        answer = decide(story.order, own, act, story.now)
        assert isinstance(answer, Refusal)
        assert answer.code == "conflict_of_interest"
    story.mediated()
    story.does("Mediator", "hand_over_case", to=person("Other mediator"), notes="已读全部证据")
    # Who has heard one side's confidences joins neither side.
    story.is_refused("Qiao", "add_person", "conflict_of_interest", party="seller", person=person("Mediator"))
    story.check()


def test_time_does_not_go_back() -> None:
    story = Story().working()
    story.now -= timedelta(days=1)
    story.is_refused("Lin", "statement", "time_went_back", text="早一天")


def test_clocks_cannot_be_lapsed_before_their_time_or_twice() -> None:
    story = Story().working()
    story.is_refused("Platform", "lapse", "clock_running", clock="work:0")
    story.is_refused("Platform", "lapse", "clock_unknown", clock="work:7")
    story.is_refused("Platform", "lapse", "clock_unknown", clock="nonsense")
    story.nobody_acts("work")
    story.is_refused("Platform", "lapse", "clock_unknown", clock="work:0")
    story.check()


def test_the_days_of_a_change_are_added_once() -> None:
    """A change with one extra day moves the end of work by one working day, not by another thirty."""
    story = Story().working()
    before = story.turn_of("work").due
    story.passes(days=10)
    change = story.does("Qiao", "propose_change", extra_days=1, price=yuan(400), reason="多一天")
    story.does("Lin", "accept_change", change=change)
    after = story.turn_of("work").due
    assert before is not None
    assert after is not None
    assert timedelta(0) < after - before <= timedelta(days=3)
    story.check()


def test_a_change_order_rolled_over_by_a_dispute_gives_its_money_back() -> None:
    story = Story().working()
    extra = Requirement(id="search", title="搜索", price=yuan(80))
    change = story.does("Lin", "propose_change", adds=(extra,), price=yuan(480), reason="加搜索")
    story.does("Qiao", "accept_change", change=change)
    fund = story.does("Lin", "fund", purpose="escrow", amount=yuan(80))
    story.disputed("template")
    story.does("Platform", "confirm_funds", fund=fund, rail="sandbox", reference="late")
    assert story.order.changes[change].status == "lapsed"
    assert story.money() == (200, 80, 200)
    story.check()


def test_weights_cannot_be_changed_under_an_item_that_is_paid() -> None:
    requirements = tuple(Requirement(id=i, title=i, weight=1) for i in ("a", "b"))
    agreement = Agreement(title="按权重", requirements=requirements, price=yuan(200), terms=Terms())
    story = Story().agreed(agreement).pays(yuan(200))
    story.does("Qiao", "start", hash=story.order.hash)
    delivery = story.delivers("a")
    story.accepts(delivery, "a")
    assert story.money() == (100, 0, 100)
    story.is_refused(
        "Lin", "propose_change", "requirement_closed", price=yuan(120), extra_days=1, reason="总价改为 120"
    )
    story.check()


def test_what_no_award_could_be_computed_for_is_not_agreed_on() -> None:
    story = Story()
    nowhere = msgspec.structs.replace(founding_agreement(), currency="QQQ")
    story.is_refused(
        "Lin", "draft", "assessment_invalid", buyer=person("Lin"), seller=person("Qiao"), agreement=nowhere
    )


# -- size --------------------------------------------------------------------------------------------------------------


def test_two_hundred_requirements_that_all_need_each_other() -> None:
    ids = [f"r{n}" for n in range(200)]
    requirements = tuple(
        Requirement(id=i, title=i, price=100 + n, needs=tuple(j for j in ids if j != i), salvage_bp=5_000)
        for n, i in enumerate(ids)
    )
    story = Story().working(Agreement(title="大单", requirements=requirements))
    delivery = story.delivers(*ids)
    for requirement in ids[:50]:
        story.does("Lin", "inspect", delivery=delivery, requirement=requirement, verdict="accepted")
    story.disputed(*ids[50:]).mediated()
    for number, requirement in enumerate(ids[50:]):
        story.finds(requirement, (number * 67) % 10_001)
    story.determined().executed("reduce")
    assert story.order.phase == "closed"
    assert story.order.held == 0
    story.check()


@pytest.mark.parametrize("length", [5_000])
def test_a_record_of_five_thousand_entries_folds_and_decides_in_reasonable_time(length: int) -> None:
    """A generous bound, so that only a change of order (quadratic instead of linear) can fail it on a busy machine."""
    story = Story().working().disputed().mediated()
    entries, order = list(story.entries), story.order
    for number in range(length - len(entries)):
        act = Statement(text=f"第 {number} 条")
        entry = Entry(order=order.id, seq=order.seq + 1, at=story.now, actor=entries[0].actor, body=Body(act=act))
        order = apply(order, entry)
        entries.append(entry)
    begin = time.perf_counter()
    assert fold(order.id, entries) == order
    folded = time.perf_counter() - begin
    begin = time.perf_counter()
    for _ in range(20):
        step = perform(order, entries[0].actor, Statement(text="再说一句"), story.now, PlainCalendars())
        assert not isinstance(step, Refusal)
    performed = (time.perf_counter() - begin) / 20
    assert folded < 5, f"folding {length} entries took {folded:.2f} s"
    assert performed < 0.1, f"one act after {length} entries took {performed * 1000:.1f} ms"


def test_a_flood_of_exhibits_does_not_make_each_one_dearer_for_ever() -> None:
    story = Story().working().disputed().mediated()
    for number in range(300):
        story.does("Qiao", "exhibit", kind="picture", title=f"图 {number}", text="…", requirement="data")
    begin = time.perf_counter()
    for requirement in ITEMS:
        story.finds(requirement, 10_000)
    story.determined()
    assert time.perf_counter() - begin < 5
    assert award_of(story.order) is not None
    story.check()


def test_previews_exist_for_every_stage_of_a_working_order() -> None:
    """All his way, all hers: shown from the first day (DESIGN §5 rule 10)."""
    story = Story().working()
    before = preview(story.order)
    assert before is not None
    assert (before.best_for_seller, before.best_for_buyer) == (yuan(400), 0)
    delivery = story.delivers("template")
    story.accepts(delivery, "template")
    after = preview(story.order)
    assert after is not None
    assert (after.best_for_seller, after.best_for_buyer) == (yuan(400), yuan(200))
    assert sum(shares(story.order.agreement).values()) == yuan(400)  # type: ignore[arg-type]


def test_a_record_cut_anywhere_folds_to_what_it_was_then() -> None:
    story = Story().working()
    story.delivers(*ITEMS)
    story.disputed().mediated()
    for requirement in ITEMS:
        story.finds(requirement, 5_000)
    story.determined().executed("reduce")
    order = fold(story.order.id, [])
    for number, entry in enumerate(story.entries, start=1):
        order = apply(order, entry)
        assert fold(story.order.id, story.entries[:number]) == order
    assert order == story.order
    assert order.at is not None
    assert order.at >= MONDAY
