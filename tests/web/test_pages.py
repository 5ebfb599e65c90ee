"""Every page in every stage for everyone: well formed, labelled, within the strict policy, and clear about whose turn
it is."""

from html.parser import HTMLParser

import pytest

from gongdao.services import queries
from gongdao.web.forms.fields import BUILDERS
from gongdao.web.page import seat_of
from gongdao.words import acts, turns
from gongdao.words.lookup import say

from .conftest import BOTH, STAGES, House, until_disputed, until_end, until_found, with_finders

TABS = (
    "overview", "agreement", "versions", "money", "work", "changes", "dispute", "settlement", "bench", "decision",
    "record", "people",
)  # fmt: skip
PARTS = ("buyer", "seller", "mediator", "operator")
LANG = {"zh": "zh-hans", "en": "en"}


class Reader(HTMLParser):
    """Collects what a page must not have: doubled ids, nameless fields, inline script or style, more than one h1."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.headings: list[int] = []
        self.in_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.labels.add(str(found.get("for")))
        if tag in ("input", "select", "textarea") and found.get("type") not in ("hidden", "submit"):
            self.fields.append(found)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if (tag == "script" and not found.get("src")) or tag == "style":
            self.inline.append(tag)
        self.inline += [name for name in found if name == "style" or name.startswith("on")]


def check(html: str, where: str) -> None:
    """What every page promises."""
    page = Reader()
    page.feed(html)
    assert len(page.ids) == len(set(page.ids)), (where, [i for i in page.ids if page.ids.count(i) > 1])
    nameless = [f for f in page.fields if f.get("id") not in page.labels and not f.get("aria-label")]
    assert not nameless, (where, nameless[:3])
    assert not page.inline, (where, page.inline)
    assert page.headings.count(1) == 1, where
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert all(after - before <= 2 for before, after in steps), (where, page.headings)
    assert "{" not in html.replace("content='{\"include", "").split("<body>")[1], where


def test_every_page_of_every_stage_keeps_its_promises(house: House) -> None:
    for name, stage in STAGES.items():
        house.walk(stage, name)
    with_finders(house)
    seen = 0
    for name in house.orders:
        for part in (*PARTS, "finder1"):
            for tab in TABS:
                response = house.client(part).get(house.url(tab, name))
                assert response.status_code in (200, 404), (part, tab, name)
                if response.status_code == 200:
                    seen += 1
                    check(response.content.decode(), f"{part} {tab} {name}")
    assert seen > 200


@pytest.mark.parametrize("house", ["en"], indirect=True)
def test_every_act_that_is_allowed_has_a_form_that_opens(house: House) -> None:
    for name, stage in STAGES.items():
        house.walk(stage, name)
    with_finders(house)
    opened: set[str] = set()
    for name, order_id in house.orders.items():
        for part in (*PARTS, "finder1"):
            me = seat_of(order_id, house.company.accounts[part])
            seen = queries.order_page(order_id, me) if me else None
            if not isinstance(seen, queries.Seen):
                continue
            for tag in set(seen.allowed) & set(BUILDERS):
                response = house.client(part).get(house.url("act", name, tag))
                if tag == "start" and response.status_code == 404:
                    continue  # not offered until the money is there
                assert response.status_code == 200, (part, tag, name)
                html = response.content.decode()
                assert say(acts.SAYS, tag, LANG[house.language]).split("\n")[0][:12] in html.replace("&#x27;", "'")
                check(html, f"form {tag} {name}")
                opened.add(tag)
    assert len(opened) >= 36


@BOTH
@pytest.mark.parametrize(
    ("stage", "part", "duty"),
    [("draft", "seller", "answer_proposal"), ("agreed", "buyer", "fund"), ("funded", "seller", "start"),
     ("delivered", "buyer", "inspect"), ("disputed", "seller", "evidence")],
)  # fmt: skip
def test_the_head_says_whose_turn_until_when_and_what_otherwise(house: House, stage: str, part: str, duty: str) -> None:
    house.walk(STAGES[stage], stage)
    html = house.get(part, "overview", stage)
    head = html[html.index('class="strip"') : html.index('class="tabs"')]
    lang = LANG[house.language]
    assert ("您" if lang == "zh-hans" else "You") in head
    assert say(turns.DUTIES, duty, lang) in head
    assert "<time datetime=" in head
    assert ("否则：" if lang == "zh-hans" else "Otherwise: ") in head
    assert "400.00" in head
    assert 'class="orders"' in house.client(part).get("/").content.decode()


def test_finders_do_not_read_each_other_until_all_are_in(house: House) -> None:
    with_finders(house)
    order = house.order("panel")
    exhibits = [seq for seq, x in order.exhibits.items() if x.act.requirement == "data"]
    answers = {f"exhibits__{n}__exhibit": seq for n, seq in enumerate(exhibits)}
    answers |= {f"exhibits__{n}__weight": "considered" for n in range(len(exhibits))}
    answers |= {f"exhibits__{n}__text": "已核对" for n in range(len(exhibits))}
    for n, done in ((1, "0"), (2, "10"), (3, "20")):
        for part in ("finder1", "finder2", "finder3"):
            seen = house.get(part, "bench", "panel")
            assert f"认定人{n}看到的理由" not in seen
        reason = f"认定人{n}看到的理由"
        house.does(f"finder{n}", "panel", "find", requirement="changes", delivered_bp=done, reason=reason)
        house.does(f"finder{n}", "panel", "find", requirement="data", delivered_bp=done, reason=reason, **answers)
        assert reason in house.get(f"finder{n}", "bench", "panel")
        assert reason not in house.get("buyer", "decision", "panel")
    house.does("mediator", "panel", "find_cause", cause="seller", reason="未按约定完成")
    for side in ("buyer", "seller"):
        house.does(side, "panel", "waive_evidence")
    house.does("mediator", "panel", "determine")
    told = house.get("buyer", "decision", "panel")
    assert all(f"认定人{n}看到的理由" in told for n in (1, 2, 3))
    assert "3 人：0%–20%" in told
    assert "¥220.00" in told


def test_an_appeal_is_found_again_by_a_panel(house: House) -> None:
    house.walk(until_found, "appealed")
    for side in ("buyer", "seller"):
        house.does(side, "appealed", "waive_evidence")
    house.does("mediator", "appealed", "determine")
    house.does("seller", "appealed", "appeal", ground="wrong_fact", requirements=["data"], reason="八件应当计入")
    assert "复议中" in house.get("buyer", "decision", "appealed")
    assert "指定认定人" in house.client("operator").get("/operator").content.decode()
    names = "finder1 finder2 finder3"
    house.does("operator", "appealed", "seat_finders", finders=names)
    assert house.order("appealed").panel == 1
    assert house.get("finder1", "bench", "appealed").count("对这一项作出认定") >= 1
    assert house.act("operator", "appealed", "seat_finders", finders="no-such").status_code == 422


def test_the_other_page_is_told_when_the_record_grows(house: House) -> None:
    house.walk(until_disputed, "one")
    url = house.url("news", "one")
    seq = house.order("one").seq
    assert "刷新" not in house.client("buyer").get(url, {"seq": seq}).content.decode()
    house.does("seller", "one", "statement", text="补充一句")
    assert "刷新" in house.client("buyer").get(url, {"seq": seq}).content.decode()
    assert house.client("buyer").get(url, {"seq": "x"}).status_code == 404


def test_the_operator_erases_words_and_the_record_keeps_its_place(house: House) -> None:
    house.walk(until_end, "one")
    house.does("buyer", "one", "statement", text="不该留下的电话号码")
    seq = house.order("one").seq
    assert "不该留下的电话号码" in house.get("seller", "record", "one")
    house.does("operator", "one", "erase", entry=seq, reason="当事人请求")
    for part in ("buyer", "seller", "operator"):
        record = house.get(part, "record", "one")
        assert "不该留下的电话号码" not in record
        assert "内容已删除" in record
    paid = next(iter(house.order("one").payments))
    money = house.act("operator", "one", "erase", entry=paid, reason="x")
    assert money.status_code == 409
    assert "不能删除" in money.content.decode()
