"""Copies under other names, re-indented and edited ones, and honest works that only share a library."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.checks.kinds.same import check, fingerprint_of
from gongdao.checks.kinds.same.shingles import FilePrint, likeness, shingles
from gongdao.checks.shape import Report, report_hash

WORDS = [f"word{i}" for i in range(3000)]


def page(seed: int, paragraphs: int = 30) -> str:
    draw = random.Random(seed)
    body = "\n".join(
        f"  <p class='c{draw.randrange(9)}'>{' '.join(draw.choices(WORDS, k=25))}.</p>" for _ in range(paragraphs)
    )
    return f"<!doctype html>\n<html>\n<body>\n{body}\n</body>\n</html>\n"


def bundle(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def compared(tmp_path: Path, ours: dict[str, Any], **others: dict[str, Any]) -> Report:
    inputs = {"delivery": bundle(tmp_path / "delivery", ours)}
    inputs |= {name: bundle(tmp_path / name, files) for name, files in others.items()}
    return check(inputs, {}, tmp_path)


def percent(report: Report, name: str = "earlier") -> float:
    return float(report.facts["shares"][name]["percent"])


SITE = {f"p{i}.html": page(i) for i in range(6)} | {"logo.png": bytes(range(256)) * 40}


def test_the_same_files_under_other_names(tmp_path: Path) -> None:
    renamed = {f"neu/{name[::-1]}.html" if name != "logo.png" else "bild.png": SITE[name] for name in SITE}
    report = compared(tmp_path, renamed, earlier=SITE)
    assert percent(report) == 100.0
    assert report.facts["shares"]["earlier"]["equal"] == 7
    assert all(g.code == "equal_file" and g.data["renamed"] for g in report.grounds)


def test_reformatted_text_is_found(tmp_path: Path) -> None:
    pages = {name: str(text) for name, text in SITE.items() if name.endswith(".html")}
    reformatted = {name: text.replace("\n", "").replace("  ", "\t").upper() for name, text in pages.items()}
    report = compared(tmp_path, reformatted, earlier=SITE)
    assert percent(report) > 99
    assert {g.code for g in report.grounds} == {"alike_file"}
    assert [g.reference_value for g in report.grounds] == [g.file for g in report.grounds]


def test_edited_text_is_found_with_its_share(tmp_path: Path) -> None:
    half = {"a.html": "\n".join(page(1).splitlines()[:22]) + "\n".join(page(77).splitlines()[22:])}
    report = compared(tmp_path, half, earlier=SITE)
    assert 55 < percent(report) < 72
    assert report.grounds[0].reference_value == "p1.html"


def test_different_work_is_not_alike(tmp_path: Path) -> None:
    other = {f"p{i}.html": page(100 + i) for i in range(6)}
    report = compared(tmp_path, other, earlier=SITE)
    assert percent(report) == 0.0
    assert report.grounds == ()


def test_shared_libraries_are_left_out(tmp_path: Path) -> None:
    library = {"js/jquery-3.7.1.js": page(500), "vendor/x.js": page(501), "css/site.min.css": page(502)}
    report = compared(tmp_path, library | {"index.html": page(1000)}, earlier=library | SITE)
    assert (percent(report), report.facts["left_out"]) == (0.0, 3)


def test_it_is_a_fact_and_never_a_verdict(tmp_path: Path) -> None:
    report = compared(tmp_path, SITE, reference=SITE, earlier={"x.html": page(9)})
    assert report.outcome == "passed"
    assert report.facts["most"] == "reference"
    assert all(g.data["outcome"] == "seen" for g in report.grounds)


@pytest.mark.parametrize(
    ("ours", "others", "code"),
    [(SITE, {}, "nothing_to_compare_with"), ({"jquery.js": "x", "empty.txt": ""}, {"a": SITE}, "nothing_of_its_own")],
)
def test_nothing_to_say(ours: dict[str, Any], others: dict[str, Any], code: str, tmp_path: Path) -> None:
    report = compared(tmp_path, ours, **others)
    assert (report.outcome, report.reasons[0].code) == ("not_applicable", code)


def test_a_kept_fingerprint_serves_when_the_bytes_are_gone(tmp_path: Path) -> None:
    earlier = bundle(tmp_path / "old", SITE)
    kept = fingerprint_of(earlier)
    assert b"word1" not in kept
    delivery = bundle(tmp_path / "delivery", {"x/" + name: content for name, content in SITE.items()})
    by_print = check({"delivery": delivery}, {"fingerprints": {"earlier": json.loads(kept)}}, tmp_path)
    by_bytes = check({"delivery": delivery, "earlier": earlier}, {}, tmp_path)
    assert by_print.facts == by_bytes.facts
    assert percent(by_print) == 100.0


def test_it_repeats(tmp_path: Path) -> None:
    first = compared(tmp_path, SITE, earlier=SITE)
    assert report_hash(first) == report_hash(compared(tmp_path, SITE, earlier=SITE))


def test_estimated_share_is_near_the_true_one() -> None:
    """Sampling one shingle in four must not be off by more than 6 points on pages of this size."""
    for cut in (6, 12, 18, 24):
        lines = page(1).splitlines()
        mixed = "\n".join(lines[:cut] + page(2).splitlines()[cut:])
        a, b = (FilePrint(str(cut), 1, str(i), False, shingles(t.encode())) for i, t in enumerate((mixed, page(1))))
        words = mixed.lower().split()
        true = (cut - 3) / 30
        assert likeness(a, b) == pytest.approx(true, abs=0.06), (cut, len(words))


@given(st.binary(max_size=2000), st.binary(max_size=2000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_have_shingles_and_a_share(one: bytes, other: bytes) -> None:
    a, b = (FilePrint(str(i), 1, str(i), False, shingles(raw)) for i, raw in enumerate((one, other)))
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, a) == 1.0
