"""Which days are worked. The working-time clock of commitments will live here too (R16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from zhunsheng.engine.values import Frozen, Problem, Text


class Year(Frozen):
    """What one year changes: holidays that are not worked and weekend days that are (调休)."""

    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()


class Calendar(Frozen):
    """A working calendar. `week`: ISO weekdays worked (1 = Monday). `hours`: scheduled hours of a working day."""

    kind: Literal["calendar"] = "calendar"
    id: str
    name: Text
    description: Text | None = None
    week: tuple[int, ...] = (1, 2, 3, 4, 5)
    hours: float = Field(default=8.0, gt=0, le=24)
    years: dict[int, Year] = Field(default_factory=dict)

    def works(self, day: date) -> bool:
        year = self.years.get(day.year, Year())
        if day in year.workdays:
            return True
        return day.isoweekday() in self.week and day not in year.holidays

    def working_days(self, start: date, end: date) -> Iterator[date]:
        """Days worked from `start` up to but not including `end`."""
        for offset in range((end - start).days):
            day = start + timedelta(days=offset)
            if self.works(day):
                yield day

    def unknown_years(self, start: date, end: date) -> list[Problem]:
        """A warning for every year the calendar says nothing about; such years count weekdays only."""
        return [
            Problem(
                "calendar.year_unknown",
                Text(
                    zh=f"工作日历「{self.name.zh}」没有 {year} 年的节假日",
                    en=f"calendar '{self.name.en}' knows no holidays of {year}",
                ),
                Text(zh="录入或导入这一年的放假安排", en="enter or import the holidays of that year"),
                self.id,
            )
            for year in range(start.year, (end - timedelta(days=1)).year + 1)
            if year not in self.years
        ]
