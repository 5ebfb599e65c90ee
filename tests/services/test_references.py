"""The reference is captured when it is agreed: by the worker, for both to see, and what counts is the copy."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from gongdao.checks.capture import capture_fault
from gongdao.checks.capture.live import Limits, take
from gongdao.checks.capture.live_addresses import reach_of
from gongdao.cli.sample import Cast, Walk
from gongdao.custody.faults import Refused
from gongdao.kernel.acts import Accept, Amend, Draft, Propose, Start
from gongdao.kernel.state import Check
from gongdao.kernel.values import Agreement, FileRef, Requirement
from gongdao.services import checks, custody, queries, references, tasks
from gongdao.services.perform import Done
from tests.little_site import LittleSite

TEA = """<!doctype html><title>Tea house</title>
<style>body{margin:0;font:18px sans-serif}header{background:#164;color:#fff;padding:24px}main{padding:24px}</style>
<header><h1>Hill Tea House</h1><p>Celadon since 1271</p></header><main><h2>This spring</h2>
<ul><li>Longjing, two hundred grams</li><li>Biluochun, a hundred grams</li><li>White peony</li></ul>
<p>Open from nine to six, closed on Mondays. Write to us before you come by.</p></main>"""
CAR = """<!doctype html><title>Motors</title>
<style>body{background:#111;color:#eee;font:30px serif}td{padding:40px}</style>
<table><tr><td>Fast cars for sale</td><td>Call now</td></tr><tr><td>Engines</td><td>Tyres</td></tr></table>"""

fault = capture_fault()
shown = pytest.mark.skipif(fault is not None, reason=f"nothing can be rendered here: {fault}")


@pytest.fixture
def site(settings: Any) -> Iterator[LittleSite]:
    little = LittleSite()
    little.page("/", TEA)
    settings.CAPTURE = reach_of(little.host)
    yield little
    little.close()


@pytest.fixture
def unshown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Captures without a browser: what these tests ask about is not what scripts fetch."""
    monkeypatch.setattr(references, "take", partial(take, limits=Limits(rounds=0)))


def item(site: LittleSite, check: str = "imitation", *files: FileRef) -> Requirement:
    text = f"Like {site.at('/')}, please"
    return Requirement(id="page", title="Page", price=10_000, check=check, reference=text, reference_files=files)  # type: ignore[arg-type]


def drafted(walk: Walk, requirement: Requirement) -> None:
    agreement = Agreement(title="A page", requirements=(requirement,))
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreement))


def captured(walk: Walk, site: LittleSite) -> FileRef:
    """Asked for by the buyer, done by the worker's own handler."""
    address = site.at("/")
    assert references.ask(walk.order_id, address, "alice") is None
    assert references.waiting(walk.order_id, address)
    tasks.capture(walk.order_id, address)
    found = references.latest(walk.order_id, address)
    assert found is not None
    assert found.file is not None, found.reason
    return found.file


def test_a_capture_is_a_job_a_sealed_file_and_no_act(walk: Walk, site: LittleSite, unshown: None) -> None:
    drafted(walk, item(site))
    before = walk.order
    file = captured(walk, site)
    assert walk.order == before
    assert file.name.startswith("127.0.0.1-")
    assert file.name.endswith(".capture.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(custody.store().open(walk.order_id, file.sha256)))) as archive:
        assert archive.read("index.html") == TEA.encode()
    known = references.captured(walk.order_id, file.sha256)
    assert known is not None
    assert (known.address, known.pages, known.files) == (site.at("/"), (site.at("/"),), 1)
    assert known.not_rendered == "not_asked"
    # Another order knows nothing of it, nor does this one of other files.
    assert references.captured("x" * 20, file.sha256) is None
    assert references.captured(walk.order_id, "0" * 64) is None


def test_pressed_twice_it_is_one_job(walk: Walk, site: LittleSite) -> None:
    for _ in range(3):
        assert references.ask(walk.order_id, site.at("/"), "alice") is None
    jobs = ProcrastinateJob.objects.filter(task_name=references.TASK)
    assert [job.args for job in jobs] == [{"order_id": walk.order_id, "address": site.at("/")}]


def test_nobody_makes_this_server_a_scanner(walk: Walk, site: LittleSite) -> None:
    for n in range(references.CAPTURES_AN_HOUR):
        assert references.ask(walk.order_id, site.at(f"/{n}"), "alice") is None
    refused = references.ask(walk.order_id, site.at("/more"), "alice")
    assert refused is not None
    assert refused.code == "capture_too_often"
    assert references.ask(walk.order_id, site.at("/more"), "bob") is None


@pytest.mark.parametrize(
    ("address", "code"),
    [("", "no_address"), ("ftp://a.example/", "scheme_refused"), ("http://me:word@a.example/", "userinfo_refused")],
)
def test_what_cannot_be_captured_is_refused_before_there_is_a_job(
    walk: Walk, site: LittleSite, address: str, code: str
) -> None:
    refused = references.ask(walk.order_id, address, "alice")
    assert refused is not None
    assert refused.code == code
    assert not references.waiting(walk.order_id, address)


def test_where_captures_are_off_nothing_is_asked(walk: Walk, site: LittleSite, settings: Any) -> None:
    settings.CAPTURE = None
    refused = references.ask(walk.order_id, site.at("/"), "alice")
    assert refused is not None
    assert refused.code == "capture_off"


def test_a_failure_is_told_and_may_be_tried_again(walk: Walk, site: LittleSite, settings: Any, unshown: None) -> None:
    settings.CAPTURE = reach_of("public")
    tasks.capture(walk.order_id, site.at("/"))
    found = references.latest(walk.order_id, site.at("/"))
    assert found is not None
    assert found.file is None
    assert found.reason is not None
    assert found.reason.code == "port_refused"
    settings.CAPTURE = reach_of(site.host)
    tasks.capture(walk.order_id, site.at("/"))
    found = references.latest(walk.order_id, site.at("/"))
    assert found is not None
    assert found.file is not None


def test_what_custody_does_not_take_is_no_capture(
    walk: Walk, site: LittleSite, unshown: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> FileRef:
        raise Refused("virus_found", name="x", virus="Eicar")

    monkeypatch.setattr(custody, "keep", refusing)
    tasks.capture(walk.order_id, site.at("/"))
    found = references.latest(walk.order_id, site.at("/"))
    assert found is not None
    assert found.file is None
    assert found.reason is not None
    assert (found.reason.code, found.reason.data) == ("not_kept", {"fault": "virus_found"})


def test_it_goes_with_the_order_it_was_sealed_for(walk: Walk, site: LittleSite, unshown: None) -> None:
    file = captured(walk, site)
    custody.store().erase(walk.order_id)
    assert references.captured(walk.order_id, file.sha256) is None
    assert references.latest(walk.order_id, site.at("/")) is None
    tasks.capture(walk.order_id, site.at("/"))
    assert references.latest(walk.order_id, site.at("/")) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("像 https://a.cn/x?id=1 那样", "https://a.cn/x?id=1"),
        ("见（http://a.cn/x）。", "http://a.cn/x"),
        ("see http://a.cn/x, and http://b.cn", "http://a.cn/x"),
        ("HTTPS://A.cn/", "HTTPS://A.cn/"),
        ("the shop on the corner", ""),
        ("ftp://a.cn", ""),
    ],
)
def test_the_address_in_a_reference_is_found(text: str, address: str) -> None:
    assert references.address_in(text) == address


