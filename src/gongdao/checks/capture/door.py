"""One bundle, one sandbox, one deadline: the parent's side of a capture.

When the deadline passes, or memory, processes or disk run over, the sandbox is killed with all that is in it; the
pages seen by then are kept. Where there is no sandbox this module refuses to render: nothing is ever opened outside.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from itertools import product
from pathlib import Path

import msgspec

from gongdao.checks import sandbox
from gongdao.checks.capture import vetted
from gongdao.checks.capture.facts import Capture, Click, Clicked, Job, PageFacts
from gongdao.checks.capture.site import Site, find_site
from gongdao.checks.shape import Reason

DEFAULT_WIDTHS = (1440, 390)
MAX_PAGES = 12
MEMORY_LIMIT = 3 * 1024**3
DISK_LIMIT = 512 * 1024**2
FACTS_LIMIT = 64 * 1024**2
PROCESS_LIMIT = 700
"""Threads count as processes here, and a Chromium at rest has about 150."""

VETTED_INSIDE = "/vetted"
"""Where the sandbox sees the shelf of vetted packages, read-only."""
LENT_INSIDE = "/lent"
"""Where it sees a captured reference beside a delivery, read-only."""

_SETTINGS = ("/etc/fonts", "/etc/chromium.d", "/var/cache/fontconfig", "/opt")
_BESIDE = ("_files", ".files", "_文件")
"""Endings of the folder a browser saves beside a page."""


def find_browser() -> str | None:
    """The Chromium to use: GONGDAO_CHROMIUM, else one on the path. Debian's wrapper script is passed by."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    found = os.environ.get("GONGDAO_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found or not Path(found).exists():
        return None
    wrapper = Path(found).resolve()
    for real in (Path("/usr/lib/chromium/chromium"), Path("/usr/lib/chromium-browser/chromium-browser")):
        if wrapper.name == real.name and wrapper.parent.name == "bin" and real.exists():
            return str(real)
    return str(wrapper)


def capture_fault() -> Reason | None:
    """Why nothing can be rendered here, or None: no sandbox, no browser to put into it, a shelf that is not there."""
    absent = sandbox.fault() or (None if find_browser() else Reason("browser_absent", {}))
    shelf = vetted.shelf()
    if absent is None and shelf is not None and not shelf.is_dir():
        return Reason("vetted_absent", {"name": str(shelf)})
    return absent


def capture(
    bundle: Path,
    *,
    pages: list[str] | None = None,
    widths: tuple[int, ...] = DEFAULT_WIDTHS,
    deadline_s: float | None = None,
    out: Path,
    clicks: tuple[Click, ...] = (),
    max_pages: int = MAX_PAGES,
    memory_limit: int = MEMORY_LIMIT,
    page_deadline_s: float | None = None,
    pinned: bool = False,
    lent: Path | None = None,
) -> Capture:
    """Render a bundle's pages at every width; facts come back, pictures lie in `out`.

    `bundle` is a folder (unpacked by custody) or a single saved page; `pages` are paths inside it, all found pages
    if None, up to `max_pages`, entry first; `clicks` are tried after them, each on a page opened anew. `deadline_s`
    holds for the whole bundle, the default growing with the number of pages and clicks; `page_deadline_s` for one page
    or click at one width. `memory_limit` is in bytes. What the page asks of public hosts is answered from the shelf of
    vetted packages, if there is one, and from nowhere else. With `pinned` (a reference, never a delivery) the archive
    of a captured address is shown under that address, answered from its files; `lent` is such an archive, opened,
    beside a delivery: what it kept of other hosts' styles, scripts and fonts answers the delivery too. Never raises
    for what a bundle does: that is in `reasons` and in each page's `status`.
    """
    began = time.monotonic()
    found = find_site(bundle, pinned=pinned)
    if found.reason is not None:
        return Capture(kind=found.kind, reasons=(found.reason,), folder=str(out))
    absent = capture_fault()
    if absent is not None:
        return Capture(kind=found.kind, reasons=(absent,), folder=str(out), root=found.root, entry=found.pages[0])
    wanted = tuple(pages) if pages is not None else found.pages
    tried = wanted[:max_pages]
    deadline = deadline_s if deadline_s is not None else 14.0 + 4.0 * (len(tried) + 2 * len(clicks)) * len(widths)
    job = Job(
        bundle="/bundle",
        out="/out",
        browser=find_browser() or "",
        pages=tried,
        widths=widths,
        clicks=clicks,
        vetted=VETTED_INSIDE if vetted.shelf() else "",
        entry_prefix=found.root,
        pinned=found.pin is not None,
        lent=LENT_INSIDE if lent is not None else "",
        page_deadline_s=page_deadline_s or max(3.0, min(15.0, deadline * 0.6)),
    )
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongdao-capture-") as desk:
        outcome = _run(job, found, bundle, lent, Path(desk), deadline, memory_limit)
        shown, browser = _collect(Path(desk), out)
        tried_clicks = _collect_clicks(Path(desk), out)
        finished = (Path(desk) / "done.txt").exists()
    reasons = _reasons(outcome, finished, deadline, memory_limit)
    known = {(p.page, p.width) for p in shown}
    lost = reasons[0].code if reasons else "worker_failed"
    shown += [PageFacts(page=p, width=w, status=lost) for p, w in product(tried, widths) if (p, w) not in known]
    done = {(c.click, c.width) for c in tried_clicks}
    tried_clicks += [
        Clicked(click=c, width=w, status="click_not_tried") for c, w in product(clicks, widths) if (c, w) not in done
    ]
    asked = [url for page in shown for url in page.vetted]
    asked += [url for c in tried_clicks for page in (c.before, c.after) if page for url in page.vetted]
    return Capture(
        kind=found.kind,
        pages=tuple(shown),
        clicks=tuple(tried_clicks),
        vetted=vetted.answered(vetted.shelf(), asked),
        reasons=tuple(reasons),
        folder=str(out),
        root=found.root,
        entry=found.pages[0],
        untried=tuple(wanted[max_pages:]),
        browser=browser,
        seconds=round(time.monotonic() - began, 3),
        peak_memory=outcome.peak_memory,
    )


