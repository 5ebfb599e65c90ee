"""What is hidden stays so: demands not the finders, confidences not the other side, sealed bytes not the buyer."""

import io
import re
import zipfile

import pytest

from gongdao.cli import sample
from gongdao.kernel.acts import Exhibit
from gongdao.kernel.values import Actor, FileRef
from gongdao.services.perform import Done, perform

from .conftest import House, until_delivered, until_disputed, until_end, with_finders
from .test_addresses import OF_AN_ORDER
from .test_forms import draft_fields

SECRET_DEMAND = "137.91"
SECRET_OFFER = "83.41"
SECRET_WORDS = "只说给调解员一个人听的底线"
SECRET_BID = "151.77"
NOT_PAGES = (
    "export",
    "exhibit_file",
    "delivered_file",
    "delivered_picture",
    "capture_reference",
    "take_back",
    "reference_file",
    "reference_picture",
    "contents",
    "report",
    "report_file",
)
READABLE = [n for n in OF_AN_ORDER if n not in NOT_PAGES]


def everything(house: House, part: str, name: str = "panel") -> str:
    """All that one of the company can get out of an order's pages, and out of the bundle he may export."""
    texts = []
    for page in READABLE:
        url = house.url("act", name, "statement") if page == "act" else house.url(page, name)
        response = house.client(part).get(url)
        if response.status_code == 200:
            texts.append(response.content.decode())
    bundle = house.client(part).get(house.url("export", name))
    if bundle.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(b"".join(bundle.streaming_content))) as archive:
            texts += [archive.read(entry).decode("utf-8", "replace") for entry in archive.namelist()]
    return "\n".join(texts)


@pytest.fixture
def quarrel(house: House) -> House:
    """A dispute with finders, in which a demand, an offer, a bid and a confidence were spoken."""
    with_finders(house)
    house.does("buyer", "panel", "claim", requirement="data", text="资料没有录入", demand=SECRET_DEMAND)
    house.does(
        "seller",
        "panel",
        "offer",
        covers__0__requirement="data",
        covers__0__sum=SECRET_OFFER,
        covers__0__deliverable="buyer",
        lapses_at="2026-11-25T17:00",
    )
    house.does("buyer", "panel", "bid", round="1", amount=SECRET_BID)
    house.does("buyer", "panel", "caucus_note", party="buyer", text=SECRET_WORDS)
    return house


def sum_in(text: str, amount: str) -> bool:
    """Whether a sum stands there, as people write it or as the record does."""
    minor = amount.replace(".", "")
    # Not inside a longer number, a hash or an order's id, where any four digits turn up sooner or later.
    return re.search(rf"(?<![0-9A-Za-z.,])(?:{re.escape(amount)}|{minor})(?![0-9A-Za-z])", text) is not None


def test_the_parties_read_what_they_said(quarrel: House) -> None:
    """The other tests would pass on empty pages; this one says that the pages are not empty."""
    own = everything(quarrel, "buyer")
    for secret in (SECRET_DEMAND, SECRET_OFFER, SECRET_BID):
        assert sum_in(own, secret)
    assert SECRET_WORDS in own
    assert sum_in(everything(quarrel, "seller"), SECRET_OFFER)


@pytest.mark.parametrize("finder", ["finder1", "finder2"])
def test_no_demand_offer_bid_or_price_reaches_a_finder(quarrel: House, finder: str) -> None:
    seen = everything(quarrel, finder)
    assert "资料没有录入" not in seen or not sum_in(seen, SECRET_DEMAND)
    for secret in (SECRET_DEMAND, SECRET_OFFER, SECRET_BID):
        assert not sum_in(seen, secret)
    pages = "\n".join(
        quarrel.get(finder, page, "panel") for page in ("overview", "agreement", "work", "bench", "dispute")
    )
    assert "¥" not in pages


def test_a_confidence_reaches_its_party_and_the_mediator_only(quarrel: House) -> None:
    assert SECRET_WORDS in everything(quarrel, "mediator")
    for part in ("seller", "finder1", "operator"):
        assert SECRET_WORDS not in everything(quarrel, part)


def test_a_sealed_bid_reaches_its_author_only(quarrel: House) -> None:
    for part in ("seller", "mediator", "operator", "finder1"):
        assert not sum_in(everything(quarrel, part), SECRET_BID)


def test_a_mediator_who_finds_the_facts_sees_no_demand_until_he_has_found_them(house: House) -> None:
    walk = house.walk(until_disputed, "sole")
    house.does("buyer", "sole", "claim", requirement="data", text="资料没有录入", demand=SECRET_DEMAND)
    assert not sum_in(everything(house, "mediator", "sole"), SECRET_DEMAND)
    order = house.order("sole")
    exhibits = tuple(order.exhibits)
    walk.at = order.at or walk.at
    sample.find(walk, "zh", (exhibits[0], exhibits[1]), 200)
    assert sum_in(everything(house, "mediator", "sole"), SECRET_DEMAND)


