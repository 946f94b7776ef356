"""What the endpoints about people take and give."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema
from pydantic import BaseModel

from zhunsheng.server.access.body import Body
from zhunsheng.server.access.paging import Coded, Listing, Named, Paging, Typed
from zhunsheng.server.access.schemas import ProblemItem

Order = Literal[
    "number",
    "-number",
    "name",
    "-name",
    "unit",
    "-unit",
    "position",
    "-position",
    "hired",
    "-hired",
    "left",
    "-left",
]


class PeopleAsked(Paging):
    """Which people: found by `q`, in the unit or below it, in the position on the day (default: today)."""

    unit: Typed = Field(default="", max_length=500)
    position: Typed = Field(default="", max_length=200)
    day: date | None = None
    sort: Order = "number"


class PostItem(BaseModel):
    """Where somebody is from one day to another; `starts`, `ends`: first and last day, null: open.

    Days of a primary post are null too for who leads the person in a second one only.
    """

    unit: Coded | None
    position: str | None
    region: str | None
    manager: Named | None
    primary: bool
    starts: date | None
    ends: date | None


class PersonItem(BaseModel):
    """A person with the post of the day. `left`: the last day of employment; `hidden`: fields not yours to see."""

    number: str
    name: str
    unit: Coded | None
    position: str | None
    region: str | None
    manager: Named | None
    email: str | None
    hired: date | None
    left: date | None
    hidden: list[str]


class PersonPage(Listing):
    """A part of the people whom the viewer may see."""

    items: list[PersonItem]


class PersonDetail(PersonItem):
    """A person with those posts that lie in the viewer's sight."""

    posts: list[PostItem]


class UnitItem(BaseModel):
    """A unit; `people`: how many in sight are in it or below it on the day."""

    code: str
    name: str
    parent: str | None
    people: int


class Units(Schema):
    """The tree of units as far as the viewer sees it, each after the one above it."""

    items: list[UnitItem]


class Setup(Schema):
    """How far the company is set up. `release`: of the blueprint, 0: none; `accounts`: of people; `home`: the folder
    that commands on the server name."""

    release: int
    people: int
    accounts: int
    home: str


class ImportReport(Schema):
    """What a list did, or would do. `refused`: rows, everything else: people; `left`: got a last day by it."""

    new: int
    changed: int
    unchanged: int
    left: int
    refused: int


class RowsProblem(Schema):
    """A problem and the rows that have it, the first few hundred of them."""

    rows: list[int]
    problem: ProblemItem


class SampleRow(Schema):
    """A row as it stands in the file, by heading."""

    row: int
    cells: dict[str, str]


class PersonChange(Schema):
    """What changes about somebody; `before` and `after` are null where empty, and of `posts` (the whole career)."""

    number: str
    name: str
    field: Literal["name", "unit", "position", "region", "manager", "email", "hired", "left", "second", "posts"]
    before: str | None
    after: str | None


class UnitMade(Schema):
    """A unit that the list would make. `people`: whom it places there; `near`: the known one that may be meant."""

    code: str
    people: int
    near: str | None


class ImportPreview(Schema):
    """What a list would do, its first rows, and the token with which it can be taken over.

    `problems`: the first few; the file of errors has them all. `more`: how many are not shown. `changes`: the first
    few hundred; `more_changes`: how many are not shown.
    """

    report: ImportReport
    changes: list[PersonChange]
    more_changes: int
    new_units: list[UnitMade]
    columns: list[str]
    sample: list[SampleRow]
    problems: list[RowsProblem]
    more: int
    token: str


class ImportAsk(Body):
    """A list to take over after its preview; `partly`: without the refused rows."""

    token: str = Field(max_length=4000)
    partly: bool = False
