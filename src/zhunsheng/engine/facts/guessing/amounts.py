"""Columns of numbers: money, percentages, whole numbers and others."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow.compute as pc

from zhunsheng.engine.facts.guessing.guess import Kind, both, heading_says, most
from zhunsheng.engine.facts.guessing.profile import Profile
from zhunsheng.engine.facts.guessing.words import says
from zhunsheng.engine.facts.source import FieldType, SourceField

ENOUGH = 0.85
_SIGNS = {"¥": "CNY", "元": "CNY", "$": "USD", "€": "EUR", "£": "GBP"}
_SHARED = {
    "¥": {"CNY", "JPY"},
    "元": {"CNY", "HKD", "TWD", "MOP"},
    "$": {"USD", "HKD", "TWD", "SGD", "CAD", "AUD", "NZD"},
}
_SIGN = re.compile("[¥元$€£]")
_CODE = re.compile(r"0\d+|\d{12,}")
_SOME = 0.02
"""Share of cells with a currency's sign that makes a column money: most leave it out."""


def amounts(column: Profile, currency: str | None) -> Iterator[Kind]:
    """What speaks for numbers; texts that begin with a zero, or go on for ever, are codes."""
    number = column.readable(SourceField(type=FieldType.NUMBER))
    if number < ENOUGH or column.share(_CODE.fullmatch) > _SOME:
        return
    whole = column.readable(SourceField(type=FieldType.INTEGER))
    signs = {sign for text in column.words for sign in _SIGN.findall(text)}
    signed = column.share(_SIGN.search)
    pay, named = says(column.heading, "pay"), _named(column)
    if named or pay or signed > _SOME:
        said = [most(number, "数", "numbers"), *([heading_says("金额", "money")] if named or pay else [])]
        field = SourceField(
            type=FieldType.MONEY, unit=_unit(signs, column.heading, currency), scope="pay" if pay else "open"
        )
        share = column.readable(field)
        if share >= ENOUGH:
            yield Kind(_bounded(column, field), share * (0.95 if named or pay or signed > 0.5 else 0.7), both(*said))
    if column.share(lambda text: text.endswith("%")) > 0.5 or (says(column.heading, "percent") and whole < ENOUGH):
        yield Kind(
            SourceField(type=FieldType.NUMBER), 0.9 * number, most(number, "百分比或比例", "percentages or ratios")
        )
    if whole > 0.98:
        yield Kind(
            _bounded(column, SourceField(type=FieldType.INTEGER)), 0.9 * whole, most(whole, "整数", "whole numbers")
        )
    yield Kind(_bounded(column, SourceField(type=FieldType.NUMBER)), 0.85 * number, most(number, "数", "numbers"))


def _named(column: Profile) -> bool:
    """Whether the heading speaks of money, and of no count or rate besides."""
    others = any(says(column.heading, other) for other in ("percent", "year", "key", "date"))
    return says(column.heading, "money") and not others and "数" not in column.heading


def _unit(signs: set[str], heading: str, currency: str | None) -> str | None:
    """By the one sign that is used, where the company's own money has another; else the company's."""
    signs |= set(_SIGN.findall(heading))
    if currency is None and len(signs) > 1:
        return None
    for sign in sorted(signs):
        if currency is None or currency not in _SHARED.get(sign, {_SIGNS[sign]}):
            return _SIGNS[sign]
    return currency


def _bounded(column: Profile, field: SourceField) -> SourceField:
    """What cannot be below zero, as far as its heading and every cell say."""
    if not says(column.heading, "bounded"):
        return field
    lowest = pc.min(column.read(field, column.distinct).values).as_py()
    return field if lowest is None or lowest < 0 else field.model_copy(update={"minimum": 0.0})
