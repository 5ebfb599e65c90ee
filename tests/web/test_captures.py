"""A reference is captured from the page: in the editor, or on the agreement, by whoever may change it."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from gongdao.checks.capture.live import Limits, take
from gongdao.checks.capture.live_addresses import reach_of
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Amend, Draft
from gongdao.kernel.values import Agreement, FileRef, Requirement
from gongdao.record import store
from gongdao.services import references, tasks
from gongdao.services.ids import new_order_id
from tests.little_site import LittleSite

from .conftest import House


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[LittleSite]:
    """A site that may be captured; nothing is rendered, since these tests ask about pages of ours."""
    little = LittleSite()
    little.page("/", '<title>Tea</title><h1>Cups</h1><img src="/gone.png">')
    settings.CAPTURE = reach_of(little.host)
    monkeypatch.setattr(references, "take", partial(take, limits=Limits(rounds=0)))
    yield little
    little.close()


def drafted(house: House, site: LittleSite) -> str:
    """A draft whose one item names an address and no file."""

    def stage(walk: Walk, _: str) -> None:
        requirement = Requirement(
            id="page", title="Page", price=10_000, check="imitation", reference=f"like {site.at('/')}"
        )
        agreement = Agreement(title="A page", requirements=(requirement,))
        walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))

    house.walk(stage, "captured")
    return house.orders["captured"]


def press(house: House, part: str, do: str, **fields: str) -> int:
    sent = {"requirement": "page", "do": do, **fields}
    return int(house.client(part).post(house.url("capture_reference", "captured"), sent).status_code)


def files_of(house: House) -> tuple[FileRef, ...]:
    agreed = house.order("captured").requirement("page")
    assert agreed is not None
    return agreed.reference_files


def test_captured_on_the_agreement_and_put_in_by_the_presser(house: House, site: LittleSite) -> None:
    order_id = drafted(house, site)
    page = house.get("buyer", "agreement", "captured")
    assert 'value="ask"' in page
    assert 'value="pin"' not in page
    assert press(house, "buyer", "ask") == 302
    waiting = house.get("seller", "agreement", "captured")
    assert "hx-trigger" in waiting
    assert 'value="ask"' not in waiting
    tasks.capture(order_id, site.at("/"))
    _done(order_id)
    ready = house.get("buyer", "agreement", "captured")
    found = references.latest(order_id, site.at("/"))
    assert found is not None
    assert found.file is not None
    assert found.file.sha256 in ready
    assert site.at("/gone.png") in ready
    assert files_of(house) == ()
    before = house.order("captured")
    assert press(house, "seller", "pin", sha256="0" * 64) == 302
    assert house.order("captured") == before
    assert press(house, "seller", "pin", sha256=found.file.sha256, key="pin-1") == 302
    assert files_of(house) == (found.file,)
    assert house.order("captured").hash != before.hash
    entry = store.entries(order_id)[-1][0]
    assert entry.body is not None
    assert isinstance(entry.body.act, Amend)
    assert entry.actor == house.company.cast().actor("seller")
    assert site.at("/") in entry.body.act.reason
    pinned = house.get("buyer", "agreement", "captured")
    assert 'value="ask"' not in pinned
    assert site.at("/gone.png") in pinned
    url = house.url("reference_file", "captured", found.file.sha256)
    assert house.client("buyer").get(url).status_code == 200


def _done(order_id: str) -> None:
    """The worker takes its job off the list; the handler was called by hand."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE args->>'order_id' = %s", [order_id])


def test_a_capture_that_failed_says_why_and_offers_another(house: House, site: LittleSite, settings: Any) -> None:
    order_id = drafted(house, site)
    settings.CAPTURE = reach_of("public")
    tasks.capture(order_id, site.at("/"))
    page = house.get("buyer", "agreement", "captured")
    assert str(site.port) in page
    assert 'value="ask"' in page
    assert 'value="pin"' not in page
    settings.CAPTURE = None
    assert press(house, "buyer", "ask") == 302
    assert "GONGDAO_CAPTURE" in house.get("buyer", "agreement", "captured")


def test_where_captures_are_off_no_button_promises_one(house: House, site: LittleSite, settings: Any) -> None:
    drafted(house, site)
    settings.CAPTURE = None
    page = house.get("buyer", "agreement", "captured")
    assert "GONGDAO_CAPTURE" in page
    assert 'value="ask"' not in page


