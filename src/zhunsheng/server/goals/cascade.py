"""The books as the engine reads them: goals and links by the names that people use."""

from __future__ import annotations

from collections.abc import Mapping

from zhunsheng.engine.metrics.count import Count
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.sum import Sum
from zhunsheng.engine.practices.goals.flaw import Flaw
from zhunsheng.engine.practices.goals.goal import COMPANY, Goal, Measured, Owner
from zhunsheng.engine.practices.goals.link import Link
from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.structure import flaws
from zhunsheng.engine.practices.goals.term import Term
from zhunsheng.server.goals.books import Books
from zhunsheng.server.goals.values import GoalEntry, LinkEntry
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.subjects.values import Label


def flaws_of(books: Books, metrics: Mapping[str, Metric]) -> list[Flaw]:
    """What is wrong with how they hang together."""
    return flaws(goals_of(books, metrics), [link_of(entry) for entry in books.links.values()], measures(metrics))


def goals_of(books: Books, metrics: Mapping[str, Metric]) -> list[Goal]:
    people = labels([id_ for entry in books.goals.values() for id_ in subjects_of(entry)])
    return [_goal(entry, people, metrics) for entry in books.goals.values()]


def link_of(entry: LinkEntry) -> Link:
    promise = Promise(entry.sign, entry.smallest, (entry.delay_from, entry.delay_to))
    return Link(entry.child, entry.parent, entry.statement, promise, entry.counter)


def subjects_of(entry: GoalEntry) -> tuple[int, ...]:
    """Whom the goal names: its owner, and who answers for it."""
    return entry.accountable if entry.owner is None else (*entry.accountable, entry.owner)


def measures(metrics: Mapping[str, Metric]) -> dict[str, Measured]:
    """What structure needs to know of each metric."""
    return {id_: Measured(metric.unit, adds(metric)) for id_, metric in metrics.items()}


def adds(metric: Metric) -> bool:
    """Whether the numbers of parts add up to that of the whole."""
    return isinstance(metric.measure, Count | Sum)


def _goal(entry: GoalEntry, people: Mapping[int, Label], metrics: Mapping[str, Metric]) -> Goal:
    metric = metrics.get(entry.metric or "")
    return Goal(
        code=entry.code,
        name=entry.name,
        owner=COMPANY if entry.owner is None else Owner(entry.level, people[entry.owner].key),
        term=Term.parse(entry.term),
        accountable=tuple(people[id_].key for id_ in entry.accountable),
        metric=entry.metric,
        unit=entry.unit,
        target=entry.target,
        weight=entry.weight,
        nature=entry.nature or (metric.nature if metric else "outcome"),
        closed=entry.closed,
    )
