"""Discoveries among many: how small a chance must be, so that few of what is called found is not there.

Source: Y. Benjamini and D. Yekutieli, Annals of Statistics 29 (2001) 1165-1188: whatever the tests have to do with one
another; intervals: the same, JASA 100 (2005) 71-81.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import false_discovery_control

from zhunsheng.engine.statistics.panels import Floats


def level(chances: Floats, error: float) -> float:
    """Chances up to it are discoveries, of which `error` at most are false; also the error of each one's interval.

    Where there are none, what the smallest would have to be.
    """
    many = len(chances)
    found = int((false_discovery_control(chances, method="by") <= error).sum()) if many else 0
    return error * max(found, 1) / (max(many, 1) * float(np.sum(1 / np.arange(1, max(many, 1) + 1))))
