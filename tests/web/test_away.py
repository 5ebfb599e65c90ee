"""While what a page rests on is away, the answer is "come back shortly": the right status, the reader's language,
everything typed, one line in the log, and a second sending that counts once."""

import errno
import logging
import re
from html import unescape

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from gongdao.web.views import acts, orders
from gongdao.web.views.away import RETRY_SECONDS, away
from gongdao.words.away import AWAY
from gongdao.words.lookup import LANGS, say

from .conftest import BOTH, House, until_disputed

LONG = "我把前后经过写了一个小时，不想再写一遍。" * 3
HERE = {"Sec-Fetch-Site": "same-origin"}


def gone(*_: object, **__: object) -> None:
    raise OperationalError("connection is bad: Connection refused\n\tIs the server running?")


def caused(cause: Exception) -> Exception:
    """Django's error as it wraps the driver's."""
    fault = OperationalError("failed")
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OperationalError("terminating connection"), "database_away"),
        (InterfaceError("the connection is closed"), "database_away"),
        (caused(psycopg.errors.DiskFull("could not extend file")), "storage_full"),
        (caused(psycopg.errors.ReadOnlySqlTransaction("read-only")), "storage_full"),
        (OSError(errno.ENOSPC, "No space left on device"), "storage_full"),
        (OSError(errno.EROFS, "Read-only file system"), "storage_full"),
        (FileNotFoundError(errno.ENOENT, "not there"), None),
        (ValueError("ours"), None),
        (None, None),
    ],
)
def test_what_is_away_is_told_from_a_fault_of_ours(fault: Exception | None, code: str | None) -> None:
    assert away(fault) == code


@BOTH
def test_what_was_typed_is_sent_again_and_counts_once(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lang = LANGS[0] if house.language == "zh" else LANGS[1]
    house.walk(until_disputed, "one")
    before = house.order("one").seq
    client = Client(raise_request_exception=False, headers=HERE)
    client.force_login(house.company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")
    url = house.url("act", "one", "statement")
    sent = {"text": LONG, "label": "accusation", "key": "k-1", "next": house.url("dispute", "one")}

    def performed_and_gone(*args: object, **named: object) -> None:
        # The worst moment: the act is on the record and the answer is lost.
        carry_out(*args, **named)  # type: ignore[arg-type]
        gone()

    carry_out = acts.carry_out
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(acts, "carry_out", performed_and_gone)
        answer = client.post(url, sent)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_SECONDS)
    assert answer["Gongdao-Code"] == "database_away"
    assert "Refresh" not in answer
    assert say(AWAY, "database_away", lang) in unescape(html)
    assert say(AWAY, "typed", lang) in unescape(html)
    assert html.count(LONG) == 2  # to read, and to travel on
    lines = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
    assert lines == [f"database_away: POST {url}: connection is bad: Connection refused"]
    assert not any(r.exc_info for r in caplog.records)

    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    again = client.post(url, {unescape(n): unescape(v) for n, v in fields.items()})
    assert again.status_code == 302
    assert house.order("one").seq == before + 1


def test_files_have_to_be_chosen_again_and_the_rest_goes_back_into_the_form(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.walk(until_disputed, "one")
    client = Client(raise_request_exception=False, headers=HERE)
    client.force_login(house.company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")
    url = house.url("act", "one", "exhibit")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("gongdao.services.custody.keep", full)
        sent = {"kind": "chat_log", "title": LONG, "requirement": "data", "key": "k-2"}
        answer = client.post(url, {**sent, "file": SimpleUploadedFile("chat.txt", b"all of it")})
    html = unescape(answer.content.decode())
    assert (answer.status_code, answer["Gongdao-Code"]) == (503, "storage_full")
    assert any(say(AWAY, "typed_files", lang) in html for lang in LANGS)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))
    before = house.order("one").seq
    form = client.post(url, fields)
    assert form.status_code == 200
    assert LONG in form.content.decode()
    assert house.order("one").seq == before


def test_a_page_that_is_only_read_tries_again_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(house.company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(orders, "render", gone)
    answer = client.get(reverse("orders"))
    assert (answer.status_code, answer["Refresh"], answer["Cache-Control"]) == (503, str(RETRY_SECONDS), "no-store")


def test_nothing_another_site_sent_and_no_password_is_given_back(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.contrib.auth.authenticate", gone)
    monkeypatch.setattr("allauth.account.auth_backends.AuthenticationBackend.authenticate", gone)
    monkeypatch.setattr("django.contrib.auth.backends.ModelBackend.authenticate", gone)
    client = Client(raise_request_exception=False, headers=HERE | {"Accept-Language": "en"})
    answer = client.post(reverse("account_login"), {"login": "somebody", "password": "correct horse battery"})
    assert answer.status_code == 503
    assert "correct horse" not in answer.content.decode()
    assert say(AWAY, "sign_in", "en") in unescape(answer.content.decode())
    elsewhere = Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "cross-site"})
    answer = elsewhere.post(reverse("account_login"), {"login": LONG, "password": "correct horse battery"})
    assert answer.status_code == 503
    assert LONG not in answer.content.decode()


def test_a_fault_of_ours_stays_a_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.walk(until_disputed, "one")
    client = Client(raise_request_exception=False, headers=HERE)
    client.force_login(house.company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(acts, "carry_out", broken)
    answer = client.post(house.url("act", "one", "statement"), {"text": LONG, "label": "accusation", "key": "k-3"})
    assert answer.status_code == 500
    assert "Retry-After" not in answer


def test_every_word_is_there_in_both_languages() -> None:
    for code, words in AWAY.items():
        assert set(words) == set(LANGS), code
        assert re.search(r"[一-鿿]", words["zh-hans"]), code
        assert not re.search(r"[一-鿿]", words["en"]), code
