"""Send what waits for other systems: each message up to MOST_TRIES times; after a failure later ones go first.

Messages are claimed for LEASE and sent outside any transaction: a system that does not answer holds no lock, and keeps
only its own messages waiting. A worker that is killed after sending sends again what it had claimed, under the same id.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import timedelta

import urllib3
from django.conf import settings
from django.db import connection

from zhunsheng.server.outbox.message import body, message_id
from zhunsheng.server.outbox.models import Connection
from zhunsheng.server.outbox.queries import info
from zhunsheng.server.outbox.signing import signature
from zhunsheng.server.outbox.values import Delivered, EffectInfo
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.worlds.values import WorldInfo

MOST_TRIES = 8
BACK_OFF = timedelta(seconds=10)
"""How long after its first failure a message is tried again; then twice as long each time, 21 minutes in all."""
LEASE = timedelta(minutes=2)
PORTION = 20
"""Messages claimed at once for one system."""
SYSTEMS = 8
"""Systems told side by side."""
ANSWER = urllib3.Timeout(connect=3, read=5)
"""Seconds that a system has to say anything; what it says after its status is not read."""
SPAN = timedelta(seconds=60)
"""So long is one system told in one go, well below LEASE; what is left then waits for the next turn."""

_CLAIM = """
WITH waiting AS (
    SELECT id, row_number() OVER (PARTITION BY details->>'connection' ORDER BY next_try NULLS FIRST, id) AS turn
    FROM outbox_effect WHERE state = 'queued' AND (next_try IS NULL OR next_try <= now())
),
taken AS MATERIALIZED (
    SELECT e.id FROM outbox_effect e JOIN waiting USING (id) WHERE turn <= %s AND state = 'queued'
    ORDER BY e.id FOR UPDATE OF e SKIP LOCKED
)
UPDATE outbox_effect e SET next_try = now() + make_interval(secs => %s) FROM taken WHERE e.id = taken.id
RETURNING e.decision, e.place, e.practice, e.rule, e."case", e.kind, e."to", e.details, e.state, e.at, e.changed_at,
          e.tries, e.fault
"""
_SENT = """
UPDATE outbox_effect e SET state = 'sent', changed_at = now(), next_try = NULL, fault = ''
FROM unnest(%s::bigint[], %s::int[]) AS told(decision, place)
WHERE e.decision = told.decision AND e.place = told.place AND e.state = 'queued'
"""
_FAILED = """
UPDATE outbox_effect e SET tries = e.tries + 1, fault = told.fault, changed_at = now(),
    next_try = now() + make_interval(secs => %s * power(2, e.tries)),
    state = CASE WHEN e.tries + 1 < %s THEN 'queued' ELSE 'failed' END
FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS told(decision, place, fault)
WHERE e.decision = told.decision AND e.place = told.place AND e.state = 'queued'
"""
_GIVEN_BACK = """
UPDATE outbox_effect e SET next_try = now() FROM unnest(%s::bigint[], %s::int[]) AS told(decision, place)
WHERE e.decision = told.decision AND e.place = told.place AND e.state = 'queued'
"""


@dataclass(frozen=True)
class _Message:
    """A message as it goes out: what it is of, its id and its bytes."""

    effect: EffectInfo
    id: str
    body: bytes


@dataclass(frozen=True)
class _Portion:
    """What one system was told: sent, failed with the reason, and not tried."""

    sent: Sequence[EffectInfo] = ()
    failed: Sequence[tuple[EffectInfo, str]] = ()
    left: Sequence[EffectInfo] = ()


def deliver(world: WorldInfo) -> Delivered:
    """Tell every system a portion of what waits for it; nothing leaves a copy of a world."""
    if not world.sinks_send:
        return Delivered()
    claimed = _claimed()
    if not claimed:
        return Delivered()
    known = {row.name: row for row in Connection.objects.filter(name__in=claimed)}
    portions = []
    for portion in _told(_messages(world, claimed), known):
        _mark(portion)
        portions.append(portion)
    return Delivered(sum(len(one.sent) for one in portions), sum(len(one.failed) for one in portions), more=True)


def _claimed() -> dict[str, list[EffectInfo]]:
    """By the name of their connection."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [PORTION, LEASE.total_seconds()])
        effects = sorted((info(row) for row in cursor.fetchall()), key=lambda one: (one.decision, one.place))
    found: dict[str, list[EffectInfo]] = {}
    for one in effects:
        found.setdefault(str(one.details["connection"]), []).append(one)
    return found


