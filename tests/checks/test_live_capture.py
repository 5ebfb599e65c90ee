"""Capturing an address: what is kept, what is refused, and every way of reaching where this server must not reach."""

import gzip
import io
import ipaddress
import re
import socket
import ssl
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from PIL import Image

from gongdao.checks.capture import capture, capture_fault, live_fetch
from gongdao.checks.capture.live import CODES, Limits, Taken, take
from gongdao.checks.capture.live_addresses import ADDRESS_CODES, Reach, not_public, permitted, reach_of
from gongdao.checks.capture.live_fetch import Door, Fetched, fetch, readable
from gongdao.checks.capture.live_links import in_page, in_style
from gongdao.checks.capture.pinned import MANIFEST, Manifest, find_pinned, key_of, read_manifest
from gongdao.checks.capture.site import answer, find_site
from gongdao.checks.kinds.dataset.sources import read_pages
from gongdao.checks.kinds.imitation import imitation
from gongdao.checks.shape import Reason
from gongdao.custody.unpack import unpack
from gongdao.words.capture import CAPTURE
from gongdao.words.checks_imitation import WORDS
from gongdao.words.lookup import LANGS
from tests.little_site import LittleSite, unused_port

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PUBLIC = Reach()
UNSHOWN = Limits(rounds=0)


@pytest.fixture
def site() -> Iterator[LittleSite]:
    little = LittleSite()
    yield little
    little.close()


def allowed(site: LittleSite) -> Reach:
    reach = reach_of(site.host)
    assert reach is not None
    return reach


def picture(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


def got(site: LittleSite, path: str, *, bytes_max: int = 1 << 20, seconds: float = 10.0) -> Fetched | Reason:
    return fetch(Door(allowed(site)), site.at(path), bytes_max=bytes_max, seconds=seconds)


def code(answer: object) -> str:
    assert isinstance(answer, Reason), answer
    return answer.code


def opened(archive: Path, folder: Path) -> Path:
    """An archive as the check gets it: through custody's own unpacking."""
    folder.mkdir()
    with archive.open("rb") as stream:
        unpack(stream, archive.name, folder)
    return folder


def taken(site: LittleSite, archive: Path, path: str = "/", limits: Limits = UNSHOWN) -> Manifest:
    found = take(site.at(path), allowed(site), archive, at=AT, limits=limits)
    assert isinstance(found, Taken), found
    return found.manifest


# -- where it must not reach -------------------------------------------------------------------------------------------

FORBIDDEN = {
    "127.0.0.1": "address_loopback",
    "127.9.9.9": "address_loopback",
    "::1": "address_loopback",
    "0.0.0.0": "address_unspecified",
    "::": "address_unspecified",
    "10.0.0.1": "address_private",
    "172.16.0.1": "address_private",
    "192.168.1.1": "address_private",
    "fd12::1": "address_private",
    "fec0::1": "address_private",
    "0.1.2.3": "address_private",
    "198.18.0.1": "address_private",
    "169.254.1.1": "address_link_local",
    "fe80::1": "address_link_local",
    "fe80::1%eth0": "address_link_local",
    "169.254.169.254": "address_metadata",
    "100.100.100.200": "address_metadata",
    "168.63.129.16": "address_metadata",
    "fd00:ec2::254": "address_metadata",
    "100.64.1.1": "address_shared",
    "224.0.0.1": "address_multicast",
    "ff02::1": "address_multicast",
    "255.255.255.255": "address_reserved",
    "240.0.0.1": "address_reserved",
    "::ffff:127.0.0.1": "address_mapped",
    "::ffff:8.8.8.8": "address_mapped",
    "2002:7f00:1::": "address_6to4",
    "2001:0:808:808::1": "address_teredo",
    "64:ff9b::7f00:1": "address_nat64",
    "64:ff9b:1::a00:1": "address_nat64",
    "::127.0.0.1": "address_compatible",
}


@pytest.mark.parametrize(("number", "why"), FORBIDDEN.items())
def test_every_form_of_a_forbidden_address_is_refused_by_its_own_code(number: str, why: str) -> None:
    assert not_public(ipaddress.ip_address(number)) == why
    assert code(permitted(PUBLIC, "shop.example", 443, lambda *_: [number])) == why


def test_every_address_code_is_tried_here() -> None:
    assert set(FORBIDDEN.values()) == set(ADDRESS_CODES)


@pytest.mark.parametrize("number", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "240e:f7:4f01:c::3"])
def test_public_addresses_are_none_of_these(number: str) -> None:
    assert not_public(ipaddress.ip_address(number)) == ""
    assert permitted(PUBLIC, "shop.example", 443, lambda *_: [number]) == [number]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1/", "address_loopback"),
        ("http://2130706433/", "address_loopback"),
        ("http://0177.0.0.1/", "address_loopback"),
        ("http://0x7f.1/", "address_loopback"),
        ("http://[::ffff:127.0.0.1]/", "address_mapped"),
        ("http://[::1]/", "address_loopback"),
        ("http://localhost/", "address_loopback"),
        ("http://169.254.169.254/latest/meta-data/", "address_metadata"),
        ("http://8.8.8.8:22/", "port_refused"),
        ("http://8.8.8.8:8080/", "port_refused"),
        ("ftp://shop.example/", "scheme_refused"),
        ("file:///etc/passwd", "scheme_refused"),
        ("javascript:alert(1)", "scheme_refused"),
        ("gopher://shop.example/", "scheme_refused"),
        ("http://user:word@shop.example/", "userinfo_refused"),
        ("http://", "address_unreadable"),
        ("http://shop example/", "address_unreadable"),
        ("http://[::1/", "address_unreadable"),
        ("http://shop.example:99999/", "address_unreadable"),
        ("http://shop.example/" + "a" * 3000, "address_unreadable"),
    ],
)
def test_an_address_that_leads_inside_is_refused_however_it_is_written(address: str, why: str) -> None:
    """Through the system's own resolver, which reads 2130706433 and 0177.0.0.1 as numbers."""
    assert code(fetch(Door(PUBLIC), address, bytes_max=1000, seconds=10)) == why


