"""One bundle, one sandbox, one deadline: the parent's side of a capture.

The sandbox is bubblewrap with every namespace of its own: no network at all, a read-only system, the bundle
read-only, one folder to write into. When the deadline passes, or memory or disk run over, the sandbox is killed and
the process namespace dies with it; what had been seen is kept. Where bubblewrap is absent this module refuses to
render: there is no unsandboxed fallback.
"""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import signal
import site as python_site
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

import gongdao
from gongdao.checks.capture.facts import Capture, Job, PageFacts
from gongdao.checks.capture.site import Site, find_site
from gongdao.checks.shape import Reason

DEFAULT_WIDTHS = (1440, 390)
MAX_PAGES = 12
MEMORY_LIMIT = 3 * 1024**3
DISK_LIMIT = 512 * 1024**2
FILE_LIMIT = 128 * 1024**2
FACTS_LIMIT = 64 * 1024**2
PROCESS_LIMIT = 400
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/opt")
_SETTINGS = (
    "/etc/fonts",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/chromium.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/var/cache/fontconfig",
    "/nix/store",
)


def find_browser() -> str | None:
    """The Chromium to use: GONGDAO_CHROMIUM, else one on the path. Debian's wrapper script is passed by."""
    named = os.environ.get("GONGDAO_CHROMIUM")
    found = named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
    )
    if not found or not Path(found).exists():
        return None
    for real in ("/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser"):
        wrapper = Path(found).resolve()
        if wrapper.name == Path(real).name and wrapper.parent.name == "bin" and Path(real).exists():
            return real
    return str(Path(found).resolve())


