"""A body's text as rows: one dict of texts each. Numbers stay as they were written: money never becomes a float."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn

from zhunsheng.connectors.push import problems
from zhunsheng.connectors.push.events import Row, opened
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import ZhunshengError

MOST_ROWS = 50_000
"""In one body."""


def read_rows(text: str, media: str, source: Source) -> tuple[list[int], list[Row]]:
    """Numbers and rows of a body; raises ZhunshengError with all that is wrong with its form."""
    if media not in MEDIA:
        raise ZhunshengError(problems.unknown_media(media, MEDIA))
    numbers, elements = MEDIA[media](text)
    if len(elements) > MOST_ROWS:
        raise ZhunshengError(problems.too_many(MOST_ROWS))
    if not elements:
        raise ZhunshengError(problems.no_rows())
    if strange := [number for number, row in zip(numbers, elements, strict=True) if type(row) is not dict]:
        raise ZhunshengError(problems.not_objects(strange))
    return numbers, opened(numbers, elements, source) if "cloudevents" in media else elements


def _array(text: str) -> tuple[list[int], list[Row]]:
    with _reading() as read:
        found = read(text)
    if not isinstance(found, list):
        raise ZhunshengError(problems.not_an_array())
    return list(range(1, len(found) + 1)), found


def _lines(text: str) -> tuple[list[int], list[Row]]:
    """Lines that are empty count, but are no rows."""
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line and not line.isspace()]
    with _reading() as read:
        return [number for number, _ in numbered], [read(line, number) for number, line in numbered]


def _one(text: str) -> tuple[list[int], list[Row]]:
    with _reading() as read:
        return [1], [read(text)]


MEDIA: Mapping[str, Callable[[str], tuple[list[int], list[Row]]]] = {
    "application/json": _array,
    "application/x-ndjson": _lines,
    "application/cloudevents-batch+json": _array,
    "application/cloudevents+json": _one,
}
"""How a body of each Content-Type is cut into rows."""


@contextmanager
def _reading() -> Iterator[Callable[..., Any]]:
    """Reads JSON texts: numbers as they are written, no name twice in an object. Raises ZhunshengError."""
    twice: list[str] = []
    decoder = json.JSONDecoder(
        parse_int=str, parse_float=str, parse_constant=_no_constant, object_pairs_hook=partial(_object, twice)
    )

    def read(text: str, line: int | None = None) -> Any:
        try:
            return decoder.decode(text)
        except json.JSONDecodeError as error:
            raise ZhunshengError(problems.not_json(f"{error.msg} ({error.lineno}:{error.colno})", line)) from error
        except (ValueError, RecursionError) as error:
            raise ZhunshengError(problems.not_json(str(error), line)) from error

    yield read
    if twice:
        raise ZhunshengError(problems.repeated_names(twice))


def _object(twice: list[str], pairs: list[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice += {name for name in names if names.count(name) > 1}
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(word)
