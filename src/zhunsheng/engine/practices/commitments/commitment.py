"""The entity a company configures: which facts begin a case, what is promised then, and by which clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.conditions import Condition
from zhunsheng.engine.practices.actions.action import Action
from zhunsheng.engine.practices.actions.recipients import Person, Position, Recipient
from zhunsheng.engine.practices.commitments.responsible import Responsible
from zhunsheng.engine.values import Frozen, Text

Span = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,5} (min|h)$")]
"""An amount of counted time as people write it: `30 min`, `4 h`. A day is 24 h of wall time and no word of its own."""
Clock = Literal["wall", "working", "roster"]
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1)}


class Fact(Frozen):
    """A fact that moves a case.

    `source`: whose fact it is (default: that of the facts that begin cases). `case`: the field that names the case
    (default: as there). `at`: the field with the moment (default: when the fact happened); a row that tells several
    moments of a case serves several stages. `where`: which facts count.
    """

    source: Name | None = None
    case: Name | None = None
    at: Name | None = None
    where: Condition | None = None


class Beginning(Frozen):
    """The fact that begins a case: the first that counts. `person`: the field of who is responsible from then on."""

    source: Name
    case: Name
    at: Name | None = None
    where: Condition | None = None
    person: Name | None = None


class Stage(Frozen):
    """A promise within a case, counted from its beginning. `done`: the first such fact keeps it.

    `missed`, `kept`: what is done when it is.
    """

    id: Name
    name: Text
    done: Fact
    within: Span
    clock: Clock = "working"
    missed: tuple[Action, ...] = ()
    kept: tuple[Action, ...] = ()

    @property
    def amount(self) -> timedelta:
        number, unit = re.split(" ", self.within)
        return int(number) * _UNITS[unit]


class Pause(Frozen):
    """Time that does not count, as while a customer is asked: from a fact that begins it to the next that ends it.

    `stages`: whose clocks stand still (default: all). `may`: who may say so in the product (default: those whose task
    the case is, with who answers and who has joined); other systems say it by themselves.
    """

    id: Name
    name: Text
    begins: Fact
    ends: Fact
    stages: tuple[Name, ...] = ()
    may: tuple[Recipient, ...] = ()


class Shifts(Frozen):
    """Where it is written who is on duty when: a row a shift, or a time on call, from one moment to another.

    `person`, `from`, `to`: the fields of the source that say so.
    """

    source: Name
    person: Name
    since: Name = Field(alias="from")
    until: Name = Field(alias="to")


class Commitment(Frozen):
    """What is promised to a customer: stages with deadlines, from the fact that begins a case.

    `calendar`: whose working time counts (default: the calendar that holds for whoever is responsible, else the
    company's). `roster`: where the shifts are by which stages with `clock: roster` count, each case by those of whoever
    is responsible; in months of which they tell nothing of somebody, by the calendar. `answers`: who answers for what
    it does. `responsible`: who is given a case (default: the person whom the record names). `begun`: what is done when
    a case begins.
    A case keeps the definition that was in force on the day it began.
    """

    kind: Literal["commitment"] = "commitment"
    id: Name
    name: Text
    description: Text | None = None
    answers: Position | Person | None = None
    begins: Beginning
    responsible: Responsible | None = None
    begun: tuple[Action, ...] = ()
    stages: tuple[Stage, ...] = Field(min_length=1)
    pauses: tuple[Pause, ...] = ()
    calendar: Name | None = None
    roster: tuple[Shifts, ...] = ()

    @property
    def counts_working_time(self) -> bool:
        """Whoever is not rostered in a month works by the calendar."""
        return any(stage.clock != "wall" for stage in self.stages)

    @property
    def counts_rosters(self) -> bool:
        return any(stage.clock == "roster" for stage in self.stages)

    def actions(self) -> Iterator[tuple[tuple[str | int, ...], Action]]:
        """Everything it may do, with its place."""
        yield from ((("begun", at), action) for at, action in enumerate(self.begun))
        for at, stage in enumerate(self.stages):
            for when in ("missed", "kept"):
                yield from ((("stages", at, when, n), action) for n, action in enumerate(getattr(stage, when)))

    def facts(self) -> Iterator[tuple[tuple[str | int, ...], Fact]]:
        """Every fact that moves a case, complete, with its place; the one that begins it first."""
        yield ("begins",), Fact(**self.begins.model_dump(exclude={"person"}, by_alias=True))
        for at, stage in enumerate(self.stages):
            yield ("stages", at, "done"), self.completed(stage.done)
        for at, pause in enumerate(self.pauses):
            yield ("pauses", at, "begins"), self.completed(pause.begins)
            yield ("pauses", at, "ends"), self.completed(pause.ends)

    def completed(self, fact: Fact) -> Fact:
        """The fact with what it leaves to the beginning. Fields of another source are never guessed."""
        if fact.source not in (None, self.begins.source):
            return fact
        return fact.model_copy(update={"source": self.begins.source, "case": fact.case or self.begins.case})
