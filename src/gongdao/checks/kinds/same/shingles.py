"""What makes two files alike whatever their names and layout: the words in them, in order.

A text is cut into words and marks, letter case and white space dropped; every run of five is hashed (a shingle), and
those whose hash is 0 modulo 4 are kept once there are many (Broder 1997, "mod m"), so that the likeness of two sets
estimates the likeness of the texts. What is kept is hashes: an earlier delivery's fingerprint can be held long after
its bytes were erased, and nobody can read the work out of it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

TEXT_BYTES = 4 << 20
FILES = 20_000
RUN = 5
KEEP_ALL_UP_TO = 400
KEEP_ONE_IN = 4
# Fewer than this many shingles say nothing: half of all small style sheets share that much.
TELLING = 12
_WORD = re.compile(r"[A-Za-z_]\w*|\d+|[\u3040-\u30ff\u3400-\u9fff]|[^\s\w]")
_TEXT = {
    *(".html", ".htm", ".xhtml", ".css", ".scss", ".less", ".js", ".mjs", ".ts", ".jsx", ".tsx", ".vue", ".php"),
    *(".py", ".rb", ".java", ".cs", ".go", ".sql", ".json", ".xml", ".svg", ".md", ".txt", ".csv", ".yml"),
    *(".yaml", ".toml", ".ini", ".twig", ".tpl", ".ejs", ".pug", ".sh"),
}
# Libraries everybody ships are no sign of copying.
_COMMON = re.compile(
    r"(^|/)(node_modules|bower_components|vendor|vendors)/|jquery|bootstrap|fontawesome|font-awesome|normalize\.css|"
    r"\.min\.(js|css)$|(^|/)(licen[sc]e|readme)[^/]*$",
    re.IGNORECASE,
)


class FilePrint(msgspec.Struct, frozen=True, array_like=True):
    """One file: its path, bytes, SHA-256, whether it is a library everybody ships, and its shingles (may be none)."""

    path: str
    size: int
    sha256: str
    common: bool
    shingles: tuple[int, ...] = ()


class Fingerprint(msgspec.Struct, frozen=True):
    """A delivery's fingerprint, to be kept and compared with later ones."""

    files: tuple[FilePrint, ...]


class Likeness(NamedTuple):
    """How alike two files are: `share` 0 to 1 of the first one's shingles found in the second; equal bytes give 1."""

    first: str
    second: str
    share: float
    equal: bool


def fingerprint(bundle: Path) -> Fingerprint:
    """Of a folder or a single file. At most 20,000 files, in the order of their paths."""
    if bundle.is_file():
        return Fingerprint((_print_of(bundle, bundle.name),))
    paths = sorted(p for p in bundle.rglob("*") if p.is_file() and not p.is_symlink())
    return Fingerprint(tuple(_print_of(path, path.relative_to(bundle).as_posix()) for path in paths[:FILES]))


def _print_of(path: Path, name: str) -> FilePrint:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    common = bool(_COMMON.search(name))
    if path.suffix.lower() not in _TEXT or size > TEXT_BYTES:
        return FilePrint(name, size, sha256, common)
    return FilePrint(name, size, sha256, common, shingles(path.read_bytes()))


def shingles(raw: bytes) -> tuple[int, ...]:
    """The sorted 48-bit hashes of a text's runs of five words."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", "replace")
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))} if words else set()
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=6).digest(), "big") for run in runs}
    if len(hashes) > KEEP_ALL_UP_TO:
        hashes = {one for one in hashes if one % KEEP_ONE_IN == 0}
    return tuple(sorted(hashes))


def likeness(first: FilePrint, second: FilePrint) -> float:
    """The share of the first file's shingles that the second has too (containment); 1 for equal bytes."""
    if first.sha256 == second.sha256:
        return 1.0
    mine, theirs = set(first.shingles), set(second.shingles)
    if len(mine) < TELLING or len(theirs) < TELLING:
        return 0.0
    if _is_sample(mine) != _is_sample(theirs):
        mine, theirs = _sampled(mine), _sampled(theirs)
    return len(mine & theirs) / len(mine) if mine else 0.0


def _is_sample(hashes: set[int]) -> bool:
    return not any(one % KEEP_ONE_IN for one in hashes)


def _sampled(hashes: set[int]) -> set[int]:
    return {one for one in hashes if one % KEEP_ONE_IN == 0}


def matches(ours: Fingerprint, earlier: Fingerprint, from_share: float) -> list[Likeness]:
    """For each of our files that is no common library, the earlier file most like it, where at least `from_share`."""
    by_hash = {one.sha256: one for one in earlier.files}
    holders = _holders(earlier.files)
    found = []
    for file in ours.files:
        if file.common or file.size == 0:
            continue
        if (equal := by_hash.get(file.sha256)) is not None:
            found.append(Likeness(file.path, equal.path, 1.0, True))
            continue
        best, share = None, 0.0
        for candidate in _candidates(file, holders, earlier.files):
            if (now := likeness(file, candidate)) > share:
                best, share = candidate, now
        if best is not None and share >= from_share:
            found.append(Likeness(file.path, best.path, share, False))
    return found


def _holders(files: Iterable[FilePrint]) -> dict[int, list[int]]:
    holders: dict[int, list[int]] = {}
    for number, file in enumerate(files):
        for one in _sampled(set(file.shingles)):
            holders.setdefault(one, []).append(number)
    return holders


def _candidates(file: FilePrint, holders: dict[int, list[int]], files: tuple[FilePrint, ...]) -> list[FilePrint]:
    """The five files that share most sampled shingles; a shingle that fifty files have tells nothing."""
    votes: dict[int, int] = {}
    for one in _sampled(set(file.shingles)):
        numbers = holders.get(one, ())
        if len(numbers) <= 50:
            for number in numbers:
                votes[number] = votes.get(number, 0) + 1
    best = sorted(votes, key=lambda number: (-votes[number], number))[:5]
    return [files[number] for number in best]
