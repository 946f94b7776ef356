"""D2: the engineer of the far west looks slowest and is faster than the standard. R25 will adjust by itself."""

from __future__ import annotations

from datetime import date
from math import sqrt

import pytest

from zhunsheng.demo.tests.conftest import Told
from zhunsheng.demo.tests.pooled import pooled

YEAR = date(2025, 1, 1), date(2026, 1, 1)
FAR = "E007"
SPREAD = 0.25
"""About how far single ways differ from the standard, in parts of it."""


def test_by_raw_hours_nobody_is_slower(told: Told) -> None:
    raw = pooled(told, "arrival_hours", "person", "quarter", *YEAR)
    assert raw[FAR].value == pytest.approx(told.truth("D2").effects["raw_hours"], rel=0.06)
    assert max(raw, key=lambda number: raw[number].value) == FAR


def test_against_the_standard_it_is_rather_faster(told: Told) -> None:
    took, allowed = (pooled(told, f"arrival_{one}", "person", "quarter", *YEAR) for one in ("hours", "standard_hours"))
    against = took[FAR].total / allowed[FAR].total
    assert against - 1 == pytest.approx(told.truth("D2").effects["adjusted_change"], abs=0.03)
    assert against + 1.96 * SPREAD / sqrt(took[FAR].n) < 1.05


def test_against_the_standard_others_are_slower(told: Told) -> None:
    against = pooled(told, "arrival_vs_standard", "person", "quarter", *YEAR)
    slower = [number for number, part in against.items() if part.n >= 20 and part.value > against[FAR].value]
    assert len(slower) > 20


def test_the_promise_on_the_wall_is_broken_more_often_than_what_the_engineer_owes_on_duty(told: Told) -> None:
    promised, owed = (
        pooled(told, metric, "person", "quarter", *YEAR)[FAR].value
        for metric in ("arrival_promise_kept", "arrival_duty_kept")
    )
    assert promised < 0.8
    assert owed > 0.85
    assert 1 - promised > 2 * (1 - owed)
