"""The determination's page: one outcome whatever is looked at, every line cited, the trial the engine's own."""

import re
import xml.etree.ElementTree as ET

from msgspec.structs import replace

from gongdao.kernel.award import assessment_of
from gongdao.remedy import explore
from gongdao.services import states
from gongdao.web import remedies
from gongdao.web.show import money

from .conftest import BOTH, House, until_decided, until_end, with_finders


def looked_at(house: House, name: str, query: str) -> str:
    """The buyer's page with something asked of it."""
    return str(house.client("buyer").get(house.url("decision", name) + query).content.decode())


def part(page: str, pattern: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    assert found, pattern
    return re.sub(r"<[^>]+>", "", found[1])


@BOTH
def test_looking_at_another_remedy_leaves_the_outcome_as_it_is(house: House) -> None:
    house.walk(until_end, "one")
    plain = house.get("buyer", "decision", "one")
    other = looked_at(house, "one", "?option=cure")
    verdict = r'<p class="verdict">(.*?)</p>'
    assert part(plain, verdict) == part(other, verdict)
    assert "200.00" in part(other, verdict)
    assert remedies.name("cure", "zh-hans" if house.language == "zh" else "en") in part(
        other, r"<h2>([^<]*：?[^<]*)</h2>\n<div class=\"slip\""
    )
    assert '<div class="slip">' not in part(plain, r'(class="verdict".*?<tfoot)')
    assert "400.00" in part(other, r"<tfoot>(.*?)</tfoot>")


@BOTH
def test_every_line_names_its_article_and_rule_and_the_page_its_rule_set(house: House) -> None:
    house.walk(until_decided, "one")
    page = house.get("buyer", "decision", "one")
    lines = re.findall(r'<td class="small">(.*?)</td>', page)
    assert len(lines) == 3
    assert all(re.search(r"\S.* \[L\d\d\]$", line) for line in lines), lines
    assert "cn-2021" in page
    # in the order of the agreement, whatever the ids are
    titles = [r.title for r in house.order("one").agreement.requirements]  # type: ignore[union-attr]
    told = re.findall(r'<td class="long">(.*?)</td>', page[page.index('class="steps') :])
    assert [title in line for title, line in zip(titles, told, strict=False)] == [True] * 3


@BOTH
def test_the_trial_is_the_engines_what_if_with_every_remedy_and_every_way_to_divide(house: House) -> None:
    lang = "zh-hans" if house.language == "zh" else "en"
    house.walk(until_decided, "one")
    order = house.order("one")
    assessment = assessment_of(states.as_of(order.id, order.seq))
    moved = replace(assessment.findings["data"], delivered_bp=3_750)
    then = explore.what_if(assessment, "data", moved)
    page = looked_at(house, "one", "?item=data&share=37.5")
    rows = re.findall(
        r'<tr><th scope="row">([^<]*)</th><td class="num">(.*?)</td><td class="num">(.*?)</td></tr>', page
    )
    shown = {name: then_sum for name, _, then_sum in rows}
    for option in then.options:
        assert shown[remedies.name(option.id, lang)] == money(option.due, "CNY", lang)  # type: ignore[arg-type]
    assert len(rows) == len(then.options) + len(then.range) - 1
    assert money(then.range["equal"], "CNY", lang) in shown.values()  # type: ignore[arg-type]


def test_an_accepted_item_cannot_be_supposed_otherwise(house: House) -> None:
    house.walk(until_decided, "one")
    page = looked_at(house, "one", "?item=template&share=10")
    assert 'value="template"' not in page
    assert 'value="data"' in page


def test_the_picture_is_named_and_told(house: House) -> None:
    house.walk(until_decided, "one")
    page = house.get("buyer", "decision", "one")
    svg = re.search(r'<svg [^>]*class="waterfall".*?</svg>', page, re.DOTALL)
    assert svg
    root = ET.fromstring(svg[0])
    named = {node.get("id"): "".join(node.itertext()) for node in root.iter() if node.get("id")}
    assert [bool(named[id]) for id in root.attrib["aria-labelledby"].split()] == [True, True]
    assert "¥200.00" in named["waterfall-title"]
    for r in house.order("one").agreement.requirements:  # type: ignore[union-attr]
        assert r.title in named["waterfall-desc"]


def test_one_finder_is_said_and_several_that_differ_are_shown_in_money(house: House) -> None:
    house.walk(until_decided, "one")
    assert "由一人认定，以他的认定为准" in house.get("buyer", "decision", "one")
    with_finders(house)
    order = house.order("panel")
    exhibits = [seq for seq, x in order.exhibits.items() if x.act.requirement == "data"]
    answers = {f"exhibits__{n}__exhibit": seq for n, seq in enumerate(exhibits)}
    answers |= {f"exhibits__{n}__weight": "considered" for n in range(len(exhibits))}
    answers |= {f"exhibits__{n}__text": "已核对" for n in range(len(exhibits))}
    for n, done in ((1, "0"), (2, "10"), (3, "40")):
        house.does(f"finder{n}", "panel", "find", requirement="changes", delivered_bp=done, reason="逐条核对过。")
        house.does(f"finder{n}", "panel", "find", requirement="data", delivered_bp="0", reason="清点过。", **answers)
    house.does("mediator", "panel", "find_cause", cause="seller", reason="未按约定完成")
    for side in ("buyer", "seller"):
        house.does(side, "panel", "waive_evidence")
    house.does("mediator", "panel", "determine")
    page = house.get("buyer", "decision", "panel")
    assert "每一项都取最低的，卖家应得 ¥200.00；都取最高的，¥240.00。本案取中位数。" in page
    assert "应付卖家 ¥210.00" in page
