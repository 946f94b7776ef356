"""What the endpoints of this app take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from zhunsheng.engine.values import Text
from zhunsheng.server.access.body import Body
from zhunsheng.server.access.paging import Listing, Paging
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.metrics.schemas import Head

SourceBody = dict[str, Any]
"""A source (or dimension) in the shape of its YAML file."""
Role = Literal["key", "time", "person", "member", "label", "none"]
Cells = dict[str, str]
"""Field → text."""
Replaced = dict[str, Cells]
"""Field → wrong text → right text."""


class Guess(Schema):
    """What a column may be besides what is proposed. `formats`: the style of dates that goes with it."""

    type: str
    dimension: str | None
    confidence: float
    formats: list[str] = []


class ColumnGuess(Schema):
    """What a column of a file seems to be. `field`: the id proposed for it; None: better left out.

    `confidence`: 0 to 1. `why`: what speaks for it. `filled`: share of rows that have it; `distinct`: different texts
    among the rows looked at. `overlap`: the dimension whose members its values are, and which share of them.
    """

    heading: str
    field: str | None
    type: str
    dimension: str | None
    role: Role
    confidence: float
    why: Text
    samples: list[str]
    filled: float
    distinct: int
    others: list[Guess]


class Proposal(Schema):
    """The file understood as a new source: a body ready for the draft, and the dimensions it brings along."""

    source: SourceBody
    dimensions: list[SourceBody]
    columns: list[ColumnGuess]


class Renamed(Schema):
    """A field whose column is gone, and the heading that seems to be its new name."""

    field: str
    name: Text
    column: str
    heading: str
    confidence: float


class Fit(Schema):
    """How well the file fits a source that there is. `certain`: it can be loaded as it is. `renamed`, `missing`,
    `unused`: what differs from the columns known. `score`: 0 to 1."""

    source: str
    name: Text
    score: float
    certain: bool
    renamed: list[Renamed]
    missing: list[str]
    unused: list[str]


class Progress(Schema):
    """How far a long work is. `total` None: not known yet."""

    done: int
    total: int | None


class UploadOut(Schema):
    """A file that was handed in, as it was understood. `state`: read, loading, loaded, failed.

    `sample`: its first rows, cell by cell under `headings`. `fits`: sources it may be for, best first.
    `batch`: the receipt, once loaded. `faults`: why it could not be loaded.
    """

    id: str
    name: str
    size: int
    sheets: list[str]
    sheet: str | None
    rows: int | None
    headings: list[str]
    sample: list[list[str]]
    proposal: Proposal
    fits: list[Fit]
    state: Literal["read", "loading", "loaded", "failed"]
    progress: Progress | None
    batch: int | None
    faults: list[ProblemItem]


class PastedIn(Body):
    """A table copied out of a spreadsheet: tabs and lines."""

    text: str = Field(min_length=1, max_length=2_000_000)
    name: str = Field(default="", max_length=80)


class Correction(Body):
    """Cells of one row as they should have been, this once."""

    row: int = Field(ge=1)
    cells: Cells


class MatchIn(Body):
    """A value means a member of its dimension."""

    dimension: str = Field(max_length=63)
    text: str = Field(max_length=1000)
    key: str = Field(max_length=1000)


class PreviewIn(Body):
    """The source as it is about to be, not saved; corrections for this file, of a row or wherever a text stands:
    `replace`: field → wrong text → right text."""

    source: SourceBody
    dimensions: list[SourceBody] = Field(default=[], max_length=50)
    corrections: list[Correction] = Field(default=[], max_length=10_000)
    replace: Replaced = {}
    sheet: str | None = Field(default=None, max_length=200)


class Fix(Schema):
    """A way to mend it. `patch`: what it changes in the source from now on, as a JSON merge patch (RFC 7396);
    `cell`: the text to put in place of the wrong one, for this file only."""

    said: Text
    patch: dict[str, Any] | None
    cell: str | None


class TextCount(Schema):
    """A wrong text and in how many rows it stands."""

    text: str
    rows: int
    fixes: list[Fix]


class ProblemGroup(Schema):
    """One problem that many rows have, in one field. `texts`: the different texts, most frequent first."""

    problem: ProblemItem
    field: str | None
    rows: int
    texts: list[TextCount]
    fixes: list[Fix]


class CellProblem(Schema):
    """What is wrong with a row, in which field (None: the row as a whole)."""

    field: str | None
    problem: ProblemItem


class PreviewRow(Schema):
    """A row as it came."""

    row: int
    cells: Cells
    problems: list[CellProblem]


class StrayProposal(Schema):
    """A member that a value may mean. `likeness`: 0 to 100; `patch`: what lets the field read it so from now on."""

    key: str
    name: str
    likeness: float
    patch: dict[str, Any] | None = None


class Stray(Schema):
    """A value that is no member of its dimension's list."""

    dimension: str
    dimension_name: Text
    field: str
    text: str
    rows: int
    proposals: list[StrayProposal]


class DryNumber(Schema):
    """A number of the company as it is, and as it would be with the file loaded."""

    metric: Head
    period: str
    before: float | None
    after: float | None


class PreviewOut(Schema):
    """What loading the file would do. rows = new + changed + duplicate + quarantined + blank.

    `faults`: what is wrong with the source itself; then there is nothing else. `items`: up to 1,000 rows, those that
    would fail first.
    """

    faults: list[ProblemItem]
    rows: int
    new: int
    changed: int
    duplicate: int
    quarantined: int
    blank: int
    groups: list[ProblemGroup]
    items: list[PreviewRow]
    strays: list[Stray]
    numbers: list[DryNumber]
    notes: list[ProblemItem]
    seconds: float


