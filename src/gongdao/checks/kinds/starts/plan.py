"""How a delivery is run: as its agreement or its own files say; never guessed where several ways are open."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Literal

import msgspec

from gongdao.checks.kinds.starts import php
from gongdao.checks.kinds.starts.versions import allows
from gongdao.checks.shape import Reason

Kind = Literal["static", "python", "node", "php"]


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How to run it: `kind`, and where they differ from what is usual, `command` (run by a shell in `folder`),
    `path` to ask for, `version` needed of the interpreter (a constraint as composer.json writes them: `5`, `>=7.2`),
    and `server` = false for a program that just ends."""

    kind: Kind
    command: str | None = None
    folder: str = ""
    path: str = "/"
    version: str | None = None
    server: bool = True


class Plan(msgspec.Struct, frozen=True):
    """A run made ready: the shell command, or the reason why there is none."""

    run: Run | None
    command: str = ""
    reason: Reason | None = None


_SOURCE = re.compile(r"[\w./-]+\.(?:py|m?js|cjs)")
_SERVED = re.compile(r"[\w./-]+")


def as_told(kind: str, entry: str) -> dict[str, str] | None:
    """The `run` of this check's settings for what a delivery says of itself: a kind, and a file or command to begin
    with. None where it says nothing that can be followed; then it goes by its files."""
    if kind not in _PROGRAM and kind != "static":
        return None
    said = entry.strip()
    if not said:
        return {"kind": kind}
    if kind in ("static", "php") and _SERVED.fullmatch(said):
        return {"kind": kind, "path": "/" + said.lstrip("./")}
    if kind == "static":
        return {"kind": kind}
    return {"kind": kind, "command": f"{_PROGRAM[kind]} {said}" if _SOURCE.fullmatch(said) else said}


def plan(delivery: Path, run: Run | None) -> Plan:
    """What to run for `delivery`; `run` is what was agreed, None to go by its files."""
    run = run or _told(delivery)
    if run is None:
        return Plan(None, reason=Reason("run_unknown", {"names": sorted(p.name for p in delivery.iterdir())[:20]}))
    folder = (delivery / run.folder).resolve()
    if not folder.is_relative_to(delivery.resolve()) or not folder.is_dir():
        return Plan(run, reason=Reason("run_folder_missing", {"folder": run.folder}))
    lacking = _lacking(run, folder)
    if lacking is not None:
        return Plan(run, reason=lacking)
    command = run.command or _USUAL[run.kind](folder)
    if command is None:
        return Plan(run, reason=Reason("run_unknown", {"names": sorted(p.name for p in folder.iterdir())[:20]}))
    return Plan(run, command)


def _told(delivery: Path) -> Run | None:
    """By the delivery's own files, in its top folder or the one folder in it."""
    inner = [p for p in delivery.iterdir() if p.is_dir() and not p.name.startswith((".", "__MACOSX"))]
    here = delivery
    if not any(p.is_file() and not p.name.startswith(".") for p in delivery.iterdir()) and len(inner) == 1:
        here = inner[0]
    folder = here.relative_to(delivery).as_posix() if here != delivery else ""
    if _node(here) is not None:
        return Run("node", folder=folder)
    if (here / "composer.json").is_file() or _php(here) is not None:
        return Run("php", folder=folder)
    if _python(here) is not None:
        return Run("python", folder=folder)
    if any((here / name).is_file() for name in ("index.html", "index.htm")):
        return Run("static", folder=folder)
    return None


def _python(folder: Path) -> str | None:
    if (folder / "manage.py").is_file():
        return "python3 manage.py runserver --noreload 127.0.0.1:$PORT"
    for name in ("app.py", "main.py", "server.py", "wsgi.py", "run.py"):
        if (folder / name).is_file():
            return f"python3 {name}"
    return None


def _node(folder: Path) -> str | None:
    package = _json(folder / "package.json")
    start = package.get("scripts", {}).get("start") if isinstance(package.get("scripts"), dict) else None
    if isinstance(start, str):
        return start
    for name in (package.get("main"), "server.js", "app.js", "index.js"):
        if isinstance(name, str) and re.fullmatch(r"[\w./-]+", name) and (folder / name).is_file():
            # index.js beside an index.html belongs to the page, not to a server.
            if name == "index.js" and (folder / "index.html").is_file():
                continue
            return f"node {name}"
    return None


def _php(folder: Path) -> str | None:
    root = "public" if (folder / "public" / "index.php").is_file() else "."
    if (folder / root / "index.php").is_file():
        return f"php -S 127.0.0.1:$PORT -t {root}"
    return None


_USUAL = {"static": lambda folder: "", "python": _python, "node": _node, "php": _php}
_PROGRAM = {"python": "python3", "node": "node", "php": "php"}


def _lacking(run: Run, folder: Path) -> Reason | None:
    name = _PROGRAM.get(run.kind)
    if name is None:
        return None
    found = program(run.kind)
    if found is None:
        wanted = run.version or (php.wanted(folder) if run.kind == "php" else "")
        return Reason("needs_interpreter", {"name": run.kind, "wanted": wanted})
    present = version_of(found)
    if run.version is not None:
        satisfied = allows(run.version, present)
        if satisfied is None:
            return Reason("version_unreadable", {"name": run.kind, "wanted": run.version[:60]})
        if not satisfied:
            return Reason("needs_version", {"name": run.kind, "wanted": run.version[:60], "present": present})
    return php.lacking(folder, found, present) if run.kind == "php" else None


def program(kind: str) -> str | None:
    """The interpreter a kind is run by, where the sandbox sees one."""
    name = _PROGRAM.get(kind)
    return shutil.which(name, path="/usr/local/bin:/usr/bin:/bin") if name else None


def version_of(program: str) -> str:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout + done.stderr)
    return found[0] if found else ""


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > 1 << 20:
            return {}
        value = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def listed_packages(folder: Path) -> set[str]:
    """The packages a delivery says it needs, in lower case, so that a missing one can be told from a broken one."""
    listed: set[str] = set()
    for name in ("requirements.txt", "requirements/base.txt"):
        path = folder / name
        if path.is_file():
            lines = path.read_text("utf-8", "replace")[: 1 << 20].splitlines()
            listed |= {found[0].lower() for line in lines if (found := re.match(r"[A-Za-z0-9_.-]+", line.strip()))}
    for name in ("pyproject.toml", "Pipfile", "setup.py"):
        path = folder / name
        if path.is_file():
            listed |= {
                word.lower()
                for word in re.findall(r"[A-Za-z0-9_.-]{2,}", path.read_text("utf-8", "replace")[: 1 << 18])
            }
    package = _json(folder / "package.json")
    for key in ("dependencies", "devDependencies", "optionalDependencies"):
        if isinstance(package.get(key), dict):
            listed |= {str(name).lower() for name in package[key]}
    return listed
