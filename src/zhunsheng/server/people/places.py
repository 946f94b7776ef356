"""Who was where a place is named: in a region, or in a unit or one below it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.server.people.models import Unit
from zhunsheng.server.people.queries import spans
from zhunsheng.server.subjects.queries import known_as, same_as_pairs

STAYS = pa.schema({"subject": pa.int64(), "since": pa.date32(), "until": pa.date32(), "named": pa.int64()})


def stays(units: Mapping[str, int], regions: Mapping[str, int]) -> pa.Table:
    """When people were in units (by code) and regions that stand for a number: STAYS, with that number.

    By primary post; `until` exclusive. Where several hold on a day, the later row is of the nearer place: regions come
    before units, units before those below them. Names that nobody knows have no rows.
    """
    found = [STAYS.empty_table()]
    for dimension, ids in (("region", _regions(regions)), ("unit", _units(units))):
        if ids:
            told = spans(dimension)
            found += [_named(told.filter(pc.equal(told["member"], id_)), number) for id_, number in ids.items()]
    return pa.concat_tables(found)


def unknown_places(units: Collection[str], regions: Collection[str]) -> list[str]:
    """Those of the names by which nobody is to be found."""
    codes = set(Unit.objects.filter(code__in=units).values_list("code", flat=True))
    return [
        *(name for name in units if name not in codes),
        *sorted(set(regions) - known_as("region", [*regions]).keys()),
    ]


def _named(rows: pa.Table, number: int) -> pa.Table:
    numbers = pa.repeat(pa.scalar(number, pa.int64()), rows.num_rows)
    return rows.drop_columns("member").append_column(STAYS.field("named"), numbers)


def _regions(numbers: Mapping[str, int]) -> dict[int, int]:
    meant = dict(same_as_pairs())
    return {meant.get(id_, id_): numbers[name] for name, id_ in known_as("region", list(numbers)).items()}


def _units(numbers: Mapping[str, int]) -> dict[int, int]:
    """Subject → number, units before those below them."""
    parents = dict(Unit.objects.values_list("subject_id", "parent_id"))

    def depth(unit: int | None) -> int:
        return 0 if unit is None else 1 + depth(parents[unit])

    rows = Unit.objects.filter(code__in=numbers).values_list("subject_id", "code")
    return {id_: numbers[code] for id_, code in sorted(rows, key=lambda row: depth(row[0]))}
