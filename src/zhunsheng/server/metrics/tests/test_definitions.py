"""Every period has the definition in force on its first day, by the releases there are."""

from __future__ import annotations

from datetime import date

import pytest

from zhunsheng.engine.values import Grain, Period, ZhunshengError
from zhunsheng.server.metrics.explain import explain
from zhunsheng.server.metrics.tests.company import DEALS, METRICS, SOURCES, Cells, Company

SUM_WON = METRICS["won_value"]
SUM_ALL = "CNY {kind: sum, source: deals, field: value}"
APRIL = date(2025, 4, 1)


def deal(id_: str, day: str, value: str, stage: str = "Won") -> Cells:
    return {"id": id_, "agent": "A", "stage": stage, "day": day, "value": value}


@pytest.fixture
def selling(company: Company) -> Company:
    """Won 10 and lost 1 in March, won 20 and lost 2 in April."""
    company.publish({"value": SUM_WON})
    company.place("A", "North")
    company.send(
        "deals",
        [
            deal("a", "2025-03-10", "10"),
            deal("b", "2025-03-11", "1", "Lost"),
            deal("c", "2025-04-10", "20"),
            deal("d", "2025-04-11", "2", "Lost"),
        ],
    )
    company.tick()
    return company


def test_a_redefinition_holds_from_its_day_on_and_explain_names_the_release(selling: Company) -> None:
    before = selling.now
    selling.publish({"value": SUM_ALL}, effective=APRIL)
    selling.tick()
    expected = {("A", "2025-03"): 10, ("A", "2025-04"): 22}
    assert selling.values("value") == expected
    assert selling.kept() == selling.requested()
    assert selling.values("value", as_of=before) == {("A", "2025-03"): 10, ("A", "2025-04"): 20}
    with selling.scene() as scene:
        old, new = (explain(scene, "value", "A", Period.parse(month)) for month in ("2025-03", "2025-04"))
    assert (old.release, old.number.value, old.rows_total) == (1, 10, 1)
    assert (new.release, new.number.value, new.rows_total) == (2, 22, 2)
    assert old.formula != new.formula


def test_new_facts_are_counted_by_the_definition_of_their_period(selling: Company) -> None:
    selling.publish({"value": SUM_ALL}, effective=APRIL)
    selling.tick()
    selling.send("deals", [deal("e", "2025-03-12", "3", "Lost"), deal("f", "2025-04-12", "4", "Lost")])
    selling.tick()
    assert selling.values("value") == {("A", "2025-03"): 10, ("A", "2025-04"): 26}
    assert selling.kept() == selling.rebuilt() == selling.requested()


def test_a_metric_may_move_to_another_source_and_another_kind(selling: Company) -> None:
    orders = DEALS.replace("id: deals", "id: orders")
    selling.publish(
        dict.fromkeys(("value", "other"), "CNY {kind: sum, source: orders, field: value}"),
        sources=SOURCES | {"orders": orders},
        effective=APRIL,
    )
    selling.send("orders", [deal("x", "2025-03-10", "100"), deal("y", "2025-04-10", "200")])
    selling.send("deals", [deal("e", "2025-03-12", "5"), deal("f", "2025-04-12", "5")])
    selling.tick()
    assert selling.values("value") == {("A", "2025-03"): 15, ("A", "2025-04"): 200}
    selling.send("deals", [deal("g", "2025-03-13", "5"), deal("h", "2025-04-13", "5")])
    selling.send("orders", [deal("z", "2025-04-11", "1")])
    selling.tick()
    assert selling.values("value") == {("A", "2025-03"): 20, ("A", "2025-04"): 201}
    assert selling.kept() == selling.rebuilt() == selling.requested()


def test_a_source_that_a_release_took_away_still_serves_the_periods_before(selling: Company) -> None:
    orders = DEALS.replace("id: deals", "id: orders")
    selling.publish(
        {"value": "CNY {kind: sum, source: orders, field: value}"}, sources={"orders": orders}, effective=APRIL
    )
    selling.send("orders", [deal("y", "2025-04-10", "200")])
    selling.tick()
    for by in ("person", "product"):
        found = {period: value for (_, period), (value, _, _) in selling.ask("value", by).items()}
        assert found == {"2025-03": 10, "2025-04": 200}


def test_a_removed_metric_is_unknown_and_comes_back_with_its_gap(selling: Company) -> None:
    selling.publish({"other": SUM_WON}, effective=date(2025, 3, 1))
    selling.tick()
    with pytest.raises(ZhunshengError) as caught:
        selling.values("value")
    assert caught.value.problems[0].code == "metric.unknown"
    selling.publish({"value": SUM_ALL, "other": SUM_WON}, effective=APRIL)
    selling.tick()
    assert selling.values("value") == {("A", "2025-04"): 22}
    assert selling.kept() == selling.requested()
    with selling.scene() as scene, pytest.raises(ZhunshengError) as caught:
        explain(scene, "value", "A", Period.parse("2025-03"))
    assert caught.value.problems[0].code == "metric.not_defined"


def test_a_source_may_gain_a_field_also_one_that_names_people(selling: Company) -> None:
    wider = DEALS + "  helper: {type: subject, dimension: person}\n  points: {type: number}\n"
    metrics = {
        "value": SUM_WON.replace("source: deals", "source: deals, person: agent"),
        "points": "point {kind: sum, source: deals, person: agent, field: points}",
        "helped": "deal {kind: count, source: deals, person: helper, where: {field: helper, op: not_empty}}",
    }
    selling.publish(metrics, sources=SOURCES | {"deals": wider})
    selling.tick()
    assert selling.values("value") == {("A", "2025-03"): 10, ("A", "2025-04"): 20}
    batch = selling.send("deals", [{**deal("a", "2025-03-10", "10"), "helper": "B", "points": "3"}])
    selling.tick()
    assert selling.values("helped") == {("B", "2025-03"): 1}
    assert selling.values("points") == {("A", "2025-03"): 3}
    assert selling.kept() == selling.rebuilt() == selling.requested()
    selling.withdraw("deals", batch)
    assert selling.values("helped") == {}
    assert selling.values("value") == {("A", "2025-03"): 10, ("A", "2025-04"): 20}


def test_a_cell_that_is_not_a_number_waits_and_spoils_no_sum(selling: Company) -> None:
    wider = DEALS + "  points: {type: number}\n"
    selling.publish({"points": "point {kind: sum, source: deals, field: points}"}, sources=SOURCES | {"deals": wider})
    said = {"p": "NaN", "q": "inf", "r": "2"}
    selling.send("deals", [{**deal(id_, "2025-03-10", "1"), "points": points} for id_, points in said.items()])
    selling.tick()
    assert selling.values("points") == {("A", "2025-03"): 2}


def test_metrics_over_metrics_follow_the_definitions_of_their_inputs(selling: Company) -> None:
    metrics = {"value": SUM_WON, "growth": "% {kind: change, metric: value, against: previous}"}
    selling.publish(metrics)
    selling.publish(metrics | {"value": SUM_ALL}, effective=APRIL)
    selling.tick()
    assert selling.values("growth") == {("A", "2025-04"): pytest.approx(22 / 10 - 1)}
    assert selling.ask("growth", grain=Grain.QUARTER) == {("A", "2025-Q2"): (1.2, 2, "value")}
