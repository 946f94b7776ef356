"""Wrong rows in groups: each problem once, with the texts that have it, how often, and how they are mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhunsheng.engine.facts.guessing.known import Known
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.sources.schemas import Fix, ProblemGroup, TextCount
from zhunsheng.server.sources.uploads.fixes import of_group, of_text, other_type
from zhunsheng.server.sources.uploads.understanding import LONGEST_CELL, shown

MOST_TEXTS = 200
"""Of one group, those that stand most often."""
_MOSTLY = 0.5
_OF_TYPE = ("number.", "date.", "boolean.", "choice.", "money.")
_NOT_OF_TYPE = ("number.out_of_range", "date.future", "date.year", "money.currency")


@dataclass
class _Group:
    problem: Problem
    rows: int = 0
    texts: Counter[str] = field(default_factory=Counter)


@dataclass
class Aside:
    """Rows set aside, counted as they come: a file may be wrong in every row. `first`: so many of them."""

    source: Source
    most: int
    rows: int = 0
    first: list[BadRow] = field(default_factory=list)
    _groups: dict[tuple[str, str | None], _Group] = field(default_factory=dict)

    def take(self, bad: Sequence[BadRow]) -> None:
        self.rows += len(bad)
        self.first += bad[: self.most - len(self.first)]
        for row in bad:
            for key, problem in {(one.code, self.places.get(one.place)): one for one in row.problems}.items():
                group = self._groups.get(key)
                if group is None:
                    group = self._groups[key] = _Group(problem)
                group.rows += 1
                if key[1] is not None and (text := row.cells.get(key[1], "").strip()):
                    group.texts[text[: LONGEST_CELL + 1]] += 1

    @cached_property
    def places(self) -> Mapping[str, str]:
        return fields_by_place(self.source)

    def groups(self, rows: int, known: Known) -> list[ProblemGroup]:
        """The groups, those of most rows first. `rows`: how many the file has that say something."""
        ordered = sorted(self._groups.items(), key=lambda item: -item[1].rows)
        return [_shown(self.source, code, name, group, rows, known) for (code, name), group in ordered]


def fields_by_place(source: Source) -> Mapping[str, str]:
    """Where problems are placed, at a field or a heading → field."""
    return {name: name for name in source.fields} | {source.heading(name): name for name in source.fields}


def grouped(
    source: Source, problem: Problem, name: str | None, rows: int, texts: Sequence[tuple[str, int]]
) -> ProblemGroup:
    """A problem that many rows have in a field (None: as a whole), its texts and their rows, with ways to mend it."""
    counted = [
        TextCount(text=shown(text), rows=count, fixes=_of_text(source, problem.code, name, text))
        for text, count in texts
    ]
    fixes = of_group(problem.code, name, source, [text for text, _ in texts]) if name else []
    return ProblemGroup(problem=ProblemItem.of(problem), field=name, rows=rows, texts=counted, fixes=fixes)


def _shown(source: Source, code: str, name: str | None, group: _Group, rows: int, known: Known) -> ProblemGroup:
    found = grouped(source, group.problem, name, group.rows, group.texts.most_common(MOST_TEXTS))
    return found.model_copy(update={"fixes": _with_type(found.fixes, source, code, name, group, rows, known)})


def _of_text(source: Source, code: str, name: str | None, text: str) -> list[Fix]:
    whole = len(text) <= LONGEST_CELL
    return of_text(code, name, source.fields[name], text) if name and whole else []


def _with_type(
    fixes: list[Fix], source: Source, code: str, name: str | None, group: _Group, rows: int, known: Known
) -> list[Fix]:
    """And the type that the column seems to be, where most of its rows are wrong."""
    wrong_type = code.startswith(_OF_TYPE) and code not in _NOT_OF_TYPE
    if name is None or not wrong_type or group.rows <= _MOSTLY * rows:
        return fixes
    return [*fixes, *(fix for fix in other_type(name, source, list(group.texts), known) if fix not in fixes)]
