"""The worker's second loop: fires what falls due, in every world, when it falls due.

A loop of its own, for a turn of the first one may take minutes.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.deadlines.actions.fire import fire
from zhunsheng.server.deadlines.handlers import registered
from zhunsheng.server.deadlines.queries import is_held, seconds_to_next
from zhunsheng.server.project.home import Home
from zhunsheng.server.project.trouble import trouble
from zhunsheng.server.tick.worker import until_told
from zhunsheng.server.worlds.channel import DUE
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import worlds
from zhunsheng.server.worlds.values import WorldInfo

log = logging.getLogger("zhunsheng.worker")

PATIENCE = timedelta(seconds=30)
"""How long the loop waits at most before it looks by itself."""
HELD = timedelta(milliseconds=250)
"""How soon it looks again at what another worker has claimed: that one may have been killed."""
LOOK = timedelta(seconds=1)
"""How soon it notices that it shall end."""


def fire_when_due(home: Home, stop: threading.Event) -> None:
    """Fire until told to stop. Any number of workers may; what fell due while none ran is fired first."""
    until_told(home, stop, _listen)


def _listen(stop: threading.Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {DUE}")
    while not stop.is_set():
        wait(stop, fire_everywhere())


def fire_everywhere() -> timedelta:
    """One set in every world; how long until there is more to fire."""
    return min((_fired(world) for world in worlds()), default=PATIENCE)


def _fired(world: WorldInfo) -> timedelta:
    """Trouble in one world stops no other."""
    try:
        with enter(world):
            fired = fire(world, registered())
            if not fired.idle:
                log.info("%s: %d deadlines fired, %d failed", world.name, fired.done, fired.failed)
                return timedelta()
            return _until_more(world, fired.looked)
    except ZhunshengError as error:
        log.warning("%s: %s", world.name, error)
    except Exception as error:  # as in the worker's first loop
        if trouble(error, settings.HOME.path) is not None:
            raise
        log.exception("%s: deadlines of this world wait", world.name)
    return PATIENCE


def _until_more(world: WorldInfo, looked: datetime | None) -> timedelta:
    """How long to wait where nothing could be claimed."""
    if looked is None:
        return PATIENCE
    seconds = seconds_to_next(world, registered(), looked)
    patience = HELD if is_held(registered(), looked) else PATIENCE
    return patience if seconds is None else min(patience, timedelta(seconds=seconds))


def wait(stop: threading.Event, patience: timedelta) -> None:
    """Until then, until something is armed, or until told to stop. Only how long is this machine's to say."""
    until = time.monotonic() + min(patience, PATIENCE).total_seconds()
    raw = connection.connection
    while not stop.is_set():
        left = min(until - time.monotonic(), LOOK.total_seconds())
        if any(True for _ in raw.notifies(timeout=max(left, 0), stop_after=1)) or left <= 0:
            break
    for _ in raw.notifies(timeout=0):  # all are for the same look
        pass
