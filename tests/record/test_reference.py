"""The reference page is a promise to whoever writes another verifier, so it is held to the program."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gongdao.record.faults import CODES, STEPS
from tests.forgeries import forge, test_forgeries

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES = ("record-format.md", "record-format.zh-hans.md")


def by_hand(page: str) -> str:
    """The verifier printed on a page."""
    (code,) = re.findall(r"```python\n(.*?)```", (REFERENCE / page).read_text(encoding="utf-8"), re.S)
    return str(code)


@pytest.mark.parametrize("page", PAGES)
def test_every_failure_and_step_is_on_the_page(page: str) -> None:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    told = re.findall(r"^\| (?:–|\d+ [^|]+) \| `(\w+)` \|", text, re.M)
    assert sorted(told) == sorted(CODES)
    assert len(re.findall(r"^ ?\d+\. ", text, re.M)) == len(STEPS)


def test_both_languages_print_the_same_verifier() -> None:
    assert by_hand(PAGES[0]) == by_hand(PAGES[1])


def run(data: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "bundle.zip"
    path.write_bytes(data)
    # -I: the standard library alone, nothing of ours can be imported.
    return subprocess.run([sys.executable, "-I", "-c", by_hand(PAGES[0]), str(path)], capture_output=True, text=True)


@pytest.mark.parametrize("lived", [forge.disputed_order, forge.settled_order, forge.lapsed_order])
def test_the_printed_verifier_agrees_with_ours(lived, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Written from the page alone, with nothing of ours imported, it arrives at the same head."""
    rec = forge.record(lived())
    done = run(rec.packed(), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[:3] == [str(len(rec.entries)), rec.seal()[-1].hash.hex(), "gongdao.example/log"]


def test_the_printed_verifier_agrees_on_a_redacted_record(tmp_path: Path) -> None:
    rec = forge.record(forge.disputed_order())
    assert run(forge.erase(rec, rec.seq("statement")).packed(), tmp_path).returncode == 0


@pytest.mark.parametrize(
    "forgery",
    [
        test_forgeries.changed_amount,
        test_forgeries.changed_time,
        test_forgeries.dropped_entry,
        test_forgeries.bodies_swapped,
        test_forgeries.loose_spelling,
        test_forgeries.duplicate_key,
        test_forgeries.swapped_exhibit,
        test_forgeries.rehashed_but_not_signed,
        test_forgeries.rehashed_with_a_forged_proof,
        test_forgeries.tail_cut_with_care,
        test_forgeries.proof_for_another_leaf,
    ],
    ids=lambda f: f.__name__,
)
def test_the_printed_verifier_refuses_what_it_can_see(forgery, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run(forgery(), tmp_path)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr
