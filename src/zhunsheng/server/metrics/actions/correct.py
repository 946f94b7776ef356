"""Closed periods do not change by themselves: late facts raise corrections that a person accepts or rejects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pyarrow as pa
from django.db import connection, transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.metrics import store
from zhunsheng.server.metrics.models import Closing, Correction, Measured

_LATE = """
CREATE TEMP TABLE late_values ON COMMIT DROP AS
SELECT f.slots[i] AS slot, r.grain, r.start, r.subject, r.numbers[i] AS value
FROM fresh_rows r JOIN metrics_family f ON f.id = r.family, generate_subscripts(f.slots, 1) i
WHERE substr(r.states, i, 1) <> 'n'
"""
# Sums of floating point numbers differ in their last digits with the order of rows: that is no difference.
_DIFFERENCES = """
CREATE TEMP TABLE differences ON COMMIT DROP AS
SELECT slot, grain, start, subject, kept.value AS before, late.value AS after
FROM (SELECT slot_id AS slot, grain, start, subject, value FROM metrics_storedvalue
      WHERE slot_id = ANY(%(slots)s) AND grain = %(grain)s AND start = ANY(%(starts)s)
        AND (%(everybody)s OR (start, subject) IN (SELECT start, subject FROM moved))) kept
FULL JOIN late_values late USING (slot, grain, start, subject)
WHERE (kept.value IS NULL) <> (late.value IS NULL)
   OR abs(kept.value - late.value) > 1e-9 * greatest(abs(kept.value), abs(late.value))
"""
_SETTLED = """
DELETE FROM metrics_correction c
WHERE c.state = 'waiting' AND c.closing_id = %(closing)s
  AND c.slot_id = ANY(%(slots)s) AND c.grain = %(grain)s AND c.start = ANY(%(starts)s)
  AND (%(everybody)s OR (c.start, c.subject) IN (SELECT start, subject FROM moved))
  AND NOT EXISTS (SELECT FROM differences d WHERE d.slot = c.slot_id AND d.start = c.start AND d.subject = c.subject)
"""
_RAISE = """
INSERT INTO metrics_correction (closing_id, slot_id, grain, start, subject, before, after, raised_at, state, by)
SELECT %(closing)s, d.slot, d.grain, d.start, d.subject, d.before, d.after, %(now)s, 'waiting', ''
FROM differences d
WHERE NOT EXISTS (
    SELECT FROM metrics_correction r
    WHERE r.state = 'rejected' AND r.closing_id = %(closing)s AND r.slot_id = d.slot AND r.grain = d.grain
      AND r.start = d.start AND r.subject = d.subject
      AND (r.after IS NOT DISTINCT FROM d.after
           OR abs(r.after - d.after) <= 1e-9 * greatest(abs(r.after), abs(d.after))))
ON CONFLICT (closing_id, slot_id, grain, start, subject) WHERE state = 'waiting'
DO UPDATE SET before = excluded.before, after = excluded.after, raised_at = excluded.raised_at
WHERE NOT (metrics_correction.after IS NOT DISTINCT FROM excluded.after
           OR abs(metrics_correction.after - excluded.after)
              <= 1e-9 * greatest(abs(metrics_correction.after), abs(excluded.after)))
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


def raise_corrections(closing: int, place: store.Place, rows: Iterable[pa.Table], now: datetime) -> None:
    """Where what is known now gives another value than the closed one, let somebody decide; in a transaction.

    `rows` are all there are at the place. What was rejected is not asked again, what no longer differs waits no more.
    """
    named = {**place.parameters, "closing": closing, "now": now}
    store.stage(place, rows)
    with connection.cursor() as cursor:
        for statement in (_LATE, _DIFFERENCES, _SETTLED, _RAISE, "DROP TABLE late_values, differences"):
            cursor.execute(statement, named)
    store.unstage()


@transaction.atomic
def accept_corrections(closing_id: int, *, by: str, now: datetime) -> int:
    """Let a closing know what is known now; returns how many numbers change. The next tick computes them.

    Raises ZhunshengError where there is no such closing.
    """
    closing = _known(closing_id)
    closing.known_at = now
    closing.save(update_fields=["known_at"])
    Measured.objects.update(organisation="")
    waiting = Correction.objects.filter(closing=closing, state=Correction.State.WAITING)
    return waiting.update(state=Correction.State.ACCEPTED, by=by)


@transaction.atomic
def reject_corrections(closing_id: int, *, by: str) -> int:
    """Leave the closed numbers as they are; returns how many were turned down. Raises ZhunshengError."""
    waiting = Correction.objects.filter(closing=_known(closing_id), state=Correction.State.WAITING)
    return waiting.update(state=Correction.State.REJECTED, by=by)


def _known(closing_id: int) -> Closing:
    """The closing, locked; raises ZhunshengError where there is none."""
    closing = Closing.objects.select_for_update().filter(id=closing_id).first()
    if closing is None:
        raise ZhunshengError(
            Problem(
                "closing.unknown",
                Text(zh=f"没有关账 #{closing_id}", en=f"there is no closing #{closing_id}"),
                Text(zh="用 zhunsheng corrections 查看等待决定的更正", en="see what waits with: zhunsheng corrections"),
            )
        )
    return closing


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
