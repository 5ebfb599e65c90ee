"""Deliver, inspect, report, slider: the whole life of sealed work in a real browser, in both languages.

The seller hands in a site and a table; the worker's own tasks receive them, take their pictures and run their checks;
the buyer looks, accepts one and rejects the other, and gets the bytes of the one only. In Chinese with scripts, in
English without them up to the bench.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from gongdao.checks import sandbox
from gongdao.checks.capture import capture_fault
from gongdao.cli.cast import Company
from gongdao.cli.sample import Walk
from gongdao.custody.inspection import WIDTHS
from gongdao.kernel.acts import (
    Accept,
    Determine,
    Dispute,
    Draft,
    FindCause,
    HandOver,
    Propose,
    Start,
    Take,
    WaiveEvidence,
)
from gongdao.kernel.values import Agreement, FileRef, Requirement
from gongdao.record import store
from gongdao.services import clock, custody, inspection, tasks
from gongdao.services.ids import new_order_id

from .conftest import Enter
from .test_accessible import faults, too_wide
from .test_founding_case import act, form, send, state

missing = capture_fault() or sandbox.fault()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(missing is not None, reason=f"nothing can be rendered here: {missing}"),
]
BLUE, RED = (20, 60, 160), (170, 40, 40)
MARKER = b"the whole work, unmistakable"


def site(colour: tuple[int, int, int], *more: str) -> bytes:
    """A page with a broad band of one colour, and more files for its tree."""
    packed = io.BytesIO()
    page = (
        "<!doctype html><meta charset=utf-8><title>Tea</title><style>body{margin:0;font:18px/1.6 sans-serif}"
        f"header{{background:rgb{colour};height:300px}}</style>"
        "<header></header><main><h1>Celadon</h1><p>Cups and bowls from Longquan.</p></main>"
    )
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.html", page)
        for name in more:
            archive.writestr(name, MARKER + name.encode())
    return packed.getvalue()


TABLE = "编号,名称,价格\n" + "".join(f"{n},茶杯{n},{n * 3}\n" for n in range(1, 31))
CONTRACT = b'rows_min = 180\n[[fields]]\nname = "\xe5\x90\x8d\xe7\xa7\xb0"\nunique = true\n'
JOBS: dict[str, Callable[..., object]] = {
    "gongdao.receive": tasks.receive,
    "gongdao.pictures": tasks.pictures_of,
    "gongdao.check": tasks.check,
}


def started(company: Company) -> Walk:
    """An order of a page like another and a table, both to be checked, begun by the seller."""
    walk = Walk(new_order_id(), company.cast(), clock.now() - timedelta(hours=4))

    def pinned(name: str, content: bytes) -> FileRef:
        return custody.keep(walk.order_id, name, io.BytesIO(content))

    widths = pinned("imitation.json", json.dumps({"widths": [820]}).encode())
    agreement = Agreement(
        title="茶器网店 Tea-ware shop",
        requirements=(
            Requirement(id="page", title="首页 Front page", price=20_000, check="imitation",
                        reference_files=(pinned("reference.zip", site(BLUE)), widths)),
            Requirement(id="data", title="商品资料 Product data", price=10_000, check="dataset",
                        reference_files=(pinned("dataset.toml", CONTRACT),)),
        ),
    )  # fmt: skip
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))
    hashed = walk.order.hash if walk.order else ""
    walk.do("buyer", Propose(hash=hashed))
    walk.do("buyer", Accept(hash=hashed))
    walk.do("seller", Accept(hash=hashed))
    walk.fund("escrow", 30_000)
    walk.do("seller", Start(hash=hashed))
    return walk


def deliver(seller: Page, at: str, requirement: str, other: str, file: Path) -> None:
    """The seller hands one file in for one item, by the form."""
    seller.goto(f"{at}/work")
    one = form(seller, "deliver")
    one.locator(f'[name=requirements][value="{requirement}"]').check()
    one.locator(f'[name=requirements][value="{other}"]').uncheck()
    one.locator("[name=files]").set_input_files(str(file))
    send(one)


def work_off(order_id: str) -> set[str]:
    """Does what the acts left for the worker, by the worker's own tasks, in the order it was left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' AND args->>'order_id' = %s"
            " ORDER BY id",
            [order_id],
        )
        jobs = [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in cursor.fetchall()]
    for name, args in jobs:
        JOBS[name](**args)
    return {name for name, _ in jobs}