def _messages(world: WorldInfo, claimed: Mapping[str, Sequence[EffectInfo]]) -> dict[str, list[_Message]]:
    about = {one.details["about"] for theirs in claimed.values() for one in theirs}
    names = labels([subject for subject in about if isinstance(subject, int)])
    return {
        name: [_message(world, one, {subject: label.key for subject, label in names.items()}) for one in theirs]
        for name, theirs in claimed.items()
    }


def _message(world: WorldInfo, one: EffectInfo, numbers: Mapping[int, str]) -> _Message:
    about = one.details["about"]
    number = numbers.get(about) if isinstance(about, int) else None
    return _Message(one, message_id(world.name, one), body(settings.SITE_URL, world.name, one, number))


def _told(messages: Mapping[str, Sequence[_Message]], known: Mapping[str, Connection]) -> Iterator[_Portion]:
    """Each portion as it comes. Threads touch no database."""
    with ThreadPoolExecutor(SYSTEMS, "webhook") as threads:
        telling = [threads.submit(_tell, name, known.get(name), messages[name]) for name in messages]
        yield from (done.result() for done in as_completed(telling))


def _tell(name: str, system: Connection | None, messages: Sequence[_Message]) -> _Portion:
    """One after the other; where the system is away the rest waits."""
    if system is None:
        fault = f"没有名为「{name}」的连接 / there is no connection '{name}'"
        return _Portion(failed=[(one.effect, fault) for one in messages])
    sent, failed, began = list[EffectInfo](), list[tuple[EffectInfo, str]](), time.monotonic()
    with urllib3.PoolManager(maxsize=1, retries=False, timeout=ANSWER) as pool:
        for at, one in enumerate(messages):
            if time.monotonic() - began > SPAN.total_seconds():
                return _Portion(sent, failed, [left.effect for left in messages[at:]])
            try:
                status = _status(pool, system, one)
            except (urllib3.exceptions.HTTPError, ValueError) as error:
                failed.append((one.effect, f"{type(error).__name__}: {error}"[:400]))
                return _Portion(sent, failed, [left.effect for left in messages[at + 1 :]])
            if 200 <= status < 300:
                sent.append(one.effect)
            else:
                failed.append((one.effect, f"HTTP {status}"))
    return _Portion(sent, failed)


def _status(pool: urllib3.PoolManager, system: Connection, one: _Message) -> int:
    """What the system answers; whatever it says beside is not waited for."""
    headers = _headers(system, one)
    answer = pool.request("POST", system.url, body=one.body, headers=headers, redirect=False, preload_content=False)
    answer.close()
    return answer.status


def _headers(system: Connection, one: _Message) -> dict[str, str]:
    seconds = int(time.time())
    return {
        "content-type": "application/cloudevents+json; charset=utf-8",
        "user-agent": "zhunsheng",
        "webhook-id": one.id,
        "webhook-timestamp": f"{seconds}",
        "webhook-signature": signature(system.secret, one.id, seconds, one.body),
    }


def _mark(portion: _Portion) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SENT, _named(portion.sent))
        faults = [fault for _, fault in portion.failed]
        failed = _named([one for one, _ in portion.failed])
        cursor.execute(_FAILED, [BACK_OFF.total_seconds(), MOST_TRIES, *failed, faults])
        cursor.execute(_GIVEN_BACK, _named(portion.left))


def _named(effects: Sequence[EffectInfo]) -> list[list[int]]:
    return [[one.decision for one in effects], [one.place for one in effects]]
