"""The words everything else is made of: bilingual text, problems, periods, states, errors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import NewType

from pydantic import BaseModel, ConfigDict

EntityId = NewType("EntityId", str)
SubjectId = NewType("SubjectId", int)


class Frozen(BaseModel):
    """A value: it never changes and knows no field that it does not declare."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(Frozen):
    """A name or sentence in both languages of the product."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


@dataclass(frozen=True)
class Problem:
    """Something is wrong: what, where, and what to do about it.

    `code` is stable and machine-readable; `message` says what and why, `remedy` what to do;
    `place` names file, row, column or field as far as known.
    """

    code: str
    message: Text
    remedy: Text | None = None
    place: str = ""
    line: int | None = None

    def at(self, place: str, line: int | None = None) -> Problem:
        """The same problem, placed."""
        return replace(self, place=place, line=line)

    def __str__(self) -> str:
        where = f"{self.place}:{self.line}: " if self.line else f"{self.place}: " if self.place else ""
        said = f"{where}{self.message}"
        return f"{said}\n    → {self.remedy}" if self.remedy else said


class ZhunshengError(Exception):
    """Root of every error the product raises on purpose. Carries all problems found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class State(StrEnum):
    """What a number is. Only `value` carries a value; the others carry the reason why there is none."""

    VALUE = "value"
    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    UNDATED = "undated"
    ERROR = "error"


class Grain(StrEnum):
    """How long a period is. Weeks are ISO weeks, beginning on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    def start(self, day: date) -> date:
        """The first day of the period that holds `day`."""
        match self:
            case Grain.DAY:
                return day
            case Grain.WEEK:
                return day - timedelta(days=day.weekday())
            case Grain.MONTH:
                return day.replace(day=1)
            case Grain.QUARTER:
                return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


EARLIEST, LATEST = date(date.min.year + 1, 1, 1), date(date.max.year - 1, 12, 31)
"""First days of periods that are asked for: each has a year before it and one after it in the calendar."""
_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3}
_DAYS = {Grain.DAY: 1, Grain.WEEK: 7}
_LABEL = re.compile(r"(\d{4})-(?:Q([1-4])|W(\d{2})|(\d{2})(?:-(\d{2}))?)")


@dataclass(frozen=True, order=True)
class Period:
    """A day, ISO week, month or quarter, in the company's calendar. `start` is its first day."""

    start: date
    grain: Grain

    @classmethod
    def holding(cls, day: date, grain: Grain) -> Period:
        return cls(grain.start(day), grain)

    @classmethod
    def parse(cls, label: str) -> Period:
        """Read `2017-03`, `2017-Q3`, `2017-W31` or `2017-08-05`; raises ZhunshengError."""
        try:
            period = cls._read(label)
        except ValueError as error:
            raise ZhunshengError(
                Problem(
                    "period.unreadable",
                    Text(zh=f"看不懂的周期「{label}」", en=f"'{label}' is not a period"),
                    Text(
                        zh="写成 2017-03、2017-Q3、2017-W31 或 2017-08-05",
                        en="write 2017-03, 2017-Q3, 2017-W31 or 2017-08-05",
                    ),
                )
            ) from error
        if not EARLIEST <= period.start <= LATEST:
            raise ZhunshengError(_out_of_reach(label))
        return period

    @classmethod
    def _read(cls, label: str) -> Period:
        found = _LABEL.fullmatch(label)
        if found is None:
            raise ValueError(label)
        year, quarter, week, month, day = (int(part) if part else None for part in found.groups())
        if quarter is not None:
            return cls(date(year or 0, quarter * 3 - 2, 1), Grain.QUARTER)
        if week is not None:
            return cls(date.fromisocalendar(year or 0, week, 1), Grain.WEEK)
        return cls(date(year or 0, month or 0, 1 if day is None else day), Grain.MONTH if day is None else Grain.DAY)

    @property
    def label(self) -> str:
        match self.grain:
            case Grain.DAY:
                return self.start.isoformat()
            case Grain.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Grain.MONTH:
                return self.start.isoformat()[:7]
            case Grain.QUARTER:
                return f"{self.start.year:04d}-Q{(self.start.month + 2) // 3}"

    def shift(self, steps: int) -> Period:
        """The period `steps` later (earlier when negative)."""
        if self.grain in _DAYS:
            return Period(self.start + timedelta(days=_DAYS[self.grain] * steps), self.grain)
        months = self.start.year * 12 + self.start.month - 1 + _MONTHS[self.grain] * steps
        return Period(date(months // 12, months % 12 + 1, 1), self.grain)

    @property
    def end(self) -> date:
        """The first day after the period."""
        return self.shift(1).start

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def __str__(self) -> str:
        return self.label


def _out_of_reach(label: str) -> Problem:
    return Problem(
        "period.out_of_reach",
        Text(zh=f"周期「{label}」在日历的尽头", en=f"the period '{label}' is at the end of the calendar"),
        Text(
            zh=f"选 {EARLIEST.year:04d} 年到 {LATEST.year} 年之间的",
            en=f"choose one from {EARLIEST.year:04d} to {LATEST.year}",
        ),
    )


@dataclass(frozen=True)
class Window:
    """Days from `start` up to but not including `end`; None is open."""

    start: date | None = None
    end: date | None = None

    def periods(self, grain: Grain) -> Iterator[Period]:
        """Every period that touches the window; the window must be closed on both sides."""
        if self.start is None or self.end is None:
            raise ValueError("an open window has no list of periods")
        period = Period.holding(self.start, grain)
        while max(period.start, self.start) < self.end:
            yield period
            period = period.shift(1)


def all_or_raise(problems: Sequence[Problem]) -> None:
    """Raise every problem at once, or none."""
    if problems:
        raise ZhunshengError(*problems)
