"""Read a change document (docx, md, txt) and propose assertions for a person to confirm.

Only wordings that can be read one way become proposals; every other line is handed back without one, so that nobody
mistakes silence for "nothing was asked here". Nothing proposed is agreed until people say so.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import msgspec
from charset_normalizer import from_bytes

from gongdao.checks.kinds.changes.assertions import Assertion, AssertionFault, parse_line

MAX_BYTES = 8 * 1024 * 1024
MAX_INFLATED = 64 * 1024 * 1024
MAX_LINE = 600
"""Characters of a line that is still read for a wording; nobody writes one change in more."""


class Proposal(msgspec.Struct, frozen=True):
    """One line of the document: its number, its words, and the assertion proposed for it, if it could be read."""

    line: int
    text: str
    assertion: Assertion | None = None


class DocumentFault(ValueError):  # noqa: N818
    """The document could not be read: `code` is too_large, not_a_document or unknown_kind."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_Q = r"""["“「『]([^"”」』]+)["”」』]"""
_FILE = r"[`\"“]?([\w./-]+\.(?:svg|png|jpe?g|webp|gif))"
_TARGET = r"((?:https?://|/|\w[\w-]*\.html?)[^\s，。<>]*)"
_PRESSED = r"(?:click|tap|press)(?:s|ed|ing)?(?: on)?"
_CLICK = (
    rf"(?:when (?:\w+ ){{0,3}}{_PRESSED}|(?:after|on|upon) (?:a )?{_PRESSED}|(?:click|tap|press)(?:ing)?(?: on)?) "
    rf"(?:the )?{_Q}"
)
_CLICK_ZH = rf"(?:点击|单击|点开|点|按下|按)\s*{_Q}\s*(?:按钮|链接|图标|菜单)?\s*(?:之后|以后|后|时|，|,)?"
# What is said to happen; a sentence that says something must not is left to people.
_SO = r"(?:(?!\bnot\b|n't\b|\bnever\b|\bnothing\b|\bno\b).)*?"
_SO_ZH = r"[^不没无]*?"
_SHOWN = r"\b(?:shows?|opens?|displays?|reveals?|brings? up|appears?)\b"
_GONE = r"\b(?:disappears?|is hidden|vanish(?:es)?|closes?|goes away)\b"
_LED = r"\b(?:leads?|goes?|takes?|navigates?|jumps?)\b"
_CLICKS = (
    (rf"{_CLICK}{_SO}{_LED}{_SO}\bto\s+<?{_TARGET}", 'after click on "{0}" leads to {1}'),
    (rf"{_CLICK}{_SO}\bopens?\s+(?:the page\s+)?<?{_TARGET}", 'after click on "{0}" leads to {1}'),
    (rf"{_CLICK}{_SO}(?:{_SHOWN}|picture|image|photo)\s+(?:the\s+)?(?:(?:picture|image|photo)\s+)?{_FILE}",
     'after click on "{0}" shows picture {1}'),
    (rf"{_CLICK}{_SO}{_Q}{_SO}{_GONE}", 'after click on "{0}" hides text "{1}"'),
    (rf"{_CLICK}{_SO}\b(?:hides?|closes?|removes?)\b{_SO}{_Q}", 'after click on "{0}" hides text "{1}"'),
    (rf"{_CLICK}{_SO}{_SHOWN}{_SO}{_Q}", 'after click on "{0}" shows text "{1}"'),
    (rf"{_CLICK}{_SO}{_Q}{_SO}{_SHOWN}", 'after click on "{0}" shows text "{1}"'),
    (rf"{_CLICK_ZH}{_SO_ZH}(?:跳转到|跳到|进入|打开|前往|链接到|到)\s*{_TARGET}", 'after click on "{0}" leads to {1}'),
    (rf"{_CLICK_ZH}{_SO_ZH}(?:出现|显示|换成|切换到|展示)(?:图片|照片)?\s*{_FILE}",
     'after click on "{0}" shows picture {1}'),
    (rf"{_CLICK_ZH}{_SO_ZH}{_Q}\s*(?:应|要|会|应该)?(?:消失|隐藏|关闭|收起)", 'after click on "{0}" hides text "{1}"'),
    (rf"{_CLICK_ZH}{_SO_ZH}(?:隐藏|收起|关闭|不再出现|不再显示)[^不]*?{_Q}", 'after click on "{0}" hides text "{1}"'),
    (rf"{_CLICK_ZH}{_SO_ZH}(?:出现|弹出|显示|展开|看到)[^不]*?{_Q}", 'after click on "{0}" shows text "{1}"'),
)  # fmt: skip
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), template)
    for pattern, template in (
        *_CLICKS,
        (
            rf"(?:replace|change|swap)\s+(?:the\s+)?(?:picture|image|photo)\s+{_FILE}[`\"”]?\s*"
            r"(?:with|by) (?:another|a new)",
            'picture "{0}" is replaced',
        ),
        (rf"(?:把|将)?(?:图片|照片)\s*{_FILE}[`\"”]?\s*(?:换掉|更换|换一张|换成新的)", 'picture "{0}" is replaced'),
        (rf"(?:change|replace|reword)\b.*?{_Q}\s+(?:to|with|by|into)\s+{_Q}", 'text "{0}" is "{1}"'),
        (rf"(?:把|将)?\s*(?:文字|标题|文案)?\s*{_Q}\s*(?:改为|改成|换成|替换为)\s*{_Q}", 'text "{0}" is "{1}"'),
        (
            rf"add (?:a |the )?(?:new )?section\b.*?{_Q}.*?\b(before|above)\b.*?(footer)",
            'has section "{0}" before footer',
        ),
        (
            rf"add (?:a |the )?(?:new )?section\b.*?{_Q}.*?\b(?:before|above)\b.*?{_Q}",
            'has section "{0}" before section "{1}"',
        ),
        (
            rf"add (?:a |the )?(?:new )?section\b.*?{_Q}.*?\b(?:after|below|under)\b.*?{_Q}",
            'has section "{0}" after section "{1}"',
        ),
        (rf"add (?:a |the )?(?:new )?section\b.*?{_Q}", 'has section "{0}"'),
        (
            rf"在?\s*(?:页脚|底部)(?:前|之前|上方)\s*(?:增加|添加|新增).*?(?:栏目|版块|板块)?\s*{_Q}",
            'has section "{0}" before footer',
        ),
        (rf"(?:增加|添加|新增)(?:一个)?(?:栏目|版块|板块)\s*{_Q}", 'has section "{0}"'),
        (rf"(?:remove|delete|drop)\b.*?{_Q}", 'no text "{0}"'),
        (rf"(?:删除|去掉|删掉|移除)\D*?{_Q}", 'no text "{0}"'),
        (rf"logo\b.*?(?:to|with|is|by|use)\s+(?:file\s+)?{_FILE}", "logo is file {0}"),
        (rf"(?:logo|标志|商标)\D*?(?:换成|改为|改成|用|使用)\s*{_FILE}", "logo is file {0}"),
        (rf"(?:link|button)\b.*?{_Q}.*?(?:to|→|->)\s+<?{_TARGET}", 'link "{0}" leads to {1}'),
        (rf"{_Q}\s*(?:的)?(?:链接|按钮).*?(?:指向|改为|链到|跳转到)\s*{_TARGET}", 'link "{0}" leads to {1}'),
        (rf"(?:background)\b.*?{_Q}.*?(#[0-9a-f]{{6}}|#[0-9a-f]{{3}})\b", 'background of "{0}" is {1}'),
        (rf"{_Q}.*?背景.*?(#[0-9a-f]{{6}}|#[0-9a-f]{{3}})\b", 'background of "{0}" is {1}'),
        (rf"(?:colou?r|make|text)\b.*?{_Q}.*?(#[0-9a-f]{{6}}|#[0-9a-f]{{3}})\b", 'colour of "{0}" is {1}'),
        (rf"{_Q}.*?颜色.*?(#[0-9a-f]{{6}}|#[0-9a-f]{{3}})\b", 'colour of "{0}" is {1}'),
        (rf"{_Q}.*?(?:size|字号|font size).*?(\d+)\s*px", 'size of "{0}" is {1}px'),
        (r"at least (\d+) (pictures|images|photos)", "count of pictures at least {0}"),
        (r"(?:至少|不少于)\s*(\d+)\s*张(?:图片|照片)", "count of pictures at least {0}"),
        (rf"(?:add|show|insert)\b.*?(?:text|words|line|sentence)\b.*?{_Q}", 'has text "{0}"'),
        (rf"(?:增加|添加|加上)(?:文字|一句|文案)\s*{_Q}", 'has text "{0}"'),
    )
)
_BULLET = re.compile(r"^\s*(?:[-*+•·]|\d+[.)、．]|[（(]\d+[）)]|#+|\[[ x]\])\s*")
_PAGE = re.compile(r"(?:on|page|页面)\s+[`“\"]?(/?[\w/-]+\.html?)", re.IGNORECASE)


