"""What one append may touch: the order it is about, at the place it was decided for, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.acts import (
    Accept,
    AcceptChange,
    Act,
    Amend,
    Challenge,
    DecideChallenge,
    Draft,
    Propose,
    ProposeChange,
    Start,
    Statement,
)
from gongdao.kernel.canonical import digest
from gongdao.ledger.models import BalanceRow, TransferRow
from gongdao.record import chain, store
from gongdao.services import custody, queries, states
from gongdao.services.books import unbalanced
from gongdao.services.ids import new_order_id
from gongdao.services.models import OrderRow
from gongdao.services.perform import Done, perform, perform_all
from gongdao.services.rebuild import compare
from gongdao.services.states import Held


@pytest.fixture
def other(walk: Walk) -> Walk:
    """A second order of the same people, lived beside the first."""
    return Walk(new_order_id(), walk.cast, walk.at)


def test_nothing_is_written_behind_a_head_that_is_not_the_record_s(walk: Walk) -> None:
    """The number alone does not make it the same record: one restored from a copy may have gone on differently."""
    sample.draft(walk, "en")
    known = states.kept(walk.order_id)
    assert known is not None
    states.keep(Held(known.order, b"\0" * 32, known.listing))
    done = perform(walk.order_id, walk.cast.actor("buyer"), Statement(text="on"), key="on", at=walk.at)
    assert isinstance(done, Done)
    chain.verify_chain(walk.order_id, store.sealed(walk.order_id))
    assert compare() == []


def test_several_acts_sent_again_are_answered_with_all_of_them(walk: Walk, cast: Cast) -> None:
    agreed = sample.agreement("en")
    buyer = cast.actor("buyer")
    acts: list[Act] = [Draft(buyer=cast.buyer, seller=cast.seller, agreement=agreed), Propose(hash=digest(agreed))]
    first = perform_all(walk.order_id, [(buyer, act) for act in acts], key="k", at=walk.at)
    states.forget_all()
    again = perform_all(walk.order_id, [(buyer, act) for act in acts], key="k", at=walk.at)
    assert isinstance(first, Done)
    assert len(first.entries) == 2
    assert again == first


def test_money_moves_in_the_books_of_its_own_order_and_currency(walk: Walk, other: Walk) -> None:
    for lived, currency in ((walk, "CNY"), (other, "EUR")):
        agreed = replace(sample.agreement("en"), currency=currency)
        draft = Draft(buyer=lived.cast.buyer, seller=lived.cast.seller, agreement=agreed)
        for role, act in (("buyer", draft), ("buyer", Propose(hash=digest(agreed)))):
            lived.do(role, act)  # type: ignore[arg-type]
        for role in ("buyer", "seller"):
            lived.do(role, Accept(hash=digest(agreed)))  # type: ignore[arg-type]
    walk.fund("deposit", 20_000)
    other.fund("escrow", 300)
    walk.fund("escrow", 20_000)
    for lived, currency, held in ((walk, "CNY", 40_000), (other, "EUR", 300)):
        assert unbalanced(lived.order_id) == []
        assert BalanceRow.objects.get(order_id=lived.order_id, account="held").amount == held
        assert set(TransferRow.objects.filter(order_id=lived.order_id).values_list("currency", flat=True)) == {currency}


def test_a_mediator_who_loses_one_case_keeps_the_others_on_his_list(walk: Walk, other: Walk) -> None:
    """And of the case he lost nobody else disappears."""
    for lived in (walk, other):
        sample.draft(lived, "en")
        sample.agree(lived, "en")
        sample.fund(lived)
        sample.inspect(lived, "en", sample.work(lived, "en"))
        sample.dispute(lived, "en")
    mediator = walk.cast.mediator.id
    assert {o.order_id for o in queries.my_orders(mediator).orders} == {walk.order_id, other.order_id}
    challenge = walk.do("buyer", Challenge(ground="delay", text="Nothing happens."))
    walk.do("operator", DecideChallenge(challenge=challenge, replaced=True, reason="So it is."))
    assert [o.order_id for o in queries.my_orders(mediator).orders] == [other.order_id]
    for party in ("alice", "bob"):
        assert {o.order_id for o in queries.my_orders(party).orders} == {walk.order_id, other.order_id}
    assert compare() == []


def test_no_job_an_act_leaves_stands_in_the_way_of_the_next_act(walk: Walk) -> None:
    """An item named twice in a delivery, files fetched one by one: each act stands, whatever waits for the worker."""
    sample.draft(walk, "en")
    first = sample.agreement("en")
    checked = tuple(replace(r, check="works") if r.id == "data" else r for r in first.requirements)
    agreed = replace(first, requirements=checked)
    walk.do("buyer", Amend(agreement=agreed))
    walk.do("buyer", Propose(hash=digest(agreed)))
    for role in ("buyer", "seller"):
        walk.do(role, Accept(hash=digest(agreed)))
    sample.fund(walk)
    walk.do("seller", Start(hash=digest(agreed)))
    delivery = walk.deliver(("data", "data"), {"data.csv": b"a,b\n", "more.csv": b"c,d\n"}, "data")
    change = walk.do("buyer", ProposeChange(drops=("data",), reason="not needed"))
    walk.do("seller", AcceptChange(change=change))
    assert walk.order is not None
    held = walk.order.deliveries[delivery]
    assert held.returned
    for number, file in enumerate(held.act.files):
        done = custody.handed_over(walk.order_id, walk.cast.actor("seller"), delivery, [file.sha256], key=str(number))
        assert isinstance(done, Done)
    assert compare() == []


def test_what_a_worker_claimed_is_free_again_once_the_order_has_moved_on(walk: Walk) -> None:
    """Or the clock that an act starts would wait for the end of a claim to an earlier one."""
    sample.draft(walk, "en")
    OrderRow.objects.filter(pk=walk.order_id).update(claimed_until=walk.at + timedelta(days=1))
    sample.agree(walk, "en")
    assert OrderRow.objects.get(pk=walk.order_id).claimed_until is None


def test_an_amended_order_is_listed_as_amended(walk: Walk) -> None:
    sample.draft(walk, "en")
    first = sample.agreement("en")
    dearer = tuple(replace(r, price=33_300) for r in first.requirements)
    walk.do("buyer", Amend(agreement=replace(first, title="Another title", currency="EUR", requirements=dearer)))
    (listed,) = queries.my_orders("alice").orders
    assert (listed.title, listed.currency, listed.price) == ("Another title", "EUR", 99_900)
    assert compare() == []


def test_an_order_is_listed_from_its_first_act_on(walk: Walk, cast: Cast) -> None:
    walk.do("buyer", Draft(buyer=cast.buyer, seller=cast.seller, agreement=sample.agreement("en")))
    assert OrderRow.objects.get(pk=walk.order_id).next_due is not None
    assert compare() == []
