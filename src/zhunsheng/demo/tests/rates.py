"""Rates per person-time, compared honestly: sums the product gives, and the exact interval of their ratio (R25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import comb

from zhunsheng.demo.tests.conftest import Told


@dataclass(frozen=True)
class Rate:
    """So many leavers in so many person-years."""

    left: int
    years: float

    @property
    def value(self) -> float:
        return self.left / self.years


def total(told: Told, metric: str, since: date, until: date) -> float:
    """The metric's months for the whole company, added up."""
    (months,) = told.by(metric, "company", "month", since, until).values()
    return sum(value or 0.0 for value in months.values())


def rate(told: Told, left: str, years: str, since: date, until: date) -> Rate:
    return Rate(round(total(told, left, since, until)), total(told, years, since, until))


def ratio_interval(rate: Rate, base: Rate, confidence: float = 0.95) -> tuple[float, float]:
    """Of rate ÷ base: given their sum, the first's events are binomial (Clopper and Pearson's bounds)."""
    many, tail = rate.left + base.left, (1 - confidence) / 2

    def at_least(p: float) -> float:
        return sum(comb(many, k) * p**k * (1 - p) ** (many - k) for k in range(rate.left, many + 1))

    def at_most(p: float) -> float:
        return sum(comb(many, k) * p**k * (1 - p) ** (many - k) for k in range(rate.left + 1))

    low, high = 0.0, 1.0
    bounds = []
    for grows, chance in ((True, at_least), (False, at_most)):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (chance(middle) < tail) is grows else (low, middle)
        bounds.append(middle / (1 - middle) * base.years / rate.years)
    return bounds[0], bounds[1]
