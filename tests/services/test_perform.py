"""Acts through the services, on the real tables as the application's role."""

import pytest

from gongdao.cli import sample
from gongdao.cli.sample import Cast, Walk
from gongdao.kernel.acts import Draft, Propose, Statement, Withdraw
from gongdao.kernel.fold import fold
from gongdao.kernel.refusals import Refusal
from gongdao.record import chain, store
from gongdao.services import states
from gongdao.services.books import unbalanced
from gongdao.services.ids import new_order_id
from gongdao.services.models import OrderRow
from gongdao.services.perform import Done, perform, perform_all
from gongdao.services.rebuild import compare


@pytest.mark.parametrize("outcome", [200, 300, 400])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_founding_case_ends_in_its_award(walk: Walk, language: sample.Language, outcome: sample.Outcome) -> None:
    order = sample.founding(walk, language, outcome)
    assert order.phase == "closed"
    assert order.released == outcome * 100
    assert order.refunded == (400 - outcome) * 100
    assert order.held == 0
    assert unbalanced(order.id) == []
    assert compare() == []


def test_what_is_stored_is_a_chain_and_folds_to_what_was_returned(walk: Walk) -> None:
    order = sample.founding(walk, "zh")
    sealed = store.sealed(walk.order_id)
    head = chain.verify_chain(walk.order_id, sealed)
    assert head == sealed[-1].hash == bytes(OrderRow.objects.get(pk=walk.order_id).hash)
    assert fold(walk.order_id, [entry for entry, _ in store.entries(walk.order_id)]) == order


def test_the_same_key_acts_once_and_answers_the_same(walk: Walk) -> None:
    sample.draft(walk, "en")
    buyer, act = walk.cast.actor("buyer"), Statement(text="hello")
    first = perform(walk.order_id, buyer, act, key="k", at=walk.at)
    sample.agree(walk, "en")
    states.forget_all()
    again = perform(walk.order_id, buyer, act, key="k", at=walk.at)
    assert isinstance(first, Done)
    assert again == first
    assert sum(e.body is not None and e.body.act == act for e, _ in store.entries(walk.order_id)) == 1


def test_the_same_key_answers_even_what_would_now_be_refused(walk: Walk) -> None:
    sample.draft(walk, "en")
    buyer = walk.cast.actor("buyer")
    first = perform(walk.order_id, buyer, Withdraw(reason="mistake"), key="k", at=walk.at)
    again = perform(walk.order_id, buyer, Withdraw(reason="mistake"), key="k", at=walk.at)
    assert isinstance(first, Done)
    assert again == first
    other = perform(walk.order_id, buyer, Withdraw(reason="mistake"), key="other", at=walk.at)
    assert isinstance(other, Refusal)
    assert other.code == "wrong_phase"


def test_the_same_key_with_other_content_is_refused(walk: Walk) -> None:
    sample.draft(walk, "en")
    buyer = walk.cast.actor("buyer")
    assert isinstance(perform(walk.order_id, buyer, Statement(text="a"), key="k", at=walk.at), Done)
    refused = perform(walk.order_id, buyer, Statement(text="b"), key="k", at=walk.at)
    assert isinstance(refused, Refusal)
    assert refused.code == "key_reused"


def test_a_second_order_under_a_number_in_use_is_refused_and_the_same_form_sent_twice_opens_one(
    walk: Walk, cast: Cast
) -> None:
    act = Draft(buyer=cast.buyer, seller=cast.seller, agreement=sample.agreement("en"))
    first = perform(walk.order_id, cast.actor("buyer"), act, key="form", at=walk.at)
    assert perform(walk.order_id, cast.actor("buyer"), act, key="form", at=walk.at) == first
    states.forget_all()
    refused = perform(walk.order_id, cast.actor("buyer"), act, key="other form", at=walk.at)
    assert isinstance(refused, Refusal)
    assert refused.code == "order_exists"


def test_several_acts_happen_together_or_not_at_all(walk: Walk, cast: Cast) -> None:
    act = Draft(buyer=cast.buyer, seller=cast.seller, agreement=sample.agreement("en"))
    refused = perform_all(
        walk.order_id,
        [(cast.actor("buyer"), act), (cast.actor("buyer"), Propose(hash="0" * 64))],
        key="k",
        at=walk.at,
    )
    assert isinstance(refused, Refusal)
    assert refused.code == "hash_differs"
    assert store.entries(walk.order_id) == []
    assert not OrderRow.objects.filter(pk=walk.order_id).exists()


def test_a_refused_act_changes_nothing(walk: Walk) -> None:
    sample.draft(walk, "en")
    before = store.sealed(walk.order_id)
    refused = perform(walk.order_id, walk.cast.actor("mediator"), Statement(text="hm"), key="k", at=walk.at)
    assert isinstance(refused, Refusal)
    assert store.sealed(walk.order_id) == before
    assert compare() == []


def test_a_state_kept_by_another_process_is_never_trusted(walk: Walk) -> None:
    """A kept state that is behind the record, or of a record that was rolled back, is read again."""
    sample.draft(walk, "en")
    behind = states.kept(walk.order_id)
    assert behind is not None
    sample.agree(walk, "en")
    ahead = states.kept(walk.order_id)
    states.keep(behind)
    assert states.read(walk.order_id).order.phase == "agreed"
    states.keep(behind)
    done = perform(walk.order_id, walk.cast.actor("buyer"), Statement(text="on"), key="on", at=walk.at)
    assert isinstance(done, Done)
    assert ahead is not None
    assert done.order.seq == ahead.order.seq + 1
    states.keep(states.Held(done.order, b"\0" * 32, None))
    assert states.read(walk.order_id).hash != b"\0" * 32
    assert compare() == []


def test_order_numbers_are_unlike_and_in_order_of_time() -> None:
    numbers = [new_order_id() for _ in range(1000)]
    assert len(set(numbers)) == 1000
    assert all(len(number) == 20 for number in numbers)
    assert numbers[0][:6] <= numbers[-1][:6]
