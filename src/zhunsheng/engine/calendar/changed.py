"""Counted time that changed while something ran: a holiday was added, a roster rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from zhunsheng.engine.calendar.counted import CountedTime
from zhunsheng.engine.calendar.instants import Ints, instant
from zhunsheng.engine.calendar.steps import Step


class ChangedTime(CountedTime):
    """What counted by the old until a moment stays counted; from then on the new holds."""

    def __init__(self, old: CountedTime, at: datetime, new: CountedTime) -> None:
        self.old, self.new = old, new
        self.at = instant(at)

    def after(self, starts: Ints, amounts: Ints) -> Ints:
        before = self.old.between(np.minimum(starts, self.at), np.full_like(starts, self.at))
        early = amounts <= before
        found = np.empty_like(starts)
        found[early] = self.old.after(starts[early], amounts[early])
        found[~early] = self.new.after(np.maximum(starts, self.at)[~early], (amounts - before)[~early])
        return found

    def between(self, starts: Ints, ends: Ints) -> Ints:
        before = self.old.between(np.minimum(starts, self.at), np.minimum(ends, self.at))
        return before + self.new.between(np.maximum(starts, self.at), np.maximum(ends, self.at))

    def steps_between(self, since: int, until: int) -> Iterator[Step]:
        if since < self.at:
            yield from self.old.steps_between(since, min(until, self.at))
        if until > self.at:
            yield from self.new.steps_between(max(since, self.at), until)
