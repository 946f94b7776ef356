"""Numbers computed on request: every piece of definition and knowledge, one table out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, DateValue, IntegerValue, NumericValue, StringValue, Table

from zhunsheng.engine.metrics.combine import combined
from zhunsheng.engine.metrics.measure import FromFacts, FromMetrics
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Grain, Period, State
from zhunsheng.server.metrics.evaluate import Ask, Scene, evaluate
from zhunsheng.server.metrics.pieces import Piece, defined, pieces, versions
from zhunsheng.server.metrics.portions import portions
from zhunsheng.server.metrics.reach import data_periods

NUMBERS = pa.schema(
    [
        ("subject", pa.int64()),
        ("start", pa.date32()),
        ("value", pa.float64()),
        ("n", pa.int64()),
        ("state", pa.string()),
    ]
)
"""subject: null where none is named; start: null where undated; value: null unless state is `value`."""


def computed(
    scene: Scene,
    metric: str,
    dimension: str,
    periods: Sequence[Period],
    as_of: datetime | None = None,
    of: tuple[str, int] | None = None,
) -> pa.Table:
    """The metric's dated numbers in NUMBERS' shape, for subjects and periods that have facts.

    `of`: only of what is about the member of a dimension.
    """
    found = [NUMBERS.empty_table()]
    for piece in pieces(metric, periods, as_of):
        numbers = _piece_numbers(scene, dimension, piece, of)
        found.extend(scene.engine.arrow(table).cast(NUMBERS) for table in numbers)
    return pa.concat_tables(found)


def undated(scene: Scene, metric: str, dimension: str, grain: Grain, as_of: datetime | None = None) -> pa.Table:
    """The metric's numbers of facts without a day, as it is defined today; such facts are never closed."""
    found = [NUMBERS.empty_table()]
    for piece in defined(metric, [scene.period(grain, as_of)], as_of):
        if isinstance(measure := piece.metric.measure, FromFacts):
            table = evaluated(scene, piece.metric, measure, Ask(dimension, grain, (), piece.known_at))
            found.append(scene.engine.arrow(table).cast(NUMBERS))
    return pa.concat_tables(found)


def _piece_numbers(scene: Scene, dimension: str, piece: Piece, of: tuple[str, int] | None) -> Iterator[Table]:
    """One piece's numbers by portions of its periods; each expression is evaluated before the next is made."""
    measure = piece.metric.measure
    if isinstance(measure, FromMetrics):
        yield with_state(piece.metric, _combined(scene, dimension, piece, measure, of))
        return
    for periods in portions(scene, [measure], piece.periods):
        ask = Ask(dimension, periods[0].grain, tuple(periods), piece.known_at, of=of)
        yield evaluated(scene, piece.metric, measure, ask)


def evaluated(scene: Scene, metric: Metric, measure: FromFacts, ask: Ask) -> Table:
    """The metric's numbers by one definition of it, with their state."""
    ((_, table),) = evaluate(scene, {metric.id: measure}, ask)
    return with_state(metric, numbers_of(metric.id, table))


def numbers_of(metric: str, table: Table) -> Table:
    """One metric's subject, start, value and n out of a pass."""
    return table.select("subject", "start", value=table[f"{metric}__value"], n=table[f"{metric}__n"]).filter(
        lambda t: (t.n > 0) | t.value.notnull() | t.start.notnull()
    )


def _combined(scene: Scene, dimension: str, piece: Piece, measure: FromMetrics, of: tuple[str, int] | None) -> Table:
    needed = sorted({*piece.periods, *(before for p in piece.periods if (before := measure.earlier(p)) is not None)})
    found = {name: computed(scene, name, dimension, needed, piece.known_at, of) for name in measure.inputs()}
    # Only now are they given names: computing one may itself have needed inputs of these names.
    inputs = {name: scene.engine.table(f"input_{name}", numbers) for name, numbers in found.items()}
    return combined(scene.engine, measure, inputs, piece.periods)


def with_state(metric: Metric, table: Table) -> Table:
    """The numbers with their state; a value is shown only where the state is `value`."""
    complete = table.complete if "complete" in table.columns else None
    value, state = _stated(metric, table.start, table.value, table.n, complete)
    return table.select("subject", "start", value=value, n=table.n, state=state)


def with_states(metrics: Mapping[str, Metric], table: Table) -> Table:
    """A pass's numbers side by side: for each metric `__value`, `__n` and `__state`."""
    columns = {"subject": table.subject, "start": table.start}
    for name, metric in metrics.items():
        n = table[f"{name}__n"]
        value, state = _stated(metric, table.start, table[f"{name}__value"], n, None)
        columns |= {f"{name}__value": value, f"{name}__n": n, f"{name}__state": state}
    return table.select(**columns)


def _stated(
    metric: Metric, start: DateValue, value: NumericValue, n: IntegerValue, complete: BooleanValue | None
) -> tuple[NumericValue, StringValue]:
    """The value as shown, and the state. `complete`: all inputs of a composite metric had a value."""
    zero = metric.empty == "zero" and complete is None
    failed = ibis.literal(False) if complete is None else complete & value.isnull()
    state = ibis.cases(
        (start.isnull(), ibis.ifelse(n > 0, State.UNDATED.value, State.NO_DATA.value)),
        (failed, State.ERROR.value),
        (n == 0, (State.VALUE if zero else State.NO_DATA).value),
        (value.isnull(), State.NO_DATA.value),
        (n < metric.min_sample, State.TOO_FEW.value),
        else_=State.VALUE.value,
    )
    shown = value.fill_null(0.0) if metric.empty == "zero" else value
    return ibis.ifelse(state == State.VALUE, shown, ibis.null("float64")), state


def periods_of(scene: Scene, metric: Metric, grain: Grain, as_of: datetime | None = None) -> tuple[Period, ...]:
    """All periods for which the metric has facts; `as_of`: as was known then."""
    return data_periods(scene, list(_fact_measures(metric.id)), grain, as_of)


def _fact_measures(metric: str) -> Iterator[FromFacts]:
    """The measures over facts that a metric stands on, under any of its definitions."""
    for version in versions([metric]):
        if isinstance(version.measure, FromFacts):
            yield version.measure
        for name in version.inputs:
            yield from _fact_measures(name)
