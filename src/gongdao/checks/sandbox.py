"""Running a stranger's program: bubblewrap with every namespace of its own, limits on everything, nothing left after.

No network but a loopback inside the namespace; the system read-only; home, work and temporary folders in memory and
bounded; at most one folder of the host to write into, watched. Time, memory, processes, disk and output have limits,
and when one is passed, or the call ends for any reason, the whole process namespace is killed at once. Where the
machine lets us make control groups (as root, mostly), memory and processes are bounded by them as well, so that not
even the moment between two looks is unbounded.

Refuses to run anything where bubblewrap is absent or may not make namespaces: there is no unsandboxed fallback.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import resource
import selectors
import shutil
import signal
import site
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

import gongdao
from gongdao.checks.shape import Reason

MIB = 1 << 20
LOOK_EVERY_S = 0.05
PATH_INSIDE = "/usr/local/bin:/usr/bin:/bin"
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/nix/store")
SETTINGS = (
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/php",
)
FILES_IN_OUTPUT = 10_000
GONE_WITHIN_S = 20.0
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


class Limits(msgspec.Struct, frozen=True):
    """What a program may use: seconds by the wall, bytes of memory and disk, processes and threads, bytes printed."""

    seconds: float = 30.0
    memory: int = 512 * MIB
    processes: int = 64
    disk: int = 256 * MIB
    output: int = 256 * 1024


class Outcome(msgspec.Struct, frozen=True):
    """What became of a run.

    `code` is the exit code, None when it was stopped; `stopped` says by which limit: deadline, memory, processes,
    disk, or "" when it ended by itself. `out` and `err` are what it printed, up to the limit; `cut` says that there
    was more. `peak_memory` is in bytes, seen at intervals.
    """

    code: int | None
    stopped: str
    out: bytes
    err: bytes
    cut: bool
    seconds: float
    peak_memory: int


class Mount(msgspec.Struct, frozen=True):
    """A file or folder of the host and where it is seen inside, read-only."""

    host: Path
    inside: str


class SandboxFault(Exception):  # noqa: N818
    """There is no sandbox here; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


@functools.cache
def fault() -> Reason | None:
    """Why nothing can be run here, or None: no bubblewrap, or one that may not make namespaces."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return Reason("sandbox_absent", {})
    trial = [bwrap, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"]
    try:
        done = subprocess.run(trial, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Reason("sandbox_failed", {"said": str(error)[:300]})
    if done.returncode != 0:
        return Reason("sandbox_failed", {"said": done.stderr.decode(errors="replace").strip()[:300]})
    return None


def run(
    argv: Sequence[str],
    *,
    limits: Limits | None = None,
    mounts: Sequence[Mount] = (),
    out: Path | None = None,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    folder: str = "/work",
) -> Outcome:
    """Run `argv` inside; return when it has ended or was stopped, with every process of it gone.

    `mounts` are seen read-only; `out` is the one host folder that may be written to, as /out. `/work`, `/tmp` and
    `/home/user` are empty and in memory. Raises `SandboxFault` where there is no sandbox.
    """
    absent = fault()
    if absent is not None:
        raise SandboxFault(absent)
    limits = limits or Limits()
    walls = _walls(limits, mounts, out, environment or {}, folder)
    began = time.monotonic()
    parent = os.getpid()
    with _control_group(limits) as group, _Gate() as gate:
        process = subprocess.Popen(
            [*walls, *gate.before(argv)],
            pass_fds=gate.inside,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=lambda: _confine(limits, group.joins, parent),
        )
        gate.close_inside()
        watch = _Watch(process, limits, out, stdin, gate)
        try:
            watch.until_over(began + limits.seconds)
        finally:
            _end(process)
            watch.close()
        stopped = watch.stopped or group.passed()
    return Outcome(
        code=None if stopped else process.returncode,
        stopped=stopped,
        out=bytes(watch.printed[0]),
        err=bytes(watch.printed[1]),
        cut=watch.cut,
        seconds=round(time.monotonic() - began, 3),
        peak_memory=watch.peak_memory,
    )


def python_mounts() -> list[Mount]:
    """What a Python of ours needs to run inside: the interpreter, its packages and this package's source."""
    package = Path(gongdao.__file__).resolve().parent
    folders = [sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable))]
    folders += [*site.getsitepackages(), str(package)]
    present = dict.fromkeys(os.path.abspath(folder) for folder in folders if os.path.isdir(folder))
    outer = [f for f in present if f not in SYSTEM and not f.startswith(tuple(s + "/" for s in SYSTEM))]
    top = [f for f in outer if not any(f != other and f.startswith(other + "/") for other in outer)]
    return [Mount(Path(folder), folder) for folder in top]


