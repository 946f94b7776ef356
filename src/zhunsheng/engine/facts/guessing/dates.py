"""Columns of dates: in which style they are written. Where day and month could be either, both are offered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zhunsheng.engine.facts.guessing.guess import Kind, both, heading_says, most
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import says
from zhunsheng.engine.facts.source import FieldType, SourceField
from zhunsheng.engine.values import Text

ENOUGH = 0.8
_SURE = 0.95
_MONTHS = 12
_SHUFFLED = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?: (\d{1,2}:\d{2})(:\d{2})?)?")
_COMPACT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"[2-6]\d{4}(\.\d+)?")
_SPELT = ("%d %b %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y")
_HEADING = heading_says("日期", "a date")


def dates(column: Profile) -> Iterator[Kind]:
    """What speaks for days or moments."""
    named = says(column.heading, "date") or says(column.heading, "ended") or says(column.heading, "begun")
    yield from _readable(column, (), named)
    yield from _shuffled(column, named)
    yield from _spelt(column, named)
    serial = column.share(_SERIAL.fullmatch)
    if says(column.heading, "date") and serial >= ENOUGH:
        said = most(
            serial, "Excel 的日期序号，要先把这一栏设为日期格式", "Excel's day numbers; format them as dates first"
        )
        yield Kind(SourceField(type=FieldType.DATE), 0.5 * serial, both(_HEADING, said), open=True)


def styles(texts: list[str]) -> list[tuple[str, ...]]:
    """The ways to declare formats by which shuffled dates among the texts are read; two where they could be either."""
    shuffled = [match for text in texts if (match := _SHUFFLED.fullmatch(text))]
    found = [match for match in shuffled if min(int(match[1]), int(match[3])) <= _MONTHS]  # 31-31-2017 is no day at all
    if not found:
        return []
    shapes = sorted({(match[2], len(match[4]), bool(match[5]), bool(match[6])) for match in found})
    day_first = any(int(match[1]) > _MONTHS for match in found)
    month_first = any(int(match[3]) > _MONTHS for match in found)
    orders = [True] if day_first and not month_first else [False] if month_first and not day_first else [True, False]
    return [tuple(_style(*shape, day_first=order) for shape in shapes) for order in orders]


def _style(mark: str, digits: int, clock: bool, seconds: bool, *, day_first: bool) -> str:
    order = f"%d{mark}%m" if day_first else f"%m{mark}%d"
    hours = " %H:%M" + (":%S" if seconds else "") if clock else ""
    return f"{order}{mark}%{'Y' if digits == 4 else 'y'}{hours}"


def _readable(column: Profile, formats: tuple[str, ...], named: bool, sure: float = _SURE) -> Iterator[Kind]:
    """A day, else a moment, as the reader itself finds."""
    days = column.readable(SourceField(type=FieldType.DATE, formats=formats))
    moments = 0.0 if days > 0.98 else column.readable(SourceField(type=FieldType.DATETIME, formats=formats))
    share = max(days, moments)
    if share < ENOUGH:
        return
    compact = column.share(_COMPACT.fullmatch) > 0.5
    if compact and not named:  # eight digits may be any number
        sure = 0.3 if len(column.distinct) > 0.9 * column.rows else 0.6
    type_, zh, en = (FieldType.DATE, "日期", "dates")
    if moments > days + 0.02:
        type_, zh, en = FieldType.DATETIME, "日期和钟点", "dates with a time of day"
    said = [most(share, zh, en)] + ([_HEADING] if named else [])
    yield Kind(SourceField(type=type_, formats=formats), sure * share, both(*said))


def _shuffled(column: Profile, named: bool) -> Iterator[Kind]:
    ways = styles(column.words)
    for way in ways:
        for kind in _readable(column, way, named, _SURE if len(ways) == 1 else 0.45):
            said = Text(zh=f"写法 {'、'.join(way)}", en=f"written {', '.join(way)}")
            unsure = Text(
                zh="日和月的先后看不出来，请选定", en="which is day and which is month cannot be told; choose"
            )
            asked = len(ways) > 1
            yield replace(kind, why=both(kind.why, said, *([unsure] if asked else [])), open=asked)


def _spelt(column: Profile, named: bool) -> Iterator[Kind]:
    if not column.share(re.compile(r"[A-Za-z]{3,9}").search) > ENOUGH:
        return
    for style in _SPELT:
        if kinds := list(_readable(column, (style,), named)):
            yield from kinds
            return
