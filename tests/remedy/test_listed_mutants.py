"""The ten listed mutants: the engine's own source with one thing wrong, and a golden vector that sees it.

Each mutant is the text of the package with one replacement, imported under another name. If the text no longer holds
the place to change, the test fails, so that a mutant cannot quietly become the engine itself.
"""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

import pytest

import gongdao.remedy
from tests.remedy.vectors import VECTORS, check

SOURCE = Path(gongdao.remedy.__file__).parent

MUTANTS: dict[str, tuple[str, str, str]] = {
    "tie by input order": ("work.py", "sorted(a.requirements, key=lambda r: r.id)", "list(a.requirements)"),
    "steps in input order": (
        "steps.py",
        "    steps = [step for _, step in lines]\n",
        "    given = [r.id for r in work.a.requirements]\n"
        "    steps = [step for _, step in lines]\n"
        "    steps.sort(key=lambda step: given.index(step.item) if step.item else len(given))\n",
    ),
    "no 20 % cap": (
        "work.py",
        "min(a.deposit.paid, self.price * self.law.earnest_cap_bp // 10_000)",
        "a.deposit.paid",
    ),
    "escrow not clamped": ("steps.py", "min(max(0, due - released), held)", "due - released"),
    "dependency as a threshold": (
        "work.py",
        "(r.salvage_bp * v + (10_000 - r.salvage_bp) * low) // 10_000",
        "r.salvage_bp * v // 10_000",
    ),
    "a missing need punishes only complete items": (
        "work.py",
        "v if low >= v else",
        "v if low >= v or v < unit else",
    ),
    "cure cost always replaces the reduction": (
        "work.py",
        "elif f.cure_cost is None or share * (most - f.delivered_bp) <= f.cure_cost * 10_000:",
        "elif f.cure_cost is None or share == 0:",
    ),
    "margin at will on the whole price": (
        "options.py",
        'line_of(work, "undone_margin", "", undone * work.a.margin_bp // 10_000, unit, data)',
        'line_of(work, "undone_margin", "", work.price * unit * work.a.margin_bp // 10_000, unit, data)',
    ),
    "penalty on the performed share": (
        "options.py",
        "    penalty = work.earnest * undone\n",
        "    penalty = work.earnest * (price * unit - undone)\n",
    ),
    "allocation drops a fen": ("allocate.py", "            parts[i] += 1\n", "            pass\n"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_vector_sees_it(name, tmp_path, monkeypatch):
    file, right, wrong = MUTANTS[name]
    package = f"mutant_{list(MUTANTS).index(name)}"
    shutil.copytree(SOURCE, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    text = (tmp_path / package / file).read_text("utf-8")
    assert text.count(right) == 1, "the place to change is gone"
    (tmp_path / package / file).write_text(text.replace(right, wrong), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        mutant = importlib.import_module(package)
        seen = [vector for vector in VECTORS if _differs(vector, mutant)]
    finally:
        for module in [m for m in sys.modules if m == package or m.startswith(package + ".")]:
            del sys.modules[module]
    assert seen, "no vector sees this mutant"


def _differs(vector: str, mutant: object) -> bool:
    try:
        check(vector, mutant)
    except Exception:
        return True
    return False


def test_the_engine_itself_passes_the_same_way(tmp_path, monkeypatch):
    shutil.copytree(SOURCE, tmp_path / "unmutated", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(str(tmp_path))
    copy = importlib.import_module("unmutated")
    assert not [vector for vector in VECTORS if _differs(vector, copy)]
