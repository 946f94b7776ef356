"""Means and shares of several periods taken together: the product's numbers, weighted by how many cases each has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhunsheng.demo.tests.conftest import Told


@dataclass(frozen=True)
class Pooled:
    """A mean or a share, and the number of cases that it stands on."""

    value: float
    n: int

    @property
    def total(self) -> float:
        return self.value * self.n


def together(parts: Iterable[Pooled]) -> Pooled:
    known = [part for part in parts if part.n]
    many = sum(part.n for part in known)
    return Pooled(sum(part.total for part in known) / many, many)


def pooled(told: Told, metric: str, dimension: str, grain: str, since: date, until: date) -> dict[str, Pooled]:
    """Key of the subject → its mean or share over the whole span; `""`: of the cases that name none."""
    parts: dict[str, list[Pooled]] = {}
    for one in told.numbers(metric, dimension, grain, since, until):
        if one.period is not None and one.value is not None:
            parts.setdefault(one.subject or "", []).append(Pooled(one.value, one.n))
    return {key: together(own) for key, own in parts.items()}


def whole(told: Told, metric: str, grain: str, since: date, until: date) -> Pooled:
    """Of the whole company."""
    return pooled(told, metric, "company", grain, since, until)["company"]
