"""Stories of money that leaves: whatever an entry moves to a party, the rail pays out once and says so."""

from gongdao.kernel.values import DepositTerms
from gongdao.record.replay import replay
from tests.scenarios.story import Story, founding_agreement, yuan


def whole_in_escrow() -> Story:
    return Story().working(founding_agreement(deposit=DepositTerms()))


def test_every_part_of_the_money_is_paid_out_and_the_rail_is_empty_at_the_end() -> None:
    """A deposit at the start, an accepted item, a determination: four payments out, and the books come to nothing."""
    story = Story().working()
    delivery = story.delivers("template", "changes", "data")
    story.accepts(delivery, "template")
    story.disputed("changes", "data").mediated()
    story.finds("changes", 0, cure_refused=True)
    story.finds("data", 10_000)
    story.determined().executed("reduce")
    assert story.order.phase == "closed"
    owed = [(p.party, p.amount, p.status) for p in story.order.payouts.values()]
    assert owed == [("seller", yuan(200), "due"), ("seller", yuan(100), "due"), ("buyer", yuan(100), "due")]
    story.check()
    story.paid_out()
    assert story.books() == {"rail": 0, "held": 0, "seller": 0, "buyer": 0}
    assert all(p.status == "paid" and p.reference and p.at for p in story.order.payouts.values())
    story.check()


def test_nothing_is_paid_out_twice_or_for_another_sum() -> None:
    story = whole_in_escrow()
    delivery = story.delivers("template")
    story.accepts(delivery, "template")
    released = next(iter(story.order.payouts.values()))
    word = {"entry": released.entry, "party": "seller", "rail": "sandbox", "reference": "r"}
    refusal = story.is_refused("Platform", "confirm_payout", "amount_not_computed", amount=yuan(201), **word)
    assert refusal.data == {"yours": yuan(201), "computed": yuan(200)}
    story.is_refused("Lin", "confirm_payout", "role_may_not", amount=yuan(200), **word)
    story.is_refused("Platform", "confirm_payout", "payout_unknown", amount=yuan(200), **{**word, "party": "buyer"})
    story.does("Platform", "confirm_payout", amount=yuan(200), **word)
    story.is_refused("Platform", "confirm_payout", "payout_settled", amount=yuan(200), **word)
    story.is_refused("Platform", "payout_failed", "payout_settled", entry=released.entry, party="seller", code="closed")
    story.check()


def test_what_the_rail_could_not_pay_is_still_owed_and_paid_later() -> None:
    story = whole_in_escrow()
    delivery = story.delivers("template")
    story.accepts(delivery, "template")
    owed = next(iter(story.order.payouts.values()))
    story.does("Platform", "payout_failed", entry=owed.entry, party="seller", code="account_closed")
    failed = next(iter(story.order.payouts.values()))
    assert (failed.status, failed.failures, failed.code) == ("failed", 1, "account_closed")
    assert story.books()["seller"] == yuan(200)
    # Who is owed money works on; nothing of the order waits for the bank.
    story.accepts(story.delivers("changes", "data", sha="cd" * 32), "changes", "data")
    assert story.order.phase == "closed"
    story.paid_out()
    assert story.books()["seller"] == 0
    story.check()


def test_a_refund_goes_back_through_the_rail() -> None:
    """Nobody started in time: the buyer's money is his again, and goes back to him."""
    story = Story().funded(founding_agreement(deposit=DepositTerms()))
    assert story.nobody_acts("start") == "refunded"
    assert [(p.party, p.amount) for p in story.order.payouts.values()] == [("buyer", yuan(400))]
    story.paid_out()
    assert story.books() == {"rail": 0, "held": 0, "seller": 0, "buyer": 0}
    story.check()


def test_a_stranger_who_replays_the_record_counts_the_same_money() -> None:
    story = whole_in_escrow()
    story.accepts(story.delivers("template", "changes", "data"), "template", "changes", "data")
    story.paid_out()
    lived = replay(story.order.id, story.entries, frozenset(), None)
    assert lived.order == story.order
    assert lived.books == {"rail": 0, "held": 0, "seller": 0, "buyer": 0}
