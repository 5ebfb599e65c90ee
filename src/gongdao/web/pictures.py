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

WIDTH, HEIGHT = 720, 330
LEFT, RIGHT, TOP, BOTTOM = 92, 20, 20, 56


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


def demand_picture(due: int, price: int, currency: str, lang: Lang) -> SafeString:
    """What a demand of any size would change: nothing. The award is flat; halving the distance is drawn beside it.

    Both curves start from the computed award as the other side's figure, so no party's real demand is in the picture.
    """
    top_demand = max(price * 2, due * 2, 1)
    most = top_demand
    inner_w, inner_h = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(demand: int) -> float:
        return round(LEFT + inner_w * demand / top_demand, 1)

    def y(award: int) -> float:
        return round(TOP + inner_h * (1 - award / most), 1)

    def line(rounds: int) -> str:
        return " ".join(f"{x(s)},{y(s - (s - due) // 2**rounds)}" for s in (due, top_demand))

    def stepped(rounds: int) -> int:
        """What halving gives where the labels stand, at three quarters of the axis."""
        demand = top_demand * 3 // 4
        return int(demand - (demand - due) // 2**rounds)

    ticks_x = [top_demand * n // 4 for n in range(5)]
    ticks_y = [most * n // 4 for n in range(5)]
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" y1="{}" x2="{}" y2="{}"/>'
        '<text x="{}" y="{}" font-size="12" text-anchor="end">{}</text>',
        ((LEFT, y(v), WIDTH - RIGHT, y(v), LEFT - 8, y(v) + 4, money(v, currency, lang)) for v in ticks_y),
    )
    marks = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="12" text-anchor="{}">{}</text>',
        (
            (x(v), HEIGHT - BOTTOM + 18, "end" if v == ticks_x[-1] else "middle", money(v, currency, lang))
            for v in ticks_x[1:]
        ),
    )
    title = say(PAGES, "flat.alt", lang, due=money(due, currency, lang))
    return format_html(
        '<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="flat-title">'
        '<title id="flat-title">{title}</title>{grid}{marks}'
        '<line class="axis" x1="{l}" y1="{b}" x2="{r}" y2="{b}"/>'
        '<polyline class="halving" points="{one}"/><polyline class="halving" points="{two}"/>'
        '<line class="flat" x1="{l}" y1="{fy}" x2="{r}" y2="{fy}"/>'
        '<text class="jade" x="{r}" y="{ft}" font-size="13" font-weight="700" text-anchor="end">{award}</text>'
        '<text class="red" x="{lx}" y="{t1}" font-size="12">{first}</text>'
        '<text class="red" x="{lx}" y="{t2}" font-size="12" text-anchor="end">{second}</text>'
        '<text class="soft" x="{mid}" y="{foot}" font-size="12" text-anchor="middle">{axis}</text></svg>',
        w=WIDTH, h=HEIGHT, l=LEFT, r=WIDTH - RIGHT, b=HEIGHT - BOTTOM, title=title, grid=grid, marks=marks,
        one=line(1), two=line(2), fy=y(due), ft=y(due) + 18,
        award=say(PAGES, "flat.award", lang, due=money(due, currency, lang)),
        lx=x(top_demand * 3 // 4), t1=y(stepped(1)) + 20, first=say(PAGES, "flat.once", lang),
        t2=y(stepped(2)) - 8, second=say(PAGES, "flat.twice", lang),
        mid=LEFT + inner_w / 2, foot=HEIGHT - 12, axis=say(PAGES, "flat.axis", lang),
    )  # fmt: skip
