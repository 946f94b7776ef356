"""A number over time, with its own ups and downs, and another one's beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.remarks import reading, remark
from zhunsheng.engine.values import EARLIEST, Grain, Period, Problem, Text, Window, ZhunshengError
from zhunsheng.server.access.export import Cell, Sheet
from zhunsheng.server.metrics.calls import Call
from zhunsheng.server.metrics.cards import POINTS, band, finest, head
from zhunsheng.server.metrics.eyes import About, hidden
from zhunsheng.server.metrics.kept import NOTHING
from zhunsheng.server.metrics.schemas import Comparison, PointOut, SeriesAsked, SeriesOut, SignalOut
from zhunsheng.server.metrics.sheets import state_in
from zhunsheng.server.metrics.subjects import shown

MOST_POINTS = 400
"""More than a year of days."""
HEADINGS = {
    "zh": ["周期", "开始日", "数值", "样本", "状态", "对比数值"],
    "en": ["Period", "First day", "Value", "Cases", "State", "Value of the other"],
}


def series(call: Call, name: str, asked: SeriesAsked) -> tuple[SeriesOut, list[int]]:
    """The series, and the people whom it shows. Raises ZhunshengError."""
    metric = call.metric(name)
    grain = asked.grain or finest(metric) or Grain.MONTH
    about = call.about(metric, asked.dimension, asked.subject)
    periods = _periods(call.today, grain, asked)
    points = _points(call, metric, about, periods)
    whole = [point for point in points if not point.running]
    read = reading(metric, [point.value for point in whole])
    other = _other(call, metric, asked, periods)
    last, before = ([*whole][-1:], [*whole][-2:-1])
    out = SeriesOut(
        metric=head(metric),
        subject=shown(about),
        grain=grain,
        points=points,
        band=band(read.band),
        signals=[SignalOut(period=whole[found.at].period, rule=found.rule) for found in read.signals],
        sentence=remark(
            metric,
            Period.holding(last[0].start, grain),
            call.today,
            last[0].value,
            last[0].state,
            read,
            before[0].value if before else None,
        )
        if last
        else Text(zh="还没有过完一个周期", en="no period is complete yet"),
        comparison=other and Comparison(subject=shown(other[0]), points=other[1]),
    )
    people = [one.id for one in (about, other and other[0]) if one and one.dimension == "person"]
    return out, people


def table(out: SeriesOut, language: str) -> Sheet:
    """The series as a sheet."""
    beside = {point.period: point.value for point in out.comparison.points} if out.comparison else {}
    rows: list[list[Cell]] = [
        [point.period, point.start, point.value, point.n, state_in(language, point.state), beside.get(point.period)]
        for point in out.points
    ]
    return HEADINGS[language], rows, []


def _other(
    call: Call, metric: Metric, asked: SeriesAsked, periods: Sequence[Period]
) -> tuple[About, list[PointOut]] | None:
    if not asked.compare:
        return None
    about = call.about(metric, asked.compare_dimension or asked.dimension, asked.compare)
    return about, _points(call, metric, about, periods)


def _points(call: Call, metric: Metric, about: About, periods: Sequence[Period]) -> list[PointOut]:
    """The points that the reader may see; raises Refusal where that is none of them."""
    sharp = call.seeing(metric)
    seen = [period for period in periods if sharp.sees(about, period)]
    if not seen:
        raise hidden(metric)
    found, judged = call.points(metric, about, seen), call.judged(metric)
    return [
        PointOut(
            period=period.label,
            start=period.start,
            value=(point := found.get(period.start, NOTHING)).value,
            n=point.n,
            state=point.state,
            running=period.end > judged,
        )
        for period in seen
    ]


def _periods(today: date, grain: Grain, asked: SeriesAsked) -> list[Period]:
    """What is asked for, up to the period under way; raises ZhunshengError where that is nothing, or too much."""
    end = min(asked.end or today, today)
    start = max(EARLIEST, asked.start or _back(end, grain))
    if start > end:
        raise ZhunshengError(_EMPTY)
    if (end - start).days > MOST_POINTS * {Grain.DAY: 1, Grain.WEEK: 7, Grain.MONTH: 31, Grain.QUARTER: 92}[grain]:
        raise ZhunshengError(_TOO_LONG)
    return list(Window(start, end + timedelta(days=1)).periods(grain))


def _back(end: date, grain: Grain) -> date:
    """Where a series begins that ends that day."""
    try:
        return Period.holding(end, grain).shift(-POINTS).start
    except (ValueError, OverflowError):
        return EARLIEST  # the calendar begins later


_EMPTY = Problem(
    "series.empty",
    Text(zh="开始日晚于结束日或晚于今天", en="the first day is later than the last one, or than today"),
    Text(zh="选早一些的开始日", en="choose an earlier first day"),
    "from",
)
_TOO_LONG = Problem(
    "series.too_long",
    Text(zh=f"一次最多看 {MOST_POINTS} 个周期", en=f"at most {MOST_POINTS} periods are shown at once"),
    Text(zh="缩短时间，或选更粗的粒度", en="choose fewer days, or a coarser grain"),
    "from",
)
