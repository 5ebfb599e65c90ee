"""Stories of agreeing before anyone decides: offers, counter-offers, waivers, sealed bids, and talks in daylight."""

from datetime import timedelta

import pytest

from gongdao.kernel.values import Actor, DepositTerms, OfferItem
from gongdao.kernel.visibility import view
from tests.scenarios.story import Story, founding_agreement, yuan

EVERYTHING = ("template", "changes", "data")


def test_an_order_ends_by_consent() -> None:
    story = Story().working()
    delivery = story.delivers("template")
    offer = story.offers(
        "Qiao",
        {"template": yuan(200), "changes": 0, "data": 0},
        ends=True,
        keeps={"changes": "seller", "data": "seller"},
    )
    story.is_refused("Qiao", "accept_offer", "own_offer", offer=offer)
    story.does("Lin", "accept_offer", offer=offer)
    assert story.order.phase == "closed"
    assert story.money() == (200, 200, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_an_offer_that_ends_must_cover_every_open_item() -> None:
    story = Story().working()
    covers = (OfferItem(requirement="template", sum=yuan(200)),)
    later = story.now + timedelta(days=2)
    story.is_refused("Qiao", "offer", "offer_leaves_items_open", covers=covers, lapses_at=later, ends=True)
    story.is_refused("Qiao", "offer", "offer_lapses_too_soon", covers=covers, lapses_at=story.now)
    night = story.now + timedelta(days=2, hours=12)
    story.is_refused("Qiao", "offer", "quiet_hours", covers=covers, lapses_at=night)
    story.check()


def test_a_settlement_of_one_item_never_eats_what_the_others_are_owed() -> None:
    story = Story().working()
    too_much = (OfferItem(requirement="template", sum=yuan(300)),)
    story.is_refused("Lin", "offer", "offer_too_high", covers=too_much, lapses_at=story.now + timedelta(days=2))
    offer = story.offers("Lin", {"template": yuan(200)})
    story.does("Qiao", "accept_offer", offer=offer)
    assert story.order.phase == "working"
    rest = story.delivers("changes", "data")
    story.accepts(rest, "changes", "data")
    assert story.money() == (400, 0, 0)
    story.check()


def test_one_item_is_settled_and_the_rest_determined() -> None:
    story = Story().working()
    delivery = story.delivers("template", "data")
    story.disputed().mediated()
    offer = story.offers("Lin", {"template": yuan(150)})
    story.does("Qiao", "accept_offer", offer=offer)
    assert story.order.contested == ("changes", "data")
    # 200 is with the seller already; the settled 150 is paid out of it.
    assert story.money() == (200, 0, 200)
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 10_000)
    story.determined().executed("reduce")
    assert story.money() == (250, 150, 0)
    assert story.custody(delivery) == "with_buyer"
    story.check()


def test_offers_and_counter_offers_stand_side_by_side_until_one_is_taken() -> None:
    """The buyer's three proposals of the founding case, open at once (R123); a counter-offer refuses its target."""
    story = Story().working()
    story.delivers("template")
    story.disputed()
    template_only = {"template": yuan(200), "changes": 0, "data": 0}
    first = story.offers("Lin", template_only, ends=True)
    second = story.offers("Lin", {"template": yuan(200), "changes": 0, "data": yuan(100)}, ends=True)
    third = story.offers("Lin", {"template": yuan(200), "changes": yuan(100), "data": yuan(100)}, ends=True)
    assert [story.order.offers[o].status for o in (first, second, third)] == ["open"] * 3
    counter = story.offers("Qiao", {"template": yuan(400), "changes": 0, "data": 0}, ends=True, reply_to=first)
    assert story.order.offers[first].status == "countered"
    story.is_refused("Qiao", "accept_offer", "offer_closed", offer=first)
    story.does("Lin", "decline_offer", offer=counter, reason="不接受")
    story.does("Lin", "withdraw_offer", offer=third)
    story.is_refused("Qiao", "accept_offer", "offer_closed", offer=third)
    story.does("Qiao", "accept_offer", offer=second)
    assert story.money() == (300, 100, 0)
    assert story.order.phase == "closed"
    story.check()


def test_an_offer_lapses_when_its_time_to_think_is_over() -> None:
    story = Story().working()
    offer = story.offers("Lin", {"template": yuan(100)})
    assert story.nobody_acts("offer") == "offer_lapsed"
    story.is_refused("Qiao", "accept_offer", "offer_closed", offer=offer)
    story.check()


