"""Deliveries: what the systems' exports hold when somebody sits down to load them, written as real files are."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import xlsxwriter

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.systems.system import TOLD, Export
from zhunsheng.demo.untidy import untidy

STAMP = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Delivery:
    """The exports of one sitting: what can be told from `since` up to but not including `until` (wall time).

    `first`: lists, which belong to no month, come whole.
    """

    since: datetime
    until: datetime
    first: bool = False


def history(since: date) -> list[Delivery]:
    """The past up to now: everything from before the product went live in one, then one a month."""
    begins = datetime.combine(since, datetime.min.time())
    sittings = [days.LIVE, date(2025, 11, 3), date(2025, 12, 1)]
    ends = [datetime.combine(day, days.NOW.time()) for day in sittings] + [days.NOW.replace(tzinfo=None)]
    pairs = [(a, b) for a, b in zip([begins, *ends], ends, strict=False) if begins < b]
    return [Delivery(max(a, begins), b, first=at == 0) for at, (a, b) in enumerate(pairs)]


def name(delivery: Delivery, export: Export) -> str:
    """What the export's file of the delivery is called."""
    return f"{export.file}_{delivery.until:%Y%m%d}.{'xlsx' if export.style == 'xlsx' else 'csv'}"


def write(delivery: Delivery, export: Export, companies: Sequence[Company], since: date, folder: Path) -> Path | None:
    """Write the export's file of the delivery; None where it has nothing to tell. `since`: the story's first day."""
    path = folder / name(delivery, export)
    return path if _written(path, export.style, pieces(delivery, export, companies, since)) else None


def pieces(delivery: Delivery, export: Export, companies: Sequence[Company], since: date) -> Iterator[pa.Table]:
    """What the export holds of the delivery, some rows at a time."""
    return (untidy(piece, export, delivery.until) for piece in told(delivery, export, companies, since))


def told(delivery: Delivery, export: Export, companies: Sequence[Company], since: date) -> Iterator[pa.Table]:
    """The rows of the delivery, some at a time, each time in the order in which they came about."""
    for company in companies:
        for month in _months(delivery, export, since):
            rows = export.rows(company, month)
            when = rows[TOLD]
            if export.lists:
                fresh = pc.less(when, pa.scalar(delivery.until, when.type))
                if not delivery.first:
                    fresh = pc.and_(fresh, pc.greater_equal(when, pa.scalar(delivery.since, when.type)))
            else:
                fresh = pc.and_(
                    pc.greater_equal(when, pa.scalar(delivery.since, when.type)),
                    pc.less(when, pa.scalar(delivery.until, when.type)),
                )
            rows = rows.filter(fresh)
            if rows.num_rows:
                yield rows.sort_by(TOLD).drop_columns([TOLD])


def _months(delivery: Delivery, export: Export, since: date) -> list[date]:
    if export.lists:
        return [days.FIRST]
    begins = delivery.since.date().replace(day=1)
    for _ in range(export.reach):
        begins = (begins - timedelta(days=1)).replace(day=1)
    return days.months(max(begins, since), delivery.until.date() + timedelta(days=1))


def _written(path: Path, style: str, parts: Iterator[pa.Table]) -> bool:
    """Write the parts; returns whether there were any. The same rows give the same bytes."""
    return workbook(path, parts) if style == "xlsx" else _text(path, style[:-2], style[-1], parts)


def _text(path: Path, encoding: str, delimiter: str, parts: Iterator[pa.Table]) -> bool:
    encoder = codecs.getincrementalencoder(encoding)()
    options = {"delimiter": delimiter, "quoting_style": "needed"}
    any_rows = False
    with path.open("wb") as file:
        for piece in parts:
            sink = pa.BufferOutputStream()
            head = pa.csv.WriteOptions(include_header=not any_rows, **options)
            pa.csv.write_csv(_as_text(piece), sink, head)
            file.write(encoder.encode(sink.getvalue().to_pybytes().decode()))
            any_rows = True
    if not any_rows:
        path.unlink()
    return any_rows


def _as_text(rows: pa.Table) -> pa.Table:
    """Every cell as the export spells it: moments to the second, numbers without needless zeros, gaps empty."""
    return pa.table({name: pc.fill_null(_spelt(rows[name]), "") for name in rows.column_names})


def _spelt(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column.cast(pa.timestamp("s")), STAMP)
    if pa.types.is_boolean(column.type):
        return pc.if_else(column, "是", "否")
    return column.cast(pa.string())


def workbook(path: Path, parts: Iterable[pa.Table]) -> bool:
    """Write the parts as a workbook; returns whether there were any."""
    rows = 0
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2025, 10, 9)})  # noqa: DTZ001  else the clock is in the bytes
    sheet = book.add_worksheet("导出")
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for piece in parts:
        if rows == 0:
            sheet.write_row(0, 0, piece.column_names)
        stamped = [pa.types.is_timestamp(column.type) for column in piece.columns]
        for row in zip(*(column.to_pylist() for column in piece.columns), strict=True):
            rows += 1
            for at, cell in enumerate(row):
                if cell is None:
                    continue
                if isinstance(cell, bool):
                    sheet.write(rows, at, "是" if cell else "否")
                else:
                    sheet.write(rows, at, cell, moment if stamped[at] else None)
    book.close()
    if rows == 0:
        path.unlink()
    return rows > 0
