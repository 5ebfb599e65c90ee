"""Two pages compared, warm: what the comparison costs beside rendering them, and the pixel part beside its peers.

Rendering here runs one browser for all pages, as a worker in its sandbox does for the pages of one bundle; starting a
sandbox is measured apart, and a whole site in `bench/site.py`. The pixel part is held against odiff and pixelmatch on
the same arrays, in one thread and in processor time (see `bench/peers.py`), the whole comparison against the published
block-matching metric (see `bench/blockmatch.py`). Templates come from `make fixtures`, the peers are installed by name
if they can be had; what could not be measured is a row that says why.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import cv2
import msgspec
import numpy as np
from playwright.async_api import async_playwright

from bench import blockmatch, peers
from bench.row import Row
from gongdao.checks.capture import PageFacts, capture, capture_fault
from gongdao.checks.capture.door import find_browser
from gongdao.checks.capture.facts import Job
from gongdao.checks.capture.render import picture_of, show
from gongdao.checks.capture.site import Site, find_site
from gongdao.checks.capture.worker import start_browser
from gongdao.checks.compare.pages import compare_shown
from gongdao.checks.compare.pixels import Pixels, difference, read_pair, read_picture, thumbnail

FIXTURES = Path(__file__).resolve().parents[1] / ".fixtures"
PAIR = ("startbootstrap-freelancer@7.0.7/dist", "startbootstrap-freelancer@5.1.3")
WIDTH, HEIGHT = 1440, 4000
RUNS = 5


def run() -> Iterator[Row]:
    """Rendering against comparing, and differences in pixels against odiff and pixelmatch."""
    folders = [FIXTURES / "sites" / name for name in PAIR]
    if capture_fault() is not None or not all(f.is_dir() for f in folders):
        yield Row("imitation: no sandbox or no templates here (make fixtures)", 0, "skipped")
        return
    with tempfile.TemporaryDirectory(prefix="gongdao-bench-") as name:
        desk = Path(name)
        plain, shown, facts = asyncio.run(_rendered([find_site(f) for f in folders], desk))
        pixels = sum(p.width * p.captured for p in facts) / 1e6
        yield Row("two warm renderings, one picture each", plain, "ms")
        yield Row("two warm renderings with all proofs", shown, "ms", "one picture each", plain)
        compared = _median(lambda: _compare(facts, desk))
        yield Row(f"comparison of both (decode, blocks, pixels, labels), {pixels:.1f} MPix", compared, "ms",
                  "two warm renderings, one picture each", plain, "<= 0.5")  # fmt: skip
        yield Row("comparison, MPix/s", pixels / compared * 1000, "MPix/s")
        yield Row(
            "memory peak of the comparing process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"
        )
        yield from _pixel_rows(desk / facts[0].picture, desk)
        yield from _block_match_rows(folders, lambda: _compare(facts, desk), desk)
        yield from _sandboxed(folders[0], desk)


def _median(measure: Callable[[], object]) -> float:
    measure()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        measure()
        times.append((time.perf_counter() - begun) * 1000)
    return median(times)


async def _rendered(sites: list[Site], desk: Path) -> tuple[float, float, list[PageFacts]]:
    """(ms for two plain renderings, ms for two with all proofs, the facts)."""
    job = Job(
        bundle="", out=str(desk), browser=find_browser() or "", pages=(), widths=(), chromium_sandbox=os.getuid() != 0
    )
    async with async_playwright() as player:
        browser = await start_browser(player, job)
        plain: list[float] = []
        full: list[float] = []
        facts: list[PageFacts] = []
        for turn in range(4):
            begun = time.perf_counter()
            for site in sites:
                await picture_of(browser, site, site.pages[0], WIDTH)
            plain.append((time.perf_counter() - begun) * 1000)
            begun = time.perf_counter()
            facts = []
            for n, site in enumerate(sites):
                folder = desk / str(n)
                folder.mkdir(exist_ok=True)
                one = await show(browser, site, site.pages[0], WIDTH, folder)
                shutil.copy(folder / one.picture, desk / f"{n}.png")
                facts.append(one)
            full.append((time.perf_counter() - begun) * 1000)
            if turn == 0:
                plain.clear()
                full.clear()
        await browser.close()
    return median(plain), median(full), [msgspec.structs.replace(f, picture=f"{n}.png") for n, f in enumerate(facts)]


def _compare(facts: list[PageFacts], desk: Path) -> float:
    pictures = read_pair(desk / facts[0].picture, desk / facts[1].picture)
    thumbs = (thumbnail(pictures[0], WIDTH), thumbnail(pictures[1], WIDTH))
    difference(pictures[0], pictures[1])
    return compare_shown(facts[0], facts[1], thumbs, True).score


def _pixel_rows(picture: Path, desk: Path) -> Iterator[Row]:
    whole = read_picture(picture)
    tiles = -(-HEIGHT // whole.shape[0])
    base: Pixels = np.ascontiguousarray(np.tile(whole, (tiles, 1, 1))[:HEIGHT])
    pairs = {name: _bgra(other) for name, other in _others(base).items()}
    base = _bgra(base)
    cv2.setNumThreads(1)
    ours = {name: _processor_median(lambda other=other: difference(base, other)) for name, other in pairs.items()}  # type: ignore[misc]
    size = WIDTH * HEIGHT / 1e6
    for name, spent in ours.items():
        yield Row(f"pixel difference, {name}, one thread", size / spent * 1000, "MPix/s")
    try:
        odiff = peers.odiff(base, pairs, desk)
        for name, (pixels, unpacking) in odiff.items():
            against = f"odiff, without the {unpacking:.0f} it reads and unpacks for"
            yield Row(f"pixel difference, {name}", ours[name], "ms", against, max(pixels, 0.01))
        theirs = sum(max(0.0, pixels) for pixels, _ in odiff.values())
        yield Row("pixel difference, the four together", sum(ours.values()), "ms", "odiff", theirs, "<= 1")
    except peers.PeerFault as fault:
        yield Row(f"odiff: not measured here: {fault}", 0, "skipped")
    try:
        for name, (spent, _) in peers.pixelmatch(base, pairs, desk).items():
            yield Row(f"pixel difference, {name}", ours[name], "ms", "pixelmatch in memory", spent, "<= 1")
    except peers.PeerFault as fault:
        yield Row(f"pixelmatch: not measured here: {fault}", 0, "skipped")


def _others(base: Pixels) -> dict[str, Pixels]:
    """What `base` is compared with: itself; 64 pixels changed; all below a line moved by one; a fifth changed."""
    few, shifted, many = base.copy(), base.copy(), base.copy()
    few[2000:2008, 700:708] ^= 0xFF
    shifted[1501:] = base[1500:-1]
    for y in range(0, HEIGHT, 200):
        for x in range(y // 200 % 5 * 72, WIDTH, 360):
            many[y : y + 200, x : x + 72] = 255 - many[y : y + 200, x : x + 72]
    return {"equal": base.copy(), "few": few, "shift": shifted, "many": many}


def _bgra(picture: Pixels) -> Pixels:
    return cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)  # type: ignore[return-value]


def _processor_median(measure: Callable[[], object]) -> float:
    measure()
    times = []
    for _ in range(4 * RUNS + 1):
        begun = time.process_time_ns()
        measure()
        times.append((time.process_time_ns() - begun) / 1e6)
    return median(times)


def _block_match_rows(folders: list[Path], compare: Callable[[], float], desk: Path) -> Iterator[Row]:
    """Processor seconds of the whole comparison against those of the published metric, on the same two pages."""
    begun = time.process_time()
    compare()
    ours = time.process_time() - begun
    pages = []
    for folder, name in zip(folders, ("original", "predicted"), strict=True):
        shutil.copytree(folder, desk / name)
        pages.append(desk / name / "index.html")
    try:
        told = blockmatch.block_match(pages[1], pages[0], find_browser() or "")
    except peers.PeerFault as fault:
        yield Row(f"block-matching metric: not measured here: {fault}", 0, "skipped")
        return
    against = f"Design2Code without CLIP and without its {told.shots} screenshots"
    yield Row("comparison of the pair, processor time", ours, "s", against, told.seconds, "<= 0.5")


def _sandboxed(folder: Path, desk: Path) -> Iterator[Row]:
    """One page in a sandbox of its own, from nothing."""
    begun = time.perf_counter()
    one = capture(folder, widths=(WIDTH,), out=desk / "cold", max_pages=1)
    yield Row("one page in a fresh sandbox", (time.perf_counter() - begun) * 1000, "ms")
    yield Row("memory peak of the sandbox, all its processes", one.peak_memory / 1024**2, "MB")