def propose_assertions(document: Path) -> tuple[Proposal, ...]:
    """One proposal per written line of the document. Raises DocumentFault if it cannot be read."""
    if document.stat().st_size > MAX_BYTES:
        raise DocumentFault("too_large")
    proposals = []
    for number, line in enumerate(_lines(document), 1):
        text = _BULLET.sub("", line).strip().replace("**", "")
        if text:
            proposals.append(Proposal(number, text, _propose(text, number)))
    return tuple(proposals)


def _lines(document: Path) -> list[str]:
    suffix = document.suffix.lower()
    if suffix == ".docx":
        return _docx_lines(document)
    if suffix not in (".md", ".txt", ".markdown", ""):
        raise DocumentFault("unknown_kind")
    best = from_bytes(document.read_bytes()).best()
    if best is None:
        raise DocumentFault("not_a_document")
    return str(best).splitlines()


def _docx_lines(document: Path) -> list[str]:
    import docx

    try:
        with zipfile.ZipFile(document) as archive:
            if sum(i.file_size for i in archive.infolist()) > MAX_INFLATED:
                raise DocumentFault("too_large")
        opened = docx.Document(str(document))
    except DocumentFault:
        raise
    except Exception as error:
        # python-docx and the XML parser below it raise many kinds of error for a file that is none.
        raise DocumentFault("not_a_document") from error
    lines = [paragraph.text for paragraph in opened.paragraphs]
    for table in opened.tables:
        lines += [" ".join(cell.text for cell in row.cells) for row in table.rows]
    return lines


def _propose(text: str, number: int) -> Assertion | None:
    try:
        return parse_line(text, number)
    except AssertionFault:
        pass
    if len(text) > MAX_LINE:
        return None
    for pattern, template in _RULES:
        match = pattern.search(text)
        if match is None:
            continue
        parts = [g.strip().rstrip(".。") for g in match.groups() if g is not None]
        page = _PAGE.search(text)
        sentence = template.format(*parts)
        try:
            return parse_line(f"page {page.group(1)} {sentence}" if page else sentence, number)
        except AssertionFault:
            return None
    return None
