"""The reference pages say what the code says now, and the 125 requirements name only what exists."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gongdao_docs", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_fresh(docs: ModuleType) -> None:
    try:
        stale = docs.stale()
    except KeyError as code:
        pytest.fail(f"{code} has no words yet: make tests/words pass, then run .venv/bin/python tools/docs.py")
    assert stale == [], "run .venv/bin/python tools/docs.py, and read the difference"


def test_all_requirements_are_there_in_order(docs: ModuleType) -> None:
    numbers = [number for family in docs.rows().values() for number in family]
    assert numbers == [f"R{n}" for n in range(1, 126)]


def test_everything_a_requirement_names_exists(docs: ModuleType) -> None:
    faults = [
        f"{number} {fault}"
        for family in docs.rows().values()
        for number, row in family.items()
        for ref in row["refs"]
        if (fault := docs.fault_of(ref))
    ]
    assert not faults, "\n".join(faults)


def test_a_wrong_reference_is_noticed(docs: ModuleType) -> None:
    for ref in ("act:vote", "field:offer.colour", "value:end.ground=whim", "phase:limbo", "clock:tea", "code:no"):
        assert docs.fault_of(ref), ref
    for ref in ("state:Order.mood", "law:L99", "file:nowhere", "test:tests/kernel/states.py::test_x", "rumour:x"):
        assert docs.fault_of(ref), ref


def test_whatever_is_not_done_says_what_is_missing(docs: ModuleType) -> None:
    for family in docs.rows().values():
        for number, row in family.items():
            assert row["status"] in docs.STATUS, number
            if row["status"] == "done":
                assert row["refs"], f"{number} is done and nothing carries it"
                assert "note_en" not in row, number
            else:
                assert row["note_en"], number
                assert re.search(r"[\u4e00-\u9fff]", row["note_zh"]), number


def test_every_act_and_code_has_a_line_in_both_languages(docs: ModuleType) -> None:
    from gongdao.kernel.acts import ACTS
    from gongdao.kernel.refusals import CODES

    for lang in ("en", "zh-hans"):
        acts, refusals = docs.acts(lang), docs.codes(lang)
        assert all(f"## `{tag}`" in acts for tag in ACTS)
        assert all(f"| `{code}` |" in refusals for code in CODES)
