"""Memory: how long a series stays up or down once it is, and the series without it.

The model: a slow part whose correlation falls by a factor a period, and a part that is new every period,
correlation(h) = share · decay^h for h ≥ 1. It holds AR(1), white noise and AR(1) seen through noise (ARMA(1,1)).

Source: the moments of what is left after a projection are matched with what the projection makes of the model's own
(so that short, detrended series do not look forgetful; A. Nickell, Econometrica 49 (1981) 1417-1426, names the bias).
The series are then divided by their memory with the Kalman filter, which is generalised least squares and knows what
to do where periods are missing; A. C. Harvey, Forecasting, Structural Time Series Models and the Kalman Filter, 1989,
ch. 3.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from zhunsheng.engine.statistics.panels import Floats, Marks

_DECAYS = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95])
_FAR = 8
"""Periods apart, at most, up to which correlations are matched."""
_FAR_OFF = 1.5
"""How fast the doubt grows with what the projection took out: chosen by simulation, between the 1 of a known memory and
the 2 at which no short record would be believed."""
_TINY = 1e-300


@dataclass(frozen=True)
class Memory:
    """Of each series: the factor, the share of the slow part, and the standard deviation before any projection.

    `doubt`: the relative standard error of that deviation.
    """

    decay: Floats
    share: Floats
    spread: Floats
    doubt: Floats


def memory(left: Floats, known: Marks, own: Floats) -> Memory:
    """Of what is left (periods × series × people) after `own`, and means of periods, were taken out."""
    far = min(max(2, min(_FAR, len(left) // 4)), len(left) - 1)
    cells, people = known.sum(axis=(0, 2)), known.any(axis=0).sum(axis=-1)
    seen = _moments(left, known, far) * np.where(people > 1, people / np.maximum(people - 1, 1), 1.0)
    decay, share, variance = _matched(seen, *_expected(own.tobytes(), len(own), far))
    first = np.maximum(seen[0], _TINY)
    alike = 1 + 2 * np.square(seen[1:] / first).sum(axis=0)
    doubt = np.sqrt(alike / (2 * np.maximum(cells, 1))) * np.maximum(variance / first, 1.0) ** _FAR_OFF
    return Memory(decay, share, np.sqrt(variance), doubt)


def _moments(left: Floats, known: Marks, far: int) -> Floats:
    """Mean products of cells 0 … far periods apart: (far + 1) × series."""
    found = []
    for apart in range(far + 1):
        many = (known[apart:] & known[: len(known) - apart]).sum(axis=(0, 2))
        products = np.einsum("tsk,tsk->s", left[apart:], left[: len(left) - apart])
        found.append(products / np.maximum(many, 1))
    return np.array(found)


@lru_cache(maxsize=256)
def _expected(told: bytes, periods: int, far: int) -> tuple[Floats, Floats]:
    """What the projection leaves of the moments of a slow part (decays × apart) and a new one (apart), variance 1.

    `told`: the basis, orthonormal.
    """
    own = np.frombuffer(told).reshape(periods, -1)
    kept = np.eye(periods) - own @ own.T
    gaps = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
    slow = np.array([_diagonals(kept @ decay**gaps @ kept, far) for decay in _DECAYS])
    return slow, _diagonals(kept, far)


def _diagonals(matrix: Floats, far: int) -> Floats:
    return np.array([np.diagonal(matrix, apart).mean() for apart in range(far + 1)])


def _matched(seen: Floats, slow: Floats, new: Floats) -> tuple[Floats, Floats, Floats]:
    """Decay, share of the slow part, variance: of the decay at which parts that are not negative fit best."""
    ss, sn, nn = np.sum(slow * slow, axis=1)[:, None] + _TINY, (slow @ new)[:, None], new @ new + _TINY
    sy, ny = slow @ seen, new @ seen
    det = ss * nn - sn * sn
    safe = np.where(det > 1e-9, det, 1.0)
    many = np.where(det > 1e-9, (sy * nn - ny * sn) / safe, 0.0)
    fresh = np.where(det > 1e-9, (ny * ss - sy * sn) / safe, ny / nn)
    only_slow, only_new = np.maximum(sy / ss, 0.0), np.maximum(ny / nn, 0.0)
    many, fresh = (
        np.where(many < 0, 0.0, np.where(fresh < 0, only_slow, many)),
        np.where(many < 0, only_new, np.maximum(fresh, 0.0)),
    )
    off = ss * many**2 + 2 * sn * many * fresh + nn * fresh**2 - 2 * (many * sy + fresh * ny)
    best = np.argmin(off, axis=0)
    at = np.arange(seen.shape[1])
    slow_part, new_part = many[best, at], fresh[best, at]
    whole = slow_part + new_part
    return _DECAYS[best], slow_part / np.maximum(whole, _TINY), whole


def forgetful(values: Floats, known: Marks, found: Memory) -> Floats:
    """`values` (several × periods × series × people) divided by their memory: what each cell brings that is new.

    Cells have variance 1 under the model where the series had variance 1; 0 where not known.
    """
    decay, share = found.decay[:, None], found.share[:, None]
    level, sure = np.zeros(values[:, 0].shape), np.broadcast_to(share, known[0].shape)
    told = np.zeros(values.shape)
    for at in range(values.shape[1]):
        here = known[at]
        spread = sure + (1 - share)
        new = np.where(here, values[:, at] - level, 0.0)
        told[:, at] = new / np.sqrt(spread)
        gain = np.where(here, sure / spread, 0.0)
        level = decay * (level + gain * new)
        sure = decay**2 * sure * (1 - gain) + (1 - decay**2) * share
    return told
