"""Wrong rows in groups: each problem once, with the texts that have it, how often, and how they are mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhunsheng.engine.facts.guessing.known import Known
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.sources.schemas import Fix, ProblemGroup, TextCount
from zhunsheng.server.sources.uploads.fixes import of_group, of_text, other_type
from zhunsheng.server.sources.uploads.understanding import shown

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


def fields_by_place(source: Source) -> Mapping[str, str]:
    """Where problems are placed, at a heading or a field → field."""
    return {**{name: name for name in source.fields}, **{source.heading(name): name for name in source.fields}}


def grouped(source: Source, bad: Iterable[BadRow], rows: int, known: Known) -> list[ProblemGroup]:
    """The groups, those of most rows first. `rows`: how many the file has that say something."""
    found: dict[tuple[str, str | None], _Group] = {}
    places = fields_by_place(source)
    for row in bad:
        seen = set()
        for problem in row.problems:
            name = places.get(problem.place)
            key = (problem.code, name)
            if key in seen:
                continue
            seen.add(key)
            group = found.get(key)
            if group is None:
                group = found[key] = _Group(problem)
            group.rows += 1
            if name is not None and (text := row.cells.get(name, "").strip()):
                group.texts[text] += 1
    ordered = sorted(found.items(), key=lambda item: -item[1].rows)
    return [_shown(source, code, name, group, rows, known) for (code, name), group in ordered]


def _shown(source: Source, code: str, name: str | None, group: _Group, rows: int, known: Known) -> ProblemGroup:
    texts = [
        TextCount(
            text=shown(text),
            rows=count,
            fixes=of_text(code, name, source.fields[name], text) if name and len(text) == len(shown(text)) else [],
        )
        for text, count in group.texts.most_common(MOST_TEXTS)
    ]
    fixes = _of_group(source, code, name, group, rows, known) if name else []
    problem = ProblemItem.of(group.problem)
    return ProblemGroup(problem=problem, field=name, rows=group.rows, texts=texts, fixes=fixes)


def _of_group(source: Source, code: str, name: str, group: _Group, rows: int, known: Known) -> list[Fix]:
    texts = [text for text, _ in group.texts.most_common(MOST_TEXTS)]
    fixes = of_group(code, name, source, texts)
    wrong_type = code.startswith(_OF_TYPE) and code not in _NOT_OF_TYPE
    if wrong_type and group.rows > _MOSTLY * rows:
        fixes += [fix for fix in other_type(name, source, list(group.texts), known) if fix not in fixes]
    return fixes
