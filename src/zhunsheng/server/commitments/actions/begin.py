"""Begin: give cases that have just begun to somebody, and do what the commitment does then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Count

from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.responsible import Assigned, Case, assigned
from zhunsheng.engine.practices.decision import Decision
from zhunsheng.engine.values import SubjectId
from zhunsheng.server.blueprints.queries import bundle_of
from zhunsheng.server.commitments.acting import Acting
from zhunsheng.server.commitments.candidates import Candidates
from zhunsheng.server.commitments.decided import Definitions
from zhunsheng.server.commitments.given import begun, given, never_begun, nobody
from zhunsheng.server.commitments.models import Assignment, Standing
from zhunsheng.server.commitments.naming import case_of
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.queries import decision
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.outbox.actions.put import take_back
from zhunsheng.server.outbox.values import EffectInfo
from zhunsheng.server.permissions.queries import resting


def begin(scene: Scene, name: str, cases: Sequence[str]) -> None:
    """Decide on cases of the commitment that have just begun: who is responsible, what is done."""
    definitions, acting = Definitions(), Acting(scene.world, scene.now)
    by_release: dict[int, list[Standing]] = {}
    for row in _first_stages(name, cases):
        by_release.setdefault(row.release, []).append(row)
    for release, rows in by_release.items():
        chain, _ = definitions.of(rows[0])
        if chain.responsible is not None:
            _give(scene, acting, chain, release, rows)
        elif chain.begun:
            _as_told(chain, rows, [begun(chain, row, definitions.person(row), acting) for row in rows], scene.now)


def never(scene: Scene, name: str, cases: Sequence[str]) -> None:
    """The records that began these cases are gone: what was done as they began is taken back."""
    rows = Assignment.objects.filter(commitment=name, case__in=cases)
    numbers = [row.decision for row in rows]
    record([never_begun(decision(number), scene.now) for number in numbers], scene.now)
    take_back(numbers, scene.now)
    rows.delete()


def _as_told(chain: Commitment, rows: Sequence[Standing], decisions: Sequence[Decision], now: datetime) -> None:
    """Begin the cases with whom their records name."""
    numbers = record(decisions, now)
    begun_in = zip(rows, numbers, strict=True)
    _keep([Assignment(commitment=chain.id, case=row.case, person=None, decision=number) for row, number in begun_in])


def _first_stages(name: str, cases: Sequence[str]) -> Iterator[Standing]:
    """One row of each case, of the stage that falls due first."""
    rows = Standing.objects.filter(commitment=name, case__in=cases).order_by("case", "due")
    yield from rows.distinct("case")


def _give(scene: Scene, acting: Acting, chain: Commitment, release: int, rows: Sequence[Standing]) -> None:
    """Give each case to whom the rules choose; whoever answers takes what nobody can."""
    by_case = {row.case: row for row in rows}
    found = Candidates(scene, bundle_of(release), chain, acting.company, [row.seq for row in rows])
    cases = [Case(row.case, row.began, found.people(row.seq)) for row in rows]
    people = {person for case in cases for rule in case.people for person in rule}
    chosen = list(assigned(cases, _loads(chain.id), _able(acting, chain, people)))
    decisions = [_decided(chain, by_case[one.case], one, acting) for one in chosen]
    numbers = record(decisions, scene.now)
    _keep(
        [
            Assignment(commitment=chain.id, case=one.case, person=decision.about, decision=number)
            for one, decision, number in zip(chosen, decisions, numbers, strict=True)
        ]
    )


def _decided(chain: Commitment, row: Standing, one: Assigned, acting: Acting) -> Decision:
    return nobody(chain, row, one, acting) if one.person is None else given(chain, row, one, acting)


def _keep(assignments: Sequence[Assignment]) -> None:
    """Keep who is responsible, also in the standings."""
    Assignment.objects.bulk_create(
        assignments,
        update_conflicts=True,
        unique_fields=["commitment", "case"],
        update_fields=["person"],
    )
    for one in assignments:
        if one.person is not None:
            Standing.objects.filter(commitment=one.commitment, case=one.case).update(person=one.person)


def _loads(name: str) -> Mapping[SubjectId, int]:
    """Open cases of each person."""
    rows = Standing.objects.filter(commitment=name, done=None, silent=False, person__isnull=False)
    counted = rows.values_list("person").annotate(cases=Count("case", distinct=True))
    return {SubjectId(person): cases for person, cases in counted}


def _able(acting: Acting, chain: Commitment, people: set[SubjectId]) -> Callable[[SubjectId, datetime], bool]:
    """Whether a case can be given to the person now: not away, and not kept from it by a freeze."""
    permission = chain.responsible.permission if chain.responsible else None
    kept_from = resting(permission, people, acting.now) if permission else frozenset()
    away = acting.company.away(acting.today)
    return lambda person, began: person not in kept_from and person not in away


def hand_over(effects: Sequence[EffectInfo]) -> None:
    """Carry out hand-overs, see the outbox's receivers. The case of a decision on a stage is `case/stage`."""
    _keep(
        [
            Assignment(commitment=one.rule, case=case_of(one.case), person=one.to, decision=one.decision)
            for one in effects
            if one.to is not None
        ]
    )


def hand_back(effects: Sequence[EffectInfo]) -> None:
    """The decisions were taken back: whoever had the cases before has them again."""
    _keep(
        [
            Assignment(commitment=one.rule, case=case_of(one.case), person=former, decision=one.decision)
            for one in effects
            if isinstance(former := one.details.get("from"), int)
        ]
    )
