"""Whether one goal is a part of another: the same number, which adds up, of somebody or something within the whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.goals.term import Term
from zhunsheng.server.goals.cascade import adds
from zhunsheng.server.goals.values import GoalEntry
from zhunsheng.server.people.whereabouts import Whereabouts


def is_part(child: GoalEntry, parent: GoalEntry, metric: Metric, on: Callable[[date], Whereabouts]) -> bool:
    """Within the company is everything, within a unit what is below it, within a leader the line.

    `metric`: of the child. `on`: the company on a day; asked for the last day of the child's term.
    """
    term = Term.parse(child.term)
    if child.metric != parent.metric or not adds(metric) or not term.within(Term.parse(parent.term)):
        return False
    return _within(child, parent, on(term.end - timedelta(days=1)))


def _within(child: GoalEntry, parent: GoalEntry, there: Whereabouts) -> bool:
    if child.owner is None or child.owner == parent.owner:
        return False
    if parent.owner is None:
        return True
    if parent.level == "unit":
        unit = child.owner if child.level == "unit" else there.unit(child.owner)
        return parent.owner in there.units_above(unit)
    if child.level == "person":
        return parent.owner in there.leaders(child.owner)
    inside = [person for person in there.spots if child.owner in there.units_above(there.unit(person))]
    return bool(inside) and all(one == parent.owner or parent.owner in there.leaders(one) for one in inside)
