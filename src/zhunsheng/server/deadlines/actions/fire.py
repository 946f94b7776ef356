"""Firing what has fallen due: claimed in sets, acted upon and marked in one transaction.

Any number of workers may fire: a claimed row is locked, and others pass it by. A worker that stops in the middle loses
its session after `IDLE`; its claim is free again, and whatever it does after waking comes to nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.deadlines.handlers import Handler
from zhunsheng.server.deadlines.queries import moment, soonest
from zhunsheng.server.deadlines.values import Due, Fired
from zhunsheng.server.project.trouble import is_disk_full
from zhunsheng.server.worlds.troubles import in_a_line
from zhunsheng.server.worlds.values import WorldInfo

log = logging.getLogger("zhunsheng.deadlines")

SET = 2_000
"""How many are claimed together."""
MOST_TRIES = 8
BACK_OFF = timedelta(seconds=10)
"""How long after its first failure one is tried again; then twice as long each time, 21 minutes in all."""
IDLE = timedelta(seconds=60)
"""How long a firing transaction may say nothing before the database ends it."""
LOCKED = timedelta(seconds=10)
"""How long a handler waits for rows that somebody else holds before it fails."""

_LIMITS = """
SELECT set_config('idle_in_transaction_session_timeout', %s, true), set_config('lock_timeout', %s, true)
"""
# Materialised, else the planner may claim more than asked for.
_CLAIM = """
WITH taken AS MATERIALIZED (
    SELECT id FROM deadlines_deadline WHERE practice = %s AND state = 'armed' AND next_try <= %s
    ORDER BY next_try LIMIT %s FOR UPDATE SKIP LOCKED
)
UPDATE deadlines_deadline AS d SET state = 'fired', fired_at = %s FROM taken WHERE d.id = taken.id
RETURNING d.about, d.due, d.generation, d.payload
"""
# What a handler armed anew meanwhile has another generation and stays as it is.
_GIVE_BACK = """
UPDATE deadlines_deadline AS d
SET tries = d.tries + 1, fault = failed.fault, fired_at = NULL,
    next_try = %s + make_interval(secs => %s * power(2, d.tries)),
    state = CASE WHEN d.tries + 1 < %s THEN 'armed' ELSE 'dead' END
FROM unnest(%s::text[], %s::int[], %s::text[]) AS failed(about, generation, fault)
WHERE d.practice = %s AND d.about = failed.about AND d.generation = failed.generation AND d.state = 'fired'
"""


@dataclass(frozen=True)
class _Firing:
    """One set's transaction: in which world, as of which moment, by whom."""

    world: WorldInfo
    now: datetime
    handler: Handler


@dataclass(frozen=True)
class _Failure:
    due: Due
    fault: str


def fire(world: WorldInfo, handlers: Mapping[str, Handler], limit: int = SET) -> Fired:
    """Fire one set, at most `limit` of one practice, beginning with what waits longest; the world is entered.

    A handler that fails for a set is asked again for each half, until the failing one stands alone: that one is tried
    again later, `MOST_TRIES` times in all, and the others are fired. Raises where the database is away or the disk is
    full: then nothing has happened.
    """
    with transaction.atomic(durable=True):
        _limit_this_transaction()
        now = moment(world)
        if now is None:
            return Fired()
        for practice in _waiting(handlers, now):
            dues = _claimed(practice, now, limit)
            if dues:
                failed = list(_hand_over(_Firing(world, now, handlers[practice]), dues))
                _give_back(practice, failed, now)
                return Fired(len(dues) - len(failed), len(failed), now)
    return Fired(looked=now)


def _limit_this_transaction() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LIMITS, [f"{limit / timedelta(milliseconds=1):.0f}" for limit in (IDLE, LOCKED)])


def _waiting(handlers: Mapping[str, Handler], now: datetime) -> list[str]:
    """Practices of which something is due, the longest waiting first."""
    return [practice for practice, at in soonest().items() if at <= now and practice in handlers]


def _claimed(practice: str, now: datetime, limit: int) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [practice, now, limit, now])
        rows = cursor.fetchall()
    dues = [Due(practice, about, due, generation, json.loads(payload)) for about, due, generation, payload in rows]
    return sorted(dues, key=lambda due: (due.due, due.about))


def _hand_over(firing: _Firing, dues: Sequence[Due]) -> Iterator[_Failure]:
    """Let the handler act; those for which it fails."""
    try:
        with transaction.atomic():
            firing.handler(firing.world, firing.now, dues)
    except Exception as error:  # whatever is wrong with one must not keep the others
        if _not_of_its_making(error):
            raise
        if len(dues) == 1:
            log.exception("%s: deadline of %s about %s failed", firing.world.name, dues[0].practice, dues[0].about)
            yield _Failure(dues[0], str(error) if isinstance(error, ZhunshengError) else in_a_line(error))
            return
    else:
        return
    half = len(dues) // 2
    yield from _hand_over(firing, dues[:half])
    yield from _hand_over(firing, dues[half:])


def _not_of_its_making(error: Exception) -> bool:
    """The session is gone or the disk is full: nobody could act now."""
    session = connection.connection
    return session is None or session.closed or is_disk_full(error, settings.HOME.path)


def _give_back(practice: str, failed: Sequence[_Failure], now: datetime) -> None:
    if not failed:
        return
    names, generations = [one.due.about for one in failed], [one.due.generation for one in failed]
    faults = [one.fault for one in failed]
    with connection.cursor() as cursor:
        later = BACK_OFF.total_seconds()
        cursor.execute(_GIVE_BACK, [now, later, MOST_TRIES, names, generations, faults, practice])