def test_a_host_is_resolved_once_and_connected_to_by_the_number_that_was_judged(site: LittleSite) -> None:
    """DNS rebinding: the name answers with something else the second time it is asked, and is asked only once."""
    site.page("/", "here")
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    door = Door(allowed(site), resolve=rebinding)
    answer = fetch(door, f"http://shop.example:{site.port}/", bytes_max=1000, seconds=10)
    assert isinstance(answer, Fetched)
    assert asked == ["shop.example"]
    # What the second answer leads to is judged by itself, and is not allowed.
    assert code(fetch(door, f"http://shop.example:{site.port}/", bytes_max=1000, seconds=10)) == "address_loopback"


def test_of_several_answers_only_the_public_ones_are_used() -> None:
    assert permitted(PUBLIC, "shop.example", 80, lambda *_: ["127.0.0.1", "8.8.8.8", "::ffff:8.8.4.4"]) == ["8.8.8.8"]
    assert code(permitted(PUBLIC, "shop.example", 80, lambda *_: ["10.0.0.1", "127.0.0.1"])) == "address_private"
    assert code(permitted(PUBLIC, "shop.example", 80, lambda *_: [])) == "host_unknown"


def test_a_redirect_to_another_port_of_this_machine_is_refused(site: LittleSite) -> None:
    inner = LittleSite()
    inner.page("/", "secret")
    try:
        for to in (inner.at("/"), f"http://localhost:{inner.port}/", f"http://[::ffff:127.0.0.1]:{inner.port}/"):
            site.moved("/away", to)
            assert code(got(site, "/away")) == "port_refused"
        site.moved("/away", "http://127.0.0.1/")
        assert code(got(site, "/away")) == "address_loopback"
        site.moved("/away", "file:///etc/passwd")
        assert code(got(site, "/away")) == "scheme_refused"
        assert inner.asked == []
    finally:
        inner.close()


