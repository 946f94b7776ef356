"""What links mean: effort that stands for outcomes, children without a guard, statements that say nothing, units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from zhunsheng.engine.metrics import units
from zhunsheng.engine.practices.goals import flaw
from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import Goal, Measured
from zhunsheng.engine.practices.goals.link import Link

_WORDS = re.compile(r"[a-z]+|[\u3400-\u9fff]")
_EMPTY = frozenset(
    _WORDS.findall(
        "支撑支持提升达成实现促进帮助推动的了和与来以是为对能可会我们直接有利于目标指标"
        " a an the of to and in on for by with is are it our my we this that goal target metric support supports"
        " help helps drive drives increase increases improve improves achieve achieves reach"
    )
)
"""What can be said of any two goals."""
_LEAST = 2
"""New words that a statement needs, beside the names, to say something."""


def meaning(goals: Mapping[str, Goal], links: Sequence[Link], measures: Mapping[str, Measured]) -> Iterator[Flaw]:
    """Everything about open goals, by code, and the links between them."""
    for goal in goals.values():
        measured = measures.get(goal.metric or "")
        if goal.unit and measured and not goal.closed and not _agree(goal.unit, measured.unit):
            yield flaw.unit_mismatch(goal, goal.unit, measured.unit)
    live = [link for link in links if _open(goals, link)]
    for link in live:
        yield from _of_link(link, goals[link.child], goals[link.parent], measures)
    yield from _effort_only(goals, live)


def _open(goals: Mapping[str, Goal], link: Link) -> bool:
    child, parent = goals.get(link.child), goals.get(link.parent)
    return child is not None and parent is not None and not child.closed and not parent.closed


def _of_link(link: Link, child: Goal, parent: Goal, measures: Mapping[str, Measured]) -> Iterator[Flaw]:
    same = child.metric is not None and child.metric == parent.metric
    if not same and not says_something(link.statement, child.name, parent.name):
        yield flaw.says_nothing(link)
    if not same and child.metric and link.counter in (None, child.metric, parent.metric):
        yield flaw.unguarded(link, child)
    ours, theirs = (_unit(goal, measures) for goal in (child, parent))
    if ours and theirs and ours != theirs and _one_quantity(ours, theirs):
        yield flaw.units_apart(link, ours, theirs)


def _unit(goal: Goal, measures: Mapping[str, Measured]) -> str | None:
    measured = measures.get(goal.metric or "")
    return goal.unit or (measured.unit if measured else None)


def _effort_only(goals: Mapping[str, Goal], links: Sequence[Link]) -> Iterator[Flaw]:
    by_parent: dict[str, list[Link]] = {}
    for link in links:
        by_parent.setdefault(link.parent, []).append(link)
    for code, under in by_parent.items():
        efforts = all(goals[link.child].nature == "effort" for link in under)
        if efforts and goals[code].nature == "outcome":
            yield flaw.effort_only(goals[code], under)


def says_something(statement: str, child: str, parent: str) -> bool:
    """Whether it has words beside those of the two names and those that fit any two goals."""
    known = set(_WORDS.findall(f"{child} {parent}".casefold())) | _EMPTY
    return len(set(_WORDS.findall(statement.casefold())) - known) >= _LEAST


@cache
def _agree(one: str, other: str) -> bool:
    return units.unit(one).agrees(units.unit(other))


@cache
def _one_quantity(one: str, other: str) -> bool:
    """Whether both are money, or both are the same quantity, in different sizes."""
    left, right = (units.unit(written).unit for written in (one, other))
    if left is None or right is None or left.unitless or right.unitless:
        return False
    money = all(units.is_money(written) for written in (one, other))
    return not _agree(one, other) and (money or left.dimensionality == right.dimensionality)
