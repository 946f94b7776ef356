"""Jobs that keep a world in shape, and the one by which time passes in an example company."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.deadlines.actions.forget import forget as forget_deadlines
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.push import forget_keys
from zhunsheng.server.facts.lake import KEEP_HOURS
from zhunsheng.server.tick.news import tell
from zhunsheng.server.worlds.context import tick_lock
from zhunsheng.server.worlds.jobs import world_task
from zhunsheng.server.worlds.queries import now, worlds
from zhunsheng.server.worlds.story import story_of
from zhunsheng.server.worlds.values import WorldInfo


@world_task("lake.compact")
def compact(world: WorldInfo) -> None:
    """Merge the small files that many settlements left, and remove what no reader of the last week needs."""
    if current_number() == 0:
        return
    for source in current().each(Source).values():
        lake = reading.lake_of(world, source)
        if lake.exists():
            with tick_lock(world):
                lake.compact()
                lake.vacuum(KEEP_HOURS)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="lake.compact_all", pass_context=False, name="lake.compact_all")
def compact_all(timestamp: int) -> None:
    """Every hour, ask for it in every world."""
    close_old_connections()
    for world in worlds():
        compact.defer(world)


@world_task("story.go_on", retry=3)
def go_on(world: WorldInfo, since: str, until: str) -> None:
    """Let time pass between two moments, and open pages know when it is done."""
    story = story_of(world)
    if story is not None:
        story.go_on(settings.HOME, datetime.fromisoformat(since), datetime.fromisoformat(until))
    tell(world, [], now(world))


@world_task("world.forget")
def forget(world: WorldInfo) -> None:
    """Let idempotency keys that are too old mean nothing any more, and drop deadlines that were over long ago."""
    forget_keys(now(world))
    forget_deadlines(now(world))


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="world.forget_all", pass_context=False, name="world.forget_all")
def forget_all(timestamp: int) -> None:
    """Every night, ask for it in every world."""
    close_old_connections()
    for world in worlds():
        forget.defer(world)
