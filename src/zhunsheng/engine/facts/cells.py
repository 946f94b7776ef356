"""Cells as text: tidied, blanks made missing, and odd texts read once per distinct text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.values import Problem

T = TypeVar("T")
Faults = dict[int, list[Problem]]
"""Problems by position in the column."""

BLANKS = ("", "-", "--", "—", "N/A", "n/a", "#N/A", "NULL", "null", "?")
"""What systems write when they have nothing to say. Compared after tidying."""

_INVISIBLE = "[\u200b-\u200f\u2060\ufeff]"


@dataclass(frozen=True)
class Column:
    """A column read: typed `values` (null where missing or wrong) and what is wrong, by position."""

    values: pa.Array
    faults: Faults = field(default_factory=dict)


def tidy(texts: pa.Array, *, fold_width: bool) -> pa.Array:
    """Trim; control characters become spaces; invisible ones go. Blanks become null.

    `fold_width`: also bring full-width characters to their plain form (NFKC) and runs of spaces to one space.
    """
    lowest, highest = _byte_range(texts)
    if highest >= 0x80:
        encoded = texts.dictionary_encode()  # folding is dear, and names repeat
        texts = _visible(encoded.dictionary, fold_width).take(encoded.indices)
    if lowest < 0x20:
        texts = pc.replace_substring_regex(texts, r"[\x00-\x1f]+", " ")
    texts = pc.utf8_trim_whitespace(texts)
    if fold_width and pc.any(pc.match_substring(texts, "  ")).as_py():
        texts = pc.replace_substring_regex(texts, " {2,}", " ")
    return pc.if_else(pc.is_in(texts, pa.array(BLANKS, texts.type)), pa.scalar(None, texts.type), texts)


def reread(texts: pa.Array, reads: Mapping[str, str], *, fold_width: bool) -> pa.Array:
    """Tidied texts, with those that `reads` names replaced by what they are read as: one step, never two."""
    if not reads:
        return texts
    named = tidy(pa.array(list(reads), pa.string()), fold_width=fold_width)
    places = pc.index_in(texts, named, skip_nulls=True)
    return pc.coalesce(pa.array(list(reads.values()), pa.string()).take(places), texts)


def _visible(texts: pa.Array, fold_width: bool) -> pa.Array:
    texts = pc.replace_substring_regex(texts, _INVISIBLE, "")
    return pc.utf8_normalize(texts, "NFKC") if fold_width else texts


def _byte_range(texts: pa.Array) -> tuple[int, int]:
    """Lowest and highest byte in the column: one pass that saves the costlier ones on plain text."""
    data = texts.buffers()[2]
    if data is None or data.size == 0:
        return 0x20, 0x20
    found = pc.min_max(pa.Array.from_buffers(pa.uint8(), data.size, [None, data])).as_py()
    return found["min"], found["max"]


def only(texts: pa.Array, mask: pa.Array) -> pa.Array:
    """The texts where the mask holds, null elsewhere; positions stay."""
    return pc.if_else(mask, texts, pa.scalar(None, texts.type))


def each_distinct(
    texts: pa.Array, read: Callable[[Sequence[str]], Sequence[T | Problem | None]]
) -> tuple[list[T | None], pa.Array, Faults]:
    """Read every distinct text once: values by code, the code of each row, and the faults by row."""
    encoded = texts.dictionary_encode()
    outcomes = read(encoded.dictionary.to_pylist())
    values = [None if isinstance(outcome, Problem) else outcome for outcome in outcomes]
    wrong = {code: outcome for code, outcome in enumerate(outcomes) if isinstance(outcome, Problem)}
    return values, encoded.indices, _by_position(encoded.indices, wrong)


def _by_position(codes: pa.Array, wrong: dict[int, Problem]) -> Faults:
    if not wrong:
        return {}
    hit = pc.is_in(codes, pa.array(list(wrong), codes.type))
    positions = pc.indices_nonzero(hit).to_pylist()
    return {at: [wrong[code]] for at, code in zip(positions, codes.filter(hit).to_pylist(), strict=True)}


def read_distinct(
    texts: pa.Array, read: Callable[[Sequence[str]], Sequence[T | Problem | None]], type_: pa.DataType
) -> Column:
    """A column of `type_` from texts that are read in Python, once per distinct text."""
    values, codes, faults = each_distinct(texts, read)
    return Column(pa.array(values, type_).take(codes), faults)


def refuse_distinct(texts: pa.Array, refuse: Callable[[str], Problem]) -> Faults:
    """Every text (not null) is wrong; the problem is made once per distinct text."""
    _, _, faults = each_distinct(texts, lambda distinct: [refuse(text) for text in distinct])
    return faults
