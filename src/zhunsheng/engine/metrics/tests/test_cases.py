"""Every kind of metric against SQL written by hand: same subjects, periods, values and n (`cases/*.yaml`)."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import duckdb
import pytest
import yaml
from pydantic import BaseModel, ConfigDict

from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import FactMeasure
from zhunsheng.engine.values import Grain

if TYPE_CHECKING:
    from zhunsheng.engine.metrics.tests.conftest import Engine, Numbers


class Case(BaseModel):
    """A measure, how it is asked for, and SQL that gives subject, start, value and n."""

    model_config = ConfigDict(extra="forbid")

    says: str
    measure: dict[str, object]
    inputs: dict[str, dict[str, object]] = {}
    by: str
    grain: Grain
    as_of: datetime | None = None
    sql: str

    def computed(self, engine: Engine) -> Numbers:
        measure = engine.measure(**self.measure)
        if isinstance(measure, FromFacts):
            return engine.numbers({"it": measure}, self.by, self.grain, as_of=self.as_of)["it"]
        inputs = {name: engine.measure(**options) for name, options in self.inputs.items()}
        facts = {name: measure for name, measure in inputs.items() if isinstance(measure, FromFacts)}
        return engine.combined(measure, facts, self.by, self.grain)


def _cases() -> list[Case]:
    files = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    return [Case.model_validate(case) for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


CASES = _cases()


def _same(ours: float | Decimal | None, theirs: float | Decimal | None) -> bool:
    """Equal: money to a hundredth of a cent, other numbers to nine digits."""
    if ours is None or theirs is None:
        return ours is theirs
    if isinstance(theirs, Decimal):
        return Decimal(ours).quantize(Decimal("0.0001")) == theirs.quantize(Decimal("0.0001"))
    return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_the_numbers_are_those_of_the_handwritten_sql(
    case: Case, engine: Engine, oracle: duckdb.DuckDBPyConnection
) -> None:
    rows = oracle.execute(case.sql).fetchall()
    expected: Numbers = {(subject, start): (value, n) for subject, start, value, n in rows}
    found = case.computed(engine)
    assert len(expected) == len(rows) > 4
    assert found.keys() == expected.keys()
    wrong = {
        key: (found[key], expected[key])
        for key in expected
        if found[key][1] != expected[key][1] or not _same(found[key][0], expected[key][0])
    }
    assert not wrong


def test_every_kind_of_metric_has_a_case() -> None:
    kinds = {kind.model_fields["kind"].annotation for kind in (*get_args(FactMeasure), Change, Composite)}
    assert {get_args(kind)[0] for kind in kinds} == {case.measure["kind"] for case in CASES}


def test_every_grain_has_a_case_by_person_by_unit_and_by_company() -> None:
    assert {case.grain for case in CASES} == set(Grain)
    assert {"person", "unit", "company", "product", "machine"} == {case.by for case in CASES}
