"""Agreed changes of the kind "works after a click", on real renderings: what holds, what does not, and what attacks."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import pytest

from gongdao.checks.capture import capture
from gongdao.checks.capture.clicks import as_ours
from gongdao.checks.capture.facts import Click, Clicked, PageFacts, Text
from gongdao.checks.capture.pinned import FORMAT, Kept, Manifest, Pinned
from gongdao.checks.capture.site import Site as Captured
from gongdao.checks.kinds.changes import changes, parse_line
from gongdao.checks.kinds.changes.look import Seen, Site, look
from gongdao.words.checks_imitation import WORDS
from tests.checks.imitation_captures import DESK, desk, need_sandbox
from tests.checks.test_capture_hostile import left_behind

HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Cloud Hill</title><body><h1>Cloud Hill</h1>"
TEXT = "<p>Tea from one hill, picked by hand.</p>"
SQUARE = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><rect width='90' height='60' fill='{0}'/>"
    "<circle cx='45' cy='30' r='20' fill='white'/><text x='8' y='20'>{0}</text></svg>"
)
BEFORE = f"""{HEAD}{TEXT}
<p><button type=button>Menu</button> <button type=button aria-label="Close">×</button>
<button type=button>Next</button> <a href="shop.html">Order</a> <a href="shop.html">Visit</a>
<a href="shop.html">Elsewhere</a></p>
<p id=notice>We are moving house.</p><div id=list hidden>Contact us</div><img id=slide src="one.svg" alt="slide">
<h2>Prices</h2><p>Cup, Soon</p><img src="three.svg" alt="hero"><h2>Visit us</h2><p>Bring time, Soon</p>
<footer>Open daily. Soon</footer>"""
AFTER = (
    BEFORE.replace(">Menu<", """ onclick="setTimeout(() => { list.hidden = false }, 1500)">Menu<""")
    .replace('aria-label="Close"', """aria-label="Close" onclick="if (event.isTrusted) notice.remove()" """)
    .replace(">Next<", """ onclick="slide.src = 'two.svg'">Next<""")
    .replace('href="shop.html">Order', 'href="order.html">Order')
    .replace('href="shop.html">Visit', 'target=_blank href="gone.html">Visit')
    .replace('src="three.svg"', 'src="four.svg"')
    .replace("Open daily. Soon", "Open daily.")
)
AGREED = """
after click on "Menu" shows text "Contact us"
点击“Close”后文字“We are moving house.”消失
after click on "Next" shows picture two.svg
after click on "Order" leads to order.html
after click on "Order" shows text "Order here"
after click on "Visit" leads to /gone.html
after click on "Elsewhere" leads to shop.html
after click on "Elsewhere" leads to order.html
after click on "Next" shows text "Contact us"
after click on "Menu" shows text "Tea from one hill"
after click on "Nowhere" shows text "Contact us"
"""
ELSEWHERE = """
picture "hero" is replaced
picture "slide" is replaced
picture "nowhere.jpg" is replaced
in footer no text "Soon"
in section "Prices" no text "Soon"
near "Bring time" text "Bring time, Soon" is "Bring friends"
in section "Nowhere" has text "Soon"
"""


def bundle(name: str, index: str) -> Path:
    folder = desk() / f"clicks-{name}"
    folder.mkdir()
    (folder / "index.html").write_text(index, encoding="utf-8")
    (folder / "shop.html").write_text(f"{HEAD}<h2>The shop</h2>", encoding="utf-8")
    (folder / "order.html").write_text(f"{HEAD}<h2>Order here</h2>", encoding="utf-8")
    for picture, colour in (("one", "#a33"), ("two", "#3a3"), ("three", "#33a"), ("four", "#aa3")):
        (folder / f"{picture}.svg").write_text(SQUARE.format(colour), encoding="utf-8")
    return folder


@functools.cache
def reference() -> Path:
    return bundle("reference", BEFORE)


@functools.cache
def judged() -> dict[str, Any]:
    need_sandbox()
    delivery = bundle("delivery", AFTER)
    report = desk() / "report-clicks"
    return changes(reference(), delivery, AGREED + ELSEWHERE, report=report, words=WORDS, deadline_s=280)


def by_line(result: dict[str, Any], agreed: str = AGREED) -> dict[str, dict[str, Any]]:
    return {item["source"]: item for item in result["items"] if item["source"] in agreed}


def test_what_a_click_does_is_done_where_it_does_it_and_did_not_before() -> None:
    items = by_line(judged())
    done = [source for source, item in items.items() if item["verdict"] == "done"]
    assert done == AGREED.strip().splitlines()[:5]


def test_what_a_click_does_not_do_says_why() -> None:
    said = {s: (i["verdict"], i.get("why", "")) for s, i in by_line(judged()).items() if i["verdict"] != "done"}
    assert said == {
        'after click on "Visit" leads to /gone.html': ("partly", "click_leads_nowhere"),
        'after click on "Elsewhere" leads to shop.html': ("cannot_tell", "already_so"),
        # "Order" is what leads there now, and "Elsewhere" was agreed.
        'after click on "Elsewhere" leads to order.html': ("wrong_object", ""),
        'after click on "Next" shows text "Contact us"': ("not_done", ""),
        'after click on "Menu" shows text "Tea from one hill"': ("not_done", "click_not_needed"),
        'after click on "Nowhere" shows text "Contact us"': ("not_done", "click_target_absent"),
    }
    assert judged()["outcome"] == "failed"


def test_the_place_pressed_and_the_place_of_the_effect_are_both_in_the_report() -> None:
    item = by_line(judged())['after click on "Menu" shows text "Contact us"']
    assert item["page"] == "index.html ▸ Menu"
    # Pressed on the page before, found on the page after: two places.
    assert item["reference"]
    assert item["delivery"]
    assert item["reference"] != item["delivery"]
    page = (desk() / "report-clicks" / "index.html").read_text(encoding="utf-8")
    for words in ("交付：点击前", "Delivery, after the click", "参照：点击后", "点击去往约定的地址，但那里没有页面。"):
        assert words in page
    assert "<code>why_" not in page
    assert "<code>reason_" not in page
    shown = set(re.findall(r'<image href="([^"]+)"', page))
    assert len(shown) > 2 * len({item["page"] for item in judged()["items"]})
    assert all((desk() / "report-clicks" / name).is_file() for name in shown)


def test_where_a_click_leads_is_written_down() -> None:
    item = by_line(judged())['after click on "Order" leads to order.html']
    assert item["led_to"] == ["http://site.invalid/order.html"]


def test_a_part_of_the_page_and_a_picture_are_judged_for_themselves() -> None:
    said = {s: (i["verdict"], i.get("why", "")) for s, i in by_line(judged(), ELSEWHERE).items()}
    assert said == {
        'picture "hero" is replaced': ("done", ""),
        'picture "slide" is replaced': ("not_done", ""),
        'picture "nowhere.jpg" is replaced': ("cannot_tell", "object_not_on_reference"),
        'in footer no text "Soon"': ("done", ""),
        'in section "Prices" no text "Soon"': ("not_done", ""),
        'near "Bring time" text "Bring time, Soon" is "Bring friends"': ("not_done", ""),
        'in section "Nowhere" has text "Soon"': ("not_done", "place_absent"),
    }


def test_a_link_that_was_agreed_to_lead_elsewhere_is_no_change_nobody_agreed() -> None:
    assert [x for x in judged()["unagreed"] if x["label"] == "wrong_link"] == []


HOSTILE = {
    "Loop": ("for (;;) {}", "cannot_tell", "click_never_settles"),
    "Alerts": ("for (;;) alert('buy')", "cannot_tell", "click_storm"),
    "Windows": ("for (let i = 0; i < 300; i++) window.open('shop.html?' + i)", "cannot_tell", "click_storm"),
    "File": ("location = 'file:///etc/passwd'", "not_done", "click_leads_out"),
    "Outside": ("location = 'https://elsewhere.example/take'", "not_done", "click_leads_out"),
    "Under": ("", "not_done", "click_target_covered"),
    # What a page's own scripts claim of its texts reaches nobody.
    "Lie": ("lie.hidden = true", "not_done", ""),
}
LIES = """<script>
Element.prototype.getClientRects = () => []; Document.prototype.elementFromPoint = () => null;
Object.defineProperty(HTMLElement.prototype, 'innerText', {get: () => 'Promised text'});
Element.prototype.matches = () => true; document.querySelectorAll = () => [];
</script>"""


def test_hostile_handlers_end_with_a_name_and_nothing_is_left(tmp_path: Path) -> None:
    need_sandbox()
    cover = '<i style="position:absolute;inset:0;background:#eee">cover</i>'
    buttons = "".join(
        f'<p style="position:relative"><button onclick="{code}">{name}</button>{cover if name == "Under" else ""}</p>'
        for name, (code, *_) in HOSTILE.items()
    )
    site = bundle("hostile", f"{HEAD}{LIES}{TEXT}{buttons}<p id=lie>x</p>")
    clicks = tuple(Click("index.html", name) for name in HOSTILE)
    taken = capture(
        site, widths=(DESK,), clicks=clicks, pages=["index.html"], out=tmp_path, deadline_s=200, page_deadline_s=8
    )
    assert taken.reasons == ()
    page = taken.page("index.html", DESK)
    assert page is not None
    tried = Site(facts=page, bundle=site, clicks=taken.clicks)
    for name, (_, verdict, code) in HOSTILE.items():
        seen = look(parse_line(f'after click on "{name}" shows text "Promised text"'), tried)
        # A machine too slow to count a storm within the time gives up on it by the other name.
        codes = {code, "click_never_settles"} if code == "click_storm" else {code}
        assert not seen.holds, name
        assert (seen.unable or seen.why) in codes, name
        assert bool(seen.unable) == (verdict == "cannot_tell"), name
    led = {c.click.words: c.led_to for c in taken.clicks if c.led_to}
    assert led["File"] == ("file:///etc/passwd",)
    assert led["Outside"] == ("https://elsewhere.example/take",)
    assert left_behind(site) == []


# -- without rendering -----------------------------------------------------------------------------------------------


def words(*said: str) -> tuple[Text, ...]:
    style = {"colour": (0, 0, 0), "background": (255, 255, 255), "size": 1600, "weight": 400, "family": "serif"}
    return tuple(Text(text=t, box=(0, 40 * n, 100, 20), seen=500, **style) for n, t in enumerate(said))  # type: ignore[arg-type]


def tried(line: str, before: tuple[str, ...] = (), after: tuple[str, ...] | None = (), **what: Any) -> Seen:
    """The sentence looked at on a click that was made up."""
    pages = [
        PageFacts(page="index.html", width=DESK, texts=words(*t)) if t is not None else None for t in (before, after)
    ]
    click = Click("index.html", "Go")
    done = Clicked(click=click, width=DESK, before=pages[0], after=pages[1], target=(1, 2, 3, 4), **what)
    facts = PageFacts(page="index.html", width=DESK)
    return look(parse_line(line), Site(facts=facts, bundle=Path(), root="dist", clicks=(done,)))


@pytest.mark.parametrize(
    ("target", "led", "holds"),
    [
        ("order.html", "http://site.invalid/dist/order.html", True),
        ("/order", "http://site.invalid/dist/order.html?from=menu", True),
        ("order/", "http://site.invalid/dist/order/index.html", True),
        ("/", "http://site.invalid/dist/index.html", True),
        ("#contact", "http://site.invalid/dist/index.html#contact", True),
        ("#contact", "http://site.invalid/dist/index.html#prices", False),
        ("order.html", "http://site.invalid/dist/shop.html", False),
        ("order.html", "https://other.example/order.html", False),
        ("https://Pay.example/x/", "https://pay.example/x", True),
        ("https://pay.example/x", "https://pay.example.evil.example/x", False),
    ],
)
def test_where_a_click_leads_is_compared_as_a_reader_would(target: str, led: str, holds: bool) -> None:
    assert tried(f'after click on "Go" leads to {target}', led_to=(led,)).holds is holds


def test_the_effect_must_come_from_the_click() -> None:
    shows, hides = 'after click on "Go" shows text "A"', 'after click on "Go" hides text "A"'
    assert tried(shows, (), ("A",)).holds
    assert tried(shows, ("A",), ("A",)).why == "click_not_needed"
    assert tried(hides, ("A",), ()).holds
    assert tried(hides, (), ()).why == "click_nothing_to_hide"
    assert not tried(hides, ("A",), ("A",)).holds
    assert tried(shows, ("B",), None, led_to=("https://other.example/",)).why == "click_leads_out"
    assert tried(shows, status="click_not_tried").unable == "click_not_tried"
    assert tried('after click on "Other" shows text "A"').unable == "click_not_tried"


def test_a_captured_references_own_addresses_are_inside_it() -> None:
    kept = tuple(
        Kept(
            address=f"https://tea.example/{path}",
            file=f"tea/{file}",
            content_type="text/html",
            size=1,
            sha256="00" * 32,
        )
        for path, file in (("", "index.html"), ("order?from=menu", "order.html"))
    )
    manifest = Manifest(
        format=FORMAT, asked="tea.example", at="2026-03-02T02:00:00Z", pages=(kept[0].address,), kept=kept
    )
    pin = Pinned([("site", manifest)])
    site = Captured(folder=Path(), root="site", pages=pin.pages, pin=pin)
    assert {url: as_ours(site, url) for url in LED} == LED
    assert as_ours(Captured(folder=Path()), "https://tea.example/") == "https://tea.example/"


LED = {
    "https://tea.example/": "http://site.invalid/site/",
    "https://tea.example/#list": "http://site.invalid/site/#list",
    "https://tea.example/order?from=menu": "http://site.invalid/site/order",
    "https://tea.example/never-kept": "http://site.invalid/site/never-kept",
    "https://pay.example/": "https://pay.example/",
    "file:///etc/passwd": "file:///etc/passwd",
}
