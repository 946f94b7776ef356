"""What a commitment does: who answers for it, and what follows when a case begins, a stage is kept or missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from zhunsheng.engine.practices.actions.action import Action
from zhunsheng.engine.practices.actions.consequences import Occasion, consequences
from zhunsheng.engine.practices.actions.recipients import Recipient
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.decision import Consequence, Decision
from zhunsheng.engine.values import SubjectId
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.places import Company, PlacesOf
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.evaluate import Scene, away
from zhunsheng.server.worlds.values import WorldInfo

CONFIRM_DAYS = 1
"""Working days within which a hold is to be confirmed."""


@dataclass(frozen=True)
class Following:
    """What follows from a decision, and who answers for it; nothing follows where nobody does."""

    answers: SubjectId | None = None
    consequences: tuple[Consequence, ...] = ()


def let_follow(decision: Decision, following: Following) -> Decision:
    """The decision with what follows from it."""
    return replace(decision, answers=following.answers, consequences=following.consequences)


class Acting:
    """Works out what follows at a moment of a world; looks at the company once."""

    def __init__(self, world: WorldInfo, now: datetime) -> None:
        self.world, self.now = world, now
        self.company = Company(now, self._away)
        self._places: dict[tuple[str, Recipient | None, SubjectId | None], PlacesOf] = {}

    def _away(self, day: date) -> frozenset[int]:
        with reading.backend(self.world) as engine:
            return away(Scene(self.world, current(), engine, self.now), day)

    def places(self, chain: Commitment, responsible: SubjectId | None) -> PlacesOf:
        """Who is meant in cases of one person, with who answers for the commitment."""
        key = chain.id, chain.answers, responsible
        if key not in self._places:
            plain = PlacesOf(self.company, self.today, responsible, permission=_permission(chain))
            self._places[key] = replace(plain, answers=_answering(chain, plain))
        return self._places[key]

    def head(self, person: SubjectId | None) -> SubjectId | None:
        """Who leads the unit of the person, or the person where nobody does."""
        found = PlacesOf(self.company, self.today, person).meant("unit_head")
        return found[0] if found else person

    def following(
        self,
        chain: Commitment,
        actions: Sequence[Action],
        case: str,
        responsible: SubjectId | None,
        due: datetime | None = None,
    ) -> Following:
        """What the actions do on a case. `due`: until when what is asked for is due."""
        if not actions:
            return Following()
        places = self.places(chain, responsible)
        if places.answers is None:
            return Following()
        on = Occasion(case, responsible, self.now, self.world.zone, due, self._confirm_by)
        return Following(places.answers, tuple(consequences(actions, places, on)))

    @cached_property
    def today(self) -> date:
        return self.now.astimezone(self.world.zone).date()

    @cached_property
    def _confirm_by(self) -> datetime:
        return current().calendar.later(self.now.astimezone(self.world.zone), CONFIRM_DAYS)


def _permission(chain: Commitment) -> str | None:
    return chain.responsible.permission if chain.responsible else None


def _answering(chain: Commitment, places: PlacesOf) -> SubjectId | None:
    """Who answers for the commitment on a case: as it says, else the unit's head, else the HR partner.

    Somebody else than whoever is responsible, where there is anybody else.
    """
    found = [
        person
        for recipient in (chain.answers, "unit_head", "hr")
        if recipient is not None
        for person in places.meant(recipient)
    ]
    return next((person for person in found if person != places.responsible), found[0] if found else None)
