"""Rows that cannot become facts: kept as they came, with every reason why."""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.engine.values import Problem


@dataclass(frozen=True)
class BadRow:
    """A row set aside. `row` counts as a spreadsheet does (the heading of a plain file is row 1)."""

    row: int
    cells: dict[str, str]
    problems: tuple[Problem, ...]
