"""Nothing the platform makes of a delivery lies open in its data folder, and with the order's key all of it is gone."""

import io
import multiprocessing
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from gongdao.checks.shape import Ground, Report, report_hash
from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.config.shelves import s3_options
from gongdao.custody.faults import Erased
from gongdao.kernel.acts import Deliver
from gongdao.kernel.values import Requirement
from gongdao.services import archives, checks, custody, desks, inspection, queries, reports, tasks
from tests import s3

MARKER = "UNMISTAKABLE-7f3a"


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Iterator[Path]:
    settings.DATA = tmp_path
    custody.store.cache_clear()
    yield tmp_path
    custody.store.cache_clear()


@pytest.fixture(params=["folder", "s3"])
def shelf(request: pytest.FixtureRequest, data: Path, settings: Any) -> Iterator[Any]:
    """The data folder alone, or with a bucket whose objects are searched too."""
    if request.param == "folder":
        yield None
        return
    from storages.backends.s3 import S3Storage

    with s3.served() as address:
        settings.CUSTODY_S3 = s3_options(f"s3://test:test@{address}/work-{os.urandom(4).hex()}/sealed")
        bucket = S3Storage(**settings.CUSTODY_S3)
        bucket.connection.create_bucket(Bucket=settings.CUSTODY_S3["bucket_name"])
        custody.store.cache_clear()
        yield bucket


