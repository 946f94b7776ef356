"""Numbers made of numbers: formulas and changes over values that are already computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.metrics.measure import FromMetrics
from zhunsheng.engine.values import Period


def combined(engine: Backend, measure: FromMetrics, inputs: Mapping[str, Table], periods: Sequence[Period]) -> Table:
    """The values of `measure`: subject, start, value, n, complete.

    `inputs`: for each metric a table (subject, start, value, n) that covers the periods and the earlier ones they
    are compared with. `n` is the smallest n among the inputs that have a value (an input that `or_zero` makes up for
    does not void the number); `complete`: every input had a value.
    """
    names = measure.inputs()
    keys = reduce(ibis.union, [inputs[name].select("subject", "start") for name in names]).distinct()
    asked = engine.table("compared_periods", _asked(measure, periods))
    base = keys.inner_join(asked, keys.start == asked.asked)
    wide = base.select("subject", "start", "then")
    for name in names:
        wide = _joined(wide, inputs[name], name, "start", "now")
        wide = _joined(wide, inputs[name], name, "then", "then")
    now = {name: wide[f"now__{name}"] for name in names}
    then = {name: wide[f"then__{name}"] for name in names}
    needed = [*now.values(), *(then.values() if measure.earlier(periods[0]) else ())]
    complete = reduce(lambda left, right: left & right, (value.notnull() for value in needed))
    counts = [ibis.ifelse(now[name].notnull(), wide[f"n__now__{name}"], ibis.null("int64")) for name in names]
    smallest = ibis.least(*counts) if len(counts) > 1 else counts[0]  # both engines pass over nulls
    return wide.select(
        "subject",
        "start",
        value=measure.value(now, then).cast("float64"),
        n=smallest.fill_null(0).cast("int64"),
        complete=complete,
    )


def _asked(measure: FromMetrics, periods: Sequence[Period]) -> pa.Table:
    """Which periods are asked for, and with which earlier one each is compared (itself, where none)."""
    starts = [period.start for period in periods]
    then = [(measure.earlier(period) or period).start for period in periods]
    return pa.table({"asked": pa.array(starts, pa.date32()), "then": pa.array(then, pa.date32())})


def _joined(wide: Table, values: Table, name: str, on: str, prefix: str) -> Table:
    column = f"{prefix}__{name}"
    right = values.select(
        _subject=values.subject, _start=values.start, **{column: values.value, f"n__{column}": values.n}
    )
    same = wide.subject.identical_to(right._subject) & (wide[on] == right._start)
    return wide.left_join(right, same).drop("_subject", "_start")
