"""Periods that do not follow each other, metrics that stand together only sometimes, and what happens meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import connection

from zhunsheng.engine.values import Window
from zhunsheng.server.facts.queries import receipt
from zhunsheng.server.metrics.actions import measure
from zhunsheng.server.metrics.models import StoredValue
from zhunsheng.server.metrics.tests.company import METRICS, SOURCES, Company
from zhunsheng.server.tick import actions

Cells = dict[str, str]
MACHINES = """
kind: source
id: machines
name: {zh: 机器, en: Machines}
system: MES
key: [id]
time: day
fields: {id: {required: true}, day: {type: date}}
"""


def won(deal: str, day: str, value: str = "1", product: str = "P") -> Cells:
    return {"id": deal, "agent": "A", "stage": "Won", "day": day, "value": value, "product": product}


def event(key: str, ticket: str, what: str, at: str, agent: str = "A") -> Cells:
    return {"id": key, "ticket": ticket, "agent": agent, "what": what, "at": f"{at} 10:00"}


@pytest.mark.parametrize("empty", ["", "\nempty: zero"])
def test_facts_on_both_sides_of_a_kept_week_leave_it_as_it_is(company: Company, empty: str) -> None:
    company.publish({"pace": METRICS["pace"] + empty}, grains="[week]")
    company.place("A", "North")
    company.send("deals", [won("a", "2025-03-12")])
    company.tick()
    company.send("deals", [won("b", "2025-03-05"), won("c", "2025-03-19")])
    company.tick()
    assert company.kept() == company.rebuilt()


def test_a_kept_month_is_shown_also_where_months_around_it_are_asked_for(company: Company) -> None:
    company.publish({"pace": METRICS["pace"]})
    company.place("A", "North")
    company.send("deals", [won("a", "2025-03-05")])
    company.tick()
    shown = company.ask("pace", window=Window(date(2025, 1, 1), date(2025, 7, 1)))
    assert (shown[("A", "2025-03")][0] or 0) > 0


def test_cases_years_apart_leave_those_between_as_they_are(company: Company) -> None:
    company.publish({"ticket_time": METRICS["ticket_time"]}, grains="[month]")
    company.place("A", "North")
    company.send("events", [event("3", "y", "open", "2024-12-01"), event("4", "y", "done", "2024-12-20")])
    company.tick()
    around = [("5", "z", "2022-01-03", "2022-01-05"), ("7", "w", "2025-01-03", "2025-01-05")]
    for key, ticket, begun, ended in around:
        company.send("events", [event(key, ticket, "open", begun), event(key + "e", ticket, "done", ended)])
    company.tick()
    assert company.kept() == company.rebuilt()


def test_a_formula_over_a_metric_and_its_redefined_change_does_not_depend_on_the_window(company: Company) -> None:
    change = "% {kind: change, metric: d}"
    metrics = {
        "d": METRICS["deals"],
        "chg": change,
        "f": "1 {kind: formula, formula: 'd + 0 * or_zero(chg)'}",
    }
    company.publish(metrics, effective=date(2025, 1, 1))
    company.place("A", "North")
    company.send("deals", [won(str(i), f"2025-0{1 + i % 6}-05") for i in range(24)])
    company.publish({**metrics, "chg": change.replace("d}", "d, against: year_before}")}, effective=date(2025, 4, 1))
    company.tick()
    for end in range(2, 8):
        shown = company.ask("f", window=Window(date(2025, 1, 1), date(2025, end, 1)))
        assert [shown[("A", f"2025-0{month}")][0] for month in range(1, end)] == [4.0] * (end - 1)


def test_a_number_is_kept_once_also_where_one_of_two_metrics_was_redefined(company: Company) -> None:
    metrics = {"d": METRICS["deals"], "wv": METRICS["won_value"]}
    company.publish(metrics, effective=date(2025, 1, 1))
    company.place("A", "North")
    company.send("deals", [won(str(month), f"2025-0{month}-05") for month in range(1, 7)])
    company.tick()
    company.publish({**metrics, "wv": "CNY {kind: sum, source: deals, field: value}"}, effective=date(2025, 3, 1))
    company.tick()
    company.send("deals", [won("x", "2025-04-06")])
    company.tick()
    company.send("deals", [won("y", "2025-04-07"), won("z", "2025-01-07")])
    company.tick()
    kept = Counter(StoredValue.objects.values_list("slot_id", "grain", "start", "subject", "about"))
    assert max(kept.values()) == 1
    assert company.kept() == company.rebuilt()


def test_computing_everything_anew_uses_up_no_numbers(company: Company) -> None:
    company.publish({"wv": METRICS["won_value"]})
    company.place("A", "North")
    company.send("deals", [won("a", "2025-03-05")])
    company.tick()
    for _ in range(3):
        company.rebuilt()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM metrics_family")
        assert cursor.fetchone() == (1,)


def test_facts_of_a_source_that_names_no_people_keep_their_numbers_right(company: Company) -> None:
    company.publish({"shifts": "1 {kind: count, source: machines}"}, sources={"machines": MACHINES})
    for key, day in (("a", "2025-03-05"), ("b", "2025-03-06")):
        company.send("machines", [{"id": key, "day": day}])
        company.tick()
    assert company.kept() == company.rebuilt()


def test_what_is_published_during_a_turn_is_computed_in_the_next(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.publish({"wv": METRICS["won_value"]})
    company.place("A", "North")
    company.send("deals", [won("a", "2025-03-05")])
    company.tick()
    settled = measure.measure

    def publishing(*arguments: object) -> bool:
        monkeypatch.setattr(actions, "measure", settled)
        company.publish({"wv": METRICS["won_value"], "d": METRICS["deals"]})
        return settled(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "measure", publishing)
    company.tick()
    company.tick()
    assert company.values("d") == {("A", "2025-03"): 1.0}


def test_a_case_begun_by_one_and_ended_by_another_counts_also_under_a_time_of_its_own(company: Company) -> None:
    source = SOURCES["events"].rstrip() + "\n  logged: {type: datetime}\n"
    measure = METRICS["ticket_time"].replace("source: events,", "source: events, time: logged,")
    assert measure != METRICS["ticket_time"]
    company.publish({"ticket_time": measure}, sources={"events": source})
    for who in "AB":
        company.place(who, "North")
    for row in (event("1", "x", "open", "2025-01-01", "B"), event("2", "x", "done", "2025-01-05", "A")):
        company.send("events", [{**row, "logged": row["at"]}])
        company.tick()
    assert company.kept()
    assert company.kept() == company.rebuilt()


def test_facts_accepted_before_their_source_was_taken_away_still_arrive(company: Company) -> None:
    company.publish({"wv": METRICS["won_value"], "ticket_time": METRICS["ticket_time"]})
    company.tick()
    batch = company.send("events", [event("1", "x", "open", "2025-01-01")])
    company.publish({"wv": METRICS["won_value"]}, sources={"deals": SOURCES["deals"]})
    company.tick()
    assert receipt(batch).state == "settled"


def test_a_turn_that_waited_does_not_change_what_was_said_meanwhile(company: Company) -> None:
    company.publish({"wv": METRICS["won_value"]})
    company.place("A", "North")
    early = company.later()
    company.send("deals", [won("a", "2025-03-05", "1")])
    company.tick()
    said_at = company.now
    company.send("deals", [won("a", "2025-03-05", "7")])
    said = company.values("wv", as_of=said_at)
    actions.tick(company.world, early)
    assert company.values("wv", as_of=said_at) == said == {("A", "2025-03"): 1.0}


def test_facts_that_came_while_a_value_was_matched_return_to_it_with_the_others(company: Company) -> None:
    company.publish({"d": METRICS["deals"]})
    company.place("A", "North")
    company.send("deals", [won("a", "2025-03-05"), won("b", "2025-03-06", product="P!")])
    company.tick()
    actions.match(company.world, "product", "P!", "P", company.later())
    company.send("deals", [won("c", "2025-03-07", product="P!")])
    company.tick()
    assert company.values("d", "product") == {("P", "2025-03"): 3.0}
    actions.unmatch(company.world, "product", "P!", company.later())
    company.tick()
    assert company.values("d", "product") == {("P", "2025-03"): 1.0, ("P!", "2025-03"): 2.0}
