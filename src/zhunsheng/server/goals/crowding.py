"""Days that end just above the target: effort that is counted to the target and no further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zhunsheng.engine.metrics.figures import figure
from zhunsheng.engine.practices.goals.bunching import Bunching, bunched
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.goals.evidence import Pair, people, since_when
from zhunsheng.server.goals.numbers import Floats, Marks, Numbers
from zhunsheng.server.goals.values import GoalEntry
from zhunsheng.server.metrics.queries import of_people

ERROR = 0.001
"""Chance of finding bunching where there is none: many goals are looked at."""


def crowding(numbers: Numbers, pair: Pair, goals: Sequence[GoalEntry]) -> Problem | None:
    """What the days of the child's people say, since it is a target; only of effort, which is done by the day."""
    effort = (pair.child.nature or pair.child_metric.nature) == "effort"
    target, since = pair.child.target or 0.0, since_when(numbers, pair.child, goals)
    if not effort or target <= 0 or since is None or not of_people(pair.child_metric, numbers.scene.bundle):
        return None
    found = bunched(_values(numbers, pair, people(numbers, pair), since), target)
    return _said(pair, found) if found and found.p <= ERROR and found.share > found.expected else None


def _values(numbers: Numbers, pair: Pair, whose: Mapping[int, Marks], since: int) -> Floats:
    """The days of those people, in weeks in which they were there, from the week on."""
    who, week, values = numbers.daily(pair.child_metric)
    there = np.zeros(len(who), dtype=bool)
    for person, marks in whose.items():
        mine = np.flatnonzero(who == person)
        there[mine] = marks[week[mine]]
    return values[there & (week >= since)]


def _said(pair: Pair, found: Bunching) -> Problem:
    target, name = figure(pair.child.target or 0.0, pair.child_metric.unit), pair.child_metric.name
    share, expected = f"{found.share:.0%}", f"{found.expected:.0%}"
    return Problem(
        "goals.bunching",
        Text(
            zh=f"{name.zh}有 {share} 的日子刚好过 {target.zh}，照平滑的分布只该有 {expected}：数到为止",
            en=f"{share} of the days of '{name.en}' end just above {target.en}, where a smooth course expects "
            f"{expected}: it is counted to and left at that",
        ),
        Text(
            zh="看这些日子的质量（时长、结果），把目标换成结果",
            en="look at what those days were worth, and make the outcome the target",
        ),
        pair.child.code,
    )
