"""The same-as-before check: which files of a delivery were in an earlier delivery, or in the reference itself.

Equal bytes are found under any name; edited, renamed or re-indented text is found by the words it keeps. Libraries that
everybody ships are left out. Refuses to judge: two shops may rightly share a template, and a reference may have been
handed over to be worked on. So the outcome is always "not applicable" or "passed" (looked at), never "failed"; the
figure and the files are facts for people.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks.kinds.same.shingles import Fingerprint, Likeness, fingerprint, matches
from gongdao.checks.report import Table
from gongdao.checks.shape import Ground, Reason, Report, inputs_of

VERSION = "same-1"
FILES_SHOWN = 200


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`from_share`: how much of a file's text, 0 to 1, must be found again before it is named.

    `fingerprints` are earlier deliveries' by name, as `fingerprint_of` gave them, for those whose bytes are gone or
    may not be opened.
    """

    from_share: float = 0.5
    fingerprints: dict[str, Fingerprint] = {}


def fingerprint_of(bundle: Path) -> bytes:
    """The fingerprint of a delivery as JSON, to be kept and handed back in `settings["fingerprints"]`."""
    return msgspec.json.encode(fingerprint(bundle))


def check(inputs: Mapping[str, Path], settings: Mapping[str, Any], folder: Path) -> Report:
    """Compare `inputs["delivery"]` with every other input (each an earlier delivery or the reference) and print.

    Raises `msgspec.ValidationError` for settings that cannot be read.
    """
    agreed = msgspec.convert(dict(settings), Settings)
    began = time.monotonic()
    ours = fingerprint(inputs["delivery"])
    others = {name: fingerprint(path) for name, path in sorted(inputs.items()) if name != "delivery"}
    others |= dict(sorted(agreed.fingerprints.items()))
    base: dict[str, Any] = {
        "kind": "same",
        "version": VERSION,
        "settings": {"from_share": agreed.from_share, "compared_with": sorted(others)},
        "inputs": tuple(pair for name in sorted(inputs) for pair in inputs_of(name, inputs[name])),
    }
    own = [file for file in ours.files if not file.common and file.size]
    if not others or not own:
        code = "nothing_to_compare_with" if not others else "nothing_of_its_own"
        return Report(outcome="not_applicable", reasons=(Reason(code, {}),), **base)
    size = sum(file.size for file in own)
    grounds: list[Ground] = []
    shares = {}
    for name, other in others.items():
        found = matches(ours, other, agreed.from_share)
        weight = {file.path: file.size for file in own}
        share = sum(one.share * weight[one.first] for one in found) / size
        shares[name] = {
            "percent": round(100 * share, 2),
            "equal": sum(one.equal for one in found),
            "alike": sum(not one.equal for one in found),
            "files": len(own),
        }
        grounds += [_ground(name, one) for one in sorted(found, key=lambda one: (-one.share, one.first))[:FILES_SHOWN]]
    most = max(shares, key=lambda name: (shares[name]["percent"], name))
    return Report(
        outcome="passed",
        grounds=tuple(grounds),
        facts={"shares": shares, "most": most, "left_out": sum(file.common for file in ours.files)},
        measured={"seconds": round(time.monotonic() - began, 3)},
        **base,
    )


def tables(report: Report, words: Mapping[str, Mapping[str, str]]) -> tuple[Table, ...]:
    """How much is the same as each thing compared with, for the report's page."""
    columns = ("percent", "equal", "alike", "files")
    shares = report.facts.get("shares", {})
    rows = tuple((name, *(str(share[column]) for column in columns)) for name, share in shares.items())
    return (Table(code="table_shares", columns=("compared_with", *columns), rows=rows),) if rows else ()


def _ground(name: str, one: Likeness) -> Ground:
    return Ground(
        code="equal_file" if one.equal else "alike_file",
        file=one.first,
        text=name,
        value=round(100 * one.share, 2),
        reference_value=one.second,
        data={"outcome": "seen", "renamed": one.first != one.second},
    )
