"""A story for tests: its world goes on by nothing but the clock, to the end of August 2025."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds import story
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import LIVE, world
from zhunsheng.server.worlds.story import Sample
from zhunsheng.server.worlds.values import WorldInfo


@dataclass
class Tale:
    """`told`: between which moments time passed. `fails`: how often it falls over before that."""

    told: list[tuple[datetime, datetime]] = field(default_factory=list)
    fails: int = 0

    def plays_in(self, home: Home, world: WorldInfo) -> bool:
        return world.name == LIVE

    def over(self, until: datetime) -> Problem | None:
        return None if until.date() < date(2025, 9, 1) else Problem("story.over", Text(zh="完", en="the end"))

    def go_on(self, home: Home, since: datetime, until: datetime) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("away")
        self.told.append((since, until))
        set_clock(world(LIVE), until)

    def samples(self, now: datetime) -> list[Sample]:
        return [Sample("people", f"名单_{now:%Y%m%d}.xlsx", Text(zh="名单", en="a list"))]

    def write(self, home: Home, sample: Sample, now: datetime, path: Path) -> None:
        path.write_bytes(sample.name.encode())


@contextmanager
def known(tale: Tale) -> Iterator[Tale]:
    """This process tells the tale, and no other."""
    with patch.object(story, "_known", [tale]):
        yield tale