@functools.cache
def sandbox_fault() -> Reason | None:
    """Why nothing can be rendered here, or None: no bubblewrap, one that may not make namespaces, no browser."""
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return Reason("sandbox_absent", {})
    try:
        trial = subprocess.run(
            [bwrap, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"],
            capture_output=True,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Reason("sandbox_failed", {"said": str(error)[:300]})
    if trial.returncode != 0:
        return Reason("sandbox_failed", {"said": trial.stderr.decode(errors="replace").strip()[:300]})
    return None if find_browser() else Reason("browser_absent", {})


def capture(
    bundle: Path,
    *,
    pages: list[str] | None = None,
    widths: tuple[int, ...] = DEFAULT_WIDTHS,
    deadline_s: float | None = None,
    out: Path,
    max_pages: int = MAX_PAGES,
    memory_limit: int = MEMORY_LIMIT,
    extra_args: tuple[str, ...] = (),
) -> Capture:
    """Render a bundle's pages at every width; facts come back, pictures lie in `out`.

    `bundle` is a folder (unpacked by custody) or a single saved page; `pages` are paths inside it, all found pages
    if None, up to `max_pages`, entry first. `deadline_s` holds for the whole bundle; the default grows with the
    number of pages. Never raises for what a bundle does: that is in `reasons` and in each page's `status`.
    """
    began = time.monotonic()
    found = find_site(bundle)
    if found.reason is not None:
        return Capture(kind=found.kind, reasons=(found.reason,), folder=str(out))
    fault = sandbox_fault()
    if fault is not None:
        return Capture(kind=found.kind, reasons=(fault,), folder=str(out), root=found.root, entry=found.pages[0])
    wanted = tuple(pages) if pages is not None else found.pages
    tried, untried = wanted[:max_pages], wanted[max_pages:]
    deadline = deadline_s if deadline_s is not None else 14.0 + 4.0 * len(tried) * len(widths)
    job = Job(
        bundle="/bundle",
        out="/out",
        browser=find_browser() or "",
        pages=tried,
        widths=widths,
        entry_prefix=found.root,
        page_deadline_s=max(3.0, min(15.0, deadline * 0.6)),
        extra_args=extra_args,
    )
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongdao-capture-") as desk:
        written = Path(desk)
        outcome = _run(job, found, bundle, written, deadline, memory_limit)
        shown, browser = _collect(written, out)
    reasons = list(outcome.reasons)
    known = {(p.page, p.width) for p in shown}
    lost = reasons[0].code if reasons else "worker_failed"
    for page in tried:
        for width in widths:
            if (page, width) not in known:
                shown.append(PageFacts(page=page, width=width, status=lost))
    if not outcome.finished and not reasons:
        reasons.append(Reason("worker_failed", {"said": outcome.said}))
    return Capture(
        kind=found.kind,
        pages=tuple(shown),
        reasons=tuple(reasons),
        folder=str(out),
        root=found.root,
        entry=found.pages[0],
        untried=tuple(untried),
        browser=browser,
        seconds=round(time.monotonic() - began, 3),
        peak_memory=outcome.peak_memory,
    )


class _Outcome(msgspec.Struct):
    finished: bool = False
    reasons: list[Reason] = []
    said: str = ""
    peak_memory: int = 0


def _run(job: Job, found: Site, bundle: Path, desk: Path, deadline: float, memory_limit: int) -> _Outcome:
    command = [*_walls(found, bundle, desk, Path(job.browser)), sys.executable, "-I", "-c", _entry()]
    outcome = _Outcome()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=said, stderr=said, start_new_session=True, preexec_fn=_limits
        )
        try:
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(msgspec.json.encode(job))
                process.stdin.close()
            _watch(process, desk, deadline, memory_limit, outcome)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        said.seek(0, os.SEEK_END)
        said.seek(max(0, said.tell() - 600))
        outcome.said = said.read().decode(errors="replace").strip()
    outcome.finished = (desk / "done.txt").exists()
    return outcome


def _watch(process: subprocess.Popen[bytes], desk: Path, deadline: float, memory_limit: int, outcome: _Outcome) -> None:
    """Wait for the sandbox to end, or for a limit to be passed; the caller kills what is left."""
    ends = time.monotonic() + deadline
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
            return
        used = _memory_of(process.pid)
        outcome.peak_memory = max(outcome.peak_memory, used)
        if used > memory_limit:
            outcome.reasons.append(Reason("memory", {"limit_mb": memory_limit // 1024**2}))
            return
        if sum(f.stat().st_size for f in desk.iterdir() if f.is_file()) > DISK_LIMIT:
            outcome.reasons.append(Reason("disk", {"limit_mb": DISK_LIMIT // 1024**2}))
            return
        if time.monotonic() > ends:
            outcome.reasons.append(Reason("deadline", {"seconds": round(deadline)}))
            return


def _memory_of(root: int) -> int:
    """Bytes of memory held by a process and all below it, shared pages counted once (proportional set size)."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{name}/stat") as stat:
                children.setdefault(int(stat.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
    total, stack = 0, [root]
    while stack:
        pid = stack.pop()
        stack.extend(children.get(pid, []))
        with contextlib.suppress(OSError, IndexError, ValueError), open(f"/proc/{pid}/statm") as statm:
            _, resident, shared = statm.read().split()[:3]
            total += (int(resident) - int(shared)) * resource.getpagesize()
    return total


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))
    os.nice(5)


def _entry() -> str:
    """The worker's one line: isolated mode ignores the environment, so our own folder is put on the path here."""
    package = str(Path(gongdao.__file__).resolve().parent.parent)
    return f"import sys; sys.path.insert(0, {package!r}); from gongdao.checks.capture.worker import main; main()"


def _walls(found: Site, bundle: Path, desk: Path, browser: Path) -> list[str]:
    """The bubblewrap command line: what the sandbox sees, and nothing else of this machine."""
    bwrap = shutil.which("bwrap") or "bwrap"
    walls = [bwrap, "--unshare-all", "--die-with-parent", "--new-session", "--uid", "1000", "--gid", "1000"]
    walls += ["--clearenv", "--proc", "/proc", "--dev", "/dev", "--size", str(1024**3), "--tmpfs", "/tmp"]
    walls += ["--size", str(256 * 1024**2), "--tmpfs", "/run", "--hostname", "sandbox"]
    for path in (*_SYSTEM, *_SETTINGS):
        if os.path.islink(path):
            walls += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            walls += ["--ro-bind", path, path]
    for path in _needed(browser):
        walls += ["--ro-bind", path, path]
    if found.kind == "page":
        walls += ["--dir", "/bundle", "--ro-bind", str(bundle.resolve()), f"/bundle/{bundle.name}"]
        for beside in (f"{bundle.stem}_files", f"{bundle.stem}.files", f"{bundle.stem}_文件"):
            if (bundle.parent / beside).is_dir():
                walls += ["--ro-bind", str((bundle.parent / beside).resolve()), f"/bundle/{beside}"]
    else:
        walls += ["--ro-bind", str(bundle.resolve()), "/bundle"]
    walls += ["--bind", str(desk), "/out", "--dir", "/tmp/home", "--chdir", "/tmp"]
    for name, value in {"HOME": "/tmp/home", "TMPDIR": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}.items():
        walls += ["--setenv", name, value]
    return walls


@functools.cache
def _needed(browser: Path) -> tuple[str, ...]:
    """The folders outside the system that the interpreter, its packages, our own code and the browser live in."""
    package = Path(gongdao.__file__).resolve().parent
    folders = [sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable))]
    folders += [*python_site.getsitepackages(), str(package), str(browser.parent)]
    resolved = dict.fromkeys(os.path.abspath(f) for f in folders if f and os.path.isdir(f))
    outer = [f for f in resolved if not f.startswith(tuple(s + "/" for s in _SYSTEM)) and f not in _SYSTEM]
    return tuple(f for f in outer if not any(f != g and f.startswith(g + "/") for g in outer))


def _collect(desk: Path, out: Path) -> tuple[list[PageFacts], str]:
    """Take facts and pictures out of the sandbox's folder; nothing in it is trusted to be well formed."""
    shown: list[PageFacts] = []
    lines = desk / "pages.jsonl"
    if lines.is_file() and not lines.is_symlink() and lines.stat().st_size <= FACTS_LIMIT:
        for line in lines.read_bytes().splitlines():
            with contextlib.suppress(msgspec.DecodeError):
                facts = msgspec.json.decode(line, type=PageFacts)
                picture = desk / Path(facts.picture).name
                if facts.picture and picture.is_file() and not picture.is_symlink():
                    shutil.move(str(picture), out / picture.name)
                shown.append(facts)
    named = desk / "browser.txt"
    browser = named.read_text()[:100].strip() if named.is_file() and not named.is_symlink() else ""
    return shown, browser
