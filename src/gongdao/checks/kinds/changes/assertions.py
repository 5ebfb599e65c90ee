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
    picture "hero.jpg" is replaced
    after click on "Menu" shows text "Contact"
    after click on "Close" hides text "Welcome"
    after click on "Next" shows picture tea-2.jpg
    after click on "Order" leads to order.html
    in footer no text "Coming soon"
    in section "Prices" colour of "Order" is #b3402a
    near "Opening hours" has text "Closed on Mondays"

Without `page` the entry page is meant, and without `in` or `near` the whole of it. The same sentences are taken in
Chinese (页面 / 有栏目“联系我们” 在 页脚 之前).
Nothing is guessed: a line that does not read as one of these is refused with its number and what was expected.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

Kind = Literal[
    "section", "text", "no_text", "retext", "logo", "picture", "link", "colour", "background", "size", "font", "count",
    "order", "title", "field", "replaced", "click",
]  # fmt: skip
COUNTED = {
    "pictures": "pictures", "picture": "pictures", "图片": "pictures",
    "links": "links", "link": "links", "链接": "links",
    "sections": "sections", "section": "sections", "栏目": "sections",
    "fields": "fields", "field": "fields", "输入框": "fields",
}  # fmt: skip


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """One agreed change. `object` is what is to be changed, `value` what it is to be; `page` "/" is the entry page.

    `relation` and `anchor` place it ("before", "footer"). Of a click, `object` is what is pressed, `relation` its
    effect ("shows", "hides", "pictures", "leads") and `value` on what. `within` ("header", "footer" or the heading of a
    section) and `near` narrow it to a part of the page. `line` and `source` are as written.
    """

    kind: Kind
    page: str = "/"
    object: str = ""
    value: str = ""
    relation: str = ""
    anchor: str = ""
    within: str = ""
    near: str = ""
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
_PRESS = rf"after (?:a )?click(?:ing)? (?:on )?{_Q},? "
_PRESS_ZH = rf"点击\s*{_Q}\s*(?:之后|以后|后)\s*[，,]?\s*(?:页面)?(?:会|应|应当|应该)?"
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
    ("replaced", 'picture "hero.jpg" is replaced', rf"picture {_Q} is replaced"),
    ("replaced", "图片“hero.jpg”已更换", rf"图片\s*{_Q}\s*(?:已|要|应)?(?:更换|换掉|替换)"),
    ("click", 'after click on "Menu" shows text "Contact"', rf"{_PRESS}(?P<effect>shows) (?:text )?{_Q}"),
    ("click", 'after click on "Close" hides text "Welcome"', rf"{_PRESS}(?P<effect>hides) (?:text )?{_Q}"),
    ("click", 'after click on "Next" shows picture tea-2.jpg', rf"{_PRESS}shows (?P<effect>picture) (\S+)"),
    ("click", 'after click on "Order" leads to order.html', rf"{_PRESS}(?P<effect>leads) to (\S+)"),
    ("click", "点击“菜单”后出现文字“联系我们”", rf"{_PRESS_ZH}(?P<effect>出现|显示|弹出)(?:文字)?\s*{_Q}"),
    ("click", "点击“关闭”后文字“欢迎”消失", rf"{_PRESS_ZH}(?:文字)?\s*{_Q}\s*(?P<effect>消失)"),
    ("click", "点击“关闭”后不再出现文字“欢迎”", rf"{_PRESS_ZH}(?P<effect>不再出现|不再显示|隐藏)(?:文字)?\s*{_Q}"),
    ("click", "点击“下一张”后出现图片 tea-2.jpg", rf"{_PRESS_ZH}(?:出现|显示|换成)(?P<effect>图片)\s*(\S+)"),
    ("click", "点击“订购”后进入 order.html", rf"{_PRESS_ZH}(?P<effect>进入|打开|跳转到|跳到|前往)\s*(\S+)"),
)
_EFFECTS = {
    "shows": "shows", "出现": "shows", "显示": "shows", "弹出": "shows",
    "hides": "hides", "消失": "hides", "不再出现": "hides", "不再显示": "hides", "隐藏": "hides",
    "picture": "pictures", "图片": "pictures",
    "leads": "leads", "进入": "leads", "打开": "leads", "跳转到": "leads", "跳到": "leads", "前往": "leads",
}  # fmt: skip
NARROWED = ("text", "no_text", "retext", "link", "colour", "background", "size", "font", "count", "field", "picture")
"""Kinds that may be said of a part of the page."""

