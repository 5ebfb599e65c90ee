"""A whole platform computed again: every order read from its stored record, folded, and its award assessed.

The records lie in a file, as an export holds them: one line an order, its bodies as canonical JSON. Peer: only reading
and decoding the same lines.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from bench.row import Row
from gongdao.kernel.award import award_of
from gongdao.kernel.canonical import canonical
from gongdao.kernel.entry import Entry
from gongdao.kernel.fold import fold
from tests.scenarios.story import Story

ORDERS = int(os.environ.get("BENCH_ORDERS", "100000"))
DISTINCT = 200
SEED = 20120926


def run() -> Iterator[Row]:
    """Writes the records of `BENCH_ORDERS` determined orders and computes every award again, with all cores."""
    with tempfile.TemporaryDirectory(prefix="gongdao-bench-") as name:
        path = Path(name) / "records.jsonl"
        _write(path)
        decoded = _rate(path, _decode)
        computed = _rate(path, _compute)
    yield Row(
        f"{ORDERS:,} orders computed again from stored records, {os.cpu_count()} cores",
        computed,
        "orders/s",
        "only decoding the same records",
        decoded,
    )


def _write(path: Path) -> None:
    chance = random.Random(SEED)
    lines = []
    for number in range(DISTINCT):
        story = Story(f"o-{number}").working()
        story.delivers("template")
        story.does("Lin", "dispute", requirements=("template", "changes", "data"), reason="not as agreed")
        story.mediated()
        for requirement in ("template", "changes", "data"):
            story.finds(requirement, chance.randrange(10_001))
        lines.append(canonical(story.determined().entries))
    with path.open("wb") as file:
        for number in range(ORDERS):
            file.write(lines[number % DISTINCT] + b"\n")


def _rate(path: Path, work: object) -> float:
    cores = os.cpu_count() or 1
    begun = time.perf_counter()
    with ProcessPoolExecutor(cores) as pool:
        done = sum(pool.map(partial(work, path, cores), range(cores)))  # type: ignore[arg-type]
    if done != ORDERS:
        raise AssertionError(f"{done} of {ORDERS} orders were worked on")
    return ORDERS / (time.perf_counter() - begun)


def _decode(path: Path, cores: int, mine: int) -> int:
    return sum(1 for _ in _records(path, cores, mine))


def _compute(path: Path, cores: int, mine: int) -> int:
    count = 0
    for entries in _records(path, cores, mine):
        order = fold(entries[0].order, entries)
        if order.decision is None or award_of(order) != order.decision.award:
            raise AssertionError(f"{order.id}: the award computed now is not the one on record")
        count += 1
    return count


def _records(path: Path, cores: int, mine: int) -> Iterator[list[Entry]]:
    decode = msgspec.json.Decoder(list[Entry]).decode
    with path.open("rb") as file:
        for number, line in enumerate(file):
            if number % cores == mine:
                yield decode(line)
