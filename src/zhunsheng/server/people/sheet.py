"""Reading a list of people from a file: which column is what, and what each row says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.parsing import parse
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.people.list_words import for_keepers
from zhunsheng.server.people.values import PersonRow, Refused


def _field(column: str, *also: str, type_: FieldType = FieldType.TEXT, maximum: float | None = None) -> SourceField:
    return SourceField(type=type_, column=column, also=also, maximum=maximum)


LIST_OF_PEOPLE = Source(
    id="people",
    name=Text(zh="人员名单", en="list of people"),
    system="file",
    key=("number",),
    fields={
        "number": _field("工号", "number", "员工编号", "employee number", "employee id"),
        "name": _field("姓名", "name", "full name"),
        "unit": _field("部门", "unit", "department"),
        "position": _field("岗位", "position", "职位", "job title"),
        "region": _field("区域", "region", "大区"),
        "manager": _field("直属上级", "manager", "上级"),
        "email": _field("邮箱", "email", "e-mail"),
        "starts": _field("入职日期", "starts", "hire date", type_=FieldType.DATE),
        # 9999 is how personnel systems write "no end".
        "ends": _field("离职日期", "ends", "termination date", type_=FieldType.DATE, maximum=9999),
        "primary": _field("主岗", "primary", type_=FieldType.BOOLEAN),
    },
)


@dataclass(frozen=True)
class PeopleSheet:
    """What a file says about people. `raw` and `bad`: its rows as they came, to hand refused ones back.

    `columns`: field → heading.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[PersonRow, ...]
    unreadable: tuple[Refused, ...]
    raw: pa.Table
    bad: tuple[BadRow, ...]

    def placed(self, problem: Problem) -> Problem:
        """The problem with the file's own heading in place of the field."""
        headings = {name: LIST_OF_PEOPLE.heading(name) for name in LIST_OF_PEOPLE.fields}
        own = {**headings, **self.columns, **{headings[name]: own for name, own in self.columns.items()}}
        return replace(problem, place=own.get(problem.place, problem.place))

    def first(self, how_many: int) -> Iterator[tuple[int, dict[str, str]]]:
        """The first rows as they came, by heading."""
        for row in self.raw.slice(0, how_many).to_pylist():
            yield row.pop("_row"), {heading: row[heading] or "" for heading in self.headings}

    def cells(self, rows: Collection[int]) -> Iterator[tuple[int, list[str]]]:
        """The cells of these rows as they came, in the order of the file."""
        wanted = {row.row: [row.cells.get(name, "") for name in self.headings] for row in self.bad}
        asked = self.raw.filter(pc.is_in(self.raw["_row"], pa.array(sorted(rows), pa.int64())))
        for row in asked.to_pylist():
            wanted[row.pop("_row")] = [row[name] or "" for name in self.headings]
        return ((at, cells) for at, cells in sorted(wanted.items()) if at in rows)


def read_sheet(table: RawTable, time_zone: str, now: datetime) -> PeopleSheet:
    """Everything the file says; raises ZhunshengError when columns are missing. Bad rows are `unreadable`."""
    try:
        columns = match_headings(LIST_OF_PEOPLE, table.headings)
    except ZhunshengError as error:
        raise ZhunshengError(*(for_keepers(one, one.place) for one in error.problems)) from error
    nothing = pa.schema([*((heading, pa.string()) for heading in table.headings), ("_row", pa.int64())]).empty_table()
    raw = pa.concat_tables([nothing, *table.batches()], promote_options="permissive")
    parsed = parse(LIST_OF_PEOPLE, columns.table(raw), time_zone=time_zone, now=now)
    own = {LIST_OF_PEOPLE.heading(field): heading for field, heading in columns.columns.items()}
    rows = tuple(_rows(parsed.good, columns.columns))
    return PeopleSheet(
        headings=table.headings,
        columns=columns.columns,
        rows=(*rows, *_names_only(parsed.bad, {row.number for row in rows})),
        unreadable=tuple(
            Refused((bad.row,), for_keepers(problem, own.get(problem.place, problem.place)).at(problem.place, bad.row))
            for bad in (*table.bad, *parsed.bad)
            for problem in bad.problems
        ),
        raw=raw,
        bad=tuple(table.bad),
    )


def _names_only(bad: Iterable[BadRow], known: Collection[str | None]) -> Iterator[PersonRow]:
    """Unreadable rows of people without another row, so that those who name them as manager are not refused too."""
    for row in bad:
        number = row.cells.get("number")
        if number and number not in known:
            yield PersonRow(row=row.row, number=number, name=row.cells.get("name") or number)


def _rows(good: pa.Table, said: Collection[str]) -> Iterator[PersonRow]:
    columns = {name: good[name].to_pylist() for name in said}
    for place, row in enumerate(good["_row"].to_pylist()):
        cells = {name: values[place] for name, values in columns.items()}
        if cells.get("primary", ...) is None:
            cells["primary"] = True  # an empty cell is the usual case
        yield PersonRow(row=row, **cells)
