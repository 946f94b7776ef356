"""Begin: give cases that have just begun to somebody, and do what the commitment does then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
from zhunsheng.server.commitments.models import Beginning, Holding, Standing
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.queries import decision
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.outbox.actions.put import take_back
from zhunsheng.server.outbox.queries import reached
from zhunsheng.server.subjects.queries import same_as_pairs


def begin(scene: Scene, name: str, cases: Sequence[str]) -> list[str]:
    """Decide on cases of the commitment that have just begun: who is responsible, what is done.

    Returns those that were given to somebody by rule.
    """
    definitions, acting = Definitions(), Acting(scene.world, scene.now)
    by_release: dict[int, list[Standing]] = {}
    for row in _first_stages(name, cases):
        by_release.setdefault(row.release, []).append(row)
    made: list[Beginning] = []
    for release, rows in by_release.items():
        chain, _ = definitions.of(rows[0])
        if chain.responsible is not None:
            made += _give(scene, acting, chain, release, rows)
        elif chain.begun:
            told = [begun(chain, row, definitions.person(row), acting) for row in rows]
            made += _begun(rows, [(decision, None) for decision in told], scene.now)
    Beginning.objects.bulk_create(made)
    return [one.case for one in made if one.person is not None]


def never(scene: Scene, name: str, cases: Sequence[str]) -> None:
    """The records that began these cases are gone: what was done as they began is taken back."""
    rows = Beginning.objects.filter(commitment=name, case__in=cases)
    numbers = [row.decision for row in rows]
    told_of = reached(numbers)
    record([never_begun(decision(number), scene.now, told_of.get(number, [])) for number in numbers], scene.now)
    take_back(numbers, scene.now)
    rows.delete()
    Holding.objects.filter(commitment=name, case__in=cases).delete()


def _begun(
    rows: Sequence[Standing], decided: Sequence[tuple[Decision, SubjectId | None]], now: datetime
) -> list[Beginning]:
    """The cases as they have begun, by which decision, given to whom."""
    numbers = record([decision for decision, _ in decided], now)
    return [
        Beginning(commitment=row.commitment, case=row.case, person=to, decision=number)
        for row, (_, to), number in zip(rows, decided, numbers, strict=True)
    ]


def _first_stages(name: str, cases: Sequence[str]) -> Iterator[Standing]:
    """One row of each case, of the stage that falls due first."""
    rows = Standing.objects.filter(commitment=name, case__in=cases).order_by("case", "due")
    yield from rows.distinct("case")


def _give(scene: Scene, acting: Acting, chain: Commitment, release: int, rows: Sequence[Standing]) -> list[Beginning]:
    """Give each case to whom the rules choose; what nobody can take goes to the head of the unit."""
    by_case = {row.case: row for row in rows}
    found = Candidates(scene, bundle_of(release), chain, acting.company, [row.seq for row in rows])
    cases = [Case(row.case, row.began, found.people(row.seq)) for row in rows]
    people = {person for case in cases for rule in case.people for person in rule}
    permission = chain.responsible.permission if chain.responsible else None
    able = acting.company.able(people, permission, acting.today)
    chosen = list(assigned(cases, _loads(chain.id, list(by_case)), able))
    decided = [_decided(chain, by_case[one.case], one, acting) for one in chosen]
    ordered = [by_case[one.case] for one in chosen]
    return _begun(ordered, [(decision, decision.about) for decision in decided], scene.now)


def _decided(chain: Commitment, row: Standing, one: Assigned, acting: Acting) -> Decision:
    return nobody(chain, row, one, acting) if one.person is None else given(chain, row, one, acting)


def _loads(name: str, without: Sequence[str]) -> Mapping[SubjectId, int]:
    """Open cases of each person, but for these."""
    rows = Standing.objects.filter(commitment=name, done=None, silent=False, person__isnull=False)
    counted = rows.exclude(case__in=without).values_list("person").annotate(cases=Count("case", distinct=True))
    meant, found = dict(same_as_pairs()), Counter[SubjectId]()
    for person, cases in counted:
        found[SubjectId(meant.get(person, person))] += cases
    return found