def python_argv(code: str) -> list[str]:
    """A Python of ours running `code`, which can import this package; the environment is not looked at."""
    source = str(Path(gongdao.__file__).resolve().parent.parent)
    return [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {source!r}); {code}"]


def _walls(
    limits: Limits, mounts: Sequence[Mount], out: Path | None, environment: Mapping[str, str], folder: str
) -> list[str]:
    walls = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    walls += ["--uid", "1000", "--gid", "1000", "--hostname", "sandbox", "--clearenv", "--cap-drop", "ALL"]
    walls += ["--proc", "/proc", "--dev", "/dev"]
    for path in (*SYSTEM, *SETTINGS):
        if os.path.islink(path):
            walls += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            walls += ["--ro-bind", path, path]
    for empty in ("/tmp", "/work", "/home/user", "/run", "/dev/shm"):
        walls += ["--size", str(limits.disk), "--tmpfs", empty]
    for mount in mounts:
        walls += ["--ro-bind", str(mount.host.resolve()), mount.inside]
    if out is not None:
        walls += ["--bind", str(out.resolve()), "/out"]
    # The root of the namespace itself is a tmpfs without a size; nobody needs to write there.
    walls += ["--remount-ro", "/", "--chdir", folder]
    inside = {"HOME": "/home/user", "TMPDIR": "/tmp", "LANG": "C.UTF-8", "PATH": PATH_INSIDE, **environment}
    for name, value in inside.items():
        walls += ["--setenv", name, value]
    return [*walls, "--"]


def die_with(parent: int) -> None:
    """For a child just begun: it ends when `parent` does, however that ends. Nobody would watch an orphan."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _confine(limits: Limits, joins: Sequence[str], parent: int) -> None:
    # bubblewrap asks to die with its parent, but only once it runs, and the parent may be killed before that.
    die_with(parent)
    for path in joins:
        with open(path, "w") as file:
            file.write("0")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.disk, limits.disk))
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    os.nice(5)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the sandbox and wait until every process in it is gone, not only bubblewrap's outer one.

    The inner one is the first of its process namespace: the kernel kills all others and waits for them before that
    one is dead, so its end is theirs.
    """
    inner = _children(process.pid)
    for pid in inner:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    end = time.monotonic() + GONE_WITHIN_S
    while any(_is_alive(pid) for pid in inner) and time.monotonic() < end:
        time.sleep(0.01)


def _children(parent: int) -> list[int]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat") as stat:
                if int(stat.read().rsplit(")", 1)[1].split()[1]) == parent:
                    found.append(int(name))
    return found


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except (OSError, IndexError):
        return False


