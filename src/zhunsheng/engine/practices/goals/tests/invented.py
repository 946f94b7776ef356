"""Links whose effect is known."""

from __future__ import annotations

import numpy as np

from zhunsheng.engine.practices.goals.verdict import Evidence
from zhunsheng.engine.statistics.panels import Floats


def wandering(rng: np.random.Generator, people: int, weeks: int, autocorrelation: float) -> Floats:
    """People × weeks of standard deviation 1."""
    found = rng.standard_normal((people, weeks))
    for at in range(1, weeks):
        found[:, at] = autocorrelation * found[:, at - 1] + np.sqrt(1 - autocorrelation**2) * found[:, at]
    return found


def link(
    seed: int,
    people: int = 20,
    weeks: int = 52,
    effect: float = 0.0,
    autocorrelation: float = 0.5,
    since: int | None = None,
    rise: float = 1.5,
) -> Evidence:
    """A child that rises halfway, or when it becomes a target; a parent that follows two weeks later, or does not."""
    rng = np.random.default_rng(seed)
    child, parent = (wandering(rng, people, weeks, autocorrelation) for _ in range(2))
    child[:, since or weeks // 2 :] += rise
    parent[:, 2:] += effect * child[:, :-2]
    return Evidence(30 + 10 * child, 100 + 5 * parent, since=since)
