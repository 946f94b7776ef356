"""Finding people by any part of number, name or 拼音: every ending of each is indexed, so a part is a beginning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchVectorField

from zhunsheng.server.people.pinyin import LONGEST, folded, pinyin


def endings(number: str, name: str) -> list[str]:
    """What a person is found by."""
    words = [*folded(number).split(), *folded(name).split(), *pinyin(name).split()]
    return sorted({word[at:LONGEST] for word in words for at in range(min(len(word), LONGEST))})


def matching(q: str) -> str:
    """The query for what somebody typed: every word must be found; empty where nothing was said."""
    words = [word.replace("\0", "")[:LONGEST] for word in folded(q).split()]
    return " & ".join(f"{_quoted(word)}:*" for word in words if word)


def likeness(q: str, *names: str) -> int:
    """How near names are to what was typed, by any part or by 拼音: 3 the same, 2 begins so, 1 holds it, 0 not."""
    typed, texts = folded(q), _texts(names)
    if typed in texts:
        return 3
    if any(text.startswith(typed) for text in texts):
        return 2
    return int(all(any(word in text for text in texts) for word in typed.split()))


@lru_cache(maxsize=8192)
def _texts(names: tuple[str, ...]) -> list[str]:
    return [text for name in names for text in (folded(name), *pinyin(name).split())]


class Endings(SearchVectorField):  # type: ignore[type-arg]  # generic in the stubs only
    """A list of words, kept as an index of words reads it. It travels as one text: words hold no white space."""

    def get_placeholder(self, value: object, compiler: object, connection: object) -> str:
        return "%s" if hasattr(value, "as_sql") else "array_to_tsvector(string_to_array(%s, ' '))"

    def get_db_prep_value(self, value: Sequence[str], connection: Any, prepared: bool = False) -> str:
        return " ".join(value)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
