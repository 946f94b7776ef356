"""Explain: a number opens to its formula, its inputs, its rows, its source and its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import ibis
import pyarrow.compute as pc

from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.dimension import ORGANISATION
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts, FromMetrics
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.words import describe
from zhunsheng.engine.values import Period, Problem, State, Text, ZhunshengError
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.queries import batch_names
from zhunsheng.server.metrics.computing import computed
from zhunsheng.server.metrics.evaluate import Ask, Scene, evaluate, evidence
from zhunsheng.server.metrics.pieces import Piece, defined, pieces
from zhunsheng.server.metrics.queries import COMPANY, metric_of, sources_of
from zhunsheng.server.metrics.values import Explanation, Number, Row
from zhunsheng.server.subjects.queries import find, labels, members
from zhunsheng.server.subjects.values import Label, Member

FIRST_ROWS = slice(0, 200)
"""Rows shown of those a number stands on, where nobody says which; their count is always whole."""


@dataclass(frozen=True)
class Part:
    """Which of the rows behind a number: of those on the days (None: on any) the ones from first to last."""

    which: slice
    days: Sequence[date] | None = None


def explain(
    scene: Scene, metric: str, of: str, period: Period, dimension: str | None = None, as_of: datetime | None = None
) -> Explanation:
    """Why the number is what it is; raises ZhunshengError where metric or subject is unknown."""
    metric_of(scene, metric)
    piece = next(pieces(metric, [period], as_of), None)
    if piece is None:
        raise ZhunshengError(_undefined(metric, period))
    tried: list[tuple[Member, Number]] = []
    for member in _subjects(scene, of, dimension, piece.known_at):
        number = _number(scene, metric, member, period, as_of)
        tried.append((member, number))
        if number.n:
            break
    if not tried:
        raise ZhunshengError(_unknown(of))
    member, number = max(tried, key=lambda found: found[1].n)
    found, _ = _explained(scene, piece, member, {metric: number}, as_of, Part(FIRST_ROWS))
    return found


def opened(
    scene: Scene, metric: str, member: Member, period: Period, part: Part, known: Mapping[str, Number]
) -> tuple[Explanation, int]:
    """Why the member's number is what it is, with a part of its rows, and how many rows lie on other days.

    `known`: the member's numbers of the period that need not be computed, by metric. Raises ZhunshengError where the
    metric is undefined.
    """
    piece = next(pieces(metric, [period], None), None)
    if piece is None:
        raise ZhunshengError(_undefined(metric, period))
    number = known.get(metric) or _number(scene, metric, member, period, None)
    return _explained(scene, piece, member, {**known, metric: number}, None, part)


def _subjects(scene: Scene, of: str, dimension: str | None, known_at: datetime | None) -> Iterator[Member]:
    """Whom the text may mean; a person also stands for their line as a manager."""
    if dimension == "company" or (dimension is None and of in ("company", COMPANY.zh)):
        yield Member(0, "company", "company", COMPANY.zh)
        return
    own = {field.dimension for s in scene.bundle.each(Source).values() for field in s.fields.values()}
    if dimension is not None and dimension not in (*ORGANISATION, *own):
        raise ZhunshengError(_no_dimension(dimension, [*ORGANISATION, *(name for name in own if name)]))
    searched = ["person" if name == "manager" else name for name in [dimension or ""] if name]
    searched = searched or [*ORGANISATION, *sorted(name for name in own if name and name not in ORGANISATION)]
    for member in find(of, searched, known_at):
        if member.dimension != "person":
            yield member
        for role in ("person", "manager") if member.dimension == "person" else ():
            if dimension in (None, role):
                yield Member(member.id, role, member.key, member.name)


def _number(scene: Scene, metric: str, member: Member, period: Period, as_of: datetime | None) -> Number:
    """The one number asked about."""
    found = computed(scene, metric, member.dimension, [period], as_of)
    own = found.filter(pc.and_(pc.equal(found["subject"], member.id), found["start"].is_valid())).to_pylist()
    if not own:
        return Number(metric, member.key, member.name, period.label, None, 0, State.NO_DATA)
    row = own[0]
    return Number(metric, member.key, member.name, period.label, row["value"], row["n"], State(row["state"]))


def _explained(
    scene: Scene, piece: Piece, member: Member, known: Mapping[str, Number], as_of: datetime | None, part: Part
) -> tuple[Explanation, int]:
    measure = piece.metric.measure
    sources = sorted(set(sources_of(piece.metric, lambda name: _meant(name, piece))))
    source = scene.source(measure.source) if isinstance(measure, FromFacts) else None
    said = describe(piece.metric, source, scene.bundle.each(Metric))
    shared = {
        "number": known[piece.metric.id],
        "unit": piece.metric.unit,
        "formula": {"zh": said.zh, "en": said.en},
        "sources": tuple(sources),
        "release": piece.release,
        "versions": {name: scene.lake(scene.source(name)).version() for name in sources},
        "as_of": piece.known_at,
    }
    if isinstance(measure, FromMetrics):
        (period,) = piece.periods
        found = {name: known.get(name) or _number(scene, name, member, period, as_of) for name in measure.inputs()}
        inputs = {name: number.value for name, number in found.items()}
        return Explanation(inputs=inputs, rows=(), rows_total=0, **shared), 0  # type: ignore[arg-type]
    ask = Ask(member.dimension, piece.periods[0].grain, piece.periods, piece.known_at)
    rows, total, hidden = _rows(scene, measure, ask, member, part)
    inputs = _inputs(scene, piece.metric.id, measure, ask, member)
    return Explanation(inputs=inputs, rows=rows, rows_total=total, **shared), hidden  # type: ignore[arg-type]


def _inputs(scene: Scene, metric: str, measure: FromFacts, ask: Ask, member: Member) -> dict[str, float | None]:
    """The parts that the value was made of, e.g. numerator and denominator."""
    ((_, table),) = evaluate(scene, {metric: measure}, ask)
    own = table.filter(table.subject == member.id, table.start == ask.periods[0].start)
    rows = scene.engine.arrow(own).to_pylist()
    prefix = f"{metric}__"
    parts = {name.removeprefix(prefix): value for name, value in (rows[0] if rows else {}).items()}
    return {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in parts.items()
        if name not in ("subject", "start", "value")
    }


def _rows(scene: Scene, measure: FromFacts, ask: Ask, member: Member, part: Part) -> tuple[tuple[Row, ...], int, int]:
    """That part of the rows behind the number, in the order they were told; how many there are, and on other days."""
    source = scene.source(measure.source)
    behind = evidence(scene, measure, ask, member.id)
    seen = ibis.literal(True) if part.days is None else behind._day.isin(part.days)
    (count,) = scene.engine.arrow(behind.aggregate(all=behind.count(), seen=behind.count(where=seen))).to_pylist()
    keys = behind.filter(seen).select("_seq").order_by("_seq")
    keys = keys.limit(part.which.stop - part.which.start, offset=part.which.start)
    facts = reading.rows(scene.engine, scene.lake(source))
    own = facts.filter(facts._closes.isnull()).semi_join(keys, "_seq").order_by("_seq")
    shown = scene.engine.arrow(own).to_pylist()
    files = batch_names([row["_batch"] for row in shown])
    names = labels([row[name] for row in shown for name in source.subjects if row[name] is not None])
    rows = tuple(
        Row(
            fact={name: _shown(row[name], name in source.subjects, names) for name in source.fields},
            batch=row["_batch"],
            file=files[row["_batch"]],
            row=row["_row"],
            people=tuple(row[name] for name in source.people if row[name] is not None),
        )
        for row in shown
    )
    return rows, count["seen"], count["all"] - count["seen"]


def _shown(value: object, subject: bool, names: Mapping[int, Label]) -> bool | int | float | str | None:
    """A cell as a person reads it: subjects by key, money as a number, days in ISO."""
    if value is None:
        return None
    if subject and isinstance(value, int):
        return names[value].key if value in names else f"#{value}"
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, bool | int | float | str) else str(value)


def _meant(metric: str, piece: Piece) -> Metric | None:
    """What the metric means in the piece's period."""
    return next((one.metric for one in defined(metric, piece.periods, piece.known_at)), None)


def _undefined(metric: str, period: Period) -> Problem:
    return Problem(
        "metric.not_defined",
        Text(
            zh=f"指标「{metric}」在 {period} 没有生效的定义",
            en=f"metric '{metric}' has no definition in force in {period}",
        ),
        Text(zh="在发布历史里看生效日", en="see since when in the history of releases"),
    )


def _no_dimension(dimension: str, known: list[str]) -> Problem:
    return Problem(
        "dimension.unknown",
        Text(zh=f"没有维度「{dimension}」", en=f"there is no dimension '{dimension}'"),
        proposal(dimension, known),
    )


def _unknown(of: str) -> Problem:
    people = [name for member in members("person") for name in (member.key, member.name)]
    return Problem(
        "subject.unknown",
        Text(zh=f"没有找到「{of}」", en=f"nobody and nothing is called '{of}'"),
        proposal(of, people),
    )
