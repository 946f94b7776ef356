"""CSV files in every shape that people hand in: read, or refused with the place and the remedy."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.connectors.files.raw import LONGEST_CELL, RawTable
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import Problem, ZhunshengError


def _open(folder: Path, content: bytes) -> RawTable:
    path = folder / "deals.csv"
    path.write_bytes(content)
    return open_table(path)


def _rows(table: RawTable) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pa.concat_tables(table.batches()).to_pylist()
    return found


def _problems(folder: Path, content: bytes) -> list[Problem]:
    with pytest.raises(ZhunshengError) as caught:
        list(_open(folder, content).batches())
    return list(caught.value.problems)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_are_found(tmp_path: Path, codec: str, delimiter: str, newline: str) -> None:
    lines = [["编号", "客户", "金额"], ["A1", "协和医院", '"1,054"'], ["A2", '"甲""乙"', "5"]]
    table = _open(tmp_path, newline.join(delimiter.join(line) for line in lines).encode(codec))
    assert table.headings == ("编号", "客户", "金额")
    assert _rows(table) == [
        {"编号": "A1", "客户": "协和医院", "金额": "1,054", "_row": 2},
        {"编号": "A2", "客户": '甲"乙', "金额": "5", "_row": 3},
    ]


@settings(deadline=None)
@given(names=st.lists(st.text("张王李赵𠮷é€a1 ", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=8))
def test_what_is_written_as_gb18030_is_read_back(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    content = "编号,姓名,部门\n" + "".join(f"{at},{name},研发部\n" for at, name in enumerate(names))
    table = _open(tmp_path_factory.mktemp("gb"), content.encode("gb18030"))
    assert [row["姓名"] for row in _rows(table)] == names


def test_rows_are_counted_as_in_a_spreadsheet_with_blank_and_ragged_ones(tmp_path: Path) -> None:
    content = b'\na,b\n1,2\n\n3\n"x\ny",4\n5,6,7,8\n9,10\n'
    table = _open(tmp_path, content)
    assert [(row["_row"], row["a"]) for row in _rows(table)] == [(3, "1"), (4, ""), (6, "x\ny"), (8, "9")]
    assert [(bad.row, bad.cells) for bad in table.bad] == [
        (5, {"a": "3"}),
        (7, {"a": "5", "b": "6", "C": "7", "D": "8"}),
    ]
    assert [bad.problems[0].code for bad in table.bad] == ["row.wrong_width"] * 2


def test_ragged_rows_are_numbered_in_every_block(tmp_path: Path) -> None:
    filler = "x" * 1000
    lines = [f"{row},{filler}" if row % 1000 else str(row) for row in range(2, 40_002)]
    table = _open(tmp_path, "\n".join(["row,text", *lines]).encode())
    batches = list(table.batches())
    assert len(batches) > 1
    numbers = pa.concat_tables(batches)
    assert numbers["row"].cast(pa.int64()).equals(numbers["_row"])
    assert (
        [bad.row for bad in table.bad] == [int(bad.cells["row"]) for bad in table.bad] == [*range(1000, 40_001, 1000)]
    )


def test_a_title_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    table = _open(tmp_path, "2017 年销售,,\n,,\n编号,客户,\nA1,协和,\n".encode())
    assert table.headings == ("编号", "客户")
    assert _rows(table) == [{"编号": "A1", "客户": "协和", "_row": 4}]


def test_content_under_no_heading_is_not_dropped(tmp_path: Path) -> None:
    table = _open(tmp_path, b"a,b,\n1,2,\n3,4,total\n")
    assert [row["_row"] for row in _rows(table)] == [2]
    assert [(bad.row, bad.cells["C"], bad.problems[0].code) for bad in table.bad] == [(3, "total", "cell.no_heading")]


def test_a_cell_of_ten_megabytes_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    giant = b"y" * (10 << 20)
    before = pa.total_allocated_bytes()
    table = _open(tmp_path, b"a,b\n1,2\n3," + giant + b"\n5,6\n")
    assert [row["_row"] for row in _rows(table)] == [2, 4]
    assert [(bad.row, bad.problems[0].code, bad.problems[0].place) for bad in table.bad] == [(3, "cell.too_long", "b")]
    assert len(table.bad[0].cells["b"]) < LONGEST_CELL
    assert pa.total_allocated_bytes() - before < 1 << 20


def test_an_unclosed_quote_over_megabytes_is_refused_with_the_row(tmp_path: Path) -> None:
    problems = _problems(tmp_path, b'a,b\n1,2\n3,"open\n' + b"4,5\n" * (10 << 20))
    assert [(problem.code, problem.place) for problem in problems] == [("row.too_long", "deals.csv")]


def test_an_encoding_that_is_neither_is_refused_with_byte_line_and_what_it_seems_to_be(tmp_path: Path) -> None:
    text = "編號,客戶\n" + "1,這是一個繁體中文的檔案\n" * 20
    (problem,) = _problems(tmp_path, text.encode("big5") + b"\xff\xff,1\n")
    assert (problem.code, problem.line) == ("file.encoding", 22)
    assert f"byte {len(text.encode('big5'))}" in problem.message.en
    assert "UTF-8" in str(problem.remedy)


def test_a_damaged_byte_in_utf8_is_not_read_as_gb18030(tmp_path: Path) -> None:
    good = "编号,客户\n1,协和医院\n".encode()
    (problem,) = _problems(tmp_path, good + b"2,\xe5\x8d\n")
    assert (problem.code, problem.line) == ("file.encoding", 3)
    assert f"byte {len(good) + 2}" in problem.message.en


@pytest.mark.parametrize(("text", "codec"), [("医", "gb18030"), ("José", "utf-8"), ("Иван", "utf-8"), ("医", "utf-8")])
def test_a_few_characters_are_enough_to_tell_the_encoding(tmp_path: Path, text: str, codec: str) -> None:
    assert _rows(_open(tmp_path, f"id,name\n1,{text}\n".encode(codec)))[0]["name"] == text


def test_an_encoding_that_changes_far_into_the_file_is_noticed(tmp_path: Path) -> None:
    lines = b"1,plain\n" * 400_000
    (problem,) = _problems(tmp_path, b"a,b\n" + lines + b"1,\x81\x30\x00\n")
    assert (problem.code, problem.line) == ("file.encoding", 400_002)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["file.empty"]),
        (b"\n \n", ["file.empty"]),
        (b"\xef\xbb\xbf", ["file.empty"]),
        (b"a,b\n", ["file.no_rows"]),
        (b"a,b", ["file.no_rows"]),
        (b"a,,c\n1,2,3\n", ["file.blank_heading"]),
        (b"a,b,a\n1,2,3\n", ["file.duplicate_heading"]),
        (b"a,,a\n1,2,3\n", ["file.blank_heading", "file.duplicate_heading"]),
        (b"\x89PNG\r\n\x1a\n\0\0\0", ["file.not_a_table"]),
        (b"a" * 100_000, ["file.heading_too_long"]),
    ],
)
def test_files_that_are_no_table_are_refused(tmp_path: Path, content: bytes, codes: list[str]) -> None:
    problems = _problems(tmp_path, content)
    assert [problem.code for problem in problems] == codes
    assert all(problem.remedy is not None and problem.place == "deals.csv" for problem in problems)


def test_a_file_of_one_column_is_a_table(tmp_path: Path) -> None:
    assert _rows(_open(tmp_path, b"name\nAnna\nBert\n")) == [{"name": "Anna", "_row": 2}, {"name": "Bert", "_row": 3}]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n%\xe2\xe3\nxref,1\n", b"\x89PNG\r\n\x1a\n rest", bytes(range(1, 255)) * 4, b"just one line of words"],
)
def test_what_is_no_table_at_all_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (problem,) = _problems(tmp_path, content)
    assert problem.code == "file.not_a_table"
    assert "Excel" in problem.message.zh
