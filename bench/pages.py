"""A site of many different pages, made up from a seed: what the measurements of whole sites are taken on.

Every page has its own order of sections, its own words, colours and pictures, 2,000 to 5,000 pixels tall at a desk's
width; the same seed writes the same bytes. Nothing of another host is named, so what is measured is the machine's work
and not a refusal.
"""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import numpy as np

WORDS = """
harbour lantern meadow copper willow ledger orchard granite saffron timber velvet anchor basalt cedar drift ember fjord
garnet hollow indigo juniper kestrel linen marble nectar opal pebble quartz raven sorrel thistle umber violet walnut
yarrow zephyr
""".split()  # noqa: SIM905 (a list of forty words is no easier to read)

STYLE = """
* { box-sizing: border-box } body { margin: 0; font: 16px/1.6 sans-serif; color: #233 }
header { display: flex; gap: 32px; padding: 24px 8%; background: #fff; border-bottom: 1px solid #dde }
nav a { margin-right: 18px; color: #246 } section { padding: 56px 8% } h1 { font-size: 52px; margin: 0 0 12px }
h2 { font-size: 30px; margin: 0 0 16px } .hero { color: #fff; padding: 120px 8% } .cards { display: flex; gap: 24px;
flex-wrap: wrap } .card { flex: 1 1 260px; border: 1px solid #ccd; border-radius: 8px; padding: 20px }
.gallery { display: flex; flex-wrap: wrap; gap: 12px } .gallery img { width: 240px; height: 160px; object-fit: cover }
table { width: 100%; border-collapse: collapse } td, th { border: 1px solid #ccd; padding: 8px; text-align: left }
.split { display: flex; gap: 40px } .split img { width: 46%; height: 320px; object-fit: cover }
form { max-width: 480px }
input, textarea { display: block; width: 100%; margin: 6px 0 14px; padding: 8px } .button { background: #c52; color:
#fff; padding: 10px 22px; border: 0; border-radius: 6px } footer { padding: 40px 8%; background: #223; color: #cde }
@media (max-width: 600px) { .split, header { flex-direction: column } .split img { width: 100% } }
"""


def make_site(folder: Path, pages: int, *, edited: bool = False, seed: int = 7) -> None:
    """Write `pages` pages with pictures and a stylesheet; `edited` changes one thing on every fourth page."""
    (folder / "img").mkdir(parents=True)
    (folder / "site.css").write_text(STYLE, encoding="utf-8")
    shades = np.random.default_rng(seed)
    for number in range(16):
        rough = shades.integers(0, 256, (7, 9, 3), np.uint8)
        picture = cv2.resize(rough, (720, 480), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / "img" / f"{number}.jpg"), picture)
    names = ["index.html", *(f"page-{n:03d}.html" for n in range(1, pages))]
    for number, name in enumerate(names):
        text = _page(random.Random(seed * 1_000 + number), number, names)
        if edited and number % 4 == 1:
            text = text.replace("<h2>", '<h2 style="color:#a02020">', 1)
        (folder / name).write_text(text, encoding="utf-8")


def _page(draw: random.Random, number: int, names: list[str]) -> str:
    kinds = [_article, _cards, _gallery, _table, _split, _form]
    draw.shuffle(kinds)
    body = "".join(make(draw) for make in kinds[: draw.randint(4, 6)])
    links = "".join(f'<a href="{names[(number + k) % len(names)]}">{draw.choice(WORDS)}</a>' for k in range(1, 6))
    hue = draw.randrange(360)
    hero = (
        f'<section class="hero" style="background:hsl({hue} 45% 35%)"><h1>{_words(draw, 4)}</h1>'
        f"<p>{_words(draw, 16)}</p></section>"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_words(draw, 3)}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="site.css"></head><body>'
        f"<header><b>{_words(draw, 2)}</b><nav>{links}</nav></header>{hero}{body}"
        f"<footer><p>{_words(draw, 12)}</p></footer></body></html>"
    )


def _words(draw: random.Random, count: int) -> str:
    return " ".join(draw.choices(WORDS, k=count)).capitalize()


def _article(draw: random.Random) -> str:
    paragraphs = "".join(f"<p>{_words(draw, draw.randint(40, 90))}.</p>" for _ in range(draw.randint(3, 7)))
    return f"<section><h2>{_words(draw, 4)}</h2>{paragraphs}</section>"


def _cards(draw: random.Random) -> str:
    cards = "".join(
        f'<div class="card"><h3>{_words(draw, 2)}</h3><p>{_words(draw, 18)}</p></div>'
        for _ in range(draw.choice((3, 6)))
    )
    return f'<section style="background:#f4f6fa"><h2>{_words(draw, 3)}</h2><div class="cards">{cards}</div></section>'


def _gallery(draw: random.Random) -> str:
    pictures = "".join(f'<img src="img/{draw.randrange(16)}.jpg" alt="{_words(draw, 2)}">' for _ in range(8))
    return f'<section><h2>{_words(draw, 3)}</h2><div class="gallery">{pictures}</div></section>'


def _table(draw: random.Random) -> str:
    rows = "".join(
        f"<tr><td>{_words(draw, 2)}</td><td>{_words(draw, 3)}</td><td>{draw.randrange(10_000)}</td></tr>"
        for _ in range(draw.randint(6, 14))
    )
    return f"<section><h2>{_words(draw, 3)}</h2><table>{rows}</table></section>"


def _split(draw: random.Random) -> str:
    return (
        f'<section><div class="split"><img src="img/{draw.randrange(16)}.jpg" alt=""><div><h2>{_words(draw, 4)}</h2>'
        f"<p>{_words(draw, 60)}.</p></div></div></section>"
    )


def _form(draw: random.Random) -> str:
    fields = "".join(f'<label>{_words(draw, 1)}<input name="{k}"></label>' for k in ("name", "mail"))
    return (
        f'<section><h2>{_words(draw, 3)}</h2><form action="#">{fields}<textarea name="text" rows="4"></textarea>'
        '<button class="button">Send</button></form></section>'
    )
