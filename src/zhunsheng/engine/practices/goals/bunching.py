"""Bunching: work that stops where the target is. A metric that became a target is counted to, not worked for."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np

from zhunsheng.engine.statistics.density import excess
from zhunsheng.engine.statistics.panels import Floats

_WIDE = 0.06
"""Of the target: how far above it is just above, 50 to 52 of fifty."""


@dataclass(frozen=True)
class Bunching:
    """Shares of all values just above the target: how many, how many the smooth course around it expects; p of none."""

    share: float
    expected: float
    p: float


def bunched(values: Floats, target: float) -> Bunching | None:
    """Of a person's daily or weekly values, or of many people's; None where too few lie around the target to tell.

    Whole numbers are counted as such. The target is above 0.
    """
    known = np.asarray(values, dtype=np.float64).ravel()
    known = known[np.isfinite(known)]
    whole = bool(np.all(known == np.round(known))) and target == round(target)
    width = max(3 * ceil(_WIDE * target / 3), 3) if whole else _WIDE * target
    found = excess(known + 0.5 * whole, target, width)
    return None if found is None else Bunching(found.share, found.expected, found.chance)
