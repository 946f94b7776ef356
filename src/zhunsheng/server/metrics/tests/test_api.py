"""Numbers over HTTP: whose they are, who sees them, and that they are the same as everywhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhunsheng.engine.values import Grain
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics import api
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.metrics.tests.visitor import (
    FORMULAS,
    MONTHS,
    PLAIN,
    deal,
    holder,
    person,
    settled,
    staffed,
)
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.tick.actions import close


def test_a_person_sees_their_own_numbers_and_nobody_elses(deals: Company) -> None:
    own = person("A")
    series = own.get("/metrics/deals/series", dimension="person", subject="A")
    assert [point["value"] for point in series["points"] if point["value"] is not None] == [1.0] * 6
    hidden = own.get("/metrics/deals/series", 404, dimension="person", subject="B")
    unknown = own.get("/metrics/deals/series", 404, dimension="person", subject="nobody")
    assert {**hidden, "reference": ""} == {**unknown, "reference": ""}
    for dimension, subject in (("unit", "HQ/North"), ("manager", "M"), ("company", "company"), ("product", "P")):
        own.get("/metrics/deals/series", 404, dimension=dimension, subject=subject)


def test_the_old_line_sees_until_the_transfer_and_the_new_line_from_the_month_of_it(deals: Company) -> None:
    seen = {
        who: [p["period"] for p in person(who).get("/metrics/deals/series", dimension="person", subject="A")["points"]]
        for who in ("M", "S", "T")
    }
    assert seen["M"][-1] == "2025-05"
    assert seen["S"] == ["2025-06", "2025-07"]
    assert seen["T"][-3:] == ["2025-05", "2025-06", "2025-07"]


@pytest.mark.parametrize("metric", sorted(FORMULAS))
def test_numbers_are_those_of_the_command_line(deals: Company, metric: str) -> None:
    deals.now = datetime(2025, 8, 1, 4, tzinfo=UTC)
    auditor = holder(deals, Role.AUDITOR)
    for dimension in ("person", "unit", "manager", "company"):
        known = deals.ask(metric, dimension)
        for period in (*MONTHS, "2025-07"):
            page = auditor.get(f"/metrics/{metric}/breakdown", dimension=dimension, period=period)
            shown = {
                (row["subject"]["key"], period): (
                    None if row["value"] is None else round(row["value"], 9),
                    row["n"],
                    row["state"],
                )
                for row in page["items"]
                if row["state"] != "no_data"
            }
            assert shown == {key: number for key, number in known.items() if key[1] == period}


def test_closed_periods_are_shown_by_what_was_known_then(deals: Company) -> None:
    close(deals.world, date(2025, 5, 1), date(2025, 6, 1), by="test", now=deals.later())
    settled(deals, [deal("after", "B", "2025-05-30", "10"), deal("after2", "B", "2025-06-30", "10")])
    points = person("B").get("/metrics/deals/series", dimension="person", subject="B")["points"]
    assert {p["period"]: p["value"] for p in points if p["period"] >= "2025-05"} == {
        "2025-05": 2.0,
        "2025-06": 3.0,
        "2025-07": 1.0,
    }
    average = person("B").get("/metrics/average/series", dimension="person", subject="B")["points"]
    assert {p["period"]: p["value"] for p in average}["2025-05"] == 10.0
    opened = person("B").get("/metrics/deals/explain", dimension="person", subject="B", period="2025-05")
    assert (opened["rows"]["total"], opened["as_of"] is not None) == (2, True)


def test_only_who_reaches_everybody_asks_for_the_company_and_other_dimensions(deals: Company) -> None:
    whole = holder(deals, Role.DIRECTOR, None)
    company = whole.get("/metrics/deals/series", dimension="company", subject="company")
    assert {point["period"]: point["value"] for point in company["points"]}["2025-06"] == 6.0
    manager = whole.get("/metrics/deals/breakdown", dimension="manager", period="2025-06")
    assert {row["subject"]["key"]: row["value"] for row in manager["items"]} == {"T": 6.0, "M": 2.0, "S": 4.0}
    part = holder(deals, Role.HRBP, "HQ/South", name="partner")
    part.get("/metrics/deals/breakdown", 404, dimension="manager", period="2025-06")
    part.get("/metrics/deals/breakdown", 404, dimension="company", period="2025-06")
    units = part.get("/metrics/deals/breakdown", dimension="unit", period="2025-06")
    assert {row["subject"]["key"]: row["value"] for row in units["items"]} == {"HQ/South": 4.0}


def test_a_manager_sees_their_own_line_and_the_lines_below(deals: Company) -> None:
    asked: dict[str, Any] = {"dimension": "manager", "period": "2025-06"}
    lines = {
        who: {
            row["subject"]["key"]: row["value"] for row in person(who).get("/metrics/deals/breakdown", **asked)["items"]
        }
        for who in ("T", "M")
    }
    assert lines == {"T": {"T": 6.0, "M": 2.0, "S": 4.0}, "M": {"M": 2.0}}
    person("M").get("/metrics/deals/series", dimension="manager", subject="M")
    person("M").get("/metrics/deals/series", 404, dimension="manager", subject="S")


def test_a_unit_with_nobody_but_ones_line_is_ones_own_since_then(deals: Company) -> None:
    south = person("S").get("/metrics/deals/series", dimension="unit", subject="HQ/South")
    assert {point["period"]: point["value"] for point in south["points"]}["2025-06"] == 4.0
    person("S").get("/metrics/deals/series", 404, dimension="unit", subject="HQ/North")
    deals.place("X", "HQ/South", "T", since=date(2025, 5, 10))
    deals.place("X", "HQ/South", "S", since=date(2025, 5, 20))
    since = person("S").get("/metrics/deals/series", dimension="unit", subject="HQ/South")
    assert [point["period"] for point in since["points"]] == ["2025-06", "2025-07"]
    deals.place("Y", "HQ/South", "T", since=date(2025, 6, 1))
    person("S").get("/metrics/deals/series", 404, dimension="unit", subject="HQ/South")


def test_an_explanation_opens_its_rows_a_page_at_a_time(deals: Company) -> None:
    asked: dict[str, Any] = {"dimension": "person", "subject": "C", "period": "2025-06", "page_size": 2}
    own = person("C")
    first = own.get("/metrics/deals/explain", **asked)
    assert (first["value"], first["rows"]["total"], len(first["rows"]["items"])) == (3.0, 3, 2)
    second = own.get("/metrics/deals/explain", page=2, **asked)
    cells = [row["cells"]["id"] for row in (*first["rows"]["items"], *second["rows"]["items"])]
    assert len(set(cells)) == 3
    assert first["rows"]["items"][0]["file"] == "deals.csv"
    assert {column["id"] for column in first["columns"]} == {
        "id",
        "agent",
        "product",
        "stage",
        "opened",
        "day",
        "value",
    }
    average = own.get("/metrics/average/explain", dimension="person", subject="C", period="2025-06")
    assert {one["name"]["en"]: one["value"] for one in average["inputs"]} == {"won_value": 30.0, "deals": 3.0}


def test_an_explanation_shows_the_source_that_the_period_stands_on(company: Company) -> None:
    double = "deal {kind: formula, formula: m * 2}"
    company.publish({"m": "deal {kind: count, source: deals}", "double": double})
    company.publish({"m": "deal {kind: count, source: events}", "double": double}, effective=date(2025, 6, 1))
    staffed(company)
    company.send("events", [{"id": "E1", "ticket": "1", "agent": "C", "what": "open", "at": "2025-06-20 09:00"}])
    settled(company, [deal("D1", "C", "2025-05-20", "777")])
    own = person("C")
    for period, source, row in (("2025-05", "deals", "D1"), ("2025-06", "events", "E1")):
        asked: dict[str, Any] = {"dimension": "person", "subject": "C", "period": period}
        opened = own.get("/metrics/m/explain", **asked)
        assert [one["id"] for one in opened["sources"]] == [source]
        assert [one["cells"]["id"] for one in opened["rows"]["items"]] == [row]
        assert {column["id"] for column in opened["columns"]} == set(opened["rows"]["items"][0]["cells"])
        assert [one["id"] for one in own.get("/metrics/double/explain", **asked)["sources"]] == [source]


@pytest.mark.parametrize("period", ["2025-06", "2025-Q2"])
def test_the_new_line_opens_only_the_rows_since_the_transfer(company: Company, period: str) -> None:
    company.publish(PLAIN)
    staffed(company)
    days = ("2025-06-05", "2025-06-14", "2025-06-15", "2025-06-20")
    settled(company, [deal(day, "A", day) for day in days])
    asked: dict[str, Any] = {"dimension": "person", "subject": "A", "period": period}
    shown = {}
    for who in ("S", "T", "A"):
        opened = person(who).get("/metrics/deals/explain", **asked)
        ids = [row["cells"]["id"] for row in opened["rows"]["items"]]
        shown[who] = (opened["value"], ids, opened["rows"]["total"], opened["rows"]["hidden"])
    assert shown == {"S": (4.0, [*days[2:]], 2, 2), "T": (4.0, [*days], 4, 0), "A": (4.0, [*days], 4, 0)}
    lead = person("S")
    second = lead.get("/metrics/deals/explain", page=2, page_size=1, **asked)["rows"]
    assert ([row["cells"]["id"] for row in second["items"]], second["total"]) == ([days[3]], 2)
    assert [row[0] for row in lead.sheet("/metrics/deals/rows.xlsx", **asked)[1:3]] == [*days[2:]]
    north = lead.get("/metrics/deals/explain", dimension="manager", subject="S", period=period)
    assert (north["value"], north["rows"]["total"], north["rows"]["hidden"]) == (2.0, 2, 0)


def test_rows_of_who_has_left_belong_to_the_line_they_left(company: Company) -> None:
    company.publish(PLAIN)
    staffed(company)
    import_people([PersonRow(row=2, number="A", ends=date(2025, 6, 20))], effective=None, now=company.later())
    settled(company, [deal(day, "A", day) for day in ("2025-06-05", "2025-06-20", "2025-06-28")])
    asked: dict[str, Any] = {"dimension": "person", "subject": "A", "period": "2025-06"}
    rows = person("S").get("/metrics/deals/explain", **asked)["rows"]
    assert ([row["cells"]["id"] for row in rows["items"]], rows["hidden"]) == (["2025-06-20", "2025-06-28"], 1)


def test_reading_somebody_elses_number_is_a_visit_and_reading_ones_own_is_none(deals: Company) -> None:
    own = person("C")
    own.get("/today")
    own.get("/metrics")
    own.get("/metrics/deals/series", dimension="person", subject="C")
    own.get("/metrics/deals/explain", dimension="person", subject="C", period="2025-06")
    assert not Visit.objects.filter(act="read").exists()
    lead = person("S")
    lead.get("/metrics/deals/series", dimension="person", subject="C")
    lead.get("/metrics/deals/breakdown", dimension="person", period="2025-06")
    lead.get("/metrics/deals/explain", dimension="unit", subject="HQ/South", period="2025-06")
    found = Visit.objects.filter(act="read").order_by("id").values_list("endpoint", "subjects")
    assert [(endpoint, len(subjects)) for endpoint, subjects in found] == [
        ("numbers.series", 1),
        ("numbers.breakdown", 2),
        ("numbers.explain", 2),
    ]
    lead.get("/metrics/deals/series", dimension="unit", subject="HQ/South")
    assert Visit.objects.filter(act="read").count() == 3


def test_workbooks_hold_what_the_page_shows_with_neutral_cells_and_are_a_visit(company: Company) -> None:
    company.publish(PLAIN)
    staffed(company)
    settled(company, [deal("=1+1", "C", "2025-06-20"), deal("D2", "C", "2025-06-21")])
    lead = person("S")
    asked: dict[str, Any] = {"dimension": "person", "subject": "C", "period": "2025-06"}
    rows = lead.sheet("/metrics/deals/rows.xlsx", **asked)
    assert {row[0] for row in rows[1:]} == {"'=1+1", "D2"}
    by_person = lead.sheet("/metrics/deals/breakdown.xlsx", dimension="person", period="2025-06")
    assert by_person[1][:3] == ["C", "C", 2.0]
    over_time = lead.sheet("/metrics/deals/series.xlsx", dimension="person", subject="C")
    assert ["2025-06", 2.0] in [[row[0], row[2]] for row in over_time]
    exported = Visit.objects.filter(act="export").values_list("endpoint", flat=True)
    assert set(exported) == {"numbers.rows_export", "numbers.breakdown_export", "numbers.series_export"}


def test_workbooks_speak_the_language_of_who_exports_them(deals: Company) -> None:
    lead = person("S")
    asked = {
        "series.xlsx": {"dimension": "person", "subject": "C"},
        "breakdown.xlsx": {"dimension": "person", "period": "2025-06"},
        "rows.xlsx": {"dimension": "person", "subject": "C", "period": "2025-06"},
    }
    last = {"zh": ["对比数值", "差", "批次"], "en": ["Value of the other", "Difference", "Batch"]}
    for language in ("zh", "en"):
        lead.client.patch("/api/v1/me", {"language": language}, "application/json")
        headings = [lead.sheet(f"/metrics/deals/{path}", **query)[0] for path, query in asked.items()]
        assert [row[-1] for row in headings] == last[language]
        assert all(cell.isascii() is (language == "en") for row in headings[:2] for cell in row)


def test_a_workbook_that_is_cut_says_so_below_its_rows(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.publish(PLAIN)
    staffed(company)
    settled(company, [deal(day, "A", day) for day in ("2025-06-05", "2025-06-20", "2025-06-21")])
    lead = person("S")
    asked = {"dimension": "person", "period": "2025-06"}
    assert [row[0] for row in lead.sheet("/metrics/deals/breakdown.xlsx", **asked)] == ["编号", "A", "C", "S"]
    monkeypatch.setattr(api, "MOST_EXPORTED", 1)
    rows = lead.sheet("/metrics/deals/rows.xlsx", **asked, subject="A")
    assert [row[0] for row in rows[1:3]] == ["2025-06-20", ""]
    assert [row[0].split("：")[0] for row in rows[3:]] == ["共 2 行，这里只有前 1 行", "另有 1 行不显示"]
    lead.client.patch("/api/v1/me", {"language": "en"}, "application/json")
    people = lead.sheet("/metrics/deals/breakdown.xlsx", **asked)
    assert [row[0].split(".")[0] for row in people[1:]] == ["A", "", "Only the first 1 of 3 rows are here"]


def test_definitions_are_for_everybody_and_numbers_for_who_has_some(deals: Company) -> None:
    expert = holder(deals, Role.EXPERT)
    listed = expert.get("/metrics")
    assert [row["id"] for row in listed["items"]] == sorted(FORMULAS)
    assert all(row["subject"] is None and row["value"] is None for row in listed["items"])
    expert.get("/today", 403)
    expert.get("/metrics/deals/series", 403)
    one = expert.get("/metrics/average")
    assert [inner["id"] for inner in one["inputs"]] == ["won_value", "deals"]
    assert [other["id"] for other in expert.get("/metrics/deals")["used_by"]] == ["average", "growth"]
    assert expert.get("/metrics/nothing", 404)["code"] == "metric.unknown"


def test_the_list_shows_each_reader_their_own_broadest_subject(deals: Company) -> None:
    readers = {"A": person("A"), "S": person("S"), "all": holder(deals, Role.AUDITOR)}
    shown = {name: {row["id"]: row for row in who.get("/metrics")["items"]} for name, who in readers.items()}
    assert {name: rows["deals"]["subject"]["key"] for name, rows in shown.items()} == {
        "A": "A",
        "S": "HQ/South",
        "all": "HQ",
    }
    assert {name: rows["deals"]["value"] for name, rows in shown.items()} == {"A": 1.0, "S": 4.0, "all": 6.0}
    assert {name: rows["average"]["value"] for name, rows in shown.items()} == dict.fromkeys(shown, 10.0)
    assert [one["id"] for one in shown["A"]["deals"]["dimensions"]] == ["person"]
    assert {one["id"] for one in shown["all"]["deals"]["dimensions"]} >= {"company", "manager", "product"}


def test_a_series_over_too_long_a_time_is_refused_in_words(deals: Company) -> None:
    own = person("A")
    assert own.get("/metrics/deals/series", 422, grain="day", _from="2020-01-01")["code"] == "series.too_long"
    assert own.get("/metrics/deals/series", 422, _from="2026-01-01")["code"] == "series.empty"


@pytest.mark.parametrize("period", ["0001-01", "0001-01-01", "9999-12", "9999-Q4", "9999-12-31", "9999-W52"])
def test_periods_at_the_ends_of_the_calendar_are_refused_in_words(deals: Company, period: str) -> None:
    own = person("C")
    for metric in ("deals", "growth"):
        for path in ("breakdown", "explain"):
            asked = {"dimension": "person", "subject": "C"} if path == "explain" else {"dimension": "person"}
            said = own.get(f"/metrics/{metric}/{path}", 422, period=period, **asked)
            assert said["code"] == "period.out_of_reach"


def test_a_series_begins_with_the_calendar_at_the_earliest(deals: Company) -> None:
    own = person("C")
    asked: dict[str, Any] = {"dimension": "person", "subject": "C"}
    for grain in ("day", "week", "month", "quarter"):
        assert own.get("/metrics/deals/series", 422, to="0001-01-01", grain=grain, **asked)["code"] == "series.empty"
    early = own.get("/metrics/growth/series", _from="0001-01-01", to="0002-02-01", **asked)
    assert [point["period"] for point in early["points"]] == ["0002-01", "0002-02"]
    assert own.get("/metrics/deals/series", to="0003-01-01", grain="quarter", **asked)["points"]


def test_a_subject_without_its_dimension_is_refused_and_not_passed_over(deals: Company) -> None:
    lead = person("T")
    for path in ("series", "series.xlsx", "explain", "rows.xlsx"):
        assert lead.get(f"/metrics/deals/{path}", 422, subject="C")["code"] == "subject.no_dimension"
    assert lead.get("/metrics/deals/series", 422, compare="C")["code"] == "subject.no_dimension"
    beside = lead.get("/metrics/deals/series", dimension="person", subject="B", compare="C")["comparison"]
    assert beside["subject"]["key"] == "C"


def test_another_subject_stands_beside_the_series_only_where_it_is_in_sight(deals: Company) -> None:
    lead = person("M")
    asked: dict[str, Any] = {"dimension": "person", "subject": "B", "compare_dimension": "manager", "compare": "M"}
    beside = lead.get("/metrics/deals/series", **asked)["comparison"]
    assert beside["subject"] == {"dimension": "manager", "key": "M", "name": "M"}
    assert {point["period"]: point["value"] for point in beside["points"]}["2025-05"] == 3.0
    lead.get("/metrics/deals/series", 404, dimension="person", subject="B", compare="C")


def test_grains_that_are_not_kept_are_computed(deals: Company) -> None:
    own = person("B").get("/metrics/deals/series", grain="week", dimension="person", subject="B")
    known = deals.ask("deals", grain=Grain.WEEK)
    shown = {point["period"]: point["value"] for point in own["points"] if point["value"] is not None}
    assert shown == {period: value for (who, period), (value, _, _) in known.items() if who == "B" and period in shown}
    assert shown
