"""The formula language: arithmetic over metrics, kept as a typed tree. Text is only a way to write it down.

    won_value / won_deals
    or_zero(calls) + 2 * or_zero(visits)

Missing stays missing: an input without a value gives no value, unless `or_zero` says otherwise. Division by zero
gives no value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import ibis
from ibis.expr.types import NumericValue, Value
from pydantic import BeforeValidator, Field, model_validator

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import divided
from zhunsheng.engine.values import Frozen


class Number(Frozen):
    number: float

    def value(self, inputs: Mapping[str, Value]) -> NumericValue:
        return ibis.literal(self.number, type="float64")

    def metrics(self) -> Iterator[str]:
        yield from ()

    def __str__(self) -> str:
        return repr(self.number).removesuffix(".0")


class MetricRef(Frozen):
    metric: Name

    def value(self, inputs: Mapping[str, Value]) -> NumericValue:
        return inputs[self.metric].cast("float64")

    def metrics(self) -> Iterator[str]:
        yield self.metric

    def __str__(self) -> str:
        return self.metric


class Binary(Frozen):
    op: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression

    def value(self, inputs: Mapping[str, Value]) -> NumericValue:
        left, right = self.left.value(inputs), self.right.value(inputs)
        match self.op:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return divided(left, right)

    def metrics(self) -> Iterator[str]:
        yield from self.left.metrics()
        yield from self.right.metrics()

    def __str__(self) -> str:
        return f"({self.left} {self.op} {self.right})"


class Call(Frozen):
    call: Literal["min", "max", "abs", "or_zero", "negative"]
    arguments: tuple[Expression, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _takes_as_many(self) -> Call:
        if self.call not in ("min", "max") and len(self.arguments) != 1:
            raise ValueError(f"{self.call} takes one argument")
        return self

    def value(self, inputs: Mapping[str, Value]) -> NumericValue:
        values = [argument.value(inputs) for argument in self.arguments]
        complete = values[0].notnull()
        for other in values[1:]:
            complete = complete & other.notnull()
        match self.call:
            case "min":
                return ibis.ifelse(complete, ibis.least(*values), ibis.null("float64"))
            case "max":
                return ibis.ifelse(complete, ibis.greatest(*values), ibis.null("float64"))
            case "abs":
                return values[0].abs()
            case "negative":
                return -values[0]
            case "or_zero":
                return values[0].fill_null(0.0)

    def metrics(self) -> Iterator[str]:
        for argument in self.arguments:
            yield from argument.metrics()

    def __str__(self) -> str:
        if self.call == "negative":
            return f"(-{self.arguments[0]})"
        return f"{self.call}({', '.join(str(argument) for argument in self.arguments)})"


Expression = Number | MetricRef | Binary | Call
for _model in (Binary, Call):
    _model.model_rebuild()

_OPS: dict[type[ast.operator], Literal["+", "-", "*", "/"]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_CALLS: dict[str, int | None] = {"min": None, "max": None, "abs": 1, "or_zero": 1}
_DEEPEST = 50
_LONGEST = 2_000
_LARGEST = 1e300
_ID = re.compile(r"[a-z][a-z0-9_]{0,62}")


def parse(text: str) -> Expression:
    """Read a formula. Raises ValueError with what is wrong and where (column, from 1)."""
    if "\0" in text:  # which Python before 3.11.4 says without a column
        raise ValueError(f"column {text.index(chr(0)) + 1}: a NUL character")
    if len(text) > _LONGEST:
        raise ValueError(f"column {_LONGEST + 1}: longer than {_LONGEST} characters")
    try:
        return _tree(ast.parse(text.strip(), mode="eval").body, 0)
    except SyntaxError as error:
        raise ValueError(f"column {error.offset or 1}: {error.msg}") from error
    except (MemoryError, RecursionError) as error:  # how Python's parser says that its own stack is full
        raise ValueError(f"column 1: nested deeper than {_DEEPEST}") from error


def _tree(node: ast.expr, depth: int) -> Expression:
    where = f"column {node.col_offset + 1}"
    if depth > _DEEPEST:
        raise ValueError(f"{where}: nested deeper than {_DEEPEST}")
    match node:
        case ast.Constant(value=bool()):
            raise ValueError(f"{where}: true and false are not numbers")
        case ast.Constant(value=int() | float() as number) if number <= _LARGEST:
            return Number(number=number)
        case ast.Constant(value=int() | float()):
            raise ValueError(f"{where}: the number is too large")
        case ast.Name(id=name) if _ID.fullmatch(name):
            return MetricRef(metric=name)
        case ast.Name(id=name):
            raise ValueError(f"{where}: '{name[:40]}' is not the id of a metric")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Call(call="negative", arguments=(_tree(operand, depth + 1),))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPS:
            return Binary(op=_OPS[type(op)], left=_tree(left, depth + 1), right=_tree(right, depth + 1))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _CALLS:
            wanted = _CALLS[name]
            if not args or (wanted is not None and len(args) != wanted):
                raise ValueError(f"{where}: {name} takes {wanted or 'one or more'} argument(s)")
            return Call.model_validate({"call": name, "arguments": [_tree(arg, depth + 1) for arg in args]})
        case _:
            raise ValueError(f"{where}: only numbers, metrics, + - * / and {', '.join(_CALLS)} are understood")


def _from_text(value: object) -> object:
    return parse(value) if isinstance(value, str) else value


Formula = Annotated[Expression, BeforeValidator(_from_text)]
