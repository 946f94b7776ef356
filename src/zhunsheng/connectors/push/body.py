"""A body as text: unpacked, no larger than it may be, UTF-8."""

from __future__ import annotations

import zlib

from zhunsheng.connectors.push import problems
from zhunsheng.engine.values import ZhunshengError

LARGEST = 32 << 20
"""Bytes of a body, unpacked."""

_GZIP = 31  # zlib's word for: with gzip's header and check


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body without its `Content-Encoding`; raises ZhunshengError."""
    match encoding.strip().lower():
        case "" | "identity":
            return body if len(body) <= LARGEST else _refuse()
        case "gzip" | "x-gzip":
            return _gunzipped(body)
        case other:
            raise ZhunshengError(problems.unknown_encoding(other))


def decoded(body: bytes) -> str:
    """The text; raises ZhunshengError."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ZhunshengError(problems.not_utf8(error.start)) from error


def _gunzipped(body: bytes) -> bytes:
    """Never more than LARGEST is unpacked, whatever the packed body promises. It may have several members."""
    parts: list[bytes] = []
    room = LARGEST + 1
    while body:
        member = zlib.decompressobj(_GZIP)
        try:
            parts.append(member.decompress(body, room))
        except zlib.error as error:
            raise ZhunshengError(problems.not_gzip()) from error
        room -= len(parts[-1])
        if room <= 0:
            _refuse()
        if not member.eof:
            raise ZhunshengError(problems.not_gzip())
        body = member.unused_data
    return b"".join(parts)


def _refuse() -> bytes:
    raise ZhunshengError(problems.too_large(LARGEST))
