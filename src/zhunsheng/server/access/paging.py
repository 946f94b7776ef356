"""Lists: a page at a time, and how a subject is named."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator, BaseModel

MOST = 200

Typed = Annotated[str, AfterValidator(lambda text: text.replace("\0", ""))]
"""What somebody typed, without what no database keeps."""
Search = Annotated[Typed, Field(max_length=100)]


class Paging(Schema):
    """Which part of a list, and what its rows must match."""

    page: int = Field(default=1, ge=1, le=1_000_000)
    page_size: int = Field(default=50, ge=1, le=MOST)
    q: Search = ""

    @property
    def slice(self) -> slice:
        first = (self.page - 1) * self.page_size
        return slice(first, first + self.page_size)


class Listing(Schema):
    """A part of a list: `total` counts the whole of what may be seen."""

    total: int
    page: int
    page_size: int


class Coded(BaseModel):
    """A unit, by code and name."""

    code: str
    name: str


class Named(BaseModel):
    """A person, by number and name."""

    number: str
    name: str


class SubjectOut(BaseModel):
    """What a number is about."""

    dimension: str
    key: str | None
    name: str