_PLACES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"in (?:section {_Q}|(header|footer))[:,]?\s+(.+)",
        rf"(?:栏目\s*{_Q}|(页头|页脚))\s*(?:内|中|里)\s*[：:，,]?\s*(.+)",
    )
)
_NEAR = tuple(
    re.compile(pattern, re.IGNORECASE) for pattern in (rf"near {_Q}[:,]?\s+(.+)", rf"{_Q}\s*附近\s*[：:，,]?\s*(.+)")
)
_FORMS = tuple((kind, example, re.compile(pattern, re.IGNORECASE)) for kind, example, pattern in _WRITTEN)
_PAGE = re.compile(r"""^(?:page|页面)\s+(\S+?)\s*[：:]?\s+(.*)$""", re.IGNORECASE)
_WORDS = {"之前": "before", "之后": "after", "页头": "header", "页脚": "footer"}
MAX_LINES = 500
MAX_CLICKS = 30
"""Different clicks in one list: each opens its page anew."""


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
    pressed: set[tuple[str, str]] = set()
    for one in found:
        pressed |= {(one.page, one.object)} if one.kind == "click" else set()
        if len(pressed) > MAX_CLICKS:
            raise AssertionFault("too_many_clicks", one.line, one.source, str(MAX_CLICKS))
    return tuple(found)


def parse_line(source: str, line: int = 0) -> Assertion:
    """One assertion. Raises AssertionFault with the nearest form that was expected."""
    rest = source.strip().rstrip(".。")
    whole = {"page": "/", "line": line, "source": source.strip()}
    if match := _PAGE.match(rest):
        whole["page"], rest = match.group(1), match.group(2)
    narrowed, rest = _narrowed(rest)
    for kind, _, form in _FORMS:
        match = form.fullmatch(rest)
        if match is not None and (not narrowed or kind in NARROWED):
            return _made(kind, match, {**whole, **narrowed})
    raise AssertionFault("not_an_assertion", line, source.strip(), _nearest(rest))


def _narrowed(text: str) -> tuple[dict[str, str], str]:
    """The part of the page a sentence begins with, if it begins with one, and the rest of it."""
    for place in _PLACES:
        if match := place.fullmatch(text):
            where = match[1] or _WORDS.get(match[2], match[2].lower())
            return {"within": where}, match[3]
    for near in _NEAR:
        if match := near.fullmatch(text):
            return {"near": match[1]}, match[2]
    return {}, text


def _made(kind: Kind, match: re.Match[str], base: dict[str, Any]) -> Assertion:
    if kind == "click":
        at = match.re.groupindex["effect"] - 1
        pressed, value = (part for n, part in enumerate(match.groups()) if n != at)
        return Assertion(kind=kind, object=pressed, relation=_EFFECTS[match["effect"].lower()], value=value, **base)
    parts = [_WORDS.get(part, part) for part in match.groups() if part is not None]
    if kind in ("section", "order"):
        if len(parts) == 1:
            return Assertion(kind=kind, object=parts[0], **base)
        relation, anchor = (parts[1], parts[2]) if parts[1] in ("before", "after") else (parts[2], parts[1])
        return Assertion(kind=kind, object=parts[0], relation=relation.lower(), anchor=anchor, **base)
    if kind in ("logo", "title"):
        return Assertion(kind=kind, value=parts[0], **base)
    if kind in ("text", "no_text", "field", "replaced"):
        return Assertion(kind=kind, object=parts[0], **base)
    if kind == "count":
        counted = COUNTED.get(parts[0].lower(), f'"{parts[0]}"')
        return Assertion(kind=kind, object=counted, value=parts[1], **base)
    value = rgb_hex(parts[1]) if kind in ("colour", "background") else parts[1]
    return Assertion(kind=kind, object=parts[0], value=value, **base)


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
