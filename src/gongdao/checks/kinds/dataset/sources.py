"""Rows held against the pages they were collected from, as those pages were pinned at agreement."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from gongdao.checks.capture.pinned import Pinned, find_pinned, key_of

PAGE_BYTES = 8 << 20
PAGES = 5_000
TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "application/json")
_SPACE = re.compile(r"\s+")
_UNSEEN = {"script", "style", "template", "noscript", "head"}


class Pages(NamedTuple):
    """The visible text of each pinned page by its path, folded for searching."""

    texts: dict[str, str]
    captured: bool = False
    """Whether the paths are addresses, as those of a captured site."""

    def has(self, value: str, page: str | None) -> bool:
        """Whether `value` stands on a page, or on the page named."""
        wanted = folded(value)
        if page is not None:
            return any(wanted in text for path, text in self.texts.items() if self._is(path, page))
        return any(wanted in text for text in self.texts.values())

    def _is(self, path: str, page: str) -> bool:
        """An address means the very page at it; a bare name means whichever page ends so."""
        if self.captured and page.lower().startswith(("http://", "https://")):
            return key_of(path) == key_of(page)
        return _is_page(path, page)


def read_pages(source: Path) -> Pages:
    """The text of every HTML or plain text file in a folder, or of one file.

    Pages of a captured address, and the data its scripts fetched, are known by their addresses.
    """
    captured = find_pinned(source)
    if isinstance(captured, Pinned):
        return Pages({address: _text_of(path) for address, path in _captured(source, captured)}, captured=True)
    if source.is_file():
        return Pages({source.name: _text_of(source)})
    found = [p for p in sorted(source.rglob("*")) if p.suffix.lower() in (".html", ".htm", ".xhtml", ".txt")]
    files = [p for p in found if p.is_file() and not p.is_symlink()]
    return Pages({p.relative_to(source).as_posix(): _text_of(p) for p in files[:PAGES]})


def _captured(source: Path, captured: Pinned) -> Iterator[tuple[str, Path]]:
    top = source.resolve()
    for address, file, kind in captured.files()[:PAGES]:
        path = (top / file).resolve()
        if kind in TEXTS and path.is_relative_to(top) and path.is_file():
            yield address, path


def folded(text: str) -> str:
    """Full-width and compatibility forms, case and white space made equal, so that only the words count."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text).casefold())


def drawn(count: int, wanted: int, seed: str) -> list[int]:
    """`wanted` positions of `count`, drawn by a hash of `seed`: nobody can foresee them, anybody can repeat them."""
    keyed = ((hashlib.sha256(f"{seed}/{position}".encode()).digest(), position) for position in range(count))
    return sorted(position for _, position in sorted(keyed)[:wanted])


def _is_page(path: str, named: str) -> bool:
    tail = named.split("?")[0].split("#")[0].rstrip("/")
    return bool(tail) and (
        path == tail or path.endswith("/" + tail.rpartition("/")[2]) or path == tail.rpartition("/")[2]
    )


def _text_of(path: Path) -> str:
    raw = path.read_bytes()[:PAGE_BYTES]
    text = ""
    for encoding in ("utf-8-sig", "gb18030", "latin-1"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if path.suffix.lower() in (".txt", ".json"):
        return folded(text)
    parser = _Visible()
    parser.feed(text)
    return folded("".join(parser.parts))


class _Visible(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        # Values kept in attributes are on the page too: prices in data attributes, pictures, addresses.
        self.parts += [f" {value} " for name, value in attributes if value and name in ("href", "src", "alt", "value")]

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
