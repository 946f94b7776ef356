"""Dates and times as people and systems write them. Day and month are never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts import moment_faults as faults
from zhunsheng.engine.facts.cells import Column, Faults, each_distinct, only, read_distinct
from zhunsheng.engine.facts.source import SourceField
from zhunsheng.engine.values import Problem

INSTANT = pa.timestamp("us", "UTC")
LOCAL = pa.timestamp("us")
FIRST_YEAR = 1950

_EMPTY_IN_EXCEL = (date(1899, 12, 30), date(1900, 12, 31))
_SERIAL_BEGIN = date(1899, 12, 30)
# Texts that Arrow reads as `_built_in` would. Days that not every month has go the slow way, save 29 and 30.
_PLAIN = (
    r"^(19[5-9]|20\d)\d-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30))"
    r"[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$"
)
_CLOCK = (
    r"(?:[T ]?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{1,9}))?)?"
    r" ?(?P<offset>Z|[-+]\d{2}:?\d{2})?)?"
)
_STYLES = tuple(
    re.compile(day + _CLOCK)
    for day in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_SHUFFLED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})\b.*")
_SERIAL = re.compile(r"[234]\d{4}(\.\d+)?")

Read = Callable[[Sequence[str]], Sequence[datetime | Problem]]


@dataclass(frozen=True)
class Years:
    """The first and last year that a field may hold."""

    first: int
    last: int

    @classmethod
    def of(cls, field: SourceField, now: datetime) -> Years:
        """From 1950 to next year, unless the field's minimum or maximum (years, for dates) say otherwise."""
        first = FIRST_YEAR if field.minimum is None else int(field.minimum)
        return cls(first, now.year + 1 if field.maximum is None else int(field.maximum))


def read_dates(texts: pa.Array, field: SourceField, years: Years) -> Column:
    """Tidied texts (null = missing) to date32. A time of day other than midnight is a problem, not cut off."""
    read = _reader(field, years)

    def read_days(distinct: Sequence[str]) -> list[date | Problem]:
        return [_day(text, moment) for text, moment in zip(distinct, read(distinct), strict=True)]

    return read_distinct(texts, read_days, pa.date32())


def read_datetimes(texts: pa.Array, field: SourceField, years: Years, time_zone: str) -> Column:
    """Tidied texts to instants (timestamp us, UTC). A time without offset is the company's local time."""
    plain = _plain(texts, field, years)
    local = pc.cast(only(texts, plain), LOCAL)
    rest = only(texts, pc.invert(plain))
    if rest.null_count == len(rest):
        return Column(instants(local, time_zone))
    moments, codes, wrong = each_distinct(rest, _reader(field, years))
    wall = pa.array([m if m is not None and m.tzinfo is None else None for m in moments], LOCAL).take(codes)
    exact = pa.array([m if m is not None and m.tzinfo else None for m in moments], INSTANT).take(codes)
    return Column(pc.coalesce(instants(pc.coalesce(local, wall), time_zone), exact), wrong)


def _plain(texts: pa.Array, field: SourceField, years: Years) -> pa.Array:
    """Which texts Arrow can read: ISO, in the allowed years, and no declared format that could differ."""
    if field.formats:
        return pc.if_else(pc.is_null(texts), None, False)
    year = pc.utf8_slice_codeunits(texts, 0, 4)
    allowed = pc.and_(pc.greater_equal(year, f"{years.first:04d}"), pc.less_equal(year, f"{years.last:04d}"))
    return pc.and_(pc.match_substring_regex(texts, _PLAIN), allowed)


def instants(local: pa.Array, time_zone: str) -> pa.Array:
    """Local timestamps to UTC. An hour that the clock shows twice or not at all is read as the earlier one."""
    zoned = pc.assume_timezone(local, time_zone, ambiguous="earliest", nonexistent="earliest")
    return pc.cast(zoned, INSTANT)


