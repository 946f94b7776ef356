"""Companies that never were: links whose effect is known, among people who have habits, trends and seasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhunsheng.engine.practices.goals.verdict import Evidence

Floats = npt.NDArray[np.float64]
DELAY = 2
"""Periods after which a child's effect shows."""


@dataclass(frozen=True)
class Habit:
    """What the numbers of a company are like.

    `child`, `parent`: autocorrelation of what is neither trend nor season, 1 for a random walk; standard deviations
    are 1. `noise`: share of it that is new every week. `trend`: rise or fall of both over the record, each link and
    side its own way; `season`: height of a yearly wave that both have; `holidays`: depth of two weeks a year in which
    both are low. People differ in size, and big ones have more of both. `rise`: of the child, when it becomes a target
    halfway. `missing`: share of the cells.
    """

    child: float = 0.5
    parent: float = 0.5
    noise: float = 0.0
    trend: float = 0.0
    season: float = 0.0
    holidays: float = 0.0
    missing: float = 0.0
    rise: float = 1.5


def evidence(rng: np.random.Generator, habit: Habit, people: int, weeks: int, effect: float) -> Evidence:
    """Numbers of one link."""
    child = _wandering(rng, people, weeks + DELAY, habit.child, habit.noise)
    parent = _wandering(rng, people, weeks, habit.parent, habit.noise)
    size = rng.uniform(0.3, 1.7, (people, 1)) if people > 1 else np.ones((1, 1))
    at = np.arange(weeks)
    angle = 2 * np.pi * at / 52 + rng.uniform(0, 2 * np.pi)
    shared = habit.season * (np.sin(angle) + 0.5 * np.sin(2 * angle)) - habit.holidays * np.isin(at % 52, (5, 40))
    trends = habit.trend * rng.choice([-1.0, 1.0], (2, 1)) * at / weeks
    target = habit.rise * (np.arange(-DELAY, weeks) >= weeks // 2)
    child += target
    parent += effect * child[:, :weeks]
    told = np.stack([child[:, DELAY:], parent]) + size * (shared + trends)[:, None] + 20 + 5 * size
    told[rng.random(told.shape) < habit.missing] = np.nan
    return Evidence(told[0], told[1])


def _wandering(rng: np.random.Generator, people: int, weeks: int, autocorrelation: float, noise: float) -> Floats:
    """People × weeks of standard deviation 1; a random walk begins at 0 and has steps of 1."""
    new = rng.standard_normal((people, weeks))
    found = new.copy()
    step = np.sqrt(1 - autocorrelation**2) if autocorrelation < 1 else 1.0
    for at in range(1, weeks):
        found[:, at] = autocorrelation * found[:, at - 1] + step * new[:, at]
    mixed: Floats = np.sqrt(1 - noise) * found + np.sqrt(noise) * rng.standard_normal(found.shape)
    return mixed
