"""One delivery being unpacked: what may still be used up, which names are taken, what was contained.

The readers (zips, tars, bundles) bring names and pieces; only this module writes, so that no limit and no name
rule can be forgotten by one of them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from gongdao.custody.faults import Refused
from gongdao.custody.names import CleanName, Names, clean, visible

MIB = 1 << 20
# Below this, a high ratio harms nobody: an empty 8 MiB database compresses a thousandfold and is no attack.
RATIO_MATTERS_FROM = 16 * MIB


class Limits(NamedTuple):
    """How much a delivery may hold: sizes in bytes, `ratio` unpacked to packed, `nested` archives in
    archives."""

    files: int = 20_000
    total: int = 1024 * MIB
    one_file: int = 512 * MIB
    ratio: int = 100
    nested: int = 1
    seconds: int = 300


class Entry(NamedTuple):
    """One file as it lies in the folder: relative path with `/`, bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class Note(NamedTuple):
    """Something contained: its code, the path it concerns, and data for the words."""

    code: str
    path: str
    data: dict[str, Any]


class Unpacking:
    """One delivery being unpacked: the folder, what may still be used up, the names taken, what was noted."""

    def __init__(self, target: Path, limits: Limits) -> None:
        self.target = target
        self.limits = limits
        self.entries: list[Entry] = []
        self.notes: list[Note] = []
        self.packed = 0
        self._names = Names()
        self._total = 0
        self._seen = 0

    def note(self, code: str, path: str, **data: Any) -> None:
        self.notes.append(Note(code, visible(path), data))

    def count(self, further: int = 1) -> None:
        """Another entry, of whatever kind: empty folders and links cost time too."""
        self._seen += further
        if self._seen > self.limits.files:
            raise Refused("bomb_count", limit=self.limits.files)

    def expect(self, size: int, path: str) -> None:
        """An announced size, refused early when it could not be taken anyway."""
        if size > self.limits.one_file:
            raise Refused("bomb_file", name=visible(path), limit=self.limits.one_file)
        if self._total + size > self.limits.total:
            raise Refused("bomb_total", limit=self.limits.total)

    def spend(self, size: int) -> None:
        """Unpacked bytes that really came."""
        self._total += size
        if self._total > self.limits.total:
            raise Refused("bomb_total", limit=self.limits.total)
        if self._total > RATIO_MATTERS_FROM and self._total > self.limits.ratio * max(self.packed, 1):
            raise Refused("bomb_ratio", limit=self.limits.ratio)

    def folder(self, name: str) -> None:
        """A folder entry. `./` names the root itself and is nothing."""
        if not name.replace("\\", "/").strip("./"):
            return
        cleaned = self._cleaned(name)
        self._names.folder(cleaned)
        self._check_folders()
        self.target.joinpath(*cleaned.parts).mkdir(parents=True, exist_ok=True)

    def file(self, name: str, pieces: Iterable[bytes]) -> Entry:
        """Write one file under its cleaned name. Raises `Refused` for the name or the limits."""
        cleaned, other = self._names.file(self._cleaned(name), name)
        if other is not None:
            self.note(cleaned.notes[-1], name, stored=cleaned.path, other=other)
        self._check_folders()
        path = self.target.joinpath(*cleaned.parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        size = 0
        # Exclusive and not following links: the folder was empty and no link is ever made in it, so this can
        # only fail if somebody else writes there, and then it must.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
        with open(handle, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > self.limits.one_file:
                    raise Refused("bomb_file", name=visible(name), limit=self.limits.one_file)
                self.spend(len(piece))
                digest.update(piece)
                file.write(piece)
        entry = Entry(cleaned.path, size, digest.hexdigest())
        self.entries.append(entry)
        return entry

    def _check_folders(self) -> None:
        """Each name may bring forty folders with it, and a folder costs as much as a file."""
        if self._names.folders > self.limits.files:
            raise Refused("bomb_count", limit=self.limits.files)

    def link(self, name: str, target: str) -> None:
        """A symbolic link: refused when it points outside, otherwise left out and noted."""
        cleaned = self._cleaned(name)
        goal = target.replace("\\", "/")
        if goal.startswith("/") or goal[1:2] == ":" or "\0" in goal:
            raise Refused("link_outside", name=visible(name), target=visible(target))
        depth = len(cleaned.parts) - 1
        for part in goal.split("/"):
            depth += -1 if part == ".." else 0 if part in ("", ".") else 1
            if depth < 0:
                raise Refused("link_outside", name=visible(name), target=visible(target))
        self.note("link_not_followed", name, target=visible(target))

    def _cleaned(self, name: str) -> CleanName:
        cleaned = clean(name)
        for code in cleaned.notes:
            self.note(code, name, stored=cleaned.path)
        return cleaned
