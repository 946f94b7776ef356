"""Today: a person's few numbers against their own past, and what the page costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhunsheng.engine.values import Grain
from zhunsheng.server.access.roles import Role
from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company
from zhunsheng.server.metrics.tests.visitor import NOON, Visitor, deal, holder, person, settled, staffed
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow

TODAY = NOON.date()
PLAIN = {name: METRICS[name] for name in ("deals", "won_value", "win_rate")}


def daily(who: str, counts: Sequence[int], last: date = TODAY - timedelta(days=1)) -> list[Cells]:
    """So many deals on each day, the last of them on `last`."""
    days = [last - timedelta(days=len(counts) - 1 - at) for at in range(len(counts))]
    return [
        deal(f"{who}{day}-{n}", who, day.isoformat())
        for day, many in zip(days, counts, strict=True)
        for n in range(many)
    ]


def opened(company: Company, rows: Sequence[Cells], further: str = "") -> None:
    company.publish({"deals": METRICS["deals"] + further}, grains="[day]")
    staffed(company)
    settled(company, rows)


def only(visitor: Visitor) -> Any:
    (number,) = visitor.get("/today")["numbers"]
    return number


def test_a_day_inside_its_own_noise_is_called_neither_better_nor_worse(company: Company) -> None:
    opened(company, daily("A", [*[9, 12, 10, 13] * 4, 9, 12]))
    number = only(person("A"))
    assert (number["period"], number["value"], number["verdict"], number["good"]) == ("2025-07-01", 12, "noise", None)
    assert number["sentence"]["zh"] == "昨天 12 单，比前一天多 3 单，在平常波动之内"
    assert number["sentence"]["en"] == (
        "Yesterday 12 deals, 3 deals more than the day before, within its usual ups and downs"
    )
    assert (number["previous"]["value"], number["previous"]["difference"]) == (9, 3)
    assert number["week_before"]["period"] == "2025-06-24"


@pytest.mark.parametrize(("direction", "good"), [("up", True), ("down", False), ("none", None)])
def test_a_day_beyond_its_noise_is_a_signal_good_or_bad_by_the_metrics_direction(
    company: Company, direction: str, good: bool | None
) -> None:
    opened(company, daily("A", [*[9, 10, 11] * 6, 40]), f"\ndirection: {direction}")
    shown = person("A").get("/today")
    number = shown["numbers"][0]
    assert (number["verdict"], number["good"]) == ("signal_up", good)
    assert "高于平常波动的范围" in shown["sentence"]["zh"]


def test_with_fewer_than_eight_days_nothing_is_judged(company: Company) -> None:
    opened(company, daily("A", [1, 1, 1, 1, 1, 50]))
    number = only(person("A"))
    assert (number["verdict"], number["band"], number["good"]) == ("too_short", None, None)


def test_days_without_work_are_gaps_and_not_zeros(company: Company) -> None:
    weekdays = [5, 6, 5, 6, 5, 0, 0]  # from a Wednesday on, so that a weekend is always two zeros
    start = TODAY - timedelta(days=28)
    counts = [weekdays[(start + timedelta(days=at)).weekday()] for at in range(28)]
    opened(company, daily("A", counts))
    number = only(person("A"))
    weekend = [point for point in number["spark"] if date.fromisoformat(point["period"]).weekday() >= 5]
    assert weekend
    assert {(point["value"], point["state"]) for point in weekend} == {(None, "no_data")}
    assert number["band"]["mean"] == pytest.approx(5.4, abs=0.05)
    assert number["band"]["lower"] > 1
    assert number["verdict"] == "noise"


def test_a_count_cannot_fall_below_zero_nor_its_limit(company: Company) -> None:
    opened(company, daily("A", [1, 9] * 8))
    assert only(person("A"))["band"]["lower"] == 0.0


def test_what_is_under_way_stands_beside_and_is_not_judged(company: Company) -> None:
    opened(company, [*daily("A", [3] * 10), deal("now", "A", TODAY.isoformat())])
    number = only(person("A"))
    assert number["running"] == {"period": TODAY.isoformat(), "value": 1, "n": 1, "state": "value"}
    assert number["value"] == 3
    assert number["spark"][-1]["period"] == "2025-07-01"


def test_a_missed_target_is_said_and_comes_before_what_is_as_ever(company: Company) -> None:
    company.publish(
        {"b_deals": METRICS["deals"] + "\ntarget: 20", "a_deals": METRICS["deals"]},
        grains="[day]",
    )
    staffed(company)
    settled(company, daily("A", [9, 12, 10] * 5))
    shown = person("A").get("/today")
    assert [number["metric"]["id"] for number in shown["numbers"]] == ["b_deals", "a_deals"]
    assert shown["sentence"]["zh"].endswith("还没到目标 20 单")


def test_a_day_without_data_says_so(company: Company) -> None:
    opened(company, daily("A", [3] * 10, last=TODAY - timedelta(days=2)))
    number = only(person("A"))
    assert (number["state"], number["verdict"], number["value"]) == ("no_data", "no_data", None)
    assert number["sentence"]["zh"] == "昨天没有数据"


def test_days_whose_cases_are_still_maturing_are_not_judged(company: Company) -> None:
    opened(company, daily("A", [*[9, 12, 10, 13] * 4, 1, 0]), "\nmatures_days: 2")
    number = only(person("A"))
    assert (number["period"], number["value"], number["verdict"]) == ("2025-06-29", 13, "noise")
    assert number["sentence"]["zh"].startswith("2025-06-29 13 单")
    assert [point["period"] for point in number["spark"]][-1] == "2025-06-29"


def test_a_series_shows_what_is_still_maturing_as_under_way(company: Company) -> None:
    opened(company, daily("A", [*[9, 12, 10, 13] * 4, 1, 0]), "\nmatures_days: 2")
    shown = person("A").get("/metrics/deals/series", dimension="person", subject="A", grain="day")
    under_way = [point["period"] for point in shown["points"] if point["running"]]
    assert under_way == ["2025-06-30", "2025-07-01", "2025-07-02"]
    assert shown["signals"] == []


def test_a_number_over_others_is_no_more_mature_than_they_are(company: Company) -> None:
    metrics = {"deals": METRICS["deals"] + "\nmatures_days: 2", "double": "deal {kind: formula, formula: deals * 2}"}
    company.publish(metrics, grains="[day]")
    staffed(company)
    settled(company, daily("A", [9, 12, 10, 13]))
    shown = person("A").get("/metrics/double/series", dimension="person", subject="A", grain="day")
    assert next(point["period"] for point in shown["points"] if point["running"]) == "2025-06-30"


def test_too_few_cases_are_no_value(company: Company) -> None:
    opened(company, daily("A", [3] * 10), "\nmin_sample: 5")
    number = only(person("A"))
    assert (number["state"], number["value"], number["verdict"]) == ("too_few", None, "no_data")
    assert {point["value"] for point in number["spark"]} == {None}


def test_somebody_without_numbers_is_told_so(company: Company) -> None:
    opened(company, daily("A", [3] * 10))
    shown = person("C").get("/today")
    assert (shown["numbers"], shown["team"], shown["sentence"]["zh"]) == ([], [], "还没有你的数字")


def test_what_says_nothing_of_one_person_is_their_teams_number_only(company: Company) -> None:
    opened(company, daily("A", [3] * 10), "\npersonal: false")
    said = person("S").get("/today")
    assert person("A").get("/today")["numbers"] == []
    assert (said["numbers"], [one["metric"]["id"] for one in said["team"]]) == ([], ["deals"])


def test_the_team_is_the_units_one_answers_for(company: Company) -> None:
    opened(company, [*daily("A", [3] * 10), *daily("C", [5] * 10), *daily("B", [2] * 10)])
    readers = {
        "M": person("M"),
        "S": person("S"),
        "T": person("T"),
        "C": person("C"),
        "director": holder(company, Role.DIRECTOR, "HQ/North", name="director"),
        "auditor": holder(company, Role.AUDITOR),
    }
    team = {
        name: {number["subject"]["key"]: number["value"] for number in who.get("/today")["team"]}
        for name, who in readers.items()
    }
    assert team == {
        "M": {"HQ/North": 2},
        "S": {"HQ/South": 8},
        "T": {"HQ": 10},
        "C": {},
        "director": {"HQ/North": 2},
        "auditor": {"HQ": 10},
    }


def test_todays_numbers_are_those_of_the_command_line(company: Company) -> None:
    opened(company, daily("A", [9, 0, 10, 13] * 5))
    company.now = datetime(2025, 7, 2, 4, tzinfo=UTC)
    known = {
        period: value for (who, period), (value, _, _) in company.ask("deals", grain=Grain.DAY).items() if who == "A"
    }
    number = only(person("A"))
    assert {p["period"]: p["value"] for p in number["spark"] if p["value"] is not None} == known


CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/today", {}),
    ("/metrics", {}),
    ("/metrics/deals", {}),
    ("/metrics/deals/series", {"dimension": "person", "subject": "P8"}),
    ("/metrics/deals/breakdown", {"dimension": "person"}),
    ("/metrics/deals/breakdown", {"dimension": "unit"}),
    ("/metrics/deals/breakdown", {"dimension": "person", "subject_dimension": "unit", "subject": "HQ/U1"}),
    ("/metrics/deals/explain", {"dimension": "person", "subject": "P8", "period": "2025-07-01"}),
)


def test_a_call_costs_the_same_few_statements_however_many_people_there_are(company: Company) -> None:
    company.publish(PLAIN, grains="[day]")
    cost: list[dict[str, int]] = []
    for size in (50, 2000):
        people = [
            PersonRow(row=n, number=f"P{n}", name=f"P{n}", unit=f"HQ/U{n % 40}", manager="P1" if n > 1 else None)
            for n in range(1, size + 1)
        ]
        import_people(people, effective=None, now=company.later())
        settled(company, [row for n in range(1, size + 1, 7) for row in daily(f"P{n}", [2, 3])])
        leader = person("P1")
        cost.append({f"{path} {query}": statements(leader, path, query) for path, query in CALLS})
    assert all(cost[1][call] <= few for call, few in cost[0].items()), cost
    assert max(cost[1].values()) <= 25


def statements(visitor: Visitor, path: str, query: dict[str, Any]) -> int:
    """How many statements a call takes, once what is kept in memory is there."""
    visitor.get(path, **query)
    with CaptureQueriesContext(connection) as captured:
        visitor.get(path, **query)
    return len(captured)
