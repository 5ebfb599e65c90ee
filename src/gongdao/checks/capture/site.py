"""Find the site in a bundle, and answer the browser's requests from it.

Only plain files inside the bundle are served: no links that lead out, no folders, nothing by a name that climbs.
What needs a server of its own (PHP, a build step) is named as such, because "no page to show" is not "0 % alike".
"""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

import msgspec

from gongdao.checks.capture.pinned import Pinned, find_pinned
from gongdao.checks.shape import Reason

ORIGIN = "http://site.invalid"
"""The invented address a bundle is shown under (RFC 2606 keeps .invalid from ever existing)."""

MAX_FILES = 20_000
MAX_BODY = 64 * 1024 * 1024

_PAGES = (".html", ".htm", ".xhtml")
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".avif", ".pdf")
_SERVER = (".php", ".jsp", ".asp", ".aspx", ".cgi", ".erb", ".vue", ".jsx", ".tsx", ".svelte", ".pug", ".ejs")
_ENTRY = ("index.html", "index.htm", "index.xhtml", "default.html", "default.htm", "home.html")
_BUILT = ("dist", "build", "public", "out", "_site", "site", "www", "html", "htdocs", "docs", "static", "demo")
_SKIPPED = frozenset({"node_modules", "bower_components", ".git", ".svn", "__macosx"})
_VENDORED = frozenset({"vendor", "vendors", "plugins", "lib", "libs", "test", "tests", "coverage", "partials"})
_HREF = re.compile(rb"""\bhref\s*=\s*["']?([^"'#?\s>]+\.x?html?)\b""", re.IGNORECASE)
_SOURCES = re.compile(rb"""src\s*=\s*["']?\.?/?src/[^"'>]+\.(jsx|tsx|ts|vue|js)\b""")
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".wasm": "application/wasm",
    ".xhtml": "application/xhtml+xml",
    ".ico": "image/x-icon",
}


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Where a bundle's pages are: paths are relative to `folder`, "/"-separated, the entry first.

    `pin` is there for a captured site, which is shown under its own address. `lent` is for a delivery: the folder of a
    captured reference, whose copies of styles, scripts and fonts on other hosts answer here as well.
    """

    folder: Path
    root: str = ""
    pages: tuple[str, ...] = ()
    kind: str = "site"
    reason: Reason | None = None
    pin: Pinned | None = None
    lent: tuple[Path, Pinned] | None = None


def find_site(bundle: Path, *, pinned: bool = False) -> Site:
    """The pages of a folder or a single saved page; `reason` says why there is none to show.

    With `pinned`, an opened archive of a captured address is taken as what it is; without, as any folder.
    """
    pin = find_pinned(bundle) if pinned else None
    if isinstance(pin, Reason):
        return Site(folder=bundle, kind="none", reason=pin)
    if pin is not None and pin.pages:
        return Site(folder=bundle, root=pin.roots[0], pages=pin.pages, pin=pin)
    if bundle.is_file():
        return _single(bundle)
    if not bundle.is_dir():
        return Site(folder=bundle, kind="none", reason=Reason("bundle_absent", {"name": bundle.name}))
    files = _files(bundle)
    pages = [f for f in files if f.lower().endswith(_PAGES)]
    if not pages:
        return _without_page(bundle, files)
    entry = _entry(bundle, pages)
    root = str(PurePosixPath(entry).parent)
    root = "" if root == "." else root
    return Site(folder=bundle, root=root, pages=tuple(_in_order(bundle, root, entry, pages)))


def _single(bundle: Path) -> Site:
    suffix = bundle.suffix.lower()
    if suffix in _PAGES or suffix == ".svg":
        return Site(folder=bundle.parent, pages=(bundle.name,), kind="page")
    if suffix in _PICTURES:
        return Site(folder=bundle.parent, kind="picture", reason=Reason("picture_only", {"name": bundle.name}))
    code = "needs_server" if suffix in _SERVER else "no_page"
    return Site(folder=bundle.parent, kind="none", reason=Reason(code, {"names": [bundle.name]}))


def _files(bundle: Path) -> list[str]:
    found: list[str] = []
    stack = [bundle]
    while stack and len(found) < MAX_FILES:
        folder = stack.pop()
        try:
            children = sorted(folder.iterdir())
        except OSError:
            continue
        for path in children:
            if path.is_symlink():
                continue
            if path.is_dir():
                if path.name.lower() not in _SKIPPED and not path.name.startswith("."):
                    stack.append(path)
            elif path.is_file():
                found.append(path.relative_to(bundle).as_posix())
    return found


def _without_page(bundle: Path, files: list[str]) -> Site:
    served = [f for f in files if f.lower().endswith(_SERVER)]
    pictures = [f for f in files if f.lower().endswith(_PICTURES)]
    if served:
        return Site(folder=bundle, kind="none", reason=Reason("needs_server", {"names": served[:5]}))
    if pictures:
        return Site(folder=bundle, kind="picture", reason=Reason("picture_only", {"name": pictures[0]}))
    return Site(folder=bundle, kind="none", reason=Reason("no_page", {"names": sorted(files)[:5]}))


def _entry(bundle: Path, pages: list[str]) -> str:
    def rank(page: str) -> tuple[int, int, int, str]:
        path = PurePosixPath(page)
        folders = path.parts[:-1]
        is_entry = _ENTRY.index(path.name.lower()) if path.name.lower() in _ENTRY else len(_ENTRY)
        built = 0 if not folders or folders[0].lower() in _BUILT else 1
        if not folders and is_entry < len(_ENTRY) and _needs_build(bundle / page):
            built = 2
        vendored = any(part.lower() in _VENDORED for part in folders)
        return (is_entry == len(_ENTRY)) * 4 + vendored * 8 + built, len(folders), is_entry, page

    return min(pages, key=rank)


def _needs_build(page: Path) -> bool:
    """Whether an index page only loads sources that a build step would turn into a site."""
    try:
        return bool(_SOURCES.search(page.read_bytes()[:65536]))
    except OSError:
        return False


def _in_order(bundle: Path, root: str, entry: str, pages: list[str]) -> list[str]:
    """The entry, then what is reached by links from it in reading order, then the rest by depth and name."""
    known = {p for p in pages if not root or p.startswith(root + "/")}
    order, queue = [entry], [entry]
    while queue:
        page = queue.pop(0)
        try:
            markup = (bundle / page).read_bytes()[: 2 * 1024 * 1024]
        except OSError:
            continue
        for match in _HREF.finditer(markup):
            target = _resolve(page, match.group(1).decode("utf-8", "replace"))
            if target in known and target not in order:
                order.append(target)
                queue.append(target)
    rest = sorted(known - set(order), key=lambda p: (p.count("/"), p))
    return order + [p for p in rest if not any(x.lower() in _VENDORED for x in PurePosixPath(p).parts[:-1])]


def _resolve(page: str, target: str) -> str:
    target = unquote(target)
    if "://" in target or target.startswith("//"):
        return ""
    parts: list[str] = [] if target.startswith("/") else list(PurePosixPath(page).parts[:-1])
    for part in target.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def address(page: str) -> str:
    """The invented address of a page."""
    return f"{ORIGIN}/{quote(page)}"


def address_in(site: Site, page: str) -> str:
    """The address a page is shown under: invented, or where it was captured."""
    return site.pin.address(page) if site.pin is not None else address(page)


def path_of(url: str) -> str:
    """The path inside the bundle an address of ours means; "" for its root."""
    return _resolve("", unquote(urlsplit(url).path))


def answer(site: Site, url: str) -> tuple[str, bytes] | None:
    """(content type, body) for an address under ORIGIN, or None if the bundle has no such file.

    A path from the top (`/css/a.css`) is looked for in the bundle and then in the folder the site starts at, since
    that folder is what a web server would be pointed to.
    """
    if site.pin is not None:
        found = site.pin.find(url)
        path = _inside(site, found[0]) if found else None
        return None if found is None or path is None else (found[1] or content_type(path), path.read_bytes())
    wanted = path_of(url)
    for prefix in dict.fromkeys((site.root, "")) if site.root else ("",):
        inside = wanted if not prefix or wanted.startswith(prefix + "/") or wanted == prefix else f"{prefix}/{wanted}"
        path = _inside(site, inside.strip("/"))
        if path is not None:
            return content_type(path), path.read_bytes()
    return None


def lent_answer(site: Site, url: str) -> tuple[str, bytes] | None:
    """(content type, body) of what the reference's capture kept of another host, or None."""
    if site.lent is None:
        return None
    folder, pin = site.lent
    found = pin.lend(url)
    path = _inside(Site(folder=folder), found[0]) if found else None
    return None if found is None or path is None else (found[1] or content_type(path), path.read_bytes())


def content_type(path: Path) -> str:
    """What a web server would call a file of this name."""
    return _TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _inside(site: Site, name: str) -> Path | None:
    top = site.folder.resolve()
    candidates = [name] if name else []
    candidates += [f"{name}/{entry}".lstrip("/") for entry in ("index.html", "index.htm")]
    if name and "." not in PurePosixPath(name).name:
        candidates.append(f"{name}.html")
    for candidate in candidates:
        try:
            path = (top / candidate).resolve()
            if path.is_relative_to(top) and path.is_file() and path.stat().st_size <= MAX_BODY:
                return path
        except (OSError, ValueError):
            continue
    return None
