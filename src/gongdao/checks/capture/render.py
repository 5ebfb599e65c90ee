"""Show one page at one width in a running Chromium and write down its facts. Runs inside the sandbox.

Time is controlled (the page's clock is installed before it loads and moved on by two seconds), so that canvas
charts and timed effects end at the same frame in every run. Only the bundle answers requests; routes are the
book-keeping, the network namespace and the resolver rule are the wall.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import msgspec
import numpy as np
from playwright.async_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Dialog, Page, Request, Route
from playwright.async_api import Error as BrowserError

from gongdao.checks.capture import page_scripts as scripts
from gongdao.checks.capture import vetted
from gongdao.checks.capture.facts import PageFacts, Picture
from gongdao.checks.capture.proof import Pixels, describe, median_colour, prove, visible_boxes
from gongdao.checks.capture.site import ORIGIN, Site, address_in, answer, content_type, lent_answer, path_of
from gongdao.checks.capture.snapshot import STYLES, read_snapshot
from gongdao.checks.shape import file_hash

MAX_HEIGHT = 20_000
"""Pixels of a page that are captured; beyond it Chromium's own pictures turn blank, and the report says so."""

VIEW_HEIGHT = {"phone": 844, "desk": 900}
CLOCK_START = 1_700_000_000
CLOCK_RUN_MS = 2_000
STORM = 40
"""Dialogs or new windows on one page, from which on nobody need look further."""

LENT = ("stylesheet", "script", "font")
"""What a captured reference lends to a delivery: what libraries are made of; never pictures, data or documents."""

_LISTED = 200
_ANYBODY = {"access-control-allow-origin": "*"}


def view_height(width: int) -> int:
    """The height of the window for a width: a phone's below 600 pixels, a desk's otherwise."""
    return VIEW_HEIGHT["phone"] if width < 600 else VIEW_HEIGHT["desk"]


class Book:
    """What the browser asked for and said while one page was open."""

    def __init__(self, site: Site, shelf: Path | None) -> None:
        self.site = site
        self.shelf = shelf
        self.refused: dict[str, None] = {}
        self.vetted: dict[str, None] = {}
        self.lent: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.errors: dict[str, None] = {}
        self.requests = self.weight = self.dialogs = self.windows = 0
        self.storm = asyncio.Event()

    async def route(self, route: Route) -> None:
        url = route.request.url
        self.requests += 1
        if self.site.pin is not None:
            await self.captured(route, url)
            return
        if not url.startswith(ORIGIN + "/") and url != ORIGIN:
            await self.elsewhere(route, url)
            return
        found = answer(self.site, url) if self.requests < 5_000 else None
        if found is None:
            if not url.endswith("/favicon.ico"):
                _list(self.missing, path_of(url))
            await route.fulfill(status=404, body=b"", content_type="text/plain")
            return
        kind, body = found
        self.weight += len(body)
        await route.fulfill(status=200, body=body, content_type=kind, headers=_ANYBODY)

    async def captured(self, route: Route, url: str) -> None:
        """A captured site, shown under its own address: answered from what was kept of it, else refused."""
        method = route.request.method
        found = answer(self.site, url) if method in ("GET", "HEAD") and self.requests < 5_000 else None
        if found is None:
            await self.elsewhere(route, url if method == "GET" else f"{method} {url}")
            return
        self.weight += len(found[1])
        await route.fulfill(status=200, body=found[1], content_type=found[0], headers=_ANYBODY)

    async def elsewhere(self, route: Route, url: str) -> None:
        """Another host: answered by the reference's copy of it, or by a vetted package if the shelf has just that."""
        kept = lent_answer(self.site, url) if route.request.resource_type in LENT and self.requests < 5_000 else None
        if kept is not None:
            _list(self.lent, url)
            await route.fulfill(status=200, body=kept[1], content_type=kept[0], headers=_ANYBODY)
            return
        found = vetted.find(self.shelf, url) if self.shelf and self.requests < 5_000 else None
        if found is None or route.request.resource_type == "document":
            _list(self.refused, url)
            await route.abort("addressunreachable")
            return
        _list(self.vetted, url)
        await route.fulfill(
            status=200, body=found[2].read_bytes(), content_type=content_type(found[2]), headers=_ANYBODY
        )

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            _list(self.errors, message.text[:300])

    def failed(self, request: Request) -> None:
        # A captured site's requests are listed where they are refused; one broken off by its own page is no loss.
        if self.site.pin is None and not request.url.startswith((ORIGIN, "data:", "blob:", "about:")):
            _list(self.refused, request.url)

    async def dialog(self, dialog: Dialog) -> None:
        self.dialogs += 1
        if self.dialogs >= STORM:
            self.storm.set()
        with contextlib.suppress(BrowserError):
            await dialog.dismiss()

    async def window(self, page: Page) -> None:
        self.windows += 1
        if self.windows >= STORM:
            self.storm.set()
        with contextlib.suppress(BrowserError):
            await page.close()


