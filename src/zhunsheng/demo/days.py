"""The days of the story: when it begins, when the product went live, what today is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

import zhunsheng.templates
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.server.blueprints.directory import read_directory

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2023, 1, 1)
LIVE = date(2025, 10, 9)
"""The product went live."""
NOW = datetime.combine(date(2026, 1, 5), time(8, 30), ZONE)
LAST = date(2026, 12, 31)
"""How far the calendar reaches: the story can go on to here."""
TEMPLATE = Path(zhunsheng.templates.__file__).parent / "medical-distribution"

Marks = npt.NDArray[np.bool_]


@cache
def blueprint() -> Bundle:
    """The company's configuration."""
    return sound(read_directory(TEMPLATE))


@cache
def calendar() -> Calendar:
    """The working calendar of China, from the blueprint."""
    return blueprint().each(Calendar)["china"]


def place(day: date) -> int:
    """The day's place in arrays over all days of the story."""
    return (day - FIRST).days


SPAN = place(LAST) + 1


@cache
def worked() -> Marks:
    """For each day of the story, whether offices work."""
    marks = np.array([calendar().works(FIRST + timedelta(days=at)) for at in range(SPAN)])
    marks.flags.writeable = False
    return marks


def month_of(day: date) -> date:
    """The first of the day's month."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The first of the next month."""
    return (month + timedelta(days=32)).replace(day=1)


def months(since: date, until: date) -> list[date]:
    """First days of the months that hold any day from `since` up to but not including `until`."""
    found = [month_of(since)]
    while after(found[-1]) < until:
        found.append(after(found[-1]))
    return found
