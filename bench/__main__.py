"""`python -m bench [NAME ...]`: runs every bench/*.py that has a `run()`, or those named, and prints one table.

Absolute figures depend on the machine and on what else it does; the ratios were measured in the same run.
"""

import importlib
import pkgutil
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.row import Row

NOT_MEASURED = {"__main__", "row"}


def main(names: list[str]) -> int:
    """Runs the benches and prints the table. Returns 1 when one of them failed to run or missed its goal."""
    modules = names or sorted(
        m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name not in NOT_MEASURED
    )
    failed = 0
    print(f"{'what':<58} {'figure':>12} {'unit':<14} {'ratio':>8}  {'goal':<8} against")
    for name in modules:
        module = importlib.import_module(f"bench.{name}")
        run = getattr(module, "run", None)
        if run is None:
            continue
        print(f"-- {name}", flush=True)
        begun = time.monotonic()
        try:
            for row in run():
                failed += _print(row)
        except Exception as fault:
            failed += 1
            print(f"   {name} could not be measured: {type(fault).__name__}: {fault}")
        print(f"   ({time.monotonic() - begun:.0f} s)", flush=True)
    return 1 if failed else 0


def _print(row: Any) -> int:
    """Prints one row; 1 when its goal was missed."""
    if not isinstance(row, Row):
        print("   " + "  ".join(str(part) for part in _parts(row)), flush=True)
        return 0
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    other = f"{row.against} ({row.other:,.0f})" if row.other else row.against
    missed = "  MISSED" if row.met is False else ""
    print(f"{row.what:<58} {row.figure:>12,.1f} {row.unit:<14} {ratio:>8}  {row.goal:<8} {other}{missed}", flush=True)
    return 1 if missed else 0


def _parts(row: Any) -> Iterable[object]:
    if isinstance(row, Mapping):
        return [f"{key}: {value}" for key, value in row.items()]
    return row if isinstance(row, Iterable) and not isinstance(row, str) else [row]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
