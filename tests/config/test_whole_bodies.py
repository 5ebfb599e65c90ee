"""Uploads that break off, and lengths that lie: nothing of it is taken, and nothing falls over."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse

from gongdao.cli import cast as casting
from gongdao.cli import sample
from gongdao.cli.sample import Walk
from gongdao.config.whole import BrokenOffError, WholeBody, whole_bodies
from gongdao.services import clock, queries
from gongdao.services.ids import new_order_id

SECRET = "a" * 32
BOUNDARY = "edge"


class Trickle:
    """A body that comes in small pieces."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def read(self, size: int, /) -> bytes:
        return self._content.read(min(size, 7))


def test_a_body_that_comes_in_pieces_is_read_whole() -> None:
    body = WholeBody(Trickle(b"x" * 100 + b"beyond"), 100, b"")
    assert body.read(30) + body.read() == b"x" * 100
    assert body.read(10) == b""
    assert WholeBody(Trickle(b"one\ntwo"), 7, b"").readline() == b"one\n"


@pytest.mark.parametrize("size", [-1, 64, 4096])
def test_a_body_that_ends_early_is_not_read(size: int) -> None:
    body = WholeBody(Trickle(b"x" * 60), 100, b"")
    with pytest.raises(BrokenOffError):
        list(iter(lambda: body.read(size), b""))


def test_a_form_without_its_end_is_not_read() -> None:
    with pytest.raises(BrokenOffError):
        WholeBody(Trickle(b"--edge\r\nhalf a text"), 19, b"--edge--").read()


def parts() -> bytes:
    """The form of an exhibit with a file, its longest text last but one."""
    fields = {"csrfmiddlewaretoken": SECRET, "key": "k", "kind": "other", "title": "t", "text": "w" * 3000}
    head = "".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'
    return (head + file).encode() + b"z" * 3000 + f"\r\n--{BOUNDARY}--\r\n".encode()


LINES = f"csrfmiddlewaretoken={SECRET}&key=k&kind=other&title=t&text=".encode() + b"w" * 3000
FORMS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "parts": (f"multipart/form-data; boundary={BOUNDARY}", parts),
    "lines": ("application/x-www-form-urlencoded", lambda: LINES),
}


@pytest.mark.parametrize("form", list(FORMS))
def test_an_upload_that_breaks_off_is_no_act(db: None, form: str) -> None:
    company = casting.invite("en")
    walk = Walk(new_order_id(), company.cast(), clock.now())
    sample.draft(walk, "en")
    sample.agree(walk, "en")
    sample.fund(walk)
    sample.inspect(walk, "en", sample.work(walk, "en"))
    sample.contest(walk, "en")
    client = Client()
    client.force_login(company.accounts["buyer"], backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    kind, content = FORMS[form][0], FORMS[form][1]()

    def send(body: bytes, length: int) -> int:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": reverse("act", args=[walk.order_id, "exhibit"]),
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(length),
            "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={SECRET}",
            "HTTP_SEC_FETCH_SITE": "same-origin",
        }
        return int(whole_bodies(lambda given, _: handler(given))(environ, None).status_code)  # type: ignore[attr-defined]

    handler = ClientHandler(enforce_csrf_checks=True)
    before = queries.state(walk.order_id)
    broken = [send(content[: len(content) - missing], len(content)) for missing in (1, 1_500, 4_500)]
    lied = [send(content, len(content) - missing) for missing in (1_500, 4_500)] if form == "parts" else []
    assert queries.state(walk.order_id) == before
    assert set(broken + lied) <= {400, 403}
    assert send(content, len(content)) == 302
    after = queries.state(walk.order_id)
    assert after is not None
    assert [len(x.act.text) for x in after.exhibits.values()] == [3000]
