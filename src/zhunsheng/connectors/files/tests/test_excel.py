"""XLSX sheets read as the text that the same data would have in a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import ZhunshengError

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a workbook: sheets by name, rows of cells; hidden sheets by name."""

    def write(sheets: dict[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> Path:
        path = tmp_path / "deals.xlsx"
        options = {"default_date_format": "yyyy-mm-dd hh:mm:ss", "nan_inf_to_errors": True}
        with xlsxwriter.Workbook(path, options) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
                if name in hidden:
                    sheet.hide()
                else:
                    sheet.activate()
        return path

    return write


def test_cells_become_the_text_a_person_sees(write: Write) -> None:
    path = write(
        {
            "s": [
                ["a", "b", "c", "d", "e", "f"],
                [1234.0, 0.1 + 0.2, True, " x ", date(2017, 3, 1), datetime(2017, 3, 1, 9, 5, 3)],  # noqa: DTZ001
                [-0.0, 123456789012345.0, False, "007", None, time(9, 5)],
                [1e20, 1e-7, "", "5", datetime(2017, 3, 1, 9, 5, 3, 500000), ""],  # noqa: DTZ001
            ]
        }
    )
    table = open_table(path)
    (batch,) = table.batches()
    assert (table.headings, table.rows) == (("a", "b", "c", "d", "e", "f"), 3)
    assert [list(row.values()) for row in batch.to_pylist()] == [
        ["1234", "0.3", "true", " x ", "2017-03-01", "2017-03-01 09:05:03", 2],
        ["0", "123456789012345", "false", "007", "", "09:05:00", 3],
        ["1e+20", "1e-07", "", "5", "2017-03-01 09:05:03.500000", "", 4],
    ]


def test_the_first_visible_sheet_is_read_unless_one_is_named(write: Write) -> None:
    path = write({"old": [["a", "b"], [1, 2]], "now": [["c", "d"], [3, 4]], "next": [["e", "f"], [5, 6]]}, ["old"])
    assert open_table(path).headings == ("c", "d")
    assert open_table(path, "next").headings == ("e", "f")
    with pytest.raises(ZhunshengError) as caught:
        open_table(path, "last")
    assert caught.value.problems[0].code == "workbook.no_sheet"
    assert "now、next" in caught.value.problems[0].remedy.zh  # type: ignore[union-attr]


def test_blank_rows_and_a_title_above_the_headings_are_passed_over(write: Write) -> None:
    table = open_table(write({"s": [[], ["2017 年销售"], [], ["编号", "客户"], ["A1", "协和"], [], ["A2", ""]]}))
    (batch,) = table.batches()
    assert batch["_row"].to_pylist() == [5, 6, 7]
    assert batch["编号"].to_pylist() == ["A1", "", "A2"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "file.empty"),
        ([["a", "b"]], "file.no_rows"),
        ([["a", "", "c"], [1, 2, 3]], "file.blank_heading"),
        ([["a", "a"], [1, 2]], "file.duplicate_heading"),
    ],
)
def test_sheets_that_are_no_table_are_refused(write: Write, rows: list[list[object]], code: str) -> None:
    with pytest.raises(ZhunshengError) as caught:
        open_table(write({"s": rows}))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_content_under_no_heading_is_not_dropped(write: Write) -> None:
    table = open_table(write({"s": [["a", "b"], [1, 2], [3, 4, "total"]]}))
    assert [batch["_row"].to_pylist() for batch in table.batches()] == [[2]]
    assert [(bad.row, bad.cells) for bad in table.bad] == [(3, {"a": "3", "b": "4", "C": "total"})]
