"""What the `gongdao check` commands share: open archives, ask the runner, print, and tell scripts by the exit status.

0 passed (or does not apply), 1 failed, 2 cannot tell or a contract that cannot be read, 64 a command not understood.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks.runner import QuestionFault, key_of, run_check
from gongdao.checks.shape import Report, report_hash
from gongdao.cli.check_imitation import EXIT, USAGE_ERROR, opened
from gongdao.custody.faults import CustodyError
from gongdao.words.checks_other import WORDS
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import say

BAD_CONTRACT = 2
GROUNDS_SHOWN = 40


def answer(
    kind: str,
    inputs: Mapping[str, Path],
    settings: Mapping[str, Any],
    report: Path | None,
    as_json: bool,
    lang: str,
) -> int:
    """Run one check over files or folders, print its result, put its page into `report`; returns the exit status."""
    for path in inputs.values():
        if not path.exists():
            return complain("not_there", lang, USAGE_ERROR, name=str(path))
    with contextlib.ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gongdao-check-")))
        try:
            # A table inside a single file is judged as that file; only what is an archive is opened.
            bundles = {name: stack.enter_context(opened(path)) for name, path in inputs.items()}
        except CustodyError as fault:
            print(say(CUSTODY, fault.code, lang, **fault.data), file=sys.stderr)
            return USAGE_ERROR
        try:
            result = run_check(kind, bundles, work, settings=settings, words=WORDS)
            kept = work / key_of(kind, bundles, settings)
        except QuestionFault as fault:
            return refuse(fault, lang)
        if report is not None and kept.is_dir():
            shutil.copytree(kept, report, dirs_exist_ok=True)
    print(as_text(result, report) if as_json else summary(result, report, lang))
    return EXIT[result.outcome]


def refuse(fault: Any, lang: str) -> int:
    """Say which key is wrong and what was expected there; `fault` has `path`, `expected` and `got`."""
    got = fault.got or say(WORDS, "nothing_given", lang)
    return complain("bad_question", lang, BAD_CONTRACT, path=fault.path, expected=fault.expected, got=got)


def complain(code: str, lang: str, status: int, **data: Any) -> int:
    """Say on standard error why the check did not run."""
    print(say(WORDS, code, lang, **data), file=sys.stderr)
    return status


def as_text(result: Report, report: Path | None) -> str:
    """The whole report as JSON, with its hash and, where a folder was given, the files in it."""
    plain = msgspec.to_builtins(result)
    plain["hash"] = report_hash(result)
    plain["report"] = sorted(path.name for path in report.iterdir()) if report is not None and report.is_dir() else []
    return json.dumps(plain, ensure_ascii=False, indent=1)


def summary(result: Report, report: Path | None, lang: str) -> str:
    """A few lines for a person at a terminal: the outcome, why it cannot tell, and what was found."""
    lines = [f"{say(WORDS, f'kind_{result.kind}', lang)}: {say(WORDS, f'outcome_{result.outcome}', lang)}"]
    for reason in result.reasons:
        data = {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in reason.data.items()}
        lines.append(f"- {say(WORDS, f'reason_{reason.code}', lang, **data)}")
    marks = {"failed": "✗", "cannot_tell": "?", "passed": "✓", "seen": "·"}
    ordered = sorted(result.grounds, key=lambda ground: list(marks).index(ground.data.get("outcome", "seen")))
    for ground in ordered[:GROUNDS_SHOWN]:
        place = " ".join(str(p) for p in (ground.page, ground.file, ground.text) if p)
        figure = "" if ground.value is None else f" {ground.value}"
        agreed = "" if ground.reference_value in (None, {}) else f" / {ground.reference_value}"
        mark = marks.get(ground.data.get("outcome", "seen"), "·")
        lines.append(f"{mark} {say(WORDS, ground.label or ground.code, lang)} {place}{figure}{agreed}".rstrip())
    if len(ordered) > GROUNDS_SHOWN:
        lines.append(f"… +{len(ordered) - GROUNDS_SHOWN}")
    for kept in result.facts.get("kept", []):
        lines.append(f"✓ {say(WORDS, kept['rule'], lang)} {kept['field']}".rstrip())
    for name, share in result.facts.get("shares", {}).items():
        lines.append(f"{name}: {share['percent']} % ({share['equal']} + {share['alike']} / {share['files']})")
    if report is not None:
        lines.append(str(report / "index.html"))
    return "\n".join(lines)
