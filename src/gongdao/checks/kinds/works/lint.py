"""Reading a site without showing it: every link, anchor, picture, style and script that its pages point to.

Static and whole: also pages the browser was not asked to show are read. What only scripts would add is not seen here;
that is what the capture is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

PAGE_BYTES = 8 << 20
PAGES = 2_000
_ENDINGS = (".html", ".htm", ".xhtml")
_RESOURCE = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "track": ("src",),
}
_LINKED = {"stylesheet", "icon", "shortcut", "apple-touch-icon", "preload", "modulepreload", "manifest"}
_URL = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)|@import\s+(['"])([^'"]+)\3""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Broken(NamedTuple):
    """Something a page points to that is not there: `kind` is link, anchor or file."""

    kind: str
    page: str
    target: str
    text: str


class Form(NamedTuple):
    """A form as written: its fields' names, and whether it has something to send it by."""

    fields: tuple[str, ...]
    sends: bool


class Lint(NamedTuple):
    """What reading found: pages read, what is broken, the forms of each page, and the hosts pointed to."""

    pages: tuple[str, ...]
    broken: tuple[Broken, ...]
    forms: dict[str, tuple[Form, ...]]
    hosts: tuple[str, ...]
    cut: bool


def lint(folder: Path, root: str = "") -> Lint:
    """Read every page below `folder`; a path from the top (`/x`) is looked for in `root`, then in `folder`."""
    below = folder / root
    found = sorted(p for p in below.rglob("*") if p.suffix.lower() in _ENDINGS and p.is_file() and not p.is_symlink())
    kept = [p for p in found if not {"node_modules", ".git"} & set(p.relative_to(folder).parts)]
    pages = {p.relative_to(folder).as_posix(): _read(p) for p in kept[:PAGES]}
    broken: list[Broken] = []
    hosts: set[str] = set()
    for name, page in pages.items():
        base = _base(name, root, page.base)
        for target, text in page.links:
            broken += _link(folder, root, name, base, target, text, pages, hosts)
        for target in page.resources:
            broken += _resource(folder, root, name, base, target, hosts)
    for style in sorted(below.rglob("*.css")):
        name = style.relative_to(folder).as_posix()
        if style.is_file() and not style.is_symlink() and "node_modules" not in name:
            for target in _urls(style.read_text("utf-8", "replace")[:PAGE_BYTES]):
                broken += _resource(folder, root, name, name, target, hosts)
    forms = {name: tuple(page.forms) for name, page in pages.items() if page.forms}
    unique = tuple(dict.fromkeys(broken))
    return Lint(tuple(pages), unique, forms, tuple(sorted(hosts)), len(kept) > PAGES)


def _link(
    folder: Path, root: str, name: str, base: str, target: str, text: str, pages: dict[str, _Page], hosts: set[str]
) -> Iterator[Broken]:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        if parts.scheme in ("http", "https", ""):
            hosts.add(parts.netloc)
        return
    page = name
    if parts.path:
        found = _found(folder, root, base, parts.path)
        if found is None:
            yield Broken("link", name, target, text)
            return
        page = found
    anchor = unquote(parts.fragment)
    # "#" and "#top" are the page's top by the standard; "#/…" and "#!…" are routes of a script's own.
    if anchor and anchor.lower() != "top" and anchor[0] not in "/!" and page in pages and anchor not in pages[page].ids:
        yield Broken("anchor", name, target, text)


def _resource(folder: Path, root: str, name: str, base: str, target: str, hosts: set[str]) -> Iterator[Broken]:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        if parts.scheme in ("http", "https", ""):
            hosts.add(parts.netloc)
        return
    if parts.path and _found(folder, root, base, parts.path) is None:
        yield Broken("file", name, target, "")