@pytest.mark.parametrize("part", ["finder1", "nobody", "mediator"])
def test_who_may_not_change_the_agreement_captures_nothing(house: House, site: LittleSite, part: str) -> None:
    order_id = drafted(house, site)
    assert press(house, part, "ask") in (302, 404)
    assert not references.waiting(order_id, site.at("/"))
    assert site.asked == []


def test_pictures_are_for_those_who_see_the_order(house: House, site: LittleSite) -> None:
    order_id = drafted(house, site)
    tasks.capture(order_id, site.at("/"))
    found = references.latest(order_id, site.at("/"))
    assert found is not None
    assert found.file is not None
    url = house.url("reference_picture", "captured", found.file.sha256, 0)
    # Nothing was rendered here, so there is no picture; what matters is who is told even that much.
    assert house.client("buyer").get(url).status_code == 404
    assert house.client("finder1").get(url).status_code == 404


def editor(site: LittleSite, order_id: str, **more: str) -> dict[str, str]:
    return {
        "order": order_id,
        "my_role": "buyer",
        "title": "A page",
        "currency": "CNY",
        "list_written_by": "both",
        "rules": "cn-2021",
        "terms.job": "custom",
        "terms.deposit.kind": "none",
        "terms.deposit.where": "escrow",
        "terms.calendar": "CN",
        "terms.finders": "1",
        "terms.inspection_days": "3",
        "terms.cure_days": "7",
        "terms.revisions": "2",
        "requirements.0.id": "r1",
        "requirements.0.title": "Page",
        "requirements.0.reference": f"like {site.at('/')}",
        "requirements.0.price": "100",
        "requirements.0.check": "imitation",
        **more,
    }


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the first item, as a browser sends them back."""
    return dict(re.findall(r'<input type="hidden" name="(requirements\.0\.[^"]+)" value="([^"]*)">', page))


def test_captured_in_the_editor_it_is_part_of_the_first_draft(house: House, site: LittleSite) -> None:
    client, order_id = house.client("buyer"), new_order_id()
    url = "/orders/new"
    page = client.post(url, editor(site, order_id, do="capture.0")).content.decode()
    assert references.waiting(order_id, site.at("/"))
    assert hidden(page)["requirements.0.capture"] == site.at("/")
    assert 'hx-trigger="every' in page
    tasks.capture(order_id, site.at("/"))
    _done(order_id)
    page = client.post(url, editor(site, order_id, **hidden(page), do="look")).content.decode()
    fields = hidden(page)
    found = references.latest(order_id, site.at("/"))
    assert found is not None
    assert found.file is not None
    assert fields["requirements.0.reference_files.0.sha256"] == found.file.sha256
    assert "requirements.0.capture" not in fields
    # Captured again, the newer copy takes the older one's place.
    site.page("/", "<title>Tea</title><h1>Bowls</h1>")
    page = client.post(url, editor(site, order_id, **fields, do="capture.0")).content.decode()
    tasks.capture(order_id, site.at("/"))
    _done(order_id)
    page = client.post(url, editor(site, order_id, **hidden(page), do="look")).content.decode()
    newer = references.latest(order_id, site.at("/"))
    assert newer is not None
    assert newer.file is not None
    assert newer.file.sha256 != found.file.sha256
    fields = hidden(page)
    assert [v for k, v in fields.items() if k.endswith(".sha256")] == [newer.file.sha256]
    seller = house.company.accounts["seller"].username
    answer = client.post(url, editor(site, order_id, **fields, other=seller, do="save"))
    assert answer.status_code == 302, answer.content.decode()
    house.orders["captured"] = order_id
    saved = house.order("captured").requirement("r1")
    assert saved is not None
    assert saved.reference_files == (newer.file,)


def test_an_editor_without_an_address_says_so(house: House, site: LittleSite) -> None:
    fields = {**editor(site, new_order_id(), do="capture.0"), "requirements.0.reference": "the shop on the corner"}
    page = house.client("buyer").post("/orders/new", fields).content.decode()
    assert "http" in page
    assert "requirements.0.capture" not in hidden(page)
