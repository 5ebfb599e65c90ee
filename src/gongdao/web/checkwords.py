"""What checks and custody say, as a page says it: codes to sentences, whichever table knows them."""

from collections.abc import Mapping

from gongdao.words.checks_imitation import WORDS as IMITATION_WORDS
from gongdao.words.checks_other import WORDS as OTHER_WORDS
from gongdao.words.custody import CUSTODY
from gongdao.words.lookup import Lang, Table
from gongdao.words.pages import PAGES


class _Given(dict[str, object]):
    """Facts of a sentence; one that was not handed down is left out with a mark instead of showing its braces."""

    def __missing__(self, key: str) -> str:
        return "…"


def label(code: str, lang: Lang) -> str:
    """What a check calls the kind of a ground; the code itself where nobody has words for it."""
    return _first(((OTHER_WORDS, code), (IMITATION_WORDS, code)), lang, {}) or code


def reason(code: str, lang: Lang, data: Mapping[str, object] | None = None) -> str:
    """Why a check or custody could not do its work, as a sentence; the code itself where nobody has words for it."""
    asked = (
        (OTHER_WORDS, f"reason_{code}"),
        (IMITATION_WORDS, f"reason_{code}"),
        (PAGES, f"checks.reason.{code}"),
        (CUSTODY, code),
    )
    return _first(asked, lang, data or {}) or code


def _first(asked: tuple[tuple[Table, str], ...], lang: Lang, data: Mapping[str, object]) -> str:
    told = {key: ", ".join(map(str, v)) if isinstance(v, list | tuple) else v for key, v in data.items()}
    return next((table[code][lang].format_map(_Given(told)) for table, code in asked if code in table), "")
