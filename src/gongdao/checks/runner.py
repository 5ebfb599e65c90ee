"""Running one check for the worker: in a process of its own, under limits, once for the same question.

The question is the kind, its version, its settings and the hashes of what is judged; its answer is kept in a folder
named by the hash of all that, so asking again costs nothing and answers the same. A check that parses what a stranger
made (tables, sources) runs wholly inside the sandbox; one that drives a sandbox of its own (pages, programs) runs
beside it. Either way a hard outer deadline ends it with everything it started. What fails for reasons of ours is tried
once more and then answered with "cannot tell" and the reason; it is not kept, so that a better day may answer.

Refuses to raise for what a delivery does. Raises for a question that cannot be asked: an unknown kind, a missing input,
settings that cannot be read.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

from gongdao.checks import sandbox
from gongdao.checks.capture import vetted
from gongdao.checks.report import write_report
from gongdao.checks.sandbox import MIB, Limits, Mount, SandboxFault
from gongdao.checks.settings import SettingsFault, explained
from gongdao.checks.shape import Reason, Report, inputs_of

Words = Mapping[str, Mapping[str, str]]
Check = Callable[[Mapping[str, Path], Mapping[str, Any], Path], Report]

REPORT = "report.json"
REPORT_BYTES = 64 * MIB
DEFAULT = Limits(seconds=300.0, memory=4096 * MIB, processes=900, disk=2048 * MIB, output=MIB)
LOOK_EVERY_S = 0.1


class Kind(NamedTuple):
    """One kind of check: where its code is, the inputs it cannot do without, whether all of it runs in the sandbox,
    and whether it shows pages, which the operator's shelf of vetted packages then answers too."""

    module: str
    needs: tuple[str, ...]
    confined: bool
    renders: bool = False


KINDS: dict[str, Kind] = {
    "imitation": Kind("gongdao.checks.kinds.imitation.check", ("reference", "delivery"), False, True),
    "changes": Kind("gongdao.checks.kinds.changes.check", ("reference", "delivery"), False, True),
    "works": Kind("gongdao.checks.kinds.works.check", ("delivery",), False, True),
    "starts": Kind("gongdao.checks.kinds.starts.check", ("delivery",), False),
    "dataset": Kind("gongdao.checks.kinds.dataset.check", ("delivery",), True),
    "same": Kind("gongdao.checks.kinds.same.check", ("delivery",), True),
}


class QuestionFault(SettingsFault):
    """The question cannot be asked: `path` names the kind, input or setting, `expected` what should be there."""


class Job(msgspec.Struct, frozen=True):
    """What the child is asked: paths as it sees them."""

    kind: str
    inputs: dict[str, str]
    settings: dict[str, Any]
    folder: str
    words: dict[str, dict[str, str]] = {}


def run_check(
    kind: str,
    inputs: Mapping[str, Path],
    workdir: Path,
    limits: Limits | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    words: Words | None = None,
) -> Report:
    """The report of one check; it and its page lie in `workdir/<key_of(...)>` afterwards.

    `inputs` are folders or files by name ("delivery", "reference", "source", earlier deliveries); `words` are the
    sentences for the page. Raises `QuestionFault`; everything else is in the report.
    """
    settings = dict(settings or {})
    asked = _asked(kind, inputs)
    kept = workdir / key_of(kind, inputs, settings)
    if (known := _read(kept, kind)) is not None:
        return known
    workdir.mkdir(parents=True, exist_ok=True)
    reason = Reason("check_crashed", {})
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix=".running-", dir=workdir) as name:
            desk = Path(name)
            outcome = _attempt(kind, asked, inputs, settings, desk, limits or DEFAULT, words or {})
            _raise_fault(desk)
            if (report := _read(desk, kind)) is not None:
                return _keep(desk, kept, report, asked, words or {})
        reason = outcome
        # A limit that was passed once will be passed again; only what may have been chance is tried again.
        if reason.code != "check_crashed":
            break
    seen = tuple(pair for one in sorted(inputs) for pair in inputs_of(one, inputs[one]))
    version = str(importlib.import_module(asked.module).VERSION)
    return Report(kind=kind, version=version, outcome="cannot_tell", settings=settings, reasons=(reason,), inputs=seen)


