"""One number made of numbers, in plain arithmetic: what `combine` does for tables, for a single subject and period."""

from __future__ import annotations

from collections.abc import Mapping

from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.expression import Binary, Call, Expression, MetricRef, Number
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.values import State

Inputs = Mapping[str, float | None]


def stated(
    measure: Composite | Change, now: Inputs, then: Inputs, counts: Mapping[str, int], min_sample: int
) -> tuple[float | None, int, State]:
    """Value, n and state out of the inputs' values of the period and of the earlier one (empty where there is none)."""
    value = measured(measure, now, then)
    n = min((counts[name] for name in measure.inputs() if now[name] is not None), default=0)
    complete = all(one is not None for one in (*now.values(), *then.values()))
    if complete and value is None:
        return None, n, State.ERROR
    if value is None or not n:
        return None, n, State.NO_DATA
    return (value, n, State.VALUE) if n >= min_sample else (None, n, State.TOO_FEW)


def measured(measure: Composite | Change, now: Inputs, then: Inputs) -> float | None:
    """The value, or None where there is none."""
    if isinstance(measure, Composite):
        return value_of(measure.formula, now)
    after, before = now[measure.metric], then[measure.metric]
    return None if after is None or not before else (after - before) / abs(before)


def value_of(tree: Expression, inputs: Inputs) -> float | None:
    """A formula's value: missing stays missing, division by zero gives nothing."""
    match tree:
        case Number():
            return tree.number
        case MetricRef():
            return inputs[tree.metric]
        case Binary():
            return _binary(tree.op, value_of(tree.left, inputs), value_of(tree.right, inputs))
        case Call():
            return _call(tree.call, [value_of(argument, inputs) for argument in tree.arguments])


def _binary(op: str, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right if right else None


def _call(name: str, values: list[float | None]) -> float | None:
    if name == "or_zero":
        return values[0] or 0.0
    given = [value for value in values if value is not None]
    if len(given) < len(values):
        return None
    match name:
        case "min":
            return min(given)
        case "max":
            return max(given)
        case "abs":
            return abs(given[0])
    return -given[0]
