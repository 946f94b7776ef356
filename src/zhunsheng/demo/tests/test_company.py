"""The generator: the same company from the same seed, month by month, whatever was made before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from zhunsheng.demo import days, staff
from zhunsheng.demo.company import SEED, Company
from zhunsheng.demo.systems import EXPORTS
from zhunsheng.demo.systems.system import TOLD, Export
from zhunsheng.engine.facts.source import FieldType, Source

MONTHS = (date(2023, 1, 1), date(2024, 2, 1), date(2025, 9, 1), date(2025, 12, 1), date(2026, 5, 1))
"""The first, a short one, one at a quarter's end, the last of the past, and one yet to come."""
NOBODY_ACTS = {
    "headcount": "the register is made by itself",
    "results": "a result is dated by its quarter",
    "ratings": "a rating is dated by its quarter",
    "leave": "who is on leave is not at work",
    "roster": "a roster is a plan, leave notwithstanding",
    "on_call": "on call is when others are not at work",
    "device_uptime": "devices report by themselves; the engineer is who looks after them",
    "dealer_flow": "dealers report by week; the manager is who looks after them",
}
"""Sources whose day says nothing about somebody being at work: to belong to the company is enough."""
NAMED_ONLY = {
    "people": "who comes is told in posts, not in acts",
    "invoices": "accounting makes them out; the seller whose order it was may have left since",
}
"""Sources that name people who need not even belong to the company on the day."""

exports = pytest.mark.parametrize("export", EXPORTS, ids=[f"{one.source}-{one.file}" for one in EXPORTS])


@cache
def company(seed: int = SEED, branch: int = 0) -> Company:
    return Company(seed, branch)


def months(export: Export) -> tuple[date, ...]:
    return (days.FIRST,) if export.lists else MONTHS


@cache
def made(export: Export, seed: int = SEED, branch: int = 0) -> pa.Table:
    """Rows of some months."""
    return pa.concat_tables([export.rows(company(seed, branch), month) for month in months(export)])


def source(export: Export) -> Source:
    return days.blueprint().each(Source)[export.source]


def heading(export: Export, field: str) -> str:
    """The heading of the field in this export: the present one, or an earlier one."""
    own = source(export).fields[field]
    return next(name for name in (source(export).heading(field), *own.also) if name in made(export).column_names)


def keys(export: Export, branch: int = 0) -> list[tuple[object, ...]]:
    """Keys with the moment of each version."""
    columns = [heading(export, field) for field in source(export).key]
    rows = made(export, SEED, branch).select([*columns, TOLD])
    return list(zip(*(column.to_pylist() for column in rows.columns), strict=True))


@exports
def test_a_seed_always_gives_the_same_whatever_was_made_before(export: Export) -> None:
    backwards = Company(SEED)
    for month in reversed(months(export)):
        assert export.rows(backwards, month).equals(export.rows(company(), month))


def test_another_seed_gives_another_company() -> None:
    assert company(SEED).staff.people != company(7).staff.people
    different = [export for export in EXPORTS if not made(export, 7).equals(made(export))]
    assert len(different) > len(EXPORTS) / 2


@exports
def test_there_is_something_to_tell_in_columns_that_the_source_knows(export: Export) -> None:
    rows = made(export)
    assert rows.num_rows
    assert rows.schema.field(TOLD).type == pa.timestamp("us")
    assert not rows[TOLD].null_count
    known = {
        name
        for field in source(export).fields
        for name in (source(export).heading(field), *source(export).fields[field].also)
    }
    assert set(rows.column_names) - {TOLD} <= known


@exports
def test_rows_are_told_once_they_have_begun_and_within_their_reach(export: Export) -> None:
    for month in months(export):
        if export.lists:
            continue
        told = export.rows(company(), month)[TOLD]
        end = days.after(month)
        for _ in range(export.reach):
            end = days.after(end)
        if len(told):
            assert month <= pc.min(told).as_py().date()
            assert pc.max(told).as_py().date() < end


@exports
def test_a_key_names_one_thing_and_its_versions_come_one_after_the_other(export: Export) -> None:
    assert len(set(keys(export))) == len(keys(export))


@exports
def test_no_branch_takes_the_keys_of_another(export: Export) -> None:
    ours, theirs = ({key[:-1] for key in keys(export, branch)} for branch in (0, 1))
    assert not ours & theirs


def _person_days(export: Export) -> Iterator[tuple[str, int]]:
    """(number, place of the day) of each row, for every field that names a person."""
    told, rows = source(export), made(export)
    if told.time is None or heading(export, told.time) not in rows.column_names:
        return
    day = rows[heading(export, told.time)]
    if told.fields[told.time].type not in (FieldType.DATE, FieldType.DATETIME) or pa.types.is_string(day.type):
        return
    places = [None if one is None else days.place(one) for one in day.cast(pa.date32()).to_pylist()]
    for field in told.people:
        if source(export).heading(field) in rows.column_names:
            numbers = rows[source(export).heading(field)].to_pylist()
            yield from {(a, b) for a, b in zip(numbers, places, strict=True) if a is not None and b is not None}


@exports
def test_nobody_acts_on_a_day_on_which_they_are_not_at_work(export: Export) -> None:
    people = company().staff
    at = {number: place for place, number in enumerate(people.numbers)}
    pairs = [(at[number], day) for number, day in _person_days(export) if 0 <= day < days.SPAN]
    if not pairs or export.source in NAMED_ONLY:
        return
    who, day = np.array(pairs).T
    marks = people.employed if export.source in NOBODY_ACTS else people.working
    wrong = ~marks[who, day]
    assert not wrong.any(), [
        (people.numbers[a], days.FIRST + timedelta(days=int(b))) for a, b in zip(who[wrong], day[wrong], strict=True)
    ][:5]


def test_people_have_names_that_nobody_well_known_bears() -> None:
    for seed in (SEED, 1, 2):
        names = [one.name for one in company(seed).staff.people]
        assert not {"马云", "姚明", "孙文", "陈云", "孔子", "孟子", "刘亦菲"} & set(names)
        assert all(2 <= len(name) <= 3 for name in names)


def test_numbers_of_people_are_unique_across_branches() -> None:
    ours, theirs = (company(SEED, branch).staff.numbers for branch in (0, 1))
    assert len({*ours, *theirs}) == len(ours) + len(theirs)


def test_no_seat_is_lost() -> None:
    found = staff.seats()
    assert len(found) == len({seat.code for seat in found}) == 287
    listed = {one.code for one in found}
    assert all(seat.lead is None or seat.lead in listed for seat in found)
    for export in EXPORTS:
        if export.file == "人员名单":
            assert listed <= set(made(export)["工号"].to_pylist())
