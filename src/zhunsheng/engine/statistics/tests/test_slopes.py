"""Slopes and their errors against linearmodels and statsmodels, the memory of series against dense algebra."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from linearmodels.panel import PanelOLS
from scipy.linalg import toeplitz
from statsmodels.stats.multitest import multipletests

from zhunsheng.engine.statistics.discoveries import level
from zhunsheng.engine.statistics.lags import lagged
from zhunsheng.engine.statistics.memory import Memory, forgetful, memory
from zhunsheng.engine.statistics.panels import Floats, Marks, basis, within
from zhunsheng.engine.statistics.slopes import Slopes, chances, reach, slopes, widening

PEOPLE, PERIODS = 12, 40


def two(seed: int, missing: float = 0.0) -> tuple[Floats, Floats, Marks]:
    """x and y of one panel, periods × 1 × people, and which cells are known."""
    rng = np.random.default_rng(seed)
    x = np.cumsum(rng.standard_normal((PERIODS, 1, PEOPLE)), axis=0)
    y = (
        0.3 * x
        + rng.standard_normal((PERIODS, 1, PEOPLE))
        + rng.standard_normal(PEOPLE)
        + np.arange(PERIODS)[:, None, None]
    )
    return x, y, rng.random(x.shape) >= missing


def fitted(x: Floats, y: Floats, columns: int) -> Slopes:
    return slopes(x, y, np.ones(x.shape, dtype=bool), columns)


def frame(x: Floats, y: Floats, known: Marks) -> pd.DataFrame:
    people, periods = np.meshgrid(np.arange(x.shape[2]), np.arange(x.shape[0]))
    cells = known[:, 0].ravel()
    columns = {"person": people.ravel(), "period": periods.ravel(), "x": x[:, 0].ravel(), "y": y[:, 0].ravel()}
    return pd.DataFrame(columns)[cells].set_index(["person", "period"])


@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_what_is_left_has_no_part_in_anything_that_was_taken_out(missing: float) -> None:
    x, _, known = two(1, missing)
    own = basis(PERIODS, 0, PEOPLE)
    left = within(x, known, own)
    assert np.abs(left.sum(axis=2)).max() < 1e-6
    assert np.abs(np.tensordot(own, left, (0, 0))).max() < 1e-6
    assert np.array_equal(left != 0, known)


def test_slope_and_error_by_person_are_those_of_linearmodels() -> None:
    x, y, known = two(2)
    x, y = (values - values.mean(axis=0) - values.mean(axis=2, keepdims=True) + values.mean() for values in (x, y))
    found = fitted(x, y, 1)
    fit = PanelOLS(frame(x, y, known).y, frame(x, y, known)[["x"]]).fit(
        cov_type="clustered", cluster_entity=True, debiased=False, group_debias=False
    )
    assert found.size[0] == pytest.approx(fit.params["x"], rel=1e-9)
    cells, used = PEOPLE * PERIODS, PEOPLE + PERIODS - 1 + 3
    small = np.sqrt(PEOPLE / (PEOPLE - 1) * cells / (cells - used))
    assert found.errors[0, 0] == pytest.approx(fit.std_errors["x"] * small, rel=1e-6)


def test_what_is_left_is_what_dense_least_squares_leaves_with_missing_cells() -> None:
    x, _, known = two(3, 0.15)
    own, cells = basis(PERIODS, 0, PEOPLE), known[:, 0]
    mine = np.where(cells, x[:, 0], 0.0)
    for person in range(PEOPLE):
        there = cells[:, person]
        mine[there, person] -= own[there] @ np.linalg.lstsq(own[there], mine[there, person], rcond=None)[0]
    shared = mine.sum(axis=1) / cells.sum(axis=1)
    people, periods = np.eye(PEOPLE), np.eye(PERIODS)
    design = np.array(
        [
            np.concatenate([np.kron(people[one], [*own[at], shared[at]]), periods[at]])
            for at in range(PERIODS)
            for one in range(PEOPLE)
            if cells[at, one]
        ]
    )
    told = x[:, 0][cells]
    rest = told - design @ np.linalg.lstsq(design, told, rcond=None)[0]
    assert within(x, known, own, shares=True)[:, 0][cells] == pytest.approx(rest, abs=1e-6)


def test_the_error_of_a_single_series_is_statsmodels_hac() -> None:
    x, y, _ = two(4)
    x, y = (values[:, :, :1] - values[:, :, :1].mean() for values in (x, y))
    found = fitted(x, y, 1)
    fit = sm.OLS(y[:, 0, 0], x[:, 0, 0]).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
    small = np.sqrt(PERIODS / (PERIODS - 4))
    assert found.errors[2, 0] == pytest.approx(np.sqrt(fit.ssr / PERIODS / (x**2).sum()) * small, rel=1e-9)
    share = 4 / PERIODS
    fixed_b = 1 + (2.9694 * share + 0.4160 * share**2 - 0.5324 * share**3) / 1.96
    assert found.errors[1, 0] == pytest.approx(fit.bse[0] * small * fixed_b, rel=1e-9)
    assert found.errors[0, 0] == 0


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_without_its_memory_a_series_is_what_dense_least_squares_sees(missing: float) -> None:
    x, y, known = two(5, missing)
    x, y = np.where(known, x, 0.0), np.where(known, y, 0.0)
    remembered = Memory(*(np.array([each]) for each in (0.8, 0.6, 1.0, 0.1)))
    told = forgetful(np.stack([x, y]), known, remembered)
    whole = toeplitz(np.where(np.arange(PERIODS) == 0, 1.0, 0.6 * 0.8 ** np.arange(PERIODS)))
    over, under = 0.0, 0.0
    for person in range(PEOPLE):
        there = known[:, 0, person]
        inverse = np.linalg.inv(whole[np.ix_(there, there)])
        over += x[there, 0, person] @ inverse @ y[there, 0, person]
        under += x[there, 0, person] @ inverse @ x[there, 0, person]
    assert (told[0] * told[1]).sum() / (told[0] ** 2).sum() == pytest.approx(over / under, rel=1e-9)


@pytest.mark.parametrize(("decay", "share"), [(0.0, 1.0), (0.6, 1.0), (0.9, 1.0), (0.9, 0.5)])
def test_the_memory_of_many_long_series_is_found(decay: float, share: float) -> None:
    rng = np.random.default_rng(6)
    new, slow = rng.standard_normal((2, 150, 1, 300))
    for at in range(1, 150):
        slow[at] = decay * slow[at - 1] + np.sqrt(1 - decay**2) * slow[at]
    own = basis(150, 0, 1)
    known = np.ones(new.shape, dtype=bool)
    left = np.sqrt(share) * slow + np.sqrt(1 - share) * new
    found = memory(left - np.tensordot(own, np.tensordot(own, left, (0, 0)), (1, 0)), known, own)
    assert found.decay[0] * found.share[0] == pytest.approx(decay * share, abs=0.05)
    assert found.spread[0] == pytest.approx(1.0, abs=0.06)


def test_with_few_people_the_bootstrap_widens_and_with_many_it_is_not_asked() -> None:
    rng = np.random.default_rng(7)
    for people, asked in ((8, True), (60, False)):
        x, y = rng.standard_normal((2, 30, 4, people)) * rng.exponential(size=people) ** 2
        wider = widening(fitted(x, y, 1), 0.0, 2, 0.05, seed=1)
        assert (wider >= 1).all()
        assert (wider > 1).any() == asked
        assert np.array_equal(wider, widening(fitted(x, y, 1), 0.0, 2, 0.05, seed=1))


@given(st.floats(0.001, 0.2), st.integers(1, 6), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_a_chance_lies_under_the_error_exactly_where_the_interval_leaves_the_null_out(
    error: float, looks: int, seed: int
) -> None:
    x, y, _ = two(seed)
    found, one = fitted(x, y, 1), np.ones(1)
    null = float(found.size[0] - 2.5 * found.errors[:, 0].max())
    outside = abs(found.size[0] - null) > reach(found, error, looks, one)[0]
    assert outside == (chances(found, null, looks, one)[0] < error)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_discoveries_are_those_of_statsmodels(chances: list[float]) -> None:
    most = level(np.array(chances), 0.05)
    theirs = multipletests(chances, 0.05, method="fdr_by")[0]
    assert sum(chance <= most * (1 + 1e-12) for chance in chances) == theirs.sum()


def test_every_delay_looks_at_the_same_periods_and_the_right_one_stands_out() -> None:
    rng = np.random.default_rng(8)
    child = rng.standard_normal((1, 10, 60))
    parent = rng.standard_normal((1, 10, 60))
    parent[:, :, 3:] += 0.8 * child[:, :, :-3]
    found = lagged(child, parent, (1, 4), 0)
    assert found.slopes.size.argmax() == 2
    assert set(found.periods) == {56}
    assert found.slopes.size[2] == pytest.approx(0.8, abs=0.15)
