"""What makes two rows the same fact: the key, and a fingerprint of the content."""

from __future__ import annotations

import itertools
from base64 import urlsafe_b64encode
from functools import partial
from hashlib import blake2b

import pyarrow as pa
import pyarrow.compute as pc

SEPARATOR = "\x1f"
"""Between the parts of a key. No cell can hold it: control characters become spaces."""

_digest = partial(blake2b, digest_size=16)


def keys(columns: list[pa.Array]) -> pa.Array:
    """The business key as one text, from its parts in declared order."""
    parts = [_canonical(column) for column in columns]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, SEPARATOR)


def contents(columns: dict[str, pa.Array]) -> pa.Array:
    """A 128-bit fingerprint (hex) of each row's typed values, by field name.

    It depends on neither the order of columns nor the format of the file; a missing value counts like a missing
    column, so a field that is added later does not make old rows look changed.
    """
    parts: list[pa.Array] = []
    for name, column in sorted(columns.items()):
        if column.null_count < len(column):
            parts += [_tag(name, column), _canonical(column)]
    rows = len(next(iter(columns.values())))
    if not parts:
        return _fingerprints(pa.repeat("", rows))
    return _fingerprints(pc.binary_join_element_wise(*parts, "", null_handling="skip"))


def _tag(name: str, column: pa.Array) -> pa.Array:
    """What stands before a value: four characters for the field's name (short texts hash faster)."""
    short = urlsafe_b64encode(blake2b(name.encode(), digest_size=3).digest()).decode()
    tag = pa.scalar(SEPARATOR + short, pa.string())
    return pc.if_else(pc.is_valid(column), tag, None) if column.null_count else tag


def _canonical(column: pa.Array) -> pa.Array:
    """Typed values as text, one way for each value."""
    if pa.types.is_timestamp(column.type):
        column = pc.cast(column, pa.int64())
    return pc.cast(column, pa.string())


def _fingerprints(texts: pa.Array) -> pa.Array:
    if len(texts) == 0:
        return pa.array([], pa.string())
    _, ends, data = texts.buffers()
    offsets = memoryview(ends).cast("i")[: len(texts) + 1].tolist()
    bytes_ = b"" if data is None else data.to_pybytes()
    digests = b"".join([_digest(bytes_[start:end]).digest() for start, end in itertools.pairwise(offsets)])
    hex_ends = pa.array(range(0, 32 * len(texts) + 1, 32), pa.int32()).buffers()[1]
    return pa.StringArray.from_buffers(len(texts), hex_ends, pa.py_buffer(digests.hex().encode()))
