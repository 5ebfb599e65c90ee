"""Draws an option's derivation as a waterfall: each step a bar from the sum before it to the sum after it.

Each bar stands under its label and its sum, so that the picture is narrow and can be read on a telephone.
Plain SVG for a page with a strict content policy: no script, no style attribute, no outside reference. A screen reader
gets the title and every step as a sentence; colours come with signs and numbers, so none of them carries meaning alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from html import escape

from gongdao.remedy import Option, Step

from .lookup import Table, say
from .remedy import OPTIONS, SHORT, amount, step_text

WIDTH = 460
ROW = 44
BAR = 14
LETTERS = 40
"""Room for a label, in letters of Latin width; the sum stands on the same line."""

TEXTS: Table = {
    "title": {"zh-hans": "{option}：应付卖家 {due}", "en": "{option}: {due} due to the seller"},
    "due": {"zh-hans": "应付卖家", "en": "due to the seller"},
    "to": {"zh-hans": "{text}：{amount}，累计 {sum}。", "en": "{text}: {amount}, in all {sum}."},
}


def waterfall(
    option: Option, lang: str, currency: str = "CNY", titles: Mapping[str, str] | None = None, id: str = "waterfall"
) -> str:
    """The SVG of one option. `titles` names the requirements; `id` must be unique on the page.

    Steps of no amount are drawn as a mark, so that what was found undone is seen and not left out.
    """
    titles = titles or {}
    sums = [0]
    for step in option.steps:
        sums.append(sums[-1] + step.amount)
    scale = _Scale(min(0, *sums), max(1, *sums))
    due = amount(option.due, currency, lang)
    title = say(TEXTS, "title", lang, option=say(OPTIONS, option.id, lang), due=due)
    told, rows = [], []
    for number, (step, before, after) in enumerate(zip(option.steps, sums, sums[1:], strict=False)):
        text = step_text(step, lang, currency, titles.get(step.item))
        shown = amount(step.amount, currency, lang)
        told.append(say(TEXTS, "to", lang, text=text, amount=shown, sum=amount(after, currency, lang)))
        kind = "minus" if step.amount < 0 else "plus"
        rows.append(_row(number, _label(step, lang, titles), text, before, after, kind, shown, scale))
    rows.append(_row(len(option.steps), say(TEXTS, "due", lang), title, 0, option.due, "total", due, scale))
    height = ROW * len(rows) + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="waterfall" role="img" viewBox="0 0 {WIDTH} {height}"'
        f' aria-labelledby="{escape(id)}-title {escape(id)}-desc" lang="{"zh-Hans" if lang == "zh-hans" else "en"}">'
        f'<title id="{escape(id)}-title">{escape(title)}</title>'
        f'<desc id="{escape(id)}-desc">{escape(" ".join(told))}</desc>'
        f"{''.join(rows)}</svg>"
    )


class _Scale:
    """From sums to places, in whole pixels."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.span = low, max(1, high - low)

    def x(self, sum: int) -> int:
        return (sum - self.low) * (WIDTH - 2) // self.span


_FILL = {"plus": "#2f6f5e", "minus": "#a8442a", "total": "#27384d"}


def _row(number: int, label: str, hint: str, before: int, after: int, kind: str, shown: str, scale: _Scale) -> str:
    top, zero = number * ROW + 4, scale.x(0)
    left, right = sorted((scale.x(before), scale.x(after)))
    line, bar = top + 15, top + 22
    weight = ' font-weight="600"' if kind == "total" else ""
    return (
        f'<g class="waterfall-{kind}"><title>{escape(hint)}</title>'
        f'<text x="0" y="{line}" font-size="14" fill="currentColor"{weight}>{escape(label)}</text>'
        f'<text x="{WIDTH}" y="{line}" text-anchor="end" font-size="14" fill="currentColor"{weight}>'
        f"{escape(shown)}</text>"
        f'<line x1="{zero}" y1="{bar - 3}" x2="{zero}" y2="{bar + BAR + 3}" stroke="#8a8a8a"/>'
        f'<rect x="{left}" y="{bar}" width="{max(2, right - left)}" height="{BAR}" rx="2" fill="{_FILL[kind]}"/></g>'
    )


def _label(step: Step, lang: str, titles: Mapping[str, str]) -> str:
    """The requirement's title or the step's short name, cut to the room there is."""
    text = titles.get(step.item, step.item) if step.item else say(SHORT, step.code, lang)
    room, kept = LETTERS, ""
    for character in text:
        room -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if room < 0:
            return kept + "…"
        kept += character
    return kept
