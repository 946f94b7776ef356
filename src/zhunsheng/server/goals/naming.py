"""Whom and what the cells of a list name: people, units and metrics by key, else by a name that only one has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Problem, ZhunshengError
from zhunsheng.server.goals import problems
from zhunsheng.server.goals.books import Books
from zhunsheng.server.goals.lists import WORDS
from zhunsheng.server.subjects.queries import labels, members

Found = tuple[str, int | None]
"""Level and subject; None: the company."""


@dataclass
class _Directory:
    """Members of one dimension by key and by name."""

    keys: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def find(self, word: str) -> list[str]:
        """Keys of whom the word may mean."""
        return [word] if word in self.keys else self.names.get(word, [])


class Names:
    """The members that lists know now, and those whom the books name already, the erased ones among them."""

    def __init__(self, books: Books, metrics: Mapping[str, Metric]) -> None:
        self._of = {dimension: _Directory() for dimension in ("unit", "person")}
        for dimension, known in self._of.items():
            for one in members(dimension):
                known.keys[one.key] = one.id
                known.names.setdefault(one.name, []).append(one.key)
        self._keep("person", {id_ for goal in books.goals.values() for id_ in goal.accountable})
        for level in self._of:
            owners = {goal.owner for goal in books.goals.values() if goal.level == level and goal.owner is not None}
            self._keep(level, owners)
        self._metrics = metrics
        self._metric_names: dict[str, list[str]] = {}
        for id_, metric in metrics.items():
            for name in {metric.name.zh, metric.name.en}:
                self._metric_names.setdefault(name, []).append(id_)

    def _keep(self, dimension: str, ids: Iterable[int]) -> None:
        for id_, label in labels(list(ids)).items():
            self._of[dimension].keys.setdefault(label.key, id_)

    def owner(self, word: str, level: str | None) -> Found:
        """Whose goal it is. Raises ZhunshengError."""
        if level == "company" or (level is None and word.casefold() in WORDS["level"]["company"]):
            return "company", None
        found = [
            (dimension, known.keys[key])
            for dimension, known in self._of.items()
            if level in (None, dimension)
            for key in known.find(word)
        ]
        return found[0] if len(found) == 1 else self._refuse("owner", word, found)

    def person(self, word: str) -> int:
        """Who answers. Raises ZhunshengError."""
        found = [("person", self._of["person"].keys[key]) for key in self._of["person"].find(word)]
        return found[0][1] if len(found) == 1 else self._refuse("accountable", word, found)[1]

    def metric(self, field_: str, word: str) -> str:
        """The metric's id. Raises ZhunshengError."""
        found = [word] if word in self._metrics else self._metric_names.get(word, [])
        if len(found) == 1:
            return found[0]
        problem = problems.ambiguous(field_, word, found) if found else self._unknown(field_, word)
        raise ZhunshengError(problem)

    def _unknown(self, field_: str, word: str) -> Problem:
        return problems.unknown_metric(field_, word, [*self._metrics, *self._metric_names])

    def _refuse(self, field_: str, word: str, found: list[tuple[str, int]]) -> tuple[str, int]:
        if not found:
            raise ZhunshengError(problems.nobody_such(field_, word))
        keys = labels([id_ for _, id_ in found])
        raise ZhunshengError(problems.ambiguous(field_, word, [keys[id_].key for _, id_ in found]))
