"""What each partition of a lake table can hold, by the statistics that its files carry; no file is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from zhunsheng.engine.facts.reach import FOR_EVER, Ends
from zhunsheng.engine.facts.views import PARTITION, SYSTEM_COLUMNS
from zhunsheng.server.facts.lake import LakeTable

Row = dict[str, object]
_MONTH = f"partition.{PARTITION}"
_SOME_ZONE = timedelta(days=1)
"""How far the local day of a moment can be from its day in UTC."""
_FIRST, _LAST = date.min + _SOME_ZONE, FOR_EVER - _SOME_ZONE
_UNKNOWN = Ends(date.min, FOR_EVER, empty=True)


@dataclass(frozen=True)
class Partition:
    """A month (or the undated): how many rows, closures among them, and the ends of the columns asked for."""

    month: str
    rows: int
    ends: Mapping[str, Ends]


def partitions(lake: LakeTable, columns: Sequence[str]) -> list[Partition]:
    """All partitions of the table, by month."""
    told = [f"{said}.{name}" for name in ("_closes", *columns) for said in ("min", "max", "null_count")]
    wanted = dict.fromkeys((_MONTH, "num_records", *told))
    files = (table.select([name for name in wanted if name in table.column_names]) for table in lake.described())
    rows: list[Row] = sorted((row for table in files for row in table.to_pylist()), key=itemgetter(_MONTH))
    return [_partition(name, list(members), columns) for name, members in groupby(rows, key=itemgetter(_MONTH))]


def _partition(month: str, files: Sequence[Row], columns: Sequence[str]) -> Partition:
    counts = [count for file in files if isinstance(count := file["num_records"], int)]
    return Partition(month, sum(counts), {name: _together([_ends(file, name) for file in files]) for name in columns})


def _together(all_ends: Sequence[Ends]) -> Ends:
    firsts = [ends.first for ends in all_ends if ends.first is not None]
    lasts = [ends.last for ends in all_ends if ends.last is not None]
    return Ends(min(firsts, default=None), max(lasts, default=None), any(ends.empty for ends in all_ends))


def _ends(file: Row, column: str) -> Ends:
    """The column in one file. A closure's own cells are empty, save its day: they do not count as empty facts."""
    rows, empty, facts = file["num_records"], file.get(f"null_count.{column}"), file.get("null_count._closes")
    if not (isinstance(rows, int) and isinstance(empty, int) and isinstance(facts, int)):
        return _UNKNOWN
    some = empty > (0 if column in SYSTEM_COLUMNS else rows - facts)
    if empty == rows:
        return Ends(None, None, some)
    first, last = file.get(f"min.{column}"), file.get(f"max.{column}")
    if isinstance(first, datetime) and isinstance(last, datetime):
        return Ends(max(first.date(), _FIRST) - _SOME_ZONE, min(last.date(), _LAST) + _SOME_ZONE, some)
    if isinstance(first, date) and isinstance(last, date):
        return Ends(first, last, some)
    return _UNKNOWN
