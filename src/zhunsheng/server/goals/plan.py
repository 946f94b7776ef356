"""What lists of goals and links would do, decided before anything is written: all problems at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.server.goals import problems, reading
from zhunsheng.server.goals.books import Books, Ends
from zhunsheng.server.goals.naming import Names
from zhunsheng.server.goals.reading import Cells
from zhunsheng.server.goals.sheet import Sheets
from zhunsheng.server.goals.values import Counts, GoalEntry, LinkEntry, Refused, Row

K = TypeVar("K", bound=str | tuple[str, str])
V = TypeVar("V")


@dataclass(frozen=True)
class Plan:
    """The rows' goals and links as they would be, links that would be no longer, and rows that cannot be read so."""

    goals: dict[str, GoalEntry]
    links: dict[Ends, LinkEntry]
    ended: tuple[Ends, ...]
    refused: tuple[Refused, ...]

    def after(self, books: Books) -> Books:
        """The books as the plan leaves them."""
        links = {ends: one for ends, one in {**books.links, **self.links}.items() if ends not in self.ended}
        return Books({**books.goals, **self.goals}, links)


def plan(sheets: Sheets, books: Books, metrics: Mapping[str, Metric]) -> Plan:
    """The plan of all rows; whoever is not in them stays as is."""
    names, found = Names(books, metrics), list(sheets.unreadable)
    goals = dict(_goals(sheets, books, names, metrics, found))
    told = dict(_links(sheets, books, names, found))
    return Plan(
        goals,
        {ends: entry for ends, entry in told.items() if entry is not None},
        tuple(ends for ends, entry in told.items() if entry is None and ends in books.links),
        tuple(sorted(found, key=lambda one: (one.sheet, one.row))),
    )


def _goals(
    sheets: Sheets, books: Books, names: Names, metrics: Mapping[str, Metric], found: list[Refused]
) -> Iterator[tuple[str, GoalEntry]]:
    for code, row in _single(sheets, sheets.goals, "code", _code, found):
        cells = Cells(row, code)
        entry = reading.goal(cells, books.goals.get(code), names, metrics)
        found += [sheets.refused(row, problem) for problem in cells.wrong]
        if entry is not None:
            yield code, entry


def _links(sheets: Sheets, books: Books, names: Names, found: list[Refused]) -> Iterator[tuple[Ends, LinkEntry | None]]:
    """None: the link is no longer."""
    for ends, row in _single(sheets, sheets.links, "child", reading.ends, found):
        cells = Cells(row, " → ".join(ends))
        over = cells.word("state") == "closed"
        entry = reading.link(cells, books.links.get(ends), names)
        found += [sheets.refused(row, problem) for problem in cells.wrong]
        if over or entry is not None:
            yield ends, None if over else entry


def _code(row: Row) -> str:
    return str(row.cells["code"])


def _single(
    sheets: Sheets, rows: Sequence[Row], field: str, key: Callable[[Row], K], found: list[Refused]
) -> Iterator[tuple[K, Row]]:
    """Rows by key; of rows that say the same the first, of rows that do not none."""
    groups: dict[K, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    for what, group in groups.items():
        if all(row.cells == group[0].cells for row in group):
            yield what, group[0]
            continue
        called = what if isinstance(what, str) else " → ".join(what)
        problem = problems.duplicate(field, called, [row.row for row in group])
        found += [sheets.refused(row, problem) for row in group]


def counted(planned: Mapping[K, V], before: Mapping[K, V], ended: int = 0) -> Counts:
    """How many of what is planned are new, changed and as they were."""
    new = sum(key not in before for key in planned)
    changed = sum(key in before and before[key] != entry for key, entry in planned.items())
    return Counts(new, changed, len(planned) - new - changed, ended)
