"""What every check hands back: an outcome, a margin of doubt, and the grounds for it.

The four outcomes and the order of their weight follow axe-core's results (not applicable, passed, cannot tell,
failed). A report holds codes and data only; the words for the codes are given by whoever shows it. This module
refuses to hold anything that would differ between two runs over the same files in the hashed part: times and
memory belong in `Report.measured`, which is not hashed.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

Outcome = Literal["passed", "failed", "cannot_tell", "not_applicable"]

Box = tuple[int, int, int, int]
"""Left, top, width, height in CSS pixels of the whole page."""

_WEIGHT: dict[Outcome, int] = {"not_applicable": 0, "passed": 1, "cannot_tell": 2, "failed": 3}


class Reason(msgspec.Struct, frozen=True):
    """Why a check could not tell, or why its margin is wide: a code and the facts that fill its sentence."""

    code: str
    data: dict[str, Any] = {}


class Ground(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was seen, with the place where it can be seen again.

    `code` names the kind of ground in the check's own list, `label` the finer word shown to people. The place is
    whichever of page and boxes, file, or row applies: `box` in the delivery, `reference_box` in the reference.
    """

    code: str
    label: str = ""
    page: str = ""
    width: int = 0
    box: Box | None = None
    reference_box: Box | None = None
    file: str = ""
    row: int | None = None
    text: str = ""
    value: Any = None
    reference_value: Any = None
    data: dict[str, Any] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one check of one delivery found. Same inputs, version and settings give the same `report_hash`.

    `score`, `low` and `high` run from 0 to 100 and count to two decimals; all three are None where a score makes no
    sense. `inputs` and `files` are (name, SHA-256 hex): what was judged, and what lies beside the report. `facts`
    are further findings by name; `measured` (seconds, bytes of memory) is shown but never hashed.
    """

    kind: str
    version: str
    outcome: Outcome
    settings: dict[str, Any] = {}
    score: float | None = None
    low: float | None = None
    high: float | None = None
    reasons: tuple[Reason, ...] = ()
    grounds: tuple[Ground, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    facts: dict[str, Any] = {}
    measured: dict[str, Any] = {}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The weightiest outcome of several: failed, then cannot_tell, then passed, then not_applicable."""
    return max(outcomes, key=_WEIGHT.__getitem__, default="not_applicable")


def report_hash(report: Report) -> str:
    """SHA-256 (hex) over the report's canonical JSON, without `measured`.

    Keys are sorted and every float is counted in whole hundredths, because the record's canonical form has no
    floats and the last digit of a float is not a finding. Raises ValueError for a number that is not finite.
    """
    plain = msgspec.to_builtins(report)
    del plain["measured"]
    return hashlib.sha256(msgspec.json.encode(_hundredths(plain), order="sorted")).hexdigest()


def _hundredths(value: Any) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a report may not hold {value}")
        return round(value * 100)
    if isinstance(value, Mapping):
        return {key: _hundredths(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_hundredths(inner) for inner in value]
    return value


def file_hash(path: Path) -> str:
    """SHA-256 (hex) of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def inputs_of(name: str, bundle: Path) -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of a bundle: one line for a file, and for a folder one over all its files by sorted path."""
    if bundle.is_file():
        return ((name, file_hash(bundle)),)
    digest = hashlib.sha256()
    for path in sorted(p for p in bundle.rglob("*") if p.is_file() and not p.is_symlink()):
        digest.update(f"{path.relative_to(bundle).as_posix()}\0{file_hash(path)}\n".encode(errors="surrogateescape"))
    return ((name, digest.hexdigest()),)
