"""Miss: what happens when the deadlines of stages fire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from django.db import connection

from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.server.commitments.decided import Definitions, missed
from zhunsheng.server.commitments.folding import reached_now, sources_of
from zhunsheng.server.commitments.models import Chain, Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.deadlines.actions.arm import arm
from zhunsheng.server.deadlines.values import Arming, Due
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.facts.queries import pending
from zhunsheng.server.worlds.values import WorldInfo

SOON = timedelta(seconds=2)
"""When it is asked again what facts say that were accepted and are not followed yet."""
_LOCKED = """
SELECT s.* FROM commitments_standing s
JOIN unnest(%s::text[], %s::text[], %s::text[]) AS meant(commitment, "case", stage) USING (commitment, "case", stage)
WHERE s.state <> 'met' AND s.decision IS NULL AND s.due <= %s
ORDER BY s.commitment, s."case", s.stage FOR UPDATE OF s
"""
_MARK = """
UPDATE commitments_standing s SET state = 'missed', decision = told.decision
FROM unnest(%s::bigint[], %s::bigint[]) AS told(id, decision) WHERE s.id = told.id
"""


def miss(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    """Decide on every stage that has fallen due and is not done; see `deadlines.handlers.Handler`.

    While facts of its sources wait to be settled or followed, nobody knows whether it is done: then it is asked again
    soon.
    """
    definitions, behind = Definitions(), cache(_behind)
    told = [(row, *definitions.of(row)) for row in _locked(dues, now)]
    later = {(row.commitment, row.case, row.stage) for row, chain, _ in told if behind(chain)}
    arm(PRACTICE, [Arming(due.about, now + SOON, due.payload) for due in dues if _name(due) in later])
    sure = sorted((one for one in told if not behind(one[1])), key=lambda one: (one[0].due, one[0].case))
    numbers = record([missed(chain, stage, row, world.zone) for row, chain, stage in sure], now)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [[row.id for row, *_ in sure], numbers])


def _behind(chain: Commitment) -> bool:
    """Whether facts were accepted that its cases do not know yet."""
    read = Chain.objects.filter(commitment=chain.id).values_list("read", flat=True).first()
    return read != reached_now(chain) or not set(sources_of(chain)).isdisjoint(pending())


def _locked(dues: Sequence[Due], now: datetime) -> Iterator[Standing]:
    """The stages that are meant and not decided on, locked in the order of their names."""
    names = [list(column) for column in zip(*map(_name, dues), strict=True)]
    yield from Standing.objects.raw(_LOCKED, [*names, now])


def _name(due: Due) -> tuple[str, str, str]:
    return str(due.payload["commitment"]), str(due.payload["case"]), str(due.payload["stage"])