def lying_open(folder: Path, bucket: Any = None) -> list[str]:
    """Names of files and objects that hold the marker, or begin as a picture does."""
    found = {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    if bucket is not None:
        found |= {one.key: one.get()["Body"].read() for one in bucket.bucket.objects.all()}
    return [name for name, held in found.items() if MARKER.encode() in held or b"\x89PNG" in held]


def parcel(*, page: bool = False) -> bytes:
    """A table, and a page if it is to be pictured: that takes a browser its time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if page:
            archive.writestr("index.html", f"<title>{MARKER}</title><h1>{MARKER}</h1>")
        archive.writestr("cups.csv", f"name,price\n{MARKER},3\nbowl,4\n")
    return packed.getvalue()


def working(walk: Walk) -> None:
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.work(walk, "en")


def made(walk: Walk, *, page: bool = False) -> tuple[int, Report]:
    """A delivery with everything the worker makes of one: its inspection and a report, with pictures."""
    working(walk)
    delivery = walk.deliver(("template", "changes", "data"), {f"{MARKER}.zip": parcel(page=page)}, "")
    tasks.pictures_of(walk.order_id, delivery)
    report = Report(kind="works", version="1", outcome="passed", grounds=(Ground(code="seen", text=MARKER),))
    with desks.desk() as desk:
        folder = desk / "report"
        folder.mkdir()
        (folder / "index.html").write_text(f"<h1>{MARKER}</h1>")
        (folder / "crop.png").write_bytes(b"\x89PNG" + MARKER.encode())
        reports.finish(folder, report)
        archives.keep(walk.order_id, (reports.label_of(report_hash(report)),), folder, desk / "draft")
    return delivery, report


def test_nothing_lies_open_and_erased_nothing_can_be_read(walk: Walk, data: Path, shelf: Any) -> None:
    delivery, report = made(walk, page=shelf is None)
    taken = inspection.taken(walk.order_id, delivery)
    assert taken is not None
    assert taken.data.tables == () or MARKER in str(taken.data.tables[0].sample)
    kept = reports.opened(walk.order_id, report_hash(report))
    assert kept is not None
    assert MARKER.encode() in b"".join(kept.pieces("index.html"))
    assert lying_open(data, shelf) == []
    custody.store().erase(walk.order_id)
    assert inspection.taken(walk.order_id, delivery) is None
    assert reports.opened(walk.order_id, report_hash(report)) is None
    assert reports.places(walk.order_id, report_hash(report)) is None
    assert inspection.marked(walk.order_id, delivery, 0, "x") is None
    assert lying_open(data, shelf) == []
    sealed = (
        list(shelf.bucket.objects.all())
        if shelf
        else [p for p in (data / "custody/sealed").rglob("*/*") if p.is_file()]
    )
    assert sealed == []


def test_what_goes_back_to_the_seller_is_erased_with_its_pictures_and_evidence_stays(
    walk: Walk, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery, report = made(walk)
    order = queries.state(walk.order_id)
    assert order is not None
    tasks.erase_delivery(walk.order_id, delivery)
    assert inspection.taken(walk.order_id, delivery) is not None, "what is still in custody is not erased"
    files = [file.sha256 for file in order.deliveries[delivery].act.files]
    assert all(custody.store().has(walk.order_id, sha256) for sha256 in files)
    gone = {seq: replace(held, returned=True) for seq, held in order.deliveries.items()}
    monkeypatch.setattr(queries, "state", lambda _: replace(order, deliveries=gone))
    tasks.erase_delivery(walk.order_id, delivery)
    assert inspection.taken(walk.order_id, delivery) is None
    assert not any(custody.store().has(walk.order_id, sha256) for sha256 in files)
    assert reports.opened(walk.order_id, report_hash(report)) is not None, "a finding may rest on it"
    tasks.erase_delivery(walk.order_id, delivery)


def test_taken_after_erasure_nothing_is_kept(walk: Walk, data: Path) -> None:
    working(walk)
    delivery = walk.deliver(("template",), {"parcel.zip": parcel()}, "")
    custody.store().erase(walk.order_id)
    inspection.take(walk.order_id, delivery)
    assert inspection.taken(walk.order_id, delivery) is None
    assert lying_open(data) == []


def test_an_archive_is_the_same_twice_and_never_held_whole(data: Path, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("made")
    (folder / "deep").mkdir()
    (folder / "deep" / "a.html").write_text("<p>a</p>")
    (folder / "b.png").write_bytes(os.urandom(3_000_000))
    (folder / "link.html").symlink_to("/etc/hostname")
    desk = tmp_path_factory.mktemp("desk")
    archives.keep("o-1", ("one",), folder, desk / "draft")
    archives.keep("o-1", ("two",), folder, desk / "draft")
    sealed = [p for p in (data / "custody" / "sealed").rglob("*/*") if p.is_file()]
    assert len(sealed) == 3, "one archive and two labels"
    opened = archives.opened("o-1", "two")
    assert opened is not None
    pieces = list(opened.pieces("b.png"))
    assert max(map(len, pieces)) <= archives.PIECE
    assert b"".join(pieces) == (folder / "b.png").read_bytes()
    assert opened.read("deep/a.html") == b"<p>a</p>"
    assert opened.size("link.html") is None, "a link is not followed out of the folder"
    assert archives.opened("o-1", "three") is None
    assert archives.opened("o-2", "one") is None
    assert list(desk.iterdir()) == []


def test_an_erased_order_takes_no_archive(data: Path, tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.html").write_text(MARKER)
    archives.keep("o-1", ("one",), folder, folder.parent / "draft-1")
    custody.store().erase("o-1")
    with pytest.raises(Erased):
        archives.keep("o-1", ("one",), folder, folder.parent / "draft-1")
    assert not archives.has("o-1", "one")


def _sit(ready: Any) -> None:
    with desks.desk() as place:
        (place / "open.html").write_text(MARKER)
        ready.put(str(place))
        time.sleep(600)


def test_the_desk_of_a_killed_worker_is_cleared_and_a_living_ones_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    context = multiprocessing.get_context("fork")
    ready = context.Queue()
    worker = context.Process(target=_sit, args=(ready,))
    worker.start()
    left = Path(ready.get(timeout=60))
    assert desks.sweep() == 0, "its worker lives"
    assert (left / "open.html").exists()
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    with desks.desk() as place:
        assert not left.exists()
        assert (place.stat().st_mode & 0o777) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_a_check_leaves_no_plain_report_behind(walk: Walk, data: Path) -> None:
    """A real check through the real runner: what remains of it in the data folder is sealed."""
    working(walk)
    file = custody.keep(walk.order_id, "parcel.zip", io.BytesIO(parcel()))
    with desks.desk() as desk:
        contract = b'{"fields": [{"name": "name", "unique": true}]}'
        agreed_shape = custody.keep(walk.order_id, "dataset.json", io.BytesIO(contract))
        asked = Requirement(id="data", title="data", check="dataset", price=1, reference_files=(agreed_shape,))
        report = checks._answer(walk.order_id, asked, Deliver(requirements=("data",), files=(file,)), desk)
    if report.reasons:
        pytest.skip(f"the check cannot run here: {report.reasons[0].code}")
    kept = reports.opened(walk.order_id, report_hash(report))
    assert kept is not None
    assert MARKER.encode() in kept.read("index.html")
    assert lying_open(data) == []