def found_200() -> Story:
    """The founding case, found: the seller is due 200 and the breach is his."""
    story = Story().working()
    story.delivers("template")
    story.disputed().mediated()
    story.finds("template", 10_000)
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 0)
    story.does("Mediator", "find_cause", cause="seller", reason="卖家明确不做修改")
    return story


def test_less_than_the_award_needs_an_express_waiver() -> None:
    """The mediator proposes 300 where the findings give 200: the buyer, without fault, must waive 100 expressly."""
    story = found_200()
    offer = story.offers("Mediator", {"template": yuan(300), "changes": 0, "data": 0}, ends=True, reason="各退一步")
    # The seller loses nothing by it.
    story.does("Qiao", "accept_offer", offer=offer)
    refusal = story.is_refused("Lin", "accept_offer", "waiver_needed", offer=offer)
    assert refusal.data["sum"] == yuan(100)
    story.is_refused("Lin", "accept_offer", "waiver_differs", offer=offer, waives=yuan(50))
    story.does("Lin", "accept_offer", offer=offer, waives=yuan(100))
    assert story.money() == (300, 100, 0)
    story.check()


@pytest.mark.parametrize("sums", [{"template": yuan(200), "data": yuan(50)}, {"data": yuan(50)}])
def test_the_waiver_cannot_be_got_round_by_settling_in_pieces(sums: dict[str, int]) -> None:
    story = found_200()
    offer = story.offers("Qiao", sums)
    refusal = story.is_refused("Lin", "accept_offer", "waiver_needed", offer=offer)
    assert refusal.data["sum"] == yuan(50)
    story.check()


def bidding() -> Story:
    story = Story().working()
    story.delivers("template")
    return story.disputed().mediated()


def test_sealed_bids_that_meet_settle_at_the_midpoint() -> None:
    story = bidding()
    story.does("Lin", "bid", round=1, amount=yuan(250))
    story.is_refused("Lin", "bid", "bid_given", round=1, amount=yuan(260))
    story.is_refused("Qiao", "bid", "bid_round_differs", round=2, amount=yuan(220))
    story.is_refused("Qiao", "bid", "bid_too_high", round=1, amount=yuan(401))
    story.does("Qiao", "bid", round=1, amount=yuan(220))
    assert story.order.bids_matched == yuan(235)
    assert story.order.phase == "closed"
    assert story.money() == (235, 165, 0)
    story.check()


def test_sealed_bids_that_miss_three_times_reveal_nothing_until_both_open_them() -> None:
    story = bidding()
    for number, (buyer, seller) in enumerate([(200, 400), (210, 390), (220, 380)], start=1):
        story.does("Lin", "bid", round=number, amount=yuan(buyer))
        story.does("Qiao", "bid", round=number, amount=yuan(seller))
    assert story.order.bids_matched is None
    story.is_refused("Lin", "bid", "bid_given", round=3, amount=yuan(300))
    buyer = Actor(person="lin", role="buyer")
    seen = view(story.order, buyer)
    assert seen is not None
    assert set(seen.bids) == {"1:buyer", "2:buyer", "3:buyer"}
    story.does("Lin", "open_bids")
    story.is_refused("Lin", "open_bids", "already_agreed")
    seen = view(story.order, buyer)
    assert seen is not None
    assert len(seen.bids) == 3
    story.does("Qiao", "open_bids")
    seen = view(story.order, buyer)
    assert seen is not None
    assert len(seen.bids) == 6
    # The bids are no part of the decision.
    story.finds("template", 10_000)
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 0)
    story.determined().executed("reduce")
    assert story.money() == (200, 200, 0)
    story.check()


def test_no_bid_once_anyone_has_found() -> None:
    story = bidding()
    story.is_refused("Lin", "open_bids", "no_bids")
    story.finds("template", 10_000)
    story.is_refused("Lin", "bid", "bids_too_late", round=1, amount=yuan(250))
    story.check()


