"""What there is to judge a link by: the weeks of its child and its parent, person by person where there are people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.term import Term
from zhunsheng.engine.practices.goals.verdict import Evidence
from zhunsheng.engine.values import Text
from zhunsheng.server.goals.numbers import COMPANY, Floats, Marks, Numbers
from zhunsheng.server.goals.values import GoalEntry
from zhunsheng.server.metrics.queries import of_people, things_of

SEASON = 52
"""Weeks of a year."""
FEW = 2
"""Rows that can be compared with each other within a week."""
PEOPLE = Text(zh="人", en="people")

Series = tuple[Floats, Floats]
"""Of child and parent: people × weeks."""


@dataclass(frozen=True)
class Pair:
    """A link's two goals and their metrics. `part`: the child is a part of its parent (see `parts.is_part`)."""

    child: GoalEntry
    parent: GoalEntry
    child_metric: Metric
    parent_metric: Metric
    part: bool

    @property
    def by_person(self) -> bool:
        """Whether both have numbers of people to compare, which are not one and the same."""
        return not self.same and self.child_metric.personal and self.parent_metric.personal

    @property
    def same(self) -> bool:
        """Whether both are the same number, of different owners."""
        return self.child_metric.id == self.parent_metric.id


@dataclass(frozen=True)
class Basis:
    """What a link is judged by, and what its rows are: people, or things that both metrics are about."""

    evidence: Evidence
    rows: Text


def basis(numbers: Numbers, pair: Pair, goals: Sequence[GoalEntry]) -> Basis:
    """Both series, people × weeks. `goals`: all of the company, for since when the child is a target.

    The people are those of the child's unit, or everybody; of a person's goal it is that person or, where the person
    has no such numbers, whom they lead. Where fewer than two people have both numbers, the rows are things that both
    are about, as the dealers whom one manager answers for; else the owners' own numbers are a series without people.
    """
    rows, series = PEOPLE, _panel(numbers, pair)
    if series is None or len(series[0]) < FEW:
        rows, series = _things(numbers, pair) or (PEOPLE, series or _single(numbers, pair))
    return Basis(_cut(numbers, pair, goals, series), rows)


def _cut(numbers: Numbers, pair: Pair, goals: Sequence[GoalEntry], series: Series) -> Evidence:
    """The series from the first week that both have to the last in which both are complete."""
    child, parent = series
    first = _first_week(child, parent)
    since = since_when(numbers, pair.child, goals)
    last = min(numbers.mature(pair.child_metric), numbers.mature(pair.parent_metric))
    return Evidence(
        child[:, first:last],
        parent[:, first:last],
        SEASON,
        since - first if since is not None and first < since < last else None,
    )


def _panel(numbers: Numbers, pair: Pair) -> Series | None:
    both = (pair.child_metric, pair.parent_metric)
    if not pair.by_person or not all(of_people(metric, numbers.scene.bundle) for metric in both):
        return None
    ours, theirs = numbers.of(pair.child_metric, "person"), numbers.of(pair.parent_metric, "person")
    there = {who: marks for who, marks in people(numbers, pair).items() if who in ours and who in theirs}
    if not there:
        return None
    child = [np.where(marks, ours[who], np.nan) for who, marks in there.items()]
    parent = [np.where(marks, theirs[who], np.nan) for who, marks in there.items()]
    return np.array(child), np.array(parent)


def _things(numbers: Numbers, pair: Pair) -> tuple[Text, Series] | None:
    """Of the first kind of thing of which the child's owner has several with both numbers."""
    bundle, owner, both = numbers.scene.bundle, pair.child.owner, (pair.child_metric, pair.parent_metric)
    if pair.same or not (owner is None or all(of_people(metric, bundle) for metric in both)):
        return None
    about = None if owner is None else (pair.child.level, owner)
    for dimension in (name for name in things_of(both[0], bundle) if name in things_of(both[1], bundle)):
        ours, theirs = (numbers.of(metric, dimension, about) for metric in both)
        there = sorted(ours.keys() & theirs.keys())
        if len(there) >= FEW:
            return _called(dimension, bundle), (
                np.array([ours[one] for one in there]),
                np.array([theirs[one] for one in there]),
            )
    return None


def _called(dimension: str, bundle: Bundle) -> Text:
    known = bundle.find(Dimension, dimension)
    return Text(zh=f"个{known.name.zh}", en=f"of '{known.name.en}'") if known else Text(zh="行", en="rows")


def people(numbers: Numbers, pair: Pair) -> Mapping[int, Marks]:
    """Whose numbers the child's owner stands for, in which weeks: they belonged there and were at work."""
    owner, level = pair.child.owner, pair.child.level
    if owner is None:
        return numbers.at_work
    if level == "person" and owner in numbers.of(pair.child_metric, "person"):
        return {owner: numbers.at_work[owner]} if owner in numbers.at_work else {}
    return {
        who: marks & numbers.at_work[who]
        for who, marks in numbers.inside("unit" if level == "unit" else "manager", owner).items()
        if who in numbers.at_work
    }


def _single(numbers: Numbers, pair: Pair) -> Series:
    ends = ((pair.child, pair.child_metric), (pair.parent, pair.parent_metric))
    child, parent = (own(numbers, goal, metric) for goal, metric in ends)
    return child, parent


def own(numbers: Numbers, goal: GoalEntry, metric: Metric) -> Floats:
    """The owner's own number week by week, one row."""
    nothing = np.full(len(numbers.weeks), np.nan)
    if goal.level != "company" and not of_people(metric, numbers.scene.bundle):
        return nothing[None, :]
    found = numbers.of(metric, goal.level).get(COMPANY if goal.owner is None else goal.owner, nothing)
    return found[None, :]


def _first_week(child: Floats, parent: Floats) -> int:
    """The first week in which both have numbers."""
    both = np.isfinite(child).any(axis=0) & np.isfinite(parent).any(axis=0)
    return int(both.argmax())


def since_when(numbers: Numbers, child: GoalEntry, goals: Sequence[GoalEntry]) -> int | None:
    """Place of the first week in which the owner had a goal with that metric; None where that lies outside."""
    alike = (goal for goal in goals if (goal.metric, goal.owner) == (child.metric, child.owner))
    begins = min(Term.parse(goal.term).start for goal in alike)
    return next((at for at, week in enumerate(numbers.weeks) if week.start >= begins), None)
