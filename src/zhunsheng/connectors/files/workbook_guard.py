"""Looks at a workbook's zip before anything opens it: sizes are checked by unpacking, for headers can lie."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from zhunsheng.connectors.files import problems
from zhunsheng.connectors.files.raw import letters
from zhunsheng.engine.values import Problem, Text, ZhunshengError

_MOST_ENTRIES = 2000
_LARGEST_DIRECTORY = 1 << 20
_LARGEST_TOTAL = 512 << 20
_LARGEST_UNQUESTIONED = 16 << 20
_HIGHEST_RATIO = 100
_MOST_CELLS = 20_000_000
_CELLS_UNQUESTIONED = 1_000_000
_LOWEST_FILL = 50
_CHUNK = 1 << 20
_STORED, _DEFLATED = 0, 8
_REFERENCE = re.compile(rb"r=[\"']([A-Za-z]{1,3})([0-9]{1,9})")
_OVERLAP = 32


def check_workbook(path: Path) -> None:
    """Raise ZhunshengError unless the file is an XLSX whose content is of a sane size."""
    with path.open("rb") as file:
        _check_directory(file, path.name)
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError) as error:
            raise ZhunshengError(problems.damaged(path.name)) from error
        _check_kind({entry.filename for entry in entries}, path.name)
        _check_declared(entries, path.name)
        for entry in entries:
            _check_content(file, entry, path.name)


def _check_directory(file: BinaryIO, place: str) -> None:
    """The list of entries is read into memory at once, so its size is checked first."""
    size = file.seek(0, 2)
    file.seek(max(size - 65_557, 0))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < 22:
        raise ZhunshengError(problems.damaged(place))
    entries, directory = struct.unpack_from("<H", tail, at + 10)[0], struct.unpack_from("<I", tail, at + 12)[0]
    if entries > _MOST_ENTRIES or directory > _LARGEST_DIRECTORY:
        raise ZhunshengError(_too_many_entries(place, entries))


def _check_kind(names: set[str], place: str) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise ZhunshengError(problems.old_format(place, ".xlsb"))
    if "content.xml" in names:
        raise ZhunshengError(problems.old_format(place, ".ods"))
    raise ZhunshengError(problems.not_a_workbook(place))


def _check_declared(entries: list[zipfile.ZipInfo], place: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise ZhunshengError(problems.encrypted(place))
    if any(entry.compress_type not in (_STORED, _DEFLATED) for entry in entries):
        raise ZhunshengError(problems.damaged(place))
    total = sum(entry.file_size for entry in entries)
    steep = any(entry.file_size > max(_LARGEST_UNQUESTIONED, _HIGHEST_RATIO * entry.compress_size) for entry in entries)
    if total > _LARGEST_TOTAL or steep:
        raise ZhunshengError(_too_large(place, total))


def _check_content(file: BinaryIO, entry: zipfile.ZipInfo, place: str) -> None:
    """Unpack the entry piece by piece, keeping nothing, and stop where it exceeds what it declared."""
    extent = _Extent()
    size = 0
    try:
        for piece in _unpacked(file, entry):
            size += len(piece)
            if size > entry.file_size:
                raise ZhunshengError(_lies(place, entry.filename))
            if entry.filename.startswith("xl/worksheets/"):
                extent.take(piece)
    except (zlib.error, struct.error, OSError) as error:
        raise ZhunshengError(problems.damaged(place)) from error
    if size < entry.file_size:
        raise ZhunshengError(problems.damaged(place))
    if extent.absurd:
        raise ZhunshengError(_too_wide(place, extent))


def _unpacked(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(entry.header_offset)
    name, extra = struct.unpack("<26xHH", file.read(30))
    file.seek(name + extra, 1)
    inflate = zlib.decompressobj(-15) if entry.compress_type == _DEFLATED else None
    left = entry.compress_size
    while left and (packed := file.read(min(left, _CHUNK))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail


@dataclass
class _Extent:
    """The rectangle that a sheet's cells span. A reader holds all of it, so two far cells can cost gigabytes."""

    columns: set[bytes] = field(default_factory=set)
    last_row: int = 0
    cells: int = 0
    _tail: bytes = b""

    def take(self, piece: bytes) -> None:
        found = _REFERENCE.findall(self._tail + piece)
        self._tail = piece[-_OVERLAP:]
        self.cells += len(found)
        self.columns.update({column for column, _ in found})
        self.last_row = max(self.last_row, max(map(int, {row for _, row in found}), default=0))

    @property
    def width(self) -> int:
        return max((_index(column) for column in self.columns), default=0)

    @property
    def absurd(self) -> bool:
        area = self.width * self.last_row
        return area > _MOST_CELLS or area > max(_CELLS_UNQUESTIONED, _LOWEST_FILL * self.cells)


def _index(column: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number


def _too_many_entries(place: str, entries: int) -> Problem:
    return problems.bomb(place, Text(zh=f"压缩包里有 {entries} 个文件", en=f"its archive holds {entries} files"))


def _too_large(place: str, total: int) -> Problem:
    mega = total >> 20
    return problems.bomb(place, Text(zh=f"展开后有 {mega} MB", en=f"it would take {mega} MB"))


def _lies(place: str, name: str) -> Problem:
    return problems.bomb(place, Text(zh=f"「{name}」比声明的大", en=f"'{name}' is larger than it declares"))


def _too_wide(place: str, extent: _Extent) -> Problem:
    corner = f"{letters(extent.width - 1)}{extent.last_row}"
    return problems.bomb(place, Text(zh=f"单元格散布到 {corner}", en=f"its cells spread as far as {corner}"))
