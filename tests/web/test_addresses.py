"""Every address × everyone: who is shown what, who is sent to sign in, and that a stranger finds nothing at all."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from gongdao.web import urls
from gongdao.web.forms.fields import BUILDERS

from .conftest import House, until_delivered, until_disputed, until_draft, with_finders

EVERYONE = ("buyer", "buyer2", "seller", "mediator", "finder1", "operator", "seller2")
"""`buyer2` joins the buyer's side in the order; `seller2` is in the company and a stranger to the order."""

OPEN = dict.fromkeys(EVERYONE, 200) | {"seller2": 404}
NO_SUMS = OPEN | {"finder1": 404}
BENCH = OPEN | {"buyer": 404, "buyer2": 404, "seller": 404}
PARTY_ONLY = dict.fromkeys(EVERYONE, 404) | {"buyer": 200, "buyer2": 200, "seller": 200}
NOBODY = dict.fromkeys(EVERYONE, 404)

OF_AN_ORDER: dict[str, dict[str, int]] = {
    "overview": OPEN,
    "agreement": OPEN,
    "amend": NOBODY,
    "capture_reference": dict.fromkeys(EVERYONE, 405),
    "versions": NO_SUMS,
    "money": NO_SUMS,
    "work": OPEN,
    "changes": NO_SUMS,
    "dispute": OPEN,
    "settlement": NO_SUMS,
    "bench": BENCH,
    "decision": OPEN,
    "record": OPEN,
    "export": OPEN,
    "people": OPEN,
    "news": OPEN,
    "act": dict.fromkeys(EVERYONE, 200) | {"seller2": 404, "finder1": 404},
    "exhibit_file": NOBODY,
    "delivered_file": NOBODY | {"seller": 200},
    "reference_file": NOBODY,
    "reference_picture": NOBODY,
    "take_back": dict.fromkeys(EVERYONE, 405),
    "contents": OPEN,
    "delivered_picture": NOBODY,
    "report": NOBODY,
    "report_file": NOBODY,
}
"""What each address of a contested order with three finders answers. `act` is the form of a statement, `exhibit_file`
an exhibit without a file, `delivered_file` the sealed archive, which the seller may still have. The order has neither
reference files, nor checks, nor pictures. `capture_reference` and `take_back` are only ever sent to."""

OF_A_PERSON: dict[str, dict[str, int]] = {
    "orders": dict.fromkeys(EVERYONE, 200),
    "new_order": dict.fromkeys(EVERYONE, 200),
    "import_order": dict.fromkeys(EVERYONE, 200),
    "profile": dict.fromkeys(EVERYONE, 200),
    "cases": NOBODY | {"mediator": 200, "operator": 200},
    "operator": NOBODY | {"operator": 200},
}


def named() -> dict[str, URLPattern]:
    """Every named address of the pages."""
    return {str(p.name): p for p in urls.urlpatterns if p.name}


def address(house: House, name: str) -> str:
    """An address of the order, with something real in every hole."""
    order = house.order("panel")
    if name == "act":
        return house.url("act", "panel", "statement")
    if name == "exhibit_file":
        return house.url(name, "panel", next(iter(order.exhibits)))
    if name == "delivered_picture":
        return house.url(name, "panel", next(iter(order.deliveries)), 0)
    if name in ("contents", "take_back"):
        return house.url(name, "panel", next(iter(order.deliveries)))
    if name in ("reference_file", "reference_picture"):
        return house.url(name, "panel", "0" * 64, *([0] if name == "reference_picture" else []))
    if name in ("report", "report_file"):
        return house.url(name, "panel", 1, *(["index.html"] if name == "report_file" else []))
    if name == "delivered_file":
        seq, delivery = next(iter(order.deliveries.items()))
        return house.url(name, "panel", seq, delivery.act.files[0].sha256)
    return house.url(name, "panel")


@pytest.fixture
def panel(house: House) -> House:
    """A contested order, its three finders seated, with a second person on the buyer's side."""
    with_finders(house)
    house.does("buyer", "panel", "add_person", party="buyer", person="buyer2")
    return house


def test_the_table_names_every_address() -> None:
    of_order = {name for name, p in named().items() if "order_id" in str(p.pattern)}
    assert of_order == set(OF_AN_ORDER)
    assert set(named()) - of_order == set(OF_A_PERSON)


@pytest.mark.parametrize("name", OF_AN_ORDER)
def test_who_finds_what_under_an_order(panel: House, name: str) -> None:
    url = address(panel, name)
    answers = {part: panel.client(part).get(url).status_code for part in EVERYONE}
    assert answers == OF_AN_ORDER[name]


@pytest.mark.parametrize("name", OF_A_PERSON)
def test_who_finds_what_of_his_own(house: House, name: str) -> None:
    answers = {part: house.client(part).get(reverse(name)).status_code for part in EVERYONE}
    assert answers == OF_A_PERSON[name]


def test_whoever_is_not_signed_in_is_sent_to_sign_in(panel: House) -> None:
    for name in OF_AN_ORDER:
        response = Client().get(address(panel, name))
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith(reverse("account_login")), name
    for name in OF_A_PERSON:
        assert Client().get(reverse(name)).status_code == 302, name


def test_a_stranger_cannot_tell_an_order_from_none(panel: House) -> None:
    """The page of an order that is not his is the same, to the byte, as that of one that is not there."""
    there = panel.orders["panel"]
    nowhere = "9" * 20
    for name in OF_AN_ORDER:
        url = address(panel, name)
        one = panel.client("seller2").get(url)
        two = panel.client("seller2").get(url.replace(there, nowhere))
        assert one.status_code == two.status_code == OF_AN_ORDER[name]["seller2"]
        pages = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", r.content.decode()) for r in (one, two)]
        assert pages[0].replace(there, "") == pages[1].replace(nowhere, "")


@pytest.mark.parametrize("tag", BUILDERS)
def test_a_stranger_cannot_act(panel: House, tag: str) -> None:
    before = panel.order("panel").seq
    assert panel.act("seller2", "panel", tag, text="x", reason="x").status_code == 404
    assert panel.order("panel").seq == before


def test_pages_of_a_dispute_are_not_there_before_one(house: House) -> None:
    house.walk(until_delivered, "calm")
    for part in ("buyer", "seller"):
        assert house.client(part).get(house.url("dispute", "calm")).status_code == 404
        assert house.client(part).get(house.url("bench", "calm")).status_code == 404
    assert house.client("mediator").get(house.url("overview", "calm")).status_code == 404


def test_only_before_anyone_is_bound_can_it_be_amended(house: House) -> None:
    house.walk(until_draft, "fresh")
    house.walk(until_disputed, "late")
    assert house.client("seller").get(house.url("amend", "fresh")).status_code == 200
    assert house.client("seller").get(house.url("amend", "late")).status_code == 404


def test_what_the_platform_does_has_no_form(panel: House) -> None:
    for tag in ("execute", "confirm_funds", "release", "receipt", "close", "lapse", "no_such_act"):
        assert panel.client("buyer").get(panel.url("act", "panel", tag)).status_code == 404
        assert panel.act("buyer", "panel", tag).status_code == 404


def test_a_form_from_elsewhere_is_not_accepted(house: House) -> None:
    house.walk(until_disputed, "one")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(house.company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")
    seq = house.order("one").seq
    response = strict.post(house.url("act", "one", "statement"), {"text": "x"})
    assert response.status_code == 403
    assert "还没有提交成功" in response.content.decode()
    assert house.order("one").seq == seq
