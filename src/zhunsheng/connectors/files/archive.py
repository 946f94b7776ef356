"""A ZIP of small text files, unpacked within bounds: of what it says of its own size nothing is believed."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from zhunsheng.engine.values import Problem, Text, ZhunshengError

_MOST_ENTRIES = 2_000
_LARGEST_DIRECTORY = 1 << 20
_LARGEST_TOTAL = 64 << 20
_END, _END_64 = b"PK\5\6", b"PK\6\7"
_TAIL = 65_557


def is_archive(content: bytes) -> bool:
    return content.startswith((b"PK\3\4", _END))


def unpacked(content: bytes, place: str, largest: int) -> dict[str, bytes | None]:
    """Its files by name; None stands for one of more than `largest` bytes. Raises ZhunshengError."""
    _check_directory(content, place)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _unpacked(archive, place, largest)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, EOFError) as error:
        raise ZhunshengError(_damaged(place)) from error


def _unpacked(archive: zipfile.ZipFile, place: str, largest: int) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    total = 0
    for entry in archive.infolist():
        if entry.is_dir():
            continue
        if entry.flag_bits & 1:
            raise ZhunshengError(_encrypted(place))
        if entry.filename in found:
            raise ZhunshengError(_twice(place, entry.filename))
        with archive.open(entry) as file:
            text = file.read(largest + 1)
        total += len(text)
        if total > _LARGEST_TOTAL:
            raise ZhunshengError(_too_much(place))
        found[entry.filename] = text if len(text) <= largest else None
    return found


def _check_directory(content: bytes, place: str) -> None:
    """The list of entries is read into memory at once, so its size is checked first; 64 bits are for what is large."""
    tail = content[-_TAIL:]
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise ZhunshengError(_damaged(place))
    entries, directory = struct.unpack_from("<H", tail, at + 10)[0], struct.unpack_from("<I", tail, at + 12)[0]
    if entries > _MOST_ENTRIES or directory > _LARGEST_DIRECTORY or _END_64 in tail:
        raise ZhunshengError(_too_much(place))


def _damaged(place: str) -> Problem:
    return Problem(
        "archive.damaged",
        Text(zh="压缩包损坏了，打不开", en="the ZIP is damaged and cannot be opened"),
        Text(zh="重新导出或压缩后再试", en="export or pack it again"),
        place,
    )


def _encrypted(place: str) -> Problem:
    return Problem(
        "archive.encrypted",
        Text(zh="压缩包有密码", en="the ZIP has a password"),
        Text(zh="去掉密码再试", en="pack it without a password"),
        place,
    )


def _too_much(place: str) -> Problem:
    return Problem(
        "archive.bomb",
        Text(zh="压缩包展开后太大或文件太多，不予打开", en="the ZIP unpacks to too much, or to too many files"),
        Text(zh="只放蓝图的 YAML 文件", en="pack the blueprint's YAML files only"),
        place,
    )


def _twice(place: str, name: str) -> Problem:
    return Problem(
        "archive.twice",
        Text(zh=f"压缩包里有两个「{name}」", en=f"the ZIP holds '{name}' twice"),
        Text(zh="留下一个", en="keep one of them"),
        place,
    )
