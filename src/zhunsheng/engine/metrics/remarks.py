"""What a good colleague says of a number beside its own past. Nobody is called better or worse inside the noise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhunsheng.engine.metrics.figures import figure, gap
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.oee import Oee
from zhunsheng.engine.metrics.ratio import Ratio
from zhunsheng.engine.metrics.stock import OfOpen
from zhunsheng.engine.metrics.words import GRAIN_NAMES
from zhunsheng.engine.statistics.individuals import (
    Band,
    Rule,
    Signal,
    Values,
    Verdict,
    individuals,
    settled,
    signals,
    verdict,
)
from zhunsheng.engine.values import Grain, Period, State, Text

_LAST = {
    Grain.DAY: Text(zh="昨天", en="Yesterday"),
    Grain.WEEK: Text(zh="上周", en="Last week"),
    Grain.MONTH: Text(zh="上个月", en="Last month"),
    Grain.QUARTER: Text(zh="上季度", en="Last quarter"),
}
_BEFORE = {
    Grain.DAY: Text(zh="前一天", en="the day before"),
    Grain.WEEK: Text(zh="前一周", en="the week before"),
    Grain.MONTH: Text(zh="前一个月", en="the month before"),
    Grain.QUARTER: Text(zh="前一季度", en="the quarter before"),
}
_COUNTED = {Grain.DAY: "天", Grain.WEEK: "周", Grain.MONTH: "个月", Grain.QUARTER: "个季度"}
_WEEK_BEFORE = Text(zh="上周同一天", en="the same day a week earlier")
_MISSING = {
    State.NO_DATA: Text(zh="没有数据", en="no data"),
    State.TOO_FEW: Text(zh="样本过少，先不看", en="too few cases to tell"),
    State.UNDATED: Text(zh="没有日期", en="no date"),
    State.ERROR: Text(zh="无法计算", en="cannot be computed"),
}


@dataclass(frozen=True)
class Reading:
    """A series up to its newest complete point, read against its own ups and downs."""

    band: Band | None
    signals: tuple[Signal, ...]
    verdict: Verdict
    good: bool | None


def reading(metric: Metric, values: Values) -> Reading:
    """What the metric's series says; `good` only where its newest point stands out and the metric has a direction.

    What is open piles up from nothing when a record begins: the points of that start-up are not judged by.
    """
    if isinstance(metric.measure, OfOpen):
        values = settled(values)
    band = individuals(values, *bounds(metric, values))
    found = verdict(values, band)
    up = {Verdict.UP: "up", Verdict.DOWN: "down"}.get(found)
    good = None if up is None or metric.direction == "none" else up == metric.direction
    return Reading(band, tuple(signals(values, band)), found, good)


def bounds(metric: Metric, values: Values) -> tuple[float | None, float | None]:
    """Below and above which there are no values: amounts are not negative, shares not above one.

    What has been seen there can be there (refunds; more done than planned).
    """
    seen = [value for value in values if value is not None]
    floor = 0.0 if isinstance(metric.measure, FromFacts) and min(seen, default=0) >= 0 else None
    share = metric.unit == "%" and isinstance(metric.measure, Ratio | Oee)
    return floor, 1.0 if share and max(seen, default=0) <= 1 else None


def misses(metric: Metric, value: float | None) -> bool:
    """Whether the value is on the wrong side of the target."""
    if metric.target is None or value is None or metric.direction == "none":
        return False
    return value < metric.target if metric.direction == "up" else value > metric.target


def remark(
    metric: Metric,
    period: Period,
    today: date,
    value: float | None,
    state: State,
    read: Reading,
    previous: float | None = None,
    week_before: float | None = None,
) -> Text:
    """The number in a sentence: what it is, against what came before, and whether that means anything."""
    when = _when(period, today)
    if value is None:
        missing = _MISSING[state]
        return Text(zh=f"{when.zh}{missing.zh}", en=f"{when.en}: {missing.en}")
    said = figure(value, metric.unit)
    parts = [Text(zh=f"{when.zh} {said.zh}", en=f"{when.en} {said.en}")]
    if previous is not None:
        parts.append(_compared(value - previous, metric.unit, _BEFORE[period.grain]))
    elif week_before is not None:
        parts.append(_compared(value - week_before, metric.unit, _WEEK_BEFORE))
    parts.append(_judged(metric, period.grain, read))
    if misses(metric, value):
        parts.append(_off_target(metric))
    return Text(zh="，".join(part.zh for part in parts), en=", ".join(part.en for part in parts))


def _when(period: Period, today: date) -> Text:
    if period == Period.holding(today, period.grain).shift(-1):
        return _LAST[period.grain]
    return Text(zh=period.label, en=period.label)


def _compared(difference: float, unit: str, before: Text) -> Text:
    apart = gap(difference, unit)
    if not difference:
        return Text(zh=f"和{before.zh}一样", en=f"the same as {before.en}")
    zh, en = ("多", "more") if difference > 0 else ("少", "less")
    if unit == "%":
        zh, en = ("高", "above") if difference > 0 else ("低", "below")
        return Text(zh=f"比{before.zh}{zh} {apart.zh}", en=f"{apart.en} {en} {before.en}")
    return Text(zh=f"比{before.zh}{zh} {apart.zh}", en=f"{apart.en} {en} than {before.en}")


def _judged(metric: Metric, grain: Grain, read: Reading) -> Text:
    match read.verdict:
        case Verdict.NOISE:
            return Text(zh="在平常波动之内", en="within its usual ups and downs")
        case Verdict.UP | Verdict.DOWN:
            return _stands_out(grain, read)
    return Text(zh="记录还少，先不下判断", en="too little on record to judge yet")


def _stands_out(grain: Grain, read: Reading) -> Text:
    up = read.verdict is Verdict.UP
    if read.signals[-1].rule is Rule.BEYOND:
        zh, en = ("高于", "above") if up else ("低于", "below")
        said = Text(zh=f"{zh}平常波动的范围", en=f"{en} its usual range")
    else:
        zh, en = ("高于", "above") if up else ("低于", "below")
        said = Text(
            zh=f"已连续至少 8 {_COUNTED[grain]}{zh}自己的平均",
            en=f"{en} its own mean for at least 8 {GRAIN_NAMES[grain].en}s running",
        )
    if read.good is None:
        return said
    zh, en = ("，是好事", ", which is good") if read.good else ("，值得看看原因", ", worth a look at why")
    return Text(zh=said.zh + zh, en=said.en + en)


def _off_target(metric: Metric) -> Text:
    target = figure(metric.target or 0.0, metric.unit)
    zh, en = ("还没到", "short of") if metric.direction == "up" else ("超过了", "over")
    return Text(zh=f"{zh}目标 {target.zh}", en=f"{en} the target of {target.en}")
