"""The buyer looks at what he has not got: pictures of the delivered pages, each with his name across it."""

import io
import zipfile
from typing import Any

import pytest
from PIL import Image, ImageChops

from gongdao.checks import capture as capturing
from gongdao.checks.capture import capture_fault
from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.custody.inspection import WIDTHS
from gongdao.services import inspection, tasks

fault = capture_fault()
pytestmark = pytest.mark.skipif(fault is not None, reason=f"nothing can be rendered here: {fault}")


def site() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.html", "<title>Tea</title><body style='background:#fff'><h1>Celadon</h1><p>cups</p>")
        archive.writestr("list.html", "<title>List</title><h1>All cups</h1>")
    return packed.getvalue()


def working(walk: Walk) -> int:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.work(walk, "en")
    return walk.deliver(("template",), {"site.zip": site()}, "three pages")


def test_every_page_is_pictured_at_three_widths_and_marked(walk: Walk) -> None:
    delivery = working(walk)
    assert inspection.taken(walk.order_id, delivery) is None
    tasks.pictures_of(walk.order_id, delivery)
    found = inspection.taken(walk.order_id, delivery)
    assert found is not None
    assert {(s.page, s.width) for s in found.shots} == {(p, w) for p in ("index.html", "list.html") for w in WIDTHS}
    number = next(n for n, s in enumerate(found.shots) if s.page == "index.html" and s.width == WIDTHS[0])
    mine = inspection.marked(walk.order_id, delivery, number, "order · Alice")
    theirs = inspection.marked(walk.order_id, delivery, number, "order · Bob")
    assert mine is not None
    assert theirs is not None
    first, second = (Image.open(io.BytesIO(png)).convert("RGB") for png in (mine, theirs))
    assert first.width == WIDTHS[0]
    assert ImageChops.difference(first, second).getbbox() is not None
    assert inspection.marked(walk.order_id, delivery, 999, "x") is None
    small = [inspection.marked(walk.order_id, delivery, number, name, thumb=480) for name in ("Alice", "Bob")]
    tops = [Image.open(io.BytesIO(png or b"")).convert("RGB") for png in small]
    assert tops[0].width == 480
    assert ImageChops.difference(*tops).getbbox() is not None, "a thumbnail carries the mark as well"


def test_taken_again_nothing_changes(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.work(walk, "en")
    delivery = walk.deliver(("data",), {"data.csv": b"a,b\n1,2\n"}, "data")
    inspection.take(walk.order_id, delivery)
    before = inspection.taken(walk.order_id, delivery)
    inspection.take(walk.order_id, delivery)
    assert inspection.taken(walk.order_id, delivery) == before


def test_a_delivery_without_a_page_says_so(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.work(walk, "en")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data.csv", "a,b\n1,2\n")
    delivery = walk.deliver(("data",), {"data.zip": packed.getvalue()}, "data")
    inspection.take(walk.order_id, delivery)
    found = inspection.taken(walk.order_id, delivery)
    assert found is not None
    assert found.shots == ()
    assert found.reasons


def test_a_machine_too_busy_to_picture_a_page_tries_again_with_patience(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is kept for good, so a delivery must not carry the mark of one bad minute."""
    tries: list[float | None] = []
    real = capturing.capture

    def hurried(*given: Any, deadline_s: float | None = None, **more: Any) -> Any:
        tries.append(deadline_s)
        return real(*given, deadline_s=0.01 if deadline_s is None else deadline_s, **more)

    monkeypatch.setattr(capturing, "capture", hurried)
    delivery = working(walk)
    inspection.take(walk.order_id, delivery)
    assert tries == [None, inspection.PATIENT_SECONDS]
    found = inspection.taken(walk.order_id, delivery)
    assert found is not None
    assert found.reasons == ()
    assert {shot.status for shot in found.shots} == {"shown"}
