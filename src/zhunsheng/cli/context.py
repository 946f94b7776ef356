"""What a command may ask for: an open home, or the world it works in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import click

from zhunsheng.cli.words import Session
from zhunsheng.server.project.boot import boot
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

P = ParamSpec("P")


def in_world(run: Callable[Concatenate[WorldInfo, P], None]) -> Callable[P, None]:
    """The command gets the chosen world, entered, as its first argument; the database runs."""

    @wraps(run)
    def entered(*args: P.args, **kwargs: P.kwargs) -> None:
        session = click.get_current_context().ensure_object(Session)
        boot(session.path)
        world = queries.world(session.world)
        with enter(world):
            run(world, *args, **kwargs)

    return entered