def _list(where: dict[str, None], what: str) -> None:
    if len(where) < _LISTED:
        where[what[:500]] = None


class Visit(NamedTuple):
    """One page open at one width. `status` is "shown", or the code why there is nothing to look at."""

    name: str
    width: int
    view: int
    page: Page
    cdp: CDPSession
    world: World
    book: Book
    status: str
    load_ms: int


@contextlib.asynccontextmanager
async def visiting(
    browser: Browser, site: Site, page_name: str, width: int, shelf: Path | None = None
) -> AsyncIterator[Visit]:
    """A page opened anew, in a context of its own that is closed again; not yet settled."""
    began = time.monotonic()
    book = Book(site, shelf)
    height = view_height(width)
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-US",
        timezone_id="UTC",
        color_scheme="light",
        reduced_motion="no-preference",
        service_workers="block",
        accept_downloads=False,
    )
    try:
        page = await _open(context, book)
        cdp = await context.new_cdp_session(page)
        await _guard(cdp)
        status = await _load(page, address_in(site, page_name))
        load_ms = round((time.monotonic() - began) * 1000)
        world = World(cdp)
        if status == "shown":
            await world.enter()
        yield Visit(page_name, width, height, page, cdp, world, book, status, load_ms)
    finally:
        with contextlib.suppress(BrowserError):
            await context.close()


async def show(
    browser: Browser, site: Site, page_name: str, width: int, out: Path, shelf: Path | None = None
) -> PageFacts:
    """Facts of one page at one width; its picture is written into `out`. Waits for as long as the page takes.

    `shelf` is the folder of vetted packages that answer for public hosts, None for none.
    """
    began = time.monotonic()
    async with visiting(browser, site, page_name, width, shelf) as visit:
        if visit.status != "shown":
            return _not_shown(page_name, width, visit.status, visit.book)
        facts = await settled_facts(visit, out)
        spent = round((time.monotonic() - began) * 1000)
        return msgspec.structs.replace(facts, load_ms=visit.load_ms, total_ms=spent)


async def settled_facts(visit: Visit, out: Path, moment: str = "") -> PageFacts:
    """Facts of a visited page once it has come to rest, without its cookie banner; `moment` tells pictures apart."""
    size = await _settle(visit.page, visit.world)
    banners = await visit.world.run(scripts.BANNERS) or []
    await visit.world.run(scripts.FRAMES)
    return await write_down(visit, banners, size, out, moment)


async def picture_of(browser: Browser, site: Site, page_name: str, width: int) -> Pixels:
    """Only the picture of a page, settled as in `show`: what rendering alone costs, for measurements."""
    async with visiting(browser, site, page_name, width) as visit:
        await _settle(visit.page, visit.world)
        content = (await visit.cdp.send("Page.getLayoutMetrics"))["cssContentSize"]
        height = min(MAX_HEIGHT, max(1, round(content["height"])))
        return (await _picture(visit.cdp, width, height, visit.view))[1]


async def _open(context: BrowserContext, book: Book) -> Page:
    await context.route("**/*", book.route)
    await context.clock.install(time=CLOCK_START)
    page = await context.new_page()
    context.on("page", book.window)
    page.on("dialog", book.dialog)
    page.on("console", book.console)
    page.on("pageerror", lambda error: _list(book.errors, str(error)[:300]))
    page.on("requestfailed", book.failed)
    page.on("websocket", lambda socket: _list(book.refused, socket.url))
    return page


async def _guard(cdp: CDPSession) -> None:
    await cdp.send("Page.enable")
    guard = {"source": scripts.GUARD, "worldName": World.name}
    await cdp.send("Page.addScriptToEvaluateOnNewDocument", guard)


async def _load(page: Page, address: str) -> str:
    try:
        response = await page.goto(address, wait_until="load", timeout=8_000)
    except BrowserError as error:
        if "Timeout" in str(error):
            # The load event never came (an endless request, say), but there may be a page to look at.
            return "shown"
        if "crashed" in str(error).lower():
            return "page_crashed"
        return "page_never_settles"
    return "shown" if response is None or response.ok else "page_absent"


class World:
    """An isolated world of the page's main frame; the same one for all scripts of ours, by its name."""

    name = "gongdao"

    def __init__(self, cdp: CDPSession) -> None:
        self.cdp = cdp
        self.context = 0

    async def enter(self) -> None:
        tree = await self.cdp.send("Page.getFrameTree")
        made = await self.cdp.send(
            "Page.createIsolatedWorld", {"frameId": tree["frameTree"]["frame"]["id"], "worldName": self.name}
        )
        self.context = made["executionContextId"]

    async def run(self, script: str) -> Any:
        """The value of a script, awaited; None if it failed or the page moved on meanwhile (once tried again)."""
        for again in (False, True):
            if again:
                await self.enter()
            with contextlib.suppress(BrowserError):
                answer = await self.cdp.send(
                    "Runtime.evaluate",
                    {"expression": script, "contextId": self.context, "awaitPromise": True, "returnByValue": True},
                )
                if "exceptionDetails" not in answer:
                    return answer["result"].get("value")
        return None


