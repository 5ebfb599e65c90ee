"""Every code this room can raise has words in both languages, and their gaps are filled by the data it brings."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import gongdao.custody
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import LANGS

ROOM = Path(gongdao.custody.__file__).parent
# Raised or noted by whoever joins custody with a scanner, not by this room itself.
OUTSIDE = {"virus_found"}
# A note's path is shown as its name.
ALWAYS = {"name"}


def raised() -> dict[str, list[set[str]]]:
    """code → the sets of data names it is raised or noted with, read from the source itself."""
    found: dict[str, list[set[str]]] = {}
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("Refused", "Tampered", "Missing", "Erased", "CustodyError", "note") and node.args:
                first = node.args[0]
                data = {keyword.arg or "**" for keyword in node.keywords}
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.setdefault(first.value, []).append(data | (ALWAYS if called == "note" else set()))
    for code in re.findall(r'"(names?_[a-z0-9_]+)"', "".join(p.read_text() for p in ROOM.glob("*.py"))):
        found.setdefault(code, [])
    return found


def test_every_code_has_words_and_every_word_a_code() -> None:
    assert set(raised()) | OUTSIDE == set(CUSTODY)


def test_both_languages_with_the_same_gaps() -> None:
    for code, texts in CUSTODY.items():
        assert set(texts) == set(LANGS), code
        gaps = {lang: set(re.findall(r"{(\w+)}", text)) for lang, text in texts.items()}
        assert gaps["zh-hans"] == gaps["en"], code


def test_every_gap_is_filled_by_what_is_raised() -> None:
    for code, uses in raised().items():
        gaps = set(re.findall(r"{(\w+)}", CUSTODY[code]["en"]))
        for data in uses:
            if "**" not in data:
                assert gaps <= data, (code, gaps - data)


def test_chinese_is_chinese() -> None:
    for code, texts in CUSTODY.items():
        assert re.search(r"[\u4e00-\u9fff]", texts["zh-hans"]), code
        assert not re.search(r"[\u4e00-\u9fff]", texts["en"]), code