def test_redirects_are_followed_and_counted(site: LittleSite) -> None:
    for n in range(8):
        site.moved(f"/{n}", f"/{n + 1}")
    site.page("/5", "arrived")
    answer = got(site, "/0")
    assert isinstance(answer, Fetched)
    assert answer.address == site.at("/5")
    site.moved("/5", "/6")
    assert code(got(site, "/0")) == "too_many_redirects"


@pytest.mark.parametrize("setting", ["", "public", " public "])
def test_by_default_public_addresses_are_allowed_and_no_others(setting: str) -> None:
    assert reach_of(setting) == Reach()


def test_the_operator_may_forbid_all_or_allow_more(tmp_path: Path) -> None:
    assert reach_of("off") is None
    assert code(take("http://8.8.8.8/", None, tmp_path / "a.zip", at=AT)) == "capture_off"
    reach = reach_of("intranet.example:8080, 10.1.0.0/16, [fd00::1]:81, public")
    assert reach is not None
    assert permitted(reach, "any.example", 80, lambda *_: ["10.1.2.3"]) == ["10.1.2.3"]
    assert permitted(reach, "any.example", 81, lambda *_: ["fd00::1"]) == ["fd00::1"]
    assert permitted(reach, "intranet.example", 8080, lambda *_: ["192.168.0.9"]) == ["192.168.0.9"]
    assert code(permitted(reach, "any.example", 80, lambda *_: ["10.2.0.1"])) == "address_private"
    assert code(permitted(reach, "any.example", 8080, lambda *_: ["192.168.0.9"])) == "address_private"
    assert code(permitted(reach, "any.example", 8080, lambda *_: ["8.8.8.8"])) == "port_refused"
    assert code(permitted(reach, "intranet.example", 80, lambda *_: ["192.168.0.9"])) == "address_private"


@pytest.mark.parametrize("wrong", ["off,public", "10.0.0.0/99", "host:port", "host:0", ":80", "a b", "host:70000"])
def test_a_setting_that_is_none_is_refused_by_its_name(wrong: str) -> None:
    with pytest.raises(ValueError, match="GONGDAO_CAPTURE"):
        reach_of(wrong)


# -- hostile servers ---------------------------------------------------------------------------------------------------


def test_an_endless_body_ends_at_the_limit(site: LittleSite) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    site.pages["/"] = endless
    assert code(got(site, "/", bytes_max=300_000)) == "file_too_large"


def test_a_size_that_is_announced_is_believed_against_the_site(site: LittleSite) -> None:
    site.pages["/"] = (200, {"Content-Length": "99999999999"}, b"little")
    assert code(got(site, "/")) == "file_too_large"
    site.pages["/"] = (200, {"Content-Length": "100"}, b"little")
    assert code(got(site, "/", seconds=2)) in ("body_cut", "too_slow")


def test_a_gzip_bomb_is_counted_as_it_unpacks(site: LittleSite) -> None:
    bomb = gzip.compress(b"\0" * (60 << 20), 1)
    assert len(bomb) < 300_000
    site.pages["/"] = (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb)
    assert code(got(site, "/", bytes_max=1 << 20)) == "file_too_large"


def test_what_is_packed_comes_out_as_it_was(site: LittleSite) -> None:
    site.pages["/"] = (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(b"tea" * 999))
    answer = got(site, "/")
    assert isinstance(answer, Fetched)
    assert answer.body == b"tea" * 999
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"tea" * 999)[:-20])
    assert code(got(site, "/")) == "body_cut"
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, b"not gzip at all")
    assert code(got(site, "/")) == "body_cut"
    site.pages["/"] = (200, {"Content-Encoding": "br"}, b"?")
    assert code(got(site, "/")) == "encoding_unknown"


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_server_that_drips_is_left_when_the_time_is_over(site: LittleSite, part: str) -> None:
    stop = threading.Event()

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        if part == "body":
            handler.wfile.write(b"Content-Type: text/html\r\n\r\n")
        while not stop.wait(0.05):
            handler.wfile.write(b"x")

    site.pages["/"] = dripping
    try:
        # Each byte comes well within any time limit for one read; only the limit for all of it ends this.
        assert code(got(site, "/", seconds=1.0)) == "too_slow"
    finally:
        stop.set()