def midnights(days: pa.Array, time_zone: str) -> pa.Array:
    """The instant at which each day begins in the company's time zone."""
    return instants(pc.cast(days, LOCAL), time_zone)


def local_days(moments: pa.Array, time_zone: str) -> pa.Array:
    """The company's local day of each instant."""
    return pc.cast(pc.local_timestamp(pc.cast(moments, pa.timestamp("us", time_zone))), pa.date32(), safe=False)


def future(moments: pa.Array, now: datetime) -> Faults:
    """Facts cannot have happened more than a day after now (a day allows for clocks and time zones)."""
    late = pc.greater(moments, pa.scalar(now + timedelta(days=1), INSTANT))
    return {
        at: [faults.in_the_future(moments[at].as_py(), now)]
        for at in pc.indices_nonzero(pc.fill_null(late, False)).to_pylist()
    }


def _reader(field: SourceField, years: Years) -> Read:
    """Reads the distinct texts of a column together: what the others look like decides what is wrong with one."""

    def read(distinct: Sequence[str]) -> list[datetime | Problem]:
        examples = _orders(distinct)
        return [_moment(text, field, years, examples) for text in distinct]

    return read


def _moment(text: str, field: SourceField, years: Years, examples: faults.Orders) -> datetime | Problem:
    found = _declared(text, field.formats)
    if len(found) > 1:
        return faults.two_readings(text, found)
    moment = found[0] if found else _built_in(text)
    if moment is not None:
        return _sane(text, moment, years)
    if _SHUFFLED.fullmatch(text):
        return faults.two_styles(text, examples) if field.formats or examples.both else faults.order(text, examples)
    return faults.excel_serial(text, _serial(text)) if _SERIAL.fullmatch(text) else faults.not_a_date(text)


def _declared(text: str, formats: Sequence[str]) -> list[datetime]:
    """Every different moment that the declared formats make of the text."""
    found: list[datetime] = []
    for style in formats:
        try:
            moment = datetime.strptime(text, style)  # noqa: DTZ007 - local time, zoned for the whole column
        except ValueError:
            continue
        found += [] if moment in found else [moment]
    return found


def _built_in(text: str) -> datetime | None:
    found = next((match for style in _STYLES if (match := style.fullmatch(text))), None)
    if found is None:
        return None
    fraction = int((found["fraction"] or "").ljust(6, "0")[:6])
    year, month, day, hour, minute, second = (
        int(found[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")
    )
    try:
        return datetime(year, month, day, hour, minute, second, fraction, _offset(found["offset"]))
    except ValueError:
        return None


def _offset(text: str | None) -> timezone | None:
    if text is None or text == "Z":
        return UTC if text else None
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _sane(text: str, moment: datetime, years: Years) -> datetime | Problem:
    if _EMPTY_IN_EXCEL[0] <= moment.date() <= _EMPTY_IN_EXCEL[1] and years.first > _EMPTY_IN_EXCEL[1].year:
        return faults.empty_in_excel(text)
    if not years.first <= moment.year <= years.last:
        return faults.year_out_of_range(text, years.first, years.last)
    return moment


def _day(text: str, moment: datetime | Problem) -> date | Problem:
    if isinstance(moment, Problem):
        return moment
    has_time = moment.tzinfo is not None or moment.time() != moment.time().min
    return faults.time_in_a_date(text) if has_time else moment.date()


def _serial(text: str) -> date:
    return _SERIAL_BEGIN + timedelta(days=int(text.split(".")[0]))


def _orders(distinct: Sequence[str]) -> faults.Orders:
    """One text of the column that can only be day/month, and one that can only be month/day."""
    day_first = month_first = None
    for text in distinct:
        found = _SHUFFLED.fullmatch(text)
        if found and int(found[1]) > 12 >= int(found[2]):
            day_first = day_first or text
        elif found and int(found[2]) > 12 >= int(found[1]):
            month_first = month_first or text
    return faults.Orders(day_first, month_first)
