"""A number against its own past: value, comparison, small line, band, verdict and a sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.remarks import Reading, misses, reading, remark
from zhunsheng.engine.statistics.individuals import Band, Verdict
from zhunsheng.engine.values import Grain, Period
from zhunsheng.server.metrics.eyes import About
from zhunsheng.server.metrics.kept import NOTHING, Point
from zhunsheng.server.metrics.schemas import BandOut, Compared, Head, Moment, Spark, TodayNumber
from zhunsheng.server.metrics.subjects import shown

POINTS = 30
"""Complete periods that a number is seen against."""
_FINEST = list(Grain)


@dataclass(frozen=True)
class Past:
    """A metric's numbers about a subject at a grain, by first day; `today` is in the running period.

    Complete are the periods whose cases have matured (`Metric.matures_days`).
    """

    metric: Metric
    about: About
    grain: Grain
    points: Mapping[date, Point]
    today: date

    @property
    def running(self) -> Period:
        return Period.holding(self.today, self.grain)

    @property
    def last(self) -> Period:
        return complete(self.metric.judged(self.today), self.grain)[-1]

    def at(self, period: Period) -> Point:
        return self.points.get(period.start, NOTHING)

    @property
    def line(self) -> list[tuple[Period, Point]]:
        """The complete periods, oldest first, from the first that has anything; empty where none has."""
        found = [(period, self.at(period)) for period in complete(self.metric.judged(self.today), self.grain)]
        first = next((at for at, (_, point) in enumerate(found) if point is not NOTHING), len(found))
        return found[first:]

    @property
    def read(self) -> Reading:
        return reading(self.metric, [point.value for _, point in self.line])

    def compared(self, period: Period) -> Compared | None:
        """The last complete number beside an earlier one, where both have a value."""
        now, then = self.at(self.last).value, self.at(period).value
        if now is None or then is None:
            return None
        return Compared(
            period=period.label, value=then, difference=now - then, relative=(now - then) / abs(then) if then else None
        )


def complete(day: date, grain: Grain) -> list[Period]:
    """The last POINTS periods that end before the one of the day, oldest first."""
    running = Period.holding(day, grain)
    return [running.shift(-back) for back in range(POINTS, 0, -1)]


def finest(metric: Metric) -> Grain | None:
    """The finest grain that is kept of the metric."""
    return min(metric.grains, key=_FINEST.index, default=None)


def card(past: Past) -> TodayNumber:
    """The number as the page shows it."""
    read, now, last = past.read, past.at(past.last), past.last
    previous = past.compared(last.shift(-1))
    week_before = past.compared(last.shift(-7)) if past.grain is Grain.DAY else None
    running = past.at(past.running)
    return TodayNumber(
        metric=head(past.metric),
        subject=shown(past.about),
        grain=past.grain,
        period=last.label,
        value=now.value,
        n=now.n,
        state=now.state,
        running=Moment(period=past.running.label, value=running.value, n=running.n, state=running.state),
        previous=previous,
        week_before=week_before,
        spark=spark(past),
        band=band(read.band),
        verdict=read.verdict,
        good=read.good,
        sentence=remark(
            past.metric,
            last,
            past.today,
            now.value,
            now.state,
            read,
            previous.value if previous else None,
            week_before.value if week_before else None,
        ),
    )


def urgency(number: TodayNumber, metric: Metric) -> tuple[int, str, str]:
    """Signals first, then what misses its target, then the rest, what has no data last; each by name."""
    if number.verdict in (Verdict.UP, Verdict.DOWN):
        rank = 0
    elif misses(metric, number.value):
        rank = 1
    else:
        rank = 2 if number.value is not None else 3
    return rank, metric.name.zh, number.subject.key or ""


def spark(past: Past) -> list[Spark]:
    return [Spark(period=period.label, value=point.value, state=point.state) for period, point in past.line]


def head(metric: Metric) -> Head:
    return Head(id=metric.id, name=metric.name, unit=metric.unit, direction=metric.direction, target=metric.target)


def band(found: Band | None) -> BandOut | None:
    if found is None:
        return None
    return BandOut(
        mean=found.mean,
        lower=found.lower,
        upper=found.upper,
        mean_moving_range=found.mean_moving_range,
        n=found.n,
    )