def saying(raw: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """A server that says exactly this."""

    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(raw)

    return say


def test_who_does_not_speak_http_or_is_not_there(site: LittleSite) -> None:
    site.pages["/"] = saying(b"\x16\x03\x01 hello\r\n\r\n")
    assert code(got(site, "/")) == "not_http"
    site.pages["/"] = saying(b"HTTP/1.0 200 OK\r\n" + b"A: b\r\n" * 5000 + b"\r\n")
    assert code(got(site, "/")) == "not_http"
    site.pages["/"] = (503, {}, b"later")
    assert code(got(site, "/")) == "status"
    port = unused_port()
    reach = reach_of(f"127.0.0.1:{port}")
    assert reach is not None
    assert code(fetch(Door(reach), f"http://127.0.0.1:{port}/", bytes_max=10, seconds=5)) == "not_reachable"
    assert (
        code(fetch(Door(PUBLIC, resolve=_nowhere), "http://shop.example/", bytes_max=10, seconds=5)) == "host_unknown"
    )


def _nowhere(host: str, port: int) -> list[str]:
    raise socket.gaierror(-2, "Name or service not known")


def test_a_certificate_of_nobody_is_refused(site: LittleSite) -> None:
    """The little site speaks no TLS at all; a handshake with it fails, and says so by its own code."""
    address = f"https://127.0.0.1:{site.port}/"
    assert code(fetch(Door(allowed(site)), address, bytes_max=10, seconds=5)) == "tls_failed"
    assert Door(PUBLIC).trust is None
    assert ssl.create_default_context().check_hostname


def test_no_secret_of_this_machine_is_sent(site: LittleSite) -> None:
    heard: dict[str, str] = {}

    def listening(handler: BaseHTTPRequestHandler) -> None:
        heard.update(handler.headers.items())
        handler.send_response(200)
        handler.end_headers()

    site.pages["/"] = listening
    got(site, "/")
    assert set(heard) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection"}


@pytest.mark.parametrize(
    "markup",
    ["<!--" * 200_000, "<a " * 200_000, "<a" + " " * 400_000 + "=", '<a b="' * 200_000, "<script>" * 100_000,
     "<a srcset='" + "," * 400_000 + "'>", "<style>" + 'url("' * 200_000, "<a \u0130='x'>" * 50_000],
    ids=range(8),
)  # fmt: skip
def test_markup_made_to_be_slow_is_read_in_one_pass(markup: str) -> None:
    began = time.process_time()
    in_page(markup)
    assert time.process_time() - began < 20


def test_what_a_page_asks_for_is_found() -> None:
    asked = in_page(
        "<base href=/x/><link rel='preload stylesheet' href=a.css><link rel=canonical href=no1>"
        '<img src=a.png srcset="b,c.png 1x, d.png 2x,e.png, f.png"><a href=p.html#x>p</a><a href="#top">no2</a>'
        '<style>@import "z.css"; a{background:url( q.png )}</style><p style="background:url(&quot;w.png&quot;)">'
        '<script src="/s.js">"<img src=no3.png>"</script><!-- <img src=no4.png> --><IMG SRC=\'yes.png\'>'
        "<video poster=v.jpg></video><iframe src=f.html></iframe><img src='data:image/png;base64,AA'>"
    )
    assert asked.base == "/x/"
    assert set(asked.needs) == {
        *("a.css", "a.png", "b,c.png", "d.png", "e.png", "f.png", "z.css", "q.png", "w.png", "/s.js", "yes.png"),
        *("v.jpg", "f.html"),
    }
    assert asked.pages == ("p.html#x",)
    assert in_style("@import url(a.css); @import 'b.css'; x{src:url('c.woff2')}") == ("b.css", "a.css", "c.woff2")


def test_addresses_are_brought_into_one_form() -> None:
    assert readable("HTTP://Shop.Example:80/a b?q=茶#top") == "http://shop.example/a%20b?q=%E8%8C%B6"
    assert readable("../c.css", base="https://shop.example/a/b/") == "https://shop.example/a/c.css"
    assert readable("//cdn.example/x", base="https://shop.example/") == "https://cdn.example/x"
    assert readable("http://bücher.example/") == "http://xn--bcher-kva.example/"
    assert key_of("https://a.cn/x%20y?_=1700000001234") == key_of("http://a.cn/x y?_=1700000009876#f")
    assert key_of("https://a.cn/item?id=520813250866") != key_of("https://a.cn/item?id=520813250867")


# -- what is kept ------------------------------------------------------------------------------------------------------


def shop(site: LittleSite) -> None:
    site.page(
        "/",
        '<title>Tea</title><link rel=stylesheet href="/css/a.css"><h1>Celadon cups</h1><img src=cup.png>'
        '<a href="/list?page=2">list</a><a href="/about">about</a><a href="https://other.example/">other</a>'
        '<a href="/price.pdf">prices</a><img src="/lost.png"><img src="http://10.0.0.8/router.png">',
    )
    site.page("/list?page=2", "<title>List</title><h1>All forty cups</h1><img src=/list.png>")
    site.page("/about", "<title>About</title><h1>Since 1271</h1>")
    site.moved("/css/a.css", "/css/v2/a.css")
    site.file("/css/v2/a.css", b'@import "b.css"; h1{background:url(bg.png);color:red}', "text/css")
    site.file("/css/v2/b.css", b"body{background:#eee}", "text/css")
    for path, colour in (("/cup.png", (9, 90, 200)), ("/css/v2/bg.png", (250, 220, 0)), ("/list.png", (0, 120, 0))):
        site.file(path, picture(colour), "image/png")


def test_a_page_is_kept_with_what_it_needs_and_says_what_it_lacks(site: LittleSite, tmp_path: Path) -> None:
    shop(site)
    manifest = taken(site, tmp_path / "a.zip")
    assert manifest.pages == tuple(site.at(p) for p in ("/", "/list?page=2", "/about"))
    kept = {one.address.removeprefix(site.at("")): one for one in manifest.kept}
    assert set(kept) == {
        "/", "/list?page=2", "/about", "/css/a.css", "/css/v2/b.css", "/css/v2/bg.png", "/cup.png", "/list.png",
    }  # fmt: skip
    assert kept["/css/a.css"].arrived == site.at("/css/v2/a.css")
    missed = {one.address: one.code for one in manifest.missed}
    assert missed == {site.at("/lost.png"): "status", "http://10.0.0.8/router.png": "address_private"}
    assert manifest.not_rendered == "not_asked"
    assert manifest.at == "2026-03-02T02:00:00Z"
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("cup.png") == picture((9, 90, 200))
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_the_same_answers_make_the_same_bytes(site: LittleSite, tmp_path: Path) -> None:
    shop(site)
    for name in ("a.zip", "b.zip"):
        taken(site, tmp_path / name)
    first = (tmp_path / "a.zip").read_bytes()
    assert first == (tmp_path / "b.zip").read_bytes()
    site.page("/about", "<title>About</title><h1>Since 1272</h1>")
    taken(site, tmp_path / "c.zip")
    assert first != (tmp_path / "c.zip").read_bytes()


def test_the_archive_answers_its_own_addresses_and_no_others(site: LittleSite, tmp_path: Path) -> None:
    shop(site)
    taken(site, tmp_path / "a.zip")
    folder = opened(tmp_path / "a.zip", tmp_path / "open")
    found = find_site(folder, pinned=True)
    assert found.pin is not None
    assert found.pages[0] == "index.html"
    assert answer(found, site.at("/cup.png")) == ("image/png", picture((9, 90, 200)))
    page = answer(found, site.at("/list?page=2"))
    assert page is not None
    assert page[0] == "text/html; charset=utf-8"
    # The style sheet moved: the browser will ask for what it names beside the address it asked for.
    assert answer(found, site.at("/css/bg.png")) == ("image/png", picture((250, 220, 0)))
    for other in ("/list?page=3", "/list", "/lost.png", "/" + MANIFEST, "/../../etc/passwd"):
        assert answer(found, site.at(other)) is None
    assert answer(found, "http://site.invalid/cup.png") is None
    assert answer(found, "http://[broken") is None


def test_only_a_reference_is_taken_as_a_capture(site: LittleSite, tmp_path: Path) -> None:
    shop(site)
    taken(site, tmp_path / "a.zip")
    folder = opened(tmp_path / "a.zip", tmp_path / "open")
    assert find_site(folder).pin is None
    assert find_site(folder, pinned=True).pin is not None


def test_a_manifest_that_lies_reaches_nothing_outside(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MANIFEST).write_text("{broken")
    found = find_site(folder, pinned=True)
    assert found.reason is not None
    assert found.reason.code == "capture_broken"
    (tmp_path / "outside.html").write_text("secret")
    (folder / MANIFEST).write_text(
        '{"format":"gongdao-capture/1","asked":"http://a.cn/","at":"","pages":["http://a.cn/","http://[broken"],"kept":'
        '[{"address":"http://a.cn/","file":"../outside.html","content_type":"text/html","size":1,"sha256":""},'
        '{"address":"http://[broken","file":"x","content_type":"","size":1,"sha256":""}]}'
    )
    found = find_site(folder, pinned=True)
    assert found.pin is not None
    assert answer(found, "http://a.cn/") is None


def test_ten_thousand_links_are_eight_pages_and_a_number(site: LittleSite, tmp_path: Path) -> None:
    site.page("/", "<h1>all</h1>" + "".join(f'<a href="/p/{n}">{n}</a>' for n in range(10_000)))
    for n in range(50):
        site.page(f"/p/{n}", f"<h1>{n}</h1>")
    manifest = taken(site, tmp_path / "a.zip")
    assert len(manifest.pages) == 8
    assert manifest.left_out == 10_000 - 7
    assert len(site.asked) == 8


def test_two_thousand_pictures_end_at_the_limits_and_are_counted(site: LittleSite, tmp_path: Path) -> None:
    site.page("/", "".join(f'<img src="/i/{n}.png">' for n in range(2_000)))
    for n in range(60):
        site.file(f"/i/{n}.png", b"x" * 1000, "image/png")
    manifest = taken(site, tmp_path / "a.zip", limits=Limits(rounds=0, files=100))
    # The page and 60 pictures were there, the others tried were not; nothing else was even asked for.
    assert len(manifest.kept) == 61
    assert len(site.asked) <= 100 + 6
    assert len(manifest.missed) == 500
    assert manifest.missed_more == 2_001 - 61 - 500
    page = manifest.kept[0].size
    manifest = taken(site, tmp_path / "b.zip", limits=Limits(rounds=0, total_bytes=page + 30_000))
    assert sum(one.size for one in manifest.kept) == page + 30_000
    assert "too_many_bytes" in {one.code for one in manifest.missed}
    manifest = taken(site, tmp_path / "c.zip", limits=Limits(rounds=0, total_seconds=0.2))
    assert "too_late" in {one.code for one in manifest.missed}


def test_names_that_would_meet_are_kept_apart(site: LittleSite, tmp_path: Path) -> None:
    paths = [
        "/A.png",
        "/a.png",
        "/a.png?x=1",
        "/a.png?x=2",
        "/a.png/b.png",
        "/con.png",
        "/%2e%2e/x.png",
        "/" + "/".join(["%E8%8C%B6" * 60] * 3) + "/x.png",
        "/茶 杯.png",
        "/.git",
    ]
    site.page("/", "".join(f'<img src="{path}">' for path in paths))
    for n, path in enumerate(paths):
        site.file(path.replace("茶 杯", "%E8%8C%B6%20%E6%9D%AF"), b"%d" % n, "image/png")
    site.file("/x.png", b"6", "image/png")
    manifest = taken(site, tmp_path / "a.zip")
    assert manifest.missed == ()
    folder = opened(tmp_path / "a.zip", tmp_path / "open")
    pin = find_pinned(folder)
    assert pin is not None
    assert not isinstance(pin, Reason)
    assert len({one.file.casefold() for one in manifest.kept}) == len(manifest.kept) == len(paths) + 1
    for one in manifest.kept:
        assert (folder / one.file).is_file(), one


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [("application/pdf", b"%PDF", "not_a_page"), ("image/png", picture((1, 2, 3)), "not_a_page")],
)
def test_what_is_no_page_is_not_captured(site: LittleSite, tmp_path: Path, kind: str, body: bytes, why: str) -> None:
    site.file("/x", body, kind)
    assert code(take(site.at("/x"), allowed(site), tmp_path / "a.zip", at=AT)) == why
    assert not (tmp_path / "a.zip").exists()


