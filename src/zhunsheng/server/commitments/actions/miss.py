"""Miss: what happens when the deadlines of stages fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from django.db import connection

from zhunsheng.server.commitments.acting import Acting
from zhunsheng.server.commitments.decided import Definitions, missed
from zhunsheng.server.commitments.folding import heard_of, reached_now
from zhunsheng.server.commitments.models import Chain, Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.deadlines.actions.arm import arm
from zhunsheng.server.deadlines.values import Arming, Due, Payload
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.facts.queries import pending_segments
from zhunsheng.server.worlds.values import WorldInfo

SOON = timedelta(seconds=2)
"""When it is asked again what facts say that were accepted and are not followed yet."""
_LOCKED = """
SELECT s.* FROM commitments_standing s
JOIN unnest(%s::text[], %s::text[], %s::text[]) AS meant(commitment, "case", stage) USING (commitment, "case", stage)
WHERE s.state <> 'met' AND s.decision IS NULL AND NOT s.silent AND s.due < %s
ORDER BY s.commitment, s."case", s.stage FOR UPDATE OF s
"""
_MARK = """
UPDATE commitments_standing s SET state = 'missed', decision = told.decision
FROM unnest(%s::bigint[], %s::bigint[]) AS told(id, decision) WHERE s.id = told.id
"""


@dataclass(frozen=True)
class _Way:
    """What of a commitment's facts is on its way: segments that wait to be settled, the lake's newest rows, those that
    its cases have read, and whether facts told ahead have come."""

    segments: Sequence[int]
    reached: Mapping[str, int]
    read: Mapping[str, int]
    come: bool

    def awaited(self, payload: Payload) -> Payload | None:
        """What to wait with; None once every fact is read that was at hand when it was asked first.

        What comes in later is not waited for, else nobody would ever be judged on a busy source.
        """
        last = cast(int, payload.get("segments", max(self.segments, default=0)))
        if self.come or any(segment <= last for segment in self.segments):
            return {**payload, "segments": last}
        reached = cast(Mapping[str, int], payload.get("reached", self.reached))
        if any(self.read.get(source, 0) < seq for source, seq in reached.items()):
            return {**payload, "segments": last, "reached": dict(reached)}
        return None


def miss(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    """Decide on every stage that has fallen due and is not done; see `deadlines.handlers.Handler`.

    While facts that were accepted before wait to be settled or followed, nobody knows whether it is done: then it is
    asked again soon.
    """
    definitions, acting, way = Definitions(), Acting(world, now), cache(lambda chain: _way(chain, now))
    later: list[Arming] = []
    sure: list[Standing] = []
    by_name = {_name(due): due for due in dues}
    for row in _locked(by_name, now):
        due = by_name[row.commitment, row.case, row.stage]
        awaited = way(row.commitment).awaited(due.payload)
        if awaited is None:
            sure.append(row)
        else:
            later.append(Arming(due.about, now + SOON, awaited))
    sure.sort(key=lambda row: (row.due or now, row.case))
    arm(PRACTICE, later)
    numbers = record([missed(definitions, row, acting) for row in sure], now)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [[row.id for row in sure], numbers])


def _way(chain: str, now: datetime) -> _Way:
    """Read in the order in which facts come, so that none slips through between two looks."""
    segments = pending_segments(heard_of(chain))
    reached = reached_now(chain)
    marker = Chain.objects.get(commitment=chain)
    return _Way(segments, reached, marker.read, marker.ahead is not None and marker.ahead <= now)


def _locked(names: Mapping[tuple[str, str, str], Due], now: datetime) -> Iterator[Standing]:
    """The stages that are meant and not decided on, locked in the order of their names."""
    columns = [list(column) for column in zip(*names, strict=True)]
    yield from Standing.objects.raw(_LOCKED, [*columns, now])


def _name(due: Due) -> tuple[str, str, str]:
    return str(due.payload["commitment"]), str(due.payload["case"]), str(due.payload["stage"])
