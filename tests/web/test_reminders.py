"""What is said in a dispute besides claims: reminders, dated and counted; accusations; the list of issues."""

import re
from html import unescape

from .conftest import BOTH, House, until_agreed, until_disputed, with_finders

SAID = {
    "zh": ("买家提醒过 3 次", "首次 2026年11月18日 11:00", "最近 2026年11月18日 11:00", "在首次交付之后"),
    "en": (
        "The buyer gave 3 reminders of this",
        "the first on 18 Nov 2026, 11:00",
        "the last on",
        "after the first delivery",
    ),
}


def slips(page: str) -> list[str]:
    """What the page says of reminders, as text."""
    found = re.findall(r'<div class="slip"><p>([^\n]*)</p>\n<details>', page)
    return [unescape(re.sub("<[^>]*>", "", text)) for text in found]


@BOTH
def test_the_item_says_how_often_it_was_reminded_of_to_both_sides_and_the_bench(house: House) -> None:
    house.walk(until_disputed, "one")
    for n in range(3):
        house.does("buyer", "one", "remind", requirement="changes", text=f"not only the template <b>{n}</b>")
    number = house.order("one").seq
    for part, page in (("buyer", "dispute"), ("seller", "dispute"), ("mediator", "bench"), ("seller", "agreement")):
        shown = house.get(part, page, "one")
        (told,) = slips(shown)
        expected = SAID[house.language]
        assert all(words in told for words in expected[:3]), told
        assert "not only the template &lt;b&gt;2&lt;/b&gt;" in shown
        assert "<b>2</b>" not in shown
        links = re.findall(rf'href="([^"]*/record\?before=\d+#e{number})"', shown)
        assert links, (part, page)
        record = house.client(part).get(links[0]).content.decode()
        assert f'id="e{number}"' in record


@BOTH
def test_before_and_after_the_delivery_are_told_apart(house: House) -> None:
    house.walk(until_agreed, "early")
    house.does("seller", "early", "remind", requirement="data", text="?")
    (told,) = slips(house.get("buyer", "agreement", "early"))
    assert ("还没有交付" if house.language == "zh" else "not been delivered yet") in told
    assert ("卖家提醒过 1 次" if house.language == "zh" else "The seller gave one reminder of this") in told
    house.walk(until_disputed, "late")
    house.does("buyer", "late", "remind", requirement="changes", text="!")
    (told,) = slips(house.get("seller", "dispute", "late"))
    assert ("在首次交付之后" if house.language == "zh" else "after the first delivery") in told


def test_a_reminder_is_in_the_thread_under_its_item_and_survives_the_erasure_of_its_words(house: House) -> None:
    house.walk(until_disputed, "one")
    house.does("buyer", "one", "remind", requirement="changes", text="我的电话一三八")
    seq = house.order("one").seq
    thread = house.get("seller", "dispute", "one").partition('id="thread"')[2]
    title = house.order("one").requirement("changes")
    assert title is not None
    assert re.search(rf"提醒</span> \d\. {re.escape(title.title)}", thread)
    house.does("operator", "one", "erase", entry=seq, reason="当事人申请")
    page = house.get("seller", "dispute", "one")
    assert "我的电话一三八" not in page
    assert "提醒过 1 次" in slips(page)[0]


def test_nobody_but_the_two_sides_is_offered_to_remind(house: House) -> None:
    house.walk(until_disputed, "one")
    assert house.url("act", "one", "remind") in house.get("buyer", "dispute", "one")
    assert house.url("act", "one", "remind") not in house.get("mediator", "bench", "one")
    assert house.act("mediator", "one", "remind", requirement="changes", text="x").status_code == 409
    assert house.act("buyer", "one", "remind", requirement="changes", text=" ").status_code == 422
    assert house.act("buyer", "one", "remind", requirement="nowhere", text="x").status_code == 409


@BOTH
def test_an_accusation_without_an_exhibit_is_marked_until_there_is_one(house: House) -> None:
    house.walk(until_disputed, "one")
    mark = "未附证据的指责</span>" if house.language == "zh" else "accusation without an exhibit</span>"
    house.does("seller", "one", "statement", text="?", label="accusation")
    assert house.get("buyer", "dispute", "one").count(mark) == 1
    exhibit = next(iter(house.order("one").exhibits))
    house.does("seller", "one", "statement", text="?", label="accusation", supported_by=exhibit)
    assert house.get("buyer", "dispute", "one").count(mark) == 1