def test_sampled_rows_are_looked_for_on_the_captured_pages(site: LittleSite, tmp_path: Path) -> None:
    site.page("/list?page=2", "<p>Cup 青瓷 ¥300</p>")
    site.page("/", '<p>Start</p><a href="/list?page=2">2</a><a href="/list?page=3">3</a>')
    site.page("/list?page=3", "<p>Bowl ¥90</p>")
    taken(site, tmp_path / "a.zip")
    pages = read_pages(opened(tmp_path / "a.zip", tmp_path / "open"))
    assert pages.has("青瓷", None)
    assert pages.has("¥300", site.at("/list?page=2"))
    assert not pages.has("¥300", site.at("/list?page=3"))
    assert pages.has("¥90", site.at("/list?page=3"))
    # Another page that ends alike is another page.
    assert not pages.has("¥90", site.at("/other/list?page=3"))


# -- shown -------------------------------------------------------------------------------------------------------------

SCRIPTED = """<title>Tea</title><h1>Cups</h1><div id=app></div><script>
fetch('/api/items.json?_=' + Date.now()).then(r => r.json()).then(d => {
  document.getElementById('app').innerHTML = '<p>' + d.name + '</p><img width=60 height=40 src="/late.png">';
});
fetch('/order', {method: 'POST'});
</script>"""

