"""Evaluate metrics over the lake: the server side of the engine's passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.exposure import exposure
from zhunsheng.engine.facts.dimension import ORGANISATION
from zhunsheng.engine.facts.source import LeaveList, RosterList, Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.metrics.compute import Breakdown, Facts, columns_read, grouped, passes, rows_behind
from zhunsheng.engine.metrics.conditions import Test
from zhunsheng.engine.metrics.measure import FromFacts, Setting
from zhunsheng.engine.metrics.rate import Rate, Workers
from zhunsheng.engine.values import Grain, Period, Problem, SubjectId, Text, Window, ZhunshengError
from zhunsheng.server.blueprints.queries import last_published
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.lake import LakeTable
from zhunsheng.server.facts.partitions import partitions
from zhunsheng.server.people.queries import employment, spans
from zhunsheng.server.subjects.queries import find, same_as_pairs
from zhunsheng.server.worlds.values import WorldInfo


@dataclass(frozen=True)
class Scene:
    """Where numbers are computed: a world, its blueprint, a backend, and the world's moment."""

    world: WorldInfo
    bundle: Bundle
    engine: Backend
    now: datetime
    lakes: dict[str, LakeTable] = field(default_factory=dict, init=False, repr=False, compare=False)

    def today(self, as_of: datetime | None = None) -> date:
        """The company's day, now or at a moment."""
        return (as_of or self.now).astimezone(self.world.zone).date()

    def period(self, grain: Grain, as_of: datetime | None = None) -> Period:
        """The period that holds today, now or at a moment."""
        return Period.holding(self.today(as_of), grain)

    def source(self, name: str) -> Source:
        """The source as it is now; one that a release took away, as it was last."""
        known = self.bundle.each(Source)
        former = known.get(name) or last_published("source", name)
        if isinstance(former, Source):
            return former
        raise LookupError(f"no release has a source '{name}'")

    def lake(self, source: Source) -> LakeTable:
        """The source's facts, for as long as the scene lasts as they were when first looked at."""
        return self.lakes.setdefault(source.id, reading.lake_of(self.world, source))


@dataclass(frozen=True)
class Ask:
    """What is asked of a pass: by which dimension, which periods, as known when, about which people only.

    Without periods, numbers of facts without a day are asked for. `of`: only what is about the member of a dimension.
    """

    dimension: str
    grain: Grain
    periods: tuple[Period, ...]
    known_at: datetime | None = None
    people: pa.Array | None = None
    of: tuple[str, int] | None = None

    @property
    def window(self) -> Window:
        """All days from the first period to the last."""
        return Window(self.periods[0].start, self.periods[-1].end)


def evaluate(scene: Scene, measures: Mapping[str, FromFacts], ask: Ask) -> Iterator[tuple[list[str], Table]]:
    """Per pass (see engine/metrics/compute) its metrics and its table, to be read before the next is made.

    The measures are over the same source.
    """
    source = scene.source(next(iter(measures.values())).source)
    for part in passes(measures):
        yield sorted(part), _grouped(scene, source, part, ask)


def _grouped(scene: Scene, source: Source, part: Mapping[str, FromFacts], ask: Ask) -> Table:
    by = breakdown(scene, source, ask)
    if (by.field or by.only) and any(isinstance(measure, Rate) for measure in part.values()):
        raise ZhunshengError(_no_time_at_work(ask.dimension if by.field or ask.of is None else ask.of[0]))
    needs = setting(scene, source, part, ask)
    return grouped(part, _facts(scene, source, part, ask, columns_read(part, source, by)), by, ask.grain, needs)


def evidence(scene: Scene, measure: FromFacts, ask: Ask, subject: int | None) -> Table:
    """The rows that the number of one subject in the (single) period asked for stands on."""
    source = scene.source(measure.source)
    part = {"": measure}
    facts = _facts(scene, source, part, ask)
    by = breakdown(scene, source, ask)
    return rows_behind(measure, facts, by, ask.periods[0], subject, setting(scene, source, part, ask))


def _facts(
    scene: Scene, source: Source, part: Mapping[str, FromFacts], ask: Ask, read: Collection[str] | None = None
) -> Facts:
    """The facts that the pass is about. `read`: only these columns, for an expression costs as much as it is wide."""
    rows = reading.rows(scene.engine, scene.lake(source), _months(scene, source, part, ask.periods))
    facts = standing(
        rows if read is None else rows.select(*(name for name in rows.columns if name in read)), ask.known_at
    )
    if ask.people is not None and source.people:
        wanted = scene.engine.table("wanted_people", pa.table({"_wanted": ask.people}))
        field = next(iter(part.values())).person or source.people[0]
        facts = facts.semi_join(wanted, facts[field].identical_to(wanted._wanted))
    return Facts(source, facts, _same_as(scene.engine, ask.known_at))


