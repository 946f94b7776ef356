"""Jobs that happen inside a world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate

from django.db import close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.tasks import Task
from procrastinate.types import JSONValue

from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

Handler = Callable[Concatenate[WorldInfo, ...], None]


@dataclass(frozen=True)
class WorldTask:
    """A job whose first argument is its world; it runs inside that world."""

    task: Task[..., None, ...]

    def defer(self, world: WorldInfo, **arguments: JSONValue) -> int:
        """Ask for the job; it exists once the transaction around is committed."""
        return self.task.configure().defer(world=world.name, **arguments)

    def under_way(self, world: WorldInfo) -> list[dict[str, JSONValue]]:
        """The arguments of those that were asked for in this world and have not ended."""
        found = ProcrastinateJob.objects.filter(task_name=self.task.name, args__world=world.name)
        return list(found.filter(status__in=("todo", "doing")).order_by("id").values_list("args", flat=True))

    def failed(self, world: WorldInfo) -> bool:
        """Whether one of them was given up in this world."""
        found = ProcrastinateJob.objects.filter(task_name=self.task.name, args__world=world.name)
        return found.filter(status="failed").exists()


def world_task(name: str, *, retry: int = 0) -> Callable[[Handler], WorldTask]:
    """Declare a job; its function gets the world, entered, then its own arguments by name.

    `retry`: how often it is tried again when it fails.
    """

    def declare(run: Handler) -> WorldTask:
        def entered(*, world: str, **arguments: JSONValue) -> None:
            close_old_connections()  # nobody else renews this thread's, should the database have been away
            inside = queries.world(world)
            with enter(inside):
                run(inside, **arguments)

        return WorldTask(app.task(name=name, retry=retry)(entered))

    return declare
