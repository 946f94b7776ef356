"""What is called a movement, and what is only memory."""

from __future__ import annotations

import numpy as np
import pytest

from zhunsheng.engine.statistics.levels import shifts
from zhunsheng.engine.statistics.panels import Floats


def wandering(many: int, people: int, periods: int, autocorrelation: float) -> Floats:
    found = np.random.default_rng(3).standard_normal((many, people, periods))
    for at in range(1, periods):
        found[..., at] = autocorrelation * found[..., at - 1] + np.sqrt(1 - autocorrelation**2) * found[..., at]
    return found


@pytest.mark.parametrize(("people", "autocorrelation", "most"), [(1, 0.0, 0.08), (20, 0.5, 0.08), (20, 0.9, 0.2)])
def test_what_only_goes_up_and_down_has_seldom_moved(people: int, autocorrelation: float, most: float) -> None:
    values = 10 + wandering(300, people, 60, autocorrelation)
    found = shifts(values, 30)
    assert (found.chance < 0.05).mean() <= most


def test_a_rise_of_people_is_seen_and_measured_with_missing_cells() -> None:
    values = 10 + wandering(20, 20, 60, 0.5)
    values[:, :, 40:] += 2
    values[np.random.default_rng(4).random(values.shape) < 0.1] = np.nan
    found = shifts(values, 40)
    assert (found.chance < 0.01).all()
    assert found.relative == pytest.approx(np.full(20, 0.2), abs=0.06)


def test_without_numbers_on_one_side_nothing_has_moved() -> None:
    values = np.full((1, 2, 20), np.nan)
    values[:, :, 10:] = 5.0
    found = shifts(values, 10)
    assert found.chance[0] == 1
    assert np.isnan(found.relative[0])
