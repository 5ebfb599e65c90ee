"""The live room: tells an open page, within a moment, that its order's record has grown.

A raw ASGI program beside the pages, because a thread for each open page would starve them. It says only "grown": the
page then asks for itself, through the same door and the same visibility as always, so nothing can leak here. One
LISTEN connection serves all streams of a process. Who may listen is decided by the page that hands out a ticket; a
ticket is good for one order and some hours. Where this program does not run, or a browser has no JavaScript, the page
asks every 25 seconds or when it is reloaded, and nothing else changes.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg
from django.core import signing

from gongdao.services.news import CHANNEL

log = logging.getLogger("gongdao.web.live")

SALT = "gongdao.web.live"
TICKET_SECONDS = 12 * 3600
HEARTBEAT_SECONDS = 20.0
"""So often something is sent, so that proxies keep the stream and a vanished reader is noticed."""
STREAM_SECONDS = 3600.0
"""A stream ends after this long; the browser opens it anew while its ticket lasts."""
MOST_STREAMS = 5000
"""Of one process. Whoever comes after is asked to come back, and meanwhile asks every 25 seconds like anyone else."""
RETRY_SECONDS = 2.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def ticket(order_id: str) -> str:
    """Leave to hear that this order's record grows. Hand it only to who may see the order."""
    return signing.dumps(order_id, salt=SALT)


def order_of(value: str) -> str | None:
    """The order a ticket is good for; None when it was forged or has run out."""
    try:
        return str(signing.loads(value, salt=SALT, max_age=TICKET_SECONDS))
    except signing.BadSignature:
        return None


class Live:
    """The program. `conninfo` is the database to listen on, `origin` the address of the pages that may read."""

    def __init__(self, conninfo: str, origin: str) -> None:
        self._conninfo = conninfo
        self._origin = origin
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        if scope["type"] != "http":
            return
        order_id = order_of(scope["path"].rpartition("/")[2])
        if scope["method"] != "GET" or order_id is None:
            await self._answer(send, 404)
        elif sum(map(len, self._listeners.values())) >= MOST_STREAMS:
            await self._answer(send, 503)
        else:
            await self._stream(order_id, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                if self._listening is not None:
                    self._listening.cancel()
                return

    async def _answer(self, send: Send, status: int) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def _stream(self, order_id: str, receive: Receive, send: Send) -> None:
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        grown, ends = asyncio.Event(), asyncio.get_running_loop().time() + STREAM_SECONDS
        self._listeners.setdefault(order_id, set()).add(grown)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self._headers()})
            await _say(send, f"retry: {int(RETRY_SECONDS * 1000)}\n\n")
            while not gone.done() and asyncio.get_running_loop().time() < ends:
                waiting = asyncio.create_task(grown.wait())
                await asyncio.wait({waiting, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if gone.done():
                    return
                await _say(send, "event: grown\ndata:\n\n" if grown.is_set() else ": still here\n\n")
                grown.clear()
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self._listeners[order_id].discard(grown)
            if not self._listeners[order_id]:
                del self._listeners[order_id]

    def _headers(self) -> list[tuple[bytes, bytes]]:
        return [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
            (b"access-control-allow-origin", self._origin.encode()),
            (b"vary", b"Origin"),
        ]

    async def _listen(self) -> None:
        """Hears of every record of the platform and wakes those who wait for it; connects anew for as long as need be.

        After a break everybody is woken once: what was said meanwhile was heard by nobody.
        """
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._wake(*self._listeners)
                    async for notice in connection.notifies():
                        self._wake(notice.payload.partition(":")[0])
            log.info("the database does not answer; trying again")
            await asyncio.sleep(RETRY_SECONDS)

    def _wake(self, *orders: str) -> None:
        for order_id in orders:
            for grown in self._listeners.get(order_id, ()):
                grown.set()


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
