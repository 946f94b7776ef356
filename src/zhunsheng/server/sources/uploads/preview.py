"""What loading a file would do, by a source as it is about to be: tried on all of it, and nothing kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts.headings import columns_of
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import PeopleList, Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.facts.actions.accept import PEOPLE_FIELDS, Rehearsal
from zhunsheng.server.facts.actions.load import Corrections, Handed, rehearse
from zhunsheng.server.people.values import ImportRefused
from zhunsheng.server.sources.schemas import (
    CellProblem,
    Correction,
    DryNumber,
    PreviewIn,
    PreviewOut,
    PreviewRow,
    ProblemGroup,
    Stray,
)
from zhunsheng.server.sources.uploads import drafted, fixes, numbers
from zhunsheng.server.sources.uploads.groups import Aside, fields_by_place
from zhunsheng.server.sources.uploads.strays import strays
from zhunsheng.server.sources.uploads.understanding import called_by, known_in, opened, shown
from zhunsheng.server.worlds.values import Visited

MOST_ROWS = 1_000
_COUNTS = ("rows", "new", "changed", "duplicate", "quarantined", "blank")
_NOTHING = dict.fromkeys(_COUNTS, 0)


@dataclass(frozen=True)
class File:
    """A file that was handed in. `rows` and `headings`: as it was understood by this sheet."""

    path: Path
    name: str
    sheet: str | None
    rows: int
    headings: Sequence[str]


def preview(
    visited: Visited, file: File, given: PreviewIn, viewer: Viewer, people: frozenset[int] | None = None
) -> PreviewOut:
    """What would become of every row, and of the numbers that the viewer may know.

    `people`: those whom the viewer sees, None: everybody. Raises ZhunshengError for a file that cannot be read.
    """
    began, world, now = perf_counter(), visited.world, visited.now
    source, faults = drafted.read(given.source, given.dimensions)
    if source is None or faults:
        return _said(began, faults=faults)
    handed = Handed(file.name, file.sheet, corrections(given.corrections), given.replace, opened=opened)
    aside = Aside(source, MOST_ROWS)
    rehearsal = Rehearsal(MOST_ROWS, numbers.MOST_ROWS, aside.take)
    try:
        with called_by(file.path, file.name):
            receipt = rehearse(world, source, file.path, now, handed=handed, rehearsal=rehearsal)
    except ImportRefused as refusal:
        counts, notes = _none_of(rehearsal, aside), _ALL_OR_NOTHING
        aside.take([*_refused_people(source, rehearsal, refusal)])
    except ZhunshengError as error:
        if not all(one.code.startswith("heading.") for one in error.problems):
            raise
        return _lost(began, source, error, file)
    else:
        counts, notes = {name: getattr(receipt, name) for name in _COUNTS}, receipt.notes
    failing = sorted(aside.first, key=lambda one: one.row)
    return _said(
        began,
        counts=counts,
        groups=aside.groups(counts["rows"] - counts["blank"], known_in(world, file.name, now, lists=False)),
        items=[*_failing(source, failing), *_others(source, rehearsal, failing)][:MOST_ROWS],
        strays=strays(source, rehearsal.good, rehearsal.strays, people),
        dry=numbers.moved(visited, viewer, given, source, rehearsal),
        notes=notes,
    )


def corrections(given: Iterable[Correction]) -> Corrections:
    """As loading takes them; of a row given twice the later cells count."""
    found: dict[int, dict[str, str]] = {}
    for one in given:
        found.setdefault(one.row, {}).update(one.cells)
    return found


def _said(
    began: float,
    *,
    faults: Iterable[Problem] = (),
    counts: Mapping[str, int] = _NOTHING,
    groups: list[ProblemGroup] | None = None,
    items: list[PreviewRow] | None = None,
    strays: list[Stray] | None = None,
    dry: list[DryNumber] | None = None,
    notes: Iterable[Problem] = (),
) -> PreviewOut:
    return PreviewOut(
        **counts,
        faults=[ProblemItem.of(one) for one in faults],
        groups=groups or [],
        items=items or [],
        strays=strays or [],
        numbers=dry or [],
        notes=[ProblemItem.of(one) for one in notes],
        seconds=round(perf_counter() - began, 3),
    )


def _lost(began: float, source: Source, error: ZhunshengError, file: File) -> PreviewOut:
    """Columns are not found, so nothing can be read; each is a problem that all rows have."""
    unused = [heading for heading in file.headings if heading not in columns_of(source, file.headings).values()]
    places = fields_by_place(source)
    groups = []
    for problem in error.problems:
        name = places.get(problem.place) if problem.code != "heading.another_file" else None
        mended = fixes.of_heading(problem.code, name, source, unused) if name else []
        groups.append(ProblemGroup(problem=ProblemItem.of(problem), field=name, rows=file.rows, texts=[], fixes=mended))
    return _said(began, counts={**_NOTHING, "rows": file.rows, "quarantined": file.rows}, groups=groups)


def _none_of(rehearsal: Rehearsal, aside: Aside) -> dict[str, int]:
    """Where a list of people is refused none of it is loaded."""
    failing = sum(piece.num_rows for piece in rehearsal.good) + aside.rows
    return {**_NOTHING, "rows": failing + rehearsal.blank, "quarantined": failing, "blank": rehearsal.blank}


def _refused_people(source: Source, rehearsal: Rehearsal, refusal: ImportRefused) -> Iterator[BadRow]:
    """The rows that the list of people is refused for, each with its reasons, placed at the source's fields."""
    feeds = source.feeds
    parts = {part: getattr(feeds, part) for part in PEOPLE_FIELDS} if isinstance(feeds, PeopleList) else {}
    parts["name"] = parts.get("label")
    reasons: dict[int, list[Problem]] = {}
    for refused in refusal.report.refused:
        name = parts.get(refused.problem.place)
        placed = replace(refused.problem, place=source.heading(name) if name else "", line=None)
        for row in refused.rows:
            reasons.setdefault(row, []).append(placed)
    cells = _cells(source, rehearsal.good, reasons.keys())
    for row, problems in sorted(reasons.items()):
        yield BadRow(row, cells.get(row, {}), tuple(problems))


