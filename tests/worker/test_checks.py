"""Every kind of check, lived: named in an order with its settings as a file, run by the worker, found on the record."""

import io
import json
import zipfile
from typing import Any

import msgspec
import pytest
from django.db import connection

from gongdao.checks import sandbox
from gongdao.checks.capture import capture_fault
from gongdao.checks.runner import KINDS, REPORT
from gongdao.checks.shape import Report, report_hash
from gongdao.cli.sample import Walk
from gongdao.kernel.acts import Accept, AcceptItem, CheckResult, Draft, HowToRun, Propose, Start
from gongdao.kernel.canonical import digest
from gongdao.kernel.values import Agreement, FileRef, Requirement
from gongdao.record import store
from gongdao.services import checks, custody, reports
from gongdao.services.perform import Done
from tests.worker.test_run import jobs_left, until

fault = capture_fault() or sandbox.fault()
pytestmark = pytest.mark.skipif(fault is not None, reason=f"nothing can be rendered or run here: {fault}")

HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Cloud Hill</title><body>"
LOGO = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='60'><rect width='80' height='60' fill='{}'/></svg>"
REFERENCE = {
    "index.html": f"""{HEAD}<header><img src="logo.svg" alt="logo"></header><h1>Cloud Hill</h1>
<p>Tea from one hill, picked by hand.</p><p><button>Menu</button></p><div id=list hidden>Contact us</div>
<footer>Open daily</footer>""",
    "logo.svg": LOGO.format("#a33"),
}
DELIVERY = {
    "index.html": REFERENCE["index.html"].replace("<button>", "<button onclick='list.hidden = false'>"),
    # Another name's worth of bytes than the agreed one would not do: it is compared by its bytes.
    "logo.svg": LOGO.format("#3a3"),
    "goods.csv": "name,price\ncup,12\nbowl,30\npot,88\n",
    "serve.py": "import http.server, os\n"
    "http.server.test(http.server.SimpleHTTPRequestHandler, port=int(os.environ['PORT']), bind='127.0.0.1')\n",
}
CHANGES = """
logo is file logo.svg
after click on "Menu" shows text "Contact us"
footer text "Open daily" is "Closed"
"""
SETTINGS: dict[str, dict[str, Any]] = {
    "imitation": {"mode": "own", "widths": [1280]},
    "changes": {"agreed": CHANGES.replace("footer text", "in footer text"), "widths": [1280]},
    "works": {"widths": [1280], "forms": [{"page": "index.html"}]},
    "starts": {"expect_text": "Cloud Hill", "start_s": 60.0, "answer_s": 30.0},
    "dataset": {"file": "goods.csv", "fields": [{"name": "name"}, {"name": "price", "type": "integer"}], "rows_min": 4},
    "same": {"from_share": 0.4},
}
WITH_REFERENCE = ("imitation", "changes", "same")
EXPECTED = {
    "imitation": "passed",
    "changes": "failed",
    "works": "failed",
    "starts": "passed",
    "dataset": "failed",
    "same": "passed",
}


def packed(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), text)
    return buffer.getvalue()


def agreed(walk: Walk) -> Agreement:
    """An item for each kind, with its settings and what it is compared with sealed beside the order."""

    def kept(name: str, content: bytes) -> FileRef:
        return custody.keep(walk.order_id, name, io.BytesIO(content))

    def files(kind: str) -> tuple[FileRef, ...]:
        found = [kept(f"{kind}.json", json.dumps(SETTINGS[kind]).encode())]
        if kind in WITH_REFERENCE:
            found.append(kept("site.zip", packed(REFERENCE)))
        if kind == "changes":
            found.append(kept("logo.svg", DELIVERY["logo.svg"].encode()))
        return tuple(found)

    return Agreement(
        title="A tea shop",
        requirements=tuple(
            Requirement(
                id=kind, title=f"Item {kind}", what="as agreed", check=kind, reference_files=files(kind), price=100
            )  # type: ignore[arg-type]
            for kind in KINDS
        ),
    )


