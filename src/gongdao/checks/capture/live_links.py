"""What a page or a style sheet asks for: the addresses in it, as written, in order of appearance.

Read by one pass that never goes back, so that markup made to be slow to read costs no more than its length. What only
scripts ask for is not found here; the sandboxed rendering finds that (`live`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

ATTRIBUTES, VALUE_CHARACTERS, CANDIDATES = 100, 20_000, 30
_NAME = re.compile(r"[A-Za-z][^\s/>]{0,60}")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)))?""")
_QUOTED = re.compile(r"\s*=\s*[\"']")
_URL = re.compile(
    r"""url\(\s{0,50}(?:"([^"\n]{1,2000})"|'([^'\n]{1,2000})'|([^)"'\s]{1,2000}))\s{0,50}\)""", re.IGNORECASE
)
_IMPORT = re.compile(r"""@import\s{0,50}(?:"([^"\n]{1,2000})"|'([^'\n]{1,2000})')""", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s{0,20}=\s{0,20}["']?\s{0,20}([A-Za-z0-9_\-]{1,40})""", re.IGNORECASE)
_CLOSE = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style", "textarea", "title", "xmp")}
_NEEDED = {
    "script": ("src",), "img": ("src", "data-src", "data-original"), "source": ("src",), "iframe": ("src",),
    "frame": ("src",), "embed": ("src",), "object": ("data",), "input": ("src",), "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"), "video": ("poster", "src"), "audio": ("src",), "track": ("src",),
    "body": ("background",), "table": ("background",), "td": ("background",),
}  # fmt: skip
_RELATIONS = ("stylesheet", "icon", "preload", "modulepreload", "apple-touch-icon", "manifest", "prefetch")


class Asked(NamedTuple):
    """What a document asks for: `needs` to be shown, and `pages` it leads to; `base` is its own `<base href>`."""

    base: str
    needs: tuple[str, ...]
    pages: tuple[str, ...]


def text_of(body: bytes, content_type: str) -> str:
    """A document's text by the charset its header or its first bytes name, else UTF-8. Never raises."""
    named = _CHARSET.search(content_type.encode("ascii", "ignore")) or _CHARSET.search(body[:4096])
    try:
        return body.decode(named.group(1).decode("ascii") if named else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def in_page(markup: str) -> Asked:
    """What an HTML page asks for and leads to."""
    base, needs, pages = "", dict[str, None](), dict[str, None]()
    for tag, given, inside in _tags(markup):
        if tag == "base" and not base:
            base = given.get("href", "").strip()
        elif tag in ("a", "area") and given.get("href"):
            pages[given["href"].strip()] = None
        elif tag == "link" and not set(_RELATIONS).isdisjoint(given.get("rel", "").lower().split()):
            needs[given.get("href", "").strip()] = None
        for name in _NEEDED.get(tag, ()):
            if given.get(name):
                needs[given[name].strip()] = None
        for name in ("srcset", "imagesrcset", "data-srcset"):
            needs.update(dict.fromkeys(_candidates(" ".join(given.get(name, "").split()))))
        if "style" in given:
            needs.update(dict.fromkeys(in_style(given["style"])))
        if tag == "style":
            needs.update(dict.fromkeys(in_style(inside)))
    return Asked(base, tuple(n for n in needs if _outside(n)), tuple(p for p in pages if _outside(p)))


def in_style(style: str) -> tuple[str, ...]:
    """What a style sheet, or a style attribute, asks for."""
    found = [next(g for g in m.groups() if g) for pattern in (_IMPORT, _URL) for m in pattern.finditer(style)]
    return tuple(dict.fromkeys(address.strip() for address in found if _outside(address.strip())))


def _outside(address: str) -> bool:
    return bool(address) and not address.lower().startswith(
        ("#", "data:", "javascript:", "mailto:", "tel:", "about:", "blob:")
    )


def _candidates(srcset: str) -> list[str]:
    """The addresses of a srcset: each ends at white space; a comma at its end says that no size follows."""
    found: list[str] = []
    rest = srcset.lstrip(" \t\r\n\f,")
    while rest and len(found) < CANDIDATES:
        word, _, after = rest.partition(" ")
        found.append(word.rstrip(","))
        rest = (after if word.endswith(",") else after.partition(",")[2]).lstrip(" \t\r\n\f,")
    return found


def _tags(markup: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """(name, attributes, raw text inside of script and style) of every opening tag.

    A comment or a quote that never ends swallows the rest, as in a browser; so nothing is ever looked at twice.
    """
    at = markup.find("<")
    while at >= 0:
        if markup.startswith("<!--", at):
            end = markup.find("-->", at + 4)
            at = markup.find("<", end) if end >= 0 else -1
            continue
        name = _NAME.match(markup, at + 1)
        if name is None:
            at = markup.find("<", at + 1)
            continue
        tag = name.group().lower()
        read = _attributes(markup, name.end())
        if read is None:
            return
        given, at = read
        inside = ""
        if tag in _CLOSE:
            close = _CLOSE[tag].search(markup, at)
            end = close.start() if close else len(markup)
            inside, at = markup[at:end], end
        yield tag, given, inside
        at = markup.find("<", at)


def _attributes(markup: str, at: int) -> tuple[dict[str, str], int] | None:
    """The attributes of a tag and where it ends; None if it never does."""
    given: dict[str, str] = {}
    while True:
        space = _SPACE.match(markup, at)
        at = space.end() if space else at
        if at >= len(markup):
            return None
        if markup[at] == ">":
            return given, at + 1
        found = _ATTRIBUTE.match(markup, at)
        if found is None:
            at += 1
            continue
        value = next((g for g in found.groups()[1:] if g is not None), None)
        at = found.end()
        if value is None and _QUOTED.match(markup, at):
            return None
        if len(given) < ATTRIBUTES:
            given.setdefault(found.group(1).lower(), unescape((value or "")[:VALUE_CHARACTERS]))