def test_a_file_pins_a_reference_and_settings_do_not(site: LittleSite) -> None:
    file = FileRef(name="saved.zip", size=1, sha256="ab" * 32)
    agreed = FileRef(name="imitation.toml", size=1, sha256="cd" * 32)
    assert references.unpinned(item(site)) == site.at("/")
    assert references.unpinned(item(site, "imitation", agreed)) == site.at("/")
    assert references.unpinned(item(site, "imitation", agreed, file)) == ""


# -- what counts -------------------------------------------------------------------------------------------------------


def agreed_and_delivered(walk: Walk, cast: Cast, site: LittleSite, check: str, work: bytes, name: str) -> int:
    """A draft with an address; the capture put in by the buyer's own amendment; both accept; the seller delivers."""
    drafted(walk, item(site, check))
    file = captured(walk, site)
    extra: tuple[FileRef, ...] = ()
    if check == "dataset":
        contract = b'[[fields]]\nname = "tea"\n\n[sample]\nrows = 3\nfields = ["tea"]\n'
        extra = (custody.keep(walk.order_id, "dataset.toml", io.BytesIO(contract)),)
    amended = Agreement(title="A page", requirements=(item(site, check, file, *extra),))
    walk.do("buyer", Amend(agreement=amended, reason="the page as captured"))
    order = walk.order
    assert order is not None
    walk.do("buyer", Propose(hash=order.hash))
    walk.do("buyer", Accept(hash=order.hash))
    walk.do("seller", Accept(hash=order.hash))
    agreed = order.requirement("page")
    assert agreed is not None
    assert file in agreed.reference_files
    walk.fund("escrow", 10_000)
    walk.do("seller", Start(hash=order.hash))
    # The site becomes another one, and then none at all.
    site.page("/", CAR)
    site.close()
    return walk.deliver(("page",), {name: work}, "")


def judged(walk: Walk, seq: int) -> Check:
    done = checks.run(walk.order_id, seq, "page")
    assert isinstance(done, Done)
    (result,) = done.order.checks.values()
    if "deadline" in result.reasons:
        pytest.skip("this machine is too busy to show two pages within the check's deadline")
    return result


def packed(markup: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", markup)
    return out.getvalue()


@shown
def test_a_delivery_is_judged_by_the_page_as_it_was_agreed_and_not_as_it_became(
    walk: Walk, cast: Cast, site: LittleSite
) -> None:
    seq = agreed_and_delivered(walk, cast, site, "imitation", packed(TEA), "work.zip")
    order = queries.state(walk.order_id)
    assert order is not None
    (pinned,) = order.requirement("page").reference_files  # type: ignore[union-attr]
    known = references.captured(walk.order_id, pinned.sha256)
    assert known is not None
    assert {shot.width for shot in known.shots} == {1440, 390}
    png = references.picture(walk.order_id, pinned.sha256, 0)
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert references.picture(walk.order_id, pinned.sha256, 99) is None
    result = judged(walk, seq)
    assert (result.outcome, result.reasons) == ("passed", ())
    assert result.score is not None
    assert result.score > 9_900


@shown
def test_a_copy_of_what_the_site_became_is_not_what_was_agreed(
    walk: Walk, cast: Cast, site: LittleSite, unshown: None
) -> None:
    seq = agreed_and_delivered(walk, cast, site, "imitation", packed(CAR), "work.zip")
    result = judged(walk, seq)
    assert result.outcome == "failed"


def test_rows_are_sampled_against_the_captured_page(walk: Walk, cast: Cast, site: LittleSite, unshown: None) -> None:
    rows = b"tea\nLongjing\nBiluochun\nWhite peony\n"
    seq = agreed_and_delivered(walk, cast, site, "dataset", rows, "tea.csv")
    result = judged(walk, seq)
    assert (result.outcome, result.reasons) == ("passed", ())
