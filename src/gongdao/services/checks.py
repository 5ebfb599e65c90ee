"""Checks of received deliveries, run by the worker: one question to the runner, and its answer on the record.

What a delivery is compared with is the requirement's reference files, sealed when they were agreed; a file among them
named after the check (`dataset.toml`, `changes.json`) holds its settings. Reports are kept sealed with the order, the
record holds their hash, so that whoever has the files can ask the same question again.
"""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks.kinds.starts.plan import as_told
from gongdao.checks.runner import REPORT, QuestionFault, key_of, run_check
from gongdao.checks.shape import Reason, Report, report_hash
from gongdao.custody.faults import CustodyError
from gongdao.kernel.acts import CheckResult, Deliver
from gongdao.kernel.canonical import digest
from gongdao.kernel.refusals import Refusal
from gongdao.kernel.values import PLATFORM, FileRef, Requirement
from gongdao.services import archives, custody, queries, references, reports
from gongdao.services.desks import desk
from gongdao.services.perform import Done, perform
from gongdao.words.checks_imitation import WORDS as IMITATION_WORDS
from gongdao.words.checks_other import WORDS as OTHER_WORDS

NEEDS_REFERENCE = ("imitation", "changes")
MATERIAL_ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico", ".avif")
SETTINGS_BYTES_MAX = 256 * 1024
REASON_CHARACTERS = 64


def run(order_id: str, delivery: int, requirement: str) -> Done | Refusal | None:
    """Asks the check an item's agreement names about a delivery, and writes the answer down.

    Once per delivery, item and kind: asked again it changes nothing. None where there is nothing to ask.
    """
    order = queries.state(order_id)
    agreed = order.requirement(requirement) if order else None
    handed_in = order.deliveries.get(delivery) if order else None
    if agreed is None or handed_in is None or not agreed.check:
        return None
    with desk() as place:
        answer = _answer(order_id, agreed, handed_in.act, place)
    act = CheckResult(
        delivery=delivery,
        requirement=requirement,
        kind=agreed.check,
        outcome=answer.outcome,
        report_sha256=report_hash(answer),
        version=answer.version[:300],
        settings_sha256=digest(answer.settings),
        score=_hundredths(answer.score),
        low=_hundredths(answer.low),
        high=_hundredths(answer.high),
        reasons=tuple(dict.fromkeys(reason.code[:REASON_CHARACTERS] for reason in answer.reasons)),
    )
    return perform(order_id, PLATFORM, act, key=f"check:{delivery}:{requirement}:{agreed.check}")


def _answer(order_id: str, agreed: Requirement, delivered: Deliver, desk: Path) -> Report:
    kind = agreed.check
    try:
        inputs = {"delivery": custody.unpacked(order_id, delivered.files, desk / "delivery")}
        pinned = [file for file in agreed.reference_files if not references.is_settings(file, kind)]
        loose = [file for file in pinned if _is_material(file)] if kind == "changes" else []
        if loose and len(loose) < len(pinned):
            inputs["material"] = _material(order_id, loose, desk)
            pinned = [file for file in pinned if file not in loose]
        if pinned:
            inputs["reference"] = custody.unpacked(order_id, pinned, desk / "reference")
        chosen = _settings(order_id, agreed)
        if kind == "starts" and "run" not in chosen and delivered.run is not None:
            told = as_told(delivered.run.kind, delivered.run.entry)
            chosen |= {"run": told} if told else {}
    except CustodyError as fault:
        return _cannot_tell(kind, fault.code)
    except (ValueError, UnicodeDecodeError):
        return _cannot_tell(kind, "settings_unreadable")
    if kind in NEEDS_REFERENCE and "reference" not in inputs:
        return _cannot_tell(kind, "reference_not_pinned")
    words = {**OTHER_WORDS, **IMITATION_WORDS} if kind == "imitation" else OTHER_WORDS
    try:
        answered = f"answer:{key_of(kind, inputs, chosen)}"
        if (known := archives.opened(order_id, answered)) is not None:
            return msgspec.json.decode(known.read(REPORT), type=Report)
        report = run_check(kind, inputs, desk / "answers", settings=chosen, words=words)
        folder = desk / "answers" / key_of(kind, inputs, chosen)
    except QuestionFault:
        return _cannot_tell(kind, "question_not_understood")
    if folder.is_dir():
        reports.finish(folder, report)
        labels = (reports.label_of(report_hash(report)), answered)
        archives.keep(order_id, labels, folder, desk / "archive")
    return report


def _is_material(file: FileRef) -> bool:
    """Whether a reference file is a picture that was agreed beside the site (a new logo), and no site itself."""
    return file.name.lower().endswith(MATERIAL_ENDINGS)


def _material(order_id: str, files: Sequence[FileRef], desk: Path) -> Path:
    """Agreed pictures in one folder, under the names they were handed in by."""
    folder = desk / "material"
    folder.mkdir()
    for number, file in enumerate(files):
        for path in custody.unpacked(order_id, [file], desk / f"material-{number}").iterdir():
            path.rename(folder / path.name)
    return folder


def _settings(order_id: str, agreed: Requirement) -> dict[str, Any]:
    """The settings agreed for a check; empty where none were. Raises ValueError on a file that cannot be read."""
    file = next((f for f in agreed.reference_files if references.is_settings(f, agreed.check)), None)
    if file is None:
        return {}
    text = custody.store().read(order_id, file.sha256, 0, SETTINGS_BYTES_MAX).decode()
    values = tomllib.loads(text) if file.name.lower().endswith(".toml") else json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("settings are a table")
    return {"contract": values} if agreed.check == "dataset" else values


def _cannot_tell(kind: str, reason: str) -> Report:
    return Report(kind=kind, version="-", outcome="cannot_tell", reasons=(Reason(reason),))


def _hundredths(score: float | None) -> int | None:
    return None if score is None else max(0, min(10_000, round(score * 100)))
