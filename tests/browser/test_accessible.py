"""axe-core finds no serious fault on any page, in both languages, on a desk and on a phone."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from gongdao.cli import cast as casting
from gongdao.cli.cast import Company
from gongdao.kernel.acts import ConfirmIssues, Remind
from gongdao.kernel.values import Actor
from gongdao.services import queries
from gongdao.services.perform import Done, perform_all

from .conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GRAVE = ("serious", "critical")
PAGES = {
    "proposed": ("", "/agreement", "/agreement/edit"),
    "agreed": ("/money",),
    "inspecting": ("/work",),
    "disputed": ("/dispute", "/settlement", "/people", "/acts/exhibit", "/acts/offer", "/acts/propose_meeting"),
    "closed": ("", "/decision", "/record", "/agreement/versions", "/changes", "/money"),
}
"""Each page where it shows most: by the phase of the order."""
LISTS = ("/", "/orders/new", "/orders/import", "/me", "/accounts/password/change/")


def faults(page: Page) -> list[str]:
    """Serious faults of the page as it stands, with every drawer open: what is folded away must be right too."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{page.url}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"] if v["impact"] in GRAVE
    ]


def too_wide(page: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def orders_of(company: Company, part: str) -> dict[str, str]:
    """One order of each phase this person has."""
    listed = queries.my_orders(company.accounts[part].id).orders
    return {row.phase: row.order_id for row in listed}


def reminded_and_confirmed(company: Company, order_id: str) -> None:
    """What the demonstration leaves out: a reminder from either side, and a list confirmed by one of them."""
    order = queries.state(order_id)
    assert order is not None
    acts = [
        (Actor(person=company.accounts["buyer"].id, role="buyer"), Remind(requirement="changes", text="3 " * 200)),
        (Actor(person=company.accounts["seller"].id, role="seller"), Remind(requirement="changes", text="?")),
        (Actor(person=company.accounts["buyer"].id, role="buyer"), ConfirmIssues(requirements=order.contested)),
    ]
    assert isinstance(perform_all(order_id, acts, key="reminded"), Done)


@pytest.mark.parametrize(("company", "width"), [("zh", 1280), ("en", 390)], indirect=["company"])
def test_no_page_has_a_serious_fault(company: Company, enter: Enter, width: int) -> None:
    main = casting.populate(company)
    reminded_and_confirmed(company, main)
    at = {**orders_of(company, "seller"), **orders_of(company, "buyer"), "disputed": main}
    of_phase = {phase: [f"/orders/{at[phase]}{tail}" for tail in tails] for phase, tails in PAGES.items()}
    theirs = of_phase.pop("proposed")
    mine = [*LISTS, *(url for urls in of_phase.values() for url in urls)]
    bad: list[str] = []
    for part, urls in (("seller", theirs), ("buyer", mine), ("mediator", ["/cases", f"/orders/{main}/bench"])):
        page = enter(part, width=width)
        for url in urls:
            response = page.goto(url)
            assert response is not None, url
            assert response.status == 200, url
            bad += faults(page)
            if too_wide(page):
                bad.append(f"{url}: wider than the screen")
    assert not bad, "\n".join(bad)


DOORS = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-set-password/",
)


@pytest.mark.parametrize("company", ["zh", "en"], indirect=True)
def test_the_operators_desk_and_the_doors_have_no_serious_fault(
    company: Company, enter: Enter, live_server: Any
) -> None:
    casting.populate(company)
    page = enter("operator", width=390 if company.language == "zh" else 1280)
    bad = []
    for url in ("/operator", "/cases", "/nothing-here"):
        page.goto(url)
        bad += faults(page)
    page.context.clear_cookies()
    for url in DOORS:
        page.goto(url)
        bad += faults(page)
        if too_wide(page):
            bad.append(f"{url}: wider than the screen")
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("company", ["zh", "en"], indirect=True)
def test_a_page_of_trouble_has_no_serious_fault(company: Company, enter: Enter) -> None:
    """A refusal, a form returned with faults, a form sent after signing out, a list read from outside."""
    main = casting.populate(company)
    page = enter("buyer", width=390, script=True)
    bad = []
    page.goto("/orders/new")
    page.click("button.good[name=do]")
    bad += faults(page)
    page.goto("/orders/import")
    page.fill("[name=text]", "买家：做一个网站模板，200元。另外录入资料，100元。定金100元。")
    page.click("form.sheet button.button")
    bad += faults(page)
    page.goto(f"/orders/{main}/acts/challenge")
    page.evaluate("document.querySelectorAll('[required]').forEach(f => f.removeAttribute('required'))")
    page.locator('form[action$="/acts/challenge"] button').first.click()
    page.wait_for_selector(".refusal")
    bad += faults(page)
    page.goto(f"/orders/{main}/acts/statement")
    page.fill("[name=text]", "写了很久的一段话，登录却过期了。It took me an hour to write this.")
    page.context.clear_cookies(name="sessionid")
    page.locator('form[action$="/acts/statement"] button').first.click()
    page.wait_for_selector("ol.steps")
    bad += faults(page)
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_the_strict_policy_blocks_nothing_of_ours(company: Company, enter: Enter) -> None:
    main = casting.populate(company)
    page = enter("buyer")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for tail in ("", "/agreement", "/money", "/dispute", "/record"):
        page.goto(f"/orders/{main}{tail}")
    assert said == []
    assert not re.search(r"\sstyle=", page.content())


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_everything_can_be_done_with_the_keyboard(company: Company, enter: Enter) -> None:
    """The first stop is the way past the head of the page; a drawer opens and its form is sent without a mouse."""
    main = casting.populate(company)
    page = enter("buyer")
    page.goto(f"/orders/{main}/dispute")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("#thread details.act summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("用键盘写的留言")
    page.locator("#thread form button.button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".slip.good[role=status]")
    assert "用键盘写的留言" in page.content()
