"""Columns of words: ways to reach somebody, yes and no, few words that come again and again, free text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhunsheng.engine.facts.guessing.guess import Kind, both, heading_says, most
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import says
from zhunsheng.engine.facts.source import FieldType, SourceField
from zhunsheng.engine.values import Text

_CONTACTS = (
    ("手机号", "phone numbers", "phone", re.compile(r"(?:\+?86[- ]?)?1[3-9]\d{9}|1[3-9]\d-\d{4}-\d{4}")),
    ("电子邮箱", "e-mail addresses", "email", re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")),
    ("身份证号", "identity card numbers", "identity", re.compile(r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]")),
)
_ENOUGH = 0.8
_DIGITS = {"0", "1"}
FEW = 12
"""Different words that an enumeration has at most, unless its heading says that it is one."""
_MANY, _AGAIN, _LONGEST = 30, 20, 40


def contacts(column: Profile) -> Iterator[Kind]:
    for zh, en, meaning, pattern in _CONTACTS:
        share = column.share(pattern.fullmatch)
        if share >= _ENOUGH:
            yield Kind(SourceField(scope="contact"), 0.98 * share, most(share, zh, en))
        elif says(column.heading, meaning) and share > 0:
            yield Kind(SourceField(scope="contact"), 0.7, heading_says(zh, en))


def booleans(column: Profile) -> Iterator[Kind]:
    """Yes and no. 0 and 1 may be a count too, unless the heading asks a question."""
    if len(column.distinct) > 6 or column.readable(SourceField(type=FieldType.BOOLEAN)) < 0.98:
        return
    asked, bare = says(column.heading, "flag"), not set(column.words).isdisjoint(_DIGITS)
    confidence = 0.95 if asked else 0.4 if bare else 0.9 if len(column.distinct) > 1 else 0.6
    yield Kind(SourceField(type=FieldType.BOOLEAN), confidence, most(1.0, "是或否", "yes or no"))


def choices(column: Profile) -> Iterator[Kind]:
    """Few words that come again and again."""
    named, different = says(column.heading, "status"), len(column.distinct)
    few = different <= FEW and column.rows >= _AGAIN * different
    listed = named and different <= _MANY and column.rows >= 2 * different
    if different < 2 or not (few or listed) or any(len(text) > _LONGEST for text in column.words):
        return
    said = Text(zh=f"只有 {different} 种不同的值", en=f"only {different} different values")
    why = both(said, heading_says("状态或类别", "a status or a kind")) if named else said
    numeric = column.share(str.isdecimal) > 0.5
    confidence = 0.3 if numeric else 0.92 if named else 0.75
    yield Kind(SourceField(type=FieldType.CHOICE, choices=tuple(column.words)), confidence, why)


def free(column: Profile) -> Iterator[Kind]:
    """What everything else is."""
    if not column.rows:
        yield Kind(SourceField(), 0.1, Text(zh="整栏是空的", en="the column is empty"))
        return
    said = Text(zh=f"{len(column.distinct)} 种不同的文字", en=f"{len(column.distinct)} different texts")
    yield Kind(SourceField(), 0.55, said)
