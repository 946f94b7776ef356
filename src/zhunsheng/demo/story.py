"""The example company's story, as the site and its worker tell it on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhunsheng.demo import play, samples
from zhunsheng.engine.values import Problem
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds.queries import LIVE
from zhunsheng.server.worlds.story import Sample
from zhunsheng.server.worlds.values import WorldInfo


class Kangrui:
    """The story of 康瑞医疗; see `server.worlds.story`."""

    def plays_in(self, home: Home, world: WorldInfo) -> bool:
        return world.name == LIVE and play.kept(home) is not None

    def over(self, until: datetime) -> Problem | None:
        return play.over(until)

    def go_on(self, home: Home, since: datetime, until: datetime) -> None:
        play.go_on(home, since, until, lambda _: None)

    def samples(self, now: datetime) -> list[Sample]:
        return samples.samples(play.wall(now))

    def write(self, home: Home, sample: Sample, now: datetime, path: Path) -> None:
        samples.write(sample, play.kept(home) or play.Plot(), play.wall(now), path)
