"""Which facts count: a tree of tests on fields, joined by all, any and not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from operator import and_, or_

import ibis
from ibis.expr.types import BooleanValue, Table
from pydantic import Field

from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.values import Frozen, SubjectId

Literal_ = bool | int | float | date | datetime | str
SubjectIds = Mapping[tuple[str, str], SubjectId]
"""(field, key as written in the condition) → id of the subject it names."""


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


class Test(Frozen):
    """One test of one field. A missing cell passes no test but `empty`, `ne` and `not_in`."""

    field: Name
    op: Op = Op.EQ
    value: Literal_ | tuple[Literal_, ...] | None = None

    def expression(self, rows: Table, ids: SubjectIds) -> BooleanValue:
        column = rows[self.field]
        value = self._resolved(ids)
        match self.op:
            case Op.EQ:
                return (column == value).fill_null(False)
            case Op.NE:
                return (column != value).fill_null(True)
            case Op.LT:
                return (column < value).fill_null(False)
            case Op.LE:
                return (column <= value).fill_null(False)
            case Op.GT:
                return (column > value).fill_null(False)
            case Op.GE:
                return (column >= value).fill_null(False)
            case Op.IN:
                return column.isin(value).fill_null(False)
            case Op.NOT_IN:
                return column.notin(value).fill_null(True)
            case Op.CONTAINS:
                return column.contains(value).fill_null(False)
            case Op.STARTS_WITH:
                return column.startswith(value).fill_null(False)
            case Op.EMPTY:
                return column.isnull()
            case Op.NOT_EMPTY:
                return column.notnull()

    def _resolved(self, ids: SubjectIds) -> object:
        def one(value: Literal_ | None) -> object:
            return ids.get((self.field, value), value) if isinstance(value, str) else value

        return [one(item) for item in self.value] if isinstance(self.value, tuple) else one(self.value)

    def tests(self) -> Iterator[Test]:
        yield self


class All(Frozen):
    """Every part holds."""

    all: tuple[Condition, ...] = Field(min_length=1)

    def expression(self, rows: Table, ids: SubjectIds) -> BooleanValue:
        return reduce(and_, (part.expression(rows, ids) for part in self.all))

    def tests(self) -> Iterator[Test]:
        for part in self.all:
            yield from part.tests()


class AnyOf(Frozen):
    """At least one part holds."""

    any: tuple[Condition, ...] = Field(min_length=1)

    def expression(self, rows: Table, ids: SubjectIds) -> BooleanValue:
        return reduce(or_, (part.expression(rows, ids) for part in self.any))

    def tests(self) -> Iterator[Test]:
        for part in self.any:
            yield from part.tests()


class Not(Frozen):
    """The part does not hold."""

    negated: Condition = Field(alias="not")

    def expression(self, rows: Table, ids: SubjectIds) -> BooleanValue:
        return ~self.negated.expression(rows, ids)

    def tests(self) -> Iterator[Test]:
        yield from self.negated.tests()


Condition = Test | All | AnyOf | Not
for _model in (All, AnyOf, Not):
    _model.model_rebuild()


def holds(condition: Condition | None, rows: Table, ids: SubjectIds) -> BooleanValue:
    """The condition as an expression; no condition always holds."""
    return ibis.literal(True) if condition is None else condition.expression(rows, ids)