fault = capture_fault()


@pytest.mark.skipif(fault is not None, reason=f"nothing can be rendered here: {fault}")
def test_what_scripts_ask_for_is_fetched_too_and_the_copy_stays_when_the_site_goes(tmp_path: Path) -> None:
    site = LittleSite()
    site.page("/", SCRIPTED)
    site.file("/late.png", picture((200, 0, 0)), "image/png")
    site.everything = {"/api/items.json": (200, {"Content-Type": "application/json"}, b'{"name": "Longquan celadon"}')}
    manifest = taken(site, tmp_path / "a.zip", limits=Limits(pages=1, total_seconds=600))
    site.close()
    kept = {one.address.partition("?")[0].removeprefix(site.at("")) for one in manifest.kept}
    assert kept == {"/", "/api/items.json", "/late.png"}
    assert {(m.address, m.code) for m in manifest.missed if "favicon" not in m.address} == {
        (site.at("/order"), "not_a_get")
    }
    assert manifest.not_rendered == ""
    assert manifest.browser
    folder = opened(tmp_path / "a.zip", tmp_path / "open")
    seen = capture(folder, pinned=True, widths=(1000,), out=tmp_path / "seen", deadline_s=120)
    page = seen.page("index.html", 1000)
    assert page is not None
    assert [t.text for t in page.texts] == ["Cups", "Longquan celadon"]
    assert [(p.source, p.state) for p in page.pictures] == [("late.png", "shown")]


