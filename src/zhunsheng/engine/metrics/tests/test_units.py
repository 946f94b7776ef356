"""Units that meet must agree, and the declared unit must be the one that comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.units import unit, unit_problems

WORK = Source.model_validate(
    {
        "id": "work",
        "name": {"zh": "工作", "en": "Work"},
        "system": "ERP",
        "key": ["id"],
        "fields": {
            "id": {"required": True},
            "pay": {"type": "money"},
            "euros": {"type": "money", "unit": "EUR"},
            "hours": {"type": "number", "unit": "hour"},
            "points": {"type": "number"},
        },
    }
)


def metric(name: str, in_unit: str, **measure: object) -> Metric:
    return Metric.model_validate({"id": name, "name": {"zh": name, "en": name}, "unit": in_unit, "measure": measure})


METRICS = {
    name: metric(name, in_unit, kind="count", source="work")
    for name, in_unit in (
        ("pay", "CNY"),
        ("euros", "EUR"),
        ("hours", "hour"),
        ("minutes", "minute"),
        ("deals", "deal"),
        ("visits", "visit"),
    )
}


def codes(in_unit: str, **measure: object) -> list[str]:
    asked = metric("asked", in_unit, **measure)
    return [problem.code for problem in unit_problems(asked, WORK, METRICS, "CNY")]


@pytest.mark.parametrize(
    ("formula", "in_unit"),
    [
        ("pay / deals", "CNY/deal"),
        ("pay / deals", "元"),
        ("pay / hours", "CNY/小时"),
        ("deals / visits", "%"),
        ("deals + 2 * visits", "point"),
        ("max(pay, 0)", "CNY"),
        ("or_zero(hours) + hours", "hour"),
        ("minutes / 60", "hour"),
        ("hours + minutes / 60", "hour"),
        ("pay / 10000", "万元"),
        ("deals / hours", "deal/hour"),
    ],
)
def test_formulas_whose_units_agree_are_accepted(formula: str, in_unit: str) -> None:
    assert codes(in_unit, kind="formula", formula=formula) == []


@pytest.mark.parametrize(
    ("formula", "in_unit", "code"),
    [
        ("pay + hours", "CNY", "metric.units_mixed"),
        ("pay + euros", "CNY", "metric.units_mixed"),
        ("hours + minutes", "hour", "metric.units_mixed"),
        ("min(pay, deals)", "CNY", "metric.units_mixed"),
        ("pay / deals", "USD", "metric.unit_disagrees"),
        ("pay / hours", "CNY", "metric.unit_disagrees"),
        ("hours", "minute", "metric.unit_disagrees"),
        ("pay", "万元", "metric.unit_disagrees"),
    ],
)
def test_formulas_whose_units_disagree_are_refused(formula: str, in_unit: str, code: str) -> None:
    assert codes(in_unit, kind="formula", formula=formula) == [code]


@pytest.mark.parametrize(
    ("in_unit", "measure", "fits"),
    [
        ("CNY", {"kind": "sum", "field": "pay"}, True),
        ("USD", {"kind": "sum", "field": "pay"}, False),
        ("EUR", {"kind": "median", "field": "euros"}, True),
        ("hour", {"kind": "mean", "field": "hours"}, True),
        ("deal", {"kind": "count"}, True),
        ("CNY", {"kind": "count"}, False),
        ("kg", {"kind": "sum", "field": "points"}, True),
        ("CNY/hour", {"kind": "ratio", "numerator": {"sum": "pay"}, "denominator": {"sum": "hours"}}, True),
        ("%", {"kind": "ratio", "numerator": {"sum": "pay"}, "denominator": {"sum": "euros"}}, False),
        ("CNY/day", {"kind": "rate", "amount": {"sum": "pay"}}, True),
        ("CNY", {"kind": "stock", "opened": "id", "closed": "id", "sum": "pay"}, True),
        ("day", {"kind": "elapsed", "start": "id", "end": "id"}, True),
        ("hour", {"kind": "elapsed", "start": "id", "end": "id"}, False),
    ],
)
def test_the_declared_unit_is_the_one_of_the_field(in_unit: str, measure: dict[str, object], fits: bool) -> None:
    assert (codes(in_unit, source="work", **measure) == []) is fits


words = st.sampled_from(["CNY", "USD", "hour", "day", "deal", "单", "%", "1"])
units = st.lists(words, min_size=1, max_size=3).map("/".join)


@given(units, units)
def test_agreeing_goes_both_ways_and_survives_division(left: str, right: str) -> None:
    one, other = unit(left), unit(right)
    assert one.agrees(one)
    assert one.agrees(other) is other.agrees(one)
    assert (one / other).agrees(unit("")) is one.agrees(other)
