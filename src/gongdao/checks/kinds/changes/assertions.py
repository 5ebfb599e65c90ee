"""Agreed changes as sentences both sides can read, one a line, and the parser that takes them.

    page / has section "Contact" before footer
    page shop.html no text "Coming soon"
    text "Open daily" is "Closed on Mondays"
    logo is file new-logo.svg
    link "Order" leads to order.html
    colour of "Order" is #b3402a
    background of "Order" is #ffffff
    size of "Welcome" is 32px
    font of "Welcome" is "Noto Serif"
    count of pictures at least 6
    "Prices" before "Contact"
    title is "Cloud Hill Tea"

Without `page` the entry page is meant. The same sentences are taken in Chinese (页面 / 有栏目“联系我们” 在 页脚 之前).
Nothing is guessed: a line that does not read as one of these is refused with its number and what was expected.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

Kind = Literal[
    "section", "text", "no_text", "retext", "logo", "picture", "link", "colour", "background", "size", "font", "count",
    "order", "title", "field",
]  # fmt: skip
COUNTED = {
    "pictures": "pictures", "picture": "pictures", "图片": "pictures",
    "links": "links", "link": "links", "链接": "links",
    "sections": "sections", "section": "sections", "栏目": "sections",
    "fields": "fields", "field": "fields", "输入框": "fields",
}  # fmt: skip


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """One agreed change. `object` is what is to be changed, `value` what it is to be; `page` "/" is the entry page.

    `relation` and `anchor` place it ("before", "footer"); `line` and `source` are as written.
    """

    kind: Kind
    page: str = "/"
    object: str = ""
    value: str = ""
    relation: str = ""
    anchor: str = ""
    line: int = 0
    source: str = ""


class AssertionFault(ValueError):  # noqa: N818
    """A line that is not an assertion: `code`, its number and text, and for a known beginning what was expected."""

    def __init__(self, code: str, line: int, source: str, expected: str = "") -> None:
        super().__init__(f"line {line}: {code}: {source!r}" + (f" (expected: {expected})" if expected else ""))
        self.code, self.line, self.source, self.expected = code, line, source, expected


_Q = r"""["“「『]([^"”」』]+)["”」』]"""
_COLOUR = r"(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|rgb\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\))"
_ANCHOR = rf"(?:section\s+|栏目\s*)?(?:{_Q}|(header|footer|页头|页脚))"
_WRITTEN: tuple[tuple[Kind, str, str], ...] = (
    ("section", 'has section "Contact" before footer', rf"has section {_Q}(?:\s+(before|after)\s+{_ANCHOR})?"),
    ("section", "有栏目“联系我们” 在 页脚 之前", rf"有栏目\s*{_Q}(?:\s*[，,]?\s*在?\s*{_ANCHOR}\s*(之前|之后))?"),
    ("no_text", 'no text "Coming soon"', rf"(?:has )?no text {_Q}"),
    ("no_text", "没有文字“敬请期待”", rf"没有文字\s*{_Q}"),
    ("text", 'has text "Open daily"', rf"has text {_Q}"),
    ("text", "有文字“每日营业”", rf"有文字\s*{_Q}"),
    ("retext", 'text "Open daily" is "Closed on Mondays"', rf"text {_Q} is {_Q}"),
    ("retext", "文字“每日营业”改为“周一休息”", rf"文字\s*{_Q}\s*(?:改为|改成|是)\s*{_Q}"),
    ("logo", "logo is file new-logo.svg", r"logo is file (\S+)"),
    ("logo", "标志为文件 new-logo.svg", r"(?:标志|logo)\s*(?:为|是|换成)\s*文件\s*(\S+)"),
    ("picture", 'picture "old.jpg" is file new.jpg', rf"picture {_Q} is file (\S+)"),
    ("picture", "图片“old.jpg”为文件 new.jpg", rf"图片\s*{_Q}\s*(?:为|是|换成)\s*文件\s*(\S+)"),
    ("link", 'link "Order" leads to order.html', rf"link {_Q} leads to (\S+)"),
    ("link", "链接“订购”指向 order.html", rf"链接\s*{_Q}\s*指向\s*(\S+)"),
    ("colour", 'colour of "Order" is #b3402a', rf"colou?r of {_Q} is {_COLOUR}"),
    ("colour", "“订购”的颜色为 #b3402a", rf"{_Q}\s*的(?:文字)?颜色\s*(?:为|是|改为)\s*{_COLOUR}"),
    ("background", 'background of "Order" is #ffffff', rf"background of {_Q} is {_COLOUR}"),
    ("background", "“订购”的背景为 #ffffff", rf"{_Q}\s*的背景(?:颜色|色)?\s*(?:为|是|改为)\s*{_COLOUR}"),
    ("size", 'size of "Welcome" is 32px', rf"size of {_Q} is (\d+(?:\.\d+)?)\s*px"),
    ("size", "“欢迎”的字号为 32px", rf"{_Q}\s*的字号\s*(?:为|是|改为)\s*(\d+(?:\.\d+)?)\s*px"),
    ("font", 'font of "Welcome" is "Noto Serif"', rf"font of {_Q} is {_Q}"),
    ("font", "“欢迎”的字体为“思源宋体”", rf"{_Q}\s*的字体\s*(?:为|是|改为)\s*{_Q}"),
    ("count", "count of pictures at least 6", rf"count of (?:{_Q}|(\w+)) (?:at least|>=|≥) ?(\d+)"),
    ("count", "图片数量 ≥ 6", rf"(?:{_Q}|(图片|链接|栏目|输入框))\s*(?:的)?数量\s*(?:至少|≥|>=)\s*(\d+)"),
    ("order", '"Prices" before "Contact"', rf"{_Q} (before|after) {_ANCHOR}"),
    ("order", "“价格”在“联系我们”之前", rf"{_Q}\s*在\s*{_ANCHOR}\s*(之前|之后)"),
    ("title", 'title is "Cloud Hill Tea"', rf"title is {_Q}"),
    ("title", "标题栏为“云山茶舍”", rf"标题栏\s*(?:为|是)\s*{_Q}"),
    ("field", 'has field "Email"', rf"has field {_Q}"),
    ("field", "有输入框“邮箱”", rf"有输入框\s*{_Q}"),
)
_FORMS = tuple((kind, example, re.compile(pattern, re.IGNORECASE)) for kind, example, pattern in _WRITTEN)
_PAGE = re.compile(r"""^(?:page|页面)\s+(\S+?)\s*[：:]?\s+(.*)$""", re.IGNORECASE)
_WORDS = {"之前": "before", "之后": "after", "页头": "header", "页脚": "footer"}
MAX_LINES = 500


def parse(text: str) -> tuple[Assertion, ...]:
    """All assertions of a text; empty lines and lines beginning with # are passed over. Raises AssertionFault."""
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise AssertionFault("too_many_lines", MAX_LINES + 1, "", str(MAX_LINES))
    found = [
        parse_line(line, number)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.strip().startswith("#")
    ]
    if not found:
        raise AssertionFault("no_assertions", 0, "", _FORMS[0][1])
    return tuple(found)


def parse_line(source: str, line: int = 0) -> Assertion:
    """One assertion. Raises AssertionFault with the nearest form that was expected."""
    rest, page = source.strip().rstrip(".。"), "/"
    if match := _PAGE.match(rest):
        page, rest = match.group(1), match.group(2)
    for kind, _, form in _FORMS:
        if match := form.fullmatch(rest):
            return _made(kind, [g for g in match.groups() if g is not None], page, line, source.strip())
    raise AssertionFault("not_an_assertion", line, source.strip(), _nearest(rest))


def _made(kind: Kind, parts: list[str], page: str, line: int, source: str) -> Assertion:
    parts = [_WORDS.get(p, p) for p in parts]
    base = {"page": page, "line": line, "source": source}
    if kind in ("section", "order"):
        if len(parts) == 1:
            return Assertion(kind=kind, object=parts[0], **base)  # type: ignore[arg-type]
        relation, anchor = (parts[1], parts[2]) if parts[1] in ("before", "after") else (parts[2], parts[1])
        return Assertion(kind=kind, object=parts[0], relation=relation.lower(), anchor=anchor, **base)  # type: ignore[arg-type]
    if kind in ("logo", "title"):
        return Assertion(kind=kind, value=parts[0], **base)  # type: ignore[arg-type]
    if kind in ("text", "no_text", "field"):
        return Assertion(kind=kind, object=parts[0], **base)  # type: ignore[arg-type]
    if kind == "count":
        counted = COUNTED.get(parts[0].lower(), f'"{parts[0]}"')
        return Assertion(kind=kind, object=counted, value=parts[1], **base)  # type: ignore[arg-type]
    value = rgb_hex(parts[1]) if kind in ("colour", "background") else parts[1]
    return Assertion(kind=kind, object=parts[0], value=value, **base)  # type: ignore[arg-type]


def rgb_hex(colour: str) -> str:
    """A colour as #rrggbb."""
    if colour.startswith("#"):
        digits = colour[1:].lower()
        return "#" + (digits if len(digits) == 6 else "".join(c * 2 for c in digits))
    r, g, b = (min(255, int(n)) for n in re.findall(r"\d+", colour))
    return f"#{r:02x}{g:02x}{b:02x}"


def _nearest(text: str) -> str:
    from rapidfuzz import fuzz, process

    bare = re.sub(_Q, '""', text)
    found = process.extractOne(bare, [example for _, example, _ in _FORMS], scorer=fuzz.partial_ratio)
    return str(found[0]) if found else _FORMS[0][1]
