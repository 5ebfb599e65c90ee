"""Pages that attack: none reaches the network or a file outside, none outlives its deadline, none brings us down."""

from __future__ import annotations

import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongdao.checks.capture import Capture, capture
from tests.checks.imitation_captures import DESK, need_sandbox

WHOLE = "<!doctype html><meta charset=utf-8><body><h1>Shop</h1>"


@pytest.fixture(autouse=True)
def _sandbox() -> None:
    need_sandbox()


class Listener:
    """Counts whatever arrives on one loopback port, by TCP and by UDP."""

    def __init__(self) -> None:
        self.hits = 0
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()
        threading.Thread(target=self._receive, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                taken, _ = self.tcp.accept()
            except OSError:
                return
            self.hits += 1
            taken.close()

    def _receive(self) -> None:
        while True:
            try:
                self.udp.recvfrom(2048)
            except OSError:
                return
            self.hits += 1

    def close(self) -> None:
        self.tcp.close()
        self.udp.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    one.close()


def bundle(folder: Path, pages: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def left_behind(folder: Path) -> list[str]:
    """Processes that still see the bundle: its sandbox is the only one with it mounted."""
    found = []
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if str(folder) in (process / "mountinfo").read_text():
                    found.append(process.name)
            except OSError:
                continue
    return found


ATTEMPTS = {
    "fetch.html": "fetch('{http}/a').catch(() => 0); navigator.sendBeacon('{http}/b', 'x');"
    "new Image().src = '{http}/c';",
    "socket.html": "new WebSocket('{ws}/a'); new EventSource('{http}/b');",
    "rtc.html": """
const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}},
  {{urls: 'turn:127.0.0.1:{port}?transport=tcp', username: 'u', credential: 'c'}}]}});
peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));""",
    "worker.html": """
const code = "fetch('{http}/w').catch(() => 0); new WebSocket('{ws}/w'); importScripts('{http}/i.js')";
new Worker(URL.createObjectURL(new Blob([code])));""",
    "frame.html": "document.body.innerHTML += '<iframe src={http}/f></iframe><link rel=preconnect href={http}>"
    "<link rel=prefetch href={http}/p><form action={http}/s method=post><input name=a></form>';"
    "setTimeout(() => document.forms[0].submit(), 100);",
    "leave.html": "setTimeout(() => {{ location = '{http}/gone'; }}, 50);",
}


def test_no_page_reaches_the_network_by_any_way(tmp_path: Path, listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    given = {
        "http": f"http://127.0.0.1:{listener.port}",
        "ws": f"ws://127.0.0.1:{listener.port}",
        "port": listener.port,
    }
    pages = {name: f"{WHOLE}<script>{code.format(**given)}</script>" for name, code in ATTEMPTS.items()}
    pages["index.html"] = WHOLE
    pages["refresh.html"] = f'<meta http-equiv=refresh content="0;url={given["http"]}/r">{WHOLE}'
    site = bundle(tmp_path / "site", pages)
    taken = capture(site, widths=(DESK,), out=tmp_path / "out", deadline_s=180, page_deadline_s=20)
    for _ in range(100):
        if listener.hits:
            break
        threading.Event().wait(0.01)
    # The one hit is ours, which shows that the listener counts.
    assert listener.hits == 1
    assert len(taken.pages) == len(pages)
    refused = {url for page in taken.pages for url in page.refused}
    assert any(url.endswith("/c") for url in refused)
    assert left_behind(site) == []


HANGING = {
    "before.html": "<script>for (;;) {}</script>",
    "after.html": f"{WHOLE}<script>addEventListener('load', () => setTimeout(() => {{ for (;;) {{}} }}, 1))</script>",
    "alerts.html": f"{WHOLE}<script>for (;;) alert('buy')</script>",
}


def test_pages_that_never_settle_cost_their_own_time_only(tmp_path: Path) -> None:
    site = bundle(tmp_path / "site", {"index.html": WHOLE, **HANGING, "windows.html": WINDOWS, "zlast.html": WHOLE})
    pages = ["index.html", *HANGING, "windows.html", "zlast.html"]
    taken = capture(site, pages=pages, widths=(DESK,), out=tmp_path / "out", deadline_s=120, page_deadline_s=5)
    status = {page.page: page.status for page in taken.pages}
    assert status["index.html"] == status["zlast.html"] == "shown"
    assert {status[name] for name in HANGING} <= {"page_never_settles", "page_crashed"}
    windows = taken.page("windows.html", DESK)
    assert windows is not None
    assert windows.status in ("shown", "page_never_settles")
    assert taken.reasons == ()
    assert left_behind(site) == []


WINDOWS = f"{WHOLE}<script>for (let i = 0; i < 300; i++) open('zlast.html', '_blank')</script>"


def test_the_outer_deadline_ends_everything_and_keeps_what_was_seen(tmp_path: Path) -> None:
    site = bundle(tmp_path / "site", {"index.html": WHOLE, "loop.html": HANGING["before.html"]})
    taken = capture(
        site, pages=["index.html", "loop.html"], widths=(DESK,), out=tmp_path / "out", deadline_s=12, page_deadline_s=60
    )
    assert [reason.code for reason in taken.reasons] == ["deadline"]
    assert taken.seconds < 20
    first, second = taken.page("index.html", DESK), taken.page("loop.html", DESK)
    assert first is not None
    assert first.shown
    assert second is not None
    assert second.status == "deadline"
    assert left_behind(site) == []


def test_a_page_that_takes_memory_without_end_is_stopped_with_that_reason(tmp_path: Path) -> None:
    greed = (
        f"{WHOLE}<script>const kept = []; function more() {{ const block = new Uint8Array(1 << 26); block.fill(7);"
        " kept.push(block); queueMicrotask(more); } more();</script>"
    ).replace("}} more", "} more")
    site = bundle(tmp_path / "site", {"index.html": greed})
    taken = capture(
        site, widths=(DESK,), out=tmp_path / "out", deadline_s=30, page_deadline_s=25, memory_limit=900 * 1024**2
    )
    codes = {reason.code for reason in taken.reasons} | {page.status for page in taken.pages}
    assert codes & {"memory", "page_crashed"}, codes
    assert taken.peak_memory < 1600 * 1024**2
    assert left_behind(site) == []


@pytest.mark.soak
def test_a_script_heap_has_its_own_limit(tmp_path: Path) -> None:
    growth = f"{WHOLE}<script>const a = []; for (;;) a.push({{x: [a.length, a.length]}});</script>"
    taken = capture(
        bundle(tmp_path / "site", {"index.html": growth}), widths=(DESK,), out=tmp_path / "out", deadline_s=30
    )
    assert taken.pages[0].status in ("page_crashed", "page_never_settles")
    assert taken.peak_memory < 2 * 1024**3


def test_a_very_long_page_is_cut_and_said(tmp_path: Path) -> None:
    site = bundle(tmp_path / "site", {"index.html": f'{WHOLE}<div style="height:200000px">long</div>'})
    taken = capture(site, widths=(DESK,), out=tmp_path / "out", deadline_s=120, page_deadline_s=60)
    page = taken.pages[0]
    assert page.status == "shown"
    assert page.height > 200_000
    assert page.captured == 20_000


@pytest.mark.soak
def test_huge_pictures_and_growing_trees_do_not_bring_it_down(tmp_path: Path) -> None:
    growing = "setInterval(() => document.body.append(document.createElement('p')), 0)"
    site = bundle(
        tmp_path / "site",
        {
            "index.html": f'{WHOLE}<img src="huge.png" style="width:200px">',
            "grow.html": f"{WHOLE}<script>{growing}</script>",
        },
    )
    (site / "huge.png").write_bytes(flat_png(30_000))
    taken = capture(site, widths=(DESK,), out=tmp_path / "out", deadline_s=60, page_deadline_s=15)
    assert taken.reasons == ()
    assert {page.status for page in taken.pages} <= {"shown", "page_never_settles", "page_crashed"}


def flat_png(side: int) -> bytes:
    """A one-bit white square of that side: kilobytes on disk, gigabytes decoded."""
    line = b"\0" + b"\xff" * ((side + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(line) for _ in range(side)) + packer.flush()

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_no_file_outside_the_bundle_is_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the other order's price is 4711")
    site = bundle(
        tmp_path / "site",
        {
            "index.html": WHOLE
            + "".join(
                f'<iframe src="{src}" width="600" height="100"></iframe>'
                for src in ("file:///etc/passwd", f"file://{secret}", "../secret.txt", "..%2fsecret.txt", "link.html")
            )
        },
    )
    (site / "link.html").symlink_to(secret)
    taken = capture(site, widths=(DESK,), out=tmp_path / "out", deadline_s=120, page_deadline_s=60)
    page = taken.pages[0]
    assert page.shown
    words = " ".join(text.text for text in page.texts)
    assert "4711" not in words
    assert "root:" not in words
    assert "secret.txt" in page.missing


def test_without_a_sandbox_nothing_is_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongdao.checks import sandbox
    from gongdao.checks.shape import Reason

    monkeypatch.setattr(sandbox, "fault", lambda: Reason("sandbox_absent", {}))
    taken: Capture = capture(bundle(tmp_path / "site", {"index.html": WHOLE}), out=tmp_path / "out")
    assert [reason.code for reason in taken.reasons] == ["sandbox_absent"]
    assert taken.pages == ()
    assert not (tmp_path / "out").exists()
