"""How names are written: which writings are the same, which are near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

NEAR = 70.0  # of 100: below, a proposal is noise
PROPOSALS = 3
COMPARISONS = 50_000_000  # about ten seconds; what comes after gets proposals by equal letters only

_NO_LETTER = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Width, case and surplus spaces removed: what two writings of one name must share."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def letters(text: str) -> str:
    """Letters and digits only: what two slips of one name mostly share."""
    return _NO_LETTER.sub("", plain(text))


def likeness(text: str, *names: str) -> float:
    """How near a text is to the nearest of a member's names, from 0 to 100."""
    return max(fuzz.ratio(letters(text), letters(name)) for name in names)


def proposals(texts: Sequence[str], members: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """For every text the keys of the members (key, name) it may mean, the nearest first."""
    written = _written(members)
    names = list(written)
    affordable = COMPARISONS // max(1, len(names))
    return [_nearest(letters(text), names if place < affordable else [], written) for place, text in enumerate(texts)]


def _written(members: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Keys by the letters of key and name; one writing may be several members'."""
    written: dict[str, list[str]] = {}
    for key, name in members:
        for text in {letters(key), letters(name)} - {""}:
            written.setdefault(text, []).append(key)
    return written


def _nearest(text: str, names: Sequence[str], written: dict[str, list[str]]) -> tuple[str, ...]:
    near = process.extract(text, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=PROPOSALS)
    keys = written.get(text, []) + [key for name, _, _ in near for key in written[name]]
    return tuple(dict.fromkeys(keys))[:PROPOSALS]
