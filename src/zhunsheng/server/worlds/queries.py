"""Reading the register of worlds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models.functions import Coalesce, Now

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.worlds.models import World
from zhunsheng.server.worlds.values import Visited, WorldInfo

LIVE = "live"
_VISITED = """
SELECT schema_name, time_zone, clock_at, sinks_send, clock_timestamp() FROM public.worlds_world WHERE name = %s
"""


def world(name: str) -> WorldInfo:
    """The world of that name; raises ZhunshengError."""
    row = World.objects.filter(name=name).first()
    if row is None:
        raise ZhunshengError(_unknown(name, _listed()))
    return info(row)


def worlds() -> list[WorldInfo]:
    return [info(row) for row in World.objects.order_by("name")]


def here() -> WorldInfo:
    """The world that is entered."""
    return info(World.objects.get(schema_name=connection.schema_name))  # type: ignore[attr-defined]


def now(world: WorldInfo) -> datetime:
    """The world's moment: where its clock stands, else the database's time. Never this machine's."""
    row = World.objects.filter(schema_name=world.schema)
    moment: datetime = row.values_list(Coalesce("clock_at", _ClockTimestamp()), flat=True).get()
    return moment


def visited(name: str) -> Visited:
    """The world of that name and what time it is, there and truly; raises ZhunshengError, which names no other world.

    Anybody may ask this.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VISITED, [name])
        row = cursor.fetchone()
    if row is None:
        raise ZhunshengError(_unknown(name))
    schema, time_zone, clock_at, sinks_send, moment = row
    found = WorldInfo(name, schema, time_zone, settings.HOME.lake / schema, sinks_send)
    return Visited(found, clock_at or moment, moment, stands=clock_at is not None)


def real_now() -> datetime:
    """The database's time, whatever a world's clock says: for sessions, tokens and the log of visits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def info(row: World) -> WorldInfo:
    """The value that crosses the border."""
    lake: Path = settings.HOME.lake / row.schema_name
    return WorldInfo(row.name, row.schema_name, row.time_zone, lake, row.sinks_send)


class _ClockTimestamp(Now):
    """The moment of the call; Django's own Now stands still within a transaction."""

    def as_postgresql(self, *_: object, **__: object) -> tuple[str, tuple[str | int, ...]]:
        return "clock_timestamp()", ()


def _listed() -> Text:
    known = "、".join(World.objects.order_by("name").values_list("name", flat=True)) or "—"
    return Text(zh=f"已有的世界：{known}", en=f"there are: {known}")


def _unknown(name: str, remedy: Text | None = None) -> Problem:
    return Problem(
        "world.unknown",
        Text(zh=f"没有名为「{name}」的世界", en=f"there is no world '{name}'"),
        remedy or Text(zh="核对网址；世界的名字问管理员", en="check the address; ask your administrator for the name"),
    )