def _months(scene: Scene, source: Source, part: Mapping[str, FromFacts], periods: Sequence[Period]) -> list[str]:
    """Partitions that may hold what counts in any of the periods; without periods, what is undated."""
    reaches = {measure.reach(source) for measure in part.values()}
    columns = sorted({name for reach in reaches for name in reach.columns})
    return [
        partition.month
        for partition in partitions(scene.lake(source), columns)
        if any(
            any(reach.touches(partition.ends, period) for period in periods)
            or (not periods and partition.ends[reach.first].empty)
            for reach in reaches
        )
    ]


def _same_as(engine: Backend, known_at: datetime | None) -> Table | None:
    pairs = same_as_pairs(known_at)
    if not pairs:
        return None
    ids, canonical = zip(*pairs, strict=True)
    return engine.table(
        "same_as", pa.table({"id": pa.array(ids, pa.int64()), "canonical": pa.array(canonical, pa.int64())})
    )


def breakdown(scene: Scene, source: Source, ask: Ask) -> Breakdown:
    """How the dimension is found in the source's facts, and what counts; raises ZhunshengError where it cannot be."""
    by = _by(scene, source, ask)
    if ask.of is None:
        return by
    dimension, member = ask.of
    if dimension not in ORGANISATION:
        return replace(by, only=(_field(source, dimension), member))
    return replace(by, among=scene.engine.table("among", _belonging(dimension, member, ask.known_at)))


def _belonging(dimension: str, member: int, known_at: datetime | None) -> pa.Table:
    """Who belonged to the member of the organisation on which days: (subject, since, until)."""
    if dimension == "person":
        ever = {"since": pa.array([date.min], pa.date32()), "until": pa.array([date.max], pa.date32())}
        return pa.table({"subject": pa.array([member], pa.int64()), **ever})
    found = spans(dimension, known_at)
    return found.filter(pc.equal(found["member"], member)).select(["subject", "since", "until"])


def _by(scene: Scene, source: Source, ask: Ask) -> Breakdown:
    if ask.dimension == "company":
        return Breakdown(company=True)
    if ask.dimension == "person":
        return Breakdown()
    if ask.dimension in ORGANISATION:
        rows = spans(ask.dimension, ask.known_at)
        return Breakdown(spans=scene.engine.table(f"spans_{ask.dimension}", rows))
    return Breakdown(field=_field(source, ask.dimension))


def _field(source: Source, dimension: str) -> str:
    """The field in which the dimension is found; raises ZhunshengError where there is none."""
    for name in source.subjects:
        if source.fields[name].dimension == dimension:
            return name
    known = ["person", *ORGANISATION[1:], *(source.fields[name].dimension or "" for name in source.subjects)]
    listed = "、".join(dict.fromkeys(known))
    raise ZhunshengError(
        Problem(
            "dimension.unknown",
            Text(
                zh=f"数据源「{source.name.zh}」不能按「{dimension}」细分",
                en=f"source '{source.name.en}' has no dimension '{dimension}'",
            ),
            Text(zh=f"可用：{listed}", en=f"there are: {listed}"),
        )
    )


def setting(scene: Scene, source: Source, part: Mapping[str, FromFacts], ask: Ask) -> Setting:
    """What the measures of a pass need besides their rows."""
    if not ask.periods:
        return Setting(scene.today(ask.known_at), ids=_named(source, part, ask.known_at))
    starts = pa.array([period.start for period in ask.periods], pa.date32())
    ends = pa.array([period.last_day for period in ask.periods], pa.date32())
    periods = scene.engine.table("asked_periods", pa.table({"start": starts, "last_day": ends}))
    today, ids = scene.today(ask.known_at), _named(source, part, ask.known_at)
    rate = next((measure for measure in part.values() if isinstance(measure, Rate)), None)
    if rate is None:
        return Setting(today, periods, ids=ids)
    time_at_work = scene.engine.table("time_at_work", time_at_work_of(scene, ask))
    workers = rate.of and scene.engine.table("workers", _workers(rate.of, ask.known_at))
    return Setting(today, periods, time_at_work, workers, ids)


