"""Whom a commitment's actions would have reached on past cases, by the company as it stands today. Nothing is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.practices.actions.action import Action
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.evidence import Reached
from zhunsheng.engine.practices.commitments.fold import MET, MISSED
from zhunsheng.engine.values import SubjectId
from zhunsheng.server.commitments.acting import Acting
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.subjects.queries import same_as_pairs


def reached(scene: Scene, chain: Commitment, rows: pa.Table) -> list[Reached]:
    """`rows`: STANDINGS."""
    acting, meant = Acting(scene.world, scene.now), dict(same_as_pairs())
    counted: Counter[tuple[int | None, date, str]] = Counter()
    for case, at, person, actions in _occasions(chain, rows):
        responsible = None if person is None else SubjectId(meant.get(person, person))
        week = _monday(at, scene)
        for one in acting.following(chain, actions, case, responsible).consequences:
            to = one.details.get("to")
            counted[to if isinstance(to, int) else None, week, one.kind] += 1
    found = [Reached(*key, times) for key, times in counted.items()]
    return sorted(found, key=lambda one: (-one.times, one.week, one.kind, one.person or 0))


def _occasions(chain: Commitment, rows: pa.Table) -> Iterator[tuple[str, datetime, int | None, tuple[Action, ...]]]:
    """Case, moment, person and actions, wherever something follows."""
    for at, stage in enumerate(chain.stages):
        theirs = rows.filter(pc.equal(rows["stage"], stage.id))
        if at == 0 and chain.begun:
            yield from ((*told, chain.begun) for told in _told(theirs, "began"))
        for state, moment, actions in ((MISSED, "due", stage.missed), (MET, "done", stage.kept)):
            if actions:
                yield from ((*told, actions) for told in _told(theirs.filter(pc.equal(theirs["state"], state)), moment))


def _told(rows: pa.Table, moment: str) -> Iterator[tuple[str, datetime, int | None]]:
    return zip(*(rows[name].to_pylist() for name in ("case", moment, "person")), strict=True)


def _monday(at: datetime, scene: Scene) -> date:
    day = at.astimezone(scene.world.zone).date()
    return day - timedelta(days=day.weekday())
