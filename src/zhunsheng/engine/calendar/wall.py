"""Wall time: everything counts, day and night."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import Ints
from zhunsheng.engine.calendar.steps import WALL, Step, step


class WallTime(CountedTime):
    """The time of the company's promise unless it says otherwise."""

    def after(self, starts: Ints, amounts: Ints) -> Ints:
        return starts + amounts

    def between(self, starts: Ints, ends: Ints) -> Ints:
        return ends - starts

    def steps_between(self, since: int, until: int) -> Iterator[Step]:
        yield step(since, until, until - since, WALL)
