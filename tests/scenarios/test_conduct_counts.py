"""Stories of a name made by what happened: promises kept and broken, breaches found; buyers and sellers alike."""

from datetime import timedelta

import pytest

from gongdao.kernel.conduct import BREACHED_BY, Tally, tallies
from gongdao.kernel.values import DepositTerms
from tests.scenarios.story import Story, founding_agreement, yuan


def decided(cause: str) -> Story:
    story = Story().working(founding_agreement(deposit=DepositTerms())).disputed("data").mediated()
    story.finds("data", 0, cure_refused=True)
    return story.determined(cause)


@pytest.mark.parametrize(
    ("cause", "persons"),
    [
        ("seller", ["qiao"]),
        ("both", ["lin", "qiao"]),
        ("buyer_breach", ["lin"]),
        ("buyer_at_will", []),
        ("none", []),
    ],
)
def test_a_breach_is_counted_for_whoever_committed_it(cause: str, persons: list[str]) -> None:
    """The buyer who breaks his word has it to his name as the seller has; ending at will is his right."""
    story = decided(cause)
    assert tallies(story.order, story.entries) == {}, "a determination that can be appealed counts for nothing"
    story.executed()
    assert tallies(story.order, story.entries) == {person: Tally(breaches=1) for person in persons}
    assert cause in BREACHED_BY
    story.check()


def test_who_settles_has_no_breach_to_his_name() -> None:
    story = decided("seller")
    offer = story.offers("Lin", {"template": yuan(200), "changes": yuan(100), "data": 0}, ends=True)
    story.does("Qiao", "accept_offer", offer=offer)
    assert story.order.phase == "closed"
    assert tallies(story.order, story.entries) == {}
    story.check()


def test_a_promise_is_his_who_gave_it_and_counts_when_it_was_witnessed() -> None:
    story = Story().working()
    for name, kept in (("Qiao", True), ("Qiao", False), ("Lin", True)):
        by = "Lin" if name == "Qiao" else "Qiao"
        until = story.now + timedelta(days=20)
        promise = story.does(name, "promise", text="协助安装", test="首页能打开", until=until)
        story.does(by, "witness_promise", promise=promise, kept=kept)
    story.does("Qiao", "promise", text="再看一次", test="能打开", until=story.now + timedelta(days=20))
    assert tallies(story.order, story.entries) == {"qiao": Tally(kept=1, broken=1), "lin": Tally(kept=1)}
    story.check()


def promised(story: Story) -> int:
    """A promise of the seller's, open for twenty days."""
    until = story.now + timedelta(days=20)
    return story.does("Qiao", "promise", text="协助安装", test="首页能打开", until=until)


def test_a_name_rests_while_the_order_is_in_dispute() -> None:
    """What the buyer says of a promise in the heat of it touches no name until the dispute is over."""
    story = Story().working(founding_agreement(deposit=DepositTerms()))
    early, later = promised(story), promised(story)
    story.does("Lin", "witness_promise", promise=early, kept=True)
    before = {"qiao": Tally(kept=1)}
    assert tallies(story.order, story.entries) == before
    story.disputed("data").mediated()
    story.does("Lin", "witness_promise", promise=later, kept=False)
    assert tallies(story.order, story.entries) == before
    # More items contested renew the evidence period; the name rests since the beginning all the same.
    story.disputed("changes")
    assert tallies(story.order, story.entries) == before
    for requirement in ("data", "changes"):
        story.finds(requirement, 0, cure_refused=True)
    story.determined("seller")
    assert story.order.phase == "determined"
    assert tallies(story.order, story.entries) == before
    story.executed()
    assert tallies(story.order, story.entries) == {"qiao": Tally(kept=1, broken=1, breaches=1)}
    # The next dispute begins with what counted at its beginning.
    story.disputed("template")
    assert tallies(story.order, story.entries) == {"qiao": Tally(kept=1, broken=1, breaches=1)}
    story.check()
