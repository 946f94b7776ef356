"""Asking what came of decisions. The caller has entered the world."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from zhunsheng.server.outbox.models import Connection, Effect
from zhunsheng.server.outbox.values import ConnectionInfo, EffectInfo

COLUMNS = (
    *("decision", "place", "practice", "rule", "case", "kind", "to"),
    *("details", "state", "at", "changed_at", "tries", "fault"),
)
_NEXT = """
SELECT extract(epoch FROM min(coalesce(next_try, now())) - now()) FROM outbox_effect WHERE state = 'queued'
"""
MOST = 200


def info(row: tuple[Any, ...]) -> EffectInfo:
    """The value of a row of COLUMNS."""
    named = dict(zip(COLUMNS, row, strict=True))
    details = named["details"]
    return EffectInfo(**named | {"details": json.loads(details) if isinstance(details, str) else details})


def effects_of(decisions: Collection[int]) -> list[EffectInfo]:
    """What these decisions do, in order."""
    rows = Effect.objects.filter(decision__in=decisions).order_by("decision", "place")
    return [info(row) for row in rows.values_list(*COLUMNS)]


def came_of(decision: int) -> dict[int, EffectInfo]:
    """What came of a decision, by the place of the consequence."""
    return {one.place: one for one in effects_of([decision])}


def reached(decisions: Collection[int]) -> dict[int, list[EffectInfo]]:
    """What of each decision has come to people's notice, or has left for other systems."""
    rows = Effect.objects.filter(
        Q(state__in=("seen", "done")) | Q(kind="webhook", state="sent"), decision__in=decisions
    )
    found: dict[int, list[EffectInfo]] = {}
    for row in rows.order_by("decision", "place").values_list(*COLUMNS):
        found.setdefault(row[0], []).append(info(row))
    return found


def effects_for(person: int) -> list[EffectInfo]:
    """What reached the person and is not taken back, the newest first: MOST that are open, MOST that are done."""
    rows = Effect.objects.filter(to=person).order_by("-id")
    return [
        info(row)
        for states in (("sent", "seen"), ("done",))
        for row in rows.filter(state__in=states).values_list(*COLUMNS)[:MOST]
    ]


def asked_in(practice: str, rule: str) -> list[str]:
    """The cases of a rule in which somebody is asked for something that is not done."""
    rows = Effect.objects.filter(practice=practice, rule=rule, kind="card", state__in=("sent", "seen"))
    return list(rows.order_by("case").values_list("case", flat=True).distinct())


def joined(practice: str, rule: str, cases: Collection[str]) -> list[EffectInfo]:
    """Who has joined cases of a rule: what asked them to; nothing that was taken back."""
    rows = Effect.objects.filter(practice=practice, rule=rule, case__in=cases, kind__in=("escalate", "card"))
    return [info(row) for row in rows.exclude(state="withdrawn").order_by("id").values_list(*COLUMNS)]


def seconds_to_next() -> float | None:
    """Seconds until something is to be sent, 0 where it is now; None: nothing waits."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        (seconds,) = cursor.fetchone()
    return None if seconds is None else max(float(seconds), 0.0)


def given_up() -> list[EffectInfo]:
    """What could not be sent, the oldest first."""
    return [info(row) for row in Effect.objects.filter(state="failed").order_by("id").values_list(*COLUMNS)]


def tally() -> dict[str, dict[str, int]]:
    """How many effects there are, by kind and state."""
    found: dict[str, dict[str, int]] = {}
    for kind, state, count in Effect.objects.values_list("kind", "state").annotate(count=Count("id")).order_by("kind"):
        found.setdefault(kind, {})[state] = count
    return found


def connections() -> list[ConnectionInfo]:
    """The systems that can be told, by name, without their secrets."""
    return [ConnectionInfo(row.name, row.url) for row in Connection.objects.order_by("name")]
