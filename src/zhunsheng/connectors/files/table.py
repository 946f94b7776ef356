"""Opens a file that somebody hands in, by what it is and not by what it is called."""

from __future__ import annotations

from pathlib import Path

from zhunsheng.connectors.files import problems
from zhunsheng.connectors.files.csv import open_csv
from zhunsheng.connectors.files.excel import open_excel
from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.engine.values import ZhunshengError

_ZIP = b"PK\3\4"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
"""How files begin that are handed in by mistake."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_table(path: Path, sheet: str | None = None) -> RawTable:
    """A CSV or XLSX file as a table of text. `sheet`: of a workbook; default: the first visible one.

    Raises ZhunshengError when the file as a whole cannot be read; single bad rows are in the table's `bad`.
    """
    with path.open("rb") as file:
        head = file.read(64 << 10)
    if not head:
        raise ZhunshengError(problems.empty(path.name))
    if head.startswith(_ZIP):
        return open_excel(path, sheet)
    if head.startswith(_OLE):
        locked = _ENCRYPTED in head or _ENCRYPTED in _end(path)
        raise ZhunshengError(problems.encrypted(path.name) if locked else problems.old_format(path.name, ".xls"))
    if head.startswith(_OTHERS):
        raise ZhunshengError(problems.not_a_table(path.name))
    return open_csv(path)


def is_workbook(path: Path) -> bool:
    """Whether it is an XLSX file, which may have several sheets."""
    with path.open("rb") as file:
        return file.read(len(_ZIP)) == _ZIP


def _end(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - (64 << 10), 0))
        return file.read()
