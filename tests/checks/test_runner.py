"""The runner: one answer to one question, a hard end, and hostile deliveries that reach nothing through it."""

from __future__ import annotations

import csv
import random
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gongdao.checks import runner, sandbox
from gongdao.checks.capture import capture_fault
from gongdao.checks.runner import KINDS, QuestionFault, key_of, run_check
from gongdao.checks.sandbox import MIB, Limits
from gongdao.checks.shape import Report, report_hash
from tests.checks.test_sandbox import running

pytestmark = pytest.mark.skipif(sandbox.fault() is not None, reason="no sandbox here")
needs_browser = pytest.mark.skipif(capture_fault() is not None, reason="no browser or no sandbox here")

CONTRACT: dict[str, Any] = {"contract": {"fields": [{"name": "a", "type": "integer"}]}}

WRITTEN = {"index.html", "en.html", "pairs.json", "report.css", "report.js", "report.json"}
"""What a report without pictures is made of."""


def table(folder: Path, *cells: str) -> Path:
    path = folder / "delivery"
    path.mkdir(parents=True, exist_ok=True)
    with (path / "t.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["a"], *([cell] for cell in cells)])
    return path


def site(folder: Path, page: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page)
    return folder


def test_a_report_is_kept_with_its_page(tmp_path: Path) -> None:
    delivery = table(tmp_path, "1", "x")
    work = tmp_path / "work"
    report = run_check("dataset", {"delivery": delivery}, work, settings=CONTRACT)
    assert report.outcome == "failed"
    kept = work / key_of("dataset", {"delivery": delivery}, CONTRACT)
    assert {path.name for path in kept.iterdir()} == WRITTEN
    assert [path.name for path in work.iterdir()] == [kept.name]


def test_the_same_question_is_answered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = table(tmp_path, "1")
    work = tmp_path / "work"
    first = run_check("dataset", {"delivery": delivery}, work, settings=CONTRACT)
    monkeypatch.setattr(runner, "_attempt", lambda *a: pytest.fail("was run again"))
    again = run_check("dataset", {"delivery": delivery}, work, settings=CONTRACT)
    assert report_hash(again) == report_hash(first)


def test_two_runs_of_one_question_agree(tmp_path: Path) -> None:
    delivery = table(tmp_path, "1", "2", "2")
    hashes = {
        report_hash(run_check("dataset", {"delivery": delivery}, tmp_path / name, settings=CONTRACT)) for name in "ab"
    }
    assert len(hashes) == 1


def test_another_delivery_or_setting_is_another_question(tmp_path: Path) -> None:
    one, two = table(tmp_path / "1", "1"), table(tmp_path / "2", "2")
    other = {"contract": {"fields": [{"name": "a"}]}}
    keys = {
        key_of("dataset", {"delivery": one}, CONTRACT),
        key_of("dataset", {"delivery": two}, CONTRACT),
        key_of("dataset", {"delivery": one}, other),
        key_of("same", {"delivery": one}, CONTRACT),
    }
    assert len(keys) == 4
    assert key_of("dataset", {"delivery": one}, CONTRACT) in keys


@pytest.mark.parametrize(
    ("kind", "names", "settings", "path"),
    [
        ("magic", ["delivery"], {}, "kind"),
        ("dataset", [], CONTRACT, "inputs.delivery"),
        ("imitation", ["delivery"], {}, "inputs.reference"),
        ("dataset", ["delivery", "../x"], CONTRACT, "inputs.../x"),
        ("dataset", ["delivery"], {"contract": {"fields": [{"name": "a", "type": "int"}]}}, "fields[0].type"),
        ("works", ["delivery"], {"width": 3}, "width"),
        ("starts", ["delivery"], {"run": {"kind": "ruby"}}, "run.kind"),
        ("imitation", ["delivery", "reference"], {"mode": "alike"}, "mode"),
        ("changes", ["delivery", "reference"], {"agreed": "make it nice"}, "agreed:1"),
        ("changes", ["delivery", "reference"], {}, "agreed"),
    ],
)
def test_a_question_that_cannot_be_asked(
    kind: str, names: list[str], settings: dict[str, Any], path: str, tmp_path: Path
) -> None:
    inputs = {name: table(tmp_path, "1") for name in names}
    with pytest.raises(QuestionFault) as fault:
        run_check(kind, inputs, tmp_path / "work", settings=settings)
    assert fault.value.path == path
    assert fault.value.expected


def test_an_input_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(QuestionFault):
        run_check("same", {"delivery": tmp_path / "absent"}, tmp_path / "work")


def test_what_fails_by_chance_is_tried_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = table(tmp_path, "1")
    real, calls = runner._attempt, []

    def flaky(*arguments: Any) -> Any:
        calls.append(1)
        return real(*arguments) if len(calls) > 1 else runner._reason("", Limits(), b"Killed")

    monkeypatch.setattr(runner, "_attempt", flaky)
    assert run_check("dataset", {"delivery": delivery}, tmp_path / "work", settings=CONTRACT).outcome == "passed"
    assert len(calls) == 2


def test_what_always_fails_is_said_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = table(tmp_path, "1")
    monkeypatch.setattr(runner, "_attempt", lambda *a: runner._reason("", Limits(), b"MemoryError: x"))
    report = run_check("dataset", {"delivery": delivery}, tmp_path / "work", settings=CONTRACT)
    assert (report.outcome, report.reasons[0].code) == ("cannot_tell", "check_crashed")
    monkeypatch.undo()
    assert run_check("dataset", {"delivery": delivery}, tmp_path / "work", settings=CONTRACT).outcome == "passed"


@pytest.mark.parametrize("kind", ["dataset", "starts"])
def test_the_outer_deadline_ends_it(kind: str, tmp_path: Path) -> None:
    mark = f"gongdao-slow-{kind}-5521"
    if kind == "starts":
        delivery = tmp_path / "delivery"
        delivery.mkdir()
        (delivery / "main.py").write_text(f"import time  # {mark}\ntime.sleep(100)")
        settings: dict[str, Any] = {"run": {"kind": "python", "command": f"python3 main.py {mark}"}}
    else:
        # Ten million pairs of two thousand letters each: about a minute's work, far beyond any machine's deadline here.
        words = random.Random(5521)
        rows = (" ".join(f"{words.randrange(1 << 20):05x}" for _ in range(300)) for _ in range(4_500))
        delivery = table(tmp_path, *rows)
        settings = {"contract": {"fields": [{"name": "a"}], "duplicates": {"near": 0, "fields": ["a"]}}}
    began = time.monotonic()
    limits = Limits(seconds=1.5, memory=4096 * MIB, processes=900, disk=2048 * MIB)
    report = run_check(kind, {"delivery": delivery}, tmp_path / "work", limits, settings=settings)
    assert (report.outcome, report.reasons[0].code) == ("cannot_tell", "check_deadline")
    assert time.monotonic() - began < 30
    for _ in range(40):
        if not running(mark):
            break
        time.sleep(0.05)
    assert running(mark) == []
    assert list((tmp_path / "work").iterdir()) == []


def test_a_parser_that_eats_memory_is_ended(tmp_path: Path) -> None:
    delivery = table(tmp_path, *(f"{i} " + "x" * 400 for i in range(60_000)))
    limits = Limits(seconds=60, memory=120 * MIB, processes=900, disk=2048 * MIB)
    report = run_check("dataset", {"delivery": delivery}, tmp_path / "work", limits, settings=CONTRACT)
    assert report.outcome == "cannot_tell"
    assert report.reasons[0].code in ("check_limit", "check_crashed")


def test_a_taken_over_child_plants_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a confined child leaves besides a report is dropped, links are not followed, its page is not ours."""
    delivery = table(tmp_path, "1")
    secret = tmp_path / "secret"
    secret.write_text("another order's work")
    real = runner._attempt

    def taken_over(kind: str, asked: Any, inputs: Any, settings: Any, desk: Path, *rest: Any) -> Any:
        reason = real(kind, asked, inputs, settings, desk, *rest)
        (desk / "index.html").write_text("<script>alert(1)</script>")
        (desk / "extra.html").symlink_to(secret)
        (desk / "folder").mkdir()
        return reason

    monkeypatch.setattr(runner, "_attempt", taken_over)
    run_check("dataset", {"delivery": delivery}, tmp_path / "work", settings=CONTRACT)
    [kept] = (tmp_path / "work").iterdir()
    assert {path.name for path in kept.iterdir()} == WRITTEN
    assert "alert(1)" not in (kept / "index.html").read_text()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b'{"kind": "works", "version": "x", "outcome": "passed"}', b'{"outcome": "won"}']
)
def test_a_report_that_is_none_is_not_believed(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(content)
    assert runner._read(tmp_path, "dataset") is None


def test_a_report_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text('{"kind": "dataset", "version": "x", "outcome": "passed"}')
    (tmp_path / "report.json").symlink_to(tmp_path / "elsewhere.json")
    assert runner._read(tmp_path, "dataset") is None


def test_every_kind_of_ours_is_answered(tmp_path: Path) -> None:
    delivery = site(tmp_path / "delivery", "<!doctype html><title>t</title><p>hello there</p>")
    for kind in ("same", "starts"):
        report = run_check(kind, {"delivery": delivery, "earlier": delivery}, tmp_path / "work")
        assert isinstance(report, Report)
        assert report.outcome == "passed", (kind, report.reasons)
    assert set(KINDS) == {"imitation", "changes", "works", "starts", "dataset", "same"}


@needs_browser
@pytest.mark.browser
def test_every_kind_of_page_check_through_the_runner(tmp_path: Path) -> None:
    delivery = site(tmp_path / "delivery", "<!doctype html><title>t</title><h1>hello</h1><p>there is some text</p>")
    works = run_check("works", {"delivery": delivery}, tmp_path / "work", settings={"widths": [800]})
    assert works.outcome == "passed"
    inputs = {"reference": delivery, "delivery": delivery}
    report = run_check("imitation", inputs, tmp_path / "work", settings={"widths": [800]})
    assert report.kind == "imitation"
    assert report.score == 100.0
    before = site(tmp_path / "before", "<!doctype html><title>t</title><h1>good day</h1><p>there is some text</p>")
    inputs = {"reference": before, "delivery": delivery}
    settings = {"agreed": 'has text "hello"', "widths": [800]}
    changed = run_check("changes", inputs, tmp_path / "work", settings=settings)
    assert (changed.kind, changed.outcome) == ("changes", "passed"), changed


@needs_browser
@pytest.mark.browser
def test_a_hostile_page_reaches_nothing(tmp_path: Path) -> None:
    """Network, file system, another order, the host: each is tried by the page, and each try leaves no trace."""
    (tmp_path / "order-2").mkdir()
    secret = tmp_path / "order-2" / "index.html"
    secret.write_text("<p>THE-OTHER-ORDERS-WORK</p>")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.3)
        port = listener.getsockname()[1]
        page = f"""<!doctype html><title>t</title><p id=out>trying</p>
<meta http-equiv="refresh" content="9;url=http://127.0.0.1:{port}/refresh">
<iframe src="file://{secret}"></iframe><iframe src="file:///etc/passwd"></iframe>
<img src="http://127.0.0.1:{port}/img"><link rel=stylesheet href="http://127.0.0.1:{port}/css">
<script>
const out = document.getElementById('out');
for (const target of ['http://127.0.0.1:{port}/f', 'file://{secret}', 'file:///etc/passwd', '../order-2/index.html'])
  fetch(target).then(r => r.text()).then(t => out.textContent += ' GOT ' + t).catch(() => 0);
try {{ new WebSocket('ws://127.0.0.1:{port}/') }} catch (e) {{}}
const turn = {{urls: 'turn:127.0.0.1:{port}?transport=tcp', username: 'u', credential: 'c'}};
try {{ new RTCPeerConnection({{iceServers: [turn]}}).createDataChannel('x') }} catch (e) {{}}
navigator.sendBeacon && navigator.sendBeacon('http://127.0.0.1:{port}/b', 'x');
</script>"""
        delivery = site(tmp_path / "order-1", page)
        report = run_check("works", {"delivery": delivery}, tmp_path / "work", settings={"widths": [800]})
        with pytest.raises(TimeoutError):
            listener.accept()
    told = repr(report)
    assert "THE-OTHER-ORDERS-WORK" not in told
    assert "GOT" not in told
    assert "root:" not in told
    for path in (tmp_path / "work").rglob("*.json"):
        assert "THE-OTHER-ORDERS-WORK" not in path.read_text()


@needs_browser
@pytest.mark.browser
def test_an_endless_page_is_ended_and_leaves_no_process(tmp_path: Path) -> None:
    mark = "gongdao-endless-page-6611"
    delivery = site(tmp_path / mark, "<!doctype html><title>t</title><p>x</p><script>while (true) {}</script>")
    settings = {"widths": [800], "deadline_s": 6}
    report = run_check("works", {"delivery": delivery}, tmp_path / "work", settings=settings)
    assert report.outcome in ("cannot_tell", "failed")
    time.sleep(0.2)
    assert running(mark) == []


def test_a_check_beside_us_dies_with_the_worker_that_is_killed(tmp_path: Path) -> None:
    """Nobody would watch its limits any more."""
    mark = "gongdao-beside-4471"
    script = (
        "import sys\nfrom pathlib import Path\nfrom gongdao.checks import runner, sandbox\n"
        f"sandbox.python_argv = lambda code: [sys.executable, '-c', 'import time; time.sleep(600) # {mark}']\n"
        f"runner._beside({{}}, Path({str(tmp_path)!r}), sandbox.Limits())"
    )
    worker = subprocess.Popen([sys.executable, "-c", script.replace(mark, mark[:7] + "' + '" + mark[7:])])
    deadline = time.monotonic() + 60
    while not running(mark):
        assert time.monotonic() < deadline, "it never began"
        time.sleep(0.05)
    worker.kill()
    worker.wait()
    while running(mark):
        assert time.monotonic() < deadline, "it outlived its worker"
        time.sleep(0.05)
