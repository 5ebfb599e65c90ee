"""A post: Markdown or HTML with or without a head of fields (WordPress, static blogs, saved pages).

Takes title, author and date from the head of fields, from HTML meta, or from the first heading; the thread that the
post quotes becomes messages; the rest is what the author tells.
"""

import re

from ..passage import Passage
from ..stamps import Stamp, find
from . import frontmatter, markup, threads
from .document import Document

KIND = "post"

_TITLE = ("post_title", "title", "subject", "headline", "标题")
_AUTHOR = ("author", "post_author", "by", "writer", "作者")
_DATE = ("post_date", "date", "published", "created", "datetime", "pubdate", "日期", "时间")
_META_AUTHOR = ("author", "article:author", "dc.creator", "og:article:author")
_META_DATE = ("article:published_time", "date", "dc.date", "time", "pubdate")
_HTML = re.compile(
    r"<!doctype html|<html[\s>]|<(?:p|div|ul|ol|li|table|br|h[1-6]|article|span|a|blockquote)[\s>/]", re.I
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|[*+-] \S|> |\d+\. \S|```)", re.M)
_TOP_HEADING = re.compile(r"#{1,2}\s+(?P<words>.+?)\s*#*\s*")
_BYLINE = re.compile(
    r"(?:作者|发帖人|楼主|posted by|author|by)\s*[:：]\s*(?P<name>[^\n,，|]{1,40}?)"
    r"(?:\s{1,4}(?:发布|发表|发帖|时间|日期|posted|date|\d).*|\s*[|,，].*)?",
    re.I,
)
_DATELINE = re.compile(
    r"(?:发布(?:时间|于|日期)|发表于|时间|日期|posted(?: on)?|published(?: on)?|date)\s*[:：]?\s*(?P<rest>.{6,40})",
    re.I,
)


def sniff(source: str) -> float:
    """Fields at the head settle it; tags or Markdown marks make it likely."""
    if frontmatter.present(source):
        return 1.0
    sample = source[:40_000]
    tags = len(_HTML.findall(sample))
    if re.match(r"\s*(?:<!doctype html|<html)", sample, re.I):
        return 0.99
    if tags >= 3:
        return 0.86
    if _TOP_HEADING.match(sample.lstrip("\ufeff\r\n ")):
        return 0.9
    return 0.45 if tags or len(_MARKDOWN.findall(sample)) >= 2 else 0.0


def read(source: str) -> Document:
    """Reads the post. Raises ReadingError("front_matter_broken") as `frontmatter.read` does."""
    front = frontmatter.read(source) if frontmatter.present(source) else frontmatter.FrontMatter({}, 0)
    whole_page = bool(re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html)", source[front.body_at :], re.I))
    page = markup.read(source, front.body_at, keep_breaks=not whole_page)
    thread = threads.find(page.rows)
    told = [row for number, row in enumerate(page.rows) if number not in thread.rows]
    title = _first(front.fields, _TITLE) or page.heading or page.title or _heading(told)
    author = _first(front.fields, _AUTHOR) or _first(page.meta, _META_AUTHOR) or _byline(told)
    date, date_at = _date(_first(front.fields, _DATE) or _first(page.meta, _META_DATE) or _dateline(told))
    addresses = page.addresses
    for key in ("permalink", "url", "link", "guid", "canonical"):
        if key in front.fields:
            addresses = [*markup.bare(front.fields[key]), *addresses]
    return Document(
        KIND,
        title=title,
        author=author,
        date=date,
        date_at=date_at,
        entries=thread.entries,
        narrative=_runs(page.rows, thread.rows),
        addresses=tuple(addresses),
    )


def _runs(rows: list[markup.Row], taken: frozenset[int]) -> tuple[Passage, ...]:
    """The telling between and around the messages, each stretch as one passage."""
    runs: list[list[Passage]] = [[]]
    for number, row in enumerate(rows):
        if number in taken:
            if runs[-1]:
                runs.append([])
            continue
        runs[-1].append(_marked(row, rows[number - 1] if number else None))
    blocks = [Passage.join(run).strip() for run in runs if run]
    return tuple(block for block in blocks if block)


def _marked(row: markup.Row, above: markup.Row | None) -> Passage:
    """A line of telling; the first line of a list item gets its bullet, which stands for nothing in the source."""
    items = [element for element, tag in row.path if tag == "li"]
    if not items or not row.text or (above is not None and any(element == items[-1] for element, _ in above.path)):
        return row.text
    at = row.text.starts[0]
    return Passage.join([Passage("• ", (at, at), (at, at)), row.text.strip()], between="")


def _first(fields: dict[str, Passage], names: tuple[str, ...]) -> Passage | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _heading(rows: list[markup.Row]) -> Passage | None:
    """The first Markdown heading, if it opens the post."""
    for row in rows[:8]:
        text = row.text.strip()
        if not text:
            continue
        match = _TOP_HEADING.fullmatch(text.text)
        return text.cut(*match.span("words")) if match else None
    return None


def _byline(rows: list[markup.Row]) -> Passage | None:
    for row in rows[:12]:
        match = _BYLINE.fullmatch(row.text.strip().folded)
        if match:
            return row.text.strip().cut(*match.span("name"))
    return None


def _dateline(rows: list[markup.Row]) -> Passage | None:
    for row in rows[:12]:
        text = row.text.strip()
        match = _DATELINE.search(text.folded) if len(text) < 120 else None
        if match and find(match["rest"]):
            return text.cut(*match.span("rest"))
    return None


def _date(written: Passage | None) -> tuple[Stamp | None, Passage | None]:
    if written is None:
        return None, None
    found = find(written.folded)
    if found is None:
        return None, None
    stamp, start, end = found
    return stamp, written.cut(start, end).strip()
