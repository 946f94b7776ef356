"""Who has a case: whom its record names, to whom it was given as it began, or handed over since; the latest of them.

A stage belongs to whoever had the case when it ended or fell due, so that nobody is charged with what another missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pyarrow as pa
from django.db import connection

from zhunsheng.server.commitments.models import Beginning, Holding
from zhunsheng.server.commitments.naming import PRACTICE, case_of
from zhunsheng.server.outbox.actions.answer import pass_on
from zhunsheng.server.outbox.values import EffectInfo

_GIVEN = pa.schema({"case": pa.string(), "given": pa.int64()})
# Said in `follow` of what is told, too.
_HELD = """
UPDATE commitments_standing s SET person = found.person, told = false FROM (
    SELECT s.id, coalesce(h.person, s.named) AS person FROM commitments_standing s LEFT JOIN LATERAL (
        SELECT h.person FROM commitments_holding h
        WHERE h.commitment = s.commitment AND h."case" = s."case"
          AND h.since < coalesce(least(s.done, s.due), 'infinity'::timestamptz)
        ORDER BY h.since DESC, h.decision DESC LIMIT 1
    ) AS h ON true
    WHERE s.commitment = %s AND s."case" = ANY(%s) ORDER BY s."case", s.stage
) AS found WHERE s.id = found.id AND s.person IS DISTINCT FROM found.person
"""


def given(name: str, cases: Collection[str] | None) -> pa.Table:
    """To whom cases (None: all) were given as they began: columns case, given."""
    rows = Beginning.objects.filter(commitment=name, person__isnull=False)
    found = (rows if cases is None else rows.filter(case__in=list(cases))).values_list("case", "person")
    keys, people = zip(*found, strict=True) if found else ((), ())
    return pa.table([pa.array(keys, pa.string()), pa.array(people, pa.int64())], schema=_GIVEN)


def hold(rows: Iterable[Holding]) -> None:
    """Let these people have these cases from then on."""
    Holding.objects.bulk_create(rows, ignore_conflicts=True)


def hand_over(effects: Sequence[EffectInfo]) -> None:
    """Carry out hand-overs, see the outbox's receivers. The case of a decision on a stage is `case/stage`."""
    moved = [(one, case_of(one.case), one.to) for one in effects if one.to is not None]
    hold(
        Holding(commitment=one.rule, case=case, person=person, since=one.changed_at, decision=one.decision)
        for one, case, person in moved
    )
    _settle([(one.rule, case) for one, case, _ in moved])
    for one, case, person in moved:
        former = one.details.get("from")
        if isinstance(former, int):
            pass_on(PRACTICE, one.rule, case, former, person)


def hand_back(effects: Sequence[EffectInfo]) -> None:
    """The decisions were taken back: whoever had the cases before, or was given them since, has them."""
    Holding.objects.filter(decision__in=[one.decision for one in effects]).delete()
    _settle([(one.rule, case_of(one.case)) for one in effects])


def _settle(cases: Collection[tuple[str, str]]) -> None:
    """Let the standings of these cases say who has them."""
    with connection.cursor() as cursor:
        for name in sorted({name for name, _ in cases}):
            cursor.execute(_HELD, [name, [case for chain, case in cases if chain == name]])
