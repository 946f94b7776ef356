"""Which encoding a text file is in. Decided on the whole file, strictly; never guessed into wrong characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from zhunsheng.connectors.files import problems
from zhunsheng.engine.values import ZhunshengError

_CHUNK = 1 << 20
_WIDE = "\u0800"
_PROOF = 4
"""So many three-byte characters before the first error prove UTF-8; chance gives that to no GB18030 text."""


@dataclass(frozen=True)
class _Failure:
    offset: int
    line: int
    wide: int
    around: bytes


def detect(path: Path) -> str:
    """The codec's name: utf-8, utf-16 or gb18030. Raises ZhunshengError, naming the byte, if it is none of them."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(path, "utf-16")
    if b"\0" in head:
        raise ZhunshengError(problems.not_text(path.name))
    failure = _failure(path, "utf-8")
    if failure is None:
        return "utf-8"
    if failure.wide >= _PROOF or head.startswith(codecs.BOM_UTF8):
        raise ZhunshengError(problems.broken_utf8(path.name, failure.offset, failure.line))
    return _strict(path, "gb18030")


def _strict(path: Path, codec: str) -> str:
    failure = _failure(path, codec)
    if failure is None:
        return codec
    seems = from_bytes(failure.around).best()
    name = seems.encoding if seems else None
    raise ZhunshengError(problems.unreadable_text(path.name, failure.offset, failure.line, name))


def _failure(path: Path, codec: str) -> _Failure | None:
    """The first place that the codec cannot read, if any. Reads in chunks, so size does not matter."""
    decoder = codecs.getincrementaldecoder(codec)()
    offset, line, wide = 0, 1, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            held = len(decoder.getstate()[0])
            try:
                text = decoder.decode(chunk)
                wide += 0 if text.isascii() or wide >= _PROOF else _count_wide(text)
            except UnicodeDecodeError as error:
                before = chunk[: max(error.start - held, 0)]
                wide += _count_wide(before.decode(codec, "ignore"))
                around = chunk[max(len(before) - 2000, 0) : len(before) + 2000]
                return _Failure(offset + error.start - held, line + before.count(b"\n"), wide, around)
            offset, line = offset + len(chunk), line + chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _Failure(offset - len(error.object), line, wide, error.object)
    return None


def _count_wide(text: str) -> int:
    return sum(character >= _WIDE for character in text)
