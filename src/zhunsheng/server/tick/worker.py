"""The worker: turns the loop whenever facts arrive, and now and then anyway."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.project.boot import ensure_database
from zhunsheng.server.project.home import Home
from zhunsheng.server.project.trouble import OUTSIDE, trouble
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds import troubles
from zhunsheng.server.worlds.channel import CHANNEL
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import worlds

log = logging.getLogger("zhunsheng.worker")

PATIENCE = timedelta(seconds=5)
"""How long the worker listens before it looks by itself."""
REST = timedelta(seconds=1)
"""How long the worker rests after trouble."""
MANY = 10
"""So many batches during one turn: facts keep coming, and whoever sends them goes first."""
MOST_GIVEN_WAY = timedelta(seconds=5)
"""Then others have the machine for as long as the turn took, at most so long."""


def work(home: Home, stop: threading.Event) -> None:
    """Turn every world until told to stop."""
    until_told(home, stop, _listen)


def until_told(home: Home, stop: threading.Event, loop: Callable[[threading.Event], None]) -> None:
    """Run a loop until told to stop. A database that is gone, or a disk that is full, is waited for."""
    while not stop.is_set():
        try:
            ensure_database(home)
            loop(stop)
        except ZhunshengError as error:
            _rest(stop, error)
        except OUTSIDE as error:
            said = trouble(error, home.path)
            if said is None:
                raise
            _rest(stop, said)


def _rest(stop: threading.Event, why: object) -> None:
    """Try again in a moment, with a fresh connection."""
    log.warning("interrupted, trying again: %s", why)
    connection.close()
    stop.wait(REST.total_seconds())


def _listen(stop: threading.Event) -> None:
    """Turn all worlds, then again at every notification or when patience ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    while not stop.is_set():
        began = time.monotonic()
        turn_all()
        came = _heard()
        if came >= MANY:
            stop.wait(min(time.monotonic() - began, MOST_GIVEN_WAY.total_seconds()))
            _heard()
        elif not came:
            _heard(PATIENCE)


def _heard(patience: timedelta = timedelta()) -> int:
    """How many notifications wait; with patience, at least the next one is waited for. All are for the same turn."""
    raw = connection.connection
    first = sum(1 for _ in raw.notifies(timeout=patience.total_seconds(), stop_after=1)) if patience else 0
    return first + sum(1 for _ in raw.notifies(timeout=0))


def turn_all() -> None:
    """One turn of every world; trouble in one of them, a blueprint that is missing, say, stops no other.

    A database that is away concerns them all: that is for the caller.
    """
    for world in worlds():
        try:
            with enter(world):
                turn = tick(world)
            troubles.forget(world)
        except ZhunshengError as error:
            log.warning("%s: %s", world.name, error)
            continue
        except Exception as error:  # a mistake of ours may look like anything, and must not keep other worlds waiting
            if trouble(error, settings.HOME.path) is not None:
                raise
            reference = troubles.keep(world, error)
            log.exception("%s: this world was left as it is (%s)", world.name, reference)
            continue
        if not turn.idle:
            log.info("%s: %d settlements", world.name, turn.settlements)
