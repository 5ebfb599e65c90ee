"""Reading agreed changes, and proposing them from a document people wrote."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.checks.kinds.changes import AssertionFault, parse, parse_line, propose_assertions
from gongdao.checks.kinds.changes.assertions import Kind
from gongdao.checks.kinds.changes.propose import DocumentFault


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('page / has section "Contact" before footer', ("section", "/", "Contact", "", "before", "footer")),
        ('page shop.html no text "Coming soon"', ("no_text", "shop.html", "Coming soon", "", "", "")),
        ("logo is file new.svg", ("logo", "/", "", "new.svg", "", "")),
        ('link "Order" leads to order.html', ("link", "/", "Order", "order.html", "", "")),
        ('color of "Order" is #B34', ("colour", "/", "Order", "#bb3344", "", "")),
        ('background of "Order" is rgb(1, 2, 300)', ("background", "/", "Order", "#0102ff", "", "")),
        ('text "A" is "B"', ("retext", "/", "A", "B", "", "")),
        ('"Prices" before section "Contact"', ("order", "/", "Prices", "", "before", "Contact")),
        ("count of pictures at least 6", ("count", "/", "pictures", "6", "", "")),
        ("页面 / 有栏目“联系我们” 在 页脚 之前", ("section", "/", "联系我们", "", "before", "footer")),
        ("没有文字“敬请期待”。", ("no_text", "/", "敬请期待", "", "", "")),
        ("“订购”的颜色为 #b3402a", ("colour", "/", "订购", "#b3402a", "", "")),
        ("图片数量 ≥ 6", ("count", "/", "pictures", "6", "", "")),
        ("链接“订购”指向 order.html", ("link", "/", "订购", "order.html", "", "")),
        ("“价格”在“联系我们”之前", ("order", "/", "价格", "", "before", "联系我们")),
    ],
)
def test_each_form_is_read(line: str, expected: tuple[str, ...]) -> None:
    a = parse_line(line)
    assert (a.kind, a.page, a.object, a.value, a.relation, a.anchor) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('page / after click on "Menu" shows text "Contact"', ("/", "Menu", "shows", "Contact")),
        ('after click on "Menu" shows "Contact".', ("/", "Menu", "shows", "Contact")),
        ('After clicking "Close", hides text "Welcome"', ("/", "Close", "hides", "Welcome")),
        ('after click on "Next" shows picture b.jpg', ("/", "Next", "pictures", "b.jpg")),
        ('page a.html after click on "Order" leads to /x', ("a.html", "Order", "leads", "/x")),
        ("页面 / 点击“菜单”后出现文字“联系我们”", ("/", "菜单", "shows", "联系我们")),
        ("点击“菜单”之后，应弹出“联系我们”。", ("/", "菜单", "shows", "联系我们")),
        ("点击“关闭”后文字“欢迎”消失", ("/", "关闭", "hides", "欢迎")),
        ("点击“关闭”后不再出现“欢迎”", ("/", "关闭", "hides", "欢迎")),
        ("点击“关闭”后“出现”消失", ("/", "关闭", "hides", "出现")),
        ("点击“打开”后出现“消失”", ("/", "打开", "shows", "消失")),
        ("点击“下一张”后换成图片 b.jpg", ("/", "下一张", "pictures", "b.jpg")),
        ("点击“订购”后跳转到 order.html", ("/", "订购", "leads", "order.html")),
    ],
)
def test_what_a_click_does_is_read(line: str, expected: tuple[str, ...]) -> None:
    a = parse_line(line)
    assert (a.kind, a.within, a.near) == ("click", "", "")
    assert (a.page, a.object, a.relation, a.value) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('in footer no text "Coming soon"', ("no_text", "footer", "", "Coming soon")),
        ('page / in section "Prices" colour of "Order" is #b3402a', ("colour", "Prices", "", "Order")),
        ('near "Opening hours" has text "Closed"', ("text", "", "Opening hours", "Closed")),
        ("页脚内没有文字“敬请期待”", ("no_text", "footer", "", "敬请期待")),
        ("栏目“价格”内“订购”的颜色为 #b3402a", ("colour", "价格", "", "订购")),
        ("“营业时间”附近有文字“周一休息”", ("text", "", "营业时间", "周一休息")),
        ('picture "hero.jpg" is replaced', ("replaced", "", "", "hero.jpg")),
        ("图片“hero.jpg”已更换", ("replaced", "", "", "hero.jpg")),
    ],
)
def test_a_part_of_the_page_is_read(line: str, expected: tuple[str, ...]) -> None:
    a = parse_line(line)
    assert (a.kind, a.within, a.near, a.object) == expected


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ('after click on Menu shows text "Contact"', "after click on"),
        ('after click on "Menu" makes "Contact" blink', "after click on"),
        ("点击菜单后出现文字“联系我们”", "点击"),
        # A section is not inside a footer, and what is pressed is not looked for in a part of the page.
        ('in footer has section "Contact"', "has section"),
        ('in footer after click on "Menu" shows text "Contact"', "after click on"),
    ],
)
def test_a_click_or_place_that_is_not_clear_is_refused_with_the_nearest_form(line: str, nearest: str) -> None:
    with pytest.raises(AssertionFault) as fault:
        parse_line(line, 7)
    assert (fault.value.code, fault.value.line) == ("not_an_assertion", 7)
    assert fault.value.expected.startswith(nearest)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_sentence_of_the_guide_is_read(language: str) -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / language / "checks.md"
    # The sentences are the longest of the guide's blocks.
    block = max(guide.read_text(encoding="utf-8").split("```")[1::2], key=len)
    sentences = parse(block)
    assert len(sentences) == len(block.strip().splitlines()) >= 20
    assert {a.kind for a in sentences} == set(get_args(Kind))


def test_more_clicks_than_can_be_tried_are_refused() -> None:
    lines = [f'after click on "{n}" shows text "a"' for n in range(30)]
    again = 'after click on "7" hides text "b"'
    assert len(parse("\n".join([*lines, again]))) == 31
    with pytest.raises(AssertionFault) as fault:
        parse("\n".join([*lines, again, 'after click on "30" shows text "a"']))
    assert (fault.value.code, fault.value.line, fault.value.expected) == ("too_many_clicks", 32, "30")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("点击“菜单”按钮，应弹出导航，里面有“联系我们”", 'after click on "菜单" shows text "联系我们"'),
        ("当用户点击“登录”时，显示“请输入密码”", 'after click on "登录" shows text "请输入密码"'),
        ("点击“关闭”后“公告”要消失", 'after click on "关闭" hides text "公告"'),
        ("点“订购”跳转到 order.html", 'after click on "订购" leads to order.html'),
        ("点击“下一张”要切换到图片 b.jpg", 'after click on "下一张" shows picture b.jpg'),
        ("把图片“hero.jpg”换掉", 'picture "hero.jpg" is replaced'),
        ('When a visitor clicks on "Menu", the text "Contact" appears', 'after click on "Menu" shows text "Contact"'),
        ('Clicking "Order" goes to order.html', 'after click on "Order" leads to order.html'),
        ('After clicking "Next" it shows picture tea-2.jpg', 'after click on "Next" shows picture tea-2.jpg'),
        ('On click on "Close" the notice "Moving" disappears', 'after click on "Close" hides text "Moving"'),
        ("Replace the image hero.jpg by another", 'picture "hero.jpg" is replaced'),
        # What must not happen, and what is only a wish, is left to people.
        ("点击“菜单”后不应出现“广告”", None),
        ('Clicking "Menu" must not show "Advertising"', None),
        ("点击率要达到“10%”", None),
        ("Clicking should feel nicer", None),
    ],
)
def test_sentences_about_clicks_are_proposed(line: str, sentence: str | None, tmp_path: Path) -> None:
    document = tmp_path / "changes.txt"
    document.write_text(line, encoding="utf-8")
    (proposal,) = propose_assertions(document)
    assert (proposal.assertion.source if proposal.assertion else None) == sentence


def test_what_cannot_be_read_is_refused_with_its_line_and_the_nearest_form() -> None:
    with pytest.raises(AssertionFault) as fault:
        parse('# agreed\n\nno text "x"\nlink "Order" goes to order.html\n')
    assert (fault.value.code, fault.value.line) == ("not_an_assertion", 4)
    assert "leads to" in fault.value.expected


def test_nothing_agreed_is_not_an_empty_success() -> None:
    with pytest.raises(AssertionFault, match="no_assertions"):
        parse("# only a comment\n")


@given(st.text(max_size=80))
def test_any_line_is_read_or_refused(line: str) -> None:
    try:
        told = parse_line(line).kind
    except AssertionFault as fault:
        told = fault.expected
    assert told


DOCUMENT = """# Changes

