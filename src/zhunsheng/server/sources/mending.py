"""Rows in quarantine: seen, mended, read again, dropped; batches taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, all_or_raise
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.facts import waiting
from zhunsheng.server.facts.actions.redo import By, drop, redo
from zhunsheng.server.facts.notes import from_json
from zhunsheng.server.facts.values import Waiting
from zhunsheng.server.facts.waiting import Group, Wanted
from zhunsheng.server.sources.reach import Seeing, veiled
from zhunsheng.server.sources.schemas import (
    CellProblem,
    Cells,
    ProblemGroup,
    RedoIn,
    Redone,
    WaitingAsked,
    WaitingRow,
    WaitingRows,
)
from zhunsheng.server.sources.uploads.groups import grouped
from zhunsheng.server.subjects.queries import known_as
from zhunsheng.server.worlds.values import Visited

Replaced = Mapping[str, Mapping[str, str]]
"""Field → wrong text → right text."""


def rows(source: Source, asked: WaitingAsked, seen: Seeing) -> WaitingRows:
    """A part of the rows that wait, as the reader may see them, and what is wrong with all of them."""
    shown = tuple(seen.shown(source))
    wanted = Wanted(source, seen.sender, asked.code, asked.field, asked.q, shown)
    found, total = waiting.page(wanted, asked.slice)
    return WaitingRows(
        items=[_row(source, one, seen) for one in found],
        groups=[_group(source, one, seen) for one in waiting.groups(wanted)],
        total=total,
        page=asked.page,
        page_size=asked.page_size,
    )


def people_in(source: Source, items: Iterable[WaitingRow]) -> list[int]:
    """Whom the cells name, as far as anybody is known by them."""
    named = {text for one in items for field in source.people if (text := one.cells.get(field))}
    return list(known_as("person", sorted(named)).values()) if named else []


def redone(visited: Visited, source: Source, given: RedoIn, seen: Seeing, by: By) -> Redone:
    """Mend and read again what the sender may mend. Raises ZhunshengError with all that is wrong."""
    _refuse(source, {name for one in given.edits for name in one.cells} | given.replace.keys(), seen)
    there = waiting.cells(Wanted(source, seen.sender))
    edits = _replaced(there, given.replace)
    for one in given.edits:
        edits[one.id] = edits.get(one.id, {}) | one.cells
    by = By(by.sender, list(there), by.changed)
    batch = redo(source, visited.world.time_zone, visited.now, edits, by)
    left = len(waiting.cells(Wanted(source, seen.sender)))
    return Redone(batch=batch, redone=len(there) - left, waiting=left)


def dropped(source: Source, ids: Collection[int] | None, seen: Seeing) -> int:
    """Let rows not be read, as far as the sender may say so; how many."""
    there = waiting.cells(Wanted(source, seen.sender))
    return drop(source.id, sorted(there.keys() & set(there if ids is None else ids)))


def _replaced(there: Mapping[int, Cells], replace: Replaced) -> dict[int, Cells]:
    edits: dict[int, Cells] = {}
    for row, cells in there.items():
        mended = {
            field: texts[cells[field]] for field, texts in replace.items() if field in cells and cells[field] in texts
        }
        if mended:
            edits[row] = mended
    return edits


def _refuse(source: Source, fields: set[str], seen: Seeing) -> None:
    unknown = [_no_field(source, name) for name in sorted(fields - source.fields.keys())]
    all_or_raise([*unknown, *(veiled(source, name) for name in sorted(fields & seen.hidden(source)))])


def _row(source: Source, one: Waiting, seen: Seeing) -> WaitingRow:
    places = waiting.fields_of(source)
    problems = [from_json(problem) for problem in one.problems]
    return WaitingRow(
        id=one.id,
        batch=one.batch,
        file=one.file,
        row=one.row,
        cells={name: one.cells[name] for name in seen.shown(source) if name in one.cells},
        problems=[
            CellProblem(field=places.get(problem.place), problem=ProblemItem.of(seen.veil.over(source.id, problem)))
            for problem in problems
        ],
        veiled=sorted(seen.hidden(source) & one.cells.keys()),
    )


def _group(source: Source, one: Group, seen: Seeing) -> ProblemGroup:
    problem = seen.veil.over(source.id, one.problem)
    if one.field in seen.hidden(source):
        return ProblemGroup(problem=ProblemItem.of(problem), field=one.field, rows=one.rows, texts=[], fixes=[])
    return grouped(source, problem, one.field, one.rows, one.texts)


def _no_field(source: Source, name: str) -> Problem:
    return Problem(
        "redo.no_such_field",
        Text(zh=f"数据源没有字段「{name}」", en=f"the source has no field '{name}'"),
        proposal(name, source.fields),
        place=name,
    )
