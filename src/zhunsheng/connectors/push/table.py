"""Rows of a body as a table of text, its columns named by field. What is wrong with its form refuses the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as pa

from zhunsheng.connectors.files.raw import settle
from zhunsheng.connectors.push import problems
from zhunsheng.connectors.push.body import decoded
from zhunsheng.connectors.push.rows import read_rows
from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.quarantine import BadRow
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, all_or_raise

_WORDS = {True: "true", False: "false"}


@dataclass(frozen=True)
class Pushed:
    """`rows`: string columns named by field, and `_row`. `refused`: rows with a value too long for any cell.

    `absent`: fields that no row names.
    """

    rows: pa.Table
    refused: list[BadRow]
    absent: tuple[str, ...]


def read_push(body: bytes, media: str, source: Source) -> Pushed:
    """The rows of a body; raises ZhunshengError with everything that is wrong with its form."""
    numbers, rows = read_rows(decoded(body), media, source)
    names = list(dict.fromkeys(chain.from_iterable(dict.fromkeys(map(tuple, rows)))))
    columns = _fields(source, names)
    wrong: list[Problem] = []
    arrays = [_texts(name, [row.get(name) for row in rows], numbers, wrong) for name in columns.values()]
    all_or_raise(wrong)
    bad: list[BadRow] = []
    table = settle(arrays, pa.array(numbers, pa.int64()), list(columns), bad)
    return Pushed(table, bad, tuple(name for name in source.fields if name not in columns))


def _fields(source: Source, names: Sequence[str]) -> dict[str, str]:
    """Field → the name it has in the body: a heading of the source's files, else the field's own."""
    headings = {source.heading(field): field for field in source.fields}
    called = {name: source.heading(name) if name in source.fields and name not in headings else name for name in names}
    under: dict[str, list[str]] = {}
    for name, heading in called.items():
        under.setdefault(heading, []).append(name)
    all_or_raise([problems.field_twice(heading, many) for heading, many in under.items() if len(many) > 1])
    found = match_headings(source, list(under))
    all_or_raise([problems.unknown_field(name, [*source.fields, *headings]) for name in found.unused])
    return {field: under[heading][0] for field, heading in found.columns.items()}


def _texts(name: str, values: Sequence[Any], numbers: Sequence[int], wrong: list[Problem]) -> pa.Array:
    """A column of texts and nulls. Anything else is rare enough to be looked for only when it is met."""
    try:
        return pa.array(values, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid, UnicodeEncodeError):
        texts = [_WORDS[value] if value is True or value is False else value for value in values]
    try:
        return pa.array(texts, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        wrong.append(
            problems.nested(name, [n for n, text in zip(numbers, texts, strict=True) if isinstance(text, list | dict)])
        )
    except UnicodeEncodeError:
        wrong.append(
            problems.broken_text(name, [n for n, text in zip(numbers, texts, strict=True) if not _whole(text)])
        )
    return pa.nulls(len(values), pa.string())


def _whole(value: Any) -> bool:
    """Whether it is no text, or one that can be written as UTF-8."""
    try:
        str(value or "").encode()
    except UnicodeEncodeError:
        return False
    return True
