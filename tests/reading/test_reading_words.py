"""Every code of a reading has words in both languages, every lexicon entry is a pattern, every format one shape."""

import re
from string import Formatter
from typing import get_args

import pytest

from gongdao.reading import codes, faults, formats, lexicon, shapes
from gongdao.words import reading as words
from gongdao.words.lookup import LANGS

TABLES = {name: table for name, table in vars(words).items() if name.isupper()}


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_with_the_same_placeholders(name: str) -> None:
    for code, texts in TABLES[name].items():
        assert set(texts) == set(LANGS), code
        holes = [{hole for _, hole, _, _ in Formatter().parse(text) if hole} for text in texts.values()]
        assert holes[0] == holes[1], code


@pytest.mark.parametrize(
    ("table", "known"),
    [
        ("FAULTS", faults.FAULTS),
        ("WHY", codes.WHY),
        ("CONFIRM", (*codes.CONFIRM, *codes.CONFIRM_ORDER)),
        ("EXHIBITS", codes.EXHIBITS),
        ("ADMISSIONS", codes.ADMISSIONS),
        ("LABELS", codes.MESSAGE_LABELS),
        ("ROLES", get_args(shapes.Role)),
        ("AMOUNTS", get_args(shapes.AmountKind)),
    ],
)
def test_words_for_exactly_the_codes_there_are(table: str, known: tuple[str, ...]) -> None:
    assert set(TABLES[table]) == set(known)


def _keys(table: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        found |= _keys(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name}
    return found


def test_both_lexicons_have_the_same_keys_and_every_pattern_compiles() -> None:
    zh, en = (_keys(lexicon.data(language)) for language in lexicon.LANGUAGES)
    assert zh == en
    for key in zh:
        lexicon.find(key)


def test_no_pattern_repeats_without_bound() -> None:
    """An unbounded repetition of a class makes a rule quadratic on a hostile file."""
    for language in lexicon.LANGUAGES:
        for key in _keys(lexicon.data(language)):
            for word in lexicon.words(key, language):
                assert not re.search(r"(?:\]|\\d|\\w|\\s|\.)[+*]", word), (key, word)


def test_a_word_unknown_to_the_lexicon_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        lexicon.find("money.no_such_key")


def test_every_format_has_the_same_shape() -> None:
    kinds = [kind.KIND for kind in formats.FORMATS]
    assert len(set(kinds)) == len(kinds)
    for kind in formats.FORMATS:
        assert kind.sniff("") == 0.0
        assert 0.0 <= kind.sniff("张三 2024/1/1 10:00:00\n好") <= 1.0
        assert kind.read("just words").kind == kind.KIND
