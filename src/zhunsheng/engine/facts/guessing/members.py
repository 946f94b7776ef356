"""Columns that name somebody or something: by the members the world knows, else by what the heading says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from rapidfuzz import fuzz, process

from zhunsheng.engine.facts.guessing.guess import Kind, both, heading_says, percent
from zhunsheng.engine.facts.guessing.known import Known, folded
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import DIMENSIONS, MEANINGS, Words, parts, says, speaks
from zhunsheng.engine.facts.source import FieldType, SourceField
from zhunsheng.engine.values import Text

ENOUGH = 0.6
_NUMBERED = 0.92
_NEAR, _NEAR_COUNTS = 85, 0.7
_LOOKED_AT, _NEAR_LOOKED_AT, _MOST_COMPARED = 500, 60, 20_000
PERSON = Text(zh="人员", en="person")
_PLAIN = re.compile(r"\d{1,3}|\d+\.\d+")
"""Small numbers are members by chance."""


def subjects(column: Profile, known: Known) -> Iterator[Kind]:
    """What it may point at, the likeliest first."""
    found = [kind for dimension in _dimensions(known) if (kind := _of(column, dimension, known))]
    yield from sorted(found, key=lambda kind: -kind.confidence)


def name_of(dimension: str, known: Known) -> Text:
    """What a dimension is called."""
    if dimension == "person":
        return PERSON
    usual = DIMENSIONS[dimension][0] if dimension in DIMENSIONS else Text(zh=dimension, en=dimension)
    return known.dimensions.get(dimension, usual)


def named(heading: str, known: Known) -> str | None:
    """The dimension that a heading or a file's name speaks of."""
    return next((one for one in _dimensions(known) if _spoken(heading, one, known)), None)


def overlap(column: Profile, members: Collection[str], *, near: bool) -> float:
    """Share of the different texts that are members; `near`: those that nearly are count a part."""
    looked_at = [folded(text) for text in column.words[:_LOOKED_AT]]
    if not looked_at or not members:
        return 0.0
    others = [text for text in looked_at if text not in members]
    share = 1 - len(others) / len(looked_at)
    if not near or not others or share >= ENOUGH or len(members) > _MOST_COMPARED:
        return share
    compared = others[:_NEAR_LOOKED_AT]
    like = sum(bool(process.extractOne(text, members, scorer=fuzz.ratio, score_cutoff=_NEAR)) for text in compared)
    return share + (1 - share) * _NEAR_COUNTS * like / len(compared)


def _dimensions(known: Known) -> list[str]:
    """Those of the world first: a company's own words go before the usual ones."""
    return list(dict.fromkeys(("person", *known.dimensions, *known.members, *DIMENSIONS)))


def _of(column: Profile, dimension: str, known: Known) -> Kind | None:
    spoken, called = _spoken(column.heading, dimension, known), name_of(dimension, known)
    if not column.rows or (not spoken and column.share(_PLAIN.fullmatch) > 0.5):
        return None
    members = known.members.get(dimension, ())
    share = overlap(column, members, near=spoken)
    if not spoken and (share < ENOUGH or says(column.heading, "flag")):
        return None
    said = Text(
        zh=f"{percent(share)} 的值在「{called.zh}」的清单里",
        en=f"{percent(share)} of its values are in the list '{called.en}'",
    )
    by_name = heading_says(f"「{called.zh}」", f"'{called.en}'")
    if share >= ENOUGH:
        sure = min(0.99, 0.5 + share / 2) if spoken else 0.4 + share / 2
        return _kind(dimension, sure, both(said, by_name) if spoken else said)
    if column.share(str.isdecimal) > 0.5:  # a number of theirs, if the heading says so, else a number of something
        return _kind(dimension, _NUMBERED, by_name) if says(column.heading, "key") else None
    return _kind(dimension, (0.58 if share else 0.5) if members else 0.65, both(by_name, said) if members else by_name)


def _kind(dimension: str, confidence: float, why: Text) -> Kind:
    return Kind(SourceField(type=FieldType.SUBJECT, dimension=dimension), confidence, why)


def _spoken(heading: str, dimension: str, known: Known) -> bool:
    """Whether the heading names it, and not something about it."""
    person = says(heading, "person") or says(heading, "manager")
    if dimension == "person":
        alone = "销售" in heading and len(heading) <= 4
        return (person or says(heading, "number") or alone) and not says(heading, "attribute")
    said = dimension in DIMENSIONS and speaks(heading, DIMENSIONS[dimension][1])
    if (own := known.dimensions.get(dimension)) is not None:
        said = said or speaks(heading, Words(own.zh, "_".join([parts(own.en)]))) or parts(heading) == dimension
    return said and not person and not speaks(heading, MEANINGS["attribute"])