async def _settle(page: Page, world: World) -> list[int]:
    size = await world.run(scripts.EAGER)
    await world.run(scripts.SCROLL_THROUGH)
    with contextlib.suppress(BrowserError):
        await page.clock.run_for(CLOCK_RUN_MS)
    await world.run(scripts.FRAMES)
    await world.run(scripts.STILL)
    size = await world.run(scripts.EAGER) or size
    return size or [0, 0, 0, 0]


async def _picture(cdp: CDPSession, width: int, height: int, view: int) -> tuple[bytes, Pixels]:
    shot = await cdp.send(
        "Page.captureScreenshot",
        {
            "format": "png",
            "optimizeForSpeed": True,
            "captureBeyondViewport": height > view,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        },
    )
    data = base64.b64decode(shot["data"])
    decoded: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return data, cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB)


async def write_down(visit: Visit, banners: list[str], size: list[int], out: Path, moment: str = "") -> PageFacts:
    """Facts of a page as it is now; its picture is written into `out`. Letters are transparent afterwards (BARE)."""
    page_name, width, height, page, cdp, world, book, *_ = visit
    metrics = await cdp.send("Page.getLayoutMetrics")
    content = metrics["cssContentSize"]
    full_height = max(1, round(content["height"]))
    captured = min(full_height, MAX_HEIGHT)
    raw = await cdp.send("DOMSnapshot.captureSnapshot", {"computedStyles": list(STYLES), "includePaintOrder": False})
    drawn = read_snapshot(raw)
    broken = await world.run(scripts.BROKEN) or []
    data, full = await _picture(cdp, width, captured, height)
    await world.run(scripts.BARE)
    _, bare = await _picture(cdp, width, captured, height)
    # Two pages may have the same readable name, so a digest of the whole path stands beside it.
    digest = hashlib.sha256(f"{page_name}{moment}".encode(errors="replace")).hexdigest()[:8]
    name = f"{page_name.replace('/', '__')[-80:]}.{digest}.{width}.png"
    await asyncio.to_thread((out / name).write_bytes, data)
    return PageFacts(
        page=page_name,
        width=width,
        view_height=height,
        height=full_height,
        captured=captured,
        title=(await _title(page))[:300],
        lang=drawn.lang,
        viewport_meta=drawn.viewport_meta,
        texts=tuple(prove(drawn.texts, drawn.clipped_fill, full, bare)),
        pictures=tuple(describe(full if p.kind == "icon" else bare, _state(p, broken, book)) for p in drawn.pictures),
        painted=tuple(visible_boxes(bare, drawn.painted)),
        controls=tuple(drawn.controls),
        links=tuple(drawn.links),
        forms=drawn.forms,
        ids=tuple(drawn.ids),
        banners=tuple(banners),
        refused=tuple(book.refused),
        vetted=tuple(book.vetted),
        lent=tuple(book.lent),
        missing=tuple(book.missing),
        errors=tuple(book.errors),
        dialogs=book.dialogs,
        windows=book.windows,
        overflow=max(0, int(size[0]) - width),
        background=median_colour(bare, (0, 0, width, captured)),
        picture=name,
        picture_sha256=file_hash(out / name),
        requests=book.requests,
        weight=book.weight,
    )


async def _title(page: Page) -> str:
    try:
        return await asyncio.wait_for(page.title(), 2)
    except (BrowserError, TimeoutError):
        return ""


def _state(picture: Picture, broken: list[list[Any]], book: Book) -> Picture:
    """The picture with what became of its source."""
    source = picture.source
    kept = book.site.pin.find(source) if book.site.pin is not None else None
    if kept is not None or source.startswith(ORIGIN):
        path = kept[0] if kept is not None else path_of(source)
        state = "missing" if path in book.missing else "shown"
        natural = next(((int(w), int(h)) for s, w, h in broken if s == source[:300]), None)
        if natural == (0, 0) and state == "shown":
            state = "broken"
        return msgspec.structs.replace(picture, source=path, state=state, natural=natural or None)
    if source in book.vetted:
        return msgspec.structs.replace(picture, state="shown")
    if source.startswith(("http:", "https:")):
        return msgspec.structs.replace(picture, state="refused")
    if source.startswith("data:"):
        natural = next(((int(w), int(h)) for s, w, h in broken if s == source[:300]), None)
        state = "broken" if natural == (0, 0) else "shown"
        return msgspec.structs.replace(picture, source=source[:60], state=state, natural=natural)
    return picture


def _not_shown(page: str, width: int, status: str, book: Book) -> PageFacts:
    return PageFacts(
        page=page,
        width=width,
        status=status,
        refused=tuple(book.refused),
        vetted=tuple(book.vetted),
        lent=tuple(book.lent),
        missing=tuple(book.missing),
        errors=tuple(book.errors),
        dialogs=book.dialogs,
        windows=book.windows,
        requests=book.requests,
        weight=book.weight,
    )
