"""What must add up: weights of an owner, parts of a whole, and the people who answer for a goal, to one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from zhunsheng.engine.practices.goals import flaw
from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import Goal, Measured
from zhunsheng.engine.practices.goals.link import Link

_ROUNDING = 0.005
"""How far a sum may be off, as a share of what it should be."""


def sums(goals: Mapping[str, Goal], links: Sequence[Link], measures: Mapping[str, Measured]) -> Iterator[Flaw]:
    """Everything about open goals, by code."""
    live = [goal for goal in goals.values() if not goal.closed]
    yield from _accountable(live)
    yield from _weights(live)
    yield from _gaps(goals, links, measures)


def _accountable(goals: Sequence[Goal]) -> Iterator[Flaw]:
    for goal in goals:
        if len(goal.answers) != 1:
            yield flaw.several(goal) if goal.answers else flaw.nobody(goal)


def _weights(goals: Sequence[Goal]) -> Iterator[Flaw]:
    """By owner and term, of those who have any weights."""
    together: dict[tuple[object, str], list[Goal]] = {}
    for goal in goals:
        if goal.weight is not None:
            together.setdefault((goal.owner, goal.term.label), []).append(goal)
    for weighted in together.values():
        total = math.fsum(goal.weight or 0.0 for goal in weighted)
        if abs(total - 1) > _ROUNDING:
            yield flaw.weights(weighted, total)


def _gaps(goals: Mapping[str, Goal], links: Sequence[Link], measures: Mapping[str, Measured]) -> Iterator[Flaw]:
    """Wholes whose parts, children with the same metric that adds up, come to something else."""
    parts: dict[str, list[Goal]] = {}
    for link in links:
        child, parent = goals.get(link.child), goals.get(link.parent)
        if child is not None and parent is not None and _part(child, parent, measures):
            parts.setdefault(parent.code, []).append(child)
    for code, children in parts.items():
        whole, total = goals[code].target or 0.0, math.fsum(child.target or 0.0 for child in children)
        if abs(total - whole) > _ROUNDING * abs(whole):
            yield flaw.apart(goals[code], children, total, measures[goals[code].metric or ""].unit)


def _part(child: Goal, parent: Goal, measures: Mapping[str, Measured]) -> bool:
    measured = measures.get(parent.metric or "")
    alike = measured is not None and measured.adds and child.metric == parent.metric
    both = child.target is not None and parent.target is not None and not child.closed and not parent.closed
    return alike and both and child.term.within(parent.term)
