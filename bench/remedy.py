"""Assessments per second: the founding case, and orders of 3, 10 and 100 requirements with needs and costs of cure.

The peer is the plain engine of the tests (Fractions, needs found by search from every item), measured in the same run
on the same assessments. It works out the sums alone; the engine writes every derivation as well. How cost grows is the
time per requirement among 100 over that among 10: 1 is linear.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from bench.row import Row
from gongdao.remedy import Assessment, Deposit, Finding, Requirement, assess, read_assessment
from tests.remedy import reference
from tests.remedy.vectors import founding

FLOOR = 10_000
"""Founding cases a second on one core, asked for by the project."""

PLAIN = "the plain Fraction engine"


def order(count: int) -> Assessment:
    """`count` requirements, each needing the one before, chains of ten closed to circles; prices from the market."""
    ids = [f"r{n:04}" for n in range(count)]
    return Assessment(
        price=count * 9_500,
        requirements=tuple(
            Requirement(
                id=id,
                title=id,
                market=8_000 + 37 * n % 4_000,
                effort=1 + n % 7,
                needs=(ids[n - 1] if n % 10 else ids[min(n + 9, count - 1)],),
                salvage_bp=5_000,
                essential=n % 3 == 0,
            )
            for n, id in enumerate(ids)
        ),
        findings={
            id: Finding(
                delivered_bp=(n * 2_711) % 10_001,
                cure_cost=500 + n if n % 4 == 0 else None,
                cover_quote=9_000,
                cure_refused=n % 5 == 0,
            )
            for n, id in enumerate(ids)
        },
        deposit=Deposit(kind="earnest", paid=count * 2_000),
        released=count * 2_000,
        held=count * 7_500,
    )


def per_second(work: Callable[[], object], seconds: float = 1.0) -> float:
    """How often `work` is done in a second of one core's time; the best of three rounds, as other work disturbs.

    Processor time and not the clock on the wall: the engine waits for nothing, and the machine is shared.
    """
    best = 0.0
    for _ in range(3):
        done, start = 0, time.process_time()
        while (elapsed := time.process_time() - start) < seconds / 3:
            work()
            done += 1
        best = max(best, done / elapsed)
    return best


def run() -> Iterator[Row]:
    """Measures everything once, each engine on the same assessments."""
    case = read_assessment(founding())
    plain = per_second(lambda: reference.dues(case))
    rate = per_second(lambda: assess(case), 3.0)
    yield Row("founding case, whole derivation", rate, "/s a core", goal=f">= {FLOOR}")
    yield Row("founding case, whole derivation", rate, "/s a core", PLAIN, plain, ">= 3")
    rates = {}
    for count in (3, 10, 100):
        a = order(count)
        rates[count] = per_second(lambda a=a: assess(a))  # type: ignore[misc]
        plain = per_second(lambda a=a: reference.dues(a), 0.5)  # type: ignore[misc]
        yield Row(f"{count} requirements in chains, partly curable", rates[count], "/s a core", PLAIN, plain, ">= 3")
    each = {count: 1e6 / rate / count for count, rate in rates.items()}
    yield Row("cost of a requirement among 100", each[100], "µs", "among 10", each[10], "<= 1.5")


if __name__ == "__main__":
    for row in run():
        print(f"{row.what:46} {row.figure:12,.1f} {row.unit:10} {row.ratio or 0:8.2f} × {row.against} {row.goal}")
