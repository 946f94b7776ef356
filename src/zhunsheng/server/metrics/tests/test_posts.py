"""Numbers follow people's posts as they were, and can be asked for as they were known."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company

WON = {"won_value": METRICS["won_value"]}
FEW = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes seconds: shrinking one would take minutes
)


def won(id_: str, agent: str, day: str, value: str = "10") -> Cells:
    return {"id": id_, "agent": agent, "stage": "Won", "day": day, "value": value, "product": "P"}


def test_facts_before_a_transfer_count_for_the_old_unit_manager_and_region(company: Company) -> None:
    company.publish(WON)
    company.place("A", "North", manager="M1", region="R1")
    company.place("A", "South", manager="M2", region="R2", since=date(2025, 2, 10))
    company.send("deals", [won("a", "A", "2025-02-09", "1"), won("b", "A", "2025-02-10", "2")])
    company.tick()
    assert company.values("won_value", "unit") == {("North", "2025-02"): 1, ("South", "2025-02"): 2}
    assert company.values("won_value", "manager") == {("M1", "2025-02"): 1, ("M2", "2025-02"): 2}
    assert company.values("won_value", "region") == {("R1", "2025-02"): 1, ("R2", "2025-02"): 2}
    assert company.values("won_value", "person") == {("A", "2025-02"): 3}


def test_a_transfer_entered_later_moves_the_facts_since_its_day_and_as_of_before_it_nothing_moved(
    company: Company,
) -> None:
    company.publish(WON)
    company.place("A", "North", manager="M1")
    company.send("deals", [won("a", "A", "2025-02-09", "1"), won("b", "A", "2025-03-10", "2")])
    company.tick()
    before = company.now
    company.place("A", "South", manager="M2", since=date(2025, 3, 1))
    company.tick()
    assert company.values("won_value", "unit") == {("North", "2025-02"): 1, ("South", "2025-03"): 2}
    assert company.values("won_value", "manager") == {("M1", "2025-02"): 1, ("M2", "2025-03"): 2}
    assert company.values("won_value", "unit", before) == {("North", "2025-02"): 1, ("North", "2025-03"): 2}
    assert company.values("won_value", "manager", before) == {("M1", "2025-02"): 1, ("M1", "2025-03"): 2}


def test_a_manager_answers_for_the_whole_line_and_a_unit_for_those_below(company: Company) -> None:
    company.publish(WON)
    company.place("Boss", "HQ")
    company.place("M1", "HQ/North", manager="Boss")
    company.place("A", "HQ/North/One", manager="M1")
    company.send("deals", [won("a", "A", "2025-02-09", "5")])
    company.tick()
    assert company.values("won_value", "manager") == {("Boss", "2025-02"): 5, ("M1", "2025-02"): 5}
    assert set(company.values("won_value", "unit").values()) == {5}
    assert len(company.values("won_value", "unit")) == 3


def test_a_stock_counts_for_the_unit_in_which_its_owner_was_at_each_periods_end(company: Company) -> None:
    company.publish({"open_deals": METRICS["open_deals"]})
    company.place("A", "North")
    company.place("A", "South", since=date(2025, 3, 1))
    company.send("deals", [{"id": "a", "agent": "A", "opened": "2025-01-10"}])
    company.tick()
    company.send("deals", [{"id": "a", "agent": "A", "opened": "2025-01-10", "day": "2025-04-02"}])
    company.tick()
    expected = {("North", "2025-01"): 1, ("North", "2025-02"): 1, ("South", "2025-03"): 1}
    assert company.values("open_deals", "unit") == expected


def test_undated_facts_count_for_the_unit_of_the_day_on_which_they_are_looked_at(company: Company) -> None:
    company.publish({"deals": METRICS["deals"]})
    company.place("A", "North")
    company.place("A", "South", since=date(2025, 9, 1))
    company.send("deals", [{"id": "a", "agent": "A"}])
    company.tick()
    early = company.now
    assert company.ask("deals", "unit") == {("North", None): (None, 1, "undated")}
    company.later(days=40)
    company.tick()
    assert company.ask("deals", "unit") == {("South", None): (None, 1, "undated")}
    assert company.ask("deals", "unit", as_of=early) == {("North", None): (None, 1, "undated")}


def test_a_fact_that_names_nobody_is_shown_as_nobodys(company: Company) -> None:
    company.publish({"deals": METRICS["deals"]})
    company.place("A", "North")
    company.send("deals", [{"id": "a", "day": "2025-02-01"}])
    company.tick()
    company.send("deals", [{"id": "b", "day": "2025-02-03"}, {"id": "c", "agent": "A", "day": "2025-02-03"}])
    company.tick()
    assert company.values("deals", "person") == {("", "2025-02"): 2, ("A", "2025-02"): 1}
    assert company.values("deals", "unit") == {("", "2025-02"): 2, ("North", "2025-02"): 1}


Shown = dict[tuple[str, str], float]
deal = st.tuples(
    st.sampled_from("abcd"), st.sampled_from("AB"), st.sampled_from(["2025-01-20", "2025-02-10"]), st.sampled_from("12")
)
step = st.one_of(
    st.lists(deal, min_size=1, max_size=3),
    st.tuples(st.sampled_from("AB"), st.sampled_from(["North", "South"]), st.sampled_from([1, 2])),
)


@FEW
@given(st.lists(step, min_size=3, max_size=4))
def test_as_of_a_moment_shows_what_was_shown_then(company: Company, steps: list[object]) -> None:
    company.clear()
    company.publish(WON)
    company.place("A", "North")
    company.place("B", "South")
    seen = []
    for what in steps:
        match what:
            case list(deals):
                company.send("deals", [won(*deal) for deal in deals])
            case (str(who), str(unit), int(month)):
                company.place(who, unit, since=date(2025, month, 1))
        company.tick()
        seen.append((company.now, {by: company.values("won_value", by) for by in ("person", "unit")}))
    for moment, shown in seen:
        for by, values in shown.items():
            assert company.values("won_value", by, moment) == values, (moment, by)


move = st.tuples(
    st.sampled_from("AB"), st.sampled_from(["North", "South"]), st.dates(date(2025, 1, 1), date(2025, 3, 1))
)


@FEW
@given(
    deals=st.lists(deal, min_size=1, max_size=6, unique_by=lambda told: told[0]),
    moves=st.lists(move, max_size=3),
)
def test_units_numbers_are_those_of_a_plain_look_at_who_was_where(
    company: Company, deals: list[tuple[str, str, str, str]], moves: list[tuple[str, str, date]]
) -> None:
    company.clear()
    company.publish(WON)
    where = {"A": [(date.min, "North")], "B": [(date.min, "South")]}
    company.place("A", "North")
    company.place("B", "South")
    company.send("deals", [won(*told) for told in deals])
    company.tick()
    for who, unit, since in moves:
        company.place(who, unit, since=since)
        where[who] = [(day, place) for day, place in where[who] if day < since] + [(since, unit)]
    company.tick()
    expected: dict[tuple[str, str], float] = {}
    for _, who, day, value in deals:
        (*_, (_, unit)) = [(since, place) for since, place in where[who] if since <= date.fromisoformat(day)]
        expected[(unit, day[:7])] = expected.get((unit, day[:7]), 0) + float(value)
    assert company.values("won_value", "unit") == expected
