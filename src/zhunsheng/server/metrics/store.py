"""Values kept ready: written in sets, read by metric and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from zhunsheng.engine.values import Grain, Period, State, Window
from zhunsheng.server.metrics.models import Family, MetricSlot, StoredValue
from zhunsheng.server.worlds.sending import as_arrays, send

NEVER = date(1, 1, 1)
"""Where undated numbers stand."""
NO_DATA = State.NO_DATA[0]
_READ = 50_000
"""Rows read at once."""
NOBODY = {"p": -1, "u": -2}
"""Whom numbers are about that name no subject: no person, no unit."""
_CREATE = """
CREATE TEMP TABLE fresh_rows (family smallint, grain text, start date, subject bigint, about text,
                              numbers double precision[], counts bigint[], states text) ON COMMIT DROP;
CREATE TEMP TABLE moved (start date, subject bigint) ON COMMIT DROP
"""
_DELETE = """
DELETE FROM metrics_storedrow
WHERE family_id = ANY(%(families)s) AND grain = %(grain)s AND start = ANY(%(starts)s)
"""
_DELETE_MOVED = """
DELETE FROM metrics_storedrow r USING moved m
WHERE r.family_id = ANY(%(families)s) AND r.grain = %(grain)s AND r.start = m.start AND r.subject = m.subject
"""
_FAMILIES = "SELECT id FROM metrics_family WHERE slots <@ %s::smallint[]"
_KEPT = """
SELECT min(first), max(last) FROM unnest(%(families)s::smallint[]) AS family, LATERAL (
    SELECT min(start) AS first, max(start) AS last
    FROM metrics_storedrow WHERE family_id = family AND grain = %(grain)s AND start > %(never)s
) AS ends
"""
_INSERT = """
INSERT INTO metrics_storedrow (family_id, grain, start, subject, about, numbers, counts, states)
SELECT family, grain, start, subject, about, numbers, counts, states FROM fresh_rows
ORDER BY family, grain, start, subject
"""


def letter(grain: Grain) -> str:
    return grain.value[0]


def slot(metric: str) -> int:
    """The metric's short number."""
    return MetricSlot.objects.get_or_create(metric=metric)[0].id


def clear() -> None:
    """Forget everything kept. Families stay: their numbers are few and are not given twice."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM metrics_storedrow")


def refresh_statistics() -> None:
    """Let the planner know how many rows there are now; it would learn it later by itself."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE metrics_storedrow")


def families(slots: Sequence[int]) -> list[int]:
    """The families that hold nothing but these metrics."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILIES, [list(slots)])
        return [family for (family,) in cursor.fetchall()]


def kept_periods(slots: Sequence[int], grain: Grain) -> list[Period]:
    """From the first to the last period of which anything is kept of these metrics."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"families": families(slots), "grain": letter(grain), "never": NEVER})
        ((first, last),) = cursor.fetchall()
    return [] if first is None else list(Window(first, last + timedelta(days=1)).periods(grain))


@dataclass(frozen=True)
class Place:
    """Where kept values stand: whose metrics, which periods, whose numbers in them.

    `which`: (start, subject) as they are kept; None: all in these periods.
    """

    slots: Sequence[int]
    grain: Grain
    starts: tuple[date, ...]
    which: pa.Table | None

    @property
    def parameters(self) -> dict[str, list[int] | list[date] | str | bool]:
        """The place as statements name it."""
        return {
            "slots": list(self.slots),
            "families": families(self.slots),
            "grain": letter(self.grain),
            "starts": list(self.starts),
            "everybody": self.which is None,
        }


def as_kept(which: pa.Table, about: str) -> pa.Table:
    """(start, subject) as they are kept: never and nobody in place of nulls."""
    starts = pc.fill_null(which["start"], pa.scalar(NEVER, pa.date32()))
    return pa.table({"start": starts, "subject": pc.fill_null(which["subject"], NOBODY[about])})


def stage(place: Place, rows: Iterable[pa.Table]) -> None:
    """Bring rows (see `rows_for`) and the place's `which` into this transaction's `fresh_rows` and `moved`."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
    for table in rows:
        send("fresh_rows", table)
    if place.which is not None:
        send("moved", place.which)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE moved")


def unstage() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE fresh_rows, moved")


def replace(place: Place, rows: Iterable[pa.Table]) -> None:
    """Put `rows` where the place's values stood; in a transaction."""
    stage(place, rows)
    with connection.cursor() as cursor:
        cursor.execute(_DELETE if place.which is None else _DELETE_MOVED, place.parameters)
        cursor.execute(_INSERT)
    unstage()


def rows_for(metrics: Sequence[str], grain: Grain, about: str, numbers: pa.Table) -> pa.Table:
    """A pass's numbers (subject, start, and for each metric `__value`, `__n`, `__state`) as rows to keep.

    A row in which no metric has data is left out, for absent means just that.
    """
    letters = [pc.utf8_slice_codeunits(numbers[f"{name}__state"], 0, 1) for name in metrics]
    states = pc.binary_join_element_wise(*letters, "") if len(letters) > 1 else letters[0]
    table = pa.table(
        {
            "family": pa.array([_family(metrics)] * numbers.num_rows, pa.int16()),
            "grain": pa.array([letter(grain)] * numbers.num_rows, pa.string()),
            "start": pc.fill_null(numbers["start"], pa.scalar(NEVER, pa.date32())),
            "subject": pc.fill_null(numbers["subject"], NOBODY[about]),
            "about": pa.array([about] * numbers.num_rows, pa.string()),
            "numbers": as_arrays(*(numbers[f"{name}__value"] for name in metrics)),
            "counts": as_arrays(*(numbers[f"{name}__n"] for name in metrics)),
            "states": states,
        }
    )
    return table.filter(pc.not_equal(states, NO_DATA * len(metrics)))


def _family(metrics: Sequence[str]) -> int:
    return Family.objects.get_or_create(slots=[slot(name) for name in metrics])[0].id


def stored(metric: str, about: str, grain: Grain, periods: Sequence[Period]) -> pa.Table:
    """What is kept of a metric for the periods, in a row, and undated: subject, start, value, n, state."""
    own = slot(metric)
    kept = StoredValue.objects.filter(slot_id=own, family__slots__contains=[own], about=about, grain=letter(grain))
    inside = kept.filter(start=NEVER)
    if periods:
        inside |= kept.filter(start__gte=periods[0].start, start__lt=periods[-1].end)
    rows = inside.values_list("subject", "start", "value", "n", "state").iterator(_READ)
    pieces = [_as_numbers([])]
    while piece := list(islice(rows, _READ)):
        pieces.append(_as_numbers(piece))
    return pa.concat_tables(pieces)


def _as_numbers(rows: Sequence[tuple[int, date, float | None, int, str]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return pa.table(
        {
            "subject": pa.array([None if s in NOBODY.values() else s for s in columns[0]], pa.int64()),
            "start": pa.array([None if s == NEVER else s for s in columns[1]], pa.date32()),
            "value": pa.array(columns[2], pa.float64()),
            "n": pa.array(columns[3], pa.int64()),
            "state": pa.array(columns[4], pa.string()),
        }
    )
