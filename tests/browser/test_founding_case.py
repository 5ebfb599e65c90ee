"""The founding case walked in the browser from the empty form to the executed determination, by its three people.

Once with JavaScript and once without it, once in each language: every act must be possible by plain forms.
"""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gongdao.cli.cast import Company
from gongdao.kernel.state import Order
from gongdao.services import queries

from .conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def form(page: Page, tag: str, **fixed: str) -> Locator:
    """The form of an act on this page, with these fixed values, its drawer opened."""
    found = page.locator(f'form[action$="/acts/{tag}"]')
    for name, value in fixed.items():
        found = found.filter(has=page.locator(f'input[type=hidden][name="{name}"][value="{value}"]'))
    drawer = page.locator("details.act").filter(has=found)
    if drawer.count() and not drawer.first.evaluate("d => d.open"):
        drawer.first.locator(":scope > summary").click()
    return found.first


def send(form: Locator) -> None:
    """Presses the form's own button and waits for the page that says it was done."""
    page = form.page
    form.locator("button.button").first.click()
    expect(page.locator(".slip.good[role=status]")).to_be_visible()


def act(page: Page, url: str, tag: str, fields: dict[str, str] | None = None, **fixed: str) -> None:
    """Opens a page, fills the form of an act there and sends it."""
    page.goto(url)
    one = form(page, tag, **fixed)
    for name, value in (fields or {}).items():
        field = one.locator(f'[name="{name}"]')
        kind = field.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            one.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "file":
            field.set_input_files(value)
        elif field.first.evaluate("f => f.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.first.fill(value)
    send(one)


ITEMS = (("模板 Template", "200", False), ("修改 Changes", "100", True), ("数据 Data", "100", False))


def write_draft(page: Page, company: Company) -> str:
    """The buyer writes three items, adding a row at a time; returns the order's address."""
    page.goto("/orders/new")
    page.fill("[name=title]", "茶器网店 Tea-ware shop")
    page.fill("[name=other]", "seller")
    for n, (title, price, essential) in enumerate(ITEMS):
        if n:
            page.click('button[name=do][value="add"]')
        page.fill(f'[name="requirements.{n}.title"]', title)
        page.fill(f'[name="requirements.{n}.price"]', price)
        page.fill(f'[name="requirements.{n}.what"]', f"{title}: 写清楚 written down")
        if essential:
            page.check(f'[name="requirements.{n}.essential"]')
    page.select_option('[name="terms.deposit.kind"]', "earnest")
    page.fill('[name="terms.deposit.amount"]', "200")
    page.select_option('[name="terms.deposit.where"]', "seller")
    page.click('button[name=do][value="look"]')
    # Of 200, 80 is earnest money and 120 an advance: said while it is being written.
    expect(page.locator(".slip.warn")).to_contain_text("80.00")
    expect(page.locator(".slip.warn")).to_contain_text("120.00")
    expect(page.locator('[name="requirements.2.title"]')).to_have_value(ITEMS[2][0])
    page.click('button[name=do][value="save"].good')
    expect(page).to_have_url(re.compile(r"/orders/\w{20}/agreement$"))
    return page.url.removesuffix("/agreement")


@pytest.mark.parametrize(
    ("company", "script"),
    [("zh", True), ("en", False)],
    indirect=["company"],
    ids=["zh", "en-without-javascript"],
)
def test_from_the_empty_form_to_the_executed_determination(
    company: Company, enter: Enter, script: bool, tmp_path: Path
) -> None:
    buyer, seller, mediator = (enter(part, script=script) for part in ("buyer", "seller", "mediator"))
    at = write_draft(buyer, company)
    order_id = at.rpartition("/")[2]

    act(buyer, f"{at}/agreement", "propose")
    act(seller, f"{at}/agreement", "question", {"text": "轮播图由谁提供？ Who gives the pictures?"}, requirement="r2")
    act(buyer, f"{at}/agreement", "answer", {"text": "由买家提供。 The buyer does."})
    for r in ("r1", "r2", "r3"):
        seller.goto(f"{at}/agreement")
        send(form(seller, "accept_item", requirement=r))
    act(buyer, f"{at}/agreement", "accept")
    act(seller, f"{at}/agreement", "accept")

    act(buyer, f"{at}/money", "fund", {"purpose": "deposit", "amount": "200"})
    act(buyer, f"{at}/money", "fund", {"purpose": "escrow", "amount": "200.00"})

    seller.goto(f"{at}/agreement")
    # What a click on start means stands beside the button, before it is pressed.
    expect(form(seller, "start").locator(".says")).to_contain_text("480")
    send(form(seller, "start"))
    archive = tmp_path / "site.zip"
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("index.html", "<!doctype html><title>site</title>")
    act(seller, f"{at}/work", "deliver", {"files": str(archive), "note": "模板 template"})

    delivery = str(next(iter(state(order_id).deliveries)))
    reject = {"reason": "一处也没有做。 None of it is there."}
    act(buyer, f"{at}/work", "inspect", requirement="r1", verdict="accepted", delivery=delivery)
    act(buyer, f"{at}/work", "inspect", reject, requirement="r2", verdict="rejected", delivery=delivery)
    act(buyer, f"{at}/work", "inspect", reject, requirement="r3", verdict="rejected", delivery=delivery)
    act(buyer, f"{at}/work", "dispute", {"reason": "修改和数据都没有。 Neither changes nor data."})
    for r in ("r2", "r3"):
        act(buyer, f"{at}/dispute", "claim", {"text": "没有做 Not done", "demand": "100"}, requirement=r)

    mediator.goto("/cases")
    mediator.click(f'a[href="/orders/{order_id}/bench"]')
    take = form(mediator, "take")
    take.locator("[name=no_conflict]").check()
    send(take)

    for seq, claim in state(order_id).claims.items():
        stance = "admits" if claim.act.requirement == "r2" else "denies"
        act(seller, f"{at}/dispute", "respond", {"stance": stance, "text": "见上 As said"}, claim=str(seq))
    shown = {"kind": "screenshot", "title": "报价单 The quote", "text": "三项分列 Three items"}
    act(seller, f"{at}/dispute", "exhibit", shown, requirement="r3")
    exhibit = str(next(iter(state(order_id).exhibits)))
    relies = {"stance": "relies_on", "text": "是对方自己出示的 Their own"}
    act(buyer, f"{at}/dispute", "answer_exhibit", relies, exhibit=exhibit)

    mediator.goto(f"{at}/bench")
    expect(mediator.locator("#determine button[disabled]")).to_be_visible()
    expect(mediator.locator("main")).not_to_contain_text("100.00 元")
    found = {"delivered_bp": "0", "reason": "对照约定，一处也没有。 Against the agreement, none."}
    act(mediator, f"{at}/bench", "find", found, requirement="r2")
    answers = {"exhibits.0.weight": "relied_on", "exhibits.0.text": "三项分列 Lists three items"}
    act(mediator, f"{at}/bench", "find", found | answers, requirement="r3")
    act(mediator, f"{at}/bench", "find_cause", {"cause": "seller", "reason": "未按约定完成 Left undone"})
    # Nothing is decided while either side may still show something; both say that they have shown all.
    for party in (buyer, seller):
        act(party, f"{at}/dispute", "waive_evidence")
    act(mediator, f"{at}/bench", "determine")

    buyer.goto(f"{at}/decision")
    expect(buyer.locator(".verdict")).to_contain_text("200.00")
    expect(buyer.locator("figure.picture svg:visible")).to_have_count(2)
    act(buyer, f"{at}/decision", "elect", option="reduce")
    act(buyer, f"{at}/decision", "waive_appeal")
    act(seller, f"{at}/decision", "waive_appeal")

    order = state(order_id)
    assert (order.phase, order.released, order.refunded, order.held) == ("closed", 20_000, 20_000, 0)
    buyer.goto(f"{at}/work")
    with buyer.expect_download() as download:
        buyer.locator(".tree a").first.click()
    assert Path(download.value.path()).read_bytes() == archive.read_bytes()


def state(order_id: str) -> Order:
    """The order as it stands."""
    order = queries.state(order_id)
    assert order is not None
    return order


def test_signing_up_signing_in_and_choosing_a_language(live_server: Any, browser: Browser) -> None:
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    expect(page.locator("h1")).to_have_text("Sign in")
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "wrong-password")
    page.click("main button")
    expect(page.locator("[role=alert], .fault").first).to_be_visible()
    expect(page.locator("[name=login]")).to_have_value("nobody")
    page.goto("/accounts/signup/")
    page.fill("[name=username]", "ada")
    page.fill("[name=name]", "Ada Byron")
    for name in ("password1", "password2"):
        page.fill(f"[name={name}]", "correct horse battery")
    page.click("main button")
    expect(page.locator("h1")).to_have_text("My orders")
    expect(page.locator(".empty h2")).to_have_text("No orders yet")
    page.click('button[name=language][value="zh-hans"]')
    expect(page.locator("h1")).to_have_text("我的订单")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    context.close()


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_with_javascript_the_deposit_is_explained_as_it_is_typed(company: Company, enter: Enter) -> None:
    page = enter("buyer")
    page.goto("/orders/new")
    page.fill('[name="requirements.0.title"]', "模板")
    page.fill('[name="requirements.0.price"]', "400")
    page.select_option('[name="terms.deposit.kind"]', "earnest")
    page.fill('[name="terms.deposit.amount"]', "200")
    page.locator('[name="terms.deposit.amount"]').blur()
    expect(page.locator("#deposit-note")).to_contain_text("¥80.00 是定金，¥120.00 是订金")
    # Nothing typed elsewhere was touched by it.
    expect(page.locator('[name="requirements.0.title"]')).to_have_value("模板")
