"""Put what decisions do into the outbox, within the transaction that records them, and take it back with them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection

from zhunsheng.engine.practices.actions.action import ACTION_WORDS
from zhunsheng.engine.practices.decision import Consequence, Decision
from zhunsheng.engine.practices.writing import moment
from zhunsheng.server.outbox.queries import info
from zhunsheng.server.outbox.receivers import Receiver, registered
from zhunsheng.server.outbox.values import EffectInfo
from zhunsheng.server.worlds.channel import OUT, announce

_COPY = """
COPY outbox_effect (decision, place, practice, rule, "case", kind, "to", details, state, at, changed_at, tries, fault)
FROM STDIN
"""
_TAKE_BACK = """
UPDATE outbox_effect SET state = 'withdrawn', changed_at = %s, next_try = NULL
WHERE decision = ANY(%s) AND state <> 'withdrawn'
RETURNING decision, place, practice, rule, "case", kind, "to", details, state, at, changed_at, tries, fault
"""


def put(decisions: Mapping[int, Decision], now: datetime) -> None:
    """Let what these decisions do happen. `decisions`: by their numbers in the chain."""
    effects = [one for number, decision in decisions.items() for one in _effects(number, decision, now)]
    if not effects:
        return
    with connection.cursor() as cursor, cursor.copy(_COPY) as sink:
        for one in effects:
            sink.write_row(_row(one))
    if any(one.state == "queued" for one in effects):
        announce(OUT)
    for receiver, theirs in _by_receiver(effects):
        receiver.carry_out(theirs)


def take_back(decisions: Collection[int], now: datetime) -> None:
    """Undo what these decisions do, as far as it can be: who has not read a notice never will, a freeze ends."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_BACK, [now, list(decisions)])
        effects = [info(row) for row in cursor.fetchall()]
    for receiver, theirs in _by_receiver(effects):
        receiver.take_back(theirs)


def _effects(number: int, decision: Decision, now: datetime) -> Iterator[EffectInfo]:
    for place, one in enumerate(decision.consequences):
        if one.kind in ACTION_WORDS:
            yield _effect(number, place, decision, one, now)


def _effect(number: int, place: int, decision: Decision, one: Consequence, now: datetime) -> EffectInfo:
    details = {name: moment(value) if isinstance(value, datetime) else value for name, value in one.details.items()}
    to = details.pop("to", None)
    if one.kind == "webhook":
        details |= {"outcome": decision.outcome, "about": decision.about}
        details |= {"reason_zh": decision.reason.zh, "reason_en": decision.reason.en}
    return EffectInfo(
        decision=number,
        place=place,
        practice=decision.practice,
        rule=decision.rule,
        case=decision.case,
        kind=one.kind,
        to=to if isinstance(to, int) else None,
        details=details,
        state="queued" if one.kind == "webhook" else "sent",
        at=decision.at,
        changed_at=now,
        tries=0,
        fault="",
    )


def _row(one: EffectInfo) -> tuple[object, ...]:
    details = json.dumps(one.details, ensure_ascii=False)
    named = (one.decision, one.place, one.practice, one.rule, one.case, one.kind, one.to)
    return (*named, details, one.state, one.at, one.changed_at, one.tries, one.fault)


def _by_receiver(effects: Iterable[EffectInfo]) -> Iterator[tuple[Receiver, Sequence[EffectInfo]]]:
    by_kind: dict[str, list[EffectInfo]] = {}
    for one in effects:
        by_kind.setdefault(one.kind, []).append(one)
    receivers = registered()
    return ((receivers[kind], theirs) for kind, theirs in by_kind.items() if kind in receivers)
