"""A loop of the worker beside a test, and waiting for what it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds.channel import announce


@contextmanager
def looping(home: Home, loop: Callable[[Home, threading.Event], None]) -> Iterator[None]:
    """The loop runs in a thread of its own, and ends in good order."""
    stop = threading.Event()

    def run() -> None:
        try:
            loop(home, stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield
    stop.set()
    announce()
    thread.join(20)
    assert not thread.is_alive()


def eventually(true: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until it is so."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.02)
