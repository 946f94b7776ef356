"""Where somebody belonged over time, as a list of stints, and how such a list changes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

EVER = date.min
FOREVER = date.max


class Place(NamedTuple):
    """Code of the unit, keys of position and region, number of the manager."""

    unit: str | None = None
    position: str | None = None
    region: str | None = None
    manager: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Stint:
    """A place from `since` up to but not including `until`."""

    since: date
    until: date
    place: Place


Stints = tuple[Stint, ...]


def in_order(stint: Stint) -> tuple[date, date, tuple[str, ...]]:
    return stint.since, stint.until, tuple(part or "" for part in stint.place)


def within(stints: Iterable[Stint], since: date, until: date) -> Stints:
    """What of the stints lies in [since, until)."""
    clipped = (replace(s, since=max(s.since, since), until=min(s.until, until)) for s in stints)
    return tuple(stint for stint in clipped if stint.since < stint.until)


def merged(stints: Iterable[Stint]) -> Stints:
    """The same with stints that touch and have the same place made one; in order of time."""
    result: list[Stint] = []
    for stint in sorted(stints, key=in_order):
        if result and result[-1].until == stint.since and result[-1].place == stint.place:
            result[-1] = replace(result[-1], until=stint.until)
        else:
            result.append(stint)
    return tuple(result)


def overlapping(stints: Iterable[Stint]) -> bool:
    return any(a.until > b.since for a, b in pairwise(sorted(stints, key=in_order)))


def last_employment(stints: Stints) -> tuple[Stints, Stints]:
    """The stints before the last gap, and those after it."""
    start = len(stints)
    while start > 0 and (start == len(stints) or stints[start - 1].until == stints[start].since):
        start -= 1
    return stints[:start], stints[start:]


def stretched(run: Stints, since: date, until: date) -> Stints:
    """The same places over another time of employment: the first and the last reach as far as they must."""
    first, last = replace(run[0], since=min(run[0].since, since)), run[-1]
    longer = (first, *run[1:])
    longer = (*longer[:-1], replace(longer[-1], until=max(last.until, until)))
    return within(longer, since, until)


def moved(run: Stints, place: Place, day: date) -> Stints:
    """At `place` from `day` to the end of the employment."""
    since, until = max(day, run[0].since), run[-1].until
    if since >= until:
        return run
    return merged((*within(run, EVER, since), Stint(since, until, place)))


def place_on(stints: Sequence[Stint], day: date) -> Place | None:
    """Where the person was on that day; None when not employed."""
    return next((stint.place for stint in stints if stint.since <= day < stint.until), None)
