"""Every step and every failure of a verification has its sentence in both languages, and no sentence is left over."""

import re

import pytest

from gongdao.record.faults import CODES, STEPS
from gongdao.words import verify as words
from gongdao.words.lookup import LANGS


@pytest.mark.parametrize(
    ("table", "codes"),
    [(words.STEPS, STEPS), (words.PASSED, STEPS), (words.FAILURES, CODES)],
    ids=["step", "passed", "failure"],
)
def test_every_code_has_words_and_no_words_lack_a_code(table, codes) -> None:  # type: ignore[no-untyped-def]
    assert set(table) == set(codes)
    for code, texts in table.items():
        assert set(texts) == set(LANGS), code
        assert re.search(r"[\u4e00-\u9fff]", texts["zh-hans"]), code
        assert not re.search(r"[\u4e00-\u9fff]", texts["en"]), code


@pytest.mark.parametrize("table", [words.STEPS, words.PASSED, words.FAILURES, words.TEXTS])
def test_both_languages_tell_the_same_particulars(table) -> None:  # type: ignore[no-untyped-def]
    for code, texts in table.items():
        asked = {lang: set(re.findall(r"{(\w+)}", texts[lang])) for lang in LANGS}
        assert asked["zh-hans"] == asked["en"], code


def test_failures_name_nothing_the_command_does_not_hand_them() -> None:
    for code, texts in words.FAILURES.items():
        assert set(re.findall(r"{(\w+)}", texts["en"])) <= {"entry", "expected", "got"}, code