def test_the_other_side_sees_a_closed_place_in_the_record(quarrel: House) -> None:
    """That the chain has an entry there is no secret; who wrote it and what is."""
    assert "这一条的内容不对您公开" in quarrel.get("seller", "record", "panel")


def test_the_sealed_bytes_come_to_the_buyer_by_no_address(house: House) -> None:
    house.walk(until_delivered, "sealed")
    order = house.order("sealed")
    seq, delivery = next(iter(order.deliveries.items()))
    file = delivery.act.files[0]
    url = house.url("delivered_file", "sealed", seq, file.sha256)
    assert house.client("buyer").get(url).status_code == 404
    assert b"".join(house.client("seller").get(url).streaming_content) == sample.template_archive("zh")
    # Calling the sealed bytes an exhibit does not open them either.
    buyer = Actor(person=house.company.accounts["buyer"].id, role="buyer")
    claimed = Exhibit(kind="source_code", title="x", file=FileRef(name="x.zip", size=file.size, sha256=file.sha256))
    done = perform(house.orders["sealed"], buyer, claimed, key="sly")
    assert isinstance(done, Done)
    sly = house.url("exhibit_file", "sealed", done.entries[0].seq)
    for part in ("buyer", "seller"):
        assert house.client(part).get(sly).status_code == 404
    bundle = house.client("buyer").get(house.url("export", "sealed"))
    with zipfile.ZipFile(io.BytesIO(b"".join(bundle.streaming_content))) as archive:
        assert not [n for n in archive.namelist() if archive.read(n) == sample.template_archive("zh")]


def test_once_it_is_his_the_buyer_takes_it_and_the_record_says_so(house: House) -> None:
    house.walk(until_end, "over")
    order = house.order("over")
    seq, delivery = next(iter(order.deliveries.items()))
    url = house.url("delivered_file", "over", seq, delivery.act.files[0].sha256)
    assert house.client("seller").get(url).status_code == 404
    taken = house.client("buyer").get(url)
    assert b"".join(taken.streaming_content) == sample.template_archive("zh")
    assert taken.headers["Content-Disposition"].startswith("attachment")
    assert house.order("over").seq == order.seq + 1
    assert "托管件移交" in house.get("buyer", "record", "over")


def test_an_exhibit_is_served_as_a_download_or_as_the_picture_it_is(house: House) -> None:
    from PIL import Image

    house.walk(until_disputed, "shown")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    script = b"<html><script>alert(1)</script></html>"
    for name, content in (("p.png", picture.getvalue()), ("page.html", script)):
        upload = io.BytesIO(content)
        upload.name = name
        house.does("buyer", "shown", "exhibit", kind="picture", title=name, requirement="data", file=upload)
    one, two = list(house.order("shown").exhibits)[-2:]
    shown = house.client("seller").get(house.url("exhibit_file", "shown", one))
    assert (shown.headers["Content-Type"], b"".join(shown.streaming_content)) == ("image/png", picture.getvalue())
    page = house.client("seller").get(house.url("exhibit_file", "shown", two))
    assert page.headers["Content-Type"] == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_addresses_of_files_take_no_numbers_of_other_things(house: House) -> None:
    house.walk(until_disputed, "one")
    for seq in (1, 2, 9_999):
        assert house.client("buyer").get(house.url("exhibit_file", "one", seq)).status_code == 404
        assert house.client("seller").get(house.url("delivered_file", "one", seq, "0" * 64)).status_code == 404


def test_reference_files_are_pinned_with_the_agreement_and_shown_to_both(house: House) -> None:
    upload = io.BytesIO("联系我们放在页脚之前".encode())
    upload.name = "改动单.txt"
    fields = draft_fields(house) | {"requirements.1.upload": upload, "do": "look"}
    html = house.client("buyer").post("/orders/new", fields).content.decode()
    pinned = dict(re.findall(r'name="(requirements\.1\.reference_files\.0\.\w+)" value="([^"]*)"', html))
    assert pinned["requirements.1.reference_files.0.name"] == "改动单.txt"
    assert house.client("buyer").post("/orders/new", draft_fields(house) | pinned).status_code == 302
    house.orders["new"] = "1m7p9hkw00aaaabbbbcc"
    file = house.order("new").agreement.requirements[1].reference_files[0]  # type: ignore[union-attr]
    url = house.url("reference_file", "new", file.sha256)
    house.does("buyer", "new", "propose", hash=house.order("new").hash)
    for part in ("buyer", "seller"):
        assert b"".join(house.client(part).get(url).streaming_content) == "联系我们放在页脚之前".encode()
    assert house.client("seller2").get(url).status_code == 404
    gone = draft_fields(house) | pinned | {"do": "unpin.1.0"}
    assert "改动单.txt" not in house.client("buyer").post("/orders/new", gone).content.decode()
