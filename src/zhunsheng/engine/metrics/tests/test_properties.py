"""What must hold of every kind of metric, whatever the facts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import reduce
from itertools import pairwise
from operator import and_
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.metrics.compute import rows_behind
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.values import Grain, Period, Window

if TYPE_CHECKING:
    from zhunsheng.engine.metrics.tests.conftest import Company, Engine, Numbers

WON: dict[str, object] = {"field": "stage", "value": "Won"}
OPTIONS: dict[str, dict[str, dict[str, object]]] = {
    "deals": {
        "count": {"kind": "count", "where": WON},
        "sum": {"kind": "sum", "field": "value"},
        "mean": {"kind": "mean", "field": "discount"},
        "median": {"kind": "median", "field": "value"},
        "percentile": {"kind": "percentile", "field": "value", "p": 80},
        "distinct": {"kind": "distinct", "field": "customer"},
        "last": {"kind": "last", "field": "value"},
        "ratio": {"kind": "ratio", "numerator": {"sum": "value", "where": WON}, "denominator": {"sum": "items"}},
        "elapsed": {"kind": "elapsed", "start": "promised", "end": "closed_at"},
        "signed": {"kind": "sum", "field": "items", "time": "signed"},
        "stock": {"kind": "stock", "opened": "opened_at", "closed": "closed_at"},
        "stock_value": {"kind": "stock", "opened": "opened_at", "closed": "closed_at", "sum": "value"},
        "age": {"kind": "age", "opened": "opened_at", "closed": "closed_at"},
        "rate": {"kind": "rate", "amount": {"sum": "items"}},
    },
    "events": {
        "closings": {"kind": "count", "where": {"field": "what", "value": "closed"}},
        "duration": {
            "kind": "duration",
            "case": "ticket",
            "start": {"field": "what", "value": "opened"},
            "end": {"field": "what", "value": "closed"},
            "within_days": 60,
        },
    },
    "shifts": {
        "made": {"kind": "sum", "field": "made"},
        "oee": {
            "kind": "oee",
            "planned": "planned",
            "down": "down",
            "pieces": "made",
            "rejected": "rejected",
            "ideal_rate": "ideal",
        },
    },
}
SOURCE_OF = {name: source for source, options in OPTIONS.items() for name in options}
names = st.sampled_from(sorted(SOURCE_OF))
grains = st.sampled_from(Grain)
few = settings(max_examples=6, deadline=None)


@pytest.fixture(scope="module")
def measures(engine: Engine) -> dict[str, FromFacts]:
    found = {
        name: engine.measure(**measure, source=source)
        for source, options in OPTIONS.items()
        for name, measure in options.items()
    }
    return {name: measure for name, measure in found.items() if isinstance(measure, FromFacts)}


@pytest.fixture(scope="module")
def alone(engine: Engine, measures: dict[str, FromFacts]) -> dict[str, Numbers]:
    """Every metric by month, each computed by itself."""
    return {
        name: engine.numbers({name: measure}, dimension(measure.source), Grain.MONTH)[name]
        for name, measure in measures.items()
    }


def of(source: str, measures: Mapping[str, FromFacts]) -> dict[str, FromFacts]:
    return {name: measure for name, measure in measures.items() if measure.source == source}


def dimension(source: str) -> str:
    return "machine" if source == "shifts" else "unit"


def same(left: Numbers, right: Numbers) -> bool:
    """Equal, save for the last digits of sums of floats."""
    return left.keys() == right.keys() and all(
        n == right[key][1] and close(value, right[key][0]) for key, (value, n) in left.items()
    )


def close(left: object, right: object) -> bool:
    if left is None or right is None:
        return left is right
    assert isinstance(left, float)
    assert isinstance(right, float)
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


@few
@given(
    source=st.sampled_from(sorted(OPTIONS)), seed=st.integers(0, 2**32), cuts=st.lists(st.integers(0, 300), max_size=4)
)
def test_order_of_rows_and_their_division_into_files_change_no_number(
    engine: Engine,
    company: Company,
    measures: dict[str, FromFacts],
    alone: dict[str, Numbers],
    source: str,
    seed: int,
    cuts: list[int],
) -> None:
    rows = company.lake[source]
    shuffled = rows.take(np.random.default_rng(seed).permutation(rows.num_rows))
    edges = [0, *sorted(cuts), rows.num_rows]
    parts = [shuffled.slice(low, high - low) for low, high in pairwise(edges)]
    found = engine.numbers(of(source, measures), dimension(source), Grain.MONTH, rows=engine.files(parts))
    assert found
    assert all(same(found[name], alone[name]) for name in found)


@few
@given(chosen=st.sets(st.sampled_from(sorted(OPTIONS["deals"])), min_size=2))
def test_metrics_that_share_a_pass_are_what_they_are_alone(
    engine: Engine, measures: dict[str, FromFacts], alone: dict[str, Numbers], chosen: set[str]
) -> None:
    together = engine.numbers({name: measures[name] for name in chosen}, "unit", Grain.MONTH)
    assert all(same(together[name], alone[name]) for name in chosen)


@few
@given(name=names, day=st.dates(date(2024, 11, 1), date(2026, 3, 31)), grain=grains)
def test_a_metric_needs_no_more_history_than_its_reach(
    engine: Engine, measures: dict[str, FromFacts], name: str, day: date, grain: Grain
) -> None:
    measure, period = measures[name], Period.holding(day, grain)
    lake = engine.lake[measure.source]
    first, last = measure.reach(engine.facts(measure.source).source).days(lake)
    lake = lake.filter(lake._closes.notnull() | first.isnull() | ((first < period.end) & (last >= period.start)))
    by, within = dimension(measure.source), Window(period.start, period.end)
    expected = engine.numbers({name: measure}, by, grain)[name]
    found = engine.numbers({name: measure}, by, grain, within=within, rows=lake)[name]
    assert same(found, {key: number for key, number in expected.items() if key[1] in (period.start, None)})


@settings(max_examples=10, deadline=None)
@given(name=names, data=st.data())
def test_a_number_stands_on_as_many_rows_as_it_says(
    engine: Engine, measures: dict[str, FromFacts], name: str, data: st.DataObject
) -> None:
    measure = measures[name]
    by = dimension(measure.source)
    numbers = engine.numbers({name: measure}, by, Grain.QUARTER)[name]
    keys = sorted((key for key in numbers if key[1] is not None), key=str)
    subject, start = data.draw(st.sampled_from(keys))
    assert start is not None
    period = Period(start, Grain.QUARTER)
    setting = engine.setting([period])
    rows = rows_behind(measure, engine.facts(measure.source), engine.breakdown(by), period, subject, setting)
    assert engine.backend.arrow(rows.count().as_table()).to_pylist()[0].popitem()[1] == numbers[subject, start][1]


def test_what_stands_on_no_row_has_no_value(engine: Engine, measures: dict[str, FromFacts]) -> None:
    for source in OPTIONS:
        for part, table in engine.passes(of(source, measures), dimension(source), Grain.DAY):
            for row in table.to_pylist():
                assert all(row[f"{name}__n"] > 0 or row[f"{name}__value"] is None for name in part)


@pytest.mark.parametrize("grain", Grain)
def test_units_add_up_to_the_company_when_everybody_is_in_exactly_one(
    engine: Engine, measures: dict[str, FromFacts], grain: Grain
) -> None:
    mine = {name: measures[name] for name in ("count", "sum", "stock", "stock_value")}
    units, company = (engine.numbers(mine, by, grain) for by in ("tidy_unit", "company"))
    for name in mine:
        values: dict[date | None, float] = {}
        rows: dict[date | None, int] = {}
        for (_, start), (value, n) in units[name].items():
            values[start] = values.get(start, 0.0) + float(value or 0)
            rows[start] = rows.get(start, 0) + n
        assert same({(0, start): (values[start], rows[start]) for start in values}, company[name])
        assert len(values) > 5


deals = st.fixed_dictionaries(
    {
        "agent": st.sampled_from([1, 2, None]),
        "stage": st.sampled_from(["Won", "Lost", None]),
        "items": st.none() | st.integers(-2, 5),
        "discount": st.none() | st.integers(0, 8).map(lambda eighths: eighths / 8),
        "signed": st.none() | st.sampled_from([date(2025, 1, 31), date(2025, 2, 1)]),
    }
)
EMPTY: dict[str, object] = dict.fromkeys(
    ("product", "customer", "opened_at", "closed_at", "promised", "signed", "value", "discount", "items", "stage")
)


def log(facts: list[dict[str, object]]) -> list[dict[str, object]]:
    stamp = {"op": "told", "recorded": None, "agent": None}
    return [{**stamp, **EMPTY, "seq": at, "id": f"D{at}", **fact} for at, fact in enumerate(facts, 1)]


@settings(max_examples=15, deadline=None)
@given(facts=st.lists(deals, max_size=12))
def test_a_ratio_is_the_ratio_of_sums(engine: Engine, facts: list[dict[str, object]]) -> None:
    measure = engine.measure(
        kind="ratio",
        source="deals",
        time="signed",
        numerator={"sum": "discount", "where": WON},
        denominator={"sum": "items"},
    )
    assert isinstance(measure, FromFacts)
    found = engine.numbers({"it": measure}, "person", Grain.MONTH, rows=engine.told("deals", log(facts)))["it"]
    expected: Numbers = {}
    for agent, day in {(fact["agent"], fact["signed"]) for fact in facts}:
        group = [fact for fact in facts if (fact["agent"], fact["signed"]) == (agent, day)]
        above = sum(fact["discount"] or 0.0 for fact in group if fact["stage"] == "Won")  # type: ignore[misc]
        below = sum(fact["items"] or 0 for fact in group)  # type: ignore[misc]
        assert isinstance(day, date | None)
        assert isinstance(agent, int | None)
        expected[agent, day and day.replace(day=1)] = (above / below if below else None, len(group))
    assert same(found, expected)


BLANK_CHANGES_NOTHING = [name for name in OPTIONS["deals"] if name not in ("count", "ratio", "stock", "age")]


@pytest.mark.parametrize("name", [*BLANK_CHANGES_NOTHING, "duration", "oee"])
def test_facts_that_lack_the_cell_change_nothing(
    engine: Engine, measures: dict[str, FromFacts], alone: dict[str, Numbers], name: str
) -> None:
    """Every kind whose docstring says that missing cells do not count."""
    measure = measures[name]
    cells = {
        "sum": ["value"],
        "mean": ["discount"],
        "median": ["value"],
        "percentile": ["value"],
        "distinct": ["customer"],
        "last": ["value"],
        "elapsed": ["promised", "closed_at"],
        "signed": ["items"],
        "stock_value": ["value"],
        "rate": ["items"],
        "duration": ["ticket", "moment"],
        "oee": ["planned", "down", "made", "rejected", "ideal"],
    }[name]
    lake = engine.lake[measure.source]
    complete = reduce(and_, (lake[cell].notnull() for cell in cells))
    thinned = lake.filter(lake._closes.notnull() | complete)
    found = engine.numbers({name: measure}, dimension(measure.source), Grain.MONTH, rows=thinned)[name]
    assert same(found, alone[name])
