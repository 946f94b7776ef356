"""Frozen values that cross the border of this app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import Direction, Level, Nature
from zhunsheng.engine.practices.goals.verdict import State
from zhunsheng.engine.values import Problem, Text, ZhunshengError

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Row:
    """What one row of a list of goals or links says. `row`: its number in the sheet; a column that is absent is no
    cell, and what is known stays."""

    sheet: str
    row: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEntry:
    """A goal as the books have it; see the engine's Goal. `owner`, `accountable`: ids of subjects; None: the company.

    `nature` None: that of the metric.
    """

    code: str
    name: str
    level: Level
    owner: int | None
    accountable: tuple[int, ...] = ()
    term: str
    metric: str | None = None
    milestone: str | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    direction: Direction = "up"
    weight: float | None = None
    nature: Nature | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEntry:
    """A link as the books have it. `delay_from`, `delay_to`: weeks, both included."""

    child: str
    parent: str
    statement: str = ""
    sign: Literal[1, -1] = 1
    smallest: float = 0.2
    delay_from: int = 0
    delay_to: int = 4
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be loaded, and why; the problem is placed by sheet, heading and row."""

    sheet: str
    row: int
    problem: Problem


@dataclass(frozen=True)
class Counts:
    """How many of a list are new, changed, as they were, and no longer."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0


@dataclass(frozen=True)
class ImportReport:
    """What lists of goals and links did, or would do.

    `flaws`: what is wrong with how all goals hang together afterwards. `remarks`: targets that are a stretch.
    """

    goals: Counts = Counts()
    links: Counts = Counts()
    refused: tuple[Refused, ...] = ()
    flaws: tuple[Flaw, ...] = field(default=(), compare=False)
    remarks: tuple[Problem, ...] = field(default=(), compare=False)


class ImportRefused(ZhunshengError):
    """Nothing was loaded, because of the rows that the report names."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__(*(refused.problem for refused in report.refused))


@dataclass(frozen=True)
class Landed:
    """Where a goal comes to lie if its children reach their targets; `now`: if things go on as in the last quarter.

    In the metric's unit, of the whole term where its numbers add up. None where a link has no estimate.
    """

    goal: str
    metric: str
    target: float | None
    now: float | None
    value: float | None
    low: float | None
    high: float | None
    children: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A link beside the numbers. `delay`: weeks; `effect`, `low`, `high`: residual standard deviations of the parent
    per standard deviation of the child."""

    link: str
    parent: str
    child: str
    state: State
    n: int
    delay: int | None
    effect: float | None
    low: float | None
    high: float | None
    reason: Text
    problems: tuple[Problem, ...] = ()
