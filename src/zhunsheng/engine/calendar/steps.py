"""How a deadline comes about: one step for each run of time that counts, or does not, for one reason."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhunsheng.engine.calendar.calendar import DayKind
from zhunsheng.engine.calendar.instants import NEVER, moment, span_of
from zhunsheng.engine.calendar.intervals import spoken
from zhunsheng.engine.values import Text

WALL = Text(zh="自然时间，全部计时", en="wall time, all of it counts")
PAUSED = Text(zh="暂停，不计时", en="paused, does not count")
ON_DUTY = Text(zh="排班时间，计时", en="rostered, counts")
LATER_ON_DUTY = Text(
    zh="排班时间，计时；之前没有排班的时间不计", en="rostered, counts; what lies before is not rostered"
)
OFF_DUTY = Text(zh="没有排班，不计时", en="not rostered, does not count")
NO_MORE = Text(zh="之后没有排班", en="nothing is rostered from here on")

_ZH = "一二三四五六日"
_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Step:
    """From one moment to another, what of it counted, and why. `until` None: no end is known."""

    since: datetime
    until: datetime | None
    counted: timedelta
    why: Text


def step(since: int, until: int, counted: int, why: Text) -> Step:
    """A step between instants; NEVER is no end."""
    return Step(moment(since), None if until == NEVER else moment(until), span_of(counted), why)


def worked(kind: DayKind, intervals: tuple[str, ...], first: date, last: date) -> Text:
    """Days that are worked at the same hours."""
    days, hours = _days(first, last), spoken(intervals)
    zh, en = ("调休上班", "make-up workday") if kind is DayKind.MAKE_UP else ("工作日", "workday")
    plural = "" if first == last else "s"
    return Text(zh=f"{days.zh}，{zh} {hours.zh}，计时", en=f"{days.en}: {en}{plural} {hours.en}, counts")


def after_hours(first: date, last: date) -> Text:
    """The rest of a working day."""
    days = _days(first, last)
    return Text(zh=f"{days.zh}，工作时段之外，不计时", en=f"{days.en}: outside its intervals, does not count")


def off(kinds: AbstractSet[DayKind], first: date, last: date) -> Text:
    """Days that nobody works; those off before and after a holiday are told with it."""
    days, both = _days(first, last), len(kinds) > 1
    holiday = DayKind.HOLIDAY in kinds
    zh = "放假和休息日" if both else "放假" if holiday else "休息"
    en = "holiday and days off" if both else "holiday" if holiday else "off"
    return Text(zh=f"{days.zh}，{zh}，不计时", en=f"{days.en}: {en}, does not count")


def _days(first: date, last: date) -> Text:
    one, other = _day(first), _day(last)
    return one if first == last else Text(zh=f"{one.zh}至 {other.zh}", en=f"{one.en} to {other.en}")


def _day(day: date) -> Text:
    return Text(zh=f"{day}（周{_ZH[day.weekday()]}）", en=f"{day} ({_EN[day.weekday()]})")
