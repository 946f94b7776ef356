"""Courses: whether people go up and down together, or each for themselves.

Source: the F test of period effects (J. Wooldridge, Econometric Analysis of Cross Section and Panel Data, 2nd ed. 2010,
ch. 10.5) on what each cell brings that is new, see `memory`.
"""

from __future__ import annotations

import numpy as np
from scipy.special import fdtrc

from zhunsheng.engine.statistics.memory import forgetful, memory
from zhunsheng.engine.statistics.panels import Floats, basis, usable, within


def together(values: Floats) -> Floats:
    """p of each panel (panels × people × periods, NaN where missing) that people share no course; 1 of one person."""
    cells = values.transpose(2, 0, 1)
    if cells.shape[2] < 2:
        return np.ones(len(values))
    own = basis(len(cells), 0, cells.shape[2])[:, :1]
    known = usable(np.isfinite(cells), 1)
    many = known.sum(axis=2, keepdims=True)
    per_person = np.maximum(known.sum(axis=0), 1)
    mine = np.where(known, cells - np.where(known, cells, 0.0).sum(axis=0) / per_person, 0.0)
    new = forgetful(mine[None], known, memory(within(cells, known, own), known, own))[0]
    mean = new.sum(axis=2, keepdims=True) / np.maximum(many, 1)
    between = (many * np.square(mean)).sum(axis=(0, 2))
    inside = np.square(np.where(known, new - mean, 0.0)).sum(axis=(0, 2))
    periods = (many > 0).sum(axis=(0, 2)) - 1.0
    freedom = known.sum(axis=(0, 2)) - known.any(axis=0).sum(axis=1) - periods
    told = (inside > 0) & (freedom > 0) & (periods > 0)
    ratio = between / np.maximum(periods, 1) / np.where(told, inside / np.maximum(freedom, 1), 1.0)
    return np.where(told, fdtrc(np.maximum(periods, 1), np.maximum(freedom, 1), ratio), 1.0)
