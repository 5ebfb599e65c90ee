"""Agreements as long as they may be, and longer: written, shown, refused in words; and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from msgspec.structs import replace

from gongdao.cli import sample
from gongdao.kernel.acts import Offer, Statement
from gongdao.kernel.values import Agreement, OfferItem, Requirement
from gongdao.record import store
from gongdao.services.perform import Done, perform_all
from gongdao.web.forms.agreement import MAX_ITEMS, TICKED, as_form, editor, read, with_change
from gongdao.web.forms.decode import Fault
from gongdao.words.lookup import say
from gongdao.words.pages import FAULTS

from .conftest import NOW, House, until_disputed, until_draft, until_funded
from .test_forms import SHANGHAI

BESIDE = ("reference", "quotes", "weight", "effort", "capture")
"""What a browser sends for an item besides what a person filled in."""


def long(items: int) -> Agreement:
    """An agreement of so many items, every tenth of which needs the one before."""
    rows = tuple(
        Requirement(id=f"r{n}", title=f"第 {n} 项", price=100 + n, needs=(f"r{n - 1}",) if n % 10 == 9 else ())
        for n in range(items)
    )
    return replace(sample.agreement("zh"), requirements=rows)


def as_sent(agreement: Agreement) -> dict[str, list[str]]:
    """The form of an agreement as a browser sends it."""
    form = as_form(agreement)
    for n in range(len(agreement.requirements)):
        for name in BESIDE:
            form.setdefault(f"requirements.{n}.{name}", "")
    return dict(form.lists())


def test_as_many_items_as_an_agreement_holds_are_written_and_one_more_is_refused_in_words(house: House) -> None:
    buyer = house.client("buyer")
    order = re.search(r'name="order" value="(\w+)"', buyer.get(reverse("new_order")).content.decode())
    assert order
    head = {"order": [order.group(1)], "my_role": ["buyer"], "other": ["seller"]}
    one_more = buyer.post(reverse("new_order"), {**as_sent(long(MAX_ITEMS + 1)), **head, "do": ["save"]})
    html = one_more.content.decode()
    assert one_more.status_code == 422
    assert say(FAULTS, "too_many_items", "zh-hans", most=MAX_ITEMS, given=MAX_ITEMS + 1) in html
    assert f'value="第 {MAX_ITEMS} 项"' in html
    assert buyer.post(reverse("new_order"), {**as_sent(long(MAX_ITEMS)), **head, "do": ["save"]}).status_code == 302
    house.orders["long"] = order.group(1)
    assert house.order("long").agreement == replace(long(MAX_ITEMS), terms=sample.agreement("zh").terms)


def test_a_button_that_can_add_no_more_says_so(house: House) -> None:
    house.walk(until_draft, "one")
    sent = {**as_sent(long(MAX_ITEMS)), "do": ["add"]}
    answer = house.client("buyer").post(house.url("amend", "one"), sent)
    assert answer.status_code == 422
    assert say(FAULTS, "too_many_items", "zh-hans", most=MAX_ITEMS, given=MAX_ITEMS) in answer.content.decode()


def by_number(items: int, row: int, typed: str) -> QueryDict:
    form = as_form(long(items))
    form[f"requirements.{row}.needs_numbers"] = typed
    return form


def test_beyond_some_items_what_one_needs_is_named_by_number() -> None:
    few, many = as_form(long(TICKED)), as_form(long(TICKED + 1))
    assert all(row.others and not row.by_number for row in editor(few, [], "en").items)
    assert all(row.by_number and not row.others for row in editor(many, [], "en").items)
    assert editor(many, [], "en").items[9].needs == "9"
    changed = with_change(by_number(TICKED + 1, 0, " 3，12、12 "), "look")
    assert changed.getlist("requirements.0.needs") == ["r2", "r11"]
    # The numbers move with a row that goes; what they stand for does not.
    less = with_change(changed, "remove.2")
    assert less.getlist("requirements.0.needs") == ["r11"]
    assert editor(less, [], "en").items[0].needs == "11"
    none = with_change(by_number(TICKED + 1, 9, ""), "save")
    agreement = read(none, SHANGHAI)
    assert isinstance(agreement, Agreement)
    assert agreement.requirements[9].needs == ()


@pytest.mark.parametrize("typed", ["1", "0", "42", "第二项", "2, x", "²", "9" * 5000])
def test_numbers_that_name_no_other_item_stay_and_are_said(typed: str) -> None:
    form = with_change(by_number(TICKED + 1, 0, typed), "save")
    assert read(form, SHANGHAI) == [Fault("requirements.0.needs_numbers", "no_such_items")]
    shown = editor(form, [Fault("requirements.0.needs_numbers", "no_such_items")], "en").items[0]
    assert shown.needs == typed
    assert shown.faults["needs_numbers"]


@pytest.mark.parametrize("do", ["unpin.", "unpin.1", "unpin.x.y", "remove.", "remove.x", "capture.x", "add.1", "²"])
def test_a_button_nobody_drew_changes_nothing(house: House, do: str) -> None:
    house.walk(until_draft, "one")
    before = house.order("one").seq
    sent = {**as_sent(long(2)), "requirements.x.title": ["?"], "requirements.².id": ["?"], "do": [do]}
    assert house.client("buyer").post(house.url("amend", "one"), sent).status_code == 200
    assert house.order("one").seq == before


# -- a long record -----------------------------------------------------------------------------------------------------

SAID, OFFERED = 250, 45


@pytest.fixture
def talkative(house: House) -> House:
    """A dispute with hundreds of messages and dozens of offers."""
    walk = house.walk(until_disputed, "one")
    said = [(walk.cast.actor("buyer"), Statement(text=f"第 {n} 句。")) for n in range(SAID)]
    offer = Offer(covers=(OfferItem(requirement="data", sum=5_000),), lapses_at=NOW + timedelta(days=8), reason="x")
    offered = [(walk.cast.actor("seller"), offer)] * OFFERED
    assert isinstance(perform_all(walk.order_id, [*said, *offered], key="much", at=NOW), Done)
    return house


@pytest.fixture
def entries_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries each reading of the record brought."""
    counts: list[int] = []
    read = store.entries

    def counted(order_id: str, first: int = 1, last: int = store.NO_LIMIT) -> object:
        found = read(order_id, first, last)
        counts.append(len(found))
        return found

    monkeypatch.setattr(store, "entries", counted)
    return counts