@pytest.mark.skipif(fault is not None, reason=f"nothing can be rendered here: {fault}")
def test_a_faithful_copy_is_shown_with_the_same_library_and_without_the_originals_own_files(
    site: LittleSite, tmp_path: Path
) -> None:
    """Both name a style sheet on a public host. Captured on one side and refused on the other, it would tell them
    apart although they are the same; the site's own pictures are lent to nobody."""
    library = LittleSite()
    library.file("/ui.css", b"h1{background:#c00;color:#fff;padding:60px} p{font-size:40px}", "text/css")
    markup = (
        f'<!doctype html><title>Tea</title><link rel=stylesheet href="{library.at("/ui.css")}"><h1>Celadon cups</h1>'
        f'<p>Two hundred grams of tea</p><img width=60 height=40 src="{site.at("/cup.png")}">'
    )
    site.page("/", markup)
    site.file("/cup.png", picture((0, 0, 200)), "image/png")
    reach = reach_of(f"{site.host},{library.host}")
    found = take(site.at("/"), reach, tmp_path / "a.zip", at=AT, limits=UNSHOWN)
    library.close()
    assert isinstance(found, Taken), found
    assert len(found.manifest.kept) == 3
    reference, delivery = opened(tmp_path / "a.zip", tmp_path / "open"), tmp_path / "copy"
    delivery.mkdir()
    (delivery / "index.html").write_text(markup)
    result = imitation(reference, delivery, widths=(1000,), report=tmp_path / "report", deadline_s=200, words=WORDS)
    assert result["lent"] == [library.at("/ui.css")]
    assert result["refused"] == [site.at("/cup.png")]
    # The heading is red on both sides; only the picture is not the delivery's own.
    assert result["counts"] == {"picture_missing": 1}
    assert library.at("/ui.css") in (tmp_path / "report" / "index.html").read_text()


