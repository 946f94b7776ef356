"""Asking for numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Max

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.values import Grain, Period, Problem, State, Text, Window, ZhunshengError
from zhunsheng.server.metrics import store
from zhunsheng.server.metrics.actions.measure import ABOUT
from zhunsheng.server.metrics.computing import NUMBERS, computed, periods_of, undated
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.history import History
from zhunsheng.server.metrics.models import Closing, Correction
from zhunsheng.server.metrics.pieces import defined
from zhunsheng.server.metrics.values import Number, WaitingCorrection
from zhunsheng.server.people.queries import employment
from zhunsheng.server.subjects.queries import labels, members

Row = dict[str, object]
LETTERS = {grain.value[0]: grain for grain in Grain}
ALWAYS = Window()
BLANK = Text(zh="（未填写）", en="(blank)")
COMPANY = Text(zh="全公司", en="Company")


def metric_of(of: Scene | History, name: str) -> Metric:
    """The metric by id, as released last; raises ZhunshengError with the nearest one."""
    known = of.bundle.each(Metric)
    if name in known:
        return known[name]
    raise ZhunshengError(
        Problem(
            "metric.unknown",
            Text(zh=f"没有指标「{name}」", en=f"there is no metric '{name}'"),
            proposal(name, known),
        )
    )


def sources_of(metric: Metric, inner: Callable[[str], Metric | None]) -> Iterator[str]:
    """Ids of the sources that the metric stands on, through its inputs as `inner` has them."""
    if isinstance(metric.measure, FromFacts):
        yield metric.measure.source
    for name in metric.inputs:
        if (found := inner(name)) is not None:
            yield from sources_of(found, inner)


def numbers(
    scene: Scene,
    metric: str,
    dimension: str,
    grain: Grain,
    window: Window = ALWAYS,
    as_of: datetime | None = None,
) -> Iterator[Number]:
    """The metric's numbers by subject and period, missing ones shown as missing; undated ones last.

    Without a window: every period for which there are facts.
    """
    entity = metric_of(scene, metric)
    periods = _asked(scene, entity, grain, window, as_of)
    found = _found(scene, entity, dimension, grain, periods, as_of)
    return _complete(metric, dimension, found, periods)


def _asked(scene: Scene, metric: Metric, grain: Grain, window: Window, as_of: datetime | None) -> tuple[Period, ...]:
    if window.start is not None and window.end is not None:
        return tuple(window.periods(grain))
    periods = periods_of(scene, metric, grain, as_of)
    return tuple(
        period
        for period in periods
        if (window.start is None or period.end > window.start) and (window.end is None or period.start < window.end)
    )


def of_people(metric: Metric, bundle: Bundle) -> bool:
    """Whether its numbers are people's, and so those of units too."""
    if isinstance(metric.measure, FromFacts):
        source = bundle.find(Source, metric.measure.source)
        return source is not None and bool(metric.measure.person or source.people)
    inner = [bundle.find(Metric, name) for name in metric.inputs]
    return all(one is not None and of_people(one, bundle) for one in inner)


def things_of(metric: Metric, bundle: Bundle) -> tuple[str, ...]:
    """Dimensions other than people that its facts are about, and by which it can be broken down."""
    measure = metric.measure
    if isinstance(measure, FromFacts):
        source = bundle.find(Source, measure.source)
        fields = (
            [] if source is None or isinstance(measure, Rate) else [source.fields[name] for name in source.subjects]
        )
        return tuple(dict.fromkeys(field.dimension for field in fields if field.dimension not in (None, "person")))
    inner = [bundle.find(Metric, name) for name in metric.inputs]
    found = [() if one is None else things_of(one, bundle) for one in inner]
    return tuple(name for name in found[0] if all(name in other for other in found)) if found else ()


def dated(
    scene: Scene,
    metric: Metric,
    dimension: str,
    grain: Grain,
    periods: Sequence[Period] | None = None,
    as_of: datetime | None = None,
    of: tuple[str, int] | None = None,
) -> pa.Table:
    """NUMBERS of the periods (default: all that have facts), of whoever has facts.

    `of`: only of what is about the member of a dimension.
    """
    asked = periods_of(scene, metric, grain, as_of) if periods is None else periods
    if of is not None:
        return computed(scene, metric.id, dimension, asked, as_of, of)
    ready = as_of is None and _kept(metric, dimension, grain, asked)
    found = _of_periods(scene, metric, dimension, grain, asked, as_of, ready=ready)
    return found.filter(pc.is_valid(found["start"]))


def _found(
    scene: Scene, metric: Metric, dimension: str, grain: Grain, periods: Sequence[Period], as_of: datetime | None
) -> pa.Table:
    """All numbers, undated ones too; those by unit follow today's posts: computed."""
    ready = as_of is None and _kept(metric, dimension, grain, periods)
    found = [_of_periods(scene, metric, dimension, grain, periods, as_of, ready=ready)]
    if not ready or dimension == "unit":
        found.append(undated(scene, metric.id, dimension, grain, as_of))
    return pa.concat_tables(found)


