"""States no sample has: endless words, fifty items, many orders, a dark screen. Nothing may overflow or fade."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from gongdao.cli import cast as casting
from gongdao.cli import sample
from gongdao.cli.cast import Company
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Draft, Object, Propose, Question
from gongdao.kernel.values import Requirement
from gongdao.services import clock
from gongdao.services.ids import new_order_id

from .conftest import Enter
from .test_accessible import faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
ITEMS = 50


def endless(company: Company) -> str:
    """An order with fifty items, words without an end, and nothing short anywhere."""
    walk = Walk(new_order_id(), company.cast(), clock.now() - timedelta(hours=2))
    one = sample.agreement(company.language)
    items = tuple(
        Requirement(
            id=f"r{n}",
            title=f"{n} {UNBROKEN if n % 2 else '按参照站逐页逐块仿制并与改动单一一对应' * 8}"[:300],
            what=UNBROKEN * 4,
            acceptance="逐项核对，缺一不可。" * 40,
            price=10**9 + n,
            needs=tuple(f"r{k}" for k in range(n) if k < 4),
        )
        for n in range(ITEMS)
    )
    agreement = replace(one, title=(UNBROKEN * 2)[:300], requirements=items)
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))
    walk.do("buyer", Propose(hash=walk.order.hash if walk.order else ""))
    walk.do("seller", Question(requirement="r1", text=UNBROKEN * 6))
    walk.do("seller", Object(requirement="r2", text="做不到。" * 300))
    return walk.order_id


@pytest.mark.parametrize(("company", "width"), [("zh", 390), ("en", 1280)], indirect=["company"])
def test_endless_words_and_many_items_stay_within_the_page(company: Company, enter: Enter, width: int) -> None:
    order = endless(company)
    page = enter("seller", width=width)
    for tail in ("", "/agreement", "/agreement/edit", "/money", "/record", "/people", "/acts/question"):
        page.goto(f"/orders/{order}{tail}")
        assert not too_wide(page), tail
        if tail in ("/agreement", "/agreement/edit"):
            assert page.get_by_text(f"{ITEMS - 1} ", exact=False).count() > 0


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_many_orders_are_shown_page_by_page(company: Company, enter: Enter) -> None:
    walk = None
    for _ in range(27):
        walk = Walk(new_order_id(), company.cast(), clock.now() - timedelta(hours=2))
        sample.draft(walk, company.language)
    page = enter("seller")
    page.goto("/")
    shown = {a.get_attribute("href") for a in page.locator(".orders h3 a").all()}
    assert len(shown) == 20
    page.locator(".pager a").last.click()
    shown |= {a.get_attribute("href") for a in page.locator(".orders h3 a").all()}
    assert len(shown) == 27


@pytest.mark.parametrize("company", ["en"], indirect=True)
def test_on_a_dark_screen_everything_can_still_be_read(company: Company, enter: Enter) -> None:
    main = casting.populate(company)
    page = enter("buyer")
    page.emulate_media(color_scheme="dark")
    bad = []
    for url in (
        "/",
        f"/orders/{main}",
        f"/orders/{main}/agreement",
        f"/orders/{main}/dispute",
        f"/orders/{main}/money",
    ):
        page.goto(url)
        bad += faults(page)
    assert not bad, "\n".join(bad)


TURNED = "‏שרה לוי‏ و فاطمة 🧵🫖"
"""A name written from right to left in two scripts, with signs outside the basic plane."""


@pytest.mark.parametrize(("company", "width"), [("zh", 390), ("en", 1280)], indirect=["company"])
def test_names_in_any_script_turn_nothing_around(company: Company, enter: Enter, width: int) -> None:
    for part, name in (("buyer", TURNED), ("seller", "𠮷野家 ‮gnp.live‬ Ⅻ")):
        company.accounts[part].name = name
        company.accounts[part].save()
    walk = Walk(new_order_id(), company.cast(), clock.now() - timedelta(hours=2))
    one = sample.agreement(company.language)
    agreement = replace(one, title=f"{TURNED} · متجر الشاي")
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))
    walk.do("buyer", Propose(hash=walk.order.hash if walk.order else ""))
    walk.do("seller", Question(requirement="template", text="هل الصور مشمولة؟ 🤔"))
    page = enter("seller", width=width)
    page.goto(f"/orders/{walk.order_id}")
    line = page.locator(".order-head p")
    # The roles stand where they stand for everybody: the name keeps its direction to itself.
    buyer, seller = (line.locator("bdi").nth(n).bounding_box() for n in (0, 1))
    assert buyer
    assert seller
    assert (buyer["y"], buyer["x"]) < (seller["y"], seller["x"])
    bad = []
    for url in (
        "/",
        f"/orders/{walk.order_id}",
        f"/orders/{walk.order_id}/agreement",
        f"/orders/{walk.order_id}/people",
    ):
        page.goto(url)
        bad += faults(page)
        assert not too_wide(page), url
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_a_clock_that_has_run_out_says_so_in_word_and_colour(company: Company, enter: Enter) -> None:
    walk = Walk(new_order_id(), company.cast(), clock.now() - timedelta(days=40))
    sample.draft(walk, company.language)
    page = enter("seller")
    page.goto("/")
    assert page.get_by_text("已到期").count() == 1
    page.goto(f"/orders/{walk.order_id}")
    over = page.locator(".strip .left.over")
    assert over.count() == 1
    assert over.inner_text() == "已到期"
    assert over.evaluate("e => getComputedStyle(e).color") != page.locator(".strip .lead").first.evaluate(
        "e => getComputedStyle(e).color"
    )


@pytest.mark.parametrize("company", ["en"], indirect=True)
def test_a_finger_meets_room_enough(company: Company, enter: Enter) -> None:
    """On a phone whatever is pressed to act or to go on is at least 40 pixels high."""
    main = casting.populate(company)
    page = enter("buyer", width=390)
    small = []
    for url in ("/", f"/orders/{main}", f"/orders/{main}/dispute", f"/orders/{main}/settlement", "/orders/new"):
        page.goto(url)
        small += page.evaluate(
            """() => [...document.querySelectorAll(
                 '.top a, .linklike, .tabs a, summary, .button, .go a, label.pick, select, input:not([type=hidden])')]
               .filter(e => e.offsetParent && !e.classList.contains('visually-hidden'))
               .filter(e => !['checkbox', 'radio', 'file'].includes(e.type))
               .filter(e => e.getBoundingClientRect().height < 40)
               .map(e => location.pathname + ' ' + e.outerHTML.slice(0, 90))"""
        )
    assert not small, "\n".join(small)


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_whatever_is_reached_with_the_keyboard_is_ringed(company: Company, enter: Enter) -> None:
    main = casting.populate(company)
    page = enter("buyer")
    page.goto(f"/orders/{main}/dispute")
    for _ in range(25):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))"
        )
        assert ring[0] == "solid", page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert ring[1] >= 2


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_on_paper_a_determination_is_dark_on_white_without_the_frame(company: Company, enter: Enter) -> None:
    casting.populate(company)
    page = enter("buyer")
    page.goto("/")
    page.locator(".orders > li", has_text="已结案").locator("h3 a").click()
    page.locator('.tabs a[href$="/decision"]').click()
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".top").is_visible()
    assert not page.locator(".tabs").is_visible()
    assert page.locator(".verdict").is_visible()
    assert page.locator("details.act:visible").count() == 0
    dark, white = "(e => getComputedStyle(e).color)", "(e => getComputedStyle(e).backgroundColor)"
    ink = page.locator(".verdict").evaluate(dark)
    assert max(int(n) for n in ink.removeprefix("rgb(").removesuffix(")").split(",")) < 90
    assert page.locator("html").evaluate(white) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_back_after_sending_and_sending_twice_count_once(company: Company, enter: Enter) -> None:
    """The button pressed twice, and the back key with the old form still in it: one entry, and no lost word."""
    main = casting.populate(company)
    page = enter("buyer")
    page.goto(f"/orders/{main}/acts/statement")
    page.fill("[name=text]", "只说一次")
    page.locator('form[action$="/acts/statement"] button').first.dblclick()
    page.wait_for_selector(".slip.good[role=status]")
    page.go_back()
    page.goto(f"/orders/{main}/dispute")
    assert page.locator("#thread").get_by_text("只说一次", exact=True).count() == 1
