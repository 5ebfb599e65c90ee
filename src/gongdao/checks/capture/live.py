"""Capture a public address as it is now: the page, what it needs, a few pages of the same site, as one archive.

What the markup asks for is fetched first. Then the sandboxed browser shows what was fetched, answered from it alone;
what its scripts asked for and did not get is fetched too, and it is shown again, up to three times. The browser never
touches the network: every byte comes through `live_fetch`, whose wall is `live_addresses`. What could not be had is
listed with its reason, because a reference with a hole in it must say so before anybody agrees to it.

The archive's bytes follow from what was fetched and the instant given, and from nothing else.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
import time
import unicodedata
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from gongdao.checks.capture.door import DEFAULT_WIDTHS, capture, capture_fault
from gongdao.checks.capture.facts import Capture, PageFacts
from gongdao.checks.capture.live_addresses import ADDRESS_CODES, SETTING, Reach
from gongdao.checks.capture.live_fetch import FETCH_CODES, MIB, Door, Fetched, fetch, readable
from gongdao.checks.capture.live_links import in_page, in_style, text_of
from gongdao.checks.capture.pinned import FORMAT, MANIFEST, Kept, Manifest, Missed, key_of
from gongdao.checks.shape import Reason

CODES = (
    *ADDRESS_CODES, *FETCH_CODES, "capture_off", "not_a_page", "not_a_get", "too_many_files", "too_many_bytes",
    "too_late",
)  # fmt: skip
"""Every reason why an address was not captured, or is not in the archive."""

AT_ONCE = 6
LISTED = 500
RENDER_LEAST_S, RENDER_START_S, RENDER_EACH_S = 8.0, 60.0, 10.0
NAME_BYTES = 500
DATED = (1980, 1, 1, 0, 0, 0)
_NO_PAGE = re.compile(
    r"\.(?:zip|gz|rar|7z|exe|apk|dmg|iso|pdf|docx?|xlsx?|pptx?|csv|jpe?g|png|gif|webp|svg|mp[34]|avi|mov|css|js|xml|json)$",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"[^\w.\-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_ENDINGS = {"text/css": ".css", "text/javascript": ".js", "application/javascript": ".js", "application/json": ".json"}


class Limits(NamedTuple):
    """How much one capture may take: bytes after unpacking, seconds for one address and for all of it.

    `rounds` is how often what a shown page lacks is fetched; with 0 nothing is shown.
    """

    pages: int = 8
    files: int = 600
    file_bytes: int = 16 * MIB
    total_bytes: int = 128 * MIB
    seconds: float = 20.0
    total_seconds: float = 300.0
    rounds: int = 3


class Taken(NamedTuple):
    """A captured address: the manifest in its archive, and the pages as the sandbox showed them at the end."""

    manifest: Manifest
    shown: tuple[PageFacts, ...] = ()


def archive_name(address: str, at: datetime) -> str:
    """What the archive of an address is called: its host and the instant."""
    host = urlsplit(address).hostname or "page"
    return f"{_fit(host)}-{at.astimezone(UTC):%Y%m%d-%H%M%S}.capture.zip"


def take(
    address: str,
    reach: Reach | None,
    archive: Path,
    *,
    at: datetime,
    limits: Limits | None = None,
    pictures: Path | None = None,
    door: Door | None = None,
) -> Taken | Reason:
    """Capture an address into the new file `archive`; the instant `at` is written into it.

    `reach` None means that captures are off. Pictures of the shown pages are left in `pictures`, where given. Answers
    the reason when the address itself cannot be had; whatever else is missing is in the manifest.
    """
    if reach is None:
        return Reason("capture_off", {"setting": SETTING})
    with tempfile.TemporaryDirectory(prefix="gongdao-live-") as desk:
        site, seen = Path(desk) / "site", Path(desk) / "seen"
        site.mkdir()
        work = _Taking(door or Door(reach), limits or Limits(), site)
        entry = work.begin(address)
        if isinstance(entry, Reason):
            return entry
        work.fetch_pending()
        work.fetch_pages()
        shown, browser, not_rendered = work.show(seen, address, at)
        manifest = work.manifest(address, at, browser, not_rendered)
        (site / MANIFEST).write_bytes(_encoded(manifest))
        _pack(site, archive)
        if pictures is not None and seen.is_dir():
            seen.rename(pictures)
    return Taken(manifest, shown)


class _Taking:
    """One capture under way: what is kept, what was missed, and what is still to be asked for, in order."""

    def __init__(self, door: Door, limits: Limits, folder: Path) -> None:
        self.door = door
        self.limits = limits
        self.folder = folder
        self.end = time.monotonic() + limits.total_seconds
        self.kept: dict[str, Kept] = {}
        self.missed: dict[str, Missed] = {}
        self.missed_more = 0
        self.same: dict[str, str] = {}
        self.pages: list[str] = []
        self.pending: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.left_out = 0
        self.total = 0
        self.tried = 0
        self._counting = threading.Lock()
        self._names: set[str] = set()
        self._host = ""

    # -- fetching ----------------------------------------------------------------------------------------------

    def begin(self, address: str) -> Kept | Reason:
        """Fetch the page itself."""
        got = self._get(address)
        if isinstance(got, Reason):
            return got
        if not _is_page(got):
            return Reason("not_a_page", {"address": got.address[:200], "content_type": got.content_type[:80]})
        asked = readable(address)
        self._host = urlsplit(got.address).netloc
        return self._keep(asked if isinstance(asked, str) else got.address, got, page=True)

    def fetch_pending(self) -> None:
        """Fetch what is asked for, and what that asks for, until nothing is left or a limit is reached."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while self.pending:
                batch = list(self.pending.items())[:AT_ONCE]
                for key, _ in batch:
                    del self.pending[key]
                addresses = [address for _, address in batch]
                spent = self._spent()
                answers = [spent] * len(batch) if spent else list(pool.map(self._get, addresses))
                # Answers are taken in the order asked, so that the same answers make the same archive.
                for address, got in zip(addresses, answers, strict=True):
                    if isinstance(got, Fetched):
                        self._keep(address, got)
                    elif got is not None:
                        self._miss(address, got)

    def fetch_pages(self) -> None:
        """Fetch pages of the same site that the kept ones lead to, up to the limit, with what they need."""
        tries = self.limits.pages * 3
        while self.links and len(self.pages) < self.limits.pages and tries > 0 and not self._spent():
            key, address = next(iter(self.links.items()))
            del self.links[key]
            if key in self.kept or key in self.missed:
                continue
            tries -= 1
            got = self._get(address)
            if isinstance(got, Reason):
                self._miss(address, got)
            elif _is_page(got) and urlsplit(got.address).netloc == self._host and key_of(got.address) not in self.kept:
                self._keep(address, got, page=True)
                self.fetch_pending()
        self.left_out = sum(1 for key in self.links if key not in self.kept and key not in self.missed)

    def _spent(self) -> Reason | None:
        """Which limit is reached, if one is."""
        if self.tried >= self.limits.files:
            return Reason("too_many_files", {"limit": self.limits.files})
        if self.total >= self.limits.total_bytes:
            return Reason("too_many_bytes", {"limit": self.limits.total_bytes})
        if time.monotonic() >= self.end:
            return Reason("too_late", {"seconds": round(self.limits.total_seconds)})
        return None

    def _get(self, address: str) -> Fetched | Reason:
        if (spent := self._spent()) is not None:
            return spent
        # What is not there counts as well: a page of ten thousand dead links must not become as many requests.
        with self._counting:
            self.tried += 1
        size = min(self.limits.file_bytes, self.limits.total_bytes - self.total)
        seconds = min(self.limits.seconds, max(0.1, self.end - time.monotonic()))
        return fetch(self.door, address, bytes_max=size, seconds=seconds)

    # -- keeping -----------------------------------------------------------------------------------------------

    def _keep(self, asked: str, got: Fetched, *, page: bool = False) -> Kept | Reason:
        if self.total + len(got.body) > self.limits.total_bytes:
            fault = Reason("too_many_bytes", {"limit": self.limits.total_bytes})
            self._miss(asked, fault)
            return fault
        file = self._name(got)
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(got.body)
        self.total += len(got.body)
        arrived = got.address if got.address != asked else ""
        digest = hashlib.sha256(got.body).hexdigest()
        kept = Kept(asked, file, got.content_type, len(got.body), digest, arrived)
        self.kept[key_of(asked)] = kept
        if page:
            self.pages.append(asked)
        kind = _kind(got.content_type)
        if _is_page(got):
            found = in_page(text_of(got.body, got.content_type))
            base = urljoin(got.address, found.base) if found.base else got.address
            # A page is shown where it arrived, a frame where it was asked for.
            self._want(found.needs, base, base if page or found.base else asked)
            if page:
                self._lead(found.pages, base)
        elif kind == "text/css" or (not kind and file.endswith(".css")):
            self._want(in_style(text_of(got.body, got.content_type)), got.address, asked)
        return kept

    def _want(self, needs: Iterable[str], base: str, asked: str) -> None:
        """Note what a document needs. `asked` is the address the browser will resolve it against."""
        for need in needs:
            address = readable(need, base=base)
            if isinstance(address, Reason):
                if address.code != "scheme_refused":
                    self._miss(need, address)
                continue
            key = key_of(address)
            if asked != base and isinstance(other := readable(need, base=asked), str) and key_of(other) != key:
                self.same[other] = address
            if key not in self.kept and key not in self.missed:
                self.pending.setdefault(key, address)

    def _lead(self, links: Iterable[str], base: str) -> None:
        for link in links:
            address = readable(link, base=base)
            if isinstance(address, Reason) or urlsplit(address).netloc != self._host:
                continue
            if not _NO_PAGE.search(urlsplit(address).path):
                self.links.setdefault(key_of(address), address)

    def _miss(self, address: str, reason: Reason) -> None:
        if key_of(address) in self.missed:
            return
        if len(self.missed) >= LISTED:
            self.missed_more += 1
            return
        data = {name: value for name, value in reason.data.items() if name != "address"}
        self.missed[key_of(address)] = Missed(address[:500], reason.code, data)

    def _name(self, got: Fetched) -> str:
        """Where a file lies: as its address reads, other hosts in a folder of their own; never two under one name."""
        parts = urlsplit(got.address)
        above, _, last = unquote(parts.path).rpartition("/")
        folders = [_fit(part) for part in above.split("/") if part][:12]
        if parts.netloc != self._host and self._host:
            folders = ["other-hosts", _fit(parts.netloc), *folders]
        stem, dot, ending = _fit(last or "index").rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (dot + ending, "")
        if _is_page(got):
            stem, ending = (stem, ending) if ending.lower() in (".html", ".htm", ".xhtml") else (stem + ending, ".html")
        ending = (ending or _ENDINGS.get(_kind(got.content_type), ""))[:20]
        digest = hashlib.sha256(got.address.encode()).hexdigest()[:8]
        if parts.query:
            stem = f"{stem}-{digest}"
        name = "/".join([*folders, stem + ending])
        taken = any(_folded("/".join(folders[: n + 1])) in self._names for n in range(len(folders)))
        if taken or len(name.encode()) > NAME_BYTES or _folded(name) in self._names | self._folders():
            name = f"other-names/{digest}-{len(self._names)}{ending}"
        self._names.add(_folded(name))
        return name

    def _folders(self) -> set[str]:
        return {name.rsplit("/", depth)[0] for name in self._names for depth in range(1, name.count("/") + 1)}

    # -- showing -----------------------------------------------------------------------------------------------

    def show(self, seen: Path, asked: str, at: datetime) -> tuple[tuple[PageFacts, ...], str, str]:
        """Show what was fetched, fetch what its scripts asked for, and again: (the pages, the browser, or why not).

        Only a page that lacked something is shown again.
        """
        absent = "not_asked" if self.limits.rounds < 1 else getattr(capture_fault(), "code", "")
        shown: dict[tuple[str, int], PageFacts] = {}
        pages: list[str] | None = None
        browser = ""
        for left in range(self.limits.rounds, -1, -1):
            seconds = self.end - time.monotonic()
            if absent or seconds < RENDER_LEAST_S:
                return tuple(shown.values()), browser, absent or "too_late"
            (self.folder / MANIFEST).write_bytes(_encoded(self.manifest(asked, at, "", "")))
            count = len(self.pages) if pages is None else len(pages)
            taken = capture(
                self.folder,
                pinned=True,
                pages=pages,
                widths=DEFAULT_WIDTHS,
                out=seen,
                max_pages=self.limits.pages,
                deadline_s=min(seconds, RENDER_START_S + RENDER_EACH_S * count * len(DEFAULT_WIDTHS)),
            )
            browser = taken.browser
            for facts in taken.pages:
                if facts.shown or (facts.page, facts.width) not in shown:
                    shown[facts.page, facts.width] = facts
            wanted, pages = self._wanted(taken.pages)
            if not wanted or not left:
                break
            self.pending.update(wanted)
            self.fetch_pending()
        unshown = next((p.status for p in shown.values() if not p.shown), "" if shown else _why(taken))
        return tuple(shown.values()), browser, unshown

    def _wanted(self, pages: Iterable[PageFacts]) -> tuple[dict[str, str], list[str]]:
        """What scripts asked for and nobody fetched yet, and on which pages; what no GET can fetch is a miss."""
        wanted: dict[str, str] = {}
        lacking: dict[str, None] = {}
        for page, url in [(p.page, url) for p in pages for url in p.refused]:
            method, space, target = url.partition(" ")
            address = readable(target if space else url)
            if space or isinstance(address, Reason):
                self._miss(target or url, address if isinstance(address, Reason) else _no_get(method))
            elif key_of(address) not in self.kept and key_of(address) not in self.missed:
                wanted.setdefault(key_of(address), address)
                lacking[page] = None
        return wanted, list(lacking)

    def manifest(self, asked: str, at: datetime, browser: str, not_rendered: str) -> Manifest:
        """What is known so far."""
        return Manifest(
            format=FORMAT,
            asked=asked,
            at=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            pages=tuple(self.pages),
            kept=tuple(sorted(self.kept.values(), key=lambda one: one.address)),
            same=dict(sorted(self.same.items())),
            missed=tuple(sorted(self.missed.values(), key=lambda one: one.address)),
            missed_more=self.missed_more,
            left_out=self.left_out,
            browser=browser,
            not_rendered=not_rendered,
        )


def _no_get(method: str) -> Reason:
    return Reason("not_a_get", {"method": method[:20]})


def _why(taken: Capture) -> str:
    return next((reason.code for reason in taken.reasons), "no_page")


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _is_page(got: Fetched) -> bool:
    kind = _kind(got.content_type)
    return kind in ("text/html", "application/xhtml+xml") or (not kind and got.body.lstrip()[:1] == b"<")


def _fit(part: str) -> str:
    """A part of an address as a file name that every system and custody take as it is."""
    plain = _UNFIT.sub("_", unicodedata.normalize("NFC", part)).strip("._ ")[:60].rstrip(".") or "_"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _encoded(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1) + b"\n"


def _pack(folder: Path, archive: Path) -> None:
    """The folder as a zip: names sorted, no times; nothing compressed, as each compressor makes other bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            packed.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix(), DATED), path.read_bytes())
