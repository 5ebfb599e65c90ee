"""Doors only an attacker tries: uploads that would run, names that would climb, links used twice, frames of others."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongdao.people.links import sign_in_path

from .conftest import House, until_disputed

SCRIPT = "<script>alert(1)</script>"
MARKS = (SCRIPT, '"onmouseover="alert(1)', "javascript:alert(1)", "{{7*7}}", "</title><svg/onload=alert(1)>")


def shown(house: House, name: str, content: bytes, kind: str) -> str:
    """Shows an exhibit as the buyer and returns the address of its file."""
    file = SimpleUploadedFile(name, content, content_type=kind)
    house.does("buyer", "one", "exhibit", kind="screenshot", title="t", text="x", file=file)
    return house.url("exhibit_file", "one", max(house.order("one").exhibits))


UPLOADS = (
    ("page.html", b"<script>alert(1)</script>", "text/html"),
    ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
    ("picture.png", b"<html><script>alert(1)</script>", "image/png"),
    ("both.gif", b"GIF89a/*<script>alert(1)</script>*/", "text/html"),
    ("a.js", b"alert(1)", "text/javascript"),
    ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
)


def test_nothing_uploaded_runs_here(house: House) -> None:
    house.walk(until_disputed, "one")
    for upload in UPLOADS:
        response = house.client("seller").get(shown(house, *upload))
        assert response.status_code == 200
        assert response.headers["Content-Type"] in ("application/octet-stream", "image/gif")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        inline = response.headers["Content-Disposition"].startswith("inline")
        assert inline == (response.headers["Content-Type"] == "image/gif")


CLIMBING = (
    "../../../../etc/passwd",
    "..\\..\\boot.ini",
    "a\r\nSet-Cookie: x=1.png",
    "n" * 600 + ".png",
    "\u202egnp.exe",
    "a; b=c",
)


def test_a_hostile_file_name_goes_nowhere(house: House) -> None:
    house.walk(until_disputed, "one")
    for name in CLIMBING:
        file = SimpleUploadedFile("x", b"content")
        file._name = name  # type: ignore[attr-defined]  # Django cleans what it is given here, not what a browser sends
        before = house.order("one").seq
        response = house.act("buyer", "one", "exhibit", kind="screenshot", title="t", text="x", file=file)
        if response.status_code != 302:
            assert response.status_code in (409, 422)
            assert house.order("one").seq == before
            continue
        download = house.client("buyer").get(house.url("exhibit_file", "one", max(house.order("one").exhibits)))
        told = download.headers["Content-Disposition"]
        assert "\r" not in told
        assert "\n" not in told
        assert "/" not in told.split("filename", 1)[-1].replace("utf-8''", "")


def test_words_of_people_are_words_on_every_page(house: House) -> None:
    """Titles, statements, file names and reasons that look like a page: shown, never obeyed."""
    house.walk(until_disputed, "one")
    for mark in MARKS:
        house.does("buyer", "one", "statement", text=mark)
        house.does(
            "buyer",
            "one",
            "exhibit",
            kind="other",
            title=mark,
            text=mark,
            source=mark,
            link="https://a.example/" + mark,
        )
    for page in (
        "overview",
        "agreement",
        "money",
        "work",
        "dispute",
        "settlement",
        "bench",
        "decision",
        "record",
        "people",
    ):
        response = house.client("mediator").get(house.url(page, "one"))
        if response.status_code != 200:
            continue
        html = response.content.decode()
        assert SCRIPT not in html
        assert "<svg/onload" not in html
        assert 'href="javascript:' not in html
        assert not re.search(r'<[^>]*"onmouseover="alert', html)
        assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]


def test_an_exhibit_s_link_is_an_address_of_the_web(house: House) -> None:
    house.walk(until_disputed, "one")
    for link in (
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "\tjavascript:alert(1)",
    ):
        house.act("buyer", "one", "exhibit", kind="other", title="t", text="x", link=link)
    html = house.get("seller", "dispute", "one")
    assert not re.search(r'href="\s*(javascript|data|vbscript):', html, re.IGNORECASE)


def test_every_page_refuses_to_be_framed_and_to_be_guessed_at(house: House) -> None:
    house.walk(until_disputed, "one")
    for url in (
        reverse("orders"),
        house.url("overview", "one"),
        "/accounts/login/",
        "/nowhere",
        house.url("overview", "one") + "x",
    ):
        response = house.client("buyer").get(url)
        assert response.headers["X-Frame-Options"] == "DENY", url
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"], url
        assert response.headers["X-Content-Type-Options"] == "nosniff", url
        assert response.headers["Referrer-Policy"] == "same-origin", url


def test_a_sign_in_link_is_good_once_and_makes_a_new_session(house: House) -> None:
    path = sign_in_path(house.company.accounts["buyer"], "https://evil.example/")
    visitor = Client()
    visitor.get("/accounts/login/")
    visitor.session["planted"] = "x"
    visitor.session.save()
    before = visitor.session.session_key
    page = visitor.get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    entered = visitor.post(path)
    assert entered.headers["Location"] == "/"
    assert visitor.session.session_key != before
    assert Client().post(path).status_code == 404
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80@localhost", "[::1"])
def test_no_other_host_is_answered(host: str, db: None) -> None:
    assert Client().get("/accounts/password/reset/", headers={"host": host}).status_code == 400


def test_guessing_a_password_comes_to_an_end(house: House) -> None:
    """After too many wrong ones the right one is no use either, for a while."""
    cache.clear()
    person = house.company.accounts["buyer"]
    person.set_password("right horse battery")
    person.save()
    visitor = Client()
    for n in range(12):
        visitor.post("/accounts/login/", {"login": person.username, "password": f"wrong-{n}"})
    refused = visitor.post("/accounts/login/", {"login": person.username, "password": "right horse battery"})
    assert refused.status_code != 302
    cache.clear()
    entered = visitor.post("/accounts/login/", {"login": person.username, "password": "right horse battery"})
    assert entered.status_code == 302


def test_a_form_with_ten_thousand_fields_or_files_is_not_read(house: House) -> None:
    house.walk(until_disputed, "one")
    fields = {f"f{n}": "x" for n in range(10_001)}
    assert house.act("buyer", "one", "statement", text="x", **fields).status_code in (400, 413)
    files = {f"u{n}": SimpleUploadedFile("a", b"x") for n in range(210)}
    assert house.act("buyer", "one", "exhibit", kind="other", title="t", text="x", **files).status_code in (400, 413)
