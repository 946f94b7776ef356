"""What the web server runs: live news as streams, everything else as Django in threads that keep their connection."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from zhunsheng.server.project.boot import boot
from zhunsheng.server.project.lifeline import watch

boot(Path(os.environ["ZHUNSHENG_HOME"]))

# After Django is up: this asks for its settings.
from zhunsheng.server.front.live import PATH, Hub, Receive, Scope, Send  # noqa: E402

THREADS = 8
"""Requests answered at once by a process; each thread holds one connection."""

_site = WSGIMiddleware(get_wsgi_application(), workers=THREADS)  # type: ignore[arg-type]  # Django is looser
_hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection's worth of the protocol."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"] == PATH:
        await _hub.stream(scope, receive, send)
    else:
        await _site(scope, _coroutine(receive), _coroutine(send))  # type: ignore[arg-type]  # two spellings of ASGI


def _coroutine(call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Granian gives futures where the adapter, which calls from its threads, needs coroutines."""

    async def called(*args: object) -> object:
        return await call(*args)

    return called


async def _live(receive: Receive, send: Send) -> None:
    """Listen from the process's beginning to its end."""
    await receive()
    watch()
    _close_when_told()
    listening = asyncio.create_task(_hub.listen())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    await send({"type": "lifespan.shutdown.complete"})


def _close_when_told() -> None:
    """End the streams at the signal that ends the process: the server waits for open connections before it goes on.

    The loop's own handlers, which are the server's, are woken apart from these and stay in force.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(_hub.close))
        signal.siginterrupt(number, False)
