"""Closed periods stay as they were known; what comes late waits as a correction for a person to decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhunsheng.engine.values import Grain, Period, ZhunshengError
from zhunsheng.server.metrics import queries
from zhunsheng.server.metrics.actions import correct
from zhunsheng.server.metrics.explain import explain
from zhunsheng.server.metrics.tests.company import METRICS, Cells, Company
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.tick import actions

WON = {"won_value": METRICS["won_value"]}
JANUARY = (date(2025, 1, 1), date(2025, 2, 1))


def won(id_: str, day: str | None, value: str, agent: str = "A") -> Cells:
    return {"id": id_, "agent": agent, "stage": "Won", "day": day, "value": value, "product": "P"}


def close(company: Company, start: date = JANUARY[0], end: date = JANUARY[1]) -> int:
    return actions.close(company.world, start, end, by="cfo", now=company.later())


@pytest.fixture
def closed(company: Company) -> int:
    """A company with 10 won in a closed January and 20 in an open February; the number of the closing."""
    company.publish(WON)
    company.place("A", "North", region="R")
    company.send("deals", [won("a", "2025-01-10", "10"), won("b", "2025-02-10", "20")])
    company.tick()
    return close(company)


def waiting() -> set[tuple[str, str, float | None, float | None]]:
    return {(one.subject, one.period, one.before, one.after) for one in queries.corrections()}


def everywhere(company: Company) -> list[dict[tuple[str, str], float]]:
    return [company.values("won_value", by) for by in ("person", "unit", "region", "product", "company")]


def test_a_late_fact_changes_no_closed_number_but_waits_and_open_ones_flow(company: Company, closed: int) -> None:
    before = everywhere(company)
    company.send("deals", [won("c", "2025-01-20", "5"), won("d", "2025-02-20", "7")])
    company.tick()
    for was, now in zip(before, everywhere(company), strict=True):
        assert {place: value for place, value in now.items() if place[1] == "2025-01"} == {
            place: value for place, value in was.items() if place[1] == "2025-01"
        }
        assert {value for (_, month), value in now.items() if month == "2025-02"} == {27}
    assert waiting() == {("A", "2025-01", 10, 15), ("North", "2025-01", 10, 15)}
    assert company.kept() == company.rebuilt() == company.requested()
    assert waiting() == {("A", "2025-01", 10, 15), ("North", "2025-01", 10, 15)}


def test_an_accepted_correction_changes_the_numbers_and_is_gone(company: Company, closed: int) -> None:
    company.send("deals", [won("c", "2025-01-20", "5")])
    company.tick()
    assert actions.accept_corrections(company.world, closed, by="cfo", now=company.later()) == 2
    assert company.values("won_value", "region")[("R", "2025-01")] == 15
    assert company.values("won_value")[("A", "2025-01")] == 15
    assert waiting() == set()
    company.send("deals", [won("e", "2025-01-21", "1")])
    company.tick()
    assert company.values("won_value")[("A", "2025-01")] == 15
    assert waiting() == {("A", "2025-01", 15, 16), ("North", "2025-01", 15, 16)}


def test_a_rejected_correction_is_not_asked_again_but_another_one_is(company: Company, closed: int) -> None:
    company.send("deals", [won("c", "2025-01-20", "5")])
    company.tick()
    assert correct.reject_corrections(closed, by="cfo") == 2
    company.place("B", "South")
    company.tick()
    assert waiting() == set()
    assert company.values("won_value")[("A", "2025-01")] == 10
    company.send("deals", [won("d", "2025-01-20", "2")])
    company.tick()
    assert waiting() == {("A", "2025-01", 10, 17), ("North", "2025-01", 10, 17)}


def test_a_fact_that_leaves_a_closed_month_stays_in_it_until_the_correction_is_accepted(
    company: Company, closed: int
) -> None:
    company.send("deals", [won("a", "2025-03-10", "10")])
    company.tick()
    assert company.values("won_value")[("A", "2025-01")] == 10
    assert company.values("won_value")[("A", "2025-03")] == 10
    assert waiting() == {("A", "2025-01", 10, None), ("North", "2025-01", 10, None)}
    assert company.kept() == company.rebuilt() == company.requested()
    actions.accept_corrections(company.world, closed, by="cfo", now=company.later())
    assert ("A", "2025-01") not in company.values("won_value")


def test_a_correction_whose_reason_is_withdrawn_waits_no_more(company: Company, closed: int) -> None:
    batch = company.send("deals", [won("c", "2025-01-20", "5")])
    company.tick()
    assert waiting()
    company.withdraw("deals", batch)
    assert waiting() == set()


def test_a_transfer_or_a_new_definition_moves_no_closed_number_but_waits(company: Company, closed: int) -> None:
    company.place("A", "South", since=date(2025, 1, 5))
    company.tick()
    assert company.values("won_value", "unit") == {("North", "2025-01"): 10, ("South", "2025-02"): 20}
    assert waiting() == {("North", "2025-01", 10, None), ("South", "2025-01", None, 10)}
    company.publish({"won_value": "CNY {kind: sum, source: deals, field: value, where: {field: stage, value: Lost}}"})
    company.tick()
    assert company.values("won_value") == {("A", "2025-01"): 10}
    assert company.values("won_value", "region") == {("R", "2025-01"): 10}
    assert waiting() == {("A", "2025-01", 10, None), ("North", "2025-01", 10, None)}


def test_late_facts_that_come_together_with_a_transfer_raise_their_correction(company: Company, closed: int) -> None:
    company.place("B", "South")
    company.send("deals", [won("c", "2025-01-20", "5")])
    company.tick()
    assert waiting() == {("A", "2025-01", 10, 15), ("North", "2025-01", 10, 15)}


@pytest.fixture
def misspelt(company: Company) -> int:
    """10 by A and 5 by a. in a closed January, 20 by a. in an open February; the number of the closing."""
    company.publish(WON)
    company.place("A", "North", region="R")
    company.send("deals", [won("a", "2025-01-10", "10"), won("b", "2025-01-11", "5", "a.")])
    company.send("deals", [won("c", "2025-02-10", "20", "a.")])
    company.tick()
    return close(company)


def match(company: Company) -> None:
    actions.match(company.world, "person", "a.", "A", company.later())


def test_a_match_changes_no_closed_number_but_waits_and_open_ones_flow(company: Company, misspelt: int) -> None:
    before = company.now
    match(company)
    assert company.values("won_value") == {("A", "2025-01"): 10, ("a.", "2025-01"): 5, ("A", "2025-02"): 20}
    assert company.values("won_value", "region") == {("R", "2025-01"): 10, ("", "2025-01"): 5, ("R", "2025-02"): 20}
    assert company.values("won_value", as_of=before)[("a.", "2025-02")] == 20
    late = {("A", "2025-01", 10, 15), ("a.", "2025-01", 5, None)}
    assert waiting() == {*late, ("North", "2025-01", 10, 15), (queries.BLANK.zh, "2025-01", 5, None)}
    assert company.kept() == company.rebuilt() == company.requested()


def test_an_accepted_match_holds_until_taking_it_back_is_accepted_too(company: Company, misspelt: int) -> None:
    match(company)
    actions.accept_corrections(company.world, misspelt, by="cfo", now=company.later())
    assert company.values("won_value") == {("A", "2025-01"): 15, ("A", "2025-02"): 20}
    assert waiting() == set()
    actions.unmatch(company.world, "person", "a.", company.later())
    assert company.values("won_value") == {("A", "2025-01"): 15, ("a.", "2025-02"): 20}
    assert {("A", "2025-01", 15, 10), ("a.", "2025-01", None, 5)} <= waiting()
    actions.accept_corrections(company.world, misspelt, by="cfo", now=company.later())
    assert company.values("won_value") == {("A", "2025-01"): 10, ("a.", "2025-01"): 5, ("a.", "2025-02"): 20}
    assert company.kept() == company.rebuilt() == company.requested()


def test_a_match_that_is_taken_back_leaves_nothing_to_decide(company: Company, misspelt: int) -> None:
    match(company)
    actions.unmatch(company.world, "person", "a.", company.later())
    assert waiting() == set()


def test_a_closed_number_is_explained_under_the_name_it_was_closed_under(company: Company, misspelt: int) -> None:
    match(company)
    with company.scene() as scene:
        found = explain(scene, "won_value", "a.", Period.parse("2025-01"))
        later = explain(scene, "won_value", "a.", Period.parse("2025-02"))
    assert (found.number.subject, found.number.value, found.rows_total) == ("a.", 5, 1)
    assert (later.number.subject, later.number.value) == ("A", 20)


def test_undated_facts_are_never_closed(company: Company) -> None:
    company.publish({"deals": METRICS["deals"]})
    company.place("A", "North")
    company.send("deals", [won("a", "2025-01-10", "10"), won("b", None, "1")])
    company.tick()
    close(company)
    company.send("deals", [won("c", None, "1")])
    company.tick()
    assert company.ask("deals")[("A", None)] == (None, 2, "undated")
    assert company.ask("deals", "product")[("P", None)] == (None, 2, "undated")
    assert company.kept() == company.rebuilt()


def test_a_week_that_straddles_a_closing_is_open(company: Company) -> None:
    company.publish(WON, grains="[week]")
    company.place("A", "North")
    company.send("deals", [won("a", "2025-01-22", "10"), won("b", "2025-01-29", "20")])
    company.tick()
    close(company)
    company.send("deals", [won("c", "2025-01-22", "1"), won("d", "2025-01-29", "2")])
    company.tick()
    weeks = {period: value for (_, period), (value, _, _) in company.ask("won_value", grain=Grain.WEEK).items()}
    assert weeks == {"2025-W04": 10, "2025-W05": 22}
    assert {period for _, period, _, _ in waiting()} == {"2025-W04"}


def test_closed_days_cannot_be_closed_again(company: Company, closed: int) -> None:
    with pytest.raises(ZhunshengError) as caught:
        close(company, date(2025, 1, 31), date(2025, 3, 1))
    assert caught.value.problems[0].code == "closing.overlap"
    with pytest.raises(ZhunshengError) as caught:
        close(company, date(2025, 3, 1), date(2025, 3, 1))
    assert caught.value.problems[0].code == "closing.empty"


def test_what_is_settled_after_a_closing_is_late_also_where_the_clock_stands_or_was_read_before(
    company: Company, closed: int
) -> None:
    taken_before = company.now - timedelta(hours=2)
    company.send("deals", [won("c", "2025-01-20", "5")])
    actions.tick(company.world, taken_before)
    assert company.values("won_value")[("A", "2025-01")] == 10
    assert company.kept() == company.rebuilt() == company.requested()
    assert waiting() == {("A", "2025-01", 10, 15), ("North", "2025-01", 10, 15)}


def test_a_closing_knows_what_was_accepted_before_it(company: Company) -> None:
    company.publish(WON)
    company.place("A", "North")
    company.send("deals", [won("a", "2025-01-10", "10")])
    close(company)
    company.tick()
    assert company.values("won_value") == {("A", "2025-01"): 10}
    assert waiting() == set()


def test_corrections_of_a_closing_that_is_not_there_cannot_be_decided(company: Company) -> None:
    with pytest.raises(ZhunshengError) as accepted:
        correct.accept_corrections(7, by="cfo", now=company.later())
    with pytest.raises(ZhunshengError) as rejected:
        correct.reject_corrections(7, by="cfo")
    assert {accepted.value.problems[0].code, rejected.value.problems[0].code} == {"closing.unknown"}


def test_a_closing_knows_every_list_of_people_before_it_though_the_clock_stands(company: Company) -> None:
    company.publish(WON)
    company.send("deals", [won("a", "2025-01-10", "10")])
    company.tick()
    for number in range(4):
        row = PersonRow(row=2, number="A", name="A", unit=f"U{number}")
        import_people([row], effective=date(2024, 1, 1), now=company.now)
    actions.tick(company.world, company.now)
    shown = company.values("won_value", "unit")
    actions.close(company.world, *JANUARY, by="cfo", now=company.now)
    company.rebuilt()
    assert company.values("won_value", "unit") == shown
