"""Lists of people as files, and refused rows handed back."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.people import queries
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.refusals import harmless, write_refusals
from zhunsheng.server.people.sheet import PeopleSheet, read_sheet
from zhunsheng.server.people.values import UNSAID, ImportRefused, ImportReport, PersonRow

NOW = datetime(2024, 3, 15, 9, tzinfo=UTC)
CHINESE = "工号,姓名,部门,岗位,直属上级,入职日期,离职日期,主岗\n"
BAD = (
    CHINESE
    + "1,王总,总部,总经理,,2010-01-04,,\n2,=李四,总部,销售,1,昨天,,\n3,赵五,总部,销售,2,,,是\n4,钱六,总部,,没有,,,\n"
)


def sheet_of(folder: Path, text: str, encoding: str = "utf-8") -> PeopleSheet:
    path = folder / "people.csv"
    path.write_text(text, encoding=encoding)
    return read_sheet(open_table(path), "Asia/Shanghai", NOW)


def take_over(sheet: PeopleSheet, *, partly: bool = False) -> ImportReport:
    return import_people(sheet.rows, effective=None, now=NOW, load_partly=partly, unreadable=sheet.unreadable)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_are_understood_and_missing_columns_say_nothing(tmp_path: Path, encoding: str) -> None:
    (row,) = sheet_of(tmp_path, CHINESE + "1,王总,总部/华东,,,2010-01-04,9999-12-31,\n", encoding).rows
    assert row == PersonRow(
        row=2,
        number="1",
        name="王总",
        unit="总部/华东",
        position=None,
        manager=None,
        starts=date(2010, 1, 4),
        ends=date.max,
        primary=True,
    )
    assert row.region is UNSAID


def test_a_workbook_with_english_headings_says_the_same(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "people.xlsx") as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Number", "Name", "Starts", "Primary"])
        page.write_row(1, 0, [1001, "Wang", "2010-01-04", "no"])
        page.write_row(2, 0, [1002, "Li"])
    row, other = read_sheet(open_table(tmp_path / "people.xlsx"), "Asia/Shanghai", NOW).rows
    assert row == PersonRow(row=2, number="1001", name="Wang", starts=date(2010, 1, 4), primary=False)
    assert other == PersonRow(row=3, number="1002", name="Li", primary=True)


def test_a_list_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ZhunshengError, match="工号"):
        sheet_of(tmp_path, "姓名,部门\n王总,总部\n")


def test_a_file_of_ragged_rows_only_is_said_to_be_so(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "工号,姓名\n1,2,3\n")
    assert (sheet.rows, [one.rows for one in sheet.unreadable]) == ((), [(2,)])


@pytest.mark.usefixtures("world")
def test_rows_that_cannot_be_read_are_refused_with_the_rest_and_nobody_else_for_them(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, BAD)
    with pytest.raises(ImportRefused) as refusal:
        take_over(sheet)
    report = refusal.value.report
    assert [(one.rows, one.problem.line) for one in report.refused] == [((3,), 3), ((5,), 5)]
    assert queries.employees(NOW.date()) == []
    partly = take_over(sheet, partly=True)
    assert (partly.new, [one.rows for one in partly.refused]) == (1, [(3,), (4,), (5,)])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("name", ["errors.csv", "errors.xlsx"])
def test_refused_rows_come_back_as_they_were_with_the_reason_and_no_formula(tmp_path: Path, name: str) -> None:
    sheet = sheet_of(tmp_path, BAD + "5,少一格\n")
    with pytest.raises(ImportRefused) as refusal:
        take_over(sheet)
    write_refusals(tmp_path / name, sheet, refusal.value.report.refused, "zh")
    heading, *lines = read_back(tmp_path / name)
    assert heading[:-1] == list(sheet.headings)
    assert [line[0] for line in lines] == ["2", "4", "5"]
    assert "格子" in lines[2][-1]
    assert not any("number" in line[-1] or "cell" in line[-1] for line in lines), "one language, no field's id"
    assert lines[0][1] == "'=李四"
    assert "昨天" in lines[0][-1]
    assert "没有" in lines[1][-1]


def read_back(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        return [
            [str(cell) for cell in row] for row in python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
        ]
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize(
    ("cell", "shown"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("+86 1", "'+86 1"), ("a", "a")]
)
def test_only_what_could_act_as_a_formula_is_made_harmless(cell: str, shown: str) -> None:
    assert harmless(cell) == shown
