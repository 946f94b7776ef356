"""Slopes of one series on another with errors that bear what people's series are like.

Three errors stand beside each other and the widest speaks: of people as clusters (any dependence in time), of periods
(any dependence between people, fading over a few periods), and of independent cells.

Sources: clusters: J. Wooldridge, 2010, ch. 10.5.4, with G/(G-1), t of G-1; few clusters: wild bootstrap of the scores,
null imposed (P. Kline and A. Santos, Journal of Econometric Methods 1 (2012) 23-41), six-point weights (M. Webb,
Queen's Economics Department WP 1315, 2013). Periods: J. Driscoll and A. Kraay, Review of Economics and Statistics 80
(1998) 549-560, which for one series is W. Newey and K. West, Econometrica 55 (1987) 703-708; bandwidth 4(T/100)^(2/9),
widened as N. Kiefer and T. Vogelsang, Econometric Theory 21 (2005) 1130-1164, table 1, for short records.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import stdtr, stdtrit

from zhunsheng.engine.statistics.panels import Floats, Marks

LEAST_CLUSTERS = 6
"""People below which they are not taken as clusters."""
FEW_CLUSTERS = 50
"""People below which the bootstrap says how far the t distribution can be believed."""
_ESTIMATED = 3
"""The slope, and the two numbers that a memory is."""
_DRAWS = 999
_WEBB = np.sqrt([1.5, 1.0, 0.5])
_TINY = 1e-300


@dataclass(frozen=True)
class Slopes:
    """One each series: the slope, and three errors (clusters, periods, cells) with the freedom of each; 3 × series.

    `scores`, `weights`: people × series, Σ x·y and Σ x² of each, for the bootstrap. An error that says nothing is 0.
    """

    size: Floats
    errors: Floats
    freedom: Floats
    scores: Floats
    weights: Floats


def slopes(x: Floats, y: Floats, known: Marks, columns: int) -> Slopes:
    """Of y on x, periods × series × people, both without means; `columns`: that were taken out of everybody's own."""
    people, periods, cells = known.any(axis=0).sum(axis=-1), known.any(axis=-1).sum(axis=0), known.sum(axis=(0, 2))
    weights, products = (x * x).sum(axis=0).T, (x * y).sum(axis=0).T
    total = np.maximum(weights.sum(axis=0), _TINY)
    size = products.sum(axis=0) / total
    rest = y - size[:, None] * x
    used = people * columns + np.where(people > 1, periods - columns, 0) + _ESTIMATED
    inflate = cells / np.maximum(cells - used, 1)
    told = x * rest
    by_person = np.square(told.sum(axis=0)).sum(axis=-1) * people / np.maximum(people - 1, 1)
    by_person = np.where(people >= LEAST_CLUSTERS, by_person, 0.0)
    band = int(4 * (float(np.max(periods, initial=1)) / 100) ** (2 / 9))
    by_period = _long_run(told.sum(axis=-1), band) * np.square(_short((band + 1) / np.maximum(periods, 1)))
    by_cell = np.square(rest).sum(axis=(0, 2)) / np.maximum(cells, 1) * total
    errors = np.sqrt(np.maximum(np.stack([by_person, by_period, by_cell]), 0.0) * inflate) / total
    loose = np.maximum(periods - columns - _ESTIMATED, 1)
    freedom = np.stack([np.maximum(people - 1, 1), loose, loose]).astype(np.float64)
    return Slopes(size, errors, freedom, products, weights)


def _long_run(told: Floats, band: int) -> Floats:
    """The long-run sum of squares with Bartlett's weights, of periods × series."""
    found: Floats = np.square(told).sum(axis=0)
    for apart in range(1, band + 1):
        found += 2 * (1 - apart / (band + 1)) * (told[apart:] * told[:-apart]).sum(axis=0)
    return found


def _short(share: Floats) -> Floats:
    """How much further the 97.5 % point lies when the bandwidth is that share of the record (fixed-b)."""
    return 1.0 + (2.9694 * share + 0.4160 * share**2 - 0.5324 * share**3) / 1.96


def chances(found: Slopes, null: float | Floats, looks: int, wider: Floats) -> Floats:
    """Two-sided p of each series that its slope is `null`, as one of `looks`; `wider`: what the bootstrap asks for."""
    errors = found.errors * _on_clusters(wider)
    far = np.abs(found.size - null) / np.where(errors > 0, errors, 1.0)
    each = np.where(errors > 0, 2 * stdtr(found.freedom, -far), 0.0)
    return np.asarray(np.minimum(looks * each.max(axis=0), 1.0))


def reach(found: Slopes, level: Floats | float, looks: int, wider: Floats) -> Floats:
    """Half the width of the interval at error `level`, for all of `looks` together."""
    far = stdtrit(found.freedom, 1 - np.asarray(level) / (2 * looks)) * found.errors * _on_clusters(wider)
    widest: Floats = far.max(axis=0)
    return widest


def widening(found: Slopes, null: Floats | float, looks: int, error: float, seed: int) -> Floats:
    """How much wider than the t distribution says the bootstrap finds the largest of `looks` neighbours; at least 1.

    Series that are looks of one link lie side by side.
    """
    people = (found.weights > 0).sum(axis=0)
    few = (people >= LEAST_CLUSTERS) & (people < FEW_CLUSTERS)
    wider = np.ones(found.size.size)
    if not few.any():
        return wider
    draws = _draws(found.scores.shape[0], seed)
    scores = found.scores - found.weights * null
    total = np.maximum(found.weights.sum(axis=0), _TINY)
    off = draws @ scores / total
    inner = np.square(draws) @ np.square(scores) - 2 * off * (draws @ (scores * found.weights))
    inner += np.square(off) * np.square(found.weights).sum(axis=0)
    spread = np.sqrt(np.maximum(inner * people / np.maximum(people - 1, 1), _TINY)) / total
    most = np.abs(off / spread).reshape(len(draws), -1, looks).max(axis=2)
    asked = np.repeat(np.quantile(most, 1 - error, axis=0), looks) / stdtrit(found.freedom[0], 1 - error / (2 * looks))
    return np.where(few, np.maximum(asked, 1.0), 1.0)


@lru_cache(maxsize=64)
def _draws(people: int, seed: int) -> Floats:
    return np.random.default_rng(seed).choice(np.concatenate([-_WEBB, _WEBB]), (_DRAWS, people))


def _on_clusters(wider: Floats) -> Floats:
    return np.stack([wider, np.ones_like(wider), np.ones_like(wider)])
