"""The program inside the sandbox: one bundle, one Chromium, one line of facts for each page and width.

It is started by `door.capture` only. Each page has its own time; a page that never settles is written down as
such, its browser is ended, and the next page gets a new one. Lines are written as they come, so that whatever was
seen before the outer deadline is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

import msgspec
from playwright.async_api import Browser, Playwright, async_playwright
from playwright.async_api import Error as BrowserError

from gongdao.checks.capture.clicks import press
from gongdao.checks.capture.facts import Clicked, Job, PageFacts
from gongdao.checks.capture.pinned import Pinned, find_pinned
from gongdao.checks.capture.render import show
from gongdao.checks.capture.site import Site, find_site

FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-gpu",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
    "--block-new-web-contents",
    "--disable-features=Translate,MediaRouter,OptimizationHints,SpareRendererForSitePerProcess",
    "--blink-settings=imageAnimationPolicy=2",
    "--mute-audio",
    "--disable-dev-shm-usage",
    "--renderer-process-limit=4",
)


async def start_browser(player: Playwright, job: Job) -> Browser:
    """A headless Chromium with the flags above and a heap limit for scripts."""
    flags = [*FLAGS, f"--js-flags=--max-old-space-size={job.heap_mb}", *job.extra_args]
    return await player.chromium.launch(
        executable_path=job.browser, chromium_sandbox=job.chromium_sandbox, args=flags, timeout=20_000
    )


async def run(job: Job, site: Site) -> None:
    """Show every page at every width, then try every click; one JSON line each in `pages.jsonl`, `clicks.jsonl`."""
    out = Path(job.out)
    shelf = Path(job.vetted) if job.vetted else None
    player = await async_playwright().start()
    browser = await start_browser(player, job)
    _line(out / "browser.txt", f"{browser.version}\n".encode())
    for page in job.pages:
        for width in job.widths:
            try:
                facts = await asyncio.wait_for(show(browser, site, page, width, out, shelf), job.page_deadline_s)
            except TimeoutError:
                facts = PageFacts(page=page, width=width, status="page_never_settles")
            except BrowserError as error:
                facts = PageFacts(
                    page=page, width=width, status="page_crashed" if _died(error) else "page_never_settles"
                )
            if not facts.shown and facts.status != "page_absent":
                player, browser = await _fresh(player, job)
            _line(out / "pages.jsonl", msgspec.json.encode(facts) + b"\n")
    for click in job.clicks:
        for width in job.widths:
            try:
                each = job.page_deadline_s
                clicked = await asyncio.wait_for(press(browser, site, click, width, out, each, shelf), 2 * each)
            except TimeoutError:
                clicked = Clicked(click=click, width=width, status="click_never_settles")
            except BrowserError as error:
                status = "click_crashed" if _died(error) else "click_never_settles"
                clicked = Clicked(click=click, width=width, status=status)
            if clicked.status in ("click_never_settles", "click_storm", "click_crashed"):
                player, browser = await _fresh(player, job)
            _line(out / "clicks.jsonl", msgspec.json.encode(clicked) + b"\n")
    _line(out / "done.txt", b"done\n")


def _died(error: BrowserError) -> bool:
    return "crash" in str(error).lower() or "closed" in str(error).lower()


async def _fresh(player: Playwright, job: Job) -> tuple[Playwright, Browser]:
    """Another browser, after one that a page brought down or keeps busy."""
    _end_children()
    player = await _fresh_player(player)
    return player, await start_browser(player, job)


async def _fresh_player(old: Playwright) -> Playwright:
    with contextlib.suppress(Exception):
        await asyncio.wait_for(old.stop(), 2)
    _end_children()
    return await async_playwright().start()


def _end_children() -> None:
    """Kill every process below this one; a browser in an endless loop does not answer a polite request."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
    mine = {os.getpid()}
    while more := {p for p, parent in parents.items() if parent in mine and p not in mine}:
        mine |= more
    for pid in mine - {os.getpid()}:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def _line(path: Path, data: bytes) -> None:
    with path.open("ab") as stream:
        stream.write(data)


def main() -> None:
    """Read the job from standard input and do it."""
    job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
    found = find_site(Path(job.bundle), pinned=True) if job.pinned else None
    pin = found.pin if found else None
    lender = find_pinned(Path(job.lent)) if job.lent else None
    lent = (Path(job.lent), lender) if isinstance(lender, Pinned) else None
    site = Site(folder=Path(job.bundle), root=job.entry_prefix, pages=job.pages, pin=pin, lent=lent)
    asyncio.run(run(job, site))
    # Chromium's helpers would delay the exit by seconds; the namespace ends them with us.
    os._exit(0)


if __name__ == "__main__":
    main()
