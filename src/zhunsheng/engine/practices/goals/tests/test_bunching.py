"""Values that stop at the target, and values that do not."""

from __future__ import annotations

import numpy as np

from zhunsheng.engine.practices.goals.bunching import bunched
from zhunsheng.engine.statistics.panels import Floats


def calls(seed: int, level: float = 45.0, people: int = 1500) -> Floats:
    rng = np.random.default_rng(seed)
    return rng.poisson(level * np.exp(0.2 * rng.standard_normal(people))).astype(np.float64)


def test_a_third_of_those_short_of_fifty_making_it_fifty_is_seen() -> None:
    rng, made = np.random.default_rng(1), calls(1)
    moved = (made >= 40) & (made < 50) & (rng.random(len(made)) < 1 / 3)
    found = bunched(np.where(moved, rng.integers(50, 53, len(made)), made), 50)
    assert found is not None
    assert found.p < 1e-6
    assert found.share > 2 * found.expected


def test_honest_calls_seldom_look_bunched_at_any_level() -> None:
    found = [bunched(calls(seed, level), 50) for level in (35, 50, 60) for seed in range(100)]
    assert np.mean([each is not None and each.p < 0.05 for each in found]) <= 0.08


def test_too_few_values_around_the_target_say_nothing() -> None:
    assert bunched(calls(2, people=60), 50) is None
    assert bunched(np.full(1000, np.nan), 50) is None


def test_units_do_not_matter_to_what_is_no_count() -> None:
    hours = np.random.default_rng(3).lognormal(3.9, 0.3, 2000) + 0.001
    one, other = bunched(hours, 50), bunched(hours * 60, 3000)
    assert one is not None
    assert other is not None
    assert abs(one.p - other.p) < 1e-6
