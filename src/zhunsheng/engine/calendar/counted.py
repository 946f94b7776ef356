"""Counted time: the time that runs against a deadline. It is wall, working or roster time; pauses never count."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np

from zhunsheng.engine.calendar.instants import NEVER, Ints, amount_of, instant, moment, span_of
from zhunsheng.engine.calendar.pauses import Pause, Pauses
from zhunsheng.engine.calendar.steps import PAUSED, Step, step


class CountedTime(ABC):
    """Time of which only some counts.

    For one case: moments with a time zone; those that come back are in UTC. For many at once: arrays of instants and
    amounts in microseconds (see instants.py), one entry a case.
    Laws, whatever is paused: elapsed(a, deadline(a, x)) = x; elapsed(a, b) + elapsed(b, c) = elapsed(a, c);
    more time is never due earlier, nor is a later start.
    """

    def deadline(self, start: datetime, amount: timedelta, pauses: Sequence[Pause] = ()) -> datetime | None:
        """The first moment at which the amount has been counted; None while a pause lasts or no more time is known.

        What is reached as time stops counting is due then, not when it counts again; nothing is due at once.
        Raises ValueError for an amount below zero, ZhunshengError where the calendar has no more time at all.
        """
        due = self._due(start, amount, pauses)
        return None if due == NEVER else moment(due)

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """What counts between two moments; below zero where the end is the earlier one."""
        given = Pauses.of_one(pauses) if pauses else None
        return span_of(int(self.elapsed_many(_one(instant(start)), _one(instant(end)), given)[0]))

    def steps(self, start: datetime, amount: timedelta, pauses: Sequence[Pause] = ()) -> tuple[Step, ...]:
        """How the deadline comes about: steps without gap from the start to the deadline, that add up to the amount.

        Where there is no deadline the last step has no end. Raises as `deadline` does.
        """
        return tuple(self._course(instant(start), self._due(start, amount, pauses), pauses))

    def deadlines(self, starts: Ints, amounts: Ints, pauses: Pauses | None = None) -> Ints:
        """The deadlines of many cases; NEVER where there is none. Raises as `deadline` does, for any of them."""
        if amounts.size and int(amounts.min()) < 0:
            raise ValueError("an amount of time is not below zero")
        if pauses is None:
            return self.after(starts, amounts)
        wanted, lasting = amounts.copy(), np.zeros(starts.size, dtype=np.bool_)
        for case, since, until in pauses.rounds(starts):
            met = wanted[case] > self.between(starts[case], since)
            lasting[case[met & (until == NEVER)]] = True
            ended = met & (until != NEVER)
            wanted[case[ended]] += self.between(since[ended], until[ended])
        found = np.full_like(starts, NEVER)
        found[~lasting] = self.after(starts[~lasting], wanted[~lasting])
        return found

    def elapsed_many(self, starts: Ints, ends: Ints, pauses: Pauses | None = None) -> Ints:
        """What counts between the starts and the ends of many cases."""
        if pauses is None:
            return self.between(starts, ends)
        first, last = np.minimum(starts, ends), np.maximum(starts, ends)
        found = self.between(first, last)
        for case, since, until in pauses.rounds(first):
            found[case] -= self.between(np.minimum(since, last[case]), np.minimum(until, last[case]))
        return np.where(starts <= ends, found, -found)

    @abstractmethod
    def after(self, starts: Ints, amounts: Ints) -> Ints:
        """Deadlines where nothing is paused."""

    @abstractmethod
    def between(self, starts: Ints, ends: Ints) -> Ints:
        """What counts where nothing is paused."""

    @abstractmethod
    def steps_between(self, since: int, until: int) -> Iterator[Step]:
        """The time between two instants as steps without gap; NEVER: as far as anything is known."""

    def _due(self, start: datetime, amount: timedelta, pauses: Sequence[Pause]) -> int:
        given = Pauses.of_one(pauses) if pauses else None
        return int(self.deadlines(_one(instant(start)), _one(amount_of(amount)), given)[0])

    def _course(self, start: int, due: int, pauses: Sequence[Pause]) -> Iterator[Step]:
        at = start
        for _, since, until in Pauses.of_one(pauses).rounds(_one(start)):
            for begin, end in zip(since.tolist(), until.tolist(), strict=True):
                if begin < due:
                    if at < begin:
                        yield from self.steps_between(at, begin)
                    yield step(begin, end, 0, PAUSED)
                    at = end
        if at < due:
            yield from self.steps_between(at, due)


def _one(value: int) -> Ints:
    return np.array([value], dtype=np.int64)
