"""How a code becomes a sentence: the one way from a table of words to a reader's language.

A table is a plain dict `{code: {"zh-hans": text, "en": text}}`. Every code has both languages (a test holds that);
looking up a code that no table knows is a fault of ours and raises, because an empty label on a page of law is worse
than a failing test.
"""

from collections.abc import Mapping
from typing import Literal

Lang = Literal["zh-hans", "en"]
Table = Mapping[str, Mapping[str, str]]
LANGS: tuple[Lang, ...] = ("zh-hans", "en")


class UnknownWordError(KeyError):
    """A code without words, or words without the language asked for."""


class _Gaps(dict[str, object]):
    """Leaves a placeholder visible when its value was not handed in, so that a gap is seen and not swallowed."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def lang_of(tag: str | None) -> Lang:
    """The one of our two languages nearest to a language tag such as `zh-CN`; Chinese where nothing is known."""
    if tag is None or not tag:
        return "zh-hans"
    return "zh-hans" if tag.lower().startswith("zh") else "en"


def say(table: Table, code: str, lang: str, /, **data: object) -> str:
    """The text of a code in a language, with its placeholders filled.

    Raises UnknownWordError for a code or language the table lacks.
    """
    try:
        text = table[code][lang]
    except KeyError:
        raise UnknownWordError(f"no words for {code!r} in {lang!r}") from None
    return text.format_map(_Gaps(data)) if data else text
