"""The density around a point, its Poisson course against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from zhunsheng.engine.statistics.density import excess, log_linear


def test_the_course_of_the_counts_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(1)
    columns = np.vander(np.linspace(-1, 1, 30), 4)
    counts = rng.poisson(np.exp(columns @ [0.3, -1.0, 0.5, 3.0])).astype(float)
    course, unsure = log_linear(columns, counts)
    fit = sm.GLM(counts, columns, family=sm.families.Poisson()).fit(tol=1e-12)
    assert course == pytest.approx(fit.params, rel=1e-6)
    assert np.sqrt(np.diag(unsure)) == pytest.approx(fit.bse, rel=1e-5)


@pytest.mark.parametrize("middle", [45.0, 50.0, 56.0])
def test_a_smooth_hill_has_no_excess_wherever_its_top_lies(middle: float) -> None:
    rng = np.random.default_rng(2)
    found = [excess(middle + 5 * rng.standard_normal(800), 50.0, 3.0) for _ in range(200)]
    assert 0.01 <= np.mean([each is not None and each.chance < 0.05 for each in found]) <= 0.10


def test_few_values_around_the_point_say_nothing() -> None:
    assert excess(np.full(99, 50.0), 50.0, 3.0) is None
    assert excess(np.full(5000, 500.0), 50.0, 3.0) is None
