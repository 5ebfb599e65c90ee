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
