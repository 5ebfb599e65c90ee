"""The peers of the pixel part, on the very arrays ours is measured on.

pixelmatch compares arrays in memory, as ours does. odiff reads files only; so it is given uncompressed bitmaps, and
what reading and unpacking them costs is taken off: the same first picture against one that is a row shorter, with
`--fail-on-layout`, is read and unpacked alike and then given up before a pixel is looked at. What is left is its
pixel part. It is measured in processor time, without a picture of the differences (which it draws if asked for one),
as the median of differences taken in turn, on four pages stacked into one, because the part is small beside reading.

The peers are installed by name into `.fixtures`, as `make fixtures` does. A figure of theirs is never written down
here; where they cannot be had, a row says why.
"""

from __future__ import annotations

import json
import resource
import shutil
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import numpy as np

from gongdao.checks.compare.pixels import Pixels

CACHE = Path(__file__).resolve().parents[1] / ".fixtures"
NAMES = ("odiff-bin@4.5.0", "pixelmatch@7.2.0")
ROUNDS = 11
STACK = 4

_PIXELMATCH = """
const fs = require('fs');
const [width, height, first, ...others] = process.argv.slice(1);
const median = list => list.sort((x, y) => x - y)[list.length >> 1];
(async () => {
  const pixelmatch = (await import('pixelmatch')).default;
  const one = fs.readFileSync(first), answer = {};
  for (const name of others) {
    const two = fs.readFileSync(name), times = [];
    let count = 0;
    for (let i = 0; i <= 7; i++) {
      const begun = performance.now();
      count = pixelmatch(one, two, undefined, +width, +height);
      if (i) times.push(performance.now() - begun);
    }
    answer[name] = [median(times), count];
  }
  console.log(JSON.stringify(answer));
})();
"""


class PeerFault(Exception):  # noqa: N818
    """A peer cannot be had or does not run here; the text says why."""


def installed() -> Path:
    """The folder with the peers of npm in it, installed if need be. Raises PeerFault."""
    folder = CACHE / "peers"
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise PeerFault("no node or npm here")
    if not all((folder / "node_modules" / name.rpartition("@")[0]).is_dir() for name in NAMES):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private":true}')
        asked = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", *NAMES]
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False, timeout=180)
        if done.returncode != 0:
            raise PeerFault(f"npm: {last_line(done.stderr)}")
    return folder


def pixelmatch(base: Pixels, others: Mapping[str, Pixels], desk: Path) -> dict[str, tuple[float, int]]:
    """(ms, differing pixels) of pixelmatch for each pair of RGBA arrays, both in its memory. Raises PeerFault."""
    folder = installed()
    for name, array in {"base": base, **others}.items():
        (desk / f"{name}.rgba").write_bytes(array.tobytes())
    paths = [str(desk / f"{name}.rgba") for name in others]
    asked = ["node", "-e", _PIXELMATCH, "--", str(base.shape[1]), str(base.shape[0]), str(desk / "base.rgba"), *paths]
    done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise PeerFault(f"pixelmatch: {last_line(done.stderr)}")
    told = json.loads(done.stdout)
    return {name: (told[path][0], told[path][1]) for name, path in zip(others, paths, strict=True)}


def odiff(base: Pixels, others: Mapping[str, Pixels], desk: Path) -> dict[str, tuple[float, float]]:
    """(ms of its pixel part, ms of reading and unpacking) of odiff for each pair of BGRA arrays, a page each.

    The faster of its two ways, with and without its assembly, counts. Raises PeerFault.
    """
    binary = next((installed() / "node_modules" / "@odiff").glob("*/odiff*"), None)
    if binary is None:
        raise PeerFault("odiff-bin has no program for this machine")
    _bitmap(desk / "base.bmp", np.concatenate([base] * STACK))
    _bitmap(desk / "shorter.bmp", np.concatenate([base] * STACK)[:-1])
    for name, array in others.items():
        _bitmap(desk / f"{name}.bmp", np.concatenate([array] * STACK))

    def run(other: str, *options: str) -> float:
        before = _processor_ms()
        asked = [str(binary), str(desk / "base.bmp"), str(desk / f"{other}.bmp"), *options]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
        # 0: equal, 21: other size, 22: pixels differ.
        if done.returncode not in (0, 21, 22):
            raise PeerFault(f"odiff: {last_line(done.stderr)}")
        return (_processor_ms() - before) / STACK

    run("shorter", "--fail-on-layout")
    read: list[float] = []
    parts: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        unpacking = run("shorter", "--fail-on-layout")
        read.append(unpacking)
        for name in others:
            for way in ("--fail-on-layout", "--enable-asm"):
                parts.setdefault((name, way), []).append(run(name, way) - unpacking)
    middle = {key: median(values) for key, values in parts.items()}
    return {name: (min(v for (n, _), v in middle.items() if n == name), median(read)) for name in others}


def _processor_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (used.ru_utime + used.ru_stime)


def _bitmap(path: Path, array: Pixels) -> None:
    """Write BGRA as an uncompressed 32-bit bitmap, its rows from the bottom up as the format has them."""
    height, width = array.shape[:2]
    head = struct.pack("<2sIHHI", b"BM", 54 + array.nbytes, 0, 0, 54)
    head += struct.pack("<IiiHHIIiiII", 40, width, height, 1, 32, 0, array.nbytes, 0, 0, 0, 0)
    path.write_bytes(head + np.ascontiguousarray(array[::-1]).tobytes())


def last_line(said: str) -> str:
    """The end of what a program said, for a row that tells why it could not be measured."""
    lines = said.strip().splitlines()
    return lines[-1][-120:] if lines else "it said nothing"