def test_nobody_is_phoned_into_a_decision() -> None:
    """A talk is proposed inside everyone's hours; during it and until its minutes exist nothing can be accepted."""
    story = bidding()
    offer = story.offers("Qiao", {"template": yuan(300), "changes": 0, "data": 0}, ends=True, days=7)
    midnight = story.now.replace(hour=15)  # 23:00 in Shanghai
    morning = story.now + timedelta(days=1, hours=1)
    agenda = {"length": 60, "agenda": "逐项过一遍争议"}
    story.is_refused("Mediator", "propose_meeting", "quiet_hours", times=(midnight,), **agenda)
    meeting = story.does("Mediator", "propose_meeting", times=(morning,), **agenda)
    for name in ("Mediator", "Lin", "Qiao"):
        story.does(name, "consent_meeting", meeting=meeting, time=morning)
    story.is_refused("Mediator", "minutes", "meeting_not_held", meeting=meeting, attended=("lin",), text="…")
    story.now = morning + timedelta(minutes=10)
    story.is_refused("Lin", "accept_offer", "meeting_in_progress", offer=offer)
    story.is_refused("Lin", "bid", "meeting_in_progress", round=1, amount=yuan(250))
    story.now = morning + timedelta(hours=2)
    story.is_refused("Lin", "accept_offer", "meeting_in_progress", offer=offer)
    story.does("Mediator", "minutes", meeting=meeting, attended=("lin", "qiao", "med"), text="双方各自说明")
    story.does("Lin", "accept_offer", offer=offer)
    assert story.money() == (300, 100, 0)
    story.check()


def test_minutes_nobody_writes_do_not_block_the_parties_for_ever() -> None:
    story = bidding()
    offer = story.offers("Qiao", {"template": yuan(300), "changes": 0, "data": 0}, ends=True, days=7)
    morning = story.now + timedelta(days=1, hours=1)
    meeting = story.does("Lin", "propose_meeting", times=(morning,), length=30, agenda="谈一谈")
    for name in ("Mediator", "Lin", "Qiao"):
        story.does(name, "consent_meeting", meeting=meeting, time=morning)
    story.now = morning + timedelta(hours=20)
    story.is_refused("Lin", "accept_offer", "meeting_in_progress", offer=offer)
    assert story.nobody_acts("minutes") == "meeting_lapsed"
    story.does("Lin", "accept_offer", offer=offer)
    story.check()


def test_without_a_mediator_a_talk_holds_things_up_for_its_length_only() -> None:
    story = Story().working()
    offer = story.offers("Qiao", {"template": yuan(100)}, days=7)
    morning = story.now + timedelta(days=1, hours=1)
    meeting = story.does("Lin", "propose_meeting", times=(morning,), length=30, agenda="谈一谈")
    story.does("Lin", "consent_meeting", meeting=meeting, time=morning)
    story.does("Qiao", "consent_meeting", meeting=meeting, time=morning)
    story.now = morning + timedelta(minutes=29)
    story.is_refused("Lin", "accept_offer", "meeting_in_progress", offer=offer)
    story.now = morning + timedelta(minutes=30)
    story.does("Lin", "accept_offer", offer=offer)
    story.check()


@pytest.mark.parametrize("meeting", [2, 3])
def test_sealed_bids_may_meet_in_a_later_round(meeting: int) -> None:
    story = bidding()
    for number in range(1, meeting):
        story.does("Lin", "bid", round=number, amount=yuan(100))
        story.does("Qiao", "bid", round=number, amount=yuan(400))
    # Whoever bids first in it.
    story.does("Qiao", "bid", round=meeting, amount=yuan(220))
    assert story.order.bids_matched is None
    story.does("Lin", "bid", round=meeting, amount=yuan(240))
    assert story.order.bids_matched == yuan(230)
    assert story.money() == (230, 170, 0)
    story.check()


def test_the_side_at_fault_waives_nothing_by_taking_less() -> None:
    """The seller's breach: that he takes 150 where 200 were computed costs nobody a right he would have to give up."""
    story = found_200()
    offer = story.offers("Lin", {"template": yuan(150), "changes": 0, "data": 0})
    story.is_refused("Qiao", "accept_offer", "waiver_differs", offer=offer, waives=yuan(50))
    story.does("Qiao", "accept_offer", offer=offer)
    # The deposit he has already is 200; what is above the settlement is no longer in escrow.
    assert story.order.items["template"].settled == yuan(150)
    story.check()


def test_an_offer_that_lapsed_is_over_and_its_clock_gone() -> None:
    story = Story().working()
    offer = story.offers("Lin", {"template": yuan(200)})
    assert story.nobody_acts("offer") == "offer_lapsed"
    assert story.order.offers[offer].status == "lapsed"
    assert "offer" not in story.agenda()
    story.is_refused("Lin", "withdraw_offer", "offer_closed", offer=offer)
    story.check()