def test_every_code_has_words_in_both_languages_and_no_word_is_left_over() -> None:
    told = {"captured", "missing", "missing_more", "pages_left_out", "not_shown", "not_asked", "output_exists"}
    asked = {"setting_wrong", "capture_too_often", "no_address", "not_kept"}
    assert set(CAPTURE) == set(CODES) | told | asked
    for code, texts in CAPTURE.items():
        assert set(texts) == set(LANGS), code
        gaps = [set(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        assert gaps[0] == gaps[1], code
        assert re.search(r"[\u4e00-\u9fff]", texts["zh-hans"]), code
        assert not re.search(r"[\u4e00-\u9fff]", texts["en"]), code


def test_the_gaps_of_every_reason_are_filled_by_its_data() -> None:
    """Read from the source: what each `Reason(code, {...})` brings, without the address, which a list shows itself."""
    folder = Path(live_fetch.__file__).parent
    found: dict[str, set[str]] = {code: {"host", "number"} for code in ADDRESS_CODES}
    for path in folder.glob("live*.py"):
        for code, data in re.findall(r'Reason\("(\w+)", \{(.*?)\}\)', path.read_text(), re.DOTALL):
            given = set(re.findall(r'"(\w+)":', data)) - {"address"}
            found[code] = found.get(code, given) & given
    assert set(found) == set(CODES)
    for code, given in found.items():
        assert set(re.findall(r"{(\w+)}", CAPTURE[code]["en"])) <= given, code


def test_a_manifest_is_read_back(site: LittleSite, tmp_path: Path) -> None:
    shop(site)
    manifest = taken(site, tmp_path / "a.zip")
    assert read_manifest(opened(tmp_path / "a.zip", tmp_path / "open") / MANIFEST) == manifest
