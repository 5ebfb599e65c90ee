"""An award in words for a page: its options, its steps with article and numbers, its waterfall.

The sums come from `remedy` through the kernel; the words from `words.remedy`; nothing is computed here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from msgspec.structs import replace

from gongdao import remedy
from gongdao.words import remedy as words
from gongdao.words.lookup import Lang, say
from gongdao.words.waterfall import waterfall as draw


def name(option: str, lang: Lang) -> str:
    """A remedy by name."""
    return say(words.OPTIONS, option, lang)


def says(option: str, lang: Lang) -> str:
    """What a remedy means, in one sentence."""
    return say(words.OPTION_SAYS, option, lang)


def elector(option: str, lang: Lang) -> str:
    """Who may elect it."""
    return say(words.ELECTORS, option, lang)


def keeper(deliverable: str, lang: Lang) -> str:
    """Who keeps the work."""
    return say(words.KEEPERS, deliverable, lang)


def allocation(result: remedy.Result, lang: Lang) -> str:
    """How the price was divided over the items, and why that way."""
    return say(words.REASONS, result.allocation.reason, lang)


def method(code: str, lang: Lang) -> str:
    """A way of dividing the price, by name."""
    return say(words.METHODS, code, lang)


def rules(id: str, lang: Lang) -> str:
    """A rule set by name."""
    return say(words.RULE_SETS, id, lang)


def as_ordered(option: remedy.Option, ids: Sequence[str]) -> remedy.Option:
    """The option with the lines about items in the order people know them by; the engine lists them by id.

    Lines about the whole order stay where they are, and so does every sum.
    """
    place = {id: n for n, id in enumerate(ids)}
    items = iter(sorted((s for s in option.steps if s.item), key=lambda s: place.get(s.item, len(place))))
    return replace(option, steps=tuple(next(items) if step.item else step for step in option.steps))


def steps(option: remedy.Option, currency: str, titles: Mapping[str, str], lang: Lang) -> list[dict[str, Any]]:
    """The derivation line by line: what, under which rule and article, with which numbers, how much."""
    return [
        {
            "item": titles.get(step.item, step.item),
            "text": words.step_text(step, lang, currency, titles.get(step.item)),
            "rule": step.rule,
            "article": words.cite(step.article, lang),
            "formula": words.step_working(step, lang, currency),
            "amount": step.amount,
        }
        for step in option.steps
    ]


def waterfall(option: remedy.Option, currency: str, titles: Mapping[str, str], lang: Lang) -> SafeString:
    """The picture of a derivation. Its titles are escaped where it is drawn."""
    return mark_safe(draw(option, lang, currency, titles))
