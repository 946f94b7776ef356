"""Being inside a world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django_tenants.utils import schema_context

from zhunsheng.server.worlds.values import WorldInfo

_TICK_LOCK = "hashtext('zhunsheng.tick.' || %s)"


@contextmanager
def enter(world: WorldInfo) -> Iterator[None]:
    """Queries inside see this world's tables; afterwards those of before."""
    with schema_context(world.schema):
        yield


@contextmanager
def tick_lock(world: WorldInfo) -> Iterator[None]:
    """Alone with a world's lake across processes; waits. Held by this connection's session."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({_TICK_LOCK})", [world.schema])
    try:
        yield
    finally:
        held = connection.connection  # a session that is gone holds nothing
        if held is not None and not held.closed:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({_TICK_LOCK})", [world.schema])
