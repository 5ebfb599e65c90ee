"""Whole orders lived through the services with different demands, offers and bids: the determinations are byte-equal.

"If he had said 600, would you say 550?" The program must not be able to.
"""

from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongdao.cli.sample import Cast
from gongdao.kernel.acts import (
    Accept,
    Act,
    Bid,
    Claim,
    Determine,
    Dispute,
    Draft,
    Find,
    FindCause,
    Offer,
    Propose,
    Start,
    Statement,
    Take,
    WaiveEvidence,
)
from gongdao.kernel.canonical import canonical
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.state import Order
from gongdao.kernel.values import Agreement, DepositTerms, OfferItem, Requirement, Role, Terms
from gongdao.services import money, states
from gongdao.services.ids import new_order_id
from gongdao.services.perform import perform
from tests.services.conftest import MONDAY

PRICE = 40_000
ITEMS = (("template", 20_000), ("changes", 10_000), ("data", 10_000))
sums = st.none() | st.integers(0, 10**9)


class Life:
    """One order on the real tables, an act at a time; a refused demand or offer is part of the story."""

    def __init__(self, cast: Cast) -> None:
        self.id = new_order_id()
        self.cast = cast
        self.at: datetime = MONDAY
        self.keys = count()
        self.order: Order | None = None

    def does(self, role: Role, act: Act, may_fail: bool = False) -> None:
        self.at += timedelta(minutes=1)
        done = perform(self.id, self.cast.actor(role), act, key=f"k{next(self.keys)}", at=self.at)
        if isinstance(done, Refusal):
            assert may_fail, f"{act}: {done}"
            return
        self.order = done.order

    def until_disputed(self) -> None:
        agreement = Agreement(
            title="site",
            requirements=tuple(
                Requirement(
                    id=r,
                    title=r,
                    price=price,
                    needs=("template",) if r == "changes" else (),
                    salvage_bp=0 if r == "changes" else 10_000,
                    essential=r == "changes",
                )
                for r, price in ITEMS
            ),
            terms=Terms(deposit=DepositTerms(kind="earnest", amount=20_000, where="seller")),
        )
        self.does("buyer", Draft(buyer=self.cast.buyer, seller=self.cast.seller, agreement=agreement))
        assert self.order is not None
        digest = self.order.hash
        self.does("buyer", Propose(hash=digest))
        self.does("buyer", Accept(hash=digest))
        self.does("seller", Accept(hash=digest))
        for purpose in ("deposit", "escrow"):
            paid = money.pay_in(
                self.id, self.cast.actor("buyer"), purpose, PRICE // 2, key=f"k{next(self.keys)}", at=self.at
            )
            assert not isinstance(paid, Refusal), paid
        self.does("seller", Start(hash=digest))
        self.does("buyer", Dispute(requirements=tuple(r for r, _ in ITEMS), reason="not done"))

    def talk(self, demands: list[int | None], offers: list[int], bids: list[tuple[Role, int]], words: str) -> None:
        """Everything a side may say about money. None of it may matter."""
        for number, demand in enumerate(demands):
            role: Role = "seller" if number % 2 else "buyer"
            self.does(role, Claim(requirement=ITEMS[number % 3][0], text=words, demand=demand))
        for number, total in enumerate(offers):
            offer = Offer(
                covers=(OfferItem(requirement="template", sum=min(total, 20_000)),),
                lapses_at=MONDAY.replace(hour=3) + timedelta(days=9),
                reason=words,
            )
            self.does("seller" if number % 2 else "buyer", offer, may_fail=True)
        for role, amount in bids:
            # The seller asks more than the whole price, so the bids of a round can never meet.
            self.does(role, Bid(round=1, amount=amount), may_fail=True)
        self.does("seller", Statement(text=words, label="ultimatum"))

    def decide(self, delivered: list[int]) -> bytes:
        self.does("mediator", Take(mediator=self.cast.mediator, no_conflict=True))
        for (requirement, _), share in zip(ITEMS, delivered, strict=True):
            self.does("mediator", Find(requirement=requirement, delivered_bp=share, reason="compared"))
        self.does("mediator", FindCause(cause="seller", reason="two items were not done"))
        self.does("buyer", WaiveEvidence())
        self.does("seller", WaiveEvidence())
        self.does("mediator", Determine(note=""))
        assert self.order is not None
        assert self.order.decision is not None
        return canonical(self.order.decision)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    delivered=st.lists(st.integers(0, 10_000), min_size=3, max_size=3),
    demands=st.lists(sums, max_size=6),
    offers=st.lists(st.integers(0, 20_000), max_size=3),
    bids=st.lists(st.tuples(st.sampled_from(["buyer"]), st.integers(0, PRICE)), max_size=1),
    words=st.sampled_from(["400", "600", "1000000 or nothing", "各让一点", "没有商量"]),
)
def test_determinations_are_byte_equal_whatever_is_demanded(
    db: None,
    cast: Cast,
    delivered: list[int],
    demands: list[int | None],
    offers: list[int],
    bids: list[tuple[Role, int]],
    words: str,
) -> None:
    silent, loud = Life(cast), Life(cast)
    for life in (silent, loud):
        life.until_disputed()
    loud.talk(demands, offers, bids, words)
    assert silent.decide(delivered) == loud.decide(delivered)
    states.forget_all()


def test_the_comparison_would_notice_a_difference(db: None, cast: Cast) -> None:
    first, second = Life(cast), Life(cast)
    for life in (first, second):
        life.until_disputed()
    assert first.decide([10_000, 0, 0]) != second.decide([10_000, 0, 1])
    states.forget_all()
