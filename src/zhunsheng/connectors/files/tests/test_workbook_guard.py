"""No workbook is opened that would unpack to more than it should: refused at once, in little memory."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import ZhunshengError

SHEET = "xl/worksheets/sheet1.xml"
MEASURE = r"""
import re, sys, time
from pathlib import Path
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import ZhunshengError
begin = time.perf_counter()
try:
    open_table(Path(sys.argv[1]))
except ZhunshengError as error:
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]
    print(error.problems[0].code, time.perf_counter() - begin, peak)
"""


def _workbook(path: Path, sheet: bytes | None = None) -> Path:
    """A workbook, with another content for its sheet if given."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    if sheet is not None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (parts | {SHEET: sheet}).items():
                archive.writestr(name, content)
    return path


def _deflated(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join([*(packer.compress(b"A" * (1 << 20)) for _ in range(megabytes)), packer.flush()])


def _bomb(path: Path, declared: int, megabytes: int = 1024) -> Path:
    """A workbook whose sheet unpacks to a gigabyte and declares whatever it likes."""
    packed = _deflated(megabytes)
    name = SHEET.encode()
    content, directory = b"", b""
    for part, data, size in ((b"xl/workbook.xml", b"\3\0", 0), (name, packed, declared)):
        header = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, len(data), size, len(part), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + header + struct.pack("<HHHII", 0, 0, 0, 0, len(content)) + part
        content += b"PK\3\4" + header + part + data
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 2, 2, len(directory), len(content), 0)
    path.write_bytes(content + directory + end)
    return path


def _spread(path: Path) -> Path:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return _workbook(path, b"<worksheet " + space + b"><sheetData>" + cells + b"</sheetData></worksheet>")


def _crowd(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3000):
            archive.writestr(f"xl/{number}.xml", b"")
    return path


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: _bomb(path, 1 << 30), id="declares its size"),
        pytest.param(lambda path: _bomb(path, 4096), id="declares little"),
        pytest.param(lambda path: _bomb(path, (16 << 20) - 1), id="declares what is allowed"),
        pytest.param(_spread, id="two cells far apart"),
        pytest.param(_crowd, id="thousands of entries"),
    ],
)
def test_a_bomb_is_refused_within_a_second_and_150_mb(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "bomb.xlsx")
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True)
    code, seconds, kilobytes = done.stdout.split()
    assert code == "workbook.bomb"
    assert float(seconds) < 1
    assert int(kilobytes) < 150_000


def _code(path: Path) -> str:
    with pytest.raises(ZhunshengError) as caught:
        open_table(path)
    assert caught.value.problems[0].remedy is not None
    return caught.value.problems[0].code


def test_files_that_only_look_like_a_workbook_are_named_for_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    for part, code in {
        "content.xml": "workbook.format",
        "xl/workbook.bin": "workbook.format",
        "readme.txt": "workbook.not_xlsx",
    }.items():
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(part, "x")
        assert _code(path) == code
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000)
    assert _code(path) == "workbook.format"
    path.write_bytes(path.read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    assert _code(path) == "workbook.encrypted"


@pytest.mark.parametrize("kept", [10, 0.3, 0.7, 0.99])
def test_a_workbook_cut_short_is_damaged(tmp_path: Path, kept: float) -> None:
    path = _workbook(tmp_path / "cut.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: int(kept if kept > 1 else kept * len(content))])
    assert _code(path) == "workbook.damaged"


def test_a_sheet_that_is_no_xml_is_damaged(tmp_path: Path) -> None:
    assert _code(_workbook(tmp_path / "odd.xlsx", b"<worksheet><sheetData><row r='1'><c r='A1'")) == "workbook.damaged"


def test_a_password_inside_the_archive_is_named(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "locked.xlsx")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(bytes(content))
    assert _code(path) == "workbook.encrypted"
