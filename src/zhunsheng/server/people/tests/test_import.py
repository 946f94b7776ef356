"""A list of people taken over: who is made, who moves from when on, who is refused and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack

import pytest

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.people import queries
from zhunsheng.server.people.actions import erase, import_people
from zhunsheng.server.people.values import Employee, ImportRefused, ImportReport, PersonRow
from zhunsheng.server.subjects.queries import labels

NOW = datetime(2024, 3, 15, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=30)

pytestmark = pytest.mark.usefixtures("world")


class Options(TypedDict, total=False):
    create_managers: bool
    load_partly: bool
    dry_run: bool


def load(
    *rows: PersonRow, now: datetime = NOW, effective: date | None = None, **options: Unpack[Options]
) -> ImportReport:
    return import_people(rows, effective=effective, now=now, **options)


def row(at: int, number: str | None, **said: object) -> PersonRow:
    return PersonRow(row=at, number=number, name=said.pop("name", number), **said)  # type: ignore[arg-type]


def who(day: date) -> dict[str, Employee]:
    return {employee.number: employee for employee in queries.employees(day)}


def places(number: str, day: date) -> tuple[str | None, ...]:
    found = who(day)[number]
    return found.unit, found.position, found.region, found.manager


def codes(report: ImportReport) -> set[tuple[str, tuple[int, ...]]]:
    return {(one.problem.code.removeprefix("people."), one.rows) for one in report.refused}


def test_a_first_list_makes_everybody_and_the_second_time_changes_nothing() -> None:
    rows = [
        row(2, "1", name="王总", unit="总部", starts=date(2010, 1, 4)),
        row(3, "2", name="李四", unit="总部/华东/一部", position="销售", region="华东", manager="王总"),
    ]
    assert load(*rows) == ImportReport(new=2)
    assert load(*rows, now=LATER) == ImportReport(unchanged=2)
    assert places("2", date(2024, 1, 1)) == ("总部/华东/一部", "销售", "华东", "1")
    assert who(NOW.date())["1"].hired == date(2010, 1, 4)


def test_who_moves_was_where_they_were_until_the_day_before() -> None:
    load(row(2, "1", unit="A", region="north", starts=date(2020, 1, 1)))
    assert load(row(2, "1", unit="B"), now=LATER, effective=date(2024, 4, 1)).changed == 1
    assert places("1", date(2024, 3, 31))[0] == "A"
    assert places("1", date(2024, 4, 1))[::2] == ("B", "north")


def test_without_a_date_a_move_counts_from_today() -> None:
    load(row(2, "1", unit="A"))
    load(row(2, "1", unit="B"))
    assert [places("1", NOW.date() + timedelta(days=offset))[0] for offset in (-1, 0)] == ["A", "B"]


def test_a_missing_column_keeps_what_is_known_and_an_empty_cell_clears_it() -> None:
    load(row(2, "9"), row(3, "1", unit="A", manager="9", email="a@b.cn"))
    assert load(row(2, "1")).unchanged == 1
    load(row(2, "1", manager=None))
    assert places("1", NOW.date()) == ("A", None, None, None)
    assert who(NOW.date())["1"].email == "a@b.cn"


def test_a_leaver_is_employed_through_the_last_day_and_keeps_the_past() -> None:
    load(row(2, "1", unit="A", starts=date(2020, 1, 1)))
    assert load(row(2, "1", ends=date(2024, 3, 29))) == ImportReport(left=1)
    (employed,) = queries.employment().to_pylist()
    assert (employed["since"], employed["until"]) == (date(2020, 1, 1), date(2024, 3, 30))
    assert places("1", date(2024, 3, 29))[0] == "A"
    assert places("1", date(2024, 3, 30))[0] is None


def test_who_comes_back_has_two_employments() -> None:
    load(row(2, "1", unit="A", starts=date(2020, 1, 1), ends=date(2021, 12, 31)))
    load(row(2, "1", unit="B", starts=date(2023, 5, 1), ends=None))
    spans = [(one["since"], one["until"]) for one in queries.employment().to_pylist()]
    assert spans == [(date(2020, 1, 1), date(2022, 1, 1)), (date(2023, 5, 1), date.max)]
    assert load(row(2, "1", unit="B", starts=date(2020, 1, 1), ends=None)).unchanged == 1


def test_a_career_in_dated_rows_is_taken_as_it_is() -> None:
    first = row(2, "1", unit="A", starts=date(2020, 1, 1), ends=date(2020, 12, 31))
    then = row(3, "1", unit="B", starts=date(2021, 1, 1), ends=None)
    load(first, then)
    assert load(then, first).unchanged == 1
    assert [places("1", date(2020, 12, 31) + timedelta(days=offset))[0] for offset in (0, 1)] == ["A", "B"]
    assert queries.employment().num_rows == 1


def test_second_posts_stand_beside_the_primary_one_and_end_when_no_longer_listed() -> None:
    main, second = row(2, "1", unit="A", primary=True), row(3, "1", unit="B", primary=False)
    assert load(main, second).new == 1
    assert load(main, second).unchanged == 1
    assert load(row(2, "1", unit="A")).unchanged == 1
    assert load(main, now=LATER).changed == 1
    assert load(main, now=LATER).unchanged == 1
    assert places("1", NOW.date())[0] == "A"


def test_the_past_can_be_asked_as_it_was_known() -> None:
    load(row(2, "1", unit="A"), now=NOW)
    load(row(2, "1", unit="B"), now=LATER, effective=date(2024, 1, 1))
    keys = labels(queries.spans("unit")["member"].to_pylist())

    def units(as_of: datetime | None) -> list[tuple[str, date]]:
        return [(keys[one["member"]].key, one["since"]) for one in queries.spans("unit", as_of).to_pylist()]

    assert units(NOW - timedelta(seconds=1)) == []
    assert units(LATER - timedelta(seconds=1)) == [("A", date.min)]
    assert sorted(units(LATER)) == sorted(units(None)) == [("A", date.min), ("B", date(2024, 1, 1))]


def test_everything_wrong_is_said_at_once_and_nothing_is_loaded() -> None:
    rows = [
        row(2, None),
        row(3, "1", manager="nobody"),
        row(4, "2", manager="2"),
        row(5, "3", starts=date(2024, 1, 2), ends=date(2024, 1, 1)),
        row(6, "4", unit="A"),
        row(7, "4", unit="B"),
        row(8, "5", unit="总部//一部"),
        row(9, "6", starts=date(2020, 1, 1), ends=date(2022, 1, 1)),
        row(10, "6", starts=date(2021, 1, 1), ends=None),
        row(11, "7", primary=False),
        row(12, "8", name=None),
        row(13, "9", name="同名"),
        row(14, "10", name="同名"),
        row(15, "11", manager="同名"),
        row(16, "fine"),
    ]
    with pytest.raises(ImportRefused) as refusal:
        load(*rows)
    assert codes(refusal.value.report) == {
        ("number_missing", (2,)),
        ("manager_unknown", (3,)),
        ("manager_self", (4,)),
        ("ends_early", (5,)),
        ("duplicate", (6, 7)),
        ("unit_unreadable", (8,)),
        ("overlap", (9, 10)),
        ("primary_missing", (11,)),
        ("name_missing", (12,)),
        ("manager_ambiguous", (15,)),
    }
    assert who(NOW.date()) == {}


def test_a_circle_is_refused_with_everybody_on_it_and_their_rows() -> None:
    rows = [
        row(2, "1", name="甲", manager="乙"),
        row(3, "2", name="乙", manager="丙"),
        row(4, "3", name="丙", manager="1"),
    ]
    with pytest.raises(ImportRefused, match=r"甲\(1\) → 乙\(2\) → 丙\(3\) → 甲\(1\)") as refusal:
        load(*rows, row(5, "4", manager="1"))
    assert codes(refusal.value.report) == {("manager_circle", (2, 3, 4))}


def test_a_circle_closed_through_the_books_is_refused_but_a_swap_on_a_day_is_not() -> None:
    load(row(2, "1"), row(3, "2", manager="1"))
    with pytest.raises(ImportRefused, match="circle"):
        load(row(2, "1", manager="2"), now=LATER)
    assert load(row(2, "1", manager="2"), row(3, "2", manager=None), now=LATER).changed == 2


def test_the_rest_is_loaded_when_that_is_asked_for_without_those_who_depend_on_refused_rows() -> None:
    rows = [row(2, "1", manager="nobody"), row(3, "2", manager="1"), row(4, "3", manager="2"), row(5, "4")]
    report = load(*rows, load_partly=True)
    assert codes(report) == {("manager_unknown", (at,)) for at in (2, 3, 4)}
    assert list(who(NOW.date())) == ["4"]


def test_managers_without_a_row_are_made_when_that_is_asked_for() -> None:
    assert load(row(2, "Anna", manager="Dustin"), create_managers=True).new == 2
    assert load(row(2, "Anna", manager="Dustin"), create_managers=True).unchanged == 1
    assert places("Anna", NOW.date())[3] == "Dustin"


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    load(row(2, "1", unit="A"))
    rows = [row(2, "1", unit="B"), row(3, "2"), row(4, "3", manager="x")]
    report = load(*rows, dry_run=True)
    assert (report.new, report.changed, codes(report)) == (1, 1, {("manager_unknown", (4,))})
    assert list(who(NOW.date())) == ["1"]
    assert places("1", LATER.date())[0] == "A"


def test_the_version_moves_with_every_change_and_only_then() -> None:
    seen = [queries.organisation_version()]
    for rows in ([row(2, "1", unit="A")], [row(2, "1", unit="A")], [row(2, "1", ends=date(2024, 4, 1))]):
        load(*rows)
        seen.append(queries.organisation_version())
    assert seen[0] != seen[1] == seen[2] != seen[3]


def test_who_is_erased_keeps_id_and_posts_only() -> None:
    load(row(2, "1", name="王小明", unit="A", email="x@y.cn"))
    (before,) = queries.employees(NOW.date())
    erase("1")
    (after,) = queries.employees(NOW.date())
    assert (after.subject, after.unit, after.email) == (before.subject, "A", None)
    assert "王小明" not in str(after)
    with pytest.raises(ZhunshengError, match="nobody has the number"):
        erase("1")


def company(size: int) -> list[PersonRow]:
    """Everybody reports to the person with a tenth of their number: six levels for 100,000."""
    return [
        row(
            at + 2,
            str(at),
            unit=f"总部/{at % 7}/{at % 100}",
            position=f"P{at % 40}",
            region=f"R{at % 30}",
            manager=str(at // 10) if at else None,
            starts=date(2015, 1, 1) + timedelta(days=at % 3000),
        )
        for at in range(size)
    ]


@pytest.mark.slow
def test_a_hundred_thousand_people_come_in_one_list() -> None:
    rows = company(100_000)
    assert load(*rows).new == 100_000
    lines, units = queries.spans("manager"), queries.spans("unit")
    assert lines.num_rows > 400_000
    assert units.num_rows == 300_000
    assert load(*rows).unchanged == 100_000
