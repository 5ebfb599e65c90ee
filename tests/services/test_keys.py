"""Idempotency keys that someone chose to hurt: the platform's own, another person's, endless ones, unstorable ones."""

import pytest
from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Draft, Receipt, Statement
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import PLATFORM
from gongdao.services import custody
from gongdao.services.models import OrderRow, ParticipantRow
from gongdao.services.perform import Done, perform
from gongdao.services.rebuild import compare


def said(walk: Walk, role: str, text: str, key: str) -> Done | Refusal:
    return perform(walk.order_id, walk.cast.actor(role), Statement(text=text), key=key, at=walk.at)  # type: ignore[arg-type]


def test_nobody_uses_up_the_key_of_custody_s_receipt(walk: Walk) -> None:
    """Whoever did would leave the next delivery without a receipt, and so never delivered."""
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    assert walk.order is not None
    guesses = [f"custody:{walk.order.seq + 8 + n}" for n in range(8)]
    for guess in guesses:
        assert isinstance(said(walk, "buyer", f"just talking: {guess}", guess), Done)
    delivery = sample.work(walk, "en")
    assert f"custody:{delivery}" in guesses
    assert walk.order.deliveries[delivery].status == "held"


def test_nobody_uses_up_the_key_under_which_a_download_is_written_down(walk: Walk) -> None:
    order = sample.founding(walk, "en", 400)
    delivery = next(seq for seq, one in order.deliveries.items() if one.with_buyer)
    buyer, sha256 = walk.cast.actor("buyer"), order.deliveries[delivery].act.files[0].sha256
    assert isinstance(said(walk, "buyer", "just talking", "taken"), Done)
    assert isinstance(custody.handed_over(walk.order_id, buyer, delivery, [sha256], key="taken"), Done)


def test_two_people_may_choose_the_same_key(walk: Walk) -> None:
    sample.draft(walk, "en")
    one, two = said(walk, "buyer", "one", "1"), said(walk, "seller", "two", "1")
    assert isinstance(one, Done)
    assert isinstance(two, Done)
    assert one.entries[0].seq != two.entries[0].seq
    assert said(walk, "buyer", "one", "1") == one
    again = said(walk, "buyer", "another", "1")
    assert isinstance(again, Refusal)
    assert again.code == "key_reused"


@pytest.mark.parametrize("key", ["a\0b", "k" * 5_000, "钥匙" * 60, "\ud83d", "%_'\";--", " "])
def test_any_text_is_a_key(walk: Walk, key: str) -> None:
    sample.draft(walk, "en")
    first = said(walk, "buyer", "once", key)
    assert isinstance(first, Done)
    assert said(walk, "buyer", "once", key) == first
    assert compare() == []


def test_a_title_no_column_takes_opens_an_order_all_the_same(walk: Walk) -> None:
    drafted = replace(sample.agreement("en"), title="a\0b")
    act = Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=drafted)
    done = perform(walk.order_id, walk.cast.actor("buyer"), act, key="1", at=walk.at)
    assert isinstance(done, Done)
    assert OrderRow.objects.get(pk=walk.order_id).title == "a\ufffdb"
    assert compare() == []


def test_a_name_no_column_takes_opens_an_order_all_the_same(walk: Walk) -> None:
    act = Draft(buyer=walk.cast.buyer, seller=replace(walk.cast.seller, name="a\0b"), agreement=sample.agreement("en"))
    done = perform(walk.order_id, walk.cast.actor("buyer"), act, key="1", at=walk.at)
    assert isinstance(done, Done)
    assert ParticipantRow.objects.get(order_id=walk.order_id, role="seller").name == "a\ufffdb"
    assert compare() == []


def test_the_kernel_alone_keeps_the_platform_from_acting_twice(walk: Walk) -> None:
    """Without a key of its own a receipt is still written once."""
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    delivery = sample.work(walk, "en")
    assert walk.order is not None
    again = Receipt(delivery=delivery, files=walk.order.deliveries[delivery].act.files)
    refused = perform(walk.order_id, PLATFORM, again, key="other", at=walk.at)
    assert isinstance(refused, Refusal)
    assert refused.code == "delivery_closed"
