"""The facts of a source at a glance, field by field: what a number can be made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import floor, log10
from typing import Any

import ibis
from ibis.expr.types import Scalar, Table, Value

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.metrics.words import called
from zhunsheng.server.access.policy import reaches
from zhunsheng.server.access.roles import Act, FieldClass, Reach
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.blueprints.queries import editions
from zhunsheng.server.drafts.schemas import Bin, FieldPicture, PictureMonth, SourcePicture, ValueCount
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.facts.partitions import partitions
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.worlds.values import WorldInfo

LOOKED_AT = 1_000_000
"""About so many of the newest facts are looked at field by field; all of them are counted by month."""
VALUES = 12
"""The most frequent values that are told of a field."""
BINS = 12
"""About so many classes of numbers."""
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY)
_MOMENTS = (FieldType.DATE, FieldType.DATETIME)
_SORTS = (FieldType.TEXT, FieldType.CHOICE, FieldType.BOOLEAN, FieldType.SUBJECT)
"""Types of which the values themselves are worth telling."""
_Row = Mapping[str, Any]


def picture(world: WorldInfo, source: Source, reader: Viewer) -> SourcePicture:
    """What stands in the source's fields now, as far as they are open to the reader."""
    lake = reading.lake_of(world, source)
    months = [part.month for part in _newest(lake)]
    with reading.backend(world) as engine:
        by_month = _by_month(engine, lake)
        rows = standing(reading.rows(engine, lake, months))
        drawn = Drawn(engine, source, rows, _veiled(source, reader))
        fields = list(drawn.fields())
    return SourcePicture(
        source=source.id,
        name=source.name,
        rows=sum(each.rows for each in by_month),
        key=list(source.key),
        time=source.time,
        people=list(source.people),
        months=[each for each in by_month if each.period],
        fields=fields,
    )


def _newest(lake: LakeTable) -> list[Any]:
    """The newest partitions that hold about LOOKED_AT rows, and what is undated."""
    found, rows = [], 0
    for part in sorted(partitions(lake, ()), key=lambda each: each.month, reverse=True):
        if rows >= LOOKED_AT:
            break
        rows += part.rows
        found.append(part)
    return found


def _by_month(engine: Backend, lake: LakeTable) -> list[PictureMonth]:
    facts = standing(reading.rows(engine, lake).select("_seq", "_closes", "_day"))
    month = facts._day.strftime("%Y-%m").fill_null("")
    counted = facts.group_by(period=month).aggregate(rows=facts.count()).order_by("period")
    return [PictureMonth(**row) for row in engine.arrow(counted).to_pylist()]


def _veiled(source: Source, reader: Viewer) -> frozenset[str]:
    """Fields of which only the kind is told: of a class the reader does not see, and people to whoever reaches few.

    What a field is, or ever was published as, counts: a draft opens nothing.
    """
    said = [source, *(one for edition in editions() if (one := edition.bundle.find(Source, source.id)) is not None)]
    whole = any(reach is Reach.ALL for reach, _ in reaches(reader, Act.TRY))
    closed = {each for each in FieldClass if not reaches(reader, Act.FACTS_READ, each)}
    return frozenset(
        name
        for one in said
        for name, field in one.fields.items()
        if FieldClass(field.scope) in closed or (field.dimension == "person" and not whole)
    )


@dataclass(frozen=True)
class Drawn:
    """A source's rows, drawn field by field. `veiled`: fields of which nothing but the kind is told."""

    engine: Backend
    source: Source
    rows: Table
    veiled: frozenset[str]

    def fields(self) -> Iterator[FieldPicture]:
        found = self._summary()
        for name, field in self.source.fields.items():
            plain = FieldPicture(
                id=name,
                name=called(self.source, name),
                type=field.type.value,
                dimension=field.dimension,
                unit=field.unit,
                filled=(found[f"{name}__filled"] / found["_rows"]) if found["_rows"] else 0.0,
                distinct=found[f"{name}__distinct"],
                veiled=name in self.veiled,
            )
            yield plain if plain.veiled else plain.model_copy(update=self._details(name, field, found))

    def _summary(self) -> _Row:
        """Everything that one pass tells: rows, and for each field how many are filled, different, the ends."""
        told: dict[str, Scalar] = {"_rows": self.rows.count()}
        for name, field in self.source.fields.items():
            column = self.rows[name]
            told |= {f"{name}__filled": column.count(), f"{name}__distinct": column.nunique()}
            if field.type in (*_NUMBERS, *_MOMENTS):
                ends = _plain(column, field)
                told |= {f"{name}__low": ends.min(), f"{name}__high": ends.max()}
        found: list[_Row] = self.engine.arrow(self.rows.aggregate(**told)).to_pylist()
        return found[0]

    def _details(self, name: str, field: SourceField, found: _Row) -> dict[str, object]:
        low, high = found.get(f"{name}__low"), found.get(f"{name}__high")
        if field.type in _SORTS:
            return {"values": self._values(name, field)}
        if field.type in _MOMENTS:
            return {"first": _day(low), "last": _day(high)}
        if low is None or high is None:
            return {}
        return {"bins": self._bins(name, field, low, high), "low": low, "high": high}

    def _values(self, name: str, field: SourceField) -> list[ValueCount]:
        column = self.rows[name]
        counted = self.rows.filter(column.notnull()).group_by(value=column).aggregate(rows=lambda t: t.count())
        top = self.engine.arrow(counted.order_by(ibis.desc("rows"), "value").limit(VALUES)).to_pylist()
        if field.type is FieldType.SUBJECT:
            known = labels([row["value"] for row in top])
            return [ValueCount(text=known[row["value"]].name, rows=row["rows"]) for row in top if row["value"] in known]
        return [ValueCount(text=_text(row["value"]), rows=row["rows"]) for row in top]

    def _bins(self, name: str, field: SourceField, low: float, high: float) -> list[Bin]:
        """Classes of a width that people count in: 1, 2 or 5 of a power of ten."""
        width = _round_width((high - low) / BINS) if high > low else 1.0
        first = floor(low / width)
        number = _plain(self.rows[name], field)
        place = (number / width).floor().cast("int64")
        placed = self.rows.filter(number.notnull()).group_by(place=place).aggregate(rows=lambda t: t.count())
        counts = {row["place"]: row["rows"] for row in self.engine.arrow(placed).to_pylist()}
        last = max(counts, default=first)
        return [
            Bin(low=place * width, high=(place + 1) * width, rows=counts.get(place, 0))
            for place in range(first, last + 1)
        ]


def _plain(column: Value, field: SourceField) -> Any:
    """Numbers as float64, moments as they are."""
    return column.cast("float64") if field.type in _NUMBERS else column


def _round_width(width: float) -> float:
    power: float = 10.0 ** floor(log10(width))
    return next(power * step for step in (1, 2, 5, 10) if power * step >= width * (1 - 1e-9))


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
