"""Effects of links of one shape, many at once: at every delay that is promised, with what errors.

What looks true is seen once more without everybody's share of the course that all share (`panels`), and stays true only
if it is true there as well. That a promise is not kept is told by two-way fixed effects alone: a course that the child
has and the parent has not is just what breaks a promise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from zhunsheng.engine.statistics.lags import Lagged, lagged
from zhunsheng.engine.statistics.panels import Floats, Ints, Marks
from zhunsheng.engine.statistics.slopes import Slopes, chances, reach, widening


@dataclass(frozen=True)
class Effects:
    """Of links × delays, positive as promised. Sizes in residual SD of the parent per SD of the child.

    `best`: the delay that stands out most, counted from the first. `seen`: whether there was anything to estimate.
    `again`: those of the links at `looked` without shares of the common course; links that look true are among them.
    """

    found: Lagged
    smallest: Floats
    wider: Floats
    best: Ints
    seen: Marks
    looked: Ints
    again: Effects | None = None

    @property
    def looks(self) -> int:
        return len(self.found.x) // len(self.best)

    @property
    def scale(self) -> Floats:
        """From a slope to a size."""
        return np.divide(self.found.x, self.found.y, out=np.zeros_like(self.found.x), where=self.found.y > 0)

    @property
    def sizes(self) -> Floats:
        return self._by_delay(self.found.slopes.size * self.scale)

    def of_best(self, values: Floats) -> Floats:
        """Of values by link and delay, those at the best delay."""
        return np.take_along_axis(self._by_delay(values), self.best[:, None], axis=1)[:, 0]

    def chance_of_nothing(self) -> Floats:
        """p of each link that no delay has an effect, all of them looked at; 1 where it is against the promise."""
        each = chances(self.found.slopes, 0.0, self.looks, self.wider)
        chance = np.where((self.of_best(self.found.slopes.size) > 0) & self.seen, self.of_best(each), 1.0)
        if self.again:
            chance[self.looked] = np.maximum(chance[self.looked], self.again.chance_of_nothing())
        return chance

    def chance_of_promised(self) -> Floats:
        """One-sided p of each link that some delay has the smallest effect: of the likeliest (intersection–union)."""
        each = chances(self._doubted, self._null, 1, self.wider)
        below = self.found.slopes.size < self._null
        return np.where(self.seen, self._by_delay(np.where(below, each / 2, 1.0)).max(axis=1), 1.0)

    def low(self, level: float) -> Floats:
        """The lower end at the best delay, all of them looked at."""
        size, far = self.found.slopes.size, reach(self.found.slopes, level, self.looks, self.wider)
        low = self.of_best((size - far) * self.scale)
        if self.again:
            low[self.looked] = np.minimum(low[self.looked], self.again.low(level))
        return low

    def highs(self, level: float) -> Floats:
        """The upper end at every delay, one-sided; the highest is that of the effect at whichever delay it has."""
        return self._by_delay((self.found.slopes.size + reach(self._doubted, 2 * level, 1, self.wider)) * self.scale)

    def _by_delay(self, values: Floats) -> Floats:
        return values.reshape(len(self.best), -1)

    @property
    def _null(self) -> Floats:
        """The smallest effect as a slope."""
        scale = np.where(self.scale > 0, self.scale, 1.0)
        return np.repeat(self.smallest, self.looks) / scale

    @property
    def _doubted(self) -> Slopes:
        """The slopes with errors that also hold how well the standard deviations are known."""
        errors = self.found.slopes.errors
        return replace(
            self.found.slopes, errors=np.where(errors > 0, np.hypot(errors, self._null * self.found.doubt), 0)
        )


def effects(
    child: Floats, parent: Floats, delay: tuple[int, int], season: int, smallest: Floats, error: float, seed: int
) -> Effects:
    """Of links × people × periods; `child` turned so that the promise is positive."""
    found = _effects(lagged(child, parent, delay, season), smallest, delay, error, seed)
    looked = np.flatnonzero(found.chance_of_nothing() <= error) if child.shape[1] > 1 else np.arange(0)
    if not looked.size:
        return found
    shared = lagged(child[looked], parent[looked], delay, season, shares=True)
    again = replace(_effects(shared, smallest[looked], delay, error, seed), best=found.best[looked])
    return replace(found, looked=looked, again=again)


def _effects(found: Lagged, smallest: Floats, delay: tuple[int, int], error: float, seed: int) -> Effects:
    looks = delay[1] - delay[0] + 1
    far = reach(found.slopes, error, looks, np.ones(len(found.x)))
    stands_out = np.divide(np.abs(found.slopes.size), far, out=np.zeros_like(far), where=far > 0).reshape(-1, looks)
    seen = np.asarray(((found.x > 0) & (found.y > 0) & (far > 0)).reshape(-1, looks).all(axis=1))
    bare = Effects(found, smallest, np.ones(len(far)), stands_out.argmax(axis=1), seen, np.arange(0))
    wider = np.maximum(*(widening(found.slopes, null, looks, error, seed) for null in (0.0, bare._null)))
    return replace(bare, wider=wider)
