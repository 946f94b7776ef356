"""One call for numbers: by whom, in which world, at which moment, by which definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, Problem, State, Text, ZhunshengError
from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics import store
from zhunsheng.server.metrics.cards import finest
from zhunsheng.server.metrics.computing import computed
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.eyes import About, Eyes, eyes, hidden, sensitivity
from zhunsheng.server.metrics.history import History, history
from zhunsheng.server.metrics.kept import NOTHING, Point, Shelf
from zhunsheng.server.metrics.queries import metric_of
from zhunsheng.server.metrics.subjects import ABOUT, broadest, named
from zhunsheng.server.worlds.values import WorldInfo


@dataclass(frozen=True)
class Call:
    """Everything that a question about numbers is asked with."""

    world: WorldInfo
    now: datetime
    eyes: Eyes
    past: History

    @property
    def today(self) -> date:
        return self.eyes.today

    @contextmanager
    def scene(self) -> Iterator[Scene]:
        """Where numbers that are not kept are computed."""
        with reading.backend(self.world) as engine:
            yield Scene(self.world, self.past.bundle, engine, self.now)

    def metric(self, name: str) -> Metric:
        """The metric by id; raises ZhunshengError with the nearest one."""
        return metric_of(self.past, name)

    def seeing(self, metric: Metric) -> Eyes:
        """The reader's eyes on this metric's numbers."""
        return self.eyes.of(sensitivity(metric, self.past))

    def about(self, metric: Metric, dimension: str, key: str) -> About:
        """Whom is asked about, named or by default; raises ZhunshengError where nobody is."""
        if key and not dimension:
            raise ZhunshengError(_NO_DIMENSION)
        found = named(dimension, key) if dimension else broadest(self.seeing(metric))
        if found is None:
            raise hidden(metric)
        return found

    def period(self, metric: Metric, label: str, grain: Grain | None = None) -> Period:
        """The period of that label, else the last complete one. Raises ZhunshengError."""
        if label:
            return Period.parse(label)
        return Period.holding(self.judged(metric), grain or finest(metric) or Grain.MONTH).shift(-1)

    def judged(self, metric: Metric) -> date:
        """The day that its periods are seen from: a number over others is no more mature than they are."""
        return min([metric.judged(self.today), *(self.judged(self.metric(name)) for name in metric.inputs)])

    def points(self, metric: Metric, about: About, periods: Sequence[Period]) -> dict[date, Point]:
        """The subject's numbers by first day, kept or computed; absent where there is no data."""
        if not periods:
            return {}
        if about.dimension not in ABOUT:
            return self._computed(metric, about, periods)
        shelf = Shelf(self.past, ABOUT[about.dimension], periods[0].grain, [about.id])
        if not all(shelf.holds(metric.id, period) for period in periods):
            return self._computed(metric, about, periods)
        found = shelf.read([metric.id], periods).get((metric.id, about.id), {})
        beyond = self.beyond(metric, [period for period in periods if period.start not in found])
        return found | (self._computed(metric, about, beyond) if beyond else {})

    def kept(self, metric: Metric, about: About, period: Period) -> dict[str, Point]:
        """The subject's numbers of the metric and its inputs, as far as they need not be computed."""
        if about.dimension not in ABOUT or self.beyond(metric, [period]):
            return {}
        shelf = Shelf(self.past, ABOUT[about.dimension], period.grain, [about.id])
        names = [name for name in (metric.id, *metric.inputs) if shelf.holds(name, period)]
        found = shelf.read(names, [period])
        return {name: found.get((name, about.id), {}).get(period.start, NOTHING) for name in names}

    def beyond(self, metric: Metric, periods: Sequence[Period]) -> list[Period]:
        """Of the periods those outside what is kept, where stocks and rates still have values."""
        slots = [store.slot(name) for name in filling(metric, self.past)]
        if not slots or not periods:
            return []
        inside = store.kept_periods(slots, periods[0].grain)
        return [period for period in periods if period not in inside]

    def _computed(self, metric: Metric, about: About, periods: Sequence[Period]) -> dict[date, Point]:
        with self.scene() as scene:
            table = computed(scene, metric.id, about.dimension, periods)
        return points_of(table.filter(pc.equal(table["subject"], about.id))).get(about.id, {})


def call(request: Asking) -> Call:
    """The call that a request makes; raises ZhunshengError where nothing was published."""
    visited = request.visited
    return Call(visited.world, visited.now, eyes(request.auth, visited.today), history())


def points_of(table: pa.Table) -> dict[int | None, dict[date, Point]]:
    """Numbers in NUMBERS' shape by subject and first day."""
    found: dict[int | None, dict[date, Point]] = {}
    for row in table.to_pylist():
        if row["state"] != State.NO_DATA:
            found.setdefault(row["subject"], {})[row["start"]] = Point(row["value"], row["n"], State(row["state"]))
    return found


def filling(metric: Metric, past: History) -> list[str]:
    """Ids of the metrics it stands on that have values in periods without facts too."""
    if isinstance(metric.measure, FromFacts):
        return [metric.id] if metric.measure.fills else []
    known: Mapping[str, Metric] = past.bundle.each(Metric)
    return [name for one in metric.inputs if one in known for name in filling(known[one], past)]


_NO_DIMENSION = Problem(
    "subject.no_dimension",
    Text(zh="说了看谁的数字，没说按哪个维度", en="a subject is named without its dimension"),
    Text(zh="加上维度，例如 dimension=person", en="add the dimension, dimension=person for instance"),
    "dimension",
)