def _found(folder: Path, root: str, base: str, path: str) -> str | None:
    """The file inside the bundle that `path`, seen from `base`, leads to; a folder leads to its index."""
    starts = [""] if not path.startswith("/") else list(dict.fromkeys((root, "")))
    for start in starts:
        wanted = _joined(base, path) if not path.startswith("/") else _joined(f"{start}/x" if start else "x", path[1:])
        if wanted is None:
            continue
        real = folder / wanted
        for candidate in (real, real / "index.html", real / "index.htm", real.with_name(real.name + ".html")):
            if candidate.is_file():
                return candidate.relative_to(folder).as_posix()
        if real.is_dir():
            return wanted
    return None


def _base(name: str, root: str, given: str) -> str:
    """What relative addresses of a page are seen from: itself, or what its `base` element says."""
    path = urlsplit(given).path
    if not path or urlsplit(given).netloc:
        return name
    seen = _joined(f"{root}/x" if root else "x", path[1:]) if path.startswith("/") else _joined(name, path)
    # A base that ends in a slash is a folder; what is seen from it lies inside.
    return f"{seen}/x".lstrip("/") if path.endswith("/") else (seen or name)


def _joined(base: str, path: str) -> str | None:
    """`path` seen from the file `base`; one that climbs above the top stays there, as browsers do."""
    parts = [] if path.startswith("/") else list(PurePosixPath(base).parts[:-1])
    for part in unquote(path).replace("\\", "/").split("/"):
        if "\0" in part:
            return None
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _urls(style: str) -> Iterator[str]:
    for found in _URL.finditer(_COMMENT.sub("", style)):
        target = (found[2] or found[4] or "").strip()
        if target and not target.startswith(("data:", "#")):
            yield target


def _read(path: Path) -> _Page:
    page = _Page()
    raw = path.read_bytes()[:PAGE_BYTES]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    page.feed(text)
    page.close()
    return page


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.ids: set[str] = set()
        self.links: list[tuple[str, str]] = []
        self.resources: list[str] = []
        self.forms: list[Form] = []
        self._link: tuple[str, list[str]] | None = None
        self._form: tuple[list[str], bool] | None = None
        self._style = False
        self._template = 0

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._template += tag == "template"
        self.ids.update(value for name, value in given.items() if name == "id" or (name == "name" and tag == "a"))
        if self._template:
            return
        self._style = tag == "style"
        if tag == "base":
            self.base = self.base or given.get("href", "")
        elif tag in ("a", "area") and given.get("href", "").strip():
            self._link = (given["href"].strip(), [])
            self.links.append((given["href"].strip(), given.get("aria-label", "")))
        elif tag == "link" and _LINKED & set(given.get("rel", "").lower().split()):
            self.resources.append(given.get("href", ""))
        elif tag == "form":
            self._form = ([], False)
        for name in _RESOURCE.get(tag, ()):
            self._resource(name, given.get(name, ""))
        self.resources.extend(_urls(given.get("style", "")))
        self._control(tag, given)

    def _resource(self, name: str, value: str) -> None:
        if name == "srcset":
            targets = [one.split()[0] for one in re.split(r",\s+", value) if one.split()]
        else:
            targets = [value.strip()]
        self.resources.extend(
            t for t in targets if t and not t.startswith(("data:", "blob:", "about:", "javascript:", "#"))
        )

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if self._form is None:
            return
        names, sends = self._form
        kind = given.get("type", "submit" if tag == "button" else "text").lower()
        if tag in ("button", "input") and kind in ("submit", "image"):
            sends = True
        elif tag in ("input", "select", "textarea") and kind not in ("hidden", "button", "reset"):
            names.append(given.get("name") or given.get("id", ""))
        self._form = (names, sends)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template" and self._template:
            self._template -= 1
        elif tag == "form" and self._form is not None:
            self.forms.append(Form(tuple(self._form[0]), self._form[1]))
            self._form = None
        elif tag == "a" and self._link is not None:
            target, text = self._link
            said = " ".join("".join(text).split())[:80]
            if said and self.links and self.links[-1][0] == target:
                self.links[-1] = (target, said)
            self._link = None
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self.resources.extend(_urls(data))
        if self._link is not None:
            self._link[1].append(data)

    def close(self) -> None:
        super().close()
        if self._form is not None:
            self.forms.append(Form(tuple(self._form[0]), self._form[1]))
