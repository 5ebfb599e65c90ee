"""Stories of money: deposits by their two names, change orders, and what comes too late."""

import msgspec
import pytest

from gongdao.kernel.money import transfers
from gongdao.kernel.values import DepositTerms, Requirement
from tests.scenarios.story import Story, file, founding_agreement, yuan

SEARCH = Requirement(id="search", title="站内搜索", price=yuan(80))


def test_a_change_order_nobody_answers_lapses_and_the_agreement_stands() -> None:
    story = Story().working()
    before = story.order.agreement
    change = story.does("Qiao", "propose_change", adds=(SEARCH,), price=yuan(480), reason="建议加搜索")
    assert story.nobody_acts("change") == "change_lapsed"
    assert story.order.changes[change].status == "lapsed"
    assert story.order.agreement == before
    story.is_refused("Lin", "accept_change", "change_closed", change=change)
    story.check()


def test_a_change_order_comes_into_force_when_its_money_is_held() -> None:
    story = Story().working()
    change = story.does("Qiao", "propose_change", adds=(SEARCH,), price=yuan(480), extra_days=3, reason="加搜索")
    story.is_refused("Qiao", "accept_change", "own_change", change=change)
    work_until = story.turn_of("work").due
    story.does("Lin", "accept_change", change=change)
    assert "search" not in story.order.items
    story.is_refused("Qiao", "deliver", "requirement_unknown", requirements=("search",), files=(file(),))
    story.pays(yuan(30))
    assert "search" not in story.order.items
    story.is_refused("Lin", "fund", "overfunded", purpose="escrow", amount=yuan(51))
    story.pays(yuan(50))
    assert story.order.items["search"].answer == "accepted"
    assert story.order.changes[change].status == "accepted"
    # Three working days are added to the thirty that were running, they do not start anew.
    due = story.turn_of("work").due
    assert work_until is not None
    assert due is not None
    assert (due - work_until).days in (3, 5)
    delivery = story.delivers("template", "changes", "data", "search")
    story.accepts(delivery, "template", "changes", "data", "search")
    assert story.order.phase == "closed"
    assert story.money() == (480, 0, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_a_change_order_that_is_not_paid_for_lapses_and_what_was_paid_in_returns() -> None:
    story = Story().working()
    change = story.does("Lin", "propose_change", adds=(SEARCH,), price=yuan(480), reason="想加搜索")
    story.does("Qiao", "accept_change", change=change)
    story.pays(yuan(30))
    assert story.nobody_acts("fund_change") == "change_lapsed"
    assert story.order.changes[change].status == "lapsed"
    assert "search" not in story.order.items
    assert story.money() == (200, 30, 200)
    story.check()


def test_a_smaller_order_gives_money_back_and_a_later_addition_is_paid_again() -> None:
    """What a change gave back does not count as paid when the order grows again."""
    story = Story().working()
    drop = story.does("Lin", "propose_change", drops=("data",), price=yuan(300), reason="不需要数据了")
    story.does("Qiao", "accept_change", change=drop)
    assert story.money() == (200, 100, 100)
    add = story.does("Lin", "propose_change", adds=(SEARCH,), price=yuan(380), reason="改成要搜索")
    story.does("Qiao", "accept_change", change=add)
    assert "search" not in story.order.items
    story.pays(yuan(80))
    assert "search" in story.order.items
    delivery = story.delivers("template", "changes", "search")
    story.accepts(delivery, "template", "changes", "search")
    assert story.money() == (380, 100, 0)
    story.check()


def test_a_change_order_may_not_go_below_what_was_released() -> None:
    story = Story().working()
    delivery = story.delivers("template")
    story.accepts(delivery, "template")
    story.is_refused(
        "Lin", "propose_change", "requirement_closed", drops=("template",), price=yuan(200), reason="不要模板了"
    )
    story.is_refused("Lin", "propose_change", "change_empty", price=yuan(1), reason="降价")
    cheap = tuple(
        msgspec.structs.replace(r, price=0) for r in founding_agreement().requirements if r.id in ("changes", "data")
    )
    change = story.does("Lin", "propose_change", replaces=cheap, price=yuan(200), reason="其余不计价")
    story.does("Qiao", "accept_change", change=change)
    assert story.money() == (200, 200, 0)
    story.check()


def test_earnest_money_and_an_advance_are_different_words_with_different_law() -> None:
    """Same facts, same sums paid. Called 定金 the seller in breach gives back double; called 订金 he does not."""
    options = {}
    for kind in ("earnest", "advance"):
        agreement = founding_agreement(deposit=DepositTerms(kind=kind, amount=yuan(200), where="seller"))
        story = Story().working(agreement).disputed().mediated()
        story.finds("template", 0)
        story.finds("data", 0)
        story.finds("changes", 0, cure_refused=True)
        story.determined()
        assert story.order.decision is not None
        options[kind] = {o.id: o for o in story.order.decision.award.options}
        story.check()
    assert "rescind_earnest" in options["earnest"]
    assert "rescind_earnest" not in options["advance"]
    assert options["earnest"]["rescind"].seller_returns == yuan(200)
    # 定金 counts up to a fifth of the price: 80 of the 200, and comes back double.
    assert options["earnest"]["rescind_earnest"].seller_returns == yuan(280)


def test_a_deposit_is_handed_to_the_seller_when_he_starts_and_not_before() -> None:
    story = Story().funded()
    assert story.money() == (0, 0, 400)
    assert story.nobody_acts("start") == "refunded"
    assert story.order.phase == "closed"
    assert story.money() == (0, 400, 0)
    story.check()


def test_an_order_that_is_only_half_paid_ends_with_everything_back() -> None:
    story = Story().agreed().pays(yuan(200), "deposit").pays(yuan(50))
    story.is_refused("Qiao", "start", "wrong_phase", hash=story.order.hash)
    assert story.nobody_acts("fund") == "refunded"
    assert story.money() == (0, 250, 0)
    story.check()


def test_money_that_arrives_after_the_end_goes_straight_back() -> None:
    story = Story().agreed()
    fund = story.does("Lin", "fund", purpose="escrow", amount=yuan(400))
    story.is_refused("Lin", "fund", "overfunded", purpose="escrow", amount=1)
    story.nobody_acts("fund")
    assert story.order.phase == "closed"
    story.does("Platform", "confirm_funds", fund=fund, rail="sandbox", reference="late")
    assert story.money() == (0, 400, 0)
    story.is_refused("Platform", "confirm_funds", "fund_settled", fund=fund, rail="sandbox", reference="again")
    story.check()


def test_pressure_for_more_money_is_on_record_and_changes_nothing() -> None:
    story = Story().working()
    before = story.order.agreement
    request = story.does("Qiao", "ask_more", amount=yuan(200), reason="亏本了")
    early = story.does("Qiao", "ask_early", what="confirmation", reason="先确认收货吧")
    story.does("Qiao", "overrun", requirement="changes", amount=yuan(100), reason="比预想的多")
    story.does("Lin", "refuse_request", request=request, reason="按约定")
    story.does("Lin", "refuse_request", request=early)
    story.is_refused("Lin", "refuse_request", "request_closed", request=request)
    # Work that goes on after the refusal goes on under the old terms (R26).
    delivery = story.delivers("template", "changes", "data")
    story.accepts(delivery, "template", "changes", "data")
    assert story.order.agreement == before
    assert story.money() == (400, 0, 0)
    story.check()


def test_an_item_cannot_be_taken_out_and_put_back_under_its_old_name() -> None:
    """Otherwise what was said of the old item, its rejections too, would count for another one."""
    story = Story().working()
    agreed = story.order.requirement("data")
    assert agreed is not None
    again = msgspec.structs.replace(agreed, title="别的数据")
    story.is_refused(
        "Qiao", "propose_change", "requirement_id_twice", drops=("data",), adds=(again,), price=yuan(400), reason="换"
    )
    story.check()


def test_a_change_order_that_is_declined_changes_nothing() -> None:
    story = Story().working()
    change = story.does("Qiao", "propose_change", adds=(SEARCH,), price=yuan(480), reason="加搜索")
    story.does("Lin", "decline_change", change=change, reason="不加")
    assert story.order.changes[change].status == "declined"
    assert "search" not in story.order.items
    assert "change" not in story.agenda()
    story.is_refused("Lin", "accept_change", "change_closed", change=change)
    story.check()


def test_a_payment_the_rail_refused_is_no_payment_and_can_be_made_again() -> None:
    story = Story().agreed()
    fund = story.does("Lin", "fund", purpose="escrow", amount=yuan(400))
    story.is_refused("Lin", "fund", "overfunded", purpose="escrow", amount=1)
    story.does("Platform", "funds_failed", fund=fund, code="insufficient")
    story.is_refused("Platform", "confirm_funds", "fund_settled", fund=fund, rail="sandbox", reference="late")
    assert story.money() == (0, 0, 0)
    story.pays(yuan(400))
    assert story.order.phase == "funded"
    story.check()


@pytest.mark.parametrize("phase", ["working", "inspecting", "disputed", "determined"])
def test_a_deposit_that_comes_once_work_has_begun_goes_to_the_seller_at_once(phase: str) -> None:
    """It was agreed to lie with the seller, and he has begun. Money for the escrow stays in escrow."""
    for purpose, money in (("deposit", (80, 0, 400)), ("escrow", (0, 0, 480))):
        story = Story().agreed().pays(yuan(400))
        story.does("Qiao", "start", hash=story.order.hash)
        change = story.does("Qiao", "propose_change", adds=(SEARCH,), price=yuan(480), reason="加搜索")
        story.does("Lin", "accept_change", change=change)
        if phase == "inspecting":
            story.delivers("template")
        fund = story.does("Lin", "fund", purpose=purpose, amount=yuan(80))
        if phase in ("disputed", "determined"):
            story.disputed("changes").mediated()
        if phase == "determined":
            story.finds("changes", 0)
            story.determined()
        assert story.order.phase == phase
        story.does("Platform", "confirm_funds", fund=fund, rail="sandbox", reference="r")
        # A dispute meanwhile overtook the change order: what was paid for it has nothing to pay for.
        back = 80 if phase in ("disputed", "determined") else 0
        assert story.money() == (money[0], back, money[2] - back)
        story.check()


def test_money_never_goes_backwards() -> None:
    """A state that says so is a fault of ours, and stops everything rather than be written down."""
    order = Story().working().order
    for less in ("held", "released"):
        wrong = msgspec.structs.replace(order, **{less: getattr(order, less) - 1})
        with pytest.raises(AssertionError, match="money went backwards"):
            transfers(order, wrong)
