"""Reading agreed changes, and proposing them from a document people wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.checks.kinds.changes import AssertionFault, parse, parse_line, propose_assertions
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