@pytest.mark.parametrize("where", ["news", "overview", "money", "record"])
def test_a_page_that_shows_the_state_does_not_read_the_whole_record(
    talkative: House, entries_read: list[int], where: str
) -> None:
    talkative.get("operator", where, "one")
    entries_read.clear()
    talkative.get("operator", where, "one")
    assert sum(entries_read) < 100


def test_the_thread_is_shown_part_by_part_and_none_is_lost(talkative: House) -> None:
    shown: list[str] = []
    address = talkative.url("dispute", "one")
    while address:
        html = talkative.client("buyer").get(address).content.decode()
        said = re.findall(r"第 (\d+) 句。", html[html.index('id="thread"') :])
        assert len(said) <= 100
        shown = said + shown
        earlier = re.search(r'href="(\?before=\d+#thread)">更早的留言', html)
        address = talkative.url("dispute", "one") + earlier.group(1) if earlier else ""
    assert shown == [str(n) for n in range(SAID)]


def test_offers_are_shown_part_by_part_with_a_way_back(talkative: House) -> None:
    client, url = talkative.client("buyer"), talkative.url("settlement", "one")
    first = client.get(url).content.decode()
    assert len(re.findall(r'<section class="item" id="o\d+"', first)) == 20
    assert "更新的方案" not in first
    earlier = re.search(r'href="(\?before=\d+)">更早的方案', first)
    assert earlier
    second = client.get(url + earlier.group(1)).content.decode()
    later = re.search(r'href="(\?before=\d+)">更新的方案', second)
    assert later
    newest = re.findall(r'<section class="item" id="(o\d+)"', first)
    assert re.findall(r'<section class="item" id="(o\d+)"', client.get(url + later.group(1)).content.decode()) == newest


@pytest.mark.parametrize("where", ["record", "dispute", "settlement", "versions"])
@pytest.mark.parametrize("number", ["²", "-1", "x", "9" * 5000])
def test_a_place_in_a_list_that_is_no_number_is_no_page(house: House, where: str, number: str) -> None:
    house.walk(until_disputed, "one")
    answer = house.client("buyer").get(house.url(where, "one"), {"before": number, "from": number})
    assert answer.status_code == (200 if where == "versions" else 404)


def test_a_change_order_adds_no_more_than_an_agreement_holds(house: House) -> None:
    house.walk(until_funded, "one")
    before = house.order("one")
    sent = {f"adds.{n}.{field}": f"n{n}" for n in range(MAX_ITEMS) for field in ("id", "title")}
    sent |= {f"adds.{n}.price": "1" for n in range(MAX_ITEMS)} | {"reason": "再加这些。"}
    answer = house.act("seller", "one", "propose_change", **{k.replace(".", "__"): v for k, v in sent.items()})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert say(FAULTS, "too_many_items", "zh-hans", most=MAX_ITEMS, given=MAX_ITEMS + len(before.items)) in html
    assert "再加这些。" in html
    assert house.order("one") == before
