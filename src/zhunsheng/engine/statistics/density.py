"""Density: whether more of the values lie just above a point than their smooth course around it says.

Source: the bunching estimator of R. Chetty et al., Quarterly Journal of Economics 126 (2011) 749-804: bins around the
point, a polynomial through the counts of those outside the zone, and what lies in the zone beyond it. Here the counts
are Poisson and the polynomial is their logarithm (P. McCullagh and J. Nelder, Generalized Linear Models, 2nd ed. 1989,
ch. 6), so that no count is expected below 0 and a bell is a parabola; the error grows with how badly it fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from zhunsheng.engine.statistics.panels import Floats

_BINS = 3
"""Of the zone."""
_AROUND = 5
"""Zones looked at on each side."""
_DEGREE = 3
_FAR = 30.0
_STEPS = 50
_STILL = 1e-10
_RIDGE = 1e-9
_LEAST = 100
"""Values around the point below which nothing is said."""


@dataclass(frozen=True)
class Excess:
    """Shares of all values: in the zone, and what the smooth course says; the one-sided p that there is no excess."""

    share: float
    expected: float
    chance: float


def excess(values: Floats, point: float, width: float) -> Excess | None:
    """Of values from `point` up to `point + width`; None where there are too few around it to tell.

    The zone as wide again below the point is left out of the course too: values that moved up are missing there.
    """
    edges = point + width / _BINS * np.arange(-_AROUND * _BINS, (_AROUND + 1) * _BINS + 1)
    counts = np.histogram(values, edges)[0].astype(np.float64)
    if counts.sum() < _LEAST:
        return None
    zone = np.arange(len(counts)) // _BINS
    inside, outside = zone == _AROUND, (zone != _AROUND) & (zone != _AROUND - 1)
    columns = np.vander(np.linspace(-1.0, 1.0, len(counts)), _DEGREE + 1)
    course, unsure = log_linear(columns[outside], counts[outside])
    smooth = np.exp(np.clip(columns @ course, -_FAR, _FAR))
    freedom = int(outside.sum()) - columns.shape[1]
    spread = max(float((np.square(counts - smooth) / smooth)[outside].sum()) / freedom, 1.0)
    expected, lever = float(smooth[inside].sum()), smooth[inside] @ columns[inside]
    error = float(np.sqrt(spread * (expected + lever @ unsure @ lever)))
    found = float(counts[inside].sum())
    return Excess(found / len(values), expected / len(values), float(stdtr(freedom, (expected - found) / error)))


def log_linear(columns: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Coefficients of the logarithm of Poisson means, and their covariance, by Newton's steps."""
    found = np.linalg.lstsq(columns, np.log(counts + 0.5), rcond=None)[0]
    ridge = _RIDGE * np.eye(columns.shape[1])
    for _ in range(_STEPS):
        means = np.exp(np.clip(columns @ found, -_FAR, _FAR))
        unsure = np.linalg.inv(columns.T @ (means[:, None] * columns) + ridge)
        step = unsure @ (columns.T @ (counts - means))
        found = found + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < _STILL:
            break
    return np.asarray(found), np.asarray(unsure)
