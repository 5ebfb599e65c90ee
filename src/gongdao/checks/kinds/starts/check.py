"""The starts check: run what was delivered, without network, and say what happened, with its output.

Passed means that it started and answered (or, for a program that is no server, ended well). Failed means that what was
delivered does not start although all it asks for is here. Everything that is missing on this side, an interpreter, a
package it names, a database, is "cannot tell", and names what is missing: a seller's work is not blamed for our
machine, and a buyer is not told that something runs when nobody ran it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from gongdao.checks import sandbox
from gongdao.checks.kinds.starts import php
from gongdao.checks.kinds.starts.plan import Run, listed_packages, plan, program, version_of
from gongdao.checks.report import Table
from gongdao.checks.sandbox import MIB, Limits, Mount, SandboxFault
from gongdao.checks.shape import Ground, Outcome, Reason, Report, inputs_of

VERSION = "starts-2"
PORT = 8000
SAID_SHOWN = 4000
PROBE = Path(__file__).with_name("probe.py")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_PYTHON_MISSING = re.compile(r"(?:ModuleNotFoundError|ImportError): No module named '?([\w.]+)'?")
_NODE_MISSING = re.compile(r"Cannot find (?:module|package) '([^']+)'")
_NEEDED_SERVICES = {
    "mysql": re.compile(r"\b3306\b|mysql|mariadb", re.IGNORECASE),
    "postgresql": re.compile(r"\b5432\b|postgres", re.IGNORECASE),
    "redis": re.compile(r"\b6379\b|redis", re.IGNORECASE),
    "mongodb": re.compile(r"\b27017\b|mongo", re.IGNORECASE),
}
_REFUSED = re.compile(
    r"ECONNREFUSED|Connection refused|Can't connect to|could not connect|SQLSTATE\[HY000\] \[2002\]", re.IGNORECASE
)
# Case counts: "ModuleNotFoundError" holds "ENOTFOUND" otherwise.
_OUTSIDE = re.compile(r"\bENOTFOUND\b|\bEAI_AGAIN\b|Name or service not known|failure in name resolution")
_ENDED = {"ended": "ended_with", "not_listening": "not_listening", "no_answer": "no_answer"}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`run` as agreed (None: by the delivery's files); seconds to start and to answer; a text that must be shown."""

    run: Run | None = None
    start_s: float = 20.0
    answer_s: float = 8.0
    expect_text: str | None = None
    memory: int = 1024 * MIB


def check(inputs: Mapping[str, Path], settings: Mapping[str, Any], folder: Path) -> Report:
    """Run `inputs["delivery"]` (a folder). Raises `msgspec.ValidationError` for settings that cannot be read."""
    agreed = msgspec.convert(dict(settings), Settings)
    delivery = inputs["delivery"]
    base: dict[str, Any] = {
        "kind": "starts",
        "version": VERSION,
        "settings": msgspec.to_builtins(agreed),
        "inputs": inputs_of("delivery", delivery),
    }
    if not delivery.is_dir():
        return Report(outcome="not_applicable", reasons=(Reason("no_folder", {"name": delivery.name}),), **base)
    planned = plan(delivery, agreed.run)
    if planned.run is None or planned.reason is not None:
        reasons = (planned.reason,) if planned.reason else ()
        return Report(outcome="cannot_tell", reasons=reasons, **base)
    run = planned.run
    asked = {
        "command": planned.command,
        "folder": run.folder,
        "path": run.path,
        "port": PORT,
        "server": run.server,
        "start_s": agreed.start_s,
        "answer_s": agreed.answer_s,
    }
    limits = Limits(
        seconds=agreed.start_s + agreed.answer_s + 10, memory=agreed.memory, processes=150, disk=512 * MIB, output=MIB
    )
    argv = ["/usr/bin/python3", "-I", "-c", PROBE.read_text(), json.dumps(asked)]
    try:
        done = sandbox.run(argv, limits=limits, mounts=[Mount(delivery, "/delivery")])
    except SandboxFault as fault:
        return Report(outcome="cannot_tell", reasons=(fault.reason,), **base)
    told = _told(done.out)
    facts = {"run": msgspec.to_builtins(run), "command": planned.command or "static"}
    said = str(told.get("said", "")) or (done.err[-SAID_SHOWN:].decode("utf-8", "replace") if not told else "")
    measured = {"seconds": done.seconds, "peak_memory": done.peak_memory, "said": said[-SAID_SHOWN:]}
    if done.stopped and not told:
        # It was ended by a limit; that is its own doing, but a larger machine might have let it go on.
        reasons = (Reason("stopped", {"limit": done.stopped}),)
        return Report(outcome="cannot_tell", reasons=reasons, facts=facts, measured=measured, **base)
    if not told:
        return Report(
            outcome="cannot_tell", reasons=(Reason("probe_lost", {}),), facts=facts, measured=measured, **base
        )
    outcome, ground, reason = _judged(told, run, agreed, delivery / run.folder)
    reasons = (reason,) if reason else ()
    return Report(outcome=outcome, reasons=reasons, grounds=(ground,), facts=facts, measured=measured, **base)