def _run(
    job: Job, found: Site, bundle: Path, lent: Path | None, desk: Path, deadline: float, memory_limit: int
) -> sandbox.Outcome:
    mounts = [*sandbox.python_mounts(), *_bundle_mounts(found, bundle)]
    mounts += [sandbox.Mount(Path(p), p) for p in _SETTINGS if os.path.exists(p)]
    if shelf := vetted.shelf():
        mounts.append(sandbox.Mount(shelf, VETTED_INSIDE))
    if lent is not None:
        mounts.append(sandbox.Mount(lent, LENT_INSIDE))
    browser = Path(job.browser).parent
    if not any(str(browser).startswith(system + "/") for system in sandbox.SYSTEM):
        mounts.append(sandbox.Mount(browser, str(browser)))
    return sandbox.run(
        sandbox.python_argv("from gongdao.checks.capture.worker import main; main()"),
        limits=sandbox.Limits(
            seconds=deadline, memory=memory_limit, processes=PROCESS_LIMIT, disk=DISK_LIMIT, output=16_384
        ),
        mounts=mounts,
        out=desk,
        stdin=msgspec.json.encode(job),
    )


def _bundle_mounts(found: Site, bundle: Path) -> list[sandbox.Mount]:
    if found.kind != "page":
        return [sandbox.Mount(bundle, "/bundle")]
    mounts = [sandbox.Mount(bundle, f"/bundle/{bundle.name}")]
    beside = [bundle.parent / (bundle.stem + ending) for ending in _BESIDE]
    return mounts + [sandbox.Mount(folder, f"/bundle/{folder.name}") for folder in beside if folder.is_dir()]


def _reasons(outcome: sandbox.Outcome, finished: bool, deadline: float, memory_limit: int) -> list[Reason]:
    data = {
        "deadline": {"seconds": round(deadline)},
        "memory": {"limit_mb": memory_limit // 1024**2},
        "disk": {"limit_mb": DISK_LIMIT // 1024**2},
        "processes": {"limit": PROCESS_LIMIT},
    }
    if outcome.stopped:
        return [Reason(outcome.stopped, data.get(outcome.stopped, {}))]
    if not finished:
        return [Reason("worker_failed", {"said": outcome.err.decode(errors="replace").strip()[-300:]})]
    return []


def _collect(desk: Path, out: Path) -> tuple[list[PageFacts], str]:
    """Take facts and pictures out of the sandbox's folder; nothing in it is trusted to be well formed."""
    shown: list[PageFacts] = []
    for line in _lines(desk / "pages.jsonl"):
        with contextlib.suppress(msgspec.DecodeError):
            facts = msgspec.json.decode(line, type=PageFacts)
            _take_picture(facts, desk, out)
            shown.append(facts)
    named = desk / "browser.txt"
    browser = named.read_text()[:100].strip() if named.is_file() and not named.is_symlink() else ""
    return shown, browser


def _collect_clicks(desk: Path, out: Path) -> list[Clicked]:
    found: list[Clicked] = []
    for line in _lines(desk / "clicks.jsonl"):
        with contextlib.suppress(msgspec.DecodeError):
            clicked = msgspec.json.decode(line, type=Clicked)
            for facts in (clicked.before, clicked.after):
                if facts is not None:
                    _take_picture(facts, desk, out)
            found.append(clicked)
    return found


def _lines(path: Path) -> list[bytes]:
    if path.is_file() and not path.is_symlink() and path.stat().st_size <= FACTS_LIMIT:
        return path.read_bytes().splitlines()
    return []


def _take_picture(facts: PageFacts, desk: Path, out: Path) -> None:
    picture = desk / Path(facts.picture).name
    if facts.picture and picture.is_file() and not picture.is_symlink():
        shutil.move(str(picture), out / picture.name)
