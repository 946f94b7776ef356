"""Values and what is remarked on them, as people read them."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.engine.metrics.figures import figure, gap
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.remarks import bounds, misses, reading, remark
from zhunsheng.engine.metrics.stock import Stock
from zhunsheng.engine.statistics.individuals import Verdict
from zhunsheng.engine.values import Grain, Period, State, Text


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (12, "deal", "12 单", "12 deals"),
        (1, "deal", "1 单", "1 deal"),
        (0.4235, "%", "42.35%", "42.35%"),
        (123_456, "CNY", "12.35 万元", "¥123.5K"),
        (4.5, "ticket/day", "4.5 件/天", "4.5 tickets/day"),
        (35.21, "minute", "35.21 分钟", "35.21 minutes"),
        (7, "台", "7 台", "7 台"),
        (-0.001, "deal", "0 单", "0 deals"),
    ],
)
def test_a_value_is_said_in_its_unit(value: float, unit: str, zh: str, en: str) -> None:
    assert figure(value, unit) == Text(zh=zh, en=en)


def test_shares_are_apart_by_percentage_points() -> None:
    assert gap(-0.012, "%") == Text(zh="1.2 个百分点", en="1.2 percentage points")


def metric(measure: dict[str, object], **options: object) -> Metric:
    return Metric.model_validate(
        {"id": "m", "name": {"zh": "数", "en": "number"}, "unit": "deal", "measure": measure, **options}
    )


COUNT = metric({"kind": "count", "source": "s"})
SHARE = metric({"kind": "ratio", "source": "s", "numerator": {}, "denominator": {}}, unit="%")
CHANGE = metric({"kind": "change", "metric": "n"}, unit="%")


def test_limits_stop_at_what_the_value_can_be_unless_it_was_seen_beyond() -> None:
    assert bounds(COUNT, [1.0, None]) == (0.0, None)
    assert bounds(SHARE, [0.5]) == (0.0, 1.0)
    assert bounds(SHARE, [0.5, 1.2]) == (0.0, None)
    assert bounds(metric({"kind": "sum", "source": "s", "field": "f"}), [-5.0]) == (None, None)
    assert bounds(CHANGE, [0.5]) == (None, None)


def test_a_target_is_missed_on_the_wrong_side_only() -> None:
    for direction, value, missed in (("up", 9, True), ("up", 10, False), ("down", 11, True), ("none", 9, False)):
        one = COUNT.model_copy(update={"direction": direction, "target": 10.0})
        assert misses(one, value) is missed
    assert not misses(COUNT.model_copy(update={"target": 10.0}), None)


@pytest.mark.parametrize("values", [[5.0, 6.0] * 6, [5.0]])
def test_inside_the_noise_or_without_a_record_nobody_is_called_better_or_worse(values: list[float | None]) -> None:
    read = reading(COUNT, values)
    said = remark(COUNT, Period(date(2025, 7, 1), Grain.DAY), date(2025, 7, 2), values[-1], State.VALUE, read, 5.0)
    assert read.good is None
    for word in ("好事", "值得看看", "good", "worth", "better", "worse"):
        assert word not in f"{said}"


def test_a_run_is_said_as_a_run() -> None:
    values: list[float | None] = [*[10.0, 12.0] * 10, *[14.0] * 9]
    read = reading(COUNT, values)
    said = remark(COUNT, Period(date(2025, 7, 1), Grain.DAY), date(2025, 7, 2), 14.0, State.VALUE, read)
    assert "已连续至少 8 天高于自己的平均，是好事" in said.zh


def test_an_older_period_is_named_by_its_label() -> None:
    said = remark(
        COUNT, Period(date(2025, 1, 1), Grain.MONTH), date(2025, 7, 2), 3.0, State.VALUE, reading(COUNT, [3.0])
    )
    assert said.zh.startswith("2025-01 3 单")


def test_what_piles_up_at_the_start_of_a_record_is_no_baseline_of_a_stock() -> None:
    values = [20.0, 80.0, 120.0, 160.0, 185.0, *[200.0, 206.0, 203.0, 208.0] * 3, 208.0, 209.0]
    stock = COUNT.model_copy(update={"measure": Stock(kind="stock", source="deals", opened="opened", closed="day")})
    assert reading(COUNT, values).verdict is Verdict.UP
    assert reading(stock, values).verdict is Verdict.NOISE
