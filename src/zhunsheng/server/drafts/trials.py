"""The draft tried on what has happened: a metric's numbers by it, beside those that hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pyarrow as pa

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.continuity import continuity
from zhunsheng.engine.blueprint.entity import SETTINGS, Ref
from zhunsheng.engine.blueprint.reading import Fault
from zhunsheng.engine.blueprint.references import references, where_used
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.words import describe
from zhunsheng.engine.values import Grain, Period, State, Text
from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.access.paging import SubjectOut
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.schemas import Located, Standing, Touched, Tried, TriedAsked, TriedPoint, TriedRow
from zhunsheng.server.drafts.values import Drafted
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.queries import told
from zhunsheng.server.metrics.calls import points_of
from zhunsheng.server.metrics.cards import head
from zhunsheng.server.metrics.computing import computed
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.eyes import About, Eyes, eyes, sensitivity
from zhunsheng.server.metrics.history import History, history
from zhunsheng.server.metrics.kept import NOTHING, Point
from zhunsheng.server.metrics.queries import of_people
from zhunsheng.server.metrics.schemas import Head
from zhunsheng.server.metrics.subjects import WHOLE, broadest, shown
from zhunsheng.server.metrics.trying import tried, tried_periods
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.worlds.values import Visited

OFFERED = 12
"""Periods to choose from."""
MOST = 100
"""Metrics that are tried at once."""
_GRAINS = list(Grain)
Computing = Callable[[Scene, str, str, Sequence[Period]], pa.Table]
"""Metric, dimension and periods → numbers."""


@dataclass(frozen=True)
class Pair:
    """The number that holds, and the one by the draft."""

    before: Point = NOTHING
    after: Point = NOTHING

    @property
    def change(self) -> float | None:
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def moved(self) -> bool:
        """Whether it is not the same number; how many facts stand behind it does not matter."""
        change = self.change
        if change is None:
            return self.before.value is not None or self.after.value is not None
        return abs(change) > 1e-9 * max(1.0, abs(self.before.value or 0.0))

    @property
    def rank(self) -> tuple[bool, float]:
        """The largest changes first, among them those that come or go."""
        size = abs(self.change) if self.change is not None else abs(self.before.value or self.after.value or 0.0)
        return not self.moved, -size

    def row(self, subject: SubjectOut) -> TriedRow:
        return TriedRow(
            subject=subject, unit=None, before=_point(self.before), after=_point(self.after), change=self.change
        )


@dataclass(frozen=True)
class Outcome:
    """A metric in one period: everybody the reader sees as one, and each person's."""

    period: Period
    whole: Pair
    about: About
    people: dict[int, Pair]

    @property
    def moved(self) -> int:
        return sum(pair.moved for pair in self.people.values())


class Scenes(NamedTuple):
    """What holds, and the draft."""

    before: Scene
    after: Scene


