"""Forgetting deadlines that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

KEPT = timedelta(days=30)
"""How long one that fired or was cancelled is kept after its moment. A dead one stays until somebody looks at it."""
_PIECE = 20_000
# It passes by what somebody is arming just now, so that nobody waits for it in a circle.
_FORGET = """
DELETE FROM deadlines_deadline WHERE id IN (
    SELECT id FROM deadlines_deadline
    WHERE state IN ('fired', 'cancelled') AND greatest(due, fired_at) < %s LIMIT %s FOR UPDATE SKIP LOCKED
)
"""


def forget(now: datetime) -> int:
    """Delete those that were over long ago; how many."""
    forgotten = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_FORGET, [now - KEPT, _PIECE])
            count: int = cursor.rowcount
            forgotten += count
            if count < _PIECE:
                return forgotten
