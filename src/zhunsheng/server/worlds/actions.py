"""Making, copying, setting and dropping worlds."""

from __future__ import annotations

import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import available_timezones

from django.conf import settings
from django.db import connection, transaction
from django_tenants.clone import CloneSchema
from django_tenants.utils import schema_context

from zhunsheng.engine.values import Problem, Text, all_or_raise
from zhunsheng.server.worlds.channel import DUE, announce
from zhunsheng.server.worlds.context import enter, tick_lock
from zhunsheng.server.worlds.models import World
from zhunsheng.server.worlds.queries import info
from zhunsheng.server.worlds.values import WorldInfo

DEFAULT_TIME_ZONE = "Asia/Shanghai"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DELTA_LOG = "_delta_log"


def create(name: str, time_zone: str = DEFAULT_TIME_ZONE) -> WorldInfo:
    """A new world with its tables and an empty lake; raises ZhunshengError."""
    all_or_raise([*_name_problems(name), *_zone_problems(time_zone)])
    row = World(name=name, schema_name=_schema(name), time_zone=time_zone)
    row.auto_create_schema = True
    with schema_context("public"):
        row.save(verbosity=0)
    made = info(row)
    made.lake.mkdir(mode=0o700, parents=True)
    return made


def clone(world: WorldInfo, name: str) -> WorldInfo:
    """A copy of a world, its facts at the same version, that cannot send; raises ZhunshengError."""
    all_or_raise(_name_problems(name))
    with tick_lock(world), schema_context("public"):
        copied = _clone_schema(world, name)
        _clone_lake(world.lake, copied.lake)
    return copied


def drop(world: WorldInfo) -> None:
    """The world and everything in it is gone."""
    with schema_context("public"):
        World.objects.get(schema_name=world.schema).delete(force_drop=True)
    shutil.rmtree(world.lake, ignore_errors=True)


def set_time_zone(time_zone: str) -> None:
    """Let the world that is entered keep its days by this time zone; raises ZhunshengError."""
    all_or_raise(_zone_problems(time_zone))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE worlds_world SET time_zone = %s WHERE schema_name = current_schema()", [time_zone])


def set_clock(world: WorldInfo, moment: datetime | None) -> None:
    """Let the world stand at a moment, or, with None, follow real time."""
    if moment is not None and moment.tzinfo is None:
        raise ValueError("a world's clock needs a moment with its time zone")
    World.objects.filter(schema_name=world.schema).update(clock_at=moment)
    announce(DUE)


def _clone_schema(world: WorldInfo, name: str) -> WorldInfo:
    with transaction.atomic():
        source = World.objects.get(schema_name=world.schema)
        row = World(
            name=name,
            schema_name=_schema(name),
            time_zone=source.time_zone,
            clock_at=source.clock_at,
            sinks_send=False,
        )
        row.save()
        CloneSchema().clone_schema(world.schema, row.schema_name)
        copied = info(row)
        with enter(copied), connection.cursor() as cursor:
            for table in settings.WORLD_CLONE_CLEARS:
                cursor.execute(f"TRUNCATE {connection.ops.quote_name(table)} CASCADE")
    return copied


def _clone_lake(source: Path, target: Path) -> None:
    # Data files never change, so a second name is a copy. The log has pointer files that are rewritten.
    shutil.copytree(source, target, copy_function=_copy_or_link, dirs_exist_ok=True)


def _copy_or_link(source: str, target: str) -> None:
    if Path(source).parent.name == _DELTA_LOG:
        shutil.copy2(source, target)
    else:
        os.link(source, target)


def _schema(name: str) -> str:
    return f"w_{name}"


def _name_problems(name: str) -> list[Problem]:
    if not _NAME.fullmatch(name):
        return [
            Problem(
                "world.name",
                Text(zh=f"「{name}」不能作世界的名字", en=f"'{name}' cannot be a world's name"),
                Text(
                    zh="用小写字母开头，只含小写字母、数字和下划线，最多 40 个字符",
                    en="begin with a small letter; small letters, digits and underscores; at most 40",
                ),
            )
        ]
    if not World.objects.filter(name=name).exists():
        return []
    return [
        Problem(
            "world.exists",
            Text(zh=f"已有名为「{name}」的世界", en=f"there is a world '{name}' already"),
            Text(zh="换一个名字", en="choose another name"),
        )
    ]


def _zone_problems(time_zone: str) -> list[Problem]:
    if time_zone in available_timezones():
        return []
    return [
        Problem(
            "world.time_zone",
            Text(zh=f"没有时区「{time_zone}」", en=f"there is no time zone '{time_zone}'"),
            Text(zh="写成 Asia/Shanghai 这样的名字", en="write a name such as Asia/Shanghai"),
        )
    ]
