"""What people read of money that leaves: paid out, on its way, or failed and what comes next; and the signed proof."""

import re

import pytest
from django.urls import reverse

from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import PayoutFailed
from gongdao.kernel.values import PLATFORM
from gongdao.services import checkpoints, money
from gongdao.services.perform import Done, perform

from .conftest import House, until_found


def executed(walk: Walk, language: str) -> None:
    """Decided and executed; the rail was not asked yet."""
    until_found(walk, language)
    sample.decide(walk, "zh" if language == "zh" else "en")


def fails(walk: Walk) -> None:
    """The rail refuses the first payment out."""
    owed = next(iter(walk.order.payouts.values()))  # type: ignore[union-attr]
    done = perform(
        walk.order_id,
        PLATFORM,
        PayoutFailed(entry=owed.entry, party=owed.party, code="account_closed"),
        key="",
        at=walk.at,
    )
    assert isinstance(done, Done)


def test_money_is_on_its_way_then_paid_out(house: House) -> None:
    walk = house.walk(executed, "one")
    html = house.get("seller", "money", "one")
    assert "打款中" in html
    money.pay_out_due(walk.order_id, at=walk.at)
    html = house.get("seller", "money", "one")
    assert "打款中" not in html
    assert re.search(r"\d+年\d+月\d+日 \d\d:\d\d 打款，凭证号 out-", html)
    assert "已打款" in house.get("buyer", "record", "one")


def test_a_failed_payment_says_why_and_the_operator_can_try_again(house: House) -> None:
    walk = house.walk(executed, "one")
    fails(walk)
    for part in ("buyer", "seller"):
        html = house.get(part, "money", "one")
        assert "收款账户已注销" in html
        assert "自动重试" in html
    operator = house.client("operator")
    desk = operator.get(reverse("operator")).content.decode()
    assert "收款账户已注销" in desk
    assert operator.post(reverse("operator"), {"order": walk.order_id}).status_code == 302
    assert "收款账户已注销" not in operator.get(reverse("operator")).content.decode()
    assert "已打款" in house.get("seller", "money", "one")


@pytest.mark.parametrize("part", ["buyer", "seller", "mediator", "seller2"])
def test_nobody_else_can_have_money_paid_out_again(house: House, part: str) -> None:
    walk = house.walk(executed, "one")
    fails(walk)
    assert house.client(part).post(reverse("operator"), {"order": walk.order_id}).status_code == 404
    assert next(iter(house.order("one").payouts.values())).status == "failed"


def test_an_order_that_is_not_there_is_not_paid_out(house: House) -> None:
    assert house.client("operator").post(reverse("operator"), {"order": "nothing"}).status_code == 404


def test_the_record_page_shows_its_place_in_the_signed_tree(house: House) -> None:
    house.walk(executed, "one")
    assert "还没有签名存证" in house.get("buyer", "record", "one")
    checkpoints.seal_heads()
    html = house.get("buyer", "record", "one")
    seq = house.order("one").seq
    assert f"截至第 {seq} 条" in html
    note, proof = checkpoints.latest_proof(house.orders["one"])  # type: ignore[misc]
    root = note.split("\n")[2]
    assert proof.head in html
    assert all(step in html for step in proof.path)
    assert f"gongdao verify gongdao-{house.orders['one']}.zip --key" in html
    assert root not in html, "the root is shown in hexadecimal, like every other hash on the page"
    house.act("buyer", "one", "statement", text="谢谢")
    assert "其后新增的 1 条" in house.get("buyer", "record", "one")
