"""Pictures drawn on the server as SVG: no script, no inline style, read aloud by their titles.

They show sums the kernel computed; nothing here computes an award.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongdao.web.show import money
from gongdao.words.lookup import Lang, say
from gongdao.words.pages import PAGES


@dataclass(frozen=True)
class Part:
    """One stretch of the bar of money, in thousandths of the price."""

    name: str
    x: int
    width: int


@dataclass(frozen=True)
class Legend:
    """What a colour of the bar means, and how much it is."""

    name: str
    label: str
    sum: int


@dataclass(frozen=True)
class Bar:
    """Where the money is."""

    parts: tuple[Part, ...]
    legend: tuple[Legend, ...]
    says: str


def money_bar(sums: Sequence[tuple[str, int]], currency: str, lang: Lang) -> Bar:
    """A bar of `(name, minor units)` in order; widths are complements, so that they always fill the bar."""
    whole = sum(value for _, value in sums)
    parts, at, so_far = [], 0, 0
    for name, value in sums:
        so_far += value
        end = so_far * 1000 // whole if whole else 0
        parts.append(Part(name, at, end - at))
        at = end
    if not whole:
        parts = [Part("nothing", 0, 1000)]
    legend = tuple(Legend(name, say(PAGES, f"money.{name}", lang), value) for name, value in sums)
    says = " · ".join(f"{row.label} {money(row.sum, currency, lang)}" for row in legend)
    return Bar(tuple(parts), legend, says)


@dataclass(frozen=True)
class Frame:
    """The room a picture has, in its own units, and into how many steps its axes are parted."""

    name: str
    width: int
    height: int
    steps: int


FRAMES = (Frame("wide", 720, 330, steps=4), Frame("narrow", 350, 320, steps=2))
"""The same picture twice, so that letters on a phone keep their size; the style sheet shows one."""
RIGHT, TOP, BOTTOM = 20, 20, 56
LETTER = 7.2
"""About how wide a digit is in writing of 12 units."""


def demand_picture(due: int, price: int, currency: str, lang: Lang) -> SafeString:
    """What a demand of any size would change: nothing. The award is flat; halving the distance is drawn beside it.

    Both curves start from the computed award as the other side's figure, so no party's real demand is in the picture.
    """
    return format_html_join("", "{}", ((_demands(frame, due, price, currency, lang),) for frame in FRAMES))


def _demands(frame: Frame, due: int, price: int, currency: str, lang: Lang) -> SafeString:
    most = max(price * 2, due * 2, frame.steps)
    ticks = [(most * n // frame.steps, money(most * n // frame.steps, currency, lang)) for n in range(frame.steps + 1)]
    longest = LETTER * max(len(label) for _, label in ticks)
    # An award of next to nothing is written between the line and the sums below it, which make room.
    room = 18 if due * 10 < most else 0
    left, right, low = round(longest) + 12, frame.width - RIGHT, frame.height - BOTTOM - room

    def x(demand: int) -> float:
        return round(left + (right - left) * demand / most, 1)

    def y(award: int) -> float:
        return round(TOP + (low - TOP) * (1 - award / most), 1)

    def line(rounds: int) -> str:
        return " ".join(f"{x(s)},{y(s - (s - due) // 2**rounds)}" for s in (due, most))

    def stepped(demand: int, rounds: int) -> int:
        """What halving gives for a demand: where the labels stand."""
        return int(demand - (demand - due) // 2**rounds)

    first = say(PAGES, "flat.once", lang)
    # It stands below its line, which has come up to where the label begins.
    begins = most - most * sum(12 if ord(letter) > 0x2E80 else LETTER for letter in first) / (right - left)

    # Sums too long to stand side by side: the last one says enough.
    marked = ticks[1:] if longest * 1.5 < (right - left) / frame.steps else ticks[-1:]
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>'
        '<text x="{}" y="{}" font-size="12" text-anchor="end">{}</text>',
        ((left, y(v), right, y(v), left - 8, y(v) + 4, label) for v, label in ticks),
    )
    marks = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="12" text-anchor="{}">{}</text>',
        ((x(v), low + 18 + room, "end" if v == most else "middle", label) for v, label in marked),
    )
    return format_html(
        '<svg class="{name}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="flat-{name}">'
        '<title id="flat-{name}">{title}</title>{grid}{marks}'
        '<line class="axis" x1="{l}" y1="{b}" x2="{r}" y2="{b}"/>'
        '<polyline class="halving" points="{one}"/><polyline class="halving" points="{two}"/>'
        '<line class="flat" x1="{l}" y1="{fy}" x2="{r}" y2="{fy}"/>'
        '<text class="jade" x="{r}" y="{ft}" font-size="13" font-weight="700" text-anchor="end">{award}</text>'
        '<text class="red" x="{r}" y="{t1}" font-size="12" text-anchor="end">{first}</text>'
        '<text class="red" x="{lx}" y="{t2}" font-size="12" text-anchor="end">{second}</text>'
        '<text class="soft" x="{mid}" y="{foot}" font-size="12" text-anchor="middle">{axis}</text></svg>',
        name=frame.name, w=frame.width, h=frame.height, l=left, r=right, b=low,
        title=say(PAGES, "flat.alt", lang, due=money(due, currency, lang)), grid=grid, marks=marks,
        one=line(1), two=line(2), fy=y(due), ft=y(due) + 18,
        award=say(PAGES, "flat.award", lang, due=money(due, currency, lang)),
        t1=min(y(stepped(int(begins), 1)) + 16, y(due) - 4), first=first,
        lx=x(most * 3 // 4), t2=y(stepped(most * 3 // 4, 2)) - 8, second=say(PAGES, "flat.twice", lang),
        mid=(left + right) / 2, foot=frame.height - 12, axis=say(PAGES, "flat.axis", lang),
    )  # fmt: skip
