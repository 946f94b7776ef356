"""Reading deadlines. The caller has entered the world."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Min

from zhunsheng.server.deadlines.handlers import registered
from zhunsheng.server.deadlines.models import Deadline
from zhunsheng.server.deadlines.values import Dead, Outlook
from zhunsheng.server.worlds.queries import visited
from zhunsheng.server.worlds.values import WorldInfo

# Practices are few: the index is asked for each next one, not read from end to end.
_SOONEST = """
WITH RECURSIVE known(practice) AS (
    (SELECT practice FROM deadlines_deadline WHERE state = 'armed' ORDER BY practice LIMIT 1)
    UNION ALL
    SELECT (SELECT d.practice FROM deadlines_deadline d
            WHERE d.state = 'armed' AND d.practice > known.practice ORDER BY d.practice LIMIT 1)
    FROM known WHERE known.practice IS NOT NULL
)
SELECT known.practice, soonest.next_try FROM known, LATERAL (
    SELECT d.next_try FROM deadlines_deadline d
    WHERE d.state = 'armed' AND d.practice = known.practice AND d.next_try > coalesce(%s, '-infinity'::timestamptz)
    ORDER BY d.next_try LIMIT 1
) AS soonest ORDER BY soonest.next_try
"""


def moment(world: WorldInfo) -> datetime | None:
    """Up to when the world's deadlines fire: where its clock stands, else the database's time. Never this machine's.

    None for a copy whose clock runs: nothing falls due in it until a drill moves its clock.
    """
    here = visited(world.name)
    return here.now if here.stands or world.sinks_send else None


def soonest(after: datetime | None = None) -> dict[str, datetime]:
    """Of each practice with armed deadlines the moment of the next try (later than `after`), the soonest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SOONEST, [after])
        return dict(cursor.fetchall())


def is_held(practices: Collection[str], looked: datetime) -> bool:
    """Whether something was due when one looked, and is still: somebody else is at it."""
    return any(at <= looked for practice, at in soonest().items() if practice in practices)


def seconds_to_next(world: WorldInfo, practices: Collection[str], looked: datetime) -> float | None:
    """Seconds until something falls due that was not when one looked, 0 where it is; None: never, by waiting."""
    here = visited(world.name)
    next_try = min((at for practice, at in soonest(looked).items() if practice in practices), default=None)
    if next_try is None or (here.stands and next_try > here.now):
        return None
    return max((next_try - here.now).total_seconds(), 0.0)


def outlook(world: WorldInfo) -> Outlook:
    """How the world's deadlines stand. Reads all armed ones: for people who ask, not for loops."""
    now = moment(world)
    waiting = {practice: at for practice, at in soonest().items() if now is not None and at <= now}
    armed = Deadline.objects.filter(state="armed")
    return Outlook(
        armed=armed.count(),
        next_due=None if now is None else armed.filter(due__gt=now).aggregate(soonest=Min("due"))["soonest"],
        overdue=now - min(waiting.values()) if now is not None and waiting else None,
        failing=armed.filter(tries__gt=0).count(),
        dead=Deadline.objects.filter(state="dead", tries__gt=0).count(),
        unknown=tuple(sorted(waiting.keys() - registered().keys())),
    )


def dead() -> list[Dead]:
    """All that failed too often, the oldest first."""
    rows = Deadline.objects.filter(state="dead", tries__gt=0).order_by("due", "id")
    return [Dead(row.id, row.practice, row.about, row.due, row.tries, row.fault) for row in rows]
