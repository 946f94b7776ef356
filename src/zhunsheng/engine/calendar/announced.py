"""Years of mainland China as announced by the State Council, from the library chinesecalendar."""

from __future__ import annotations

from chinese_calendar import holidays, workdays

from zhunsheng.engine.calendar.calendar import Year


def announced(year: int) -> Year | None:
    """The holidays and make-up weekends of a year; None where the installed library does not know it yet."""
    off = tuple(sorted(day for day in holidays if day.year == year))
    make_up = tuple(sorted(day for day in workdays if day.year == year))
    return Year(holidays=off, workdays=make_up) if off else None
