"""Values kept ready: written in sets, read by metric and period."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
from django.db import connection

from zhunsheng.engine.values import Grain
from zhunsheng.server.metrics.models import MetricSlot, StoredValue

NEVER = date(1, 1, 1)
"""Where undated numbers stand."""
NOBODY = -1
"""Whom numbers are about that name no subject."""
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
CREATE TEMP TABLE moved (grain text, start date, subject bigint) ON COMMIT DROP
"""
_DELETE = """
DELETE FROM metrics_storedvalue v USING moved m
WHERE v.grain = m.grain AND v.start = m.start AND v.subject = m.subject AND v.slot_id = ANY(%s)
"""
_CLEAR = "DELETE FROM metrics_storedvalue WHERE slot_id = ANY(%s) AND grain = %s"
_INSERT = """
INSERT INTO metrics_storedvalue (slot_id, grain, start, subject, about, value, n, state)
SELECT slot, grain, start, subject, about, value, n, state FROM fresh_values ORDER BY slot, grain, start, subject
"""


def letter(grain: Grain) -> str:
    return grain.value[0]


def slot(metric: str) -> int:
    """The metric's short number."""
    return MetricSlot.objects.get_or_create(metric=metric)[0].id


def clear(slots: Sequence[int], grain: Grain) -> None:
    """Forget everything kept of these metrics at this grain."""
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, [list(slots), letter(grain)])


def replace(slots: Sequence[int], moved: pa.Table | None, values: pa.Table) -> None:
    """Put `values` (shaped like EMPTY) in the place of what was kept for `moved` (grain, start, subject); in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
    copy("fresh_values", values)
    with connection.cursor() as cursor:
        if moved is not None:
            copy("moved", moved)
            cursor.execute("ANALYZE moved")
            cursor.execute(_DELETE, [list(slots)])
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
            "subject": pc.fill_null(kept["subject"], NOBODY),
            "about": pa.array([about] * size, pa.string()),
            "value": kept["value"],
            "n": kept["n"],
            "state": kept["state"],
        }
    )


def stored(metric: str, about: str, grain: Grain, start: date, end: date) -> pa.Table:
    """What is kept of a metric in a window (undated included): subject, start, value, n, state."""
    kept = StoredValue.objects.filter(slot__metric=metric, about=about, grain=letter(grain))
    inside = kept.filter(start__gte=start, start__lt=end) | kept.filter(start=NEVER)
    rows = list(inside.values_list("subject", "start", "value", "n", "state"))
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return pa.table(
        {
            "subject": pa.array([None if s == NOBODY else s for s in columns[0]], pa.int64()),
            "start": pa.array([None if s == NEVER else s for s in columns[1]], pa.date32()),
            "value": pa.array(columns[2], pa.float64()),
            "n": pa.array(columns[3], pa.int64()),
            "state": pa.array(columns[4], pa.string()),
        }
    )
