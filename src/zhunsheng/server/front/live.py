"""Live news: a page hears that numbers may have moved, and asks the API again. A stream holds no thread, no database.

One connection per process listens; news go to the queues of the streams of that world. A stream is opened with a
ticket that the API gives out; it ends with the ticket, so that whoever may not sign in any more hears nothing more.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings
from django.core import signing
from psycopg.conninfo import make_conninfo

from zhunsheng.server.project.database import connection_words
from zhunsheng.server.tick.news import CHANNEL

log = logging.getLogger("zhunsheng.live")

PATH = "/live"
TERM = 600  # seconds a ticket, and with it a stream, lasts
BEAT = 15.0  # seconds between two signs of life
REST = 1.0  # seconds before listening again after the database went away

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_SALT = "zhunsheng.live"


def ticket(world: str, account: int) -> str:
    """Opens streams of the world's news, which all end in `TERM` seconds."""
    return signing.dumps([world, account, time.time() + TERM], salt=_SALT)


@dataclass
class Hub:
    """The streams of this process, by world."""

    streams: dict[str, set[asyncio.Queue[str | None]]] = field(default_factory=dict)
    closed: bool = False

    def close(self) -> None:
        """End all streams, for the process ends."""
        self.closed = True
        for queue in [queue for queues in self.streams.values() for queue in queues]:
            _put(queue, None)

    async def listen(self) -> None:
        """Pass news on, until cancelled. A database that is gone is waited for."""
        missed = False
        while True:
            try:
                await self._listen(missed=missed)
            except psycopg.OperationalError as error:
                log.warning("no news for now, trying again: %s", error)
            missed = True
            await asyncio.sleep(REST)

    async def _listen(self, *, missed: bool) -> None:
        words = make_conninfo("", **connection_words(settings.HOME))
        async with await psycopg.AsyncConnection.connect(words, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            if missed:
                await self._catch_up(connection)
            async for notice in connection.notifies():
                self.pass_on(notice.payload)

    async def _catch_up(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Numbers may have moved while nobody listened."""
        cursor = await connection.execute("SELECT clock_timestamp()")
        (now,) = await cursor.fetchone() or (None,)
        for world in list(self.streams):
            self._tell(world, {"at": now.isoformat() if now else None, "sources": []})

    def pass_on(self, payload: str) -> None:
        """One piece of news to every stream of its world; a stream that is behind hears the newest only."""
        news = json.loads(payload)
        self._tell(news["world"], {"at": news["at"], "sources": news["sources"]})

    def _tell(self, world: str, news: object) -> None:
        for queue in self.streams.get(world, ()):
            _put(queue, json.dumps(news))

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for news, until its ticket ends, the reader goes or the process is told to end."""
        try:
            world, left = _admitted(scope)
        except signing.BadSignature:
            await _refuse(send)
            return
        queue: asyncio.Queue[str | None] = asyncio.Queue(maxsize=1)
        if self.closed:
            _put(queue, None)
        self.streams.setdefault(world, set()).add(queue)
        try:
            await _start(send)
            sending = asyncio.create_task(_send_news(queue, send))
            leaving = asyncio.create_task(_gone(receive))
            await asyncio.wait({sending, leaving}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            for task in (sending, leaving):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self.streams[world].discard(queue)


def _put(queue: asyncio.Queue[str | None], news: str | None) -> None:
    if queue.full():
        queue.get_nowait()
    queue.put_nowait(news)


async def _send_news(queue: asyncio.Queue[str | None], send: Send) -> None:
    while True:
        try:
            news = await asyncio.wait_for(queue.get(), BEAT)
        except TimeoutError:
            text = ": beat\n\n"
        else:
            if news is None:
                return
            text = f"event: numbers\ndata: {news}\n\n"
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _start(send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
    headers.append((b"x-accel-buffering", b"no"))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"ask for another ticket"})


def _admitted(scope: Scope) -> tuple[str, float]:
    """The world a ticket opens, and for how many seconds yet; raises signing.BadSignature."""
    shown = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
    world, _, until = signing.loads(shown, salt=_SALT, max_age=TERM)
    return str(world), max(0.0, until - time.time())
