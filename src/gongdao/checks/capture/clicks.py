"""Try one click on one page, and write down the page before and after it. Runs inside the sandbox.

The press is the browser's own input event, sent over its debugging protocol: the page sees a trusted pointer and
cannot tell it from a hand. What is pressed is found in an isolated world, and where the press leads is heard from the
browser (requested navigations, new windows), so that the page's own scripts have no say in either. A page that answers
a click with an endless loop, or with dialogs or windows without end, is given up by its deadline and named.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import Browser
from playwright.async_api import Error as BrowserError

from gongdao.checks.capture import page_scripts as scripts
from gongdao.checks.capture.facts import Click, Clicked, PageFacts
from gongdao.checks.capture.render import CLOCK_RUN_MS, STORM, Visit, settled_facts, visiting, write_down
from gongdao.checks.capture.site import ORIGIN, Site, address, address_in

LED_KEPT = 20
"""Addresses that are written down of one click."""

LOAD_WITHIN_S = 8.0


async def press(
    browser: Browser, site: Site, click: Click, width: int, out: Path, within_s: float, shelf: Path | None = None
) -> Clicked:
    """What the click does. Waits for as long as the page takes to come, `within_s` for what the click does, and not at
    all for a storm of dialogs or windows. Raises TimeoutError."""
    async with visiting(browser, site, click.page, width, shelf) as visit:
        if visit.status != "shown":
            absent = visit.status == "page_absent"
            return Clicked(click=click, width=width, status="click_target_absent" if absent else "click_not_tried")
        trying = asyncio.create_task(_try(visit, click, width, out, within_s))
        storm = asyncio.create_task(visit.book.storm.wait())
        try:
            await asyncio.wait({trying, storm}, return_when=asyncio.FIRST_COMPLETED)
            return trying.result() if trying.done() else Clicked(click=click, width=width, status="click_storm")
        finally:
            for task in (trying, storm):
                task.cancel()


async def _try(visit: Visit, click: Click, width: int, out: Path, within_s: float) -> Clicked:
    before = await settled_facts(visit, out, f"before {click.words}")
    await visit.world.run(scripts.DRESSED)
    found: dict[str, Any] | None = await visit.world.run(f"({scripts.FIND})({json.dumps(click.words)})")
    done = Clicked(click=click, width=width, before=before)
    if found is None:
        return msgspec.structs.replace(done, status="click_target_absent")
    left, top, wide, high = found["box"]
    done = msgspec.structs.replace(done, target=(left, top, wide, high))
    if not found["reached"]:
        return msgspec.structs.replace(done, status="click_target_covered", covered_by=str(found["over"]))
    return await asyncio.wait_for(_pressed(visit, done, (found["x"], found["y"]), out), within_s)


async def _pressed(visit: Visit, done: Clicked, place: tuple[float, float], out: Path) -> Clicked:
    ear = await _listen(visit)
    await visit.page.mouse.click(*place)
    with contextlib.suppress(BrowserError):
        await visit.page.clock.run_for(CLOCK_RUN_MS)
    # The answer to this comes after whatever the browser had to say of navigations by then.
    await visit.world.run(scripts.FRAMES)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ear.rest.wait(), LOAD_WITHIN_S)
    after = await _after(visit, ear.arrived, out, f"after {done.click.words}")
    led_to = tuple(dict.fromkeys(as_ours(visit.book.site, url) for url in ear.led))
    missing = tuple(visit.book.missing)
    return msgspec.structs.replace(done, led_to=led_to, missing=missing, after=after)


def as_ours(site: Site, url: str) -> str:
    """An address inside the site as an invented one. A captured site is shown under its own addresses, and is compared
    by them, not by the names its files were kept under."""
    if site.pin is None or not site.pages:
        return url
    asked, own = urlsplit(url), urlsplit(address_in(site, site.pages[0]))
    if asked.netloc != own.netloc:
        return url
    inside = f"{site.root}/{asked.path.lstrip('/')}".lstrip("/")
    return f"{address(inside)}{'#' if asked.fragment else ''}{asked.fragment}"


class _Ear:
    """What the browser, and not the page, says of where the page's main frame is led.

    `led` are the addresses asked for, `arrived` says that another document came, `rest` is set while nothing is on its
    way. A document that was asked for comes later than the click, on a busy machine much later.
    """

    def __init__(self, frame: str, storm: asyncio.Event) -> None:
        self.led: dict[str, None] = {}
        self.arrived = False
        self.rest = asyncio.Event()
        self.rest.set()
        self._frame, self._storm, self._heard = frame, storm, 0

    def asked(self, event: dict[str, Any]) -> None:
        if event.get("frameId", self._frame) != self._frame:
            return
        self._heard += 1
        if self._heard >= STORM:
            self._storm.set()
        if len(self.led) < LED_KEPT:
            self.led[str(event["url"])[:500]] = None

    def leaving(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame and str(event["url"]).startswith(("http:", "https:")):
            self.rest.clear()

    def came(self, event: dict[str, Any]) -> None:
        self.arrived |= event["frame"]["id"] == self._frame

    def stopped(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self.rest.set()


async def _listen(visit: Visit) -> _Ear:
    tree = await visit.cdp.send("Page.getFrameTree")
    ear = _Ear(tree["frameTree"]["frame"]["id"], visit.book.storm)
    for name in ("Page.frameScheduledNavigation", "Page.navigatedWithinDocument", "Page.windowOpen"):
        visit.cdp.on(name, ear.asked)
    visit.cdp.on("Page.frameRequestedNavigation", ear.leaving)
    visit.cdp.on("Page.frameNavigated", ear.came)
    visit.cdp.on("Page.frameStoppedLoading", ear.stopped)
    return ear


async def _after(visit: Visit, arrived: bool, out: Path, moment: str) -> PageFacts | None:
    """The page after the click; None where it is another site's, which is never loaded."""
    if not arrived:
        return await _unmoved(visit, out, moment)
    if not as_ours(visit.book.site, visit.page.url).startswith(ORIGIN):
        return None
    await visit.world.enter()
    return await settled_facts(visit, out, moment)


async def _unmoved(visit: Visit, out: Path, moment: str) -> PageFacts:
    """The same document: nothing is scrolled through again, since what a click opened may close on scrolling."""
    await visit.world.run(scripts.STILL)
    size = await visit.world.run(scripts.EAGER) or [0, 0, 0, 0]
    await visit.world.run(scripts.FRAMES)
    return await write_down(visit, [], size, out, moment)
