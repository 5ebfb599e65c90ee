"""Names inside an archive: made safe, or refused.

A name is refused when it points outside (traversal, absolute, drive letter), is impossible, or would let one
archive hold two things under one name. It is contained when it is merely awkward: control and direction
characters are replaced, names that fold together on other systems are kept apart, and each is noted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from gongdao.custody.faults import Refused

PATH_BYTES = 1024
PART_BYTES = 255
DEPTH = 40

_DRIVE = re.compile(r"^[A-Za-z]:")
_RESERVED = re.compile(r"^(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(\..*)?$", re.IGNORECASE)
_UNSAFE_ON_WINDOWS = re.compile(r'[<>:"|?*]|[ .]$')


class CleanName(NamedTuple):
    """The parts a name is stored under, and the codes of what was noted about it."""

    parts: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def path(self) -> str:
        return "/".join(self.parts)


def clean(name: str) -> CleanName:
    """`name` as it may be stored. Raises `Refused` for a name that points out, or is too long or too deep."""
    shown = visible(name)
    notes = []
    if "\0" in name:
        raise Refused("name_nul", name=shown)
    if "\\" in name:
        # Archives made on Windows by old tools; kept literal it would be one odd name here and a path there.
        notes.append("name_backslash")
        name = name.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name):
        raise Refused("name_absolute", name=shown)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise Refused("name_traversal", name=shown)
    if not parts:
        raise Refused("name_empty", name=shown)
    if len(parts) > DEPTH:
        raise Refused("name_too_deep", name=shown, depth=len(parts), limit=DEPTH)
    if any(_is_disguise(character) for part in parts for character in part):
        notes.append("name_disguised")
        parts = ["".join("_" if _is_disguise(c) else c for c in part) for part in parts]
    if len("/".join(parts).encode(errors="replace")) > PATH_BYTES:
        raise Refused("name_too_long", name=shown, limit=PATH_BYTES)
    if any(len(part.encode(errors="replace")) > PART_BYTES for part in parts):
        raise Refused("name_too_long", name=shown, limit=PART_BYTES)
    if any(_RESERVED.match(part) for part in parts):
        notes.append("name_windows_reserved")
    elif any(_UNSAFE_ON_WINDOWS.search(part) for part in parts):
        notes.append("name_windows_unsafe")
    return CleanName(tuple(parts), tuple(notes))


def visible(name: str, longest: int = 120) -> str:
    """A name as it may be shown: nothing invisible, nothing that turns the text around, not endless."""
    shown = "".join(f"\\u{ord(c):04x}" if _is_disguise(c) else c for c in name[: longest + 1])
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def _is_disguise(character: str) -> bool:
    # Control characters, surrogates, and format characters such as the right-to-left override that makes
    # "gpj.exe" read "exe.jpg"; the joiners that Indic scripts and emoji need are left.
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in "\u200c\u200d"


class Names:
    """The names already taken in one delivery."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self._folders: set[str] = set()
        self._asides: dict[str, int] = {}

    @property
    def folders(self) -> int:
        """How many folders there are, those nobody listed included."""
        return len(self._folders)

    def folder(self, name: CleanName) -> None:
        """Take a folder and the folders above it. Raises `Refused("name_file_and_folder")`."""
        for depth in range(1, len(name.parts) + 1):
            path = "/".join(name.parts[:depth])
            if path in self._files:
                raise Refused("name_file_and_folder", name=visible(path))
            self._folders.add(path)

    def file(self, name: CleanName, original: str) -> tuple[CleanName, str | None]:
        """Take a file name. Returns the name to store it under and, when it had to step aside, with whom.

        Raises `Refused("name_twice")` for the same name again: which of the two was delivered cannot be said.
        """
        if len(name.parts) > 1:
            self.folder(CleanName(name.parts[:-1], ()))
        if name.path in self._folders:
            raise Refused("name_file_and_folder", name=visible(name.path))
        if name.path in self._files:
            if self._files[name.path] == original:
                raise Refused("name_twice", name=visible(original))
            return self._aside(name, original, "name_disguised")
        if (other := self._folded.get(folded(name.path))) is not None:
            same_letters = folded(other, case=False) == folded(name.path, case=False)
            return self._aside(name, original, "name_normal_collision" if same_letters else "name_case_collision")
        self._take(name, original)
        return name, None

    def _take(self, name: CleanName, original: str) -> None:
        self._files[name.path] = original
        self._folded.setdefault(folded(name.path), name.path)

    def _aside(self, name: CleanName, original: str, code: str) -> tuple[CleanName, str]:
        fold = folded(name.path)
        other = self._folded[fold]
        last = name.parts[-1]
        stem, dot, ending = last.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (last, "")
        # Begun where the last of the same name ended: thousands of them would otherwise try all numbers again.
        number = self._asides.get(fold, 2)
        while True:
            aside = CleanName((*name.parts[:-1], f"{stem}~{number}{ending}"), (*name.notes, code))
            if aside.path not in self._files and folded(aside.path) not in self._folded:
                self._take(aside, original)
                self._asides[fold] = number + 1
                return aside, visible(other)
            number += 1


def folded(path: str, case: bool = True) -> str:
    """What other systems take for the same name: Unicode normal form, letter case, trailing dots and
    spaces."""
    normal = unicodedata.normalize("NFC", path)
    if not case:
        return normal
    folds = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())
    return "/".join(part.rstrip(". ") for part in folds.split("/"))


class Decoded(NamedTuple):
    """Names read from bytes, and the encoding they were taken for: ascii, utf-8, gb18030 or unknown."""

    names: list[str]
    encoding: str


def decode(raw: Iterable[bytes]) -> Decoded:
    """Names of one archive that does not say how they are encoded.

    All are taken together, so one short name that happens to be valid UTF-8 does not split an archive that
    Windows wrote in GBK. What fits neither is shown with its bytes as %XX rather than guessed.
    """
    names = list(raw)
    for encoding in ("ascii", "utf-8", "gb18030"):
        try:
            decoded = [name.decode(encoding) for name in names]
        except UnicodeDecodeError:
            continue
        # GB18030 maps nearly every byte pair to something; unassigned and private characters betray a misfit.
        if any(unicodedata.category(c) in ("Co", "Cn") for name in decoded for c in name):
            continue
        return Decoded(decoded, encoding)
    return Decoded([_escaped(name) for name in names], "unknown")


def _escaped(name: bytes) -> str:
    return "".join(chr(b) if 32 <= b < 127 and b != 0x25 else f"%{b:02X}" for b in name)
