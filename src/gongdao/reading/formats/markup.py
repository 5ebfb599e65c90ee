"""HTML and loose Markdown into lines of plain text, every character with its place, every line with its elements.

Built on the standard library's parser, which reports where each piece begins; tags are dropped, entities resolved
(one resolved character stands for the whole entity), scripts and styles passed over. Nothing is fetched, nothing is
executed.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from ..passage import Passage
from .document import Address

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_SILENT = frozenset(("script", "style", "noscript", "template"))
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_MD_LINK = re.compile(
    r"(?P<bang>!?)\[(?P<label>[^\[\]\n]{0,300})\]\(\s*<?(?P<url>[^\s()<>]{1,2000})>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
_BARE = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'“”‘’，。；！？、）)\]】｝}]+", re.I)
_BOLD = re.compile(r"\*\*|__(?=\S)|(?<=\S)__")
BARE_URL = _BARE
_DEPTH_MAX = 200
_TAG_MAX = 8_000
_STAND_IN = "\ue000"


@dataclass(frozen=True)
class Row:
    """A line: its text, the elements it stands in from the outside in, and where tags fell inside it."""

    text: Passage
    path: tuple[tuple[int, str], ...]
    seams: tuple[int, ...] = ()


@dataclass
class Page:
    """A whole source taken apart."""

    rows: list[Row] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    title: Passage | None = None
    heading: Passage | None = None
    meta: dict[str, Passage] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, source: str, at: int, keep_breaks: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.page = Page()
        self._source = source
        self._base = at
        self._starts = [at]
        for match in re.finditer("\n", source[at:]):
            self._starts.append(at + match.end())
        self._keep_breaks = keep_breaks
        self._open: list[tuple[int, str]] = []
        self._count = 0
        self._silent = 0
        self._parts: list[Passage] = []
        self._seams: list[int] = []
        self._size = 0
        self._anchors: list[tuple[int, int, str, list[Passage], str]] = []
        self._image: int | None = None
        self._heading: tuple[str, list[Passage]] | None = None

    def run(self) -> Page:
        self.feed(_tamed(self._source[self._base :]))
        self.close()
        self._end_line()
        return self.page

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        here = self._here()
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS or tag == "br":
            self._end_line()
        else:
            self._seam()
        if tag not in _VOID and len(self._open) < _DEPTH_MAX:
            self._count += 1
            self._open.append((self._count, tag))
        places = _places(raw, here)
        if tag == "a" and self._anchors:
            self._close_anchor()
        if tag == "a" and "href" in places:
            start, end = places["href"]
            self._anchors.append((start, end, self._source[start:end], [], self._line_text()[-30:]))
        if tag == "img" and "src" in places:
            start, end = places["src"]
            self._image = len(self.page.addresses)
            self.page.addresses.append(
                Address(start, end, html.unescape(self._source[start:end]), "img", before=self._line_text()[-30:])
            )
        if tag == "meta" and "content" in places:
            name = dict(attrs).get("name") or dict(attrs).get("property") or ""
            start, end = places["content"]
            if name and start < end:
                self.page.meta.setdefault(name.lower(), Passage.of(self._source, start, end))
        if tag == "time" and "datetime" in places:
            self.page.meta.setdefault("time", Passage.of(self._source, *places["datetime"]))
        if tag in ("title", "h1"):
            self._heading = (tag, [])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag == "a" and self._anchors:
            self._close_anchor()
        if self._heading and tag == self._heading[0]:
            words = Passage.join(self._heading[1], between="").strip()
            if words and tag == "title":
                self.page.title = self.page.title or words
            elif words:
                self.page.heading = self.page.heading or words
            self._heading = None
        if tag in _BLOCKS:
            self._end_line()
        else:
            self._seam()
        names = [name for _, name in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if self._silent or any(name == "title" for _, name in self._open):
            self._note_heading(data)
            return
        here = self._here()
        at = 0
        for match in re.finditer(r"\r?\n|\r", data):
            self._add(Passage.of(self._source, here + at, here + match.start()))
            if self._keep_breaks or any(name == "pre" for _, name in self._open):
                self._end_line()
            elif self._parts:
                where = here + match.start()
                self._add(Passage(" ", range(where, where + 1), range(where + 1, where + 2)))
            at = match.end()
        self._add(Passage.of(self._source, here + at, here + len(data)))

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name}")

    def _entity(self, raw: str) -> None:
        here = self._here()
        end = here + len(raw)
        if self._source[end : end + 1] == ";":
            end += 1
        meant = html.unescape(self._source[here:end])
        if self._silent or not meant:
            return
        if meant == self._source[here:end]:
            self._add(Passage.of(self._source, here, end))
            return
        self._add(Passage(meant, [here] * len(meant), [end] * len(meant)))

    def _note_heading(self, data: str) -> None:
        if self._heading and self._heading[0] == "title" and not self._silent:
            here = self._here()
            self._heading[1].append(Passage.of(self._source, here, here + len(data)))

    def _add(self, part: Passage) -> None:
        if not part:
            return
        self._parts.append(part)
        self._size += len(part)
        for anchor in self._anchors:
            anchor[3].append(part)
        if self._heading:
            self._heading[1].append(part)

    def _line_text(self) -> str:
        return "".join(part.text for part in self._parts[-8:])

    def _seam(self) -> None:
        self._seams.append(self._size)

    def _close_anchor(self) -> None:
        start, end, raw, parts, before = self._anchors.pop()
        label = Passage.join(parts, between="").strip() if parts else None
        image, self._image = self._image, None
        wraps = image if image is not None and self.page.addresses[image].start > start else None
        self.page.addresses.append(Address(start, end, html.unescape(raw), "a", label or None, wraps, before))

    def _end_line(self) -> None:
        while self._anchors and not self._open:
            self._anchors.pop()
        if self._parts:
            text = Passage.join(self._parts, between="")
            if text.text.strip():
                self.page.rows.append(Row(text, tuple(self._open), tuple(self._seams)))
            elif self._keep_breaks:
                self.page.rows.append(Row(text.cut(0, 0), tuple(self._open)))
        elif self._keep_breaks and self.page.rows and self.page.rows[-1].text.text:
            end = self.page.rows[-1].text.ends[-1]
            self.page.rows.append(Row(Passage("", range(end, end), range(end, end)), tuple(self._open)))
        self._parts = []
        self._seams = []
        self._size = 0


def read(source: str, at: int = 0, keep_breaks: bool = True) -> Page:
    """Takes a source apart from an offset on.

    With `keep_breaks` a line end in the text is a line end (WordPress, Markdown); without, it is a space (HTML).
    """
    page = _Reader(source, at, keep_breaks).run()
    page.rows = [_without_markdown(row, page.addresses) for row in page.rows]
    known = {address.start for address in page.addresses}
    for row in page.rows:
        for address in bare(row.text):
            if address.start not in known:
                page.addresses.append(address)
    page.addresses = _ordered(page.addresses)
    return page


def bare(text: Passage) -> list[Address]:
    """The addresses that stand in running text."""
    found = []
    for match in _BARE.finditer(text.text):
        raw = match.group().rstrip(".,;:!?*_'…")
        if len(raw) < 8:
            continue
        start, end = text.place(match.start(), match.start() + len(raw))
        before = text.text[max(0, match.start() - 30) : match.start()]
        found.append(Address(start, end, html.unescape(raw), "text", before=before))
    return found


def _tamed(text: str) -> str:
    """The text with every `<` that opens no short, closed tag put out of action, length unchanged.

    The parser looks for a tag's end from each `<` to the end of the file, which a hostile file of open brackets
    turns into hours. What is shown is always cut from the source, so the stand-in is never seen.
    """
    last_comment = text.rfind("-->")
    out: list[str] = []
    at = 0
    while (here := text.find("<", at)) >= 0:
        out.append(text[at:here])
        close = text.find(">", here + 1, here + _TAG_MAX)
        if text.startswith("<!--", here):
            opens = here < last_comment
        else:
            opens = close >= 0 and text.count("<", here + 1, close) <= 3 and not text.startswith("<![", here)
        out.append("<" if opens else _STAND_IN)
        at = here + 1
    out.append(text[at:])
    return "".join(out)


def _without_markdown(row: Row, addresses: list[Address]) -> Row:
    text = row.text
    holes: list[tuple[int, int]] = []
    for match in _MD_LINK.finditer(text.text):
        start, end = text.place(*match.span("url"))
        label = text.cut(*match.span("label")).strip()
        tag = "img" if match["bang"] else "a"
        before = text.text[max(0, match.start() - 30) : match.start()]
        addresses.append(Address(start, end, match["url"], tag, label or None, before=before))
        inner = match.span("label") if not match["bang"] else (match.end(), match.end())
        holes += [(match.start(), inner[0]), (inner[1], match.end())]
    for match in _BOLD.finditer(text.text):
        if not any(a <= match.start() < b for a, b in holes):
            holes.append(match.span())
    if not holes:
        return row
    return Row(text.without(sorted(holes)), row.path)


def _ordered(addresses: list[Address]) -> list[Address]:
    """The addresses by place, their references to each other kept."""
    order = sorted(range(len(addresses)), key=lambda n: (addresses[n].start, addresses[n].end))
    place = {old: new for new, old in enumerate(order)}
    found = []
    for old in order:
        one = addresses[old]
        wraps = None if one.wraps is None else place[one.wraps]
        found.append(Address(one.start, one.end, one.url, one.tag, one.label, wraps, one.before))
    return found


def _places(raw: str, at: int) -> dict[str, tuple[int, int]]:
    """Where the value of each attribute of a start tag stands in the source."""
    name_end = re.match(r"<[^\s/>]+", raw)
    found: dict[str, tuple[int, int]] = {}
    for match in _ATTRIBUTE.finditer(raw, name_end.end() if name_end else 0):
        group = next((n for n in (2, 3, 4) if match[n] is not None), None)
        if group is not None:
            found.setdefault(match[1].lower(), (at + match.start(group), at + match.end(group)))
    return found
