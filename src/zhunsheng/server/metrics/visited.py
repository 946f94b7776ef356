"""What the log of visits says about visits to numbers, in words: the metric and the dimension by their names."""

from __future__ import annotations

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.access.visits import NAMELESS, TELLING
from zhunsheng.server.metrics.history import history
from zhunsheng.server.metrics.subjects import dimension_name

GRAINS = {
    "day": Text(zh="按日", en="by day"),
    "week": Text(zh="按周", en="by week"),
    "month": Text(zh="按月", en="by month"),
    "quarter": Text(zh="按季度", en="by quarter"),
}


def listen() -> None:
    """Let the log say it so."""
    for name in ("numbers.series", "numbers.series_export"):
        TELLING[name] = _over_time
    for name in ("numbers.breakdown", "numbers.breakdown_export"):
        TELLING[name] = _broken_down
    for name in ("numbers.explain", "numbers.rows_export"):
        TELLING[name] = _explained
    NAMELESS.update(("numbers.series", "numbers.breakdown", "numbers.breakdown_export"))


def _over_time(detail: str) -> Text:
    """`won_value month 李娜`, the last part not always."""
    metric, grain, *whom = detail.split(" ", 2)
    return _joined(_metric(metric), GRAINS.get(grain, _same(grain)), *map(_same, whom))


def _broken_down(detail: str) -> Text:
    """`won_value person 2025-12`."""
    metric, dimension, period = detail.split(" ", 2)
    name = dimension_name(dimension, history())
    return _joined(_metric(metric), Text(zh=f"按{name.zh}", en=f"by {name.en.lower()}"), _same(period))


def _explained(detail: str) -> Text:
    """`won_value 李娜 2025-12`."""
    metric, rest = detail.split(" ", 1)
    whom, _, period = rest.rpartition(" ")
    return _joined(_metric(metric), _same(whom), _same(period))


def _metric(name: str) -> Text:
    try:
        found = history().bundle.find(Metric, name)
    except ZhunshengError:  # nothing published in this world
        found = None
    return found.name if found else _same(name)


def _same(text: str) -> Text:
    return Text(zh=text, en=text)


def _joined(*parts: Text) -> Text:
    return Text(zh=" · ".join(part.zh for part in parts), en=" · ".join(part.en or part.zh for part in parts))
