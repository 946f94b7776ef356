"""Intervals of a working day by the clock on the wall: `09:00-12:00`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from zhunsheng.engine.values import Problem, Text, ZhunshengError

MINUTES_A_DAY = 24 * 60
Minutes = tuple[int, int]
"""From and to, in minutes after the midnight with which the day begins; `to` may lie in the next day."""

_WRITTEN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*(?:([01]\d|2[0-3]):([0-5]\d)|24:00)")


@lru_cache(maxsize=4096)
def minutes(interval: str) -> Minutes:
    """`20:00-08:00` → (1200, 1920): an end before its start is the next day's. Raises ZhunshengError."""
    found = _WRITTEN.fullmatch(interval)
    if found is None:
        raise ZhunshengError(_unreadable(interval))
    start = int(found[1]) * 60 + int(found[2])
    end = MINUTES_A_DAY if found[3] is None else int(found[3]) * 60 + int(found[4])
    if start == end:
        raise ZhunshengError(_no_length(interval))
    return start, end if end > start else end + MINUTES_A_DAY


def hours(intervals: Sequence[str]) -> float:
    """What the intervals add up to."""
    return sum(end - start for start, end in map(minutes, intervals)) / 60


def spoken(intervals: Sequence[str]) -> Text:
    """The intervals as people read them."""
    parts = [re.sub(r"\s*[-–]\s*", "–", interval) for interval in intervals]
    return Text(zh="、".join(parts), en=", ".join(parts))


def interval_problems(intervals: Sequence[str]) -> Iterator[tuple[int, Problem]]:
    """(place in the list, problem): what cannot be read, stands out of order or overlaps the one before."""
    read: list[tuple[int, Minutes]] = []
    for at, interval in enumerate(intervals):
        try:
            read.append((at, minutes(interval)))
        except ZhunshengError as error:
            yield from ((at, problem) for problem in error.problems)
    for (before, one), (at, other) in pairwise(read):
        if other[0] < one[1]:
            yield at, _overlap(intervals[before], intervals[at])


def night_problems(patterns: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """Whether an interval through midnight runs into the day after it, whichever of the patterns that has."""
    lasts = [pattern[-1] for pattern in patterns if pattern]
    firsts = [pattern[0] for pattern in patterns if pattern]
    if lasts:
        last, first = max(lasts, key=lambda one: minutes(one)[1]), min(firsts, key=lambda one: minutes(one)[0])
        if minutes(last)[1] - MINUTES_A_DAY > minutes(first)[0]:
            yield _overlap(last, first)


def _unreadable(interval: str) -> Problem:
    return Problem(
        "calendar.no_such_interval",
        Text(zh=f"「{interval}」不是工作时段", en=f"'{interval}' is no interval of a working day"),
        Text(zh="写成 09:00-12:00，最晚到 24:00", en="write it as 09:00-12:00, up to 24:00"),
    )


def _no_length(interval: str) -> Problem:
    return Problem(
        "calendar.interval_empty",
        Text(zh=f"工作时段「{interval}」起止相同", en=f"the interval '{interval}' ends where it begins"),
        Text(zh="改正时间；全天写 00:00-24:00", en="correct the times; a whole day is 00:00-24:00"),
    )


def _overlap(one: str, other: str) -> Problem:
    return Problem(
        "calendar.intervals_overlap",
        Text(
            zh=f"工作时段「{other}」在「{one}」结束之前就开始了",
            en=f"the interval '{other}' begins before '{one}' has ended",
        ),
        Text(zh="按先后顺序写，互不重叠", en="write them in order, without overlap"),
    )
