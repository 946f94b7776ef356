"""Which encoding a text file is in. Decided on the whole file, strictly; never guessed into wrong characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from zhunsheng.connectors.files import problems
from zhunsheng.engine.values import ZhunshengError

_CHUNK = 1 << 20
_FOREIGN, _WIDE = "\u0250", "\u0800"
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r"})
_TEXT = 0.98
"""Share of a text that is no control character, at least: some systems leave one in a cell."""
_PROOF = 4
"""So many three-byte characters before the first error prove UTF-8; chance gives that to no GB18030 text."""


@dataclass
class _Scan:
    """How far a codec could read. `wide`: three-byte characters seen (counted up to a few); `foreign`: two-byte
    characters seen that are not Latin. `around` is what stands at the first error, empty if there is none."""

    offset: int = 0
    line: int = 1
    wide: int = 0
    foreign: bool = False
    around: bytes = b""

    def take(self, text: str) -> None:
        if self.wide < _PROOF and not text.isascii():
            self.wide += sum(character >= _WIDE for character in text)
            self.foreign = self.foreign or any(_FOREIGN <= character < _WIDE for character in text)


def detect(path: Path) -> str:
    """The codec's name: utf-8, utf-16 or gb18030. Raises ZhunshengError, naming the byte, if it is none of them."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(path, "utf-16")
    if b"\0" in head or len(head.translate(None, _CONTROLS)) < _TEXT * len(head):
        raise ZhunshengError(problems.not_a_table(path.name))
    scan = _scan(path, "utf-8")
    marked = head.startswith(codecs.BOM_UTF8)
    if not scan.around:
        return "gb18030" if not marked and _by_chance(path, scan) else "utf-8"
    if scan.wide >= _PROOF or marked:
        raise ZhunshengError(problems.broken_utf8(path.name, scan.offset, scan.line))
    return _strict(path, "gb18030")


def _by_chance(path: Path, scan: _Scan) -> bool:
    """A few Chinese characters in GB can look like Cyrillic or Arabic in UTF-8; then all of them are common ones."""
    return scan.foreign and scan.wide == 0 and not _scan(path, "gb2312").around


def _strict(path: Path, codec: str) -> str:
    scan = _scan(path, codec)
    if not scan.around:
        return codec
    seems = from_bytes(scan.around).best()
    name = seems.encoding if seems else None
    raise ZhunshengError(problems.unreadable_text(path.name, scan.offset, scan.line, name))


def _scan(path: Path, codec: str) -> _Scan:
    """Read to the first error, in chunks, so that size does not matter."""
    decoder = codecs.getincrementaldecoder(codec)()
    scan = _Scan()
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            held = decoder.getstate()[0]
            try:
                scan.take(decoder.decode(chunk, final=not chunk))
            except UnicodeDecodeError as error:
                return _stopped(scan, held, chunk, error.start, codec)
            scan.offset, scan.line = scan.offset + len(chunk), scan.line + chunk.count(b"\n")
            if not chunk:
                return scan


def _stopped(scan: _Scan, held: bytes, chunk: bytes, at: int, codec: str) -> _Scan:
    """Place the error: byte `at` of what the decoder had before it (the end of the last chunk, and this one)."""
    data = held + chunk
    scan.take(data[:at].decode(codec, "ignore"))
    scan.offset += at - len(held)
    scan.line += data[len(held) : at].count(b"\n")
    scan.around = data[max(at - 2000, 0) : at + 2000]
    return scan