1. Change the headline "Open daily" to "Closed on Mondays"
2. Please make it feel warmer
- Add a new section "Contact" before the footer
- 把“关于我们”改成“我们的故事”
- 删除底部的“版权所有”
* logo 换成 new-logo.svg
* The link "Order" should go to https://example.com/order
* Colour of "Buy" must be #ff0000
"""
EXPECTED = {
    3: 'text "Open daily" is "Closed on Mondays"',
    5: 'has section "Contact" before footer',
    6: 'text "关于我们" is "我们的故事"',
    7: 'no text "版权所有"',
    8: "logo is file new-logo.svg",
    9: 'link "Order" leads to https://example.com/order',
    10: 'colour of "Buy" is #ff0000',
}


def test_a_document_is_read_line_by_line_and_the_unclear_is_left_open(tmp_path: Path) -> None:
    document = tmp_path / "changes.md"
    document.write_text(DOCUMENT, encoding="utf-8")
    proposals = {p.line: p for p in propose_assertions(document)}
    assert {n: p.assertion.source for n, p in proposals.items() if p.assertion} == EXPECTED
    assert proposals[4].text == "Please make it feel warmer"
    assert proposals[4].assertion is None


def test_a_word_document_and_a_gbk_text_are_read_too(tmp_path: Path) -> None:
    import docx

    written = docx.Document()
    written.add_paragraph('Remove "Coming soon"')
    written.add_table(1, 1).cell(0, 0).text = "至少 6 张图片"
    written.save(str(tmp_path / "changes.docx"))
    sources = [p.assertion.source for p in propose_assertions(tmp_path / "changes.docx") if p.assertion]
    assert sources == ['no text "Coming soon"', "count of pictures at least 6"]
    (tmp_path / "gbk.txt").write_bytes(
        "请把页面标题“欢迎光临小店”改成“云山茶舍欢迎您”，其余文字保持不变。".encode("gb18030")
    )
    (found,) = propose_assertions(tmp_path / "gbk.txt")
    assert found.assertion is not None
    assert found.assertion.value == "云山茶舍欢迎您"


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04 not really")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4")
    for name, code in (("x.docx", "not_a_document"), ("x.pdf", "unknown_kind")):
        with pytest.raises(DocumentFault) as fault:
            propose_assertions(tmp_path / name)
        assert fault.value.code == code
