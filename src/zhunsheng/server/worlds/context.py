"""Being inside a world."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django_tenants.utils import get_public_schema_name, schema_context

from zhunsheng.server.worlds.values import WorldInfo

_TICK_LOCK = "hashtext('zhunsheng.tick.' || %s)"


@contextmanager
def enter(world: WorldInfo) -> Iterator[None]:
    """Queries inside see this world's tables; afterwards those of before."""
    with schema_context(world.schema):
        yield


@contextmanager
def stay(world: WorldInfo) -> Iterator[None]:
    """As `enter`, but a connection that was in no world stays in this one: whoever comes next mostly wants the same.

    For the site's own connections: what lies in no world is found from everywhere.
    """
    before = connection.tenant  # type: ignore[attr-defined]  # django-tenants adds it
    if before.schema_name == world.schema:
        yield
        return
    connection.set_schema(world.schema)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if before.schema_name != get_public_schema_name():
            connection.set_tenant(before)  # type: ignore[attr-defined]


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
