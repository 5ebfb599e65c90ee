"""The founding case, read from the shared folder: everything the issue names, each with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gongdao.reading import Reading, order_from, read_file, to_draft

CASE = Path(__file__).resolve().parents[2] / ".." / "shared" / "cases" / "taobao-2012.md"

pytestmark = pytest.mark.skipif(not CASE.exists(), reason="the shared cases are not beside this checkout")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_file(CASE)


def sums(reading: Reading, minor: int, by: str) -> list[str]:
    return [a.kind for a in reading.amounts if a.minor == minor and a.by == by]


def test_every_item_is_its_place_in_the_source(reading: Reading, check_spans: Callable[[Reading, str], int]) -> None:
    assert check_spans(reading, CASE.read_bytes().decode()) > 250


def test_title_author_date(reading: Reading) -> None:
    assert reading.title is not None
    assert reading.title.text.startswith("淘宝-")
    assert reading.author is not None
    assert reading.author.text == "ChinaBUG"
    assert reading.date is not None
    assert reading.date.at == "2012-09-26T23:22:53"


def test_six_messages_oldest_first_with_role_and_minute(reading: Reading) -> None:
    assert reading.order.found == "newest_first"
    assert [(m.at, m.role) for m in reading.messages] == [
        ("2012-09-25T22:18", "buyer"),
        ("2012-09-26T13:31", "buyer"),
        ("2012-09-26T14:44", "seller"),
        ("2012-09-26T21:22", "buyer"),
        ("2012-09-26T22:31", "seller"),
        ("2012-09-26T22:35", "seller"),
    ]


def test_the_long_message_is_joined_to_its_continuation(reading: Reading) -> None:
    assert reading.messages[5].continues == "m5"
    assert reading.messages[4].continued_by == "m6"


def test_a_second_person_speaks_from_the_sellers_account(reading: Reading) -> None:
    named = next(p for p in reading.people if p.account is not None)
    assert (named.role, named.account) == ("seller", "p2")
    assert {m.person for m in reading.messages[4:]} == {named.id}


def test_the_mediator_is_known_though_she_does_not_write(reading: Reading) -> None:
    assert [p.messages for p in reading.people if p.role == "mediator"] == [0]


def test_presence_stands_beside_the_sellers_messages(reading: Reading) -> None:
    assert [bool(m.presence) for m in reading.messages] == [m.role == "seller" for m in reading.messages]


def test_three_requirements(reading: Reading) -> None:
    assert [(r.topic, r.by) for r in reading.requirements] == [
        ("imitation", "buyer"),
        ("changes", "buyer"),
        ("data", "buyer"),
    ]
    assert all(r.mentions for r in reading.requirements)


def test_deposit_200(reading: Reading) -> None:
    assert [(a.minor, a.by, a.currency) for a in reading.amounts if a.kind == "deposit"] == [(20_000, "seller", "CNY")]


def test_the_buyers_200_for_the_template_at_market_price(reading: Reading) -> None:
    one = next(a for a in reading.amounts if a.kind == "market_price")
    assert (one.minor, one.by, [c.requirement for c in one.covers]) == (20_000, "buyer", ["r1"])
    assert "offer" in one.also


def test_the_buyers_300_for_template_and_data(reading: Reading) -> None:
    offers = [a for a in reading.amounts if a.minor == 30_000 and a.by == "buyer"]
    assert len(offers) == 3
    assert all(a.kind == "offer" and [c.requirement for c in a.covers] == ["r1", "r3"] for a in offers)
    assert all(a.conditional for a in offers)


def test_the_mediators_300_and_350_and_the_sellers_400(reading: Reading) -> None:
    assert sums(reading, 30_000, "mediator") == ["proposal"]
    assert sums(reading, 35_000, "mediator") == ["proposal"]
    assert sums(reading, 40_000, "seller") == ["demand", "demand"]


def test_100_more_buys_the_data(reading: Reading) -> None:
    one = next(a for a in reading.amounts if a.minor == 10_000)
    assert (one.kind, one.by, [c.requirement for c in one.covers]) == ("item_price", "buyer", ["r3"])


def test_600_and_550_are_suppositions(reading: Reading) -> None:
    assert {(a.minor, a.kind) for a in reading.amounts if a.hypothetical} == {
        (60_000, "hypothetical"),
        (55_000, "hypothetical"),
    }
    assert len(reading.amounts) == 12


def test_the_screenshot_the_seller_showed_with_its_original(reading: Reading) -> None:
    link = next(x for x in reading.links if x.kind == "screenshot")
    assert "img08.taobaocdn.com" in link.url
    assert link.label is not None
    assert link.label.text == "查看原图"
    exhibit = next(e for e in reading.exhibits if e.kind == "screenshot")
    assert (exhibit.shown_by, exhibit.told_by, exhibit.presence) == ("seller", "buyer", "linked")
    assert exhibit.links[0] == link.id
    assert len(exhibit.links) == 3


def test_the_sellers_own_exhibit_states_the_requirements(reading: Reading) -> None:
    found = [a for a in reading.admissions if a.kind == "adversary_exhibit"]
    assert len(found) >= 3
    assert {(a.by, a.told_by) for a in found} == {("seller", "buyer")}
    assert all(a.speaks_to == ("r1", "r2", "r3") for a in found)


@pytest.mark.parametrize(
    ("code", "by", "told_by"),
    [
        ("more_money", "seller", "buyer"),
        ("early_confirmation", "seller", "buyer"),
        ("refusal", "buyer", "buyer"),
        ("work_continued", "seller", "buyer"),
        ("accusation", "seller", "seller"),
        ("counter_accusation", "buyer", "buyer"),
        ("ultimatum", "seller", "seller"),
        ("effort_appeal", "seller", "seller"),
        ("rule_appeal", "seller", "seller"),
        ("courtesy", "seller", "seller"),
        ("promise_request", "buyer", "buyer"),
        ("promise", "buyer", "buyer"),
        ("done_claim", "seller", "seller"),
        ("conditional_acceptance", "buyer", "buyer"),
    ],
)
def test_acts_of_speech(reading: Reading, code: str, by: str, told_by: str) -> None:
    assert any((x.code, x.by, x.told_by) == (code, by, told_by) for x in reading.labels)


def test_the_draft_order_keeps_unknown_prices_open(reading: Reading) -> None:
    order = order_from(reading)
    assert [r.price for r in order.requirements] == [None, None, None]
    assert [r.market for r in order.requirements] == [20_000, None, None]
    assert (order.deposit.kind, order.deposit.paid) == ("earnest", 20_000)
    assert (order.list_written_by, order.currency, order.price) == ("buyer", "CNY", None)
    assert {"price_missing", "market_one_sided", "deposit_inside_or_beside"} <= {
        c.code for c in order.needs_confirmation
    }


def test_the_kernel_takes_the_draft(reading: Reading) -> None:
    draft = to_draft(reading)
    assert [r.id for r in draft.agreement.requirements] == ["r1", "r2", "r3"]
    assert draft.agreement.requirements[0].quotes == (20_000,)
    assert (draft.buyer.id, draft.seller.id) == ("p1", "p2")
