"""Processes of a site end with the one that started them, however it ended."""

from __future__ import annotations

import os
import signal
import threading

from zhunsheng.server.project.database import SERVING

LOOK = 1.0  # seconds between two looks
PATIENCE = 20.0  # seconds that an orderly end may take


def started_here() -> None:
    """Let processes that this one starts from now on end with it."""
    os.environ[SERVING] = str(os.getpid())


def orphaned() -> bool:
    """Whether this process was started by a site's first one, and that is gone."""
    first = os.environ.get(SERVING, "")
    return first.isdecimal() and os.getppid() != int(first)


def watch() -> None:
    """End this process once it is orphaned: orderly, and if that takes too long, at once."""
    if not os.environ.get(SERVING, "").isdecimal():
        return
    threading.Thread(target=_watch, name="lifeline", daemon=True).start()


def _watch() -> None:
    waiting = threading.Event()
    while not orphaned():
        waiting.wait(LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    waiting.wait(PATIENCE)
    os.kill(os.getpid(), signal.SIGKILL)