def files(folder: Path) -> tuple[Path, Path]:
    archive, table = folder / "site.zip", folder / "茶杯.csv"
    archive.write_bytes(site(RED, "img/茶壶.txt", "css/deep/er/all.css"))
    table.write_text(TABLE)
    return archive, table


def shown(page: Page) -> None:
    """Every picture in view of a full page is drawn."""
    # Fails for a picture that does not come or is none.
    page.evaluate("Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode() }))")


def colour_at(stack: Locator, x: float, y: float) -> tuple[int, int, int]:
    """The colour of a point of an element as it is on the screen; `x` and `y` from 0 to 1."""
    picture = Image.open(io.BytesIO(stack.screenshot())).convert("RGB")
    found = picture.getpixel((round(x * (picture.width - 1)), round(y * (picture.height - 1))))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def nearer(seen: tuple[int, int, int], one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether a colour is more like one than like another: the watermark tints both."""

    def far(a: tuple[int, int, int], b: tuple[int, int, int]) -> int:
        return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))

    return far(seen, one) < far(seen, other)


def choose(page: Page, view: str) -> Locator:
    """Chooses a way of looking by its label, and gives the stack of the two pictures in it."""
    page.locator(f"label[for=view-0-{view}]").click()
    stack = page.locator(f".pair .{view} .stack").first
    expect(stack).to_be_visible()
    return stack


def no_bytes(page: Page, order_id: str, wanted: dict[int, FileRef]) -> None:
    """Tries every address a buyer could think of; none of them gives a byte of what is sealed."""
    at = f"/orders/{order_id}"
    for seq, file in wanted.items():
        addresses = [
            f"{at}/deliveries/{seq}/files/{file.sha256}",
            f"{at}/deliveries/{seq}/files/{file.sha256.upper()}",
            f"{at}/deliveries/{seq}/files/{file.name}",
            f"{at}/deliveries/{seq}/files/",
            f"{at}/deliveries/{seq}/contents/{file.sha256}",
            f"{at}/deliveries/{seq}/pictures/{file.sha256}",
            f"{at}/deliveries/{seq}/pictures/99",
            f"{at}/references/{file.sha256}",
            f"{at}/exhibits/{seq}/file",
            f"{at}/checks/{seq}/report/{file.sha256}",
            *(f"{at}/checks/{check}/report/{name}"
              for check in state(order_id).checks for name in (file.name, file.sha256, "answers", "../site.zip")),
            f"/custody/sealed/{file.sha256}",
            f"/static/{file.sha256}",
            f"/media/{file.name}",
        ]  # fmt: skip
        for address in addresses:
            answer = page.request.get(address)
            assert answer.status == 404, (address, answer.status)
            assert MARKER not in answer.body(), address
    exported = page.request.get(f"{at}/record/export")
    assert exported.status == 200
    with zipfile.ZipFile(io.BytesIO(exported.body())) as bundle:
        inside = [bundle.read(name) for name in bundle.namelist()]
    sealed = {b"".join(custody.store().open(order_id, file.sha256)) for file in wanted.values()}
    assert not sealed & set(inside)


@pytest.mark.parametrize("company", ["zh"], indirect=True)
def test_sealed_work_is_looked_at_compared_and_given_out_item_by_item(
    company: Company, enter: Enter, tmp_path: Path
) -> None:
    walk = started(company)
    at = f"/orders/{walk.order_id}"
    archive, table = files(tmp_path)
    seller, buyer = enter("seller"), enter("buyer", width=1440)
    deliver(seller, at, "page", "data", archive)
    deliver(seller, at, "data", "page", table)
    one, two = state(walk.order_id).deliveries
    buyer.goto(f"{at}/deliveries/{one}/contents")
    expect(buyer.locator(".slip.news[role=status]")).to_contain_text("正在查看这次交付")
    assert work_off(walk.order_id) == set(JOBS)

    # The pictures: three widths, drawn, each with a mark; and never the one that was taken.
    buyer.reload()
    shots = buyer.locator(".shots img")
    expect(shots).to_have_count(len(WIDTHS))
    shown(buyer)
    taken = inspection.taken(walk.order_id, one)
    assert taken is not None
    for number, shot in enumerate(taken.shots):
        seen = {part.request.get(f"{at}/deliveries/{one}/pictures/{number}").body() for part in (buyer, seller)}
        assert len(seen) == 2, "two people, two marks"
        for png in seen:
            drawn = Image.open(io.BytesIO(png)).convert("RGB")
            assert drawn.width == shot.width
            band = drawn.crop((0, 0, drawn.width, 280)).getcolors(100_000)
            assert band is None or len(band) > 1, "the band is of one colour only without its mark"
    # The tree: every file by size and hash.
    for file in taken.opened[0].files:
        row = buyer.locator(".tree li").filter(has_text=file.sha256)
        expect(row).to_contain_text(file.path.rpartition("/")[2])
    assert not too_wide(buyer)
    assert not faults(buyer)

    # The data: its shape, five rows, and no sixth.
    buyer.goto(f"{at}/deliveries/{two}/contents")
    data = buyer.locator("#data")
    expect(data).to_contain_text("CSV，30 行 × 3 列")
    expect(data.locator("table").last.locator("tbody tr")).to_have_count(5)
    expect(data).to_contain_text("茶杯5")
    expect(data).not_to_contain_text("茶杯6,")
    expect(buyer.locator("#items .checks")).to_contain_text("数据核对")
    assert not faults(buyer)

    # The report of the comparison, from beside its item; side by side, slider, overlay.
    buyer.goto(f"{at}/deliveries/{one}/contents")
    expect(buyer.locator("#items .checks")).to_contain_text("颜色不同")
    buyer.get_by_role("link", name="查看报告").click()
    expect(buyer.locator("h1")).to_contain_text("仿")
    expect(buyer.locator(".side svg.page").first).to_be_visible()
    stack = choose(buyer, "slide")
    line = buyer.locator(".pair .slide input[type=range]").first
    for x, delivered in ((0.3, True), (0.7, False)):
        assert nearer(colour_at(stack, x, 0.1), RED, BLUE) == delivered
    line.focus()
    for _ in range(30):
        buyer.keyboard.press("ArrowRight")
    assert line.input_value() == "80"
    assert nearer(colour_at(stack, 0.7, 0.1), RED, BLUE), (
        "drawn to the right, the delivery covers what the reference was"
    )
    box = stack.bounding_box()
    assert box is not None
    buyer.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 40)
    buyer.mouse.down()
    buyer.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 40, steps=4)
    buyer.mouse.up()
    assert line.input_value() == "10"
    assert nearer(colour_at(stack, 0.3, 0.1), BLUE, RED)
    stack = choose(buyer, "over")
    different = tuple(abs(a - b) for a, b in zip(BLUE, RED, strict=True))
    assert nearer(colour_at(stack, 0.5, 0.1), different, (0, 0, 0))  # type: ignore[arg-type]
    assert nearer(colour_at(stack, 0.9, 0.95), (0, 0, 0), (255, 255, 255)), "where both are alike nothing is left"
    assert not faults(buyer)

    # Before it is his, no address gives it, to nobody but the seller.
    sealed = {seq: held.act.files[0] for seq, held in state(walk.order_id).deliveries.items()}
    no_bytes(buyer, walk.order_id, sealed)
    for part in ("mediator", "buyer2", "seller2"):
        stranger = enter(part)
        for seq, file in sealed.items():
            for tail in ("contents", f"files/{file.sha256}", "pictures/0"):
                assert stranger.request.get(f"{at}/deliveries/{seq}/{tail}").status == 404, (part, tail)
        for check in state(walk.order_id).checks:
            assert stranger.request.get(f"{at}/checks/{check}/report/").status == 404, part

    # One is accepted where it was looked at, the other rejected with a reason.
    buyer.goto(f"{at}/deliveries/{one}/contents")
    send(form(buyer, "inspect", requirement="page", verdict="accepted"))
    reason = {"reason": "只有三十行，约定是一百八十行。"}
    act(buyer, f"{at}/deliveries/{two}/contents", "inspect", reason, requirement="data", verdict="rejected")
    expect(buyer.locator("#items blockquote")).to_contain_text("只有三十行")
    buyer.goto(f"{at}/work")
    link = buyer.get_by_role("link", name="site.zip")
    with buyer.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == archive.read_bytes()
    receipts = [e.body.act for e, _ in store.entries(walk.order_id) if e.body and isinstance(e.body.act, HandOver)]
    assert [(r.delivery, r.to, r.files) for r in receipts] == [(one, "buyer", (sealed[one].sha256,))]
    no_bytes(buyer, walk.order_id, {two: sealed[two]})


@pytest.mark.parametrize("company", ["en"], indirect=True)
def test_without_scripts_it_is_all_there_and_a_finding_points_at_its_place(
    company: Company, enter: Enter, tmp_path: Path
) -> None:
    walk = started(company)
    at = f"/orders/{walk.order_id}"
    archive, table = files(tmp_path)
    seller, buyer = enter("seller", script=False), enter("buyer", script=False, width=390)
    deliver(seller, at, "page", "data", archive)
    deliver(seller, at, "data", "page", table)
    one, two = state(walk.order_id).deliveries
    work_off(walk.order_id)

    buyer.goto(f"{at}/deliveries/{one}/contents")
    expect(buyer.locator(".shots img")).to_have_count(len(WIDTHS))
    expect(buyer.locator("#files")).to_contain_text("all.css")
    expect(buyer.locator("#items .checks")).to_contain_text("Colour differs")
    buyer.goto(f"{at}/deliveries/{two}/contents")
    expect(buyer.locator("#data")).to_contain_text("CSV, 30 rows × 3 columns")
    expect(buyer.locator("#pictures")).to_contain_text("no web page")
    check = next(seq for seq, found in state(walk.order_id).checks.items() if found.requirement == "page")
    buyer.goto(f"{at}/checks/{check}/report/")
    expect(buyer.locator("html")).to_have_attribute("lang", "en")
    expect(buyer.locator("h1")).to_be_visible()
    stack = choose(buyer, "slide")
    # Without a script the upper picture is drawn wider by its corner; it begins at the middle.
    assert nearer(colour_at(stack, 0.3, 0.1), RED, BLUE)
    assert nearer(colour_at(stack, 0.7, 0.1), BLUE, RED)
    expect(choose(buyer, "over")).to_be_visible()

    reason = {"reason": "The band is red; blue was agreed."}
    buyer.goto(f"{at}/deliveries/{two}/contents")
    send(form(buyer, "inspect", requirement="data", verdict="accepted"))
    act(buyer, f"{at}/deliveries/{one}/contents", "inspect", reason, requirement="page", verdict="rejected")

    # The bench shows the check beside its item; the mediator points at the colour.
    walk.order, walk.at = state(walk.order_id), clock.now()
    walk.do("buyer", Dispute(requirements=("page",), reason="Another colour than agreed."), minutes=0)
    walk.do("mediator", Take(mediator=walk.cast.mediator, no_conflict=True), minutes=0)
    mediator = enter("mediator", width=1440)
    mediator.goto(f"{at}/bench")
    expect(mediator.locator("#item-page .checks")).to_contain_text("Colour differs")
    find = form(mediator, "find", requirement="page")
    find.locator("[name=delivered_bp]").fill("80")
    find.locator("[name=reason]").fill("Everything is there; the band has another colour.")
    place = find.locator(".cites.picking li").filter(has=mediator.locator("img")).first
    find.locator(".places > details > summary").click()
    shown(mediator)
    number = str(place.locator("input").get_attribute("value")).partition(":")[2]
    place.locator("label").click()
    assert not faults(mediator)
    send(find)
    (found,) = state(walk.order_id).findings.values()
    assert [(cite.check, cite.ground) for cite in found.act.checks] == [(check, number)]

    walk.order, walk.at = state(walk.order_id), clock.now()
    walk.do("mediator", FindCause(cause="seller", reason="The colour was agreed."), minutes=0)
    for party in ("buyer", "seller"):
        walk.do(party, WaiveEvidence(), minutes=0)
    walk.do("mediator", Determine(), minutes=0)
    reader = enter("buyer", width=1440)
    reader.goto(f"{at}/decision")
    cited = reader.locator(".cites li")
    expect(cited).to_have_count(1)
    shown(reader)
    assert not faults(reader)
    cited.get_by_role("link", name="See it in the report").click()
    expect(reader).to_have_url(re.compile(rf"/checks/{check}/report/#{number}$"))
    expect(reader.locator(f"#{number}")).to_be_in_viewport()
    asked: list[str] = []

    def outside(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    reader.route(re.compile(r"^https?://(?!localhost|127\.0\.0\.1)"), outside)
    reader.reload()
    assert asked == [], "a report loads nothing from anywhere"
