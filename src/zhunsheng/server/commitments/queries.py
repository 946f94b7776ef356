"""How cases of a commitment stand, stood, or would have stood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pyarrow as pa

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.entity import SETTINGS_FILE, Ref
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.blueprint.writing import text as written
from zhunsheng.engine.calendar.instants import MINUTE
from zhunsheng.engine.calendar.steps import Step
from zhunsheng.engine.practices.commitments import evidence
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.evidence import Attainment, WhatIf
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.commitments.folding import begun_in, folded_by, one, pieces, told
from zhunsheng.server.commitments.reaching import reached
from zhunsheng.server.decisions.queries import decisions
from zhunsheng.server.metrics.evaluate import Scene


def commitment_of(bundle: Bundle, name: str) -> Commitment:
    """The commitment by id; raises ZhunshengError with the nearest one."""
    known = bundle.each(Commitment)
    if name in known:
        return known[name]
    raise ZhunshengError(
        Problem(
            "commitment.unknown",
            Text(zh=f"没有承诺「{name}」", en=f"there is no commitment '{name}'"),
            proposal(name, known),
        )
    )


def report(scene: Scene, name: str, moment: datetime) -> list[Attainment]:
    """How each stage was kept, as things stood at the moment. Raises ZhunshengError."""
    chain = commitment_of(scene.bundle, name)
    stages = dict.fromkeys(stage.id for piece in pieces(chain.id) for stage in piece.chain.stages)
    return evidence.attainment(standings(scene, name, moment), list(stages))


def standings(scene: Scene, name: str, moment: datetime) -> pa.Table:
    """Every stage of every case at the moment: TOLD. Raises ZhunshengError."""
    return told(scene, commitment_of(scene.bundle, name).id, moment).rows


@dataclass(frozen=True)
class StageOf:
    """A stage of one case, and how its deadline comes about. `decisions`: their numbers, the oldest first."""

    stage: str
    name: Text
    due: datetime | None
    done: datetime | None
    minutes: float | None
    state: str
    steps: tuple[Step, ...]
    decisions: tuple[int, ...]


def case(scene: Scene, name: str, key: str) -> list[StageOf]:
    """A case stage by stage as it stands now. Raises ZhunshengError."""
    latest = commitment_of(scene.bundle, name)
    found = one(scene, name, key)
    if found is None:
        raise ZhunshengError(no_case(latest, key))
    chain, rows, steps = found
    names = {stage.id: stage.name for stage in chain.stages}
    return [
        StageOf(
            stage=row["stage"],
            name=names[row["stage"]],
            due=row["due"],
            done=row["done"],
            minutes=None if row["took"] is None else row["took"] / MINUTE,
            state=row["state"],
            steps=steps[row["stage"]],
            decisions=_decided(chain, f"{key}/{row['stage']}"),
        )
        for row in rows.to_pylist()
    ]


def _decided(chain: Commitment, about: str) -> tuple[int, ...]:
    found, _ = decisions(case=about, rule=chain.id)
    return tuple(one.number for one in reversed(found))


def no_case(chain: Commitment, key: str) -> Problem:
    """That nothing is known of a case."""
    return Problem(
        "commitment.no_such_case",
        Text(zh=f"「{chain.name.zh}」没有案件「{key}」", en=f"'{chain.name.en}' has no case '{key}'"),
        Text(zh="核对编号；还没开始的案件也看不到", en="check its number; a case that has not begun is not there yet"),
    )


def what_if(scene: Scene, name: str, text: str, start: date, end: date) -> WhatIf:
    """Another definition, as YAML, on the cases that began from `start` up to but not including `end`.

    They are told as they stand now. Nothing is sent and nothing is kept. Raises ZhunshengError with all that is wrong
    with the definition.
    """
    commitment_of(scene.bundle, name)
    draft = _with(scene.bundle, name, text)
    changed = commitment_of(draft, name)
    before = begun_in(standings(scene, name, scene.now), scene, start, end)
    after = begun_in(folded_by(scene, draft, changed, scene.now), scene, start, end)
    known = [stage.id for stage in commitment_of(scene.bundle, name).stages]
    stages = known, [stage.id for stage in changed.stages]
    found = evidence.what_if(before, after, stages, scene.world.time_zone)
    return replace(found, reached=reached(scene, changed, after))


def _with(bundle: Bundle, name: str, text: str) -> Bundle:
    """The bundle with another text of the commitment; raises ZhunshengError."""
    files = {ref.path: written(entity) for ref, entity in bundle.entities.items()}
    return sound({SETTINGS_FILE: written(bundle.settings), **files, Ref("commitment", name).path: text})
