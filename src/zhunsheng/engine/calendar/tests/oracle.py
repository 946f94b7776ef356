"""Time ticked off minute by minute, as a person with a clock on the wall and a calendar would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from zhunsheng.engine.calendar.calendar import Calendar, Year

DAYS = 7
MINUTES = DAYS * 1440
MINUTE = timedelta(minutes=1)
Pauses = list[tuple[int, int | None]]


@dataclass(frozen=True)
class Scene:
    """A week somewhere; minutes are counted from midnight UTC of its first day."""

    zone: str
    first: date

    @property
    def begin(self) -> datetime:
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)

    def at(self, minute: int) -> datetime:
        return self.begin + minute * MINUTE

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=at) for at in range(-2, DAYS + 2)]


SCENES = (
    Scene("Asia/Shanghai", date(2024, 9, 28)),
    Scene("Asia/Shanghai", date(2024, 12, 28)),
    Scene("Europe/Berlin", date(2024, 3, 28)),
    Scene("Europe/Berlin", date(2024, 10, 24)),
    Scene("America/New_York", date(2024, 3, 7)),
    Scene("America/New_York", date(2024, 11, 1)),
)


@cache
def wall(scene: Scene) -> list[tuple[date, int]]:
    """What calendar leaf and clock show in each minute."""
    shown = [scene.at(minute).astimezone(ZoneInfo(scene.zone)) for minute in range(MINUTES)]
    return [(moment.date(), moment.hour * 60 + moment.minute) for moment in shown]


def hours_of(calendar: Calendar, day: date) -> tuple[str, ...]:
    year = calendar.years.get(day.year, Year())
    if day in year.workdays:
        return calendar.intervals
    if day in year.holidays or day.isoweekday() not in calendar.week:
        return ()
    return calendar.weekdays.get(day.isoweekday(), calendar.intervals)


def ticked(calendar: Calendar, scene: Scene) -> bytearray:
    """1 for every minute that is worked."""
    leaves = {day: bytearray(1440) for day in [*scene.days, scene.days[-1] + timedelta(days=1)]}
    for day in scene.days:
        for interval in hours_of(calendar, day):
            begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in interval.split("-"))
            for minute in range(begin, end if begin < end else 1440):
                leaves[day][minute] = 1
            for minute in range(0 if begin < end else end):
                leaves[day + timedelta(days=1)][minute] = 1
    return bytearray(leaves[day][minute] for day, minute in wall(scene))


def paused(marks: bytearray, pauses: Pauses) -> bytearray:
    left = bytearray(marks)
    for begin, end in pauses:
        stop = MINUTES if end is None else min(end, MINUTES)
        if begin < stop:
            left[begin:stop] = bytes(stop - begin)
    return left


def due(marks: bytearray, start: int, amount: int) -> int | None:
    """The minute at which the last of the amount has been ticked off; None: not within the week."""
    if amount == 0:
        return start
    for minute in range(start, MINUTES):
        amount -= marks[minute]
        if amount == 0:
            return minute + 1
    return None
