"""A handler whose effects are rows, and what tests need around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection

from zhunsheng.server.deadlines.actions.arm import arm
from zhunsheng.server.deadlines.values import Arming, Due
from zhunsheng.server.worlds.values import WorldInfo

NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
TABLE = "CREATE TABLE effect (about text, generation int, due timestamptz, at timestamptz DEFAULT clock_timestamp())"
_EFFECTS = """
INSERT INTO effect (about, generation, due) SELECT * FROM unnest(%s::text[], %s::int[], %s::timestamptz[])
"""


def act(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    """A handler: one row for each."""
    run(_EFFECTS, [due.about for due in dues], [due.generation for due in dues], [due.due for due in dues])


def acted() -> list[tuple[object, ...]]:
    """All effects: about what, of which generation."""
    return run("SELECT about, generation FROM effect ORDER BY about, generation")


def at(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def arm_at(minutes: float, *abouts: str, practice: str = "chains") -> int:
    return arm(practice, [Arming(about, at(minutes), {"of": about}) for about in abouts])


def states() -> dict[object, object]:
    """Of each deadline its state."""
    return dict(run("SELECT about, state FROM deadlines_deadline"))  # type: ignore[arg-type]  # two columns


def run(sql: str, *values: str | int | datetime | Sequence[object]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))  # type: ignore[arg-type]  # lists are arrays
        return list(cursor.fetchall()) if cursor.description else []
