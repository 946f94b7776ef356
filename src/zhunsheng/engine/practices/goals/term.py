"""The time that a goal is for: a year, a half-year, a quarter, a month or a week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from zhunsheng.engine.values import EARLIEST, LATEST, Grain, Period, Problem, Text, ZhunshengError

_LONG = re.compile(r"(\d{4})(?:-H([12]))?")


@dataclass(frozen=True, slots=True)
class Term:
    """Days from `start` up to but not including `end`. `grain`: of the numbers of just that time, where there are."""

    label: str
    start: date
    end: date
    grain: Grain | None = None

    @classmethod
    def parse(cls, label: str) -> Term:
        """Read `2026`, `2026-H1`, `2026-Q1`, `2026-03` or `2026-W05`; raises ZhunshengError."""
        found = _LONG.fullmatch(label)
        if found is None:
            return cls._of_period(label)
        year, half = int(found[1]), found[2]
        if not EARLIEST.year <= year <= LATEST.year:
            raise ZhunshengError(_unreadable(label))
        middle = date(year, 7, 1)
        start, end = (date(year, 1, 1), date(year + 1, 1, 1))
        return cls(label, middle if half == "2" else start, middle if half == "1" else end)

    @classmethod
    def _of_period(cls, label: str) -> Term:
        try:
            period = Period.parse(label)
        except ZhunshengError as error:
            raise ZhunshengError(_unreadable(label)) from error
        if period.grain is Grain.DAY:
            raise ZhunshengError(_unreadable(label))
        return cls(period.label, period.start, period.end, period.grain)

    def within(self, other: Term) -> bool:
        return other.start <= self.start and self.end <= other.end


def _unreadable(label: str) -> Problem:
    return Problem(
        "goals.term_unreadable",
        Text(zh=f"看不懂的周期「{label}」", en=f"'{label}' is not a time that a goal can be for"),
        Text(
            zh="写成 2026、2026-H1、2026-Q1、2026-03 或 2026-W05",
            en="write 2026, 2026-H1, 2026-Q1, 2026-03 or 2026-W05",
        ),
    )
