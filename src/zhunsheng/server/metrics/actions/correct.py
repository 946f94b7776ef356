"""Closed periods do not change by themselves: late facts raise corrections that a person accepts or rejects."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
from django.db import connection, transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.metrics import store
from zhunsheng.server.metrics.models import Closing, Correction, Measured

_RAISE = """
INSERT INTO metrics_correction (closing_id, slot_id, grain, start, subject, before, after, raised_at, state, by)
SELECT %(closing)s, f.slot, f.grain, f.start, f.subject, v.value, f.value, %(now)s, 'waiting', ''
FROM late_values f LEFT JOIN metrics_storedvalue v
  ON v.slot_id = f.slot AND v.grain = f.grain AND v.start = f.start AND v.subject = f.subject
WHERE f.start <> %(never)s AND v.value IS DISTINCT FROM f.value
ON CONFLICT (closing_id, slot_id, grain, start, subject) WHERE state = 'waiting'
DO UPDATE SET after = excluded.after, raised_at = excluded.raised_at
"""
_CREATE = """
CREATE TEMP TABLE late_values (slot smallint, grain text, start date, subject bigint, about text,
                               value double precision, n bigint, state text) ON COMMIT DROP
"""


@transaction.atomic
def close(start: date, end: date, *, by: str, now: datetime, note: str = "") -> int:
    """Close the days from `start` up to but not including `end`; raises ZhunshengError where they overlap."""
    if start >= end:
        raise ZhunshengError(_empty(start, end))
    if (other := Closing.objects.filter(start__lt=end, end__gt=start).first()) is not None:
        raise ZhunshengError(_overlap(other))
    closing = Closing.objects.create(start=start, end=end, known_at=now, closed_at=now, by=by, note=note)
    return closing.id


def raise_corrections(closing: int, values: pa.Table, now: datetime) -> None:
    """Where late facts would give another value than the closed one, let somebody decide; in a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        store.copy("late_values", values)
        cursor.execute(_RAISE, {"closing": closing, "now": now, "never": store.NEVER})
        cursor.execute("DROP TABLE late_values")


@transaction.atomic
def accept_corrections(closing_id: int, *, by: str, now: datetime) -> int:
    """Let a closing know what is known now; returns how many numbers change. The next tick computes them."""
    closing = Closing.objects.select_for_update().get(id=closing_id)
    closing.known_at = now
    closing.save(update_fields=["known_at"])
    Measured.objects.update(organisation="")
    waiting = Correction.objects.filter(closing=closing, state=Correction.State.WAITING)
    return waiting.update(state=Correction.State.ACCEPTED, by=by)


def reject_corrections(closing_id: int, *, by: str) -> int:
    """Leave the closed numbers as they are; returns how many corrections were turned down."""
    waiting = Correction.objects.filter(closing_id=closing_id, state=Correction.State.WAITING)
    return waiting.update(state=Correction.State.REJECTED, by=by)


def _empty(start: date, end: date) -> Problem:
    return Problem(
        "closing.empty",
        Text(zh=f"{start} 到 {end} 之间没有日期", en=f"there are no days from {start} to {end}"),
        Text(zh="结束日期要晚于开始日期", en="the end must be later than the start"),
    )


def _overlap(other: Closing) -> Problem:
    return Problem(
        "closing.overlap",
        Text(
            zh=f"{other.start} 到 {other.end} 已由 {other.by} 关账",
            en=f"{other.start} to {other.end} was closed by {other.by}",
        ),
        Text(zh="选择尚未关账的日期", en="choose days that are not closed yet"),
    )
