"""A metric is said in one sentence, in the words people use for its fields."""

from __future__ import annotations

from typing import get_args

import pytest

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import FactMeasure, Metric
from zhunsheng.engine.metrics.words import describe

ORDERS = Source.model_validate(
    {
        "id": "orders",
        "name": {"zh": "订单", "en": "Orders"},
        "system": "ERP",
        "key": ["id"],
        "fields": {
            "id": {"required": True},
            "seller": {"type": "subject", "dimension": "person", "name": {"zh": "销售", "en": "Seller"}},
            "stage": {"name": {"zh": "阶段", "en": "Stage"}},
            "value": {"type": "money", "name": {"zh": "金额", "en": "Value"}},
            "begun": {"type": "date", "column": "Begun on"},
            "done": {"type": "date", "name": {"zh": "完成日", "en": "Done"}},
        },
    }
)
WON = {"field": "stage", "value": "Won"}


def metric(measure: dict[str, object]) -> Metric:
    facts = {} if measure["kind"] in ("formula", "change") else {"source": "orders"}
    return Metric.model_validate(
        {
            "id": "m",
            "name": {"zh": "指标", "en": "Metric"},
            "unit": "x",
            "grains": ["month"],
            "measure": facts | measure,
        }
    )


VISITS = metric({"kind": "count"}).model_copy(update={"id": "visits"})
EXAMPLES: dict[str, tuple[dict[str, object], str]] = {
    "count": ({"where": WON}, "每月「订单」的条数，只计「阶段」是 Won，按「销售」"),
    "sum": ({"field": "value"}, "每月「金额」之和，按「销售」"),
    "mean": ({"field": "value"}, "每月「金额」的平均值，按「销售」"),
    "median": ({"field": "value"}, "每月「金额」的中位数，按「销售」"),
    "percentile": ({"field": "value", "p": 90}, "每月「金额」的第 90 百分位，按「销售」"),
    "distinct": ({"field": "stage"}, "每月「阶段」有几种不同的值，按「销售」"),
    "last": ({"field": "value"}, "每月「金额」的最新值，按「销售」"),
    "ratio": (
        {"numerator": {"where": WON}, "denominator": {"sum": "value"}},
        "每月「阶段」是 Won 的条数 ÷ 「金额」之和，按「销售」",
    ),
    "elapsed": ({"start": "begun", "end": "done"}, "每月从「Begun on」到「完成日」的中位天数，按「销售」"),
    "duration": (
        {"case": "id", "start": WON, "end": {"not": WON}, "per": "hour", "percentile": None},
        "每月从（「阶段」是 Won）到（并非（「阶段」是 Won））的平均小时数，按「销售」",
    ),
    "stock": ({"opened": "begun", "closed": "done", "sum": "value"}, "每月末未了结的「订单」「金额」之和，按「销售」"),
    "age": ({"opened": "begun", "closed": "done"}, "每月末未了结的「订单」平均已有的天数，按「销售」"),
    "oee": (
        dict.fromkeys(("planned", "down", "pieces", "rejected", "ideal_rate"), "value"),
        "每月设备综合效率（可用率 × 表现 × 质量），按「销售」",
    ),
    "rate": ({"amount": {"where": WON}, "per": "hour"}, "每月每个在岗小时的「阶段」是 Won 的条数，按「销售」"),
    "change": ({"metric": "visits", "against": "year_before"}, "每月「指标」比去年同期的变化率"),
    "formula": ({"formula": "(visits + 1) / max(visits, 2)"}, "每月（「指标」 + 1） ÷ 「指标」、2中最大的"),
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_kind_has_its_sentence(kind: str) -> None:
    options, sentence = EXAMPLES[kind]
    assert describe(metric({"kind": kind, **options}), ORDERS, {"visits": VISITS}).zh == sentence


def test_no_kind_is_without_an_example() -> None:
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(FactMeasure)}
    assert kinds | {"change", "formula"} == EXAMPLES.keys()


def test_conditions_keep_their_brackets() -> None:
    where = {"all": [WON, {"any": [{"field": "value", "op": "gt", "value": 5}, {"field": "done", "op": "empty"}]}]}
    said = describe(metric({"kind": "count", "where": where}), ORDERS, {})
    assert said.en == (
        "number of 'Orders' rows, per month, where 'Stage' is Won and ('Value' is more than 5 or 'Done' is missing), "
        "by 'Seller'"
    )
    assert "只计「阶段」是 Won，且（「金额」大于 5，或「完成日」为空）" in said.zh


def test_unknown_fields_are_said_by_their_ids() -> None:
    assert describe(metric({"kind": "sum", "field": "value"}), None, {}).en == "sum of 'value', per month"
