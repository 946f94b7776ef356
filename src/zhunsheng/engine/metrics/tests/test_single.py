"""Plain arithmetic over one subject's numbers gives what the tables give."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.backend.duckdb import DuckDb, Limits
from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.combine import combined
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.single import stated
from zhunsheng.engine.values import Grain, Period, State

MEASURES: tuple[Composite | Change, ...] = (
    *(
        Composite.model_validate({"kind": "formula", "formula": formula})
        for formula in ("a / b", "or_zero(a) - 2 * b", "min(a, b, 3)", "max(a, or_zero(b))", "abs(-a) + or_zero(b)")
    ),
    Change(kind="change", metric="a"),
    Change(kind="change", metric="a", against="year_before"),
)
PERIOD = Period(date(2025, 3, 1), Grain.MONTH)
numbers = st.none() | st.integers(-5, 5).map(float)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(MEASURES), st.lists(numbers, min_size=4, max_size=4), st.integers(1, 3), st.integers(1, 3))
def test_one_number_is_what_a_table_would_hold(
    measure: Composite | Change, values: list[float | None], n_a: int, n_b: int
) -> None:
    before = measure.earlier(PERIOD)
    now = dict(zip("ab", values[:2], strict=True))
    then = {} if before is None else dict(zip("ab", values[2:], strict=True))
    counts = {"a": n_a, "b": n_b}
    inputs = measure.inputs()
    own, earlier = ({name: each[name] for name in inputs if name in each} for each in (now, then))
    value, n, state = stated(measure, own, earlier, counts, 1)
    with DuckDb([], "UTC", Limits()) as engine:
        tables = {
            name: engine.table(
                f"input_{name}",
                pa.table(
                    {
                        "subject": pa.array([1] * (2 if before else 1), pa.int64()),
                        "start": pa.array([PERIOD.start, *([before.start] if before else [])], pa.date32()),
                        "value": pa.array([now[name], *([then[name]] if before else [])], pa.float64()),
                        "n": pa.array([counts[name]] * (2 if before else 1), pa.int64()),
                    }
                ),
            )
            for name in inputs
        }
        (row,) = engine.arrow(combined(engine, measure, tables, [PERIOD])).to_pylist()
    failed = row["complete"] and row["value"] is None
    assert n == row["n"]
    assert value == (pytest.approx(row["value"]) if row["value"] is not None and row["n"] else None)
    assert (state is State.ERROR) == failed


def test_fewer_cases_than_asked_for_give_no_value() -> None:
    ratio = MEASURES[0]
    assert stated(ratio, {"a": 6.0, "b": 2.0}, {}, {"a": 9, "b": 2}, 3) == (None, 2, State.TOO_FEW)
    assert stated(ratio, {"a": 6.0, "b": 2.0}, {}, {"a": 9, "b": 3}, 3) == (3.0, 3, State.VALUE)
