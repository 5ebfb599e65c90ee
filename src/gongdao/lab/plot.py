"""Draws the table as two columns of bars: how far an award is off, and what exaggerating pays.

Needs matplotlib (the `lab` extra). The file's ending says which kind: .svg or .png.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .simulate import Figures

FAIR, UNFAIR = "#2f6f5e", "#a8442a"


def plot(figures: Mapping[str, Figures], labels: Mapping[str, str], titles: tuple[str, str], file: Path) -> None:
    """Write the picture. `labels` names the ways, `titles` the two columns. OSError if the file cannot be written."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot, rcParams

    rcParams["svg.fonttype"] = "none"
    rcParams["svg.hashsalt"] = "gongdao"
    rcParams["font.family"] = ["DejaVu Sans", *chinese_fonts()]
    names = [*figures][::-1]
    drawn, (error, gain) = pyplot.subplots(1, 2, figsize=(11, 0.32 * len(names) + 1.2), sharey=True)
    places = range(len(names))
    colours = [FAIR if name.startswith(("itemised", "bids")) else UNFAIR for name in names]
    error.barh(places, [figures[name].mae for name in names], color=colours)
    gain.barh(places, [figures[name].gain or 0.0 for name in names], color=colours)
    error.set_yticks(list(places), [labels[name] for name in names])
    for axes, title in zip((error, gain), titles, strict=True):
        axes.set_title(title, loc="left", fontsize=11)
        axes.spines[["top", "right"]].set_visible(False)
    drawn.tight_layout()
    drawn.savefig(file, metadata={"Date": None} if file.suffix == ".svg" else None)
    pyplot.close(drawn)


def chinese_fonts() -> list[str]:
    """Fonts on this machine that can write Chinese; an SVG leaves the choice to whoever looks at it."""
    from matplotlib import font_manager

    wanted = ("CJK", "Han Sans", "Han Serif", "WenQuanYi", "SimHei", "PingFang", "YaHei")
    found = {font.name for font in font_manager.fontManager.ttflist if any(w in font.name for w in wanted)}
    return sorted(found, key=lambda name: ("SC" not in name, "Mono" in name, name))