def _workers(of: Workers, known_at: datetime | None) -> pa.Table:
    """Who belonged to any of them on which days; a name nobody bears means nobody."""
    wanted = {found.id for name in of.members for found in find(name, [of.dimension], known_at)}
    everybody = spans(of.dimension, known_at)
    theirs = everybody.filter(pc.is_in(everybody["member"], pa.array(sorted(wanted), pa.int64())))
    return theirs.select(["subject", "since", "until"])


def _named(
    source: Source, part: Mapping[str, FromFacts], known_at: datetime | None
) -> dict[tuple[str, str], SubjectId]:
    return named_subjects(source, (test for measure in part.values() for test in measure.tests()), known_at)


def named_subjects(
    source: Source, tests: Iterable[Test], known_at: datetime | None = None
) -> dict[tuple[str, str], SubjectId]:
    """Ids of the subjects that conditions name by key; a name nobody bears matches nothing."""
    ids: dict[tuple[str, str], SubjectId] = {}
    for test in tests:
        field = source.fields[test.field]
        if field.dimension is None or test.value is None:
            continue
        for value in test.value if isinstance(test.value, tuple) else (test.value,):
            found = find(str(value), [field.dimension], known_at)
            ids[(test.field, str(value))] = SubjectId(found[0].id if found else -1)
    return ids


def time_at_work_of(scene: Scene, ask: Ask) -> pa.Table:
    """People's time at work on the days asked for, up to today: roster else calendar, less leave, while employed."""
    people = employment(ask.known_at)
    if ask.people is not None:
        people = people.filter(pc.is_in(people["subject"], ask.people))
    until = scene.today(ask.known_at) + timedelta(days=1)
    days = Window(ask.periods[0].start, min(ask.periods[-1].end, until))
    return exposure(
        people, _listed(scene, ask, RosterList), _listed(scene, ask, LeaveList), scene.bundle.calendar, days
    )


def away(scene: Scene, day: date) -> frozenset[int]:
    """Everybody who is on leave on the day, as is known now."""
    rows = _listed(scene, Ask("person", Grain.DAY, ()), LeaveList)
    ended = pc.less(pc.fill_null(rows["last_day"], day), pa.scalar(day))
    on_leave = rows.filter(pc.and_(pc.less_equal(rows["first_day"], pa.scalar(day)), pc.invert(ended)))
    return frozenset(on_leave["subject"].to_pylist())


def _listed(scene: Scene, ask: Ask, kind: type[RosterList] | type[LeaveList]) -> pa.Table:
    """The standing facts of every source that feeds rosters or leave, in the shape `exposure` wants."""
    shape = _ROSTER if kind is RosterList else _LEAVE
    found = [shape.empty_table()]
    for source in scene.bundle.each(Source).values():
        if not isinstance(source.feeds, kind) or source.feeds.feeds == "on_call":
            continue
        facts = standing(reading.rows(scene.engine, scene.lake(source)), ask.known_at)
        found.append(scene.engine.arrow(_shaped(facts, source.feeds)).cast(shape))
    return pa.concat_tables(found)


_ROSTER = pa.schema([("subject", pa.int64()), ("day", pa.date32()), ("hours", pa.float64())])
_LEAVE = pa.schema(
    [("subject", pa.int64()), ("first_day", pa.date32()), ("last_day", pa.date32()), ("hours", pa.float64())]
)


def _shaped(facts: Table, feeds: RosterList | LeaveList) -> Table:
    if isinstance(feeds, RosterList):
        return facts.select(
            subject=facts[feeds.person],
            day=facts[feeds.day].cast("date"),
            hours=facts[feeds.hours].cast("float64"),
        )
    return facts.select(
        subject=facts[feeds.person],
        first_day=facts[feeds.first_day].cast("date"),
        last_day=facts[feeds.last_day].cast("date"),
        hours=facts[feeds.hours].cast("float64") if feeds.hours else ibis.null("float64"),
    )


def _no_time_at_work(dimension: str) -> Problem:
    return Problem(
        "rate.only_people",
        Text(
            zh=f"按出勤时间计算的指标不能按「{dimension}」细分：出勤只属于人",
            en=f"a rate per time at work has no breakdown by '{dimension}': only people are at work",
        ),
        Text(
            zh="按人员、经理、部门、区域、岗位或全公司查看",
            en="ask by person, manager, unit, region, position or company",
        ),
    )
