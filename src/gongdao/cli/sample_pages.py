"""The three pages the sample's seller hands in: a plain shop template, as the reference had it and nothing changed."""

from html import escape
from typing import Literal, NamedTuple

PAGES = ("index.html", "list.html", "product.html")

STYLE = """
body{margin:0;font:16px/1.7 "Noto Sans CJK SC",sans-serif;color:#2b2a27;background:#f4f1ea}
header{display:flex;gap:2rem;align-items:center;padding:1rem 6%;background:#8f3b2f;color:#fff}
header b{font-size:1.3rem;letter-spacing:.1em}header nav{display:flex;gap:1.4rem;flex-wrap:wrap}
.top{padding:5rem 6%;background:#d9cdb8}.top h1{margin:0;font-size:2.4rem}.top p{max-width:34rem}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:1.5rem;padding:2.5rem 6%}
.cup{background:#fff;padding:1rem;border:1px solid #ddd3c0}.cup i{display:block;height:150px;background:#c4cfc4}
.price{color:#8f3b2f;font-weight:700}footer{padding:2rem 6%;background:#2b2a27;color:#cfc7b6}
"""


class Shop(NamedTuple):
    """The texts of the template in one language."""

    name: str
    menu: tuple[str, ...]
    claim: str
    about: str
    cup: str
    footer: str


SHOPS: dict[Literal["zh", "en"], Shop] = {
    "zh": Shop(
        "示例店铺",
        ("首页", "全部商品", "新品", "积分", "关于"),
        "一盏清茶",
        "这里是模板的首屏文字，上线前请换成店铺自己的介绍。",
        "演示商品",
        "版权所有 示例店铺",
    ),
    "en": Shop(
        "Demo shop",
        ("Home", "All products", "New", "Points", "About"),
        "A cup of tea",
        "Placeholder text of the template; put the shop's own words here before it goes live.",
        "Demo product",
        "© Demo shop",
    ),
}


def page(language: Literal["zh", "en"], name: str) -> str:
    """One page of the template, the same text every time."""
    shop = SHOPS[language]
    cups = {"index.html": 4, "list.html": 8, "product.html": 1}[name]
    menu = "".join(f"<span>{escape(entry)}</span>" for entry in shop.menu)
    top = f"<div class=top><h1>{escape(shop.claim)}</h1><p>{escape(shop.about)}</p></div>" if name == PAGES[0] else ""
    goods = "".join(
        f"<div class=cup><i></i><p>{escape(shop.cup)} {number}</p><p class=price>¥{68 + 20 * number}</p></div>"
        for number in range(1, cups + 1)
    )
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(shop.name)}</title><style>{STYLE}</style>'
        f"<header><b>{escape(shop.name)}</b><nav>{menu}</nav></header>{top}<div class=grid>{goods}</div>"
        f"<footer>{escape(shop.footer)}</footer></html>"
    )
