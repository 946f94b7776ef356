"""Fields of pay and contact, and what is made of them: shown to the roles that see that class, by no road to others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics.tests.company import DEALS, METRICS, SOURCES, Company
from zhunsheng.server.metrics.tests.visitor import FORMULAS, PLAIN, deal, holder, person, settled, staffed
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow


def test_a_class_of_fields_is_shown_where_it_is_seen_on_all_the_days_of_the_rows(company: Company) -> None:
    company.publish(PLAIN, sources={**SOURCES, "deals": DEALS.replace("stage: {}", "stage: {scope: contact}")})
    staffed(company)
    second = PersonRow(row=2, number="A", unit="HQ/South", manager="S", starts=date(2025, 6, 1), primary=False)
    import_people([second], effective=None, now=company.later())
    settled(company, [deal(day, "A", day) for day in ("2025-06-05", "2025-06-20")])
    asked: dict[str, Any] = {"dimension": "person", "subject": "A", "period": "2025-06"}
    opened = {who: person(who).get("/metrics/deals/explain", **asked) for who in ("S", "T")}
    assert {who: one["rows"]["total"] for who, one in opened.items()} == {"S": 2, "T": 2}
    stage = {who: "stage" in {column["id"] for column in one["columns"]} for who, one in opened.items()}
    assert stage == {"S": False, "T": True}


def test_fields_of_pay_and_contact_are_shown_to_the_roles_that_see_that_class(company: Company) -> None:
    guarded = DEALS.replace("stage: {}", "stage: {scope: contact}").replace(
        "{type: money}", "{type: money, scope: pay}"
    )
    company.publish(PLAIN, sources={**SOURCES, "deals": guarded})
    staffed(company)
    settled(company, [deal("D1", "C", "2025-06-20")])
    asked: dict[str, Any] = {"dimension": "person", "subject": "C", "period": "2025-06"}
    partner = holder(company, Role.HRBP, "HQ", name="partner")
    director = holder(company, Role.DIRECTOR, "HQ", name="director")
    columns = {
        name: {column["id"] for column in who.get("/metrics/deals/explain", **asked)["columns"]}
        for name, who in {"self": person("C"), "S": person("S"), "hrbp": partner, "director": director}.items()
    }
    assert {name: ids & {"stage", "value"} for name, ids in columns.items()} == {
        "self": {"stage", "value"},
        "S": {"stage"},
        "hrbp": {"stage", "value"},
        "director": set(),
    }
    row = director.get("/metrics/deals/explain", **asked)["rows"]["items"][0]
    assert not {"stage", "value"} & row["cells"].keys()


def test_a_number_made_of_pay_is_seen_only_by_who_sees_pay(company: Company) -> None:
    guarded = DEALS.replace("{type: money}", "{type: money, scope: pay}")
    company.publish(FORMULAS, sources={**SOURCES, "deals": guarded})
    staffed(company)
    settled(company, [deal("D1", "C", "2025-06-20")])
    for metric in ("won_value", "average"):
        asked: dict[str, Any] = {"dimension": "person", "subject": "C"}
        person("S").get(f"/metrics/{metric}/series", 404, **asked)
        assert person("C").get(f"/metrics/{metric}/series", **asked)["points"][-2]["value"] == 1.0
    shown = {number["metric"]["id"] for number in person("S").get("/today")["team"]}
    assert shown == {"deals", "win_rate"}


def test_a_manager_does_not_see_pay_as_a_number_of_their_line(company: Company) -> None:
    guarded = DEALS.replace("{type: money}", "{type: money, scope: pay}")
    company.publish(PLAIN, sources={**SOURCES, "deals": guarded})
    staffed(company)
    settled(company, [deal("D1", "C", "2025-06-20", "12345")])
    line: dict[str, Any] = {"dimension": "manager", "subject": "S"}
    for who in (person("S"), person("T")):
        who.get("/metrics/won_value/series", 404, **line)
        who.get("/metrics/won_value/explain", 404, **line, period="2025-06")
        who.get("/metrics/won_value/breakdown", 404, dimension="manager", period="2025-06")
        opened = who.get("/metrics/deals/explain", **line, period="2025-06")
        assert (opened["value"], "value" in {column["id"] for column in opened["columns"]}) == (1.0, False)
        assert "value" not in opened["rows"]["items"][0]["cells"]
    auditor = holder(company, Role.AUDITOR)
    assert auditor.get("/metrics/deals/breakdown", dimension="manager", period="2025-06")["total"] == 2


@pytest.mark.parametrize("metric", ["m", "growth"])
def test_a_metric_that_once_stood_on_pay_stays_pay(company: Company, metric: str) -> None:
    guarded = {**SOURCES, "deals": DEALS.replace("{type: money}", "{type: money, scope: pay}")}
    growth = "% {kind: change, metric: m}"
    company.publish({"m": METRICS["won_value"], "growth": growth}, sources=guarded)
    company.publish({"m": METRICS["deals"], "growth": growth}, sources=guarded, effective=date(2025, 6, 1))
    staffed(company)
    settled(company, [deal("D1", "C", "2025-04-20", "100"), deal("D2", "C", "2025-05-20", "700")])
    asked: dict[str, Any] = {"dimension": "person", "subject": "C"}
    person("S").get(f"/metrics/{metric}/series", 404, **asked)
    points = person("C").get(f"/metrics/{metric}/series", **asked)["points"]
    assert {p["period"]: p["value"] for p in points}["2025-05"] == {"m": 700.0, "growth": 6.0}[metric]


def test_a_field_that_a_later_release_calls_pay_is_pay_in_earlier_periods_too(company: Company) -> None:
    guarded = {**SOURCES, "deals": DEALS.replace("{type: money}", "{type: money, scope: pay}")}
    company.publish({"m": METRICS["won_value"]})
    company.publish({"m": METRICS["deals"]}, sources=guarded, effective=date(2025, 6, 1))
    staffed(company)
    settled(company, [deal("D1", "C", "2025-05-20", "777")])
    person("S").get("/metrics/m/series", 404, dimension="person", subject="C")