def delivered(walk: Walk) -> int:
    """The order lived up to its one delivery, which says how it is started."""
    walk.do("buyer", Draft(buyer=walk.cast.buyer, seller=walk.cast.seller, agreement=agreed(walk)))
    assert walk.order is not None
    walk.do("buyer", Propose(hash=walk.order.hash))
    for kind in KINDS:
        walk.do("seller", AcceptItem(requirement=kind))
    walk.do("buyer", Accept(hash=walk.order.hash))
    walk.do("seller", Accept(hash=walk.order.hash))
    walk.fund("escrow", 100 * len(KINDS))
    walk.do("seller", Start(hash=walk.order.hash))
    done = custody.deliver(
        walk.order_id,
        walk.cast.actor("seller"),
        tuple(KINDS),
        [custody.keep(walk.order_id, "work.zip", io.BytesIO(packed(DELIVERY)))],
        run=HowToRun(kind="python", entry="serve.py"),
        key="hand-in",
    )
    assert isinstance(done, Done)
    return done.entries[0].seq


def results(walk: Walk) -> dict[str, CheckResult]:
    acts = [entry.body.act for entry, _ in store.entries(walk.order_id) if entry.body]
    return {act.requirement: act for act in acts if isinstance(act, CheckResult)}


def kept_report(walk: Walk, act: CheckResult) -> Report:
    archive = reports.opened(walk.order_id, act.report_sha256)
    assert archive is not None, act.kind
    assert b"<html" in archive.read("index.html")
    return msgspec.json.decode(archive.read(REPORT), type=Report)


def test_the_worker_runs_every_kind_and_the_record_has_what_came_of_it(walk: Walk, working: None) -> None:
    delivery = delivered(walk)
    until(lambda: set(results(walk)) == set(KINDS), 300)
    until(lambda: jobs_left() == 0, 300)
    found = results(walk)
    assert {kind: act.outcome for kind, act in found.items()} == EXPECTED, [
        (kind, act.reasons) for kind, act in found.items()
    ]
    for kind, act in found.items():
        report = kept_report(walk, act)
        assert (act.kind, act.delivery, report.kind) == (kind, delivery, kind)
        # What the record holds is the report that is kept: its hash, and version and settings to repeat it with.
        assert report_hash(report) == act.report_sha256
        assert (act.version, act.settings_sha256) == (report.version, digest(report.settings))
        assert report.version not in ("", "-")
        assert {name for name, _ in report.inputs} >= {"delivery"} | (
            {"reference"} if kind in WITH_REFERENCE else set()
        )
    judged = {kind: kept_report(walk, act) for kind, act in found.items()}
    assert judged["imitation"].settings["mode"] == "own"
    assert found["imitation"].score is not None
    verdicts = {g.text: g.label for g in judged["changes"].grounds if g.code == "change"}
    assert verdicts == {
        "logo is file logo.svg": "done",
        'after click on "Menu" shows text "Contact us"': "done",
        'in footer text "Open daily" is "Closed"': "not_done",
    }
    assert [g.code for g in judged["works"].grounds if g.data["outcome"] == "failed"] == ["form_missing"]
    # How it is started was the delivery's own word, what it must show the agreement's.
    assert judged["starts"].facts["command"] == "python3 serve.py"
    assert judged["starts"].grounds[0].value == 200
    assert [g.code for g in judged["dataset"].grounds if g.data["outcome"] == "failed"] == ["rows"]
    assert judged["same"].facts["shares"]["reference"]["files"] > 0


def test_the_same_question_asked_again_adds_nothing(walk: Walk) -> None:
    delivery = delivered(walk)
    first = checks.run(walk.order_id, delivery, "same")
    assert isinstance(first, Done)
    again = checks.run(walk.order_id, delivery, "same")
    assert isinstance(again, Done)
    assert [e.seq for e in again.entries] == [e.seq for e in first.entries]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'gongdao.check'")
        assert cursor.fetchone()[0] == len(KINDS)
