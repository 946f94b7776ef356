"""A toy practice, the server's part: reads the lake, asks the pure part, records what is new."""

from __future__ import annotations

from collections.abc import Sequence

from tests.practice.praise import Praise, deserving

from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.practices.actions.consequences import Occasion, consequences
from zhunsheng.engine.practices.actions.recipients import Recipient
from zhunsheng.engine.practices.decision import Decision, Input
from zhunsheng.engine.values import EntityId, SubjectId, Text
from zhunsheng.server.blueprints.queries import current_number
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.queries import decisions
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.evaluate import Scene


class Themselves:
    """Whoever is praised stands in every place."""

    def __init__(self, person: SubjectId) -> None:
        self.person = person

    def meant(self, recipient: Recipient) -> Sequence[SubjectId]:
        return [self.person]

    def available(self, person: SubjectId) -> bool:
        return True


def follow(scene: Scene) -> bool:
    """Praise whoever deserves it and was not praised yet; whether anybody was."""
    fresh = [one for praise in scene.bundle.each(Praise).values() for one in _new(scene, praise)]  # type: ignore[type-var]
    return bool(record(fresh, scene.now))


def _new(scene: Scene, praise: Praise) -> list[Decision]:
    source = scene.source(praise.source)
    rows = standing(reading.rows(scene.engine, scene.lake(source)))
    facts = scene.engine.arrow(rows.select(person=rows[praise.person], day=rows._happened.cast("date")))
    known = {one.decision.case for one in decisions(rule=praise.id, part=slice(None))[0]}
    found = (_decided(scene, praise, row) for row in deserving(praise, facts).to_pylist())
    return [one for one in found if one.case not in known]


def _decided(scene: Scene, praise: Praise, row: dict[str, int]) -> Decision:
    person, case = SubjectId(row["person"]), f"{row['person']}/{row['week']}"
    on = Occasion(case, person, scene.now, scene.world.zone, None, scene.now)
    return Decision(
        practice="praise",
        rule=EntityId(praise.id),
        release=current_number(),
        case=case,
        about=person,
        answers=person,
        at=scene.now,
        outcome="praised",
        reason=Text(zh=f"一周 {row['facts']} 件", en=f"{row['facts']} in a week"),
        inputs=(Input(Text(zh="件数", en="facts"), row["facts"]),),
        consequences=tuple(consequences(praise.then, Themselves(person), on)),
    )
