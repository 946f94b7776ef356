"""Levels: whether a series lies higher or lower from a moment on, or only goes up and down as it always does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhunsheng.engine.statistics.lags import regressed
from zhunsheng.engine.statistics.panels import Floats
from zhunsheng.engine.statistics.slopes import chances


@dataclass(frozen=True)
class Shift:
    """Of each panel: the mean from the moment on less the mean before, relative to that; and its two-sided p."""

    change: Floats
    relative: Floats
    chance: Floats


def shifts(values: Floats, since: int | None) -> Shift:
    """Of the mean of people, each seen against their own mean (panels × people × periods, NaN where missing).

    A step and a slope are tried, and both paid for: at and from `since`, or else in the middle and all along.
    Memory of the series is no movement (`lags.regressed`). `relative` is NaN where the mean before is 0 or unknown,
    `chance` 1 where one side is empty.
    """
    at = np.arange(values.shape[2])
    after = at >= (len(at) // 2 if since is None else since)
    course = _mean(values - _mean(values, axis=2, keepdims=True), axis=1)
    change = _mean(np.where(after, course, np.nan), axis=1) - _mean(np.where(after, np.nan, course), axis=1)
    before = _mean(np.where(after, np.nan, values), axis=(1, 2))
    shapes = np.where(after, 1.0, 0.0), np.maximum(at - (since or 0), 0.0)
    chance = np.minimum(2 * np.minimum(*(_chance(shape, course) for shape in shapes)), 1.0)
    relative = np.divide(change, np.abs(before), out=np.full(len(values), np.nan), where=np.abs(before) > 0)
    return Shift(change, relative, np.where(np.isfinite(change), chance, 1.0))


def _chance(shape: Floats, course: Floats) -> Floats:
    """p of each course (panels × periods) that it has no part in the shape."""
    smooth = np.linalg.qr(np.column_stack([np.ones(len(shape)), shape]))[0]
    x = np.broadcast_to(shape[:, None, None], (len(shape), len(course), 1))
    found = regressed(x, course.T[:, :, None], smooth[:, :1], smooth).slopes
    return chances(found, 0.0, 1, np.ones(len(course)))


def _mean(values: Floats, axis: int | tuple[int, ...], keepdims: bool = False) -> Floats:
    """Of what is there; NaN where nothing is."""
    known = np.isfinite(values)
    many = known.sum(axis=axis, keepdims=keepdims)
    total = np.where(known, values, 0.0).sum(axis=axis, keepdims=keepdims)
    return np.asarray(np.divide(total, many, out=np.full(total.shape, np.nan), where=many > 0))
