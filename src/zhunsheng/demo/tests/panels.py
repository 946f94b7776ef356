"""Weekly numbers of the sellers of a region, and what one does for another within people and weeks (R8 will)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from zhunsheng.demo.tests.conftest import Told

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """In standard deviations, with its standard error."""

    size: float
    error: float

    def interval(self, looks: int = 1) -> tuple[float, float]:
        """At 95%; for all of several looks together, each is held to its share of the error (Bonferroni)."""
        far = NormalDist().inv_cdf(1 - 0.025 / looks) * self.error
        return self.size - far, self.size + far


def sellers_of(told: Told, region: str) -> list[str]:
    """工号 of everybody who ever sold there and nowhere else."""
    return [
        person.number
        for person in told.company.staff.people
        if all(post.seat.region == region and post.seat.position == "销售代表" for post in person.posts)
    ]


def panel(told: Told, metric: str, people: list[str], since: date, until: date) -> Floats:
    """People × weeks; NaN where there is no number."""
    found = told.by(metric, "person", "week", since, until)
    weeks = sorted({label for values in found.values() for label in values})
    rows = [[found.get(one, {}).get(week) for week in weeks] for one in people]
    return np.array(rows, dtype=float)


def effect(told: Told, region: str, since: date, until: date, delay: int = 0) -> Effect:
    """Of calls a day at work on signed value `delay` weeks later, person by person, week effects taken out."""
    people = sellers_of(told, region)
    calls = panel(told, "calls_a_day", people, since, until)
    value = panel(told, "won_value", people, since, until)
    there = np.isfinite(calls) & (calls > 0)
    value = np.where(there, np.nan_to_num(value), np.nan)
    calls = np.where(there, calls, np.nan)
    weeks = calls.shape[1] - delay
    return within(calls[:, :weeks], value[:, delay:])


def within(cause: Floats, result: Floats) -> Effect:
    """The slope between what is left of both after person and week effects, both in standard deviations."""
    known = np.isfinite(cause) & np.isfinite(result)
    known &= (known.sum(axis=1) > 1)[:, None] & (known.sum(axis=0) > 1)[None, :]
    x, y = (_left(np.where(known, values, 0.0), known)[known] for values in (cause, result))
    size = float(x @ y / np.sqrt((x @ x) * (y @ y)))
    freedom = len(x) - known.any(axis=1).sum() - known.any(axis=0).sum()
    return Effect(size, float(np.sqrt((1 - size**2) / freedom)))


def _left(values: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """What is left after means of people and of weeks are taken out in turns until they stay out."""
    for _ in range(50):
        for axis in (1, 0):
            many = np.maximum(known.sum(axis=axis, keepdims=True), 1)
            values = np.where(known, values - values.sum(axis=axis, keepdims=True) / many, 0.0)
    return values


def mean(told: Told, metric: str, dimension: str, name: str, grain: str, since: date, until: date) -> float:
    """Of the periods' values."""
    values = told.by(metric, dimension, grain, since, until)[name].values()
    return float(np.mean([value for value in values if value is not None]))