def test_a_reason_that_names_entries_leads_to_them_and_to_no_others(house: House) -> None:
    house.walk(until_disputed, "one")
    house.does("buyer", "one", "remind", requirement="changes", text="不只是模板")
    seq = house.order("one").seq
    reason = f"已提醒（#{seq}），见#{seq}、#99999999 和 #0；<i>颜色 #{seq}a 不是条目</i>"
    house.does("mediator", "one", "find", requirement="changes", delivered_bp="0", reason=reason)
    page = house.get("mediator", "bench", "one")
    record = house.url("record", "one")
    assert page.count(f'<a href="{record}?before={seq + 1}#e{seq}">#{seq}</a>') == 2
    assert f"#99999999 和 #0；&lt;i&gt;颜色 #{seq}a 不是条目&lt;/i&gt;" in page


def listed(page: str) -> list[tuple[str, str]]:
    """The fields of the form by which the list is confirmed, as the page fills them."""
    form = re.search(r'action="[^"]*/confirm_issues".*?</form>', page, re.DOTALL)
    return re.findall(r'name="(requirements)" value="([^"]*)"', form[0]) if form else []


@BOTH
def test_both_sides_confirm_the_list_and_everyone_sees_how_far_they_are(house: House) -> None:
    zh = house.language == "zh"
    house.walk(until_disputed, "one")
    contested = house.order("one").contested
    waits = (
        ("买家尚未确认", "卖家尚未确认")
        if zh
        else ("not yet confirmed by the buyer", "not yet confirmed by the seller")
    )
    done = ("买家已确认", "卖家已确认") if zh else ("confirmed by the buyer", "confirmed by the seller")
    page = house.get("buyer", "dispute", "one")
    assert all(words in page for words in waits)
    fields = listed(page)
    assert [value for _, value in fields] == list(contested)
    house.does("buyer", "one", "confirm_issues", requirements=[v for _, v in fields], text="改没改，不是做没做")
    assert not listed(house.get("buyer", "dispute", "one"))
    bench = house.get("mediator", "bench", "one")
    assert done[0] in bench
    assert waits[1] in bench
    assert "改没改，不是做没做" in bench
    house.does(
        "seller", "one", "confirm_issues", requirements=[v for _, v in listed(house.get("seller", "dispute", "one"))]
    )
    for part, where in (("buyer", "dispute"), ("mediator", "bench")):
        page = house.get(part, where, "one")
        assert ("双方一致确认" if zh else "Both sides have confirmed") in page
        assert not any(words in page for words in waits)


def test_a_list_that_has_grown_meanwhile_is_not_confirmed_unread(house: House) -> None:
    house.walk(until_disputed, "one")
    contested = house.order("one").contested
    refused = house.act("buyer", "one", "confirm_issues", requirements=contested[:1])
    assert refused.status_code == 409
    assert "争点里少了一项" in refused.content.decode()
    page = refused.content.decode()
    assert [value for _, value in listed(page)] == list(contested)
    assert re.findall(r'name="requirements" value="([^"]*)" checked', page) == list(contested[:1])


@BOTH
def test_a_mediator_is_told_before_he_proposes_and_the_sides_when_he_did(house: House) -> None:
    with_finders(house)
    zh = house.language == "zh"
    before = "先弄清争的是什么" if zh else "Settle that before you propose anything"
    early = "双方还没有都确认争点" if zh else "the two sides had not both confirmed"
    assert before in house.get("mediator", "settlement", "panel")
    assert before not in house.get("buyer", "settlement", "panel")
    item = house.order("panel").contested[0]
    offer = {"covers__0__requirement": item, "covers__0__sum": "1", "covers__0__deliverable": "buyer"}
    more = {"lapses_at": "2026-11-20T15:00", "reason": "x"}
    house.does("mediator", "panel", "offer", **offer, **more)
    assert house.get("buyer", "settlement", "panel").count(early) == 1
    for side in ("buyer", "seller"):
        house.does(side, "panel", "confirm_issues", requirements=house.order("panel").contested)
    assert before not in house.get("mediator", "settlement", "panel")
    house.does("mediator", "panel", "offer", **offer, **more)
    assert house.get("seller", "settlement", "panel").count(early) == 1
