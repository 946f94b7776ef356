"""How well a file fits the sources that there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from zhunsheng.engine.facts.headings import columns_of, match_headings, renamed
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import ZhunshengError

LEAST = 0.4
_NAMED, _UNUSED = 0.1, 0.3
"""What a file name that is expected adds, and headings without a field take away at most."""


@dataclass(frozen=True)
class Likely:
    """A field whose column is gone, and the heading that seems to be its new name. `confidence`: 0 to 1."""

    field: str
    heading: str
    confidence: float


@dataclass(frozen=True)
class Fit:
    """`certain`: it can be loaded as it is, and no column is missing. `missing`: fields without a column, `unused`:
    headings without a field, both without those that are `renamed`. `score`: 0 to 1."""

    source: Source
    score: float
    certain: bool
    renamed: tuple[Likely, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def fits(sources: Iterable[Source], headings: Sequence[str], name: str) -> list[Fit]:
    """The sources that the file may be for, best first; those that the product or a form tells take no files."""
    found = [fit(source, headings, name) for source in sources if source.told_by is None]
    return sorted(
        (one for one in found if one.score >= LEAST), key=lambda one: (-one.certain, -one.score, one.source.id)
    )


def fit(source: Source, headings: Sequence[str], name: str) -> Fit:
    columns = columns_of(source, headings)
    unused = [heading for heading in headings if heading not in columns.values()]
    likely: list[Likely] = []
    for field in (field for field in source.fields if field not in columns):
        if (like := renamed(source, field, unused)) is not None:
            likely.append(Likely(field, like[0], like[1] / 100))
            unused.remove(like[0])
    gone = {*columns, *(one.field for one in likely)}
    missing = tuple(field for field in source.fields if field not in gone)
    score = (len(columns) + sum(one.confidence for one in likely) * 0.8) / len(source.fields)
    score -= _UNUSED * len(unused) / len(headings) if headings else 0.0
    score = min(1.0, max(0.0, score) + (_NAMED if expects(source, name) else 0.0))
    certain = not likely and not missing and _matches(source, headings)
    return Fit(source, score, certain, tuple(likely), missing, tuple(unused))


def expects(source: Source, name: str) -> bool:
    """Whether files of that name are the source's."""
    plain = unicodedata.normalize("NFC", name).casefold()
    return any(fnmatchcase(plain, pattern.casefold()) for pattern in source.files)


def _matches(source: Source, headings: Sequence[str]) -> bool:
    try:
        match_headings(source, headings)
    except ZhunshengError:
        return False
    return True
