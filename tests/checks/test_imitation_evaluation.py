"""The evaluation measured again and held to the page as committed. Some minutes: soak only.

What every run tries of it is in test_imitation_templates (one template's edits, one template's releases) and in
test_compare_moved (what counts as moved, without a browser).
"""

from __future__ import annotations

from itertools import dropwhile, takewhile
from pathlib import Path

import pytest

from tests.checks.imitation_captures import need_sandbox, need_site
from tests.checks.imitation_evaluation import EDITED, FOLDER, NAME, main


def columns(page: str, heading: str) -> list[list[int]]:
    """The numbers of each row of the first table below a heading."""
    below = page[page.index(heading) :].splitlines()
    table = takewhile(lambda line: line.startswith("|"), dropwhile(lambda line: not line.startswith("|"), below))
    rows = [[int(cell) for cell in line.split("|") if cell.strip().isdigit()] for line in table]
    return [row for row in rows if row]


def test_the_committed_page_can_be_held_against_a_new_one() -> None:
    for ending, verdicts, edits in ((".md", "## Verdicts", "## Single"), (".zh-hans.md", "## 判定", "## 已知")):
        page = (FOLDER / f"{NAME}{ending}").read_text(encoding="utf-8")
        assert all(len(row) == 4 and row[0] == sum(row[1:]) for row in columns(page, verdicts))
        assert sum(row[-1] for row in columns(page, verdicts)) == 0
        assert all(len(row) == 4 and row[2] <= row[1] for row in columns(page, edits))


@pytest.mark.soak
def test_nothing_is_judged_worse_than_the_committed_page_says(tmp_path: Path) -> None:
    need_sandbox()
    for package in EDITED:
        need_site(package)
    found, _ = main(tmp_path)
    before, now = ((folder / f"{NAME}.md").read_text(encoding="utf-8") for folder in (FOLDER, tmp_path))
    contrary = [v for v in found if v.expected and v.outcome not in (v.expected, "in doubt")]
    assert contrary == []
    doubts = [sum(row[2] for row in columns(page, "## Verdicts")) for page in (before, now)]
    assert doubts[1] <= doubts[0], now
    lost = [sum(row[1] - row[2] for row in columns(page, "## Single")) for page in (before, now)]
    alarms = [sum(row[3] for row in columns(page, "## Single")) for page in (before, now)]
    assert lost[1] <= lost[0], now
    assert alarms[1] <= alarms[0], now
