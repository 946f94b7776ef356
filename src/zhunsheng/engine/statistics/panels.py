"""Panels: what is left of people's series without their own level and trend, and without what periods bring to all.

Source: two-way fixed effects and individual trends; J. Wooldridge, Econometric Analysis of Cross Section and Panel
Data, 2nd ed. 2010, ch. 10 and 11.7.2. Of a course in time that all share, a market or a busy season, the big may have
more than the small: then each one's share of the mean course goes as well (common correlated effects; M. Pesaran,
Econometrica 74 (2006) 967-1012). As cells may be missing, the projections are made in turns until they stay put
(P. Guimarães and P. Portugal, Stata Journal 10 (2010) 628-649).

A series alone has nobody to share with: its season is taken for waves.

Arrays are periods × series × people, time first; many panels of one shape are handled at once.
"""

from __future__ import annotations

from math import tau

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
_ROUNDS = 60
_STILL = 1e-9
_TINY = 1e-300
_RIDGE = 1e-9
"""For people of few neighbouring cells, whose trend and waves can hardly be told apart."""
_NOTHING = 1e-16
"""Of the sum of squares."""
_ENOUGH = 3
"""Cells that somebody must have beyond those that their own level, trend and season use up."""


def basis(periods: int, season: int, people: int) -> Floats:
    """Periods × columns, orthonormal: what everybody has for themselves. Level and trend; alone, also the season.

    `season`: periods a year, 0 where there is none. Two waves (a year, half a year) from a third of a year on, since a
    part of a wave looks like any other course; three from seven quarters on.
    """
    at = np.arange(periods, dtype=np.float64)
    waves = 0 if people > 1 or 3 * periods < season else 3 if 4 * periods >= 7 * season else 2
    turns = [wave(tau * k * at / season) for k in range(1, waves + 1) if 2 * k < season for wave in (np.sin, np.cos)]
    found: Floats = np.linalg.qr(np.column_stack([np.ones(periods), at, *turns]))[0]
    return found


def usable(known: Marks, columns: int) -> Marks:
    """Cells that can say something: of people who have enough of them, in periods that somebody else has too."""
    alone = known.shape[-1] == 1
    for _ in range(3):
        known = known & (known.sum(axis=0) >= columns + _ENOUGH)
        if not alone:
            known = known & (known.sum(axis=-1, keepdims=True) > 1)
    return known


def within(values: Floats, known: Marks, own: Floats, shares: bool = False) -> Floats:
    """What is left of `values` (… × periods × series × people); 0 where not known.

    `own`: a basis, as above. `shares`: whether everybody's share of the mean course is taken out too.
    """
    inverse = _inverse(known, own)
    left = _without_own(np.where(known, values, 0.0), known, own, inverse)
    if known.shape[-1] > 1:
        left = _without_periods(left, known, own, inverse, shares)
    return np.where(_something(left, values, known), left, 0.0)


def _without_periods(left: Floats, known: Marks, own: Floats, inverse: Floats, shares: bool) -> Floats:
    many = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    scale = np.sqrt(np.square(left).mean()) or 1.0
    course = np.where(known, left.sum(axis=-1, keepdims=True) / many, 0.0)
    course = _without_own(course, known, own, inverse)
    length = np.maximum(np.square(course).sum(axis=-3, keepdims=True), _TINY)
    for _ in range(_ROUNDS):
        before = left
        if shares:
            left = left - course * ((left * course).sum(axis=-3, keepdims=True) / length)
        left = np.where(known, left - left.sum(axis=-1, keepdims=True) / many, 0.0)
        left = _without_own(left, known, own, inverse)
        if np.abs(left - before).max(initial=0.0) < _STILL * scale:
            break
    return left


def _something(left: Floats, values: Floats, known: Marks) -> Marks:
    """Series of which more is left than what arithmetic leaves of nothing."""
    whole = np.square(np.where(known, values, 0.0)).sum(axis=(-3, -1), keepdims=True)
    found: Marks = np.square(left).sum(axis=(-3, -1), keepdims=True) > _NOTHING * whole
    return found


def _inverse(known: Marks, own: Floats) -> Floats:
    """Of the normal matrix of everybody's own columns: series × people × columns × columns."""
    periods, columns = own.shape
    products = (own[:, :, None] * own[:, None, :]).reshape(periods, -1)
    normal = (products.T @ known.reshape(periods, -1).astype(np.float64)).T.reshape(-1, columns, columns)
    ridge: Floats = _RIDGE * np.eye(columns)
    return np.asarray(np.linalg.inv(normal + ridge), dtype=np.float64).reshape(*known.shape[1:], columns, columns)


def _without_own(values: Floats, known: Marks, own: Floats, inverse: Floats) -> Floats:
    sums = np.tensordot(own, values, (0, -3))  # columns × … × series × people
    weights = np.einsum("skij,j...sk->i...sk", inverse, sums)
    return np.where(known, values - np.moveaxis(np.tensordot(own, weights, (1, 0)), 0, -3), 0.0)
