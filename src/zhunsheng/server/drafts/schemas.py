"""What the endpoints of this app take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, Self

from ninja import Field, Schema

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.reading import Fault
from zhunsheng.engine.values import Grain, State, Text
from zhunsheng.server.access.body import Body
from zhunsheng.server.access.paging import Listing, Paging, SubjectOut
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.metrics.schemas import Head

Kind = Literal["settings", "source", "dimension", "calendar", "metric", "commitment"]
"""`settings` has one entity, of the id `bundle`."""
EntityBody = dict[str, Any]
"""An entity as plain data, in the shape of its YAML file; it may still be wrong."""
Standing = Literal["live", "added", "changed", "removed"]
"""How an entity of the draft stands against what is published."""


class Located(ProblemItem):
    """What is wrong, and in which field of which entity. `path`: the keys that lead to the field."""

    kind: str
    id: str
    path: list[str | int]

    @classmethod
    def of_fault(cls, fault: Fault) -> Self:
        ref, plain = Ref.of_file(fault.file), ProblemItem.of(fault.problem)
        kind, name = ref or ("", fault.file)
        return cls(**dict(plain), kind=kind, id=name, path=list(fault.path))


class EntityRef(Schema):
    """Names an entity. `name`: None where its text cannot be read."""

    kind: Kind
    id: str
    name: Text | None


class EntityHead(EntityRef):
    """An entity of the draft. `by`, `at`: who touched it last, None where it stands as it was published.
    `by_name`: what that account is called, where it has a name. `version`: of the change, 0 where there is none."""

    standing: Standing
    problems: int
    version: int = 0
    by: str | None
    by_name: str | None = None
    at: datetime | None


class EntityList(Schema):
    """Entities as the draft has them, by kind and name."""

    items: list[EntityHead]


class Lock(Schema):
    """Why changing a metric's meaning takes a second person: a period runs. `free_from`: the first day from which
    a change takes nobody else, as it holds from the next period on."""

    period: str
    free_from: date
    said: Text


class EntityOut(EntityHead):
    """An entity as the draft has it. `version`: 0 where there never was one; goes up with every save, and
    with every release that changes it.

    `body` None: removed. `live`: as it is published, None where it is not. `outdated`: somebody published another
    one since the draft took it up. `said`: how it differs from the published one. `sentence`: what it means.
    `used_by`: what stands on it.
    """

    version: int
    body: EntityBody | None
    live: EntityBody | None
    outdated: bool
    faults: list[Located]
    said: list[Text]
    sentence: Text | None
    used_by: list[EntityRef]
    lock: Lock | None
    can_undo: bool
    can_redo: bool


class EntityIn(Body):
    """An entity as it shall be. `version`: the one that was changed; another one by now is refused (409)."""

    body: EntityBody
    version: int = Field(ge=0)


class VersionIn(Body):
    """Which version is meant; another one by now is refused (409)."""

    version: int = Field(ge=0)


class ChangeSaid(Schema):
    """A difference in words."""

    kind: Kind
    id: str
    text: Text


class Present(Schema):
    """Somebody who has the draft open, at which entity."""

    username: str
    name: str
    kind: str | None
    id: str | None


class RefIn(Body):
    """An entity by name. `version`: the one that was looked at; another one by now is refused (409)."""

    kind: Kind
    id: str = Field(min_length=1, max_length=63)
    version: int | None = Field(default=None, ge=0)


class PresenceIn(Body):
    """Where the caller is in the draft; nothing: no longer in it."""

    kind: Kind | None = None
    id: str | None = Field(default=None, max_length=63)
    leaving: bool = False


class Presence(Schema):
    """Everybody else who has the draft open."""

    present: list[Present]


class Asked(Schema):
    """A publication that waits for a second person. `mine`: the caller asked for it, and may not agree to it.
    `restores`: the earlier release that it publishes anew."""

    id: int
    by: str
    by_name: str | None = None
    at: datetime
    note: str
    effective: date | None
    entities: list[EntityRef]
    said: list[ChangeSaid]
    why: Text
    mine: bool
    restores: int | None = None


class DraftOut(Schema):
    """The draft: what differs from what is published, in words, and what is wrong with it.

    `release`: the newest one, 0: none.
    """

    release: int
    items: list[EntityHead]
    faults: list[Located]
    said: list[ChangeSaid]
    asked: list[Asked]


class PublishIn(Body):
    """What to publish (None: all of the draft), why, and from which day it holds (None: since ever)."""

    only: list[RefIn] | None = Field(default=None, max_length=500)
    note: str = Field(default="", max_length=500)
    effective: date | None = None


class PublishOut(Schema):
    """The new release, or (None) what waits for a second person: `asked`. `remarks`: worth knowing."""

    release: int | None
    asked: int | None
    said: list[ChangeSaid]
    remarks: list[ProblemItem]


class ReleaseHead(Schema):
    """An entry of the history. `effective` None: since ever. `agreed`: the second person, empty: none was needed, or
    (`nobody_else`) nobody else might have agreed."""

    number: int
    effective: date | None
    published_at: datetime
    note: str
    author: str
    author_name: str | None = None
    agreed: str
    agreed_name: str | None = None
    changes: int
    newest: bool
    nobody_else: bool = False


class Releases(Listing):
    """A part of the history, newest first."""

    items: list[ReleaseHead]


class ReleaseOut(ReleaseHead):
    """A release and what it changed, in words."""

    said: list[ChangeSaid]


class RestoreIn(Body):
    """Why an earlier release is published anew, and from which day it holds (None: since ever)."""

    note: str = Field(default="", max_length=500)
    effective: date | None = None


class Imported(Schema):
    """What a bundle of files brought into the draft. `overwritten`: entities that the draft had otherwise; undo each
    to have it back."""

    said: list[ChangeSaid]
    overwritten: list[EntityRef]


class TriedPoint(Schema):
    """A number."""

    value: float | None
    n: int
    state: State


class TriedRow(Schema):
    """A person's number as it is and as the draft has it. `change`: after − before, None where either is missing."""

    subject: SubjectOut
    unit: str | None
    before: TriedPoint | None
    after: TriedPoint | None
    change: float | None


