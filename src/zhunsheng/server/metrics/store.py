"""Values kept ready: written in sets, read by metric and period."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection

from zhunsheng.engine.values import Grain, Period
from zhunsheng.server.metrics.models import MetricSlot, StoredValue

NEVER = date(1, 1, 1)
"""Where undated numbers stand."""
NOBODY = {"p": -1, "u": -2}
"""Whom numbers are about that name no subject: no person, no unit."""
EMPTY = pa.schema(
    [
        ("slot", pa.int16()),
        ("grain", pa.string()),
        ("start", pa.date32()),
        ("subject", pa.int64()),
        ("about", pa.string()),
        ("value", pa.float64()),
        ("n", pa.int64()),
        ("state", pa.string()),
    ]
).empty_table()
"""The shape in which values are written."""

_CREATE = """
CREATE TEMP TABLE fresh_values (slot smallint, grain text, start date, subject bigint, about text,
                                value double precision, n bigint, state text) ON COMMIT DROP;
CREATE TEMP TABLE moved (start date, subject bigint) ON COMMIT DROP
"""
_DELETE = """
DELETE FROM metrics_storedvalue
WHERE slot_id = ANY(%(slots)s) AND grain = %(grain)s AND start = ANY(%(starts)s)
"""
_DELETE_MOVED = """
DELETE FROM metrics_storedvalue v USING moved m
WHERE v.slot_id = ANY(%(slots)s) AND v.grain = %(grain)s AND v.start = m.start AND v.subject = m.subject
"""
_KEPT = "SELECT DISTINCT start FROM metrics_storedvalue WHERE slot_id = ANY(%s) AND grain = %s AND start <> %s"
_INSERT = """
INSERT INTO metrics_storedvalue (slot_id, grain, start, subject, about, value, n, state)
SELECT slot, grain, start, subject, about, value, n, state FROM fresh_values ORDER BY slot, grain, start, subject
"""


def letter(grain: Grain) -> str:
    return grain.value[0]


def slot(metric: str) -> int:
    """The metric's short number."""
    return MetricSlot.objects.get_or_create(metric=metric)[0].id


def clear() -> None:
    """Forget everything kept."""
    StoredValue.objects.all().delete()


def kept_periods(slots: Sequence[int], grain: Grain) -> set[Period]:
    """Periods of which anything is kept of these metrics."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [list(slots), letter(grain), NEVER])
        return {Period(start, grain) for (start,) in cursor.fetchall()}


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
            "grain": letter(self.grain),
            "starts": list(self.starts),
            "everybody": self.which is None,
        }


def as_kept(which: pa.Table, about: str) -> pa.Table:
    """(start, subject) as they are kept: never and nobody in place of nulls."""
    starts = pc.fill_null(which["start"], pa.scalar(NEVER, pa.date32()))
    return pa.table({"start": starts, "subject": pc.fill_null(which["subject"], NOBODY[about])})


def replace(place: Place, values: pa.Table) -> None:
    """Put `values` (shaped like EMPTY) where the place's values stood; in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        copy("fresh_values", values)
        if place.which is not None:
            copy("moved", place.which)
            cursor.execute("ANALYZE moved")
        cursor.execute(_DELETE if place.which is None else _DELETE_MOVED, place.parameters)
        cursor.execute(_INSERT)
        cursor.execute("DROP TABLE fresh_values, moved")


def copy(table: str, rows: pa.Table) -> None:
    """Send rows to a temporary table of this session."""
    options = pcsv.WriteOptions(include_header=False, quoting_style="needed")
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as sink:
        for batch in rows.to_batches(max_chunksize=200_000):
            text = io.BytesIO()
            pcsv.write_csv(pa.table(batch), text, options)
            sink.write(text.getvalue())


def rows_for(metric: str, grain: Grain, about: str, numbers: pa.Table) -> pa.Table:
    """Numbers in EMPTY's shape; those without data are left out, for absent means just that."""
    kept = numbers.filter(pc.not_equal(numbers["state"], "no_data"))
    size = kept.num_rows
    return pa.table(
        {
            "slot": pa.array([slot(metric)] * size, pa.int16()),
            "grain": pa.array([letter(grain)] * size, pa.string()),
            "start": pc.fill_null(kept["start"], pa.scalar(NEVER, pa.date32())),
            "subject": pc.fill_null(kept["subject"], NOBODY[about]),
            "about": pa.array([about] * size, pa.string()),
            "value": kept["value"],
            "n": kept["n"],
            "state": kept["state"],
        }
    )


def stored(metric: str, about: str, grain: Grain, periods: Sequence[Period]) -> pa.Table:
    """What is kept of a metric for the periods, in a row, and undated: subject, start, value, n, state."""
    kept = StoredValue.objects.filter(slot__metric=metric, about=about, grain=letter(grain))
    inside = kept.filter(start=NEVER)
    if periods:
        inside |= kept.filter(start__gte=periods[0].start, start__lt=periods[-1].end)
    rows = list(inside.values_list("subject", "start", "value", "n", "state"))
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
