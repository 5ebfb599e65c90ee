"""`gongdao lab`: the incentive study with one seeded command, as a table beside the published one, and as a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as Grid

from gongdao.words.lookup import Table, say

if TYPE_CHECKING:
    from gongdao.lab.simulate import Figures

WAYS: Table = {
    "split_honest": {"zh-hans": "取中间：双方如实", "en": "split: both honest"},
    "split_equilibrium": {"zh-hans": "取中间：双方都要到头", "en": "split: both claim all they may"},
    "split_wide_honest": {"zh-hans": "取中间（可要到1.5倍）：双方如实", "en": "split, claims up to 1.5: both honest"},
    "split_wide_equilibrium": {
        "zh-hans": "取中间（可要到1.5倍）：双方都要到头",
        "en": "split, claims up to 1.5: all they may",
    },
    "step_back_1": {"zh-hans": "各退一步一次，卖家不动", "en": "step back once, stubborn seller"},
    "step_back_2": {"zh-hans": "各退一步两次，卖家不动", "en": "step back twice, stubborn seller"},
    "step_back_3": {"zh-hans": "各退一步三次，卖家不动", "en": "step back three times, stubborn seller"},
    "process_honest": {"zh-hans": "退步六轮，谈不拢付卖家：双方如实", "en": "six rounds, else pay the seller: honest"},
    "process_more_02": {"zh-hans": "同上，卖家多要两成", "en": "the same, seller asks 0.2 more"},
    "process_more_05": {"zh-hans": "同上，卖家多要五成", "en": "the same, seller asks 0.5 more"},
    "opaque_two_thirds": {"zh-hans": "不说明理由，三分之二看事实：如实", "en": "no reasons, 2/3 facts: honest"},
    "opaque_two_thirds_exaggerated": {"zh-hans": "同上，双方都夸大", "en": "the same, both exaggerate"},
    "opaque_half": {"zh-hans": "不说明理由，一半看事实：如实", "en": "no reasons, 1/2 facts: honest"},
    "opaque_half_exaggerated": {"zh-hans": "同上，双方都夸大", "en": "the same, both exaggerate "},
    "final_offer_honest": {"zh-hans": "二选一：双方如实", "en": "final offer: both honest"},
    "final_offer_equilibrium": {"zh-hans": "二选一：双方算计", "en": "final offer: equilibrium"},
    "itemised_3": {"zh-hans": "逐项认定，约定份额，三人盲评", "en": "itemised, agreed shares, 3 blind finders"},
    "itemised_1": {"zh-hans": "逐项认定，一人", "en": "itemised, 1 finder"},
    "itemised_5": {"zh-hans": "逐项认定，五人", "en": "itemised, 5 finders"},
    "itemised_market_20": {"zh-hans": "逐项认定，市场参考价误差20%", "en": "itemised, market references ±20 %"},
    "itemised_market_40": {"zh-hans": "逐项认定，市场参考价误差40%", "en": "itemised, market references ±40 %"},
    "itemised_equal": {"zh-hans": "逐项认定，平均分", "en": "itemised, equal shares"},
    "itemised_padded": {"zh-hans": "同上，卖家把清单写长", "en": "the same, seller pads the list"},
    "itemised_anchored_10": {"zh-hans": "逐项认定，看得到主张（偏10%）", "en": "itemised, finders see claims, .10"},
    "itemised_anchored_33": {"zh-hans": "逐项认定，看得到主张（偏33%）", "en": "itemised, finders see claims, .33"},
    "bids_opaque": {"zh-hans": "密封出价，谈不拢由人裁", "en": "sealed bids, opaque fallback"},
    "bids_computed": {"zh-hans": "密封出价，谈不拢逐项算", "en": "sealed bids, computed fallback"},
    "bids_preview": {"zh-hans": "密封出价，逐项算且有预览", "en": "sealed bids, computed, with preview"},
}

TEXTS: Table = {
    "title": {
        "zh-hans": "{orders} 个随机订单，种子 {seed}。括号内是公布的数字；* 表示超出容差。",
        "en": "{orders} random orders, seed {seed}. Published figures in brackets; * is outside tolerance.",
    },
    "way": {"zh-hans": "办法", "en": "Way to decide"},
    "mae": {"zh-hans": "平均误差%", "en": "MAE %"},
    "p95": {"zh-hans": "95分位误差%", "en": "p95 %"},
    "gain": {"zh-hans": "夸大的好处%", "en": "gain %"},
    "settled": {"zh-hans": "和解%", "en": "settled %"},
    "rounds": {"zh-hans": "轮数", "en": "rounds"},
    "near_half": {"zh-hans": "判到主张的41–60%", "en": "41–60 %"},
    "zone": {"zh-hans": "有和解空间%", "en": "zone %"},
    "working": {"zh-hans": "模拟中", "en": "simulating"},
    "within": {"zh-hans": "全部在容差之内。", "en": "Everything is within tolerance."},
    "outside": {
        "zh-hans": "超出容差：{way}，{figure}：公布 {wanted}，得 {got}。",
        "en": "Outside tolerance: {way}, {figure}: published {wanted}, found {got}.",
    },
    "error_title": {"zh-hans": "离应得多远（总价的%）", "en": "how far off (% of the price)"},
    "gain_title": {"zh-hans": "夸大能多拿多少（总价的%）", "en": "what exaggerating pays (% of the price)"},
    "no_numpy": {
        "zh-hans": "这个命令需要 numpy 和 matplotlib。请安装：pip install 'gongdao[lab]'",
        "en": "This command needs numpy and matplotlib. Install them: pip install 'gongdao[lab]'",
    },
    "orders_wrong": {"zh-hans": "订单数要在 1000 到 10000000 之间", "en": "orders must be from 1000 to 10000000"},
    "plot_wrong": {"zh-hans": "图片文件名须以 .svg 或 .png 结尾", "en": "the picture's name must end in .svg or .png"},
    "unwritable": {"zh-hans": "写不了 {file}：{why}", "en": "cannot write {file}: {why}"},
}

FIGURES = ("mae", "p95", "gain", "settled", "rounds", "near_half", "zone")


def run_lab(
    orders: int = 200_000, seed: int = 20120926, plot: Path | None = None, json: bool = False, lang: str = "zh-hans"
) -> int:
    """Simulate, print the table (or JSON), and draw it to `plot` if asked. Returns the exit code."""
    if not 1_000 <= orders <= 10_000_000:
        return _fail("orders_wrong", lang)
    if plot is not None and plot.suffix not in (".svg", ".png"):
        return _fail("plot_wrong", lang)
    try:
        from gongdao.lab.plot import plot as draw
        from gongdao.lab.simulate import simulate
    except ImportError:
        return _fail("no_numpy", lang)
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(TEXTS, "working", lang), total=orders)
        figures = simulate(orders, seed, lambda done: bar.update(task, completed=done))
    if json:
        encoded = msgspec.json.encode({way: vars(found) for way, found in figures.items()})
        sys.stdout.write(msgspec.json.format(encoded, indent=2).decode() + "\n")
    else:
        print_table(figures, orders, seed, lang)
    if plot is not None:
        labels = {way: say(WAYS, way, lang) for way in figures}
        try:
            draw(figures, labels, (say(TEXTS, "error_title", lang), say(TEXTS, "gain_title", lang)), plot)
        except ImportError:
            return _fail("no_numpy", lang)
        except OSError as error:
            return _fail("unwritable", lang, file=str(plot), why=error.strerror or str(error))
    return 0


def print_table(figures: dict[str, Figures], orders: int, seed: int, lang: str) -> None:
    """Our figures with the published ones in brackets, then what lies outside tolerance."""
    from gongdao.lab.published import PUBLISHED, deviations

    console = Console(file=sys.stdout, highlight=False)
    outside = deviations(figures)
    console.print(say(TEXTS, "title", lang, orders=f"{orders:,}", seed=seed), markup=False)
    grid = Grid(show_edge=False, pad_edge=False)
    grid.add_column(say(TEXTS, "way", lang), min_width=16, overflow="fold")
    for name in FIGURES:
        grid.add_column(say(TEXTS, name, lang), justify="right")
    for way, found in figures.items():
        cells = [say(WAYS, way, lang).strip()]
        for name in FIGURES:
            got, wanted = getattr(found, name), getattr(PUBLISHED[way], name)
            mark = "*" if (way, name) in outside else ""
            bracket = "" if wanted is None else f" ({wanted:g}){mark}"
            cells.append("" if got is None else f"{got:.2f}{bracket}")
        grid.add_row(*cells)
    console.print(grid, markup=False)
    if not outside:
        console.print(say(TEXTS, "within", lang), markup=False)
    for (way, name), (wanted, got) in outside.items():
        told = say(
            TEXTS,
            "outside",
            lang,
            way=say(WAYS, way, lang).strip(),
            figure=say(TEXTS, name, lang),
            wanted=f"{wanted:g}",
            got=f"{got:.2f}",
        )
        console.print(told, markup=False)


def _fail(code: str, lang: str, **data: str) -> int:
    print(say(TEXTS, code, lang, **data), file=sys.stderr)
    return 2
