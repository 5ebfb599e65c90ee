"""Stories of the platform's own acts: what it does is computed, and it may do nothing else."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from gongdao.kernel.acts import ActBase, Close, Execute, MatchBids, Release
from gongdao.kernel.decide import decide
from gongdao.kernel.fold import fold
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.values import PLATFORM
from tests.scenarios.story import Story, yuan


def paid() -> Story:
    story = Story().working()
    return story.accepts(story.delivers("template"), "template")


def settled() -> Story:
    story = Story().working()
    story.does("Lin", "accept_offer", offer=story.offers("Qiao", {"template": yuan(150)}))
    return story


def determined() -> Story:
    story = Story().working().disputed().mediated()
    for requirement in ("template", "changes", "data"):
        story.finds(requirement, 10_000)
    return story.determined().executed("reduce")


def bids_met() -> Story:
    story = Story().working().disputed().mediated()
    story.does("Lin", "bid", round=1, amount=yuan(250))
    story.does("Qiao", "bid", round=1, amount=yuan(220))
    return story


def before(story: Story, kind: type[ActBase]) -> tuple[Order, ActBase]:
    """The order just before the last act of a kind, and that act."""
    last = next(e for e in reversed(story.entries) if e.body is not None and isinstance(e.body.act, kind))
    assert last.body is not None
    return fold(story.order.id, story.entries[: last.seq - 1]), last.body.act


@pytest.mark.parametrize(
    ("lived", "kind", "otherwise", "code"),
    [
        (paid, Release, {"amount": yuan(201)}, "amount_not_computed"),
        (paid, Release, {"requirements": ("data",)}, "nothing_to_release"),
        (paid, Release, {"requirements": ("template", "template")}, "nothing_to_release"),
        (settled, Execute, {"to_seller": yuan(1)}, "amount_not_computed"),
        (settled, Execute, {"to_buyer": yuan(1)}, "amount_not_computed"),
        (determined, Execute, {"to_seller": yuan(199)}, "amount_not_computed"),
        (determined, Execute, {"option": "rescind"}, "amount_not_computed"),
        (bids_met, Execute, {"basis": "offer"}, "amount_not_computed"),
        (bids_met, MatchBids, {"price": yuan(240)}, "bids_do_not_meet"),
        (bids_met, MatchBids, {"round": 2}, "bids_do_not_meet"),
    ],
)
def test_the_platform_does_what_is_computed_and_nothing_else(
    lived: Callable[[], Story], kind: type[ActBase], otherwise: dict[str, object], code: str
) -> None:
    order, done = before(lived(), kind)
    assert decide(order, PLATFORM, done, order.at) == done  # type: ignore[arg-type]
    refusal = decide(order, PLATFORM, replace(done, **otherwise), order.at)  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal)
    assert refusal.code == code


@pytest.mark.parametrize("lived", [paid, settled])
def test_the_platform_executes_and_closes_only_what_is_done(lived: Callable[[], Story]) -> None:
    story = lived()
    story.is_refused("Platform", "execute", "nothing_to_execute", basis="offer", to_seller=1, to_buyer=0)
    story.is_refused("Platform", "close", "not_finished")
    closed, close = before(determined(), Close)
    assert decide(closed, PLATFORM, close, closed.at) == close  # type: ignore[arg-type]


def test_an_entry_nobody_can_read_moves_the_order_on_and_nothing_else() -> None:
    """What a reader may not see still has its place and its time; the next entry is counted after it."""
    story = Story().working()
    said = story.does("Lin", "statement", text="在吗")
    at = story.entry(said).at
    entries = [replace(e, body=None) if e.seq == said else e for e in story.entries]
    order = fold(story.order.id, entries)
    assert (order.seq, order.at) == (said, at)
    assert order == story.order
