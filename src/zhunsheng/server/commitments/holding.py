"""Who has a case: whom its record names, to whom it was given as it began, or handed over since; the latest of them.

A stage belongs to whoever had the case when it ended or fell due, so that nobody is charged with what another missed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pyarrow as pa
from django.db import connection

from zhunsheng.server.commitments.models import Beginning, Holding, Standing
from zhunsheng.server.commitments.naming import PRACTICE, case_of
from zhunsheng.server.outbox.actions.answer import pass_on
from zhunsheng.server.outbox.values import EffectInfo

_GIVEN = pa.schema({"case": pa.string(), "given": pa.int64()})
HOLDER = """
SELECT h.person FROM commitments_holding h
WHERE h.commitment = %(chain)s AND h."case" = t."case"
  AND h.since < coalesce(least(t.done, t.due), 'infinity'::timestamptz)
ORDER BY h.since DESC, h.decision DESC LIMIT 1
"""
"""To whom the case of a stage `t` was handed over by the time it ended or fell due, in SQL; no row: to nobody."""
_HELD = """
UPDATE commitments_standing s SET person = found.person, told = false FROM (
    SELECT t.id, coalesce((:holder), t.named) AS person FROM commitments_standing t
    WHERE t.commitment = %(chain)s AND t."case" = ANY(%(cases)s) ORDER BY t."case", t.stage
) AS found WHERE s.id = found.id AND s.person IS DISTINCT FROM found.person
""".replace(":holder", HOLDER)


def given(name: str, cases: Collection[str] | None) -> pa.Table:
    """To whom cases (None: all) were given as they began: columns case, given."""
    rows = Beginning.objects.filter(commitment=name, person__isnull=False)
    found = (rows if cases is None else rows.filter(case__in=list(cases))).values_list("case", "person")
    keys, people = zip(*found, strict=True) if found else ((), ())
    return pa.table([pa.array(keys, pa.string()), pa.array(people, pa.int64())], schema=_GIVEN)


def current(stages: Sequence[Standing]) -> Standing:
    """Of the stages of a case the one that says who has it now: an open one, the last to fall due."""
    return max(stages, key=lambda row: (row.done is None, row.due is None, row.due or row.began))


def hand_over(effects: Sequence[EffectInfo]) -> None:
    """Carry out hand-overs, see the outbox's receivers. The case of a decision on a stage is `case/stage`."""
    moved = [(one, case_of(one.case), one.to) for one in effects if one.to is not None]
    Holding.objects.bulk_create(
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
            cursor.execute(_HELD, {"chain": name, "cases": [case for chain, case in cases if chain == name]})
