"""A table that was kept is the table that was read, bad rows and all; half a one is none."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter

from zhunsheng.connectors.files import raw
from zhunsheng.connectors.files.kept import keeping, kept
from zhunsheng.connectors.files.table import open_table


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two sheets; in the second one rows are without a heading or too long."""
    found = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(found) as book:
        book.add_worksheet("关于").write_row(0, 0, ["甲", "乙"])
        book.worksheets()[0].write_row(1, 0, ["a", "b"])
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["单号", "金额"])
        for at in range(1, 25_001):
            sheet.write_row(at, 0, [f"A-{at}", at / 4])
        sheet.write(6, 2, "谁的")
        sheet.write(19_000, 0, "长" * 30_000)
    return found


def test_what_was_kept_is_what_was_read(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "LONGEST_CELL", 60_000)
    table, spot = open_table(path, "数据"), tmp_path / "kept"
    read = pa.concat_tables(keeping(table, spot))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["book.xlsx", "kept"]
    again = kept(spot, "数据")
    assert again is not None
    assert (again.headings, again.rows, again.sheets) == (table.headings, table.rows, table.sheets)
    assert again.bad == []
    assert pa.concat_tables(again.batches()).equals(read)
    assert [(row.row, len(row.problems)) for row in again.bad] == [(7, 1), (19_001, 1)]
    assert again.bad == table.bad


def test_another_sheet_is_another_table(path: Path, tmp_path: Path) -> None:
    spot = tmp_path / "kept"
    assert kept(spot, "关于") is None
    for sheet, other in (("关于", "数据"), ("数据", "关于")):
        assert sum(piece.num_rows for piece in keeping(open_table(path, sheet), spot))
        assert kept(spot, sheet) is not None
        assert kept(spot, other) is None


def test_half_a_table_is_not_kept(path: Path, tmp_path: Path) -> None:
    pieces = keeping(open_table(path, "数据"), tmp_path / "kept")
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # it is a generator
    assert [one.name for one in tmp_path.iterdir()] == ["book.xlsx"]
    (tmp_path / "kept").write_bytes(b"something else")
    assert kept(tmp_path / "kept", "数据") is None
