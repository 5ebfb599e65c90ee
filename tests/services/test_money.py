"""Paying in: held only when the rail says so, once, whatever is sent twice."""

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Accept, Draft, Propose
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import Agreement, Requirement
from gongdao.rails.port import PayIn
from gongdao.services import money
from gongdao.services.books import unbalanced
from gongdao.services.perform import Done


def agreed_at(walk: Walk, price: int) -> None:
    agreement = Agreement(title="A page", requirements=(Requirement(id="page", title="Page", price=price),))
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))
    hashed = walk.order.hash if walk.order else ""
    walk.do("buyer", Propose(hash=hashed))
    walk.do("buyer", Accept(hash=hashed))
    walk.do("seller", Accept(hash=hashed))


def test_money_is_held_when_the_rail_confirms(walk: Walk) -> None:
    agreed_at(walk, 20_000)
    done = money.pay_in(walk.order_id, walk.cast.actor("buyer"), "escrow", 20_000, key="p", at=walk.at)
    assert isinstance(done, Done)
    assert [type(e.body.act).__name__ for e in done.entries if e.body] == ["Fund", "ConfirmFunds"]
    assert (done.order.held, done.order.phase) == (20_000, "funded")


def test_a_form_sent_twice_pays_once(walk: Walk) -> None:
    agreed_at(walk, 20_000)
    first = money.pay_in(walk.order_id, walk.cast.actor("buyer"), "escrow", 20_000, key="p", at=walk.at)
    assert money.pay_in(walk.order_id, walk.cast.actor("buyer"), "escrow", 20_000, key="p", at=walk.at) == first
    assert unbalanced(walk.order_id) == []


def test_a_declined_payment_is_written_down_and_holds_nothing(walk: Walk) -> None:
    agreed_at(walk, 20_013)
    done = money.pay_in(walk.order_id, walk.cast.actor("buyer"), "escrow", 20_013, key="p", at=walk.at)
    assert isinstance(done, Done)
    (payment,) = done.order.payments.values()
    assert payment.status == "failed"
    assert (done.order.held, done.order.phase) == (0, "agreed")


def test_a_rail_that_does_not_know_yet_leaves_the_payment_pending(walk: Walk) -> None:
    agreed_at(walk, 20_000)
    fund = walk.fund("escrow", 10_000)
    assert money.settle(walk.order_id, fund, PayIn(reference="r", status="pending")) is None
    late = money.settle(walk.order_id, fund, PayIn(reference="r", status="failed", code="late"), at=walk.at)
    assert isinstance(late, Refusal)
    assert late.code == "fund_settled"


def test_more_than_the_price_is_never_asked_of_the_rail(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    refused = money.pay_in(walk.order_id, walk.cast.actor("buyer"), "escrow", 50_000, key="p", at=walk.at)
    assert isinstance(refused, Refusal)
    assert refused.code == "overfunded"
