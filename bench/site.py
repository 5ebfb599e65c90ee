"""A site of a hundred different pages judged whole, through the runner, at two widths, on two cores.

`python -m bench site` takes several minutes and is therefore a bench of its own. Both checks start from nothing, in
processes and sandboxes of their own, as the worker starts them; the time is that of the whole check with its report.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.pages import make_site
from bench.row import Row
from gongdao.checks.capture import capture_fault
from gongdao.checks.runner import run_check
from gongdao.checks.sandbox import MIB, Limits
from gongdao.checks.shape import Report

PAGES = 100
WIDTHS = (1440, 390)
LIMITS = Limits(seconds=1_800.0, memory=6144 * MIB, processes=1_500, disk=8192 * MIB, output=MIB)


def run() -> Iterator[Row]:
    """Seconds and pages a second for `works` and `imitation`, and whether each change that was made was found."""
    fault = capture_fault()
    if fault is not None:
        yield Row(f"a site of {PAGES} pages: not measured here: {fault.code}", 0, "skipped")
        return
    with tempfile.TemporaryDirectory(prefix="gongdao-bench-") as name:
        desk = Path(name)
        make_site(desk / "reference", PAGES)
        make_site(desk / "delivery", PAGES, edited=True)
        shown = PAGES * len(WIDTHS)
        inputs = {"delivery": desk / "delivery"}
        seconds, report = _timed("works", inputs, desk)
        yield Row(f"works: {PAGES} pages at two widths ({report.outcome})", seconds, "s")
        yield Row("works: pages rendered", shown / seconds, "a second")
        inputs["reference"] = desk / "reference"
        seconds, report = _timed("imitation", inputs, desk)
        yield Row(f"imitation: {PAGES} pages on both sides at two widths ({report.outcome})", seconds, "s")
        yield Row("imitation: pages rendered and compared", 2 * shown / seconds, "a second")
        found = report.facts.get("counts", {})
        yield Row("imitation: of 25 recoloured headings, found", found.get("wrong_colour", 0), "labels")
        yield Row("imitation: other labels", sum(found.values()) - found.get("wrong_colour", 0), "labels", goal="<= 0")


def _timed(kind: str, inputs: dict[str, Path], desk: Path) -> tuple[float, Report]:
    settings: dict[str, object] = {"widths": list(WIDTHS), "pages_max": PAGES}
    begun = time.perf_counter()
    report = run_check(kind, inputs, desk / "reports", LIMITS, settings=settings)
    return time.perf_counter() - begun, report
