"""Everybody's kept numbers of a metric in a period, in memory until numbers move: a list of ten thousand is ranked
without a row being read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt
from django.db import connection

from zhunsheng.engine.values import Period
from zhunsheng.server.access.sight import Ints
from zhunsheng.server.metrics.history import History
from zhunsheng.server.metrics.kept import NOTHING, Point, Shelf

Floats = npt.NDArray[np.float64]

FEW = 500
"""So many subjects are read by themselves."""
# Whoever moves a stored number writes one of these rows in the same transaction.
_VERSION = """
SELECT concat_ws('/', (SELECT md5(string_agg(id || ':' || xmin, ',' ORDER BY id)) FROM facts_facttable),
                 (SELECT string_agg(xmin::text, ',') FROM metrics_measured),
                 (SELECT md5(string_agg(id || ':' || xmin, ',' ORDER BY id)) FROM metrics_closing))
"""
_THESE = "SELECT id FROM subjects_subject WHERE id = ANY(%s) ORDER BY key, id"
_ALL = "SELECT id FROM subjects_subject WHERE dimension = %s ORDER BY key, id"
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, eq=False)
class Column:
    """Numbers by subject, the subjects in order."""

    subject: Ints
    value: Floats
    n: Ints
    points: Sequence[Point]

    @classmethod
    def of(cls, numbers: Iterable[tuple[int, Point]]) -> Column:
        rows = sorted(numbers)
        return cls(
            np.array([subject for subject, _ in rows], dtype=np.int64),
            np.array([np.nan if point.value is None else point.value for _, point in rows], dtype=np.float64),
            np.array([point.n for _, point in rows], dtype=np.int64),
            [point for _, point in rows],
        )

    def places(self, ids: Ints) -> Ints:
        """Where the subjects stand; -1: nowhere."""
        return _places(self.subject, ids)

    def values(self, places: Ints) -> Floats:
        return np.where(places >= 0, self.value[places], np.nan) if self.value.size else np.full(places.shape, np.nan)

    def counts(self, places: Ints) -> Ints:
        return np.where(places >= 0, self.n[places], 0) if self.n.size else np.zeros(places.shape, dtype=np.int64)

    def point(self, place: int) -> Point:
        return self.points[place] if place >= 0 else NOTHING


def together(some: Ints, others: Ints) -> Ints:
    """All of both, each of which is in order."""
    strange = others[_places(some, others) < 0]
    return np.sort(np.concatenate([some, strange])) if strange.size else some


def _places(ordered: Ints, wanted: Ints) -> Ints:
    if not ordered.size:
        return np.full(wanted.shape, -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(ordered, wanted), ordered.size - 1)
    return np.where(ordered[at] == wanted, at, -1)


def columns(shelf: Shelf, metric: str, periods: Sequence[Period], subjects: Ints | None) -> list[Column]:
    """The metric's numbers in each period, at least those of the subjects (None: of everybody)."""
    if subjects is not None and subjects.size <= FEW:
        return _read(replace(shelf, subjects=subjects.tolist()), metric, periods)
    place = _place()
    with _ONE_AT_A_TIME:  # the same is asked for by many at once
        return [_everybody(place, shelf, metric, period) for period in periods]


def by_key(shelf: Shelf, dimension: str, ids: Ints) -> Ints:
    """Where each subject stands in the order of keys; who has none comes last."""
    if ids.size <= FEW:
        ordered, ranks = _ordered(_THESE, ids.tolist())
    else:
        with _ONE_AT_A_TIME:
            ordered, ranks = _all_ordered(_schema(), shelf.past, dimension, int(ids[-1]))
    places = _places(ordered, ids)
    return np.where(places >= 0, ranks[places], ids.size + ranks.size) if ranks.size else np.zeros_like(ids)


@lru_cache(maxsize=8)
def _all_ordered(schema: str, past: History, dimension: str, newest: int) -> tuple[Ints, Ints]:
    """Keys never change, an erased one keeps its place for a while: only a new subject asks for another reading."""
    return _ordered(_ALL, dimension)


def _ordered(statement: str, value: str | list[int]) -> tuple[Ints, Ints]:
    """Subjects in order, and the rank of each one's key."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        ids = np.array([id_ for (id_,) in cursor.fetchall()], dtype=np.int64)
    ranks = np.argsort(ids)
    return ids[ranks], ranks


def _place() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        ((version,),) = cursor.fetchall()
    return _schema(), str(version)


def _schema() -> str:
    return str(connection.schema_name)  # type: ignore[attr-defined]  # django-tenants adds it


@lru_cache(maxsize=64)
def _everybody(place: tuple[str, str], shelf: Shelf, metric: str, period: Period) -> Column:
    (found,) = _read(shelf, metric, [period])
    return found


def _read(shelf: Shelf, metric: str, periods: Sequence[Period]) -> list[Column]:
    found = shelf.read([metric], periods)
    return [
        Column.of((subject, each[period.start]) for (_, subject), each in found.items() if period.start in each)
        for period in periods
    ]