@dataclass(frozen=True)
class Trial:
    """A draft, tried by somebody with these eyes. `past`: what holds, with the draft as one more edition of it."""

    visited: Visited
    draft: Drafted
    past: History
    eyes: Eyes

    @cached_property
    def live(self) -> Bundle:
        """What holds; nothing where nothing was published."""
        return self.draft.live or Bundle(self.draft.bundle.settings)

    def faults(self, ref: Ref) -> list[Located]:
        """What is wrong with the entity, or with anything that it stands on."""
        below = {each.path for each in _below(self.draft.bundle, ref)}
        broken = [*self.draft.faults, *self._breaks]
        return [Located.of_fault(one) for one in broken if one.file in below]

    @cached_property
    def _breaks(self) -> list[Fault]:
        """Where the draft could not follow what is published, because facts are kept by it."""
        found = continuity(self.live, self.draft.bundle, told())
        return [Fault(problem.place, (), problem) for problem in found]

    def metric(self, name: str) -> Metric:
        """The metric by the draft, else as it holds; raises Refusal."""
        found = self.draft.bundle.find(Metric, name) or self.live.find(Metric, name)
        if found is None:
            raise unknown_or_hidden(Text(zh=f"指标「{name[:63]}」", en=f"the metric '{name[:63]}'"))
        return found

    def standing(self, ref: Ref) -> Standing:
        return self.draft.touched.get(ref, "live")

    @contextmanager
    def scenes(self) -> Iterator[Scenes]:
        """Where numbers are computed by what holds and by the draft. Both ask one engine, one after the other, so that
        what was opened for one metric serves the next."""
        world, now = self.visited.world, self.visited.now
        with reading.backend(world) as engine:
            yield Scenes(Scene(world, self.live, engine, now), Scene(world, self.draft.bundle, engine, now))

    def outcome(self, scenes: Scenes, metric: Metric, grain: Grain, label: str) -> tuple[Outcome | None, list[Period]]:
        """The metric's numbers in the period of that label, else the last complete one with facts; and the others
        there are, newest first. None: there is nobody of whom the reader may know it."""
        there = self._periods(scenes.after, metric, grain)
        period = Period.parse(label) if label else next(iter(there), self._complete(metric, grain))
        about = WHOLE if self._sharp(metric).everything else broadest(self._sharp(metric))
        if about is None:
            return None, there
        before = self._numbers(scenes.before, computed, metric, about, period)
        after = self._numbers(scenes.after, tried, metric, about, period)
        whole = Pair(before[0].get(about.id, NOTHING), after[0].get(about.id, NOTHING))
        ids = before[1].keys() | after[1].keys()
        people = {id_: Pair(before[1].get(id_, NOTHING), after[1].get(id_, NOTHING)) for id_ in ids}
        return Outcome(period, whole, about, people), there

    def _numbers(
        self, scene: Scene, compute: Computing, metric: Metric, about: About, period: Period
    ) -> tuple[dict[int, Point], dict[int, Point]]:
        """The number of the whole, and those of the people whom the reader sees, by subject."""
        if scene.bundle.find(Metric, metric.id) is None:
            return {}, {}
        whole = _in(compute(scene, metric.id, about.dimension, [period]), period)
        if not of_people(metric, scene.bundle):
            return whole, {}
        people = _in(compute(scene, metric.id, "person", [period]), period)
        seen = self._sharp(metric).people(period)
        mine = None if seen is None else set(seen.tolist())
        return whole, {id_: point for id_, point in people.items() if mine is None or id_ in mine}

    def _periods(self, scene: Scene, metric: Metric, grain: Grain) -> list[Period]:
        """Complete periods with facts, newest first."""
        if scene.bundle.find(Metric, metric.id) is None:
            return []
        last = self._complete(metric, grain)
        return [one for one in reversed(tried_periods(scene, metric.id, grain)) if one <= last][:OFFERED]

    def _complete(self, metric: Metric, grain: Grain) -> Period:
        return Period.holding(metric.judged(self.visited.today), grain).shift(-1)

    def _sharp(self, metric: Metric) -> Eyes:
        return self.eyes.of(sensitivity(metric, self.past))


def trial(request: Asking) -> Trial:
    """The draft as it is, tried by whoever asks; raises ZhunshengError where nothing was published."""
    visited, draft = request.visited, drafted()
    past = history().followed_by(draft.bundle, visited.now)
    return Trial(visited, draft, past, eyes(request.auth, visited.today, Act.TRY))


def try_metric(tried_by: Trial, name: str, asked: TriedAsked) -> tuple[Tried, list[int]]:
    """The metric before and after, a page of people; and whom it shows. Raises ZhunshengError."""
    ref = Ref("metric", name)
    if ref in tried_by.draft.unreadable and ref not in tried_by.live.entities:
        return _unread(tried_by, ref, asked), []
    metric = tried_by.metric(name)
    grain = asked.grain or _coarsest(metric)
    faults = tried_by.faults(ref)
    with tried_by.scenes() as scenes:
        found, there = (None, []) if faults else tried_by.outcome(scenes, metric, grain, asked.period)
    ranked = sorted(found.people.items(), key=lambda item: (*item[1].rank, item[0])) if found else []
    names = labels([id_ for id_, _ in ranked])
    wanted = asked.q.strip().lower()
    rows = [
        (id_, pair) for id_, pair in ranked if id_ in names and wanted in f"{names[id_].key}\n{names[id_].name}".lower()
    ]
    part = rows[asked.slice]
    was = tried_by.live.find(Metric, name)
    out = Tried(
        metric=head(metric),
        grain=grain,
        period=found.period.label if found else asked.period,
        periods=[one.label for one in there],
        sentence=_sentence(tried_by.draft.bundle, metric),
        before_unit=was.unit if was and was.unit != metric.unit else None,
        company=found.whole.row(shown(found.about)) if found else None,
        items=[
            pair.row(SubjectOut(dimension="person", key=names[id_].key, name=names[id_].name)) for id_, pair in part
        ],
        moved=found.moved if found else 0,
        faults=faults,
        total=len(rows),
        page=asked.page,
        page_size=asked.page_size,
    )
    return out, [id_ for id_, _ in part]


