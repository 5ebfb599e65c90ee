"""Two pages compared, warm: what the comparison costs beside rendering them, and the pixel part beside its peers.

Rendering here runs one browser for all pages, as a worker in its sandbox does for the pages of one bundle; starting a
sandbox is measured apart. odiff takes files only, so its rows hold decoding on both sides, which is nearly all of
either figure; pixelmatch is given arrays as our own difference is. The peers are installed by `make fixtures`;
without them, or without a template to render, the rows that need them are left out and say so.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import cv2
import msgspec
import numpy as np
from playwright.async_api import async_playwright

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

PEERS = """
const fs = require('fs'), { PNG } = require('pngjs');
const [a, b] = process.argv.slice(1), runs = 5;
const median = list => list.sort((x, y) => x - y)[list.length >> 1];
(async () => {
  const pixelmatch = (await import('pixelmatch')).default;
  const one = PNG.sync.read(fs.readFileSync(a)), two = PNG.sync.read(fs.readFileSync(b));
  const times = [];
  let count = 0;
  for (let i = 0; i <= runs; i++) {
    const begun = performance.now();
    count = pixelmatch(one.data, two.data, undefined, one.width, one.height);
    if (i) times.push(performance.now() - begun);
  }
  const { ODiffServer } = require('odiff-bin');
  const server = new ODiffServer(), served = [];
  for (let i = 0; i <= runs; i++) {
    const begun = performance.now();
    await server.compare(a, b, process.argv[3]);
    if (i) served.push(performance.now() - begun);
  }
  server.stop();
  console.log(JSON.stringify({ pixelmatch: median(times), odiff: median(served), count }));
  process.exit(0);
})();
"""


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
        yield Row("memory peak of this process", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
        yield from _pixel_rows(desk / facts[0].picture, desk)
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
    base = np.ascontiguousarray(np.tile(whole, (tiles, 1, 1))[:HEIGHT])
    few = base.copy()
    few[2000:2008, 700:708] ^= 0xFF
    shifted = base.copy()
    shifted[1501:] = base[1500:-1]
    size = WIDTH * HEIGHT / 1e6
    for name, other in (("equal", base.copy()), ("64 pixels", few), ("1 px shift", shifted)):
        ours = _median(lambda other=other: difference(base, other))  # type: ignore[misc]
        yield Row(f"pixel difference, {name}: in memory", ours, "ms")
        yield Row(f"pixel difference, {name}", size / ours * 1000, "MPix/s")
        yield from _against_peers(name, base, other, ours, desk)


def _against_peers(name: str, base: Pixels, other: Pixels, ours: float, desk: Path) -> Iterator[Row]:
    peers = FIXTURES / "peers"
    node = shutil.which("node")
    if node is None or not (peers / ".complete").exists():
        return
    a, b = desk / "peer-a.png", desk / "peer-b.png"
    for path, array in ((a, base), (b, other)):
        cv2.imwrite(str(path), cv2.cvtColor(array, cv2.COLOR_BGR2BGRA))
    asked = [node, "-e", PEERS, "--", str(a), str(b), str(desk / "diff.png")]
    answer = subprocess.run(asked, cwd=peers, capture_output=True, text=True, check=False, timeout=120)
    if answer.returncode != 0:
        yield Row(f"peers did not run: {answer.stderr.strip()[-80:]}", 0, "skipped")
        return
    told = json.loads(answer.stdout)
    yield Row(f"{name}: difference in memory", ours, "ms", "pixelmatch in memory", told["pixelmatch"], "<= 1")
    whole = _median(lambda: difference(*read_pair(a, b)))
    yield Row(f"{name}: decode and difference", whole, "ms", "odiff server, from files", told["odiff"])


def _sandboxed(folder: Path, desk: Path) -> Iterator[Row]:
    """One page in a sandbox of its own, from nothing, and a site's pages one after another."""
    begun = time.perf_counter()
    one = capture(folder, widths=(WIDTH,), out=desk / "cold", max_pages=1)
    yield Row("one page in a fresh sandbox", (time.perf_counter() - begun) * 1000, "ms")
    yield Row("memory peak of the sandbox", one.peak_memory / 1024**2, "MB")
    copies = desk / "site"
    shutil.copytree(folder, copies)
    index = (copies / "index.html").read_bytes()
    for n in range(24):
        (copies / f"page-{n:03d}.html").write_bytes(index)
    begun = time.perf_counter()
    many = capture(copies, widths=(WIDTH,), out=desk / "many", max_pages=25, deadline_s=240)
    shown = sum(p.shown for p in many.pages)
    seconds = time.perf_counter() - begun
    yield Row(f"a site of {shown} pages in one sandbox, 100 pages at this pace", seconds / max(1, shown) * 100, "s")
