"""The evaluation page's own totals, held to their bounds. Some minutes: soak only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.imitation_captures import need_sandbox, need_site
from tests.checks.imitation_evaluation import EDITED, main


@pytest.mark.soak
def test_no_verdict_is_contrary_and_nearly_every_edit_is_named(tmp_path: Path) -> None:
    need_sandbox()
    for package in EDITED:
        need_site(package)
    found, kinds = main(tmp_path / "page.md")
    contrary = [v for v in found if v.expected and v.outcome not in (v.expected, "in doubt")]
    assert contrary == []
    due, given = sum(k.truths for k in kinds.values()), sum(k.named for k in kinds.values())
    alarms, edits = sum(k.alarms for k in kinds.values()), sum(k.edits for k in kinds.values())
    assert given >= 0.97 * due
    assert alarms <= 0.25 * edits
    assert "## Single known edits" in (tmp_path / "page.md").read_text(encoding="utf-8")
