"""Who is meant in a case by `manager`, `hr` or a position: the company as it is on the day of a decision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property

from zhunsheng.engine.practices.actions.recipients import Person, Position, Recipient
from zhunsheng.engine.values import SubjectId
from zhunsheng.server.access.queries import partners
from zhunsheng.server.people.whereabouts import Whereabouts, numbered, whereabouts
from zhunsheng.server.permissions.queries import resting


class Company:
    """The company as it is known at a moment, each part looked up once. `away`: who is on leave on a day."""

    def __init__(self, now: datetime, away: Callable[[date], frozenset[int]]) -> None:
        self.now = now
        self.on = cache(whereabouts)
        self.away = cache(away)
        self.numbered = cache(lambda number: numbered([number]).get(number))

    def able(self, people: Collection[int], permission: str | None, day: date) -> frozenset[int]:
        """Those of the people who can be given a task: not away, and not kept from it by a freeze."""
        frozen = resting(permission, people, self.now) if permission else frozenset()
        return frozenset(people) - frozen - self.away(day)

    @cached_property
    def partners(self) -> list[tuple[int, int | None]]:
        return partners(self.now)


@dataclass(frozen=True)
class PlacesOf:
    """Who is meant in cases of one person on a day, see the engine's `Places`. `answers`: who answers for their rule.

    `permission`: without which nobody takes a case.
    """

    company: Company
    day: date
    responsible: SubjectId | None
    answers: SubjectId | None = None
    permission: str | None = None
    _known: dict[Recipient, Sequence[SubjectId]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def meant(self, recipient: Recipient) -> Sequence[SubjectId]:
        if recipient not in self._known:
            there = self.company.on(self.day)
            people = dict.fromkeys(self._meant(recipient, there))
            self._known[recipient] = [SubjectId(one) for one in people if one in there.spots]
        return self._known[recipient]

    def available(self, person: SubjectId) -> bool:
        return person in self.company.able([person], self.permission, self.day)

    def _meant(self, recipient: Recipient, there: Whereabouts) -> list[int]:
        about = self.responsible if self.responsible is not None else self.answers
        match recipient:
            case Person(person=number):
                return _some(self.company.numbered(number))
            case Position(position=position, same=same):
                people = list(there.holders(position))
                return people if same is None else [] if about is None else there.alike(people, about, same)
            case "responsible":
                return _some(self.responsible)
            case "answers":
                return _some(self.answers)
            case _ if about is None:
                return []
            case "manager":
                return _some(there.manager(about))
            case "unit_head":
                return _some(there.head(about))
            case "hr":
                return self._partners(there, about)

    def _partners(self, there: Whereabouts, about: int) -> list[int]:
        """Those of the nearest unit that has any, else those of the whole company."""
        for unit in [*there.units_above(there.unit(about)), None]:
            if found := [person for person, of in self.company.partners if of == unit and person != about]:
                return found
        return []


def _some(person: int | None) -> list[int]:
    return [] if person is None else [person]
