"""The worker: turns the loop whenever facts arrive, and now and then anyway."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import psycopg
from django.conf import settings
from django.db import OperationalError, connection

from zhunsheng.server.facts.channel import CHANNEL
from zhunsheng.server.project.boot import ensure_database
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import now, worlds

log = logging.getLogger("zhunsheng.worker")

PATIENCE = timedelta(seconds=5)
"""How long the worker listens before it looks by itself."""


def work(stop: threading.Event) -> None:
    """Turn every world until told to stop. A database that is gone is waited for."""
    while not stop.is_set():
        try:
            ensure_database(settings.HOME)
            _listen(stop)
        except (OperationalError, psycopg.OperationalError) as error:
            log.warning("database is away, trying again: %s", str(error).strip())
            connection.close()
            stop.wait(1)


def _listen(stop: threading.Event) -> None:
    """Turn all worlds, then again at every notification or when patience ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    while not stop.is_set():
        turn_all()
        raw = connection.connection
        for _ in raw.notifies(timeout=PATIENCE.total_seconds(), stop_after=1):
            log.debug("facts arrived")


def turn_all() -> None:
    """One turn of every world."""
    for world in worlds():
        with enter(world):
            turn = tick(world, now(world))
        if not turn.idle:
            log.info("%s: %d settlements", world.name, turn.settlements)
