"""An archive of a captured address, read: which file answers which address, and what could not be had.

The files are what the site sent, byte for byte; nothing in them is rewritten, so that a hash can be compared with any
other copy. The manifest beside them says which address each file answered, and such an archive is shown under the
site's own address, answered from these files and from nothing else. Only a reference is ever shown so: a delivery that
carries a manifest is shown like any other, since it has to stand without one.

Whoever can write a zip can write a manifest. What is in it is his word; that this platform captured it is the
platform's own entry (`services.references`), not this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from gongdao.checks.shape import Reason

MANIFEST = "gongdao-capture.json"
FORMAT = "gongdao-capture/1"
MANIFEST_BYTES = 16 << 20
# What pages put in to get around caches: instants of the clock the page is shown under (`render.CLOCK_START`), and
# random fractions. They differ each time a page is shown, and mean the same thing.
_FLEETING = re.compile(r"(?<![0-9.])(?:17000000\d\d(?:\d{3})?|0\.\d{6,20})(?![0-9])")


class Kept(msgspec.Struct, frozen=True):
    """A file: the address it answered, where it lies in the archive, what the site called it, its size and SHA-256."""

    address: str
    file: str
    content_type: str
    size: int
    sha256: str
    arrived: str = ""
    """The address after redirects, where it is another."""


class Missed(msgspec.Struct, frozen=True):
    """An address that was asked for and is not in the archive, with the code why."""

    address: str
    code: str
    data: dict[str, Any] = {}


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What was captured. `asked` is the address as given, `pages` the addresses of the pages kept, entry first.

    `at` is the instant (RFC 3339, UTC). `same` are further addresses that mean a kept one. `missed` is cut at a limit,
    `missed_more` says how many more; `left_out` counts linked pages beyond the limit. `browser` showed it meanwhile;
    `not_rendered` is the code why some or all of it was not shown, so that what only scripts ask for may be lacking.
    """

    format: str
    asked: str
    at: str
    pages: tuple[str, ...]
    kept: tuple[Kept, ...]
    same: dict[str, str] = {}
    missed: tuple[Missed, ...] = ()
    missed_more: int = 0
    left_out: int = 0
    browser: str = ""
    not_rendered: str = ""


class Pinned:
    """The captured sites of a bundle: which file answers an address, and under which address each page is shown."""

    def __init__(self, found: Sequence[tuple[str, Manifest]]) -> None:
        self._files: dict[str, tuple[str, str]] = {}
        self._pages: dict[str, str] = {}
        self._kept: dict[str, tuple[str, str]] = {}
        self.roots = tuple(root for root, _ in found)
        for root, manifest in found:
            place = f"{root}/" if root else ""
            kept = {one.address: one for one in manifest.kept}
            for one in manifest.kept:
                self._kept.setdefault(one.address, (place + one.file, one.content_type))
                for address in {one.address, one.arrived or one.address}:
                    self._files.setdefault(key_of(address), (place + one.file, one.content_type))
            for other, address in manifest.same.items():
                if address in kept:
                    self._files.setdefault(key_of(other), (place + kept[address].file, kept[address].content_type))
            for page in manifest.pages:
                if page in kept:
                    self._pages.setdefault(place + kept[page].file, kept[page].arrived or page)

    @property
    def pages(self) -> tuple[str, ...]:
        """Paths of the pages inside the bundle, entry first."""
        return tuple(self._pages)

    def address(self, page: str) -> str:
        """Under which address a page was captured. Raises KeyError for a page that is none."""
        return self._pages[page]

    def files(self) -> list[tuple[str, str, str]]:
        """(address, path in the bundle, content type without its parameters) of everything kept."""
        return [(at, file, kind.partition(";")[0].strip().lower()) for at, (file, kind) in self._kept.items()]

    def lend(self, address: str) -> tuple[str, str] | None:
        """What another host answered when the site was captured, for a delivery that asks that host too.

        Never anything of the site's own: a delivery that leans on the original is not a work of its own.
        """
        own = {key_of(page).partition("/")[0] for page in self._pages.values()}
        return None if key_of(address).partition("/")[0] in own else self.find(address)

    def find(self, address: str) -> tuple[str, str] | None:
        """(path in the bundle, content type) of what an address answered, or None."""
        return self._files.get(key_of(address))


def key_of(address: str) -> str:
    """What ways of writing one address have in common: no scheme, no fragment, nothing escaped, nothing fleeting."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = f"?{_FLEETING.sub('', unquote(parts.query))}" if parts.query else ""
    return f"{parts.netloc.lower()}{unquote(parts.path) or '/'}{query}"


def read_manifest(path: Path) -> Manifest | Reason:
    """The manifest in a file; the reason `capture_broken` for one that cannot be read. Nothing in it is trusted."""
    try:
        if path.stat().st_size > MANIFEST_BYTES:
            return Reason("capture_broken", {"name": path.name})
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError, RecursionError):
        return Reason("capture_broken", {"name": path.name})
    return manifest if manifest.format == FORMAT else Reason("capture_broken", {"name": path.name})


def find_pinned(bundle: Path) -> Pinned | Reason | None:
    """The captured sites of an opened bundle, at its top or one folder below; None if it is no capture."""
    places = [path for path in _places(bundle) if path.is_file() and not path.is_symlink()]
    found = []
    for path in places:
        manifest = read_manifest(path)
        if isinstance(manifest, Reason):
            return manifest
        found.append((path.parent.relative_to(bundle).as_posix().removeprefix("."), manifest))
    return Pinned(found) if found else None


def _places(bundle: Path) -> Iterable[Path]:
    if not bundle.is_dir():
        return ()
    return (bundle / MANIFEST, *sorted(bundle.glob(f"*/{MANIFEST}"))[:50])