def tables(report: Report, words: Mapping[str, Mapping[str, str]]) -> tuple[Table, ...]:
    """What the program printed, line by line, for the report's page."""
    lines = str(report.measured.get("said", "")).splitlines()[-60:]
    rows = tuple((line[:300],) for line in lines if line.strip())
    return (Table(code="table_said", columns=("line",), rows=rows),) if rows else ()


def _told(out: bytes) -> dict[str, Any]:
    """The probe's last line; nothing if the program ended it or wrote something else over it."""
    for line in reversed(out.decode("utf-8", "replace").splitlines()):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and "happened" in value:
            return value
    return {}


def _judged(told: dict[str, Any], run: Run, agreed: Settings, folder: Path) -> tuple[Outcome, Ground, Reason | None]:
    happened, said = str(told["happened"]), str(told.get("said", ""))
    if happened == "answered":
        return _answer(told, run, agreed, said, folder)
    if happened == "ended" and not run.server and told.get("code") == 0:
        return "passed", _ground("ended_well", "passed", _last_line(said)), None
    reason = _missing_here(said, run, folder)
    outcome: Outcome = "cannot_tell" if reason else "failed"
    code = _ENDED.get(happened, "ended_with")
    if happened == "ended" and run.server and told.get("code") == 0 and not reason:
        code = "ended_without_serving"
    value = told.get("code") if happened == "ended" else None
    return outcome, _ground(code, outcome, _last_line(said), value=value), reason


def _answer(
    told: dict[str, Any], run: Run, agreed: Settings, said: str, folder: Path
) -> tuple[Outcome, Ground, Reason | None]:
    status = told.get("status")
    body = str(told.get("body", ""))
    found = _TITLE.search(body)
    location = str(told.get("location", ""))[:200]
    data = {"kind": str(told.get("kind", ""))[:80], "bytes": told.get("bytes"), "location": location}
    title = " ".join(found[1].split())[:120] if found else ""
    good = isinstance(status, int) and 200 <= status < 400
    if good and agreed.expect_text is not None and agreed.expect_text not in body:
        ground = _ground("text_missing", "failed", title, value=status, reference_value=agreed.expect_text, **data)
        return "failed", ground, None
    if good:
        return "passed", _ground("answered", "passed", title, value=status, **data), None
    reason = _missing_here(said + body, run, folder)
    outcome: Outcome = "cannot_tell" if reason else "failed"
    return outcome, _ground("answered_error", outcome, title or _last_line(said), value=status, **data), reason


def _missing_here(said: str, run: Run, folder: Path) -> Reason | None:
    """What it lacked that is this machine's to have: a package it lists, a service, the network."""
    interpreter = program(run.kind)
    if run.kind == "php" and interpreter is not None:
        lacked = php.missing_here(said, folder, interpreter, version_of(interpreter))
        if lacked is not None:
            return lacked
    listed = listed_packages(folder)
    pattern = _NODE_MISSING if run.kind == "node" else _PYTHON_MISSING
    for name in pattern.findall(said):
        if name.startswith((".", "/")):
            continue
        # "lodash/fp" and "PIL.Image" are parts of what is listed under the first word.
        package = "/".join(name.split("/")[:2]) if name.startswith("@") else re.split(r"[./]", name)[0]
        if package.lower() in listed or any(one.replace("-", "_") == package.lower() for one in listed):
            return Reason("needs_package", {"name": package})
        if run.kind == "python" and _ALSO_CALLED.get(package.lower(), "") in listed:
            return Reason("needs_package", {"name": package})
    if _OUTSIDE.search(said):
        return Reason("needs_network", {})
    if _REFUSED.search(said):
        for service, named in _NEEDED_SERVICES.items():
            if named.search(said):
                return Reason("needs_service", {"name": service})
    return None


# Packages whose module has another name than the one they are installed by.
_ALSO_CALLED = {
    "pil": "pillow",
    "yaml": "pyyaml",
    "cv2": "opencv-python",
    "bs4": "beautifulsoup4",
    "mysqldb": "mysqlclient",
    "dotenv": "python-dotenv",
    "sklearn": "scikit-learn",
    "jwt": "pyjwt",
    "dateutil": "python-dateutil",
}


def _ground(code: str, outcome: str, text: str, **more: Any) -> Ground:
    value, agreed = more.pop("value", None), more.pop("reference_value", None)
    return Ground(code=code, text=text, value=value, reference_value=agreed, data={"outcome": outcome, **more})


def _last_line(said: str) -> str:
    """The last line it printed, or what PHP died of, without what differs from run to run (addresses, times)."""
    if told := php.telling_line(said):
        return told
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.match(r"[\w.]*(Error|Exception|error)\b", line)]
    line = (telling or lines or [""])[-1][:300]
    return re.sub(r"0x[0-9a-f]+|\d{1,2}:\d{2}:\d{2}(\.\d+)?|\b\d{4}-\d{2}-\d{2}\b", "…", line)
