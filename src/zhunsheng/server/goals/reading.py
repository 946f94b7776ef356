"""What a row of a list makes of a goal or link: its cells read, over what the books have; all that is wrong at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar, cast

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.feasible import beyond
from zhunsheng.engine.practices.goals.term import Term
from zhunsheng.engine.values import Problem, ZhunshengError
from zhunsheng.server.goals import problems
from zhunsheng.server.goals.lists import meant
from zhunsheng.server.goals.naming import Names
from zhunsheng.server.goals.values import GoalEntry, LinkEntry, Row

T = TypeVar("T")
_SEVERAL = re.compile(r"\s*[、,，;；\n]\s*")
_MONTH_BY_EXCEL = re.compile(r"(\d{4}-\d{2})-01( 00:00:00)?")
"""What a spreadsheet makes of 2026-03."""
_PLAIN = ("name", "milestone", "unit", "baseline", "target", "weight")


@dataclass
class Cells:
    """The cells of one row, and what is wrong with them so far; `what`: how the row is called in a problem."""

    row: Row
    what: str
    wrong: list[Problem] = field(default_factory=list)

    def says(self, name: str) -> bool:
        return name in self.row.cells

    def text(self, name: str) -> str | None:
        cell = self.row.cells.get(name)
        return None if cell is None else str(cell).strip() or None

    def read(self, name: str, by: Callable[[str], T]) -> T | None:
        """The cell, read; None where it is empty or cannot be read."""
        word = self.text(name)
        try:
            return None if word is None else by(word)
        except ZhunshengError as error:
            self.wrong += [problem.at(name) if not problem.place else problem for problem in error.problems]
            return None

    def word(self, name: str) -> str | None:
        """The meaning of a cell that holds one of a few words."""
        word = self.text(name)
        found = meant(name, word) if word else None
        if word and found is None:
            self.wrong.append(problems.no_such_word(name, word))
        return found

    def need(self, name: str, value: object) -> None:
        """Whatever it is that cannot be missing."""
        if value is None and not any(problem.place == name for problem in self.wrong):
            self.wrong.append(problems.missing(name, self.what))


def goal(cells: Cells, before: GoalEntry | None, names: Names, metrics: Mapping[str, Metric]) -> GoalEntry | None:
    """The goal as the row leaves it; None where something is wrong with the row."""
    made: dict[str, Any] = {} if before is None else asdict(before)
    made["code"] = cells.row.cells["code"]
    made |= {name: cells.row.cells[name] for name in _PLAIN if cells.says(name)}
    made |= _whose(cells, names)
    if cells.says("term"):
        made["term"] = cells.read("term", _term)
    if cells.says("metric"):
        made["metric"] = cells.read("metric", lambda word: names.metric("metric", word))
    if cells.says("nature"):
        made["nature"] = cells.word("nature")
    if cells.says("state"):
        made["closed"] = cells.word("state") == "closed"
    metric = metrics.get(made.get("metric") or "")
    if cells.says("direction") or before is None:
        made["direction"] = cells.word("direction") or ("down" if metric and metric.direction == "down" else "up")
    cells.wrong += _incomplete(cells, made)
    cells.wrong += [] if metric is None else _unreachable(made, metric)
    return None if cells.wrong else GoalEntry(**made)


def _whose(cells: Cells, names: Names) -> dict[str, Any]:
    """Level, owner and who answers, as far as the row says."""
    found: dict[str, Any] = {}
    level = cells.word("level")
    if level == "company" and cells.text("owner") is None:
        found |= {"level": "company", "owner": None}
    elif cells.says("owner"):
        whose = cells.read("owner", lambda word: names.owner(word, level))
        found |= {"level": None, "owner": None} if whose is None else {"level": whose[0], "owner": whose[1]}
    if cells.says("accountable"):
        people = [one for one in _SEVERAL.split(cells.text("accountable") or "") if one]
        found["accountable"] = tuple(_people(cells, names, people))
    return found


def _people(cells: Cells, names: Names, words: list[str]) -> Iterator[int]:
    for word in dict.fromkeys(words):
        try:
            yield names.person(word)
        except ZhunshengError as error:
            cells.wrong += error.problems


def _term(word: str) -> str:
    by_excel = _MONTH_BY_EXCEL.fullmatch(word)
    return Term.parse(by_excel[1] if by_excel else word).label


def _incomplete(cells: Cells, made: Mapping[str, Any]) -> Iterator[Problem]:
    cells.need("name", made.get("name"))
    cells.need("owner", made.get("level"))
    cells.need("term", made.get("term"))
    metric, milestone = made.get("metric"), made.get("milestone")
    unread = any(problem.place == "metric" for problem in cells.wrong)
    if metric and milestone:
        yield problems.measures_two(cells.what)
    elif not metric and not milestone and not unread:
        yield problems.measures_nothing(cells.what)
    elif metric:
        cells.need("target", made.get("target"))


def _unreachable(made: Mapping[str, Any], metric: Metric) -> list[Problem]:
    if metric.limits is None or made.get("target") is None:
        return []
    found = beyond(made["target"], made["direction"], metric.unit, metric.limits, made.get("baseline"))
    return [problem.at("target") for problem in found]


def link(cells: Cells, before: LinkEntry | None, names: Names) -> LinkEntry | None:
    """The link as the row leaves it; None where something is wrong with the row."""
    made: dict[str, Any] = {} if before is None else asdict(before)
    made |= {name: cells.row.cells[name] for name in ("child", "parent")}
    given = {name: cells.row.cells.get(name) for name in ("smallest", "delay_from", "delay_to")}
    made |= {name: value for name, value in given.items() if value is not None}
    if cells.says("statement"):
        made["statement"] = cells.text("statement") or ""
    if sign := cells.word("sign"):
        made["sign"] = int(sign)
    if cells.says("counter"):
        made["counter"] = cells.read("counter", lambda word: names.metric("counter", word))
    entry = LinkEntry(**made)
    if entry.smallest <= 0:
        cells.wrong.append(problems.no_effect(cells.what))
    if entry.delay_to < entry.delay_from:
        cells.wrong.append(problems.delay_backwards(cells.what))
    return None if cells.wrong else entry


def ends(row: Row) -> tuple[str, str]:
    return cast(str, row.cells["child"]), cast(str, row.cells["parent"])
