"""Who may say in the product what moves a case: those whose task it is, and for a pause whom the commitment names."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.conditions import holds
from zhunsheng.engine.practices.actions.recipients import Recipient, all_said
from zhunsheng.engine.practices.commitments.commitment import Commitment, Fact
from zhunsheng.engine.values import Problem, SubjectId, Text
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.commitments.acting import Acting
from zhunsheng.server.commitments.decided import Definitions
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.metrics.evaluate import Scene, named_subjects
from zhunsheng.server.outbox.queries import joined

ON_THE_CASE: tuple[Recipient, ...] = ("responsible", "manager", "answers")
"""Who may by default, with those who have joined the case."""


def refuse_unless_may(scene: Scene, source: Source, rows: pa.Table, person: int) -> None:
    """Raises Refusal where a fact (one row) would end a stage or move a pause, and that is not theirs to say."""
    acting = Acting(scene.world, scene.now)
    for chain in scene.bundle.each(Commitment).values():
        for case, allowed in _moves(scene, chain, source, rows):
            stages = list(Standing.objects.filter(commitment=chain.id, case=case))
            if not stages:
                raise Refusal(404, _no_case(chain, case))
            responsible = Definitions().person(stages[0])
            places = acting.places(chain, responsible)
            may = {one for recipient in allowed or ON_THE_CASE for one in places.meant(recipient)}
            if not allowed:
                may |= _joined(chain.id, case, [row.stage for row in stages])
            if person not in may:
                raise Refusal(403, _not_theirs(chain, case, allowed or ON_THE_CASE))


def _moves(
    scene: Scene, chain: Commitment, source: Source, rows: pa.Table
) -> Iterator[tuple[str, tuple[Recipient, ...]]]:
    """The case that the fact would move, and who may (empty: by default)."""
    told = scene.engine.table("told_in_form", rows)
    for path, fact in chain.facts():
        if fact.source != source.id or path == ("begins",):
            continue
        tests = list(fact.where.tests()) if fact.where is not None else []
        counts = told.filter(holds(fact.where, told, named_subjects(source, tests)))
        for case in scene.engine.arrow(counts.select(case=counts[_case(chain, fact)].cast("string")))["case"]:
            if case.as_py() is not None:
                yield case.as_py(), _allowed(chain, path)


def _case(chain: Commitment, fact: Fact) -> str:
    return fact.case or chain.begins.case


def _allowed(chain: Commitment, path: tuple[str | int, ...]) -> tuple[Recipient, ...]:
    return chain.pauses[int(path[1])].may if path[0] == "pauses" else ()


def _joined(chain: str, case: str, stages: list[str]) -> set[SubjectId]:
    found = joined(PRACTICE, chain, [case, *(f"{case}/{stage}" for stage in stages)])
    return {SubjectId(one.to) for one in found if one.to is not None}


def _no_case(chain: Commitment, case: str) -> Problem:
    return Problem(
        "commitment.no_such_case",
        Text(zh=f"「{chain.name.zh}」没有案件「{case}」", en=f"'{chain.name.en}' has no case '{case}'"),
        Text(zh="核对编号；还没开始的案件也看不到", en="check its number; a case that has not begun is not there yet"),
    )


def _not_theirs(chain: Commitment, case: str, allowed: tuple[Recipient, ...]) -> Problem:
    who = all_said(allowed)
    return Problem(
        "commitment.not_theirs",
        Text(
            zh=f"「{chain.name.zh}」的案件「{case}」不由你推动；可以的人：{who.zh}",
            en=f"case '{case}' of '{chain.name.en}' is not yours to move; who may: {who.en}",
        ),
        Text(zh="请他们来填，或请他们把你加入案件", en="ask them to say so, or to bring you into the case"),
    )
