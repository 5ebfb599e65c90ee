"""The words the rules look for, as data: one TOML file per language, the same keys in each.

Every value is a list of regular expressions over folded text (`passage.fold`). English ones are taken as whole
words. `find("money.deposit")` is one compiled pattern for all languages together; a missing key is a mistake in a
rule and raises KeyError at once.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")


@cache
def data(language: str) -> dict[str, Any]:
    """The lexicon of one language as read from its file."""
    text = files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words(key: str, language: str) -> tuple[str, ...]:
    """The expressions of one dotted key in one language. Raises KeyError if the key is not there."""
    value: Any = data(language)
    for part in key.split("."):
        value = value[part]
    return tuple(value)


@cache
def keys(section: str) -> tuple[str, ...]:
    """The names below a section that hold lists, in the order of the Chinese file."""
    value: Any = data("zh")
    for part in section.split("."):
        value = value[part]
    return tuple(name for name, below in value.items() if isinstance(below, list))


@cache
def source(*names: str) -> str:
    """The alternation of all expressions of some keys in all languages, as text for use inside a pattern."""
    parts: list[str] = []
    for language in LANGUAGES:
        found = [w for name in names for w in words(name, language)]
        if not found:
            continue
        body = "|".join(found)
        parts.append(rf"\b(?:{body})\b" if language == "en" else f"(?:{body})")
    if not parts:
        return r"(?!)"
    return "(?:" + "|".join(parts) + ")"


@cache
def find(*names: str) -> "re.Pattern[str]":
    """One compiled, case-insensitive pattern for some keys in all languages."""
    return re.compile(source(*names), re.I)
