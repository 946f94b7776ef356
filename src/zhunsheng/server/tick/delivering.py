"""The worker's third loop: sends what waits in the outbox, in every world.

A loop of its own, for a system that does not answer keeps it waiting.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connection

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.outbox.actions.deliver import deliver
from zhunsheng.server.outbox.queries import seconds_to_next
from zhunsheng.server.project.home import Home
from zhunsheng.server.project.trouble import trouble
from zhunsheng.server.tick.firing import PATIENCE, wait
from zhunsheng.server.tick.worker import until_told
from zhunsheng.server.worlds.channel import OUT
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import worlds
from zhunsheng.server.worlds.values import WorldInfo

log = logging.getLogger("zhunsheng.worker")


def deliver_when_due(home: Home, stop: threading.Event) -> None:
    """Send until told to stop. Any number of workers may."""
    until_told(home, stop, _listen)


def _listen(stop: threading.Event) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {OUT}")
    while not stop.is_set():
        wait(stop, deliver_everywhere())


def deliver_everywhere() -> timedelta:
    """A portion of every world; how long until there is more to send."""
    return min((_delivered(world) for world in worlds()), default=PATIENCE)


def _delivered(world: WorldInfo) -> timedelta:
    """Trouble in one world stops no other."""
    try:
        with enter(world):
            done = deliver(world)
            if done.more:
                log.info("%s: %d messages sent, %d failed", world.name, done.sent, done.failed)
                return timedelta()
            seconds = seconds_to_next() if world.sinks_send else None
            return PATIENCE if seconds is None else min(PATIENCE, timedelta(seconds=seconds))
    except ZhunshengError as error:
        log.warning("%s: %s", world.name, error)
    except Exception as error:  # as in the worker's first loop
        if trouble(error, settings.HOME.path) is not None:
            raise
        log.exception("%s: messages of this world wait", world.name)
    return PATIENCE
