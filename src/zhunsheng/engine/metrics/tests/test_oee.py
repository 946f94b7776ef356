"""OEE against the figure published with the definition, and its corners."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.values import Grain

if TYPE_CHECKING:
    from zhunsheng.engine.metrics.tests.conftest import Engine

# https://www.oee.com/calculating-oee/ (Vorne): a shift of 480 minutes with 60 of breaks, 47 down, ideally 60 pieces a
# minute, 19,271 made, 423 of them rejected.
SHIFT = {"planned": 420.0, "down": 47.0, "made": 19_271, "rejected": 423, "ideal": 60.0}
DAY = date(2025, 3, 3)


def parts_and_value(engine: Engine, *shifts: dict[str, object]) -> dict[str, float | None]:
    """What one machine's shifts of a day come to."""
    stamp = {"op": "told", "recorded": None, "machine": 301, "worked": DAY}
    log = [{**stamp, "seq": at, "id": f"S{at}", **shift} for at, shift in enumerate(shifts, 1)]
    measure = engine.measure(
        kind="oee",
        source="shifts",
        planned="planned",
        down="down",
        pieces="made",
        rejected="rejected",
        ideal_rate="ideal",
    )
    assert isinstance(measure, FromFacts)
    rows = engine.told("shifts", log)
    ((_, table),) = engine.passes({"oee": measure}, "machine", Grain.DAY, rows=rows)
    (row,) = table.to_pylist()
    return {name.removeprefix("oee__"): number for name, number in row.items() if name.startswith("oee__")}


def test_oee_is_the_published_figure(engine: Engine) -> None:
    found = parts_and_value(engine, dict(SHIFT))
    run, planned, ideal, good, pieces = (found[part] or 0 for part in ("run", "planned", "ideal", "good", "pieces"))
    assert round(run / planned, 4) == 0.8881
    assert round(ideal / run, 4) == 0.8611
    assert round(good / pieces, 4) == 0.9780
    assert round(found["value"] or 0, 4) == 0.7479
    assert found["n"] == 1


def test_two_shifts_weigh_by_their_time_and_pieces_not_equally(engine: Engine) -> None:
    short: dict[str, object] = {"planned": 42.0, "down": 42.0, "made": 0, "rejected": 0, "ideal": 60.0}
    found = parts_and_value(engine, dict(SHIFT), short)
    availability, performance, quality = (420 - 47) / (420 + 42), 19_271 / 60 / 373, (19_271 - 423) / 19_271
    assert found["value"] == pytest.approx(availability * performance * quality, rel=1e-12)


@pytest.mark.parametrize("cell", [*({name: None} for name in SHIFT), {"ideal": 0.0}, {"ideal": -1.0}])
def test_a_shift_without_a_usable_figure_does_not_count(engine: Engine, cell: dict[str, object]) -> None:
    broken = {**SHIFT, **cell}
    assert parts_and_value(engine, dict(SHIFT), broken) == parts_and_value(engine, dict(SHIFT))
    assert parts_and_value(engine, broken)["value"] is None


@pytest.mark.parametrize("shift", [{"planned": 0.0, "down": 0.0}, {"down": 420.0}, {"made": 0, "rejected": 0}])
def test_nothing_planned_run_or_made_is_no_oee_rather_than_a_division_by_zero(
    engine: Engine, shift: dict[str, object]
) -> None:
    assert parts_and_value(engine, {**SHIFT, **shift})["value"] is None
