"""Numbers broken down: of whom, by what, a page at a time; only what may be seen."""

from __future__ import annotations

from typing import Any

from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.metrics.tests.visitor import FORMULAS, Visitor, deal, holder, person, settled, staffed


def test_a_breakdown_holds_the_people_in_sight_and_the_period_before_only_where_it_was_in_sight(
    deals: Company,
) -> None:
    june = person("S").get("/metrics/deals/breakdown", dimension="person", period="2025-06")
    rows = {row["subject"]["key"]: (row["value"], row["previous"], row["difference"]) for row in june["items"]}
    assert rows == {"A": (1.0, None, None), "C": (3.0, 3.0, 0.0), "S": (None, None, None)}
    may = person("M").get("/metrics/deals/breakdown", dimension="person", period="2025-05")
    assert {row["subject"]["key"] for row in may["items"]} == {"M", "A", "B"}
    assert (may["total"], may["previous_period"]) == (3, "2025-04")


def test_a_breakdown_of_a_unit_holds_its_people_leaders_and_units_only(deals: Company) -> None:
    def below(who: Visitor, dimension: str, subject: str, by: str) -> dict[str, float | None]:
        asked: dict[str, Any] = {
            "subject_dimension": dimension,
            "subject": subject,
            "dimension": by,
            "period": "2025-06",
        }
        return {row["subject"]["key"]: row["value"] for row in who.get("/metrics/deals/breakdown", **asked)["items"]}

    auditor = holder(deals, Role.AUDITOR)
    assert below(auditor, "unit", "HQ/South", "person") == {"A": 1.0, "C": 3.0, "S": None}
    assert below(auditor, "unit", "HQ/North", "person") == {"A": 1.0, "B": 2.0, "M": None}
    assert below(auditor, "unit", "HQ", "unit") == {"HQ/North": 2.0, "HQ/South": 4.0}
    assert below(auditor, "unit", "HQ/North", "unit") == {}
    assert below(auditor, "unit", "HQ/South", "manager") == {"S": 4.0}
    assert below(auditor, "manager", "S", "person") == {"A": 1.0, "C": 3.0}
    assert len(below(auditor, "company", "company", "person")) == 6
    partner = holder(deals, Role.HRBP, "HQ/North", name="partner")
    assert below(partner, "unit", "HQ/North", "person") == {"B": 2.0, "M": None}
    assert below(person("S"), "unit", "HQ/South", "person") == {"A": 1.0, "C": 3.0, "S": None}
    page: dict[str, Any] = {
        "subject_dimension": "unit",
        "subject": "HQ/South",
        "period": "2025-06",
        "page_size": 2,
    }
    searched = auditor.get("/metrics/deals/breakdown", q="c", **page)
    assert ([row["subject"]["key"] for row in searched["items"]], searched["total"]) == (["C"], 1)
    named = auditor.get("/metrics/deals/breakdown", sort="name", **page)
    assert ([row["subject"]["key"] for row in named["items"]], named["total"]) == (["A", "C"], 3)
    sheet = auditor.sheet("/metrics/deals/breakdown.xlsx", **{**page, "page_size": "9"})
    assert {row[0] for row in sheet} >= {"A", "C", "S"}
    assert not {row[0] for row in sheet} & {"B", "M", "T"}


def test_only_what_may_be_seen_is_broken_down(deals: Company) -> None:
    asked: dict[str, Any] = {"subject_dimension": "unit", "subject": "HQ/South", "period": "2025-06"}
    for who in (person("B"), person("M"), holder(deals, Role.HRBP, "HQ/North", name="partner")):
        who.get("/metrics/deals/breakdown", 404, **asked)
        who.get("/metrics/deals/breakdown", 404, **{**asked, "subject": "nowhere"})
        who.get("/metrics/deals/breakdown", 404, subject_dimension="company", subject="company")
    person("S").get("/metrics/deals/breakdown", 404, **asked, dimension="company")
    person("S").get("/metrics/deals/breakdown", 404, **{**asked, "period": "2025-06"}, dimension="product")


def test_a_persons_number_is_broken_down_by_things_for_those_who_may_and_by_nothing_else(company: Company) -> None:
    company.publish(FORMULAS)
    staffed(company)
    products = {"D1": "x", "D2": "x", "D3": "y"}
    rows = [{**deal(id_, "B", "2025-06-10", "10"), "product": product} for id_, product in products.items()]
    settled(company, [*rows, {**deal("D4", "C", "2025-06-11", "10"), "product": "x"}])
    asked: dict[str, Any] = {"subject_dimension": "person", "subject": "B", "period": "2025-06"}
    auditor = holder(company, Role.AUDITOR)
    for metric, values in (("deals", {"x": 2.0, "y": 1.0}), ("average", {"x": 10.0, "y": 10.0})):
        parts = auditor.get(f"/metrics/{metric}/breakdown", **asked)
        assert [one["id"] for one in parts["dimensions"]] == [parts["dimension"]] == ["product"]
        assert {row["subject"]["name"]: row["value"] for row in parts["items"]} == values
    auditor.get("/metrics/deals/breakdown", 404, **asked, dimension="person")
    own = person("B").get("/metrics/deals/breakdown", **asked)
    assert (own["dimensions"], own["items"], own["total"]) == ([], [], 0)
    unit = auditor.get(
        "/metrics/deals/breakdown", **{**asked, "subject_dimension": "unit", "subject": "HQ/South"}, dimension="product"
    )
    assert {row["subject"]["name"]: row["value"] for row in unit["items"]} == {"x": 1.0}
    x = unit["items"][0]["subject"]["key"]
    whose = {**asked, "subject_dimension": "product", "subject": x}
    people = auditor.get("/metrics/deals/breakdown", **whose, dimension="person")
    assert {row["subject"]["key"]: row["value"] for row in people["items"]} == {"B": 2.0, "C": 1.0}


def test_breakdowns_come_a_page_at_a_time_sorted_and_searched(deals: Company) -> None:
    auditor = holder(deals, Role.AUDITOR)
    asked: dict[str, Any] = {"dimension": "person", "period": "2025-06", "page_size": 2}
    first = auditor.get("/metrics/deals/breakdown", **asked)
    assert ([row["subject"]["key"] for row in first["items"]], first["total"]) == (["C", "B"], 6)
    second = auditor.get("/metrics/deals/breakdown", page=2, **asked)
    assert [row["subject"]["key"] for row in second["items"]] == ["A", "M"]
    assert auditor.get("/metrics/deals/breakdown", page=9, **asked)["total"] == 6
    up = auditor.get("/metrics/deals/breakdown", sort="value", **asked)
    assert [row["subject"]["key"] for row in up["items"]] == ["A", "B"]
    found = auditor.get("/metrics/deals/breakdown", q="c", **asked)
    assert [row["subject"]["key"] for row in found["items"]] == ["C"]
    auditor.get("/metrics/deals/breakdown", 422, sort="secret", **asked)