def test_a_talk_arranged_for_later_holds_nothing_up() -> None:
    story = bidding()
    offer = story.offers("Qiao", {"template": yuan(300), "changes": 0, "data": 0}, ends=True, days=7)
    morning = story.now + timedelta(days=1, hours=1)
    meeting = story.does("Mediator", "propose_meeting", times=(morning,), length=30, agenda="谈一谈")
    for name in ("Mediator", "Lin", "Qiao"):
        story.does(name, "consent_meeting", meeting=meeting, time=morning)
    story.does("Lin", "accept_offer", offer=offer)
    assert story.order.phase == "closed"
    story.check()


def test_a_loss_that_was_found_is_part_of_what_the_buyer_gives_up() -> None:
    """The template is accepted and paid; for the rest he is owed his loss of 30 besides the 200 not spent."""
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    story.accepts(story.delivers("template"), "template")
    story.disputed("changes", "data").mediated()
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 0, cure_refused=True)
    story.does("Mediator", "find_cause", cause="seller", reason="卖家明确不做修改", loss=yuan(30))
    offer = story.offers("Qiao", {"changes": 0, "data": 0}, ends=True)
    refusal = story.is_refused("Lin", "accept_offer", "waiver_needed", offer=offer)
    assert refusal.data["sum"] == yuan(30)
    story.does("Lin", "accept_offer", offer=offer, waives=yuan(30))
    assert story.money() == (200, 200, 0)
    story.check()


def test_what_is_settled_while_it_is_cured_needs_no_cure() -> None:
    story = Story().working().disputed("changes", "data").mediated()
    story.finds("changes", 0)
    story.finds("data", 0)
    story.determined().does("Lin", "elect", option="cure")
    assert "cure_award" in story.agenda()
    story.does("Qiao", "accept_offer", offer=story.offers("Lin", {"changes": yuan(50), "data": yuan(50)}))
    assert not story.order.curing
    assert story.order.phase == "working"
    assert story.agenda() == {"work"}
    story.check()


def test_settling_one_of_two_determined_items_opens_the_other_again() -> None:
    """The determination counted with both; what is left of it is determined afresh."""
    story = Story().working().disputed("changes", "data").mediated()
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 0, cure_refused=True)
    story.determined()
    story.does("Qiao", "accept_offer", offer=story.offers("Lin", {"changes": yuan(50)}))
    assert story.order.phase == "disputed"
    assert story.order.decision is None
    assert story.order.contested == ("data",)
    story.does("Mediator", "determine")
    story.check()


def test_what_was_settled_is_not_inspected_any_more() -> None:
    story = Story().working()
    delivery = story.delivers("template", "changes")
    story.does("Lin", "accept_offer", offer=story.offers("Qiao", {"template": yuan(150)}))
    story.is_refused(
        "Lin", "inspect", "requirement_closed", delivery=delivery, requirement="template", verdict="accepted"
    )
    story.accepts(delivery, "changes")
    story.check()


def test_before_everything_is_found_there_is_nothing_to_give_up() -> None:
    story = Story().working().disputed().mediated()
    story.finds("template", 10_000)
    story.does("Mediator", "find_cause", cause="seller", reason="依记录认定")
    offer = story.offers("Qiao", {"changes": yuan(100), "data": yuan(100)})
    story.is_refused("Lin", "accept_offer", "waiver_differs", offer=offer, waives=1)
    story.does("Lin", "accept_offer", offer=offer)
    assert story.order.items["changes"].settled == yuan(100)
    story.check()


def test_by_the_buyer_s_breach_it_is_the_seller_who_has_something_to_give_up() -> None:
    story = Story().working()
    story.delivers("template")
    story.disputed().mediated()
    story.finds("template", 10_000)
    story.finds("changes", 0)
    story.finds("data", 0)
    story.does("Mediator", "find_cause", cause="buyer_breach", reason="买家不给资料")
    less = story.offers("Lin", {"template": yuan(150)})
    refusal = story.is_refused("Qiao", "accept_offer", "waiver_needed", offer=less)
    assert refusal.data["sum"] == yuan(50)
    more = story.offers("Qiao", {"template": yuan(200), "changes": yuan(50)})
    story.does("Lin", "accept_offer", offer=more)
    story.check()
