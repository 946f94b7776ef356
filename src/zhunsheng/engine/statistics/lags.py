"""What one series does for another some periods later: every delay of a window, in many panels at once.

At each delay the slope of y on x that many periods before, within people and periods (local projections: Ò. Jordà,
American Economic Review 95 (2005) 161-182, without dynamics), by feasible generalised least squares: both sides are
divided by the memory of what the slope leaves (C. Hansen, Journal of Econometrics 140 (2007) 670-694), then the errors
are made robust to that being the wrong memory. All delays look at the same periods of y.

Assumes that x does not answer to earlier y (strict exogeneity), and that what moves both is shared by all, or is each
one's own level, trend or season. Sizes are residual standard deviations of y per standard deviation of x, both within.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhunsheng.engine.statistics.memory import forgetful, memory
from zhunsheng.engine.statistics.panels import Floats, Ints, basis, usable, within
from zhunsheng.engine.statistics.slopes import Slopes, slopes


@dataclass(frozen=True)
class Lagged:
    """Of each panel and delay (side by side): slopes in units of the data, and what makes sizes of them.

    `x`, `y`: standard deviations of x and of what is left of y; `doubt`: the relative standard error of their ratio.
    `periods`, `people`: that were used.
    """

    slopes: Slopes
    x: Floats
    y: Floats
    doubt: Floats
    periods: Ints
    people: Ints


def lagged(child: Floats, parent: Floats, delay: tuple[int, int], season: int, shares: bool = False) -> Lagged:
    """Slopes of parent on child (panels × people × periods, NaN where missing), delays from and to.

    `shares`: whether everybody's share of the mean course is taken out too, see `panels`.
    """
    low, high = delay
    looks, periods = high - low + 1, parent.shape[2] - high
    shifted = [child[:, :, high - k : high - k + periods] for k in range(low, high + 1)]
    x = np.stack(shifted, axis=1).transpose(3, 0, 1, 2).reshape(periods, -1, child.shape[1])
    y = np.repeat(parent[:, :, high:].transpose(2, 0, 1), looks, axis=1)
    own = basis(periods, season, child.shape[1])
    return regressed(x, y, own, own, shares)


def regressed(x: Floats, y: Floats, own: Floats, smooth: Floats, shares: bool = False) -> Lagged:
    """Of y on x, periods × series × people, NaN where missing; `own`: what everybody has for themselves.

    `smooth`: the basis of all that is smooth and taken out of y, x with it where x is: what y's memory is seen without.
    """
    known = usable(np.isfinite(x) & np.isfinite(y), own.shape[1])
    both = within(np.stack([x, y]), known, own, shares)
    products, squares = (both[0] * both[1]).sum(axis=(0, 2)), np.square(both[0]).sum(axis=(0, 2))
    first = np.divide(products, squares, out=np.zeros_like(products), where=squares > 0)
    of_x, of_y = memory(both[0], known, own), memory(both[1] - first[:, None] * both[0], known, smooth)
    new = forgetful(both, known, of_y)
    return Lagged(
        slopes(new[0], new[1], known, own.shape[1] + shares),
        of_x.spread,
        of_y.spread,
        np.hypot(of_x.doubt, of_y.doubt),
        known.any(axis=-1).sum(axis=0),
        known.any(axis=0).sum(axis=-1),
    )
