"""`gongdao vet`: put npm packages an operator has looked at onto the shelf that answers for public hosts.

A package is opened by custody's own unpacking, with all its limits, and must come out as it was packed: nothing left
out, nothing renamed. Its name and version are its own `package.json`'s. What lies on the shelf is never replaced, since
reports were made with it; the same package again changes nothing. Nothing is fetched: how the operator came by the
archive, and what he looked at, is his.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gongdao.checks.capture import vetted
from gongdao.checks.shape import file_hash, inputs_of
from gongdao.custody.faults import CustodyError
from gongdao.custody.unpack import Limits, unpack
from gongdao.words.checks_other import VETTING
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import say

HARMLESS = frozenset({"nested_not_opened"})
"""Notes of the unpacking that leave every file as it was: archives inside stay the files they are."""


class Refused(Exception):  # noqa: N818
    """A package that was not put on the shelf: `code` and the facts that fill its sentence."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def run(packages: Sequence[Path], into: Path | None, lang: str) -> int:
    """Put each archive on the shelf; returns 0, or 1 if one of them was refused, 2 if there is no shelf."""
    shelf = into or vetted.shelf()
    if shelf is None:
        print(say(VETTING, "vet_no_shelf", lang, setting=vetted.SETTING), file=sys.stderr)
        return 2
    shelf.mkdir(parents=True, exist_ok=True)
    refused = 0
    for package in packages:
        try:
            code, facts = put(package, shelf)
            print(say(VETTING, code, lang, **facts))
        except Refused as fault:
            refused += 1
            print(say(VETTING, fault.code, lang, **fault.data), file=sys.stderr)
        except CustodyError as fault:
            refused += 1
            said = say(CUSTODY, fault.code, lang, **fault.data)
            print(say(VETTING, "vet_refused", lang, name=package.name, said=said), file=sys.stderr)
    return 1 if refused else 0


def put(archive: Path, shelf: Path) -> tuple[str, dict[str, Any]]:
    """Put one archive on the shelf: the code of what happened, and its facts. Raises Refused, CustodyError."""
    if not archive.is_file():
        raise Refused("vet_absent", name=str(archive))
    with tempfile.TemporaryDirectory(prefix=".vetting-", dir=shelf) as name:
        desk = Path(name)
        with archive.open("rb") as stream:
            opened = unpack(stream, archive.name, desk, Limits(nested=0))
        lost = [note.path for note in opened.notes if note.code not in HARMLESS]
        if lost:
            raise Refused("vet_altered", name=archive.name, path=lost[0])
        top = _top(desk, archive.name)
        called = _called(top, archive.name)
        facts = {"package": called, "files": len(opened.entries), "sha256": file_hash(archive)}
        target = shelf / called
        if target.exists():
            if inputs_of("", target) != inputs_of("", top):
                raise Refused("vet_differs", package=called)
            return "vet_already", facts
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(str(top), target)
    return "vet_done", facts


def _top(desk: Path, archive: str) -> Path:
    """The one folder an npm archive holds, usually `package`."""
    inside = list(desk.iterdir())
    if len(inside) != 1 or not (inside[0] / "package.json").is_file():
        raise Refused("vet_no_package", name=archive)
    return inside[0]


def _called(top: Path, archive: str) -> str:
    try:
        told = json.loads((top / "package.json").read_bytes())
        name, version = told["name"], told["version"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Refused("vet_no_package", name=archive) from fault
    if not isinstance(name, str) or not isinstance(version, str):
        raise Refused("vet_no_package", name=archive)
    if not re.fullmatch(vetted.NAME, name) or not re.fullmatch(vetted.VERSION, version):
        raise Refused("vet_bad_name", name=archive, said=f"{name[:80]}@{version[:40]}")
    return f"{name}@{version}"
