"""What nobody foresaw in a world: the last of it is kept until a turn goes well."""

from __future__ import annotations

import secrets

from django.db.models.functions import Now

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.worlds.models import Trouble, World
from zhunsheng.server.worlds.queries import info
from zhunsheng.server.worlds.values import WorldInfo

_LONGEST = 300


def keep(world: WorldInfo, error: Exception) -> str:
    """Keep what the error says; returns its reference."""
    reference = secrets.token_hex(4)
    kept = {"at": Now(), "said": in_a_line(error), "reference": reference}
    owner = World.objects.get(schema_name=world.schema)
    Trouble.objects.update_or_create(world=owner, defaults=kept)
    return reference


def in_a_line(error: Exception) -> str:
    """The first line of what the error says, for further ones may quote rows."""
    first = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first[:_LONGEST]}"


def forget(world: WorldInfo) -> None:
    """A turn went well."""
    Trouble.objects.filter(world__schema_name=world.schema).delete()


def troubles() -> list[Problem]:
    """What is kept, in words."""
    kept = Trouble.objects.select_related("world").order_by("world__name")
    return [_in_words(trouble, info(trouble.world)) for trouble in kept]


def _in_words(trouble: Trouble, world: WorldInfo) -> Problem:
    when = f"{trouble.at.astimezone(world.zone):%Y-%m-%d %H:%M}"
    return Problem(
        "doctor.trouble",
        Text(
            zh=f"{when} 出错，数字停在那之前：{trouble.said}",
            en=f"something went wrong at {when}, and the numbers stand as before: {trouble.said}",
        ),
        Text(
            zh=f"这是程序的错误；请把后台日志里编号 {trouble.reference} 的那一段发给维护者",
            en=f"this is a fault of the program; send its makers what the worker's log says at {trouble.reference}",
        ),
        place=world.name,
    )