class LoadIn(Body):
    """Into which published source the file goes, with corrections for this file (`replace`: see PreviewIn) and values
    that mean a member."""

    source: str = Field(max_length=63)
    corrections: list[Correction] = Field(default=[], max_length=10_000)
    replace: Replaced = {}
    matches: list[MatchIn] = Field(default=[], max_length=5_000)
    sheet: str | None = Field(default=None, max_length=200)


class Freshness(Schema):
    """How fresh a source is against its rhythm. `state`: none (nothing yet), fresh, due, late, free (no rhythm said).

    `last_at`: when it last told anything; `until`: the last day its facts tell of; `due`: when the next is expected.
    """

    state: Literal["none", "fresh", "due", "late", "free"]
    last_at: datetime | None
    until: date | None
    due: datetime | None
    every: str | None


class SourceHead(Schema):
    """A source in the list. `facts`: rows that stand; `waiting`: in quarantine; `strays`: values outside their list."""

    id: str
    name: Text
    description: Text | None
    system: str
    owner: str | None
    way: Literal["file", "form", "product"]
    feeds: str | None
    facts: int
    waiting: int
    strays: int
    freshness: Freshness
    drafted: bool


class SourceList(Listing):
    """A part of the sources, those that need somebody first."""

    items: list[SourceHead]


class SourceFieldOut(Schema):
    """A field of a source. `reads`: texts that are read as another one."""

    id: str
    name: Text
    column: str
    also: list[str]
    type: str
    dimension: str | None
    unit: str | None
    required: bool
    role: Role
    choices: list[str]
    formats: list[str]
    reads: dict[str, str]
    scope: str


class UsedBy(Schema):
    """What stands on the source."""

    kind: str
    id: str
    name: Text


class SourceOut(SourceHead):
    """A source with everything one asks of it. `may_push`: the reader may make a token that pushes to it."""

    fields: list[SourceFieldOut]
    key: list[str]
    time: str | None
    files: list[str]
    used_by: list[UsedBy]
    push: str
    may_push: bool


class WaitingRow(Schema):
    """A row in quarantine, cells as they came. `veiled`: fields whose cells are not the reader's to see."""

    id: int
    batch: int
    file: str
    row: int
    cells: Cells
    problems: list[CellProblem]
    veiled: list[str]


class WaitingRows(Listing):
    """Rows that wait to be mended, with their problems in groups over all of them."""

    items: list[WaitingRow]
    groups: list[ProblemGroup]


class WaitingAsked(Paging):
    """Which waiting rows: of a problem by its code, in a field."""

    code: str = Field(default="", max_length=63)
    field: str = Field(default="", max_length=63)


class Edit(Body):
    """Cells of a waiting row as they should have been."""

    id: int
    cells: Cells


class RedoIn(Body):
    """Rows mended by hand, and texts mended wherever they stand: field → wrong text → right text."""

    edits: list[Edit] = Field(default=[], max_length=10_000)
    replace: Replaced = {}


class Redone(Schema):
    """How many rows became facts, in which batch (None: none could be read), and how many still wait."""

    batch: int | None
    redone: int
    waiting: int


class DropIn(Body):
    """Rows that shall not be read; None: all that wait."""

    ids: list[int] | None = Field(default=None, max_length=10_000)


class Dropped(Schema):
    """How many rows wait no longer."""

    dropped: int


class Strays(Listing):
    """Values of the source's facts outside the list of their dimension."""

    items: list[Stray]


class MembersAsked(Paging):
    """Whom to find among the members of a dimension: `q` in key or name."""


class MemberOut(Schema):
    """A member of a dimension."""

    key: str
    name: str


class MemberList(Listing):
    """A part of the members of a dimension."""

    items: list[MemberOut]


class Industry(Schema):
    """A kind of company to begin with. `questions`: what it asks; `sample`: there are files to try it with."""

    id: str
    name: Text
    about: Text
    metrics: list[Text]


class StartOut(Schema):
    """How far a company is set up: what the first five minutes ask, and the list of what is left.

    `step`: company (nothing published), data (no facts), done. `remarks`: what beginning left out, and why.
    """

    step: Literal["company", "data", "done"]
    industries: list[Industry]
    time_zones: list[str]
    currencies: list[str]
    release: int
    people: int
    accounts: int
    facts: int
    metrics: int
    sample: bool
    partner: bool
    checklist: list[Todo]
    work: Progress | None
    remarks: list[ProblemItem] = []


class Todo(Schema):
    """A step of setting up. `to`: the page where it is done."""

    id: str
    name: Text
    why: Text
    to: str
    done: bool


class StartSample(Schema):
    """A workbook of an invented company to try the product with, messy as real exports are.

    `name`: the file's, in the reader's language. `source`: what it is loaded into.
    """

    key: str
    industry: str
    name: str
    about: Text
    source: str


class StartSamples(Schema):
    """All there are, trade by trade, lists first."""

    items: list[StartSample]


class StartIn(Body):
    """The company: its name, trade, money and time; whether the caller also looks after people and sees numbers."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    industry: str = Field(max_length=63)
    size: Literal["50", "200", "1000", "5000"] = "200"
    currency: str = Field(default="CNY", max_length=3)
    time_zone: str = Field(default="Asia/Shanghai", max_length=60)
    partner: bool = True
    sample: bool = False
