"""A source: where facts come from, what their fields mean, which field is key, time and subject."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.values import Frozen, Text

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]


class FieldType(StrEnum):
    """What a cell holds. `subject` names a member of a dimension; `money` is exact to 1/10000."""

    TEXT = "text"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    SUBJECT = "subject"


class SourceField(Frozen):
    """One column of a source.

    `column`: its heading in files (default: the field's own name). `also`: earlier headings still understood.
    `formats`: date styles accepted besides ISO, e.g. `%d-%m-%Y`; ambiguity is refused, never guessed.
    `reads`: texts that are read as another one, once they are tidied: GTXPro → GTX Pro.
    `scope`: how sensitive its cells are; `contact` and `pay` are shown only to the roles that see that class.
    """

    type: FieldType = FieldType.TEXT
    name: Text | None = None
    column: str | None = None
    also: tuple[str, ...] = ()
    required: bool = False
    dimension: Name | None = None
    choices: tuple[str, ...] = ()
    unit: str | None = None
    formats: tuple[str, ...] = ()
    reads: dict[str, str] = {}
    minimum: float | None = None
    maximum: float | None = None
    scope: Literal["open", "contact", "pay"] = "open"


class Members(Frozen):
    """The facts of this source list the members of a dimension, e.g. products or customers."""

    feeds: Literal["members"] = "members"
    dimension: Name
    key: Name
    label: Name | None = None


class PeopleList(Frozen):
    """The facts of this source list people. Each value names one of the source's fields.

    `create_managers`: a manager who has no row of their own becomes a person too, instead of a problem.
    """

    feeds: Literal["people"] = "people"
    number: Name
    label: Name | None = None
    unit: Name | None = None
    position: Name | None = None
    region: Name | None = None
    manager: Name | None = None
    starts: Name | None = None
    ends: Name | None = None
    create_managers: bool = False


class LeaveList(Frozen):
    """The facts of this source say when people were away. `hours` (per working day) defaults to the whole day."""

    feeds: Literal["leave"] = "leave"
    person: Name
    first_day: Name
    last_day: Name
    hours: Name | None = None

    @property
    def reach(self) -> Reach:
        return Reach(self.first_day, self.last_day)


class RosterList(Frozen):
    """The facts of this source say how many hours a person was to work (or be on call) on a day.

    A day's row tells that the person works by roster in its whole month.
    """

    feeds: Literal["roster", "on_call"]
    person: Name
    day: Name
    hours: Name

    @property
    def reach(self) -> Reach:
        return Reach(self.day, self.day, before=30, after=30)


Feeds = Annotated[Members | PeopleList | LeaveList | RosterList, Field(discriminator="feeds")]


class Tellers(Frozen):
    """Who may fill a form in, by the post they hold that day: somebody in one of the units or below it, and in one of
    the positions; of what is empty, anybody."""

    units: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()


class Source(Frozen):
    """A stream of facts told by one system of record.

    `key`: fields that name the business object; `time`: the field that says when the fact happened;
    `identity`: the field holding the sender's own id of the fact, if it has one.
    `files`: name patterns recognised on upload. `told_by`: the practice of the product that tells it, or
    people who fill in a form there; then it takes neither files nor pushes. `tellers`: which people; None: everybody.
    """

    kind: Literal["source"] = "source"
    id: Name
    name: Text
    description: Text | None = None
    system: str
    owner: str | None = None
    key: tuple[Name, ...] = Field(min_length=1)
    time: Name | None = None
    identity: Name | None = None
    fields: dict[Name, SourceField] = Field(min_length=1)
    feeds: Feeds | None = None
    files: tuple[str, ...] = ()
    every: Literal["day", "week", "month", "quarter"] | None = None
    told_by: Literal["commitments", "people"] | None = None
    tellers: Tellers | None = None

    @property
    def subjects(self) -> tuple[str, ...]:
        """Names of the fields that point at members of a dimension, in declared order."""
        return tuple(name for name, field in self.fields.items() if field.type is FieldType.SUBJECT)

    @property
    def people(self) -> tuple[str, ...]:
        """Names of the fields that point at people, in declared order."""
        return tuple(name for name in self.subjects if self.fields[name].dimension == "person")

    @property
    def plans(self) -> bool:
        """Whether its facts may lie ahead: leave is granted and rosters are made before their days come."""
        return isinstance(self.feeds, LeaveList | RosterList)

    def heading(self, field: str) -> str:
        return self.fields[field].column or field
