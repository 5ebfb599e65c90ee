"""Public site templates that nobody here wrote: their own history gives the expected order of scores."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.checks.imitation_captures import compared, edited, shown, templates
from tests.checks.imitation_edits import named

FREELANCER = ("freelancer@7.0.7", "freelancer@6.0.6", "freelancer@5.1.3", "freelancer@4.1.1")
OTHERS = ("agency@5.2.2", "grayscale@5.0.9")


@pytest.mark.parametrize("same", [True, False])
def test_releases_of_one_template_fall_strictly_and_stay_far_above_another(same: bool) -> None:
    taken = templates(*FREELANCER, *OTHERS)
    pages = [f"{package}/{'dist/' if package[-5] in '67' else ''}index.html" for package in FREELANCER]
    scores = [compared(taken, pages[0], page, same).score for page in pages]
    assert scores[0] == 100
    assert all(a > b for a, b in pairwise(scores)), scores
    others = [compared(taken, pages[0], f"{package}/index.html", same) for package in OTHERS]
    assert max(o.score for o in others) <= 45
    assert min(scores) - max(o.score for o in others) >= 25
    assert all(o.high < 70 for o in others)


def test_what_another_host_would_have_served_is_listed_and_not_fetched() -> None:
    facts = shown(templates(*FREELANCER, *OTHERS), "freelancer@7.0.7/dist/index.html")
    assert any("fonts.googleapis.com" in url for url in facts.refused)
    assert facts.requests > len(facts.refused)


def test_single_edits_of_a_template_are_named_and_little_else_is() -> None:
    taken, edits = edited("grayscale@5.0.9")
    facts = shown(taken, "index.html")
    hits = truths = alarms = 0
    wrong = []
    for edit, page in edits:
        result = compared(taken, "index.html", page)
        assert result.score < 100, edit.name
        hit, count, false = named([(d.label, d.kind, d.text) for d in result.differences], facts, edit)
        hits, truths, alarms = hits + hit, truths + count, alarms + len(false)
        if hit < count or false:
            wrong.append((edit.name, f"{hit}/{count}", false))
    assert len(edits) >= 14
    assert hits >= 0.95 * truths, wrong
    assert alarms <= 1, wrong