def key_of(kind: str, inputs: Mapping[str, Path], settings: Mapping[str, Any]) -> str:
    """The name of a question: SHA-256 (hex) over kind, version, settings and the hashes of the inputs.

    For pages the shelf of vetted packages is one of them: with another shelf the answer may be another.
    """
    asked = _asked(kind, inputs)
    seen = [pair for name in sorted(inputs) for pair in inputs_of(name, inputs[name])]
    if asked.renders and (shelf := vetted.shelf()) is not None:
        seen += inputs_of("vetted", shelf)
    version = str(importlib.import_module(asked.module).VERSION)
    told = msgspec.json.encode([kind, version, settings, seen], order="sorted")
    return hashlib.sha256(told).hexdigest()


def _asked(kind: str, inputs: Mapping[str, Path]) -> Kind:
    if kind not in KINDS:
        raise QuestionFault("kind", f"one of {', '.join(KINDS)}", kind)
    for name in KINDS[kind].needs:
        if name not in inputs:
            raise QuestionFault(f"inputs.{name}", "a folder or file")
    for name, path in inputs.items():
        if not path.exists():
            raise QuestionFault(f"inputs.{name}", "a folder or file that exists", path.name)
        if not name.replace("-", "").replace("_", "").isalnum() or len(name) > 80:
            raise QuestionFault(f"inputs.{name[:80]}", "a name of letters, digits, - and _")
    return KINDS[kind]


# -- the parent's side


def _attempt(
    kind: str,
    asked: Kind,
    inputs: Mapping[str, Path],
    settings: dict[str, Any],
    desk: Path,
    limits: Limits,
    words: Words,
) -> Reason:
    """Run the child once. Returns the reason that stands if it left no report."""
    told = {code: dict(both) for code, both in words.items()}
    if not asked.confined:
        paths = {name: str(path.resolve()) for name, path in inputs.items()}
        return _beside(Job(kind, paths, settings, str(desk), told), desk, limits)
    inside = {name: f"/in/{name}/{path.resolve().name}" for name, path in inputs.items()}
    mounts = [Mount(path, inside[name]) for name, path in inputs.items()]
    job = msgspec.json.encode(Job(kind, inside, settings, "/out"))
    argv = sandbox.python_argv("from gongdao.checks.runner import child; child()")
    try:
        done = sandbox.run(
            argv, limits=limits, mounts=[*sandbox.python_mounts(), *mounts], out=desk, stdin=job, folder="/tmp"
        )
    except SandboxFault as fault:
        return fault.reason
    return _reason(done.stopped, limits, done.err)


def _beside(job: Job, desk: Path, limits: Limits) -> Reason:
    """A child outside, for kinds that sandbox what they run; watched and, in the end, killed with all below it."""
    passed_on = ("PATH", "HOME", "LANG", "GONGDAO_CHROMIUM", vetted.SETTING)
    environment = {name: os.environ[name] for name in passed_on if name in os.environ}
    end = time.monotonic() + limits.seconds
    stopped, parent = "", os.getpid()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            sandbox.python_argv("from gongdao.checks.runner import child; child()"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
            env={**environment, "TMPDIR": str(desk)},
            start_new_session=True,
            preexec_fn=lambda: sandbox.die_with(parent),
        )
        try:
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(msgspec.json.encode(job))
                process.stdin.close()
            while process.poll() is None and not stopped:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(LOOK_EVERY_S)
                memory, threads = sandbox.usage_below(process.pid)
                if time.monotonic() > end:
                    stopped = "deadline"
                elif memory > limits.memory:
                    stopped = "memory"
                elif threads > limits.processes:
                    stopped = "processes"
        finally:
            # Sandboxes below die with it: bubblewrap is started to die with its parent.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said.seek(0, os.SEEK_END)
        said.seek(max(0, said.tell() - 2000))
        return _reason(stopped, limits, said.read())


def _reason(stopped: str, limits: Limits, said: bytes) -> Reason:
    if stopped == "deadline":
        return Reason("check_deadline", {"seconds": round(limits.seconds)})
    if stopped:
        return Reason("check_limit", {"limit": stopped})
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return Reason("check_crashed", {"said": lines[-1][:300] if lines else ""})


def _read(folder: Path, kind: str) -> Report | None:
    """The report in a folder, if there is a whole one of this kind. Nothing in the folder is trusted."""
    path = folder / REPORT
    if path.is_symlink() or not path.is_file() or path.stat().st_size > REPORT_BYTES:
        return None
    try:
        report = msgspec.json.decode(path.read_bytes(), type=Report)
    except (msgspec.DecodeError, RecursionError, OSError):
        return None
    return report if report.kind == kind else None


