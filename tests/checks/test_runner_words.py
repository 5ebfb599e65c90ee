"""Every code these checks can say has words in both languages, and the words' gaps are filled by what comes with it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import gongdao.checks
from gongdao.checks.capture.facts import CLICK_REASONS
from gongdao.checks.capture.facts import REASONS as CAPTURE_REASONS
from gongdao.checks.capture.vetted import shelf_tables
from gongdao.checks.kinds.changes.look import UNTOLD
from gongdao.checks.shape import Report
from gongdao.words import checks_other
from gongdao.words.checks_imitation import WORDS as SHARED
from gongdao.words.checks_other import GROUNDS, REASONS, VETTING, WORDS
from gongdao.words.lookup import LANGS

ROOM = Path(gongdao.checks.__file__).parent
OURS = ("dataset", "works", "starts", "same")
# Said by the command line, not by a check.
COMMAND = {"bad_question", "nothing_given", "not_there"}
BY_OUTCOME = {"table_failed", "table_cannot_tell", "table_seen", "table_passed"}


def calls(names: set[str]) -> list[tuple[str, set[str]]]:
    """(code, data names) of every call of `names` in our kinds, the sandbox and the runner."""
    found = []
    paths = [p for kind in OURS for p in (ROOM / "kinds" / kind).glob("*.py")]
    for path in [*paths, ROOM / "sandbox.py", ROOM / "runner.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called not in names:
                continue
            code = next((k.value for k in node.keywords if k.arg == "code"), node.args[0] if node.args else None)
            data = {k.arg for k in node.keywords if k.arg and k.arg != "code"}
            for argument in node.args[1:]:
                if isinstance(argument, ast.Dict):
                    data |= {str(key.value) for key in argument.keys if isinstance(key, ast.Constant)}
            options = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
            for option in options:
                if isinstance(option, ast.Constant) and isinstance(option.value, str):
                    found.append((option.value, {name for name in data if name}))
    return found


def test_every_reason_has_words_with_their_gaps_filled() -> None:
    for code, data in calls({"Reason", "Unreadable"}):
        assert f"reason_{code}" in WORDS, code
        gaps = set(re.findall(r"{(\w+)}", WORDS[f"reason_{code}"]["en"]))
        assert gaps <= data | ({"said"} if code == "check_crashed" else set()), (code, gaps, data)
    for code in CAPTURE_REASONS:
        assert f"reason_{code}" in WORDS, code


def test_every_ground_has_words() -> None:
    said = {code for code, _ in calls({"Ground", "_ground", "_add", "_none"})}
    assert len(said) >= 35
    for code in said:
        assert code in WORDS, code


def test_everything_a_change_can_come_to_has_words() -> None:
    """Codes of what is in the way of an agreed change, and why one cannot be told."""
    source = "".join(p.read_text() for p in (ROOM / "kinds" / "changes").glob("*.py"))
    whys = set(re.findall(r'why="(\w+)"', source)) | set(CLICK_REASONS) | {"not_at_every_width"}
    unable = set(re.findall(r'unable="(\w+)"', source)) | set(UNTOLD) | {"already_so", "page_not_compared"}
    assert set(UNTOLD) <= set(CLICK_REASONS)
    assert len(whys) > 10
    for code in whys | unable:
        assert f"why_{code}" in SHARED, code
    for code in unable:
        assert re.findall(r"{(\w+)}", SHARED[f"reason_{code}"]["en"]) == ["line"], code
    for code in ("not_an_assertion", "no_assertions", "too_many_lines", "too_many_clicks"):
        assert f'"{code}"' in source
        assert set(re.findall(r"{(\w+)}", SHARED[code]["en"])) <= {"line", "source", "expected"}, code
    for side in ("reference", "delivery"):
        assert {f"{side}_before_click", f"{side}_after_click"} <= set(SHARED)


def test_what_the_shelf_says_has_words() -> None:
    report = Report(
        kind="works",
        version="1",
        outcome="passed",
        facts={
            "vetted": [{"url": "u", "package": "p", "path": "f", "sha256": "0"}],
            "unvetted": [{"url": "u", "package": "p", "why": why} for why in ("range", "not_vetted")],
        },
    )
    tables = shelf_tables(report)
    assert len(tables) == 3
    for table in tables:
        assert {table.code, *table.columns} <= set(SHARED)
        assert all(len(row) == len(table.columns) for row in table.rows)
    source = (ROOM.parent / "cli" / "vet.py").read_text()
    for code, texts in VETTING.items():
        assert f'"{code}"' in source, code
        gaps = [set(re.findall(r"{(\w+)}", texts[lang])) for lang in LANGS]
        assert gaps[0] == gaps[1], code


def test_no_word_without_a_code() -> None:
    source = "".join(p.read_text() for kind in OURS for p in (ROOM / "kinds" / kind).glob("*.py"))
    source += (ROOM / "runner.py").read_text() + (ROOM / "sandbox.py").read_text()
    for code in (*GROUNDS, *REASONS):
        bare = code.removeprefix("reason_").removeprefix("about_").removeprefix("table_")
        assert code in COMMAND | BY_OUTCOME or f'"{bare}"' in source or f'"{code}"' in source, code


def test_both_languages_with_the_same_gaps() -> None:
    for table in (checks_other.KINDS, GROUNDS, REASONS):
        for code, texts in table.items():
            assert set(texts) == set(LANGS), code
            gaps = {lang: set(re.findall(r"{(\w+)}", text)) for lang, text in texts.items()}
            assert gaps["zh-hans"] == gaps["en"], code
            assert re.search(r"[\u4e00-\u9fff�]", texts["zh-hans"]) or code == "bad_question", code


def test_no_word_hides_a_shared_one() -> None:
    assert not (set(checks_other.KINDS) | set(GROUNDS) | set(REASONS)) & set(SHARED)