class _Gate:
    """Lets the program start only once the sandbox around it is whole, and never if we are gone by then.

    bubblewrap asks the kernel to die with its parent early on, but its inner process does so a little later; one
    whose outer process is killed in between (with us) would go on unwatched. So a small shell inside first says that
    it is there, which is after that moment, and waits for a word; where we died, it reads the end of the pipe instead.
    """

    SCRIPT = 'echo >"/proc/self/fd/$1"; read -r _ <"/proc/self/fd/$2" || exit 125; shift 2; exec "$@"'

    def __enter__(self) -> _Gate:
        self.ready, self._ready_inside = os.pipe()
        self._go_inside, self._go = os.pipe()
        self.inside = (self._ready_inside, self._go_inside)
        self._open = [self.ready, self._go, *self.inside]
        return self

    def before(self, argv: Sequence[str]) -> list[str]:
        """`argv` behind the gate."""
        return ["/bin/sh", "-c", self.SCRIPT, "sh", *map(str, self.inside), *argv]

    def close_inside(self) -> None:
        """Our copies of the ends that are the sandbox's, so that each pipe ends with its one holder."""
        for end in self.inside:
            os.close(end)
            self._open.remove(end)

    def open(self) -> None:
        """The sandbox is whole: go."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self._go, b"\n")

    def __exit__(self, *_: object) -> None:
        for end in self._open:
            os.close(end)


class _Watch:
    """Feeds and drains the program, and looks at what it uses every 50 ms."""

    def __init__(
        self, process: subprocess.Popen[bytes], limits: Limits, out: Path | None, stdin: bytes, gate: _Gate
    ) -> None:
        self._process = process
        self._limits = limits
        self._out = out
        self._stdin = stdin
        self._selector = selectors.DefaultSelector()
        self.printed = (bytearray(), bytearray())
        self.cut = False
        self.stopped = ""
        self.peak_memory = 0
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for pipe in (process.stdin, process.stdout, process.stderr):
            os.set_blocking(pipe.fileno(), False)
        self._gate = gate
        self._selector.register(gate.ready, selectors.EVENT_READ, 3)
        self._selector.register(process.stdout, selectors.EVENT_READ, 0)
        self._selector.register(process.stderr, selectors.EVENT_READ, 1)
        if stdin:
            self._selector.register(process.stdin, selectors.EVENT_WRITE, 2)
        else:
            process.stdin.close()

    def until_over(self, end: float) -> None:
        next_look = 0.0
        while self._process.poll() is None:
            self._move(min(LOOK_EVERY_S, max(0.0, end - time.monotonic())))
            now = time.monotonic()
            if now >= next_look:
                self.stopped = self._passed()
                next_look = now + LOOK_EVERY_S
            if not self.stopped and now > end:
                self.stopped = "deadline"
            if self.stopped:
                return
        # What it printed last is still in the pipes. A child that outlived it may hold them open: do not wait.
        for _ in range(64):
            if not self._move(0.0):
                return

    def _move(self, wait: float) -> bool:
        if not self._selector.get_map():
            time.sleep(wait)
            return False
        moved = False
        for key, _ in self._selector.select(wait):
            moved = True
            if key.data == 2:
                self._feed()
                continue
            if key.data == 3:
                self._selector.unregister(key.fileobj)
                self._gate.open()
                continue
            piece = b""
            with contextlib.suppress(BlockingIOError):
                piece = os.read(key.fd, 65536)
            if not piece:
                self._selector.unregister(key.fileobj)
            kept = self.printed[key.data]
            room = self._limits.output - len(kept)
            kept += piece[:room]
            self.cut |= len(piece) > room
        return moved

    def _feed(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            self._stdin = self._stdin[os.write(pipe.fileno(), self._stdin[:65536]) :]
        except BrokenPipeError:
            self._stdin = b""
        if not self._stdin:
            self._selector.unregister(pipe)
            pipe.close()

    def _passed(self) -> str:
        memory, processes = usage_below(self._process.pid)
        self.peak_memory = max(self.peak_memory, memory)
        if memory > self._limits.memory:
            return "memory"
        if processes > self._limits.processes:
            return "processes"
        if self._out is not None and self._written(self._out) > self._limits.disk:
            return "disk"
        return ""

    def _written(self, out: Path) -> int:
        total = count = 0
        for folder, _, names in os.walk(out):
            count += len(names)
            if count > FILES_IN_OUTPUT:
                return self._limits.disk + 1
            for name in names:
                with contextlib.suppress(OSError):
                    # Blocks, not length: a sparse file of a terabyte takes nothing.
                    total += os.lstat(os.path.join(folder, name)).st_blocks * 512
        return total

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._selector.close()


def usage_below(root: int) -> tuple[int, int]:
    """Memory in bytes, not counting shared pages, and number of threads of a process and all below it."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat") as stat:
                children.setdefault(int(stat.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
    memory = threads = 0
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        waiting.extend(children.get(pid, []))
        with contextlib.suppress(OSError, IndexError, ValueError):
            with open(f"/proc/{pid}/statm") as statm:
                _, resident, shared = statm.read().split()[:3]
            memory += (int(resident) - int(shared)) * resource.getpagesize()
            threads += len(os.listdir(f"/proc/{pid}/task"))
    return memory, threads


class _Group:
    """A control group for one run: files to join it by, and whether a limit of it was hit."""

    def __init__(self) -> None:
        self.joins: list[str] = []
        self.folders: list[Path] = []
        self._counters: list[tuple[str, Path]] = []

    def bound(self, folder: Path, limits: Mapping[str, int], joined_by: str, counters: Mapping[str, str]) -> None:
        """Make `folder`, set its limits, and remember how to join it. Raises OSError where we may not."""
        folder.mkdir()
        self.folders.append(folder)
        for name, value in limits.items():
            (folder / name).write_text(str(value))
        self.joins.append(str(folder / joined_by))
        self._counters += [(stopped, folder / name) for stopped, name in counters.items()]

    def passed(self) -> str:
        for stopped, counter in self._counters:
            with contextlib.suppress(OSError, ValueError, IndexError):
                text = counter.read_text()
                lines = dict(line.split()[:2] for line in text.splitlines() if " " in line)
                hits = lines.get("oom_kill", lines.get("max", "0")) if lines else text
                if int(hits):
                    return stopped
        return ""


def _sweep_groups(base: Path) -> None:
    """Remove groups whose maker was killed, with whatever process of theirs is stuck half made."""
    for folder in (*base.glob("gongdao-*"), *base.glob("pids/gongdao-*"), *base.glob("memory/gongdao-*")):
        if Path("/proc", folder.name.split("-")[1]).exists():
            continue
        with contextlib.suppress(OSError, ValueError):
            for pid in (folder / "cgroup.procs").read_text().split():
                os.kill(int(pid), signal.SIGKILL)
        with contextlib.suppress(OSError):
            folder.rmdir()


@contextlib.contextmanager
def _control_group(limits: Limits) -> Iterator[_Group]:
    group = _Group()
    name = f"gongdao-{os.getpid()}-{os.urandom(4).hex()}"
    base = Path("/sys/fs/cgroup")
    _sweep_groups(base)
    # A little above the watched limits, so that the watch, which can name what happened, comes first.
    memory, processes = limits.memory + 64 * MIB, limits.processes + 16
    if (base / "cgroup.controllers").exists():
        with contextlib.suppress(OSError):
            bounds = {"memory.max": memory, "memory.swap.max": 0, "pids.max": processes}
            group.bound(base / name, bounds, "cgroup.procs", {"memory": "memory.events", "processes": "pids.events"})
    else:
        with contextlib.suppress(OSError):
            group.bound(base / "pids" / name, {"pids.max": processes}, "cgroup.procs", {"processes": "pids.events"})
        with contextlib.suppress(OSError):
            bounds = {"memory.limit_in_bytes": memory}
            group.bound(base / "memory" / name, bounds, "cgroup.procs", {"memory": "memory.oom_control"})
    # A group that could not be limited is not joined; the watch still stands.
    group.joins = [path for path in group.joins if os.access(path, os.W_OK)]
    try:
        yield group
    finally:
        for folder in group.folders:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    folder.rmdir()
                    break
                time.sleep(0.02)