class TriedAsked(Paging):
    """Of which period (default: the last complete quarter, else the metric's coarsest)."""

    period: str = Field(default="", max_length=20)
    grain: Grain | None = None


class Tried(Listing):
    """A metric's numbers as they are and as the draft has them, the largest changes first, of whom the reader may see.

    `company`: of everybody the reader sees, as one row. `moved`: how many people's numbers change. `faults`: why there
    are no numbers. `periods`: others that can be asked for, newest first. `before_unit`: where the unit changes.
    """

    metric: Head
    grain: Grain
    period: str
    periods: list[str]
    sentence: Text | None
    before_unit: str | None
    company: TriedRow | None
    items: list[TriedRow]
    moved: int
    faults: list[Located]


class Touched(Schema):
    """A metric that the draft changes, directly or through what it stands on. `moved`, `people`: whose numbers change,
    of how many the reader sees; None: it could not be computed, as `faults` say."""

    metric: Head
    standing: Standing
    period: str | None
    before: TriedPoint | None
    after: TriedPoint | None
    moved: int | None
    people: int | None
    faults: list[Located]


class WhatIf(Schema):
    """What the draft would have changed last quarter."""

    items: list[Touched]


class ValueCount(Schema):
    """A value and how many rows have it."""

    text: str
    rows: int


class Bin(Schema):
    """Rows with values from `low` up to `high`."""

    low: float
    high: float
    rows: int


class FieldPicture(Schema):
    """What stands in a field. `filled`: share of rows that have it. `values`: the most frequent, `distinct` in all.
    `bins`: of numbers. `first`, `last`: of days. `veiled`: not open to the reader, so only its kind is told."""

    id: str
    name: Text
    type: str
    dimension: str | None
    unit: str | None
    filled: float
    distinct: int | None
    values: list[ValueCount] = []
    bins: list[Bin] = []
    low: float | None = None
    high: float | None = None
    first: date | None = None
    last: date | None = None
    veiled: bool


class PictureMonth(Schema):
    """Rows by month of their time."""

    period: str
    rows: int


class SourcePicture(Schema):
    """The facts of a source at a glance, field by field: what a number can be made of."""

    source: str
    name: Text
    rows: int
    key: list[str]
    time: str | None
    people: list[str]
    months: list[PictureMonth]
    fields: list[FieldPicture]
