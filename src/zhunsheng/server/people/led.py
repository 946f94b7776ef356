"""Units that somebody leads: everybody in them is in their reporting line, so the unit's number hides nobody."""

from __future__ import annotations

import numpy as np

from zhunsheng.server.access.sight import EVER, Ints, Stays
from zhunsheng.server.people.organisation import Books, remembered


@remembered(512)
def led(books: Books, person: int, today: int) -> dict[int, int]:
    """Unit → the day (ordinal) since which nobody was in it but the person and those below them, up to today.

    Only units in which somebody below them is today.
    """
    line = books.below(person)
    runs = _runs(line)
    found: dict[int, int] = {}
    for unit in _units_today(books, line, today):
        since = max(_uncovered(stay, runs, person, today) for stay in _rows(books.unit.of_member(unit)))
        if since <= today:
            found[unit] = since
    return found


def _units_today(books: Books, line: Stays, today: int) -> list[int]:
    """Units all of whose people of today are below the person, but for themselves."""
    stays = books.unit.stays
    now = (stays.since <= today) & (today < stays.until)
    below = line.subject[(line.since <= today) & (today < line.until)]
    units: list[int] = np.unique(books.unit.member[now & np.isin(stays.subject, below)]).tolist()
    return units


def _rows(stays: Stays) -> list[tuple[int, int, int]]:
    return list(zip(stays.subject.tolist(), stays.since.tolist(), stays.until.tolist(), strict=True))


def _runs(line: Stays) -> dict[int, list[tuple[int, int]]]:
    """For each person below the spans without a gap, the latest first."""
    order: Ints = np.lexsort((line.since, line.subject))
    runs: dict[int, list[tuple[int, int]]] = {}
    for subject, since, until in _rows(Stays(line.subject[order], line.since[order], line.until[order])):
        known = runs.setdefault(subject, [])
        if known and since <= known[0][1]:
            known[0] = (known[0][0], max(known[0][1], until))
        else:
            known.insert(0, (since, until))
    return runs


def _uncovered(stay: tuple[int, int, int], runs: dict[int, list[tuple[int, int]]], person: int, today: int) -> int:
    """The first day after which the stay lies in the line only; EVER: all of it does."""
    subject, since, until = stay
    last = min(until, today + 1)
    if subject == person or since > today:
        return EVER
    for begun, ended in runs.get(subject, []):
        if begun < last <= ended:
            return EVER if begun <= since else begun
    return last