def _cells(source: Source, pieces: Sequence[pa.Table], rows: Iterable[int]) -> dict[int, dict[str, str]]:
    """The cells of these rows, as they were read."""
    wanted = pa.array(sorted(rows), pa.int64())
    found: dict[int, dict[str, str]] = {}
    for piece in pieces:
        for row in piece.filter(pc.is_in(piece["_row"], wanted)).select(["_row", *source.fields]).to_pylist():
            found[row.pop("_row")] = {name: "" if value is None else str(value) for name, value in row.items()}
    return found


def _failing(source: Source, bad: Sequence[BadRow]) -> Iterator[PreviewRow]:
    places = fields_by_place(source)
    for row in bad:
        problems = [CellProblem(field=places.get(one.place), problem=ProblemItem.of(one)) for one in row.problems]
        yield PreviewRow(row=row.row, cells={name: shown(text) for name, text in row.cells.items()}, problems=problems)


def _others(source: Source, rehearsal: Rehearsal, failing: Sequence[BadRow]) -> Iterator[PreviewRow]:
    """Rows from the beginning of the file that have no problem."""
    wrong = {row.row for row in failing}
    for piece in rehearsal.raw:
        names = [name for name in piece.column_names if name in source.fields]
        for row in piece.select(["_row", *names]).to_pylist():
            if (number := row.pop("_row")) not in wrong:
                yield PreviewRow(row=number, cells={name: shown(text) for name, text in row.items()}, problems=[])


_ALL_OR_NOTHING: tuple[Problem, ...] = (
    Problem(
        "preview.people_refused",
        Text(
            zh="人员名单要么整份装入，要么一行也不装：先改好有问题的行",
            en="a list of people is loaded as a whole or not at all: first mend the rows that have problems",
        ),
    ),
)