def _raise_fault(desk: Path) -> None:
    path = desk / "fault.json"
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MIB:
        return
    try:
        told = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return
    if isinstance(told, dict):
        raise QuestionFault(*(str(told.get(name, ""))[:300] for name in ("path", "expected", "got")))


def _keep(desk: Path, kept: Path, report: Report, asked: Kind, words: Words) -> Report:
    """Move the answer to its place. What a confined child wrote besides its report is dropped, and its page written
    here, so that whatever took over a parser could at most have told a false tale, not planted a script."""
    if asked.confined:
        for path in desk.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        write_report(desk, report, words=words, tables=_tables(asked, report, words))
    else:
        for path in desk.iterdir():
            if path.is_symlink():
                path.unlink()
            elif path.is_dir():
                shutil.rmtree(path)
    # Others may have answered the same question meanwhile; the first answer stays, and it is the same.
    with contextlib.suppress(OSError):
        desk.chmod(0o755)
        desk.rename(kept)
        desk.mkdir()
    return _read(kept, report.kind) or report


def _tables(asked: Kind, report: Report, words: Words) -> tuple[Any, ...]:
    module = importlib.import_module(asked.module)
    return tuple(module.tables(report, words)) if hasattr(module, "tables") else ()


# -- the child's side


def child() -> None:
    """Answer the job on standard input: `report.json` in its folder, or `fault.json` for a question it cannot take."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    folder = Path(job.folder)
    inputs = {name: Path(path) for name, path in job.inputs.items()}
    try:
        report = _answer(job, inputs, folder)
    except (ValueError, TypeError) as fault:
        if (told := _told(fault)) is None:
            raise
        (folder / "fault.json").write_text(json.dumps(told))
        return
    if not (folder / REPORT).exists():
        asked = KINDS[job.kind]
        if asked.confined:
            draft = folder / f"{REPORT}.draft"
            draft.write_bytes(msgspec.json.encode(report))
            draft.rename(folder / REPORT)
        else:
            write_report(folder, report, words=job.words, tables=_tables(asked, report, job.words))


def _answer(job: Job, inputs: dict[str, Path], folder: Path) -> Report:
    if job.kind == "imitation":
        return _imitation(job, inputs, folder)
    if job.kind == "changes":
        return _changes(job, inputs, folder)
    check: Check = importlib.import_module(KINDS[job.kind].module).check
    return check(inputs, job.settings, folder)


class _Imitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    mode: Literal["same", "own"] = "same"
    widths: tuple[Annotated[int, msgspec.Meta(ge=200, le=4000)], ...] = (1440, 390)
    pages: list[str] | None = None
    pages_max: Annotated[int, msgspec.Meta(ge=1, le=500)] = 12


def _imitation(job: Job, inputs: dict[str, Path], folder: Path) -> Report:
    """The imitation check writes its own page, with pictures, and its report beside it."""
    from gongdao.checks.kinds.imitation import imitation

    asked = msgspec.convert(job.settings, _Imitation)
    imitation(
        inputs["reference"],
        inputs["delivery"],
        asked.mode,
        asked.widths,
        folder,
        pages=asked.pages,
        pages_max=asked.pages_max,
        words=job.words,
    )
    return msgspec.json.decode((folder / REPORT).read_bytes(), type=Report)


class _Changes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agreed: str
    widths: tuple[Annotated[int, msgspec.Meta(ge=200, le=4000)], ...] = (1440,)


def _changes(job: Job, inputs: dict[str, Path], folder: Path) -> Report:
    """The changes check writes its own page too; `material` is where agreed files lie, if any."""
    from gongdao.checks.kinds.changes import changes

    asked = msgspec.convert(job.settings, _Changes)
    sides, material = (inputs["reference"], inputs["delivery"]), inputs.get("material")
    changes(*sides, asked.agreed, asked.widths, folder, material=material, words=job.words)
    return msgspec.json.decode((folder / REPORT).read_bytes(), type=Report)


def _told(fault: Exception) -> dict[str, str] | None:
    """A fault in the settings, said by path; None for a fault of ours."""
    if isinstance(fault, SettingsFault):
        return {"path": fault.path, "expected": fault.expected, "got": fault.got}
    if isinstance(fault, msgspec.ValidationError):
        return dict(zip(("path", "expected", "got"), explained(str(fault)), strict=True))
    if hasattr(fault, "line") and hasattr(fault, "expected"):
        expected = str(fault.expected) or "an assertion"
        return {"path": f"agreed:{fault.line}", "expected": expected, "got": str(getattr(fault, "source", ""))}
    return None
