"""Who may say in the product what moves a case: those whose task it is, and for a pause whom the commitment names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.conditions import holds
from zhunsheng.engine.practices.actions.recipients import Recipient, all_said
from zhunsheng.engine.practices.commitments.commitment import Commitment, Fact
from zhunsheng.engine.values import Problem, SubjectId, Text
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.commitments.acting import Acting
from zhunsheng.server.commitments.decided import Definitions
from zhunsheng.server.commitments.folding import Piece, pieces
from zhunsheng.server.commitments.holding import current
from zhunsheng.server.commitments.models import Chain, Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.commitments.queries import no_case
from zhunsheng.server.metrics.evaluate import Scene, named_subjects
from zhunsheng.server.outbox.queries import joined

ON_THE_CASE: tuple[Recipient, ...] = ("responsible", "manager", "answers")
"""Who may by default, with those who have joined the case."""


def refuse_unless_may(scene: Scene, source: Source, rows: pa.Table, person: int) -> None:
    """Raises Refusal where a fact (one row) would end a stage or move a pause, and that is not theirs to say.

    A case is asked by the definition that it keeps. Who begins a case that nobody knows yet is not asked.
    """
    acting, definitions, unknown = Acting(scene.world, scene.now), Definitions(), list[Problem]()
    known = False
    for piece, move in _moves(scene, source, rows):
        stages = list(Standing.objects.filter(commitment=piece.chain.id, case=move.case, release=piece.release))
        if stages:
            known = True
            _refuse(acting, piece.chain, move, stages, definitions.person(current(stages)), person)
        elif not move.begins:
            unknown.append(no_case(piece.chain, move.case))
        else:
            known = True
    if unknown and not known:
        raise Refusal(404, unknown[0])


@dataclass(frozen=True)
class _Move:
    """The case that the fact would move, who may (empty: by default), whether it would begin it."""

    case: str
    may: tuple[Recipient, ...]
    begins: bool


def _refuse(
    acting: Acting, chain: Commitment, move: _Move, stages: list[Standing], responsible: SubjectId | None, person: int
) -> None:
    places = acting.places(chain, responsible)
    may = {one for recipient in move.may or ON_THE_CASE for one in places.meant(recipient)}
    if not move.may:
        may |= _joined(chain.id, move.case, [row.stage for row in stages])
    if person not in may:
        raise Refusal(403, _not_theirs(chain, move.case, move.may or ON_THE_CASE))


def _moves(scene: Scene, source: Source, rows: pa.Table) -> Iterator[tuple[Piece, _Move]]:
    """By every definition of every commitment that is followed."""
    names = {*scene.bundle.each(Commitment), *Chain.objects.values_list("commitment", flat=True)}
    for piece in (piece for name in sorted(names) for piece in pieces(name)):
        for move in _moved_by(scene, piece.chain, source, rows):
            yield piece, move


def _moved_by(scene: Scene, chain: Commitment, source: Source, rows: pa.Table) -> Iterator[_Move]:
    told = scene.engine.table("told_in_form", rows)
    for path, fact in chain.facts():
        if fact.source != source.id:
            continue
        tests = list(fact.where.tests()) if fact.where is not None else []
        counts = told.filter(holds(fact.where, told, named_subjects(source, tests)))
        named = scene.engine.arrow(counts.select(case=counts[_case(chain, fact)].cast("string")))
        for case in named["case"].to_pylist():
            if case is not None:
                yield _Move(case, _allowed(chain, path), path == ("begins",))


def _case(chain: Commitment, fact: Fact) -> str:
    return fact.case or chain.begins.case


def _allowed(chain: Commitment, path: tuple[str | int, ...]) -> tuple[Recipient, ...]:
    return chain.pauses[int(path[1])].may if path[0] == "pauses" else ()


def _joined(chain: str, case: str, stages: list[str]) -> set[SubjectId]:
    found = joined(PRACTICE, chain, [case, *(f"{case}/{stage}" for stage in stages)])
    return {SubjectId(one.to) for one in found if one.to is not None}


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
