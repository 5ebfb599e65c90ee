"""The live room: a grown record wakes who listens to it, nobody else hears, and without it nothing is missing."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from gongdao.config.live import conninfo
from gongdao.config.security import HeadersMiddleware
from gongdao.services.news import CHANNEL
from gongdao.web import live
from gongdao.web.live import Live, ticket

from .conftest import House, until_disputed

ORIGIN = "https://platform.example"
PATIENCE = 30.0
"""Seconds until a test gives up; what it waits for takes milliseconds."""


class Listener:
    """A browser's end of a stream: what it was sent, and a way to hang up."""

    def __init__(self, app: Live, value: str, method: str = "GET") -> None:
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self._gone = asyncio.Event()
        scope = {"type": "http", "method": method, "path": f"/live/{value}"}
        self.task = asyncio.create_task(app(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        elif message.get("body"):
            self.heard.put_nowait(message["body"].decode())

    async def hears(self) -> str:
        """The next thing said that is not about the stream itself."""
        while True:
            said = await asyncio.wait_for(self.heard.get(), PATIENCE)
            if not said.startswith(("retry:", ":")):
                return said

    async def hang_up(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self.task, PATIENCE)


async def tell(order: str) -> None:
    async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as connection:
        await connection.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{order}:7"])


def lived(scene: Callable[[Live], Awaitable[None]]) -> None:
    """Plays a scene against a program of its own on the tests' database."""

    async def play() -> None:
        app = Live(conninfo(), ORIGIN)
        try:
            await scene(app)
        finally:
            if app._listening is not None:
                app._listening.cancel()

    # The browser tests leave a loop of theirs running in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, play()).result()


@pytest.mark.django_db(transaction=True)
def test_a_grown_record_wakes_its_listeners_and_no_other() -> None:
    async def scene(app: Live) -> None:
        mine, again, other = Listener(app, ticket("one")), Listener(app, ticket("one")), Listener(app, ticket("two"))
        # Woken once as the database answers: whatever was said before was heard by nobody.
        for listener in (mine, again, other):
            assert await listener.hears() == "event: grown\ndata:\n\n"
        await tell("one")
        assert await mine.hears() == "event: grown\ndata:\n\n"
        assert await again.hears() == "event: grown\ndata:\n\n"
        await tell("two")
        assert await other.hears() == "event: grown\ndata:\n\n"
        assert other.heard.empty()
        assert mine.status == 200
        assert mine.headers[b"content-type"].startswith(b"text/event-stream")
        assert mine.headers[b"access-control-allow-origin"] == ORIGIN.encode()
        for listener in (mine, again, other):
            await listener.hang_up()
        assert app._listeners == {}

    lived(scene)


@pytest.mark.django_db(transaction=True)
def test_a_broken_connection_is_made_anew_and_everybody_asked_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RETRY_SECONDS", 0.05)

    async def scene(app: Live) -> None:
        mine = Listener(app, ticket("one"))
        await mine.hears()
        async with await psycopg.AsyncConnection.connect(conninfo(), autocommit=True) as connection:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = %s", [f"LISTEN {CHANNEL}"]
            )
        assert await mine.hears() == "event: grown\ndata:\n\n"
        await tell("one")
        assert await mine.hears() == "event: grown\ndata:\n\n"
        await mine.hang_up()

    lived(scene)


@pytest.mark.parametrize(
    ("value", "method"),
    [("", "GET"), ("forged", "GET"), (signing.dumps("one", salt="elsewhere"), "GET"), ("-", "POST")],
)
def test_without_a_ticket_there_is_nothing(value: str, method: str) -> None:
    async def scene(app: Live) -> None:
        listener = Listener(app, ticket("one") if value == "-" else value, method)
        await asyncio.wait_for(listener.task, PATIENCE)
        assert listener.status == 404
        assert app._listening is None

    lived(scene)


def test_a_ticket_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "TICKET_SECONDS", -1)
    assert live.order_of(ticket("one")) is None


def test_a_full_room_sends_the_next_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_STREAMS", 0)

    async def scene(app: Live) -> None:
        listener = Listener(app, ticket("one"))
        await asyncio.wait_for(listener.task, PATIENCE)
        assert listener.status == 503

    lived(scene)


def test_a_page_names_the_room_where_there_is_one_and_asks_by_itself_anyway(house: House) -> None:
    house.walk(until_disputed, "one")
    plain = house.get("buyer", "overview", "one")
    assert "data-live" not in plain
    assert 'hx-trigger="every 25s, grown"' in plain
    with override_settings(LIVE_URL="https://live.example/live"):
        html = house.get("buyer", "overview", "one")
        policy = HeadersMiddleware(lambda _: HttpResponse())(HttpRequest()).headers["Content-Security-Policy"]
    value = html.split('data-live="https://live.example/live/')[1].split('"')[0]
    assert live.order_of(value) == house.orders["one"]
    assert "connect-src 'self' https://live.example;" in policy