def _unread(tried_by: Trial, ref: Ref, asked: TriedAsked) -> Tried:
    """A new metric that cannot be read yet: what it calls itself, and why there are no numbers."""
    name = tried_by.draft.touches[ref].name or Text(zh=ref.id, en=ref.id)
    return Tried(
        metric=Head(id=ref.id, name=name, unit="", direction="none", target=None),
        grain=asked.grain or Grain.MONTH,
        period=asked.period,
        periods=[],
        sentence=None,
        before_unit=None,
        company=None,
        items=[],
        moved=0,
        faults=tried_by.faults(ref),
        total=0,
        page=asked.page,
        page_size=asked.page_size,
    )


def what_if(tried_by: Trial) -> list[Touched]:
    """Every metric that the draft changes, those that change most people first."""
    with tried_by.scenes() as scenes:
        found = [_touched(tried_by, scenes, ref) for ref in _moved(tried_by.draft)[:MOST]]
    return sorted(found, key=lambda one: (-(one.moved or 0), one.metric.name.zh))


def _touched(tried_by: Trial, scenes: Scenes, ref: Ref) -> Touched:
    metric, faults = tried_by.metric(ref.id), tried_by.faults(ref)
    found = None if faults else tried_by.outcome(scenes, metric, _coarsest(metric), "")[0]
    return Touched(
        metric=head(metric),
        standing=tried_by.standing(ref),
        period=found.period.label if found else None,
        before=_point(found.whole.before) if found else None,
        after=_point(found.whole.after) if found else None,
        moved=found.moved if found else None,
        people=len(found.people) if found else None,
        faults=faults,
    )


def _moved(draft: Drafted) -> list[Ref]:
    """Metrics that the draft touches, and those that stand on what it touches, before or after."""
    bundles = [bundle for bundle in (draft.bundle, draft.live) if bundle is not None]
    users = (user for bundle in bundles for ref in draft.touched for user in (ref, *where_used(bundle, ref)))
    return [
        ref
        for ref in dict.fromkeys(users)
        if ref.kind == "metric" and any(ref in bundle.entities for bundle in bundles)
    ]


def _below(bundle: Bundle, ref: Ref) -> set[Ref]:
    """The entity and everything that it stands on, and the company's settings."""
    found, wave = {SETTINGS}, {ref}
    while wave:
        found |= wave
        known = [entity for each in wave if (entity := bundle.entities.get(each)) is not None]
        wave = {target for entity in known for _, target in references(entity)} - found
    return found


def _in(numbers: object, period: Period) -> dict[int, Point]:
    """Numbers of the period by subject, those of nobody left out."""
    found = points_of(numbers)
    return {id_: points[period.start] for id_, points in found.items() if id_ is not None and period.start in points}


def _coarsest(metric: Metric) -> Grain:
    return max(metric.grains, key=_GRAINS.index, default=Grain.MONTH)


def _sentence(bundle: Bundle, metric: Metric) -> Text:
    source = bundle.find(Source, metric.measure.source) if isinstance(metric.measure, FromFacts) else None
    return describe(metric, source, bundle.each(Metric))


def _point(point: Point) -> TriedPoint | None:
    return TriedPoint(value=point.value, n=point.n, state=point.state) if point.state is not State.NO_DATA else None
