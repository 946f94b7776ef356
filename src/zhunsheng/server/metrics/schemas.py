"""What the endpoints about numbers take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import BaseModel

from zhunsheng.engine.statistics.individuals import Rule, Verdict
from zhunsheng.engine.values import Grain, State, Text
from zhunsheng.server.access.paging import Listing, Paging, SubjectOut

Key = Annotated[str, Field(max_length=500)]
Sort = Literal["value", "-value", "name", "-name", "difference", "-difference", "n", "-n"]


class Head(BaseModel):
    """A metric, as short as it is named beside a number."""

    id: str
    name: Text
    unit: str
    direction: Literal["up", "down", "none"]
    target: float | None


class Worded(BaseModel):
    """Something with an id and a name."""

    id: str
    name: Text


class SourceOut(Worded):
    """A source that a metric stands on."""

    system: str


class Moment(BaseModel):
    """A number of the period under way."""

    period: str
    value: float | None
    n: int
    state: State


class Compared(BaseModel):
    """An earlier number beside the present one; `relative` null where the earlier one is zero."""

    period: str
    value: float
    difference: float
    relative: float | None


class Spark(BaseModel):
    """A point of a small line."""

    period: str
    value: float | None
    state: State


class BandOut(BaseModel):
    """The individuals chart's limits (NIST/SEMATECH e-Handbook 6.3.2.2)."""

    mean: float
    lower: float
    upper: float
    mean_moving_range: float
    n: int


class TodayNumber(BaseModel):
    """A number against its own past. `period`: the last complete one; `running`: the one under way."""

    metric: Head
    subject: SubjectOut
    grain: Grain
    period: str
    value: float | None
    n: int
    state: State
    running: Moment | None
    previous: Compared | None
    week_before: Compared | None
    spark: list[Spark]
    band: BandOut | None
    verdict: Verdict
    good: bool | None
    sentence: Text


class Today(BaseModel):
    """The few numbers that concern the reader. `team`: those of the units they lead or answer for."""

    date: date
    sentence: Text
    numbers: list[TodayNumber]
    team: list[TodayNumber]


class MetricRow(Head):
    """A metric in the list, with the number of the reader's own broadest subject."""

    description: Text | None
    owner: str | None
    sentence: Text
    grains: list[Grain]
    dimensions: list[Worded]
    subject: SubjectOut | None
    grain: Grain | None
    period: str | None
    value: float | None
    n: int
    state: State
    previous: Compared | None
    spark: list[Spark]


class Metrics(Listing):
    """A part of the metrics."""

    items: list[MetricRow]


class MetricOut(Head):
    """A metric and what it stands on. `release`: the newest one."""

    description: Text | None
    owner: str | None
    kind: str
    sentence: Text
    grains: list[Grain]
    dimensions: list[Worded]
    subject: SubjectOut | None
    sources: list[SourceOut]
    release: int
    inputs: list[Head]
    used_by: list[Head]


class PointOut(BaseModel):
    """A point of a series; `running`: its period is not over yet, or its cases have not matured."""

    period: str
    start: date
    value: float | None
    n: int
    state: State
    running: bool


class SignalOut(BaseModel):
    """A period that stands out, and why."""

    period: str
    rule: Rule


class Comparison(BaseModel):
    """Another subject's points over the same periods."""

    subject: SubjectOut
    points: list[PointOut]


class SeriesOut(BaseModel):
    """A number over time; the band stands on the complete periods."""

    metric: Head
    subject: SubjectOut
    grain: Grain
    points: list[PointOut]
    band: BandOut | None
    signals: list[SignalOut]
    sentence: Text
    comparison: Comparison | None


class SeriesAsked(Schema):
    """Whose numbers over which days; without a subject the reader's own broadest one."""

    dimension: Key = ""
    subject: Key = ""
    grain: Grain | None = None
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")
    compare_dimension: Key = ""
    compare: Key = ""


class BreakdownRow(BaseModel):
    """One member's number, with the period before beside it."""

    subject: SubjectOut
    value: float | None
    n: int
    state: State
    previous: float | None
    difference: float | None


class Breakdown(Listing):
    """A part of a breakdown. `subject` null: of everybody in sight; `dimensions`: by what it can be broken down.

    Where there is nothing to break down by, as below a person for most readers, there are no rows either.
    """

    metric: Head
    subject: SubjectOut | None
    dimensions: list[Worded]
    dimension: str
    period: str
    previous_period: str
    items: list[BreakdownRow]


class BreakdownAsked(Paging):
    """Whose number (default: of everybody in sight) by what, of which period (default: the last complete one)."""

    subject_dimension: Key = ""
    subject: Key = ""
    dimension: Key = ""
    period: Key = ""
    grain: Grain | None = None
    sort: Sort = "-value"


class ExplainAsked(Paging):
    """Which number to open."""

    dimension: Key = ""
    subject: Key = ""
    period: Key = ""


class InputOut(BaseModel):
    """A part that a value is made of. `unit` null: a bare count or sum of the source's own."""

    name: Text
    value: float | None
    unit: str | None


class SourceVersion(SourceOut):
    """A source, at the version of the lake that was read."""

    version: int


class Column(BaseModel):
    """A field of the source, as a column of rows."""

    id: str
    name: Text
    type: str


class FactRow(BaseModel):
    """A fact, and where it came from."""

    cells: dict[str, bool | int | float | str | None]
    file: str
    row: int
    batch: int


class FactRows(Listing):
    """A part of the facts behind a number. `hidden`: of days on which the reader did not have the person."""

    items: list[FactRow]
    hidden: int


class ExplanationOut(BaseModel):
    """Why a number is what it is. `as_of`: its period is closed and shown by what was known then."""

    metric: Head
    subject: SubjectOut
    period: str
    value: float | None
    n: int
    state: State
    sentence: Text
    inputs: list[InputOut]
    sources: list[SourceVersion]
    release: int
    as_of: datetime | None
    columns: list[Column]
    rows: FactRows
