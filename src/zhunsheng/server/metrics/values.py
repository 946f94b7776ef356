"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhunsheng.engine.values import State


@dataclass(frozen=True)
class Number:
    """A metric about a subject over a period. `value` is null unless the state is `value`; `period` null: undated."""

    metric: str
    subject: str | None
    name: str
    period: str | None
    value: float | None
    n: int
    state: State


@dataclass(frozen=True)
class Definition:
    """What a metric means in periods that begin on or after `since` (None: ever), and by which release."""

    since: date | None
    release: int


@dataclass(frozen=True)
class Row:
    """One fact behind a number: its fields, where it came from, and the ids of the people it names."""

    fact: dict[str, bool | int | float | str | None]
    batch: int
    file: str
    row: int
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Why a number is what it is. `versions`: lake version of each source; `rows` shows at most the first few."""

    number: Number
    unit: str
    formula: dict[str, str]
    inputs: dict[str, float | None]
    rows: tuple[Row, ...]
    rows_total: int
    sources: tuple[str, ...]
    release: int
    versions: dict[str, int]
    as_of: datetime | None


@dataclass(frozen=True)
class WaitingCorrection:
    """A closed number that late facts would change."""

    id: int
    closing: int
    metric: str
    subject: str
    period: str
    before: float | None
    after: float | None
    raised_at: datetime
