"""Letting time pass in an example company, and files to try the product with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.facts.queries import accepted_at
from zhunsheng.server.tick.news import tell
from zhunsheng.server.tick.tasks import go_on
from zhunsheng.server.worlds.story import Sample, Story, story_of
from zhunsheng.server.worlds.values import Visited


@dataclass(frozen=True)
class Progress:
    """`under_way`: time is passing. `files`: how many came in by that, so far."""

    under_way: bool
    files: int


def progress(visited: Visited) -> Progress:
    """How far the story is; raises ZhunshengError in a world that has none."""
    _told_in(visited)
    asked = go_on.under_way(visited.world)
    return Progress(bool(asked), sum(accepted_at(datetime.fromisoformat(str(one["until"]))) for one in asked))


def let_pass(visited: Visited, by: timedelta) -> None:
    """Ask for time to pass; raises ZhunshengError where it cannot, or does already.

    The job names the moments from which and to which it goes: asked for twice at once, time passes once.
    """
    story, until = _told_in(visited), visited.now + by
    refusal = story.over(until)
    if refusal is not None:
        raise ZhunshengError(refusal)
    if go_on.under_way(visited.world):
        raise ZhunshengError(_UNDER_WAY)
    with transaction.atomic():
        go_on.defer(visited.world, since=visited.now.isoformat(), until=until.isoformat())
        tell(visited.world, [], visited.now)


def samples(visited: Visited) -> list[Sample]:
    """The files there are to try; raises ZhunshengError in a world that has no story."""
    return _told_in(visited).samples(visited.now)


def sample(visited: Visited, key: str) -> tuple[Sample, bytes]:
    """One of them and what it holds; raises ZhunshengError."""
    story = _told_in(visited)
    found = next((one for one in story.samples(visited.now) if one.key == key), None)
    if found is None:
        raise unknown_or_hidden(Text(zh="这个示例文件", en="this example file"))
    with NamedTemporaryFile(dir=settings.HOME.scratch, suffix=".xlsx") as file:
        story.write(settings.HOME, found, visited.now, Path(file.name))
        return found, Path(file.name).read_bytes()


def _told_in(visited: Visited) -> Story:
    """The world's story; raises ZhunshengError where there is none, or the clock runs."""
    story = story_of(visited.world) if visited.stands else None
    if story is None:
        raise ZhunshengError(_NO_STORY)
    return story


_UNDER_WAY = Problem(
    "story.under_way",
    Text(
        zh="时间已经在往前走，各系统的数据还在读入",
        en="time is passing already; what the systems tell is still coming in",
    ),
    Text(zh="等这一步走完再走下一步，大约半分钟", en="wait for this step to end, about half a minute, then go on"),
)
_NO_STORY = Problem(
    "story.unknown",
    Text(
        zh="这里不是示例公司，时间不由人拨动",
        en="this is no example company; its time passes by itself",
    ),
    Text(zh="用 zhunsheng demo 建一个示例公司", en="make an example company with zhunsheng demo"),
)
