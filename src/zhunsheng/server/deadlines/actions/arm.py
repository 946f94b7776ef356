"""Saying what falls due when, and taking it back. All of it within the caller's transaction, in sets.

Rows are locked in the order of their names. Who cancels together with rows of its own cancels first, as firing does:
then nobody waits in a circle.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection

from zhunsheng.server.deadlines.values import Arming
from zhunsheng.server.worlds.channel import DUE, announce

_PIECE = 20_000  # rows to a statement
_ARM = """
INSERT INTO deadlines_deadline AS d (practice, about, due, next_try, payload, generation, state, tries, fault)
SELECT %s, about, due, due, payload::jsonb, 1, 'armed', 0, ''
FROM unnest(%s::text[], %s::timestamptz[], %s::text[]) AS told(about, due, payload) ORDER BY about COLLATE "C"
ON CONFLICT (practice, about) DO UPDATE
SET due = EXCLUDED.due, next_try = EXCLUDED.due, payload = EXCLUDED.payload, generation = d.generation + 1,
    state = 'armed', tries = 0, fault = '', fired_at = NULL
WHERE CASE d.state
    WHEN 'armed' THEN d.due <> EXCLUDED.due OR d.payload <> EXCLUDED.payload
    WHEN 'cancelled' THEN true
    ELSE %s OR EXCLUDED.due > d.due
END
"""
_CANCEL = """
WITH held AS MATERIALIZED (
    SELECT id FROM deadlines_deadline
    WHERE practice = %s AND about = ANY(%s) AND state IN ('armed', 'dead') ORDER BY about FOR UPDATE
)
UPDATE deadlines_deadline AS d SET state = 'cancelled' FROM held WHERE d.id = held.id RETURNING d.about
"""
_MOVE = """
WITH told AS MATERIALIZED (SELECT * FROM unnest(%s::text[], %s::timestamptz[]) AS told(about, due)),
held AS MATERIALIZED (
    SELECT d.id, told.due FROM deadlines_deadline AS d JOIN told USING (about)
    WHERE d.practice = %s AND d.state = 'armed' AND d.due <> told.due ORDER BY d.about FOR UPDATE OF d
)
UPDATE deadlines_deadline AS d
SET due = held.due, next_try = held.due, generation = d.generation + 1, tries = 0, fault = ''
FROM held WHERE d.id = held.id RETURNING d.about
"""
_REDRIVE = """
UPDATE deadlines_deadline SET state = 'armed', next_try = due, generation = generation + 1, tries = 0
WHERE id = ANY(%s) AND state = 'dead' RETURNING id
"""


def arm(practice: str, rows: Sequence[Arming], *, again: bool = False) -> int:
    """Let these fall due, each named once; how many were armed, or armed anew. Raises ValueError for a naive moment.

    An armed one with the same due and payload stays as it is; otherwise it is armed anew, in the next generation.
    One that was fired or is dead is armed anew only for a later due: what fell due then has happened. A cancelled one
    is armed anew for any; with `again` so is one that was fired or is dead: what came of it was taken back.
    """
    changed = 0
    with connection.cursor() as cursor:
        for piece in _pieces(rows):
            payloads = [json.dumps(row.payload, ensure_ascii=False) for row in piece]
            dues = _aware([row.due for row in piece])
            cursor.execute(_ARM, [practice, [row.about for row in piece], dues, payloads, again])
            changed += cursor.rowcount
    if changed:
        announce(DUE)
    return changed


def cancel(practice: str, abouts: Collection[str]) -> frozenset[str]:
    """Let these never fire; returns those that had not. Who cancels to act instead acts for the returned ones only."""
    return _named(_CANCEL, practice, list(abouts))


def move(practice: str, dues: Mapping[str, datetime]) -> frozenset[str]:
    """Let those of these that are armed fall due at another moment; returns the moved ones.

    Each is in its next generation. Raises ValueError for a naive moment.
    """
    moved = _named(_MOVE, list(dues), _aware(list(dues.values())), practice)
    if moved:
        announce(DUE)
    return moved


def redrive(ids: Collection[int]) -> frozenset[int]:
    """Let dead ones be tried again at once, as often as new ones; returns those that were dead."""
    with connection.cursor() as cursor:
        cursor.execute(_REDRIVE, [list(ids)])
        driven = frozenset(found for (found,) in cursor.fetchall())
    if driven:
        announce(DUE)
    return driven


def _named(sql: str, *values: str | list[str] | list[datetime]) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return frozenset(about for (about,) in cursor.fetchall())


def _pieces(rows: Sequence[Arming]) -> Iterator[Sequence[Arming]]:
    ordered = sorted(rows, key=lambda row: row.about)
    return (ordered[at : at + _PIECE] for at in range(0, len(ordered), _PIECE))


def _aware(dues: list[datetime]) -> list[datetime]:
    if any(due.tzinfo is None for due in dues):
        raise ValueError("a deadline needs a moment with its time zone")
    return dues
