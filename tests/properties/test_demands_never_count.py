"""Twin orders: the same facts under different demands, offers, bids, reminders and pressure have one determination.

Compared byte for byte, derivation hash included. The twins go through the same kernel acts; only what the parties ask
for differs, in amount or in whether it is asked at all.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.kernel.acts import Determine
from gongdao.kernel.canonical import canonical
from gongdao.kernel.values import DepositTerms, OfferItem
from tests.scenarios.story import Story, founding_agreement, yuan

ITEMS = ("template", "changes", "data")
MONEY = st.integers(0, yuan(10_000))


@dataclass(frozen=True)
class Facts:
    """What was done, and whose fault what is missing was."""

    delivered: tuple[int, int, int]
    prevented: tuple[bool, bool, bool]
    refused: tuple[bool, bool, bool]
    cover: int | None
    cause: str
    loss: int
    deposit: str


@dataclass(frozen=True)
class Wants:
    """What the sides ask for. Nothing of it is a fact."""

    demands: tuple[int, int, int, int]
    more: int
    offers: tuple[int, int]
    bids: tuple[int, int] = field(default=(0, 0))
    reminders: tuple[int, int] = field(default=(0, 0))
    """How often the buyer said it again before the delivery, and the seller after it."""


facts = st.builds(
    Facts,
    delivered=st.tuples(*[st.integers(0, 10_000)] * 3),
    prevented=st.tuples(*[st.booleans()] * 3),
    refused=st.tuples(*[st.booleans()] * 3),
    cover=st.none() | st.integers(0, yuan(300)),
    cause=st.sampled_from(("seller", "both", "buyer_at_will", "buyer_breach", "none")),
    loss=st.integers(0, yuan(500)),
    deposit=st.sampled_from(("earnest", "advance")),
)
wants = st.builds(
    Wants,
    demands=st.tuples(MONEY, MONEY, MONEY, MONEY),
    more=MONEY,
    offers=st.tuples(st.integers(0, yuan(200)), st.integers(0, yuan(200))),
    # The buyer bids below the seller, so that the bids miss.
    bids=st.tuples(st.integers(0, yuan(200) - 1), st.integers(yuan(200), yuan(400))),
    reminders=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)


def lived(f: Facts, w: Wants | None) -> tuple[bytes, Story]:
    """The determination of an order with these facts, and these wants or none at all."""
    deposit = DepositTerms(kind=f.deposit, amount=yuan(200), where="seller")  # type: ignore[arg-type]
    story = Story().working(founding_agreement(deposit=deposit))
    if w is not None:
        request = story.does("Qiao", "ask_more", amount=w.more, reason="亏了")
        story.does("Lin", "refuse_request", request=request)
        for _ in range(w.reminders[0]):
            story.does("Lin", "remind", requirement="changes", text="不只是模板")
    story.delivers(*ITEMS)
    story.disputed()
    if w is not None:
        for _ in range(w.reminders[1]):
            story.does("Qiao", "remind", requirement="data", text="请提供账号")
        story.does("Lin", "confirm_issues", requirements=ITEMS)
        for requirement, demand in zip(ITEMS, w.demands, strict=False):
            story.does("Lin", "claim", requirement=requirement, text="主张", demand=demand)
        story.does("Qiao", "claim", requirement="template", text="主张", demand=w.demands[3])
        story.does("Lin", "bid", round=1, amount=w.bids[0])
        story.does("Qiao", "bid", round=1, amount=w.bids[1])
        for name, amount in zip(("Lin", "Qiao"), w.offers, strict=True):
            covers = (OfferItem(requirement="template", sum=amount),)
            story.does(name, "offer", covers=covers, lapses_at=story.now + timedelta(days=30))
        story.does("Qiao", "statement", text="四百要就给客服，不要定金不退", label="ultimatum")
    story.mediated()
    for number, requirement in enumerate(ITEMS):
        done = f.delivered[number]
        story.finds(
            requirement,
            done,
            prevented_bp=10_000 - done if f.prevented[number] else 0,
            cure_refused=f.refused[number],
            cover_quote=f.cover,
        )
    story.does("Mediator", "find_cause", cause=f.cause, reason="依记录认定", loss=f.loss)
    story.rests().does("Mediator", "determine")
    made = next(e.body.act for e in story.entries if e.body is not None and isinstance(e.body.act, Determine))
    return canonical(made), story


@settings(max_examples=150, deadline=None)
@given(facts, wants, wants)
def test_demands_offers_and_bids_change_no_byte_of_a_determination(f: Facts, one: Wants, two: Wants) -> None:
    first, _ = lived(f, one)
    second, _ = lived(f, two)
    silent, _ = lived(f, None)
    assert first == second == silent


@settings(max_examples=50, deadline=None)
@given(facts, wants, wants)
def test_demands_move_no_money(f: Facts, one: Wants, two: Wants) -> None:
    sums = set()
    for w in (one, two, None):
        _, story = lived(f, w)
        story.nobody_acts("appeal")
        if story.order.phase == "determined":
            story.nobody_acts("elect")
        story.check()
        sums.add((story.order.phase, story.money()))
    assert len(sums) == 1
    assert sums.pop()[0] == "closed"
