"""Miss: what happens when the deadline of a stage fires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.decision import Decision
from zhunsheng.server.commitments.decided import defined, missed
from zhunsheng.server.commitments.folding import reached_now, sources_of
from zhunsheng.server.commitments.models import Chain, Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.deadlines.actions.arm import arm
from zhunsheng.server.deadlines.values import Arming, Due
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.facts.queries import pending
from zhunsheng.server.worlds.values import WorldInfo

SOON = timedelta(seconds=2)
"""When it is asked again what facts say that were accepted and are not in the lake yet."""


def miss(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    """Decide on every stage that has fallen due and is not done; see `deadlines.handlers.Handler`.

    While facts of its sources wait to be settled or followed, nobody knows whether it is done: then it is asked again
    soon.
    """
    rows = {(row.commitment, row.case, row.stage): row for row in _locked(dues)}
    later: list[Arming] = []
    decided: list[tuple[Standing, Decision]] = []
    for due in dues:
        row = rows.get((str(due.payload["commitment"]), str(due.payload["case"]), str(due.payload["stage"])))
        if row is None or row.state == "met" or row.decision is not None or row.due is None or row.due > now:
            continue
        chain, stage = defined(row)
        if _behind(chain):
            later.append(Arming(due.about, now + SOON, due.payload))
        else:
            decided.append((row, missed(chain, stage, row, world.zone)))
    arm(PRACTICE, later)
    for (row, _), number in zip(decided, record([one for _, one in decided], now), strict=True):
        row.state, row.decision = "missed", number
    Standing.objects.bulk_update([row for row, _ in decided], ["state", "decision"])


def _behind(chain: Commitment) -> bool:
    """Whether facts were accepted that its cases do not know yet."""
    read = Chain.objects.filter(commitment=chain.id).values_list("read", flat=True).first()
    return read != reached_now(chain) or not set(sources_of(chain)).isdisjoint(pending())


def _locked(dues: Sequence[Due]) -> Iterator[Standing]:
    """The stages that are meant, locked in the order of their names."""
    by_chain: dict[str, list[str]] = {}
    for due in dues:
        by_chain.setdefault(str(due.payload["commitment"]), []).append(str(due.payload["case"]))
    chosen = Q()
    for chain, cases in by_chain.items():
        chosen |= Q(commitment=chain, case__in=cases)
    return Standing.objects.select_for_update().filter(chosen).order_by("commitment", "case", "stage").iterator()
