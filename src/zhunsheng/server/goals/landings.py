"""Where a goal comes to lie if every goal that supports it reaches its target, by the estimated effects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.landing import landing
from zhunsheng.engine.practices.goals.term import Term
from zhunsheng.engine.practices.goals.verdict import Verdict
from zhunsheng.server.goals.cascade import adds
from zhunsheng.server.goals.evidence import Pair, own
from zhunsheng.server.goals.looks import Look
from zhunsheng.server.goals.numbers import Floats, Numbers
from zhunsheng.server.goals.values import GoalEntry, Landed

RECENT = 13
"""Weeks that say how things stand now."""


def landed(numbers: Numbers, looks: Sequence[Look]) -> Landed:
    """Of one parent; `looks`: its links. Numbers that add up are those of the whole term, others as they are."""
    pairs = [look.pair for look in looks if look.pair]
    parent, metric = pairs[0].parent, pairs[0].parent_metric
    now = _now(own(numbers, parent, metric), parent, metric)
    parts = sum(_gap_of_part(numbers, pair) for pair in pairs if pair.part)
    children = [one for look in looks if look.pair and not look.pair.part if (one := _pull(look, look.pair))]
    found = landing(now + parts, children) if np.isfinite(now + parts) else None
    whole = found is not None and len(children) == sum(not pair.part for pair in pairs)
    return Landed(
        goal=parent.code,
        metric=metric.id,
        target=parent.target,
        now=now if np.isfinite(now) else None,
        value=found.value if found and whole else None,
        low=found.low if found and whole else None,
        high=found.high if found and whole else None,
        children=tuple(look.entry.child for look in looks),
    )


def _pull(look: Look, pair: Pair) -> tuple[Verdict, float] | None:
    """The verdict, and how far the child has to go, times how much of the parent its rows are."""
    if look.basis is None or look.verdict is None or pair.child.target is None:
        return None
    child = look.basis.evidence.child
    rows = max(int(np.isfinite(child[:, -RECENT:]).any(axis=1).sum()), 1)
    weeks = _weeks(pair.child)
    target = pair.child.target / weeks / rows if adds(pair.child_metric) else pair.child.target
    scale = rows * _weeks(pair.parent) if adds(pair.parent_metric) else 1.0
    gap = (target - _mean(child)) * scale
    return (look.verdict, gap) if np.isfinite(gap) else None


def _gap_of_part(numbers: Numbers, pair: Pair) -> float:
    """How far a part of the whole has to go; nothing where it has no target."""
    if pair.child.target is None:
        return 0.0
    now = _now(own(numbers, pair.child, pair.child_metric), pair.child, pair.child_metric)
    return pair.child.target - now


def _now(weekly: Floats, goal: GoalEntry, metric: Metric) -> float:
    """What the goal's number comes to if weeks go on as they lately were."""
    return _mean(weekly) * (_weeks(goal) if adds(metric) else 1.0)


def _weeks(goal: GoalEntry) -> float:
    term = Term.parse(goal.term)
    return (term.end - term.start).days / 7


def _mean(weekly: Floats) -> float:
    recent = weekly[:, -RECENT:]
    known = recent[np.isfinite(recent)]
    return float(known.mean()) if known.size else float("nan")