def _of_periods(
    scene: Scene,
    metric: Metric,
    dimension: str,
    grain: Grain,
    periods: Sequence[Period],
    as_of: datetime | None,
    *,
    ready: bool,
) -> pa.Table:
    """Kept values where they are kept (`ready`), with undated ones; else computed."""
    asked = _beyond(scene, metric, grain, periods) if ready else periods
    found = [computed(scene, metric.id, dimension, asked, as_of)]
    if ready:
        found.append(store.stored(metric.id, ABOUT[dimension], grain, periods).cast(NUMBERS))
    return pa.concat_tables(found)


def _kept(metric: Metric, dimension: str, grain: Grain, periods: Sequence[Period]) -> bool:
    """Whether values are kept under every definition that the periods have."""
    used = [metric, *(piece.metric for piece in defined(metric.id, periods, None))]
    return dimension in ABOUT and all(isinstance(m.measure, FromFacts) and grain in m.grains for m in used)


def _beyond(scene: Scene, metric: Metric, grain: Grain, periods: Sequence[Period]) -> Sequence[Period]:
    """Periods asked for that lie before the first or after the last fact, where a stock or rate still has values."""
    if not (isinstance(metric.measure, FromFacts) and metric.measure.fills):
        return ()
    inside = set(periods_of(scene, metric, grain))
    return [period for period in periods if period not in inside]


def _complete(metric: str, dimension: str, found: pa.Table, periods: Sequence[Period]) -> Iterator[Number]:
    """Numbers for every listed member and period, then for whoever else has facts, then the undated ones."""
    names = _names(dimension, found)
    present = _presence(dimension)
    for subject, values in _by_subject(found.filter(pc.is_valid(found["start"])), names):
        key, name = names[subject]
        for period in periods:
            row = values.get(period.start)
            if row is not None or _expected(subject, period, present):
                yield _number(metric, key, name, period.label, row)
    for row in found.filter(pc.is_null(found["start"])).to_pylist():
        yield _number(metric, *names[row["subject"]], None, row)


def _by_subject(found: pa.Table, order: Iterable[int | None]) -> Iterator[tuple[int | None, dict[date, Row]]]:
    """Each subject's rows by start, one subject at a time: as Python's values all of them would not fit."""
    ordered = found.sort_by("subject").combine_chunks()
    counts = pc.value_counts(ordered["subject"])
    ends = pc.cumulative_sum(counts.field("counts")).to_pylist()
    places = dict(zip(counts.field("values").to_pylist(), zip([0, *ends], ends, strict=False), strict=True))
    for subject in order:
        first, end = places.get(subject, (0, 0))
        yield subject, {row["start"]: row for row in ordered.slice(first, end - first).to_pylist()}


def _number(metric: str, key: str | None, name: str, period: str | None, row: Row | None) -> Number:
    if row is None:
        return Number(metric, key, name, period, None, 0, State.NO_DATA)
    return Number(metric, key, name, period, row["value"], row["n"], State(row["state"]))  # type: ignore[arg-type]


def _names(dimension: str, found: pa.Table) -> dict[int | None, tuple[str | None, str]]:
    """Key and name of everybody listed and everybody found, listed ones first."""
    if dimension == "company":
        return {0: ("company", COMPANY.zh)}
    names: dict[int | None, tuple[str | None, str]] = {m.id: (m.key, m.name) for m in members(dimension)}
    others = [subject for subject in found["subject"].unique().to_pylist() if subject not in names]
    labelled = labels([subject for subject in others if subject is not None])
    for subject in others:
        names[subject] = (None, BLANK.zh) if subject is None else (labelled[subject].key, labelled[subject].name)
    return names


def _presence(dimension: str) -> dict[int, list[tuple[date, date]]] | None:
    """When each person was employed; None for dimensions whose members are always there."""
    if dimension != "person":
        return None
    spans: dict[int, list[tuple[date, date]]] = {}
    for row in employment().to_pylist():
        spans.setdefault(row["subject"], []).append((row["since"], row["until"]))
    return spans


def _expected(subject: int | None, period: Period, present: dict[int, list[tuple[date, date]]] | None) -> bool:
    """Whether a missing number of this subject is worth showing as missing."""
    if subject is None:
        return False
    if present is None:
        return True
    return any(since < period.end and until > period.start for since, until in present.get(subject, []))


def corrections(closing: int | None = None) -> list[WaitingCorrection]:
    """Corrections that wait for a person, oldest first."""
    waiting = Correction.objects.filter(state=Correction.State.WAITING).select_related("slot").order_by("id")
    if closing is not None:
        waiting = waiting.filter(closing_id=closing)
    rows = list(waiting)
    names = labels([row.subject for row in rows])
    return [
        WaitingCorrection(
            id=row.id,
            closing=row.closing_id,
            metric=row.slot.metric,
            subject=names[row.subject].key if row.subject in names else BLANK.zh,
            period=Period(row.start, LETTERS[row.grain]).label,
            before=row.before,
            after=row.after,
            raised_at=row.raised_at,
        )
        for row in rows
    ]


def last_known_at() -> datetime | None:
    """The latest moment whose knowledge some closing has."""
    last: datetime | None = Closing.objects.aggregate(last=Max("known_at"))["last"]
    return last


def day_after(last: date) -> date:
    """The exclusive end of a window whose last day is `last`."""
    return last + timedelta(days=1)
