"""Entities as what JSON carries, which knows no dates: out as ISO texts, back as dates where a date is meant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from zhunsheng.engine.blueprint.document import IMPLICIT, Raw
from zhunsheng.engine.blueprint.writing import plain
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.values import Frozen

Body = Mapping[str, Raw]
"""An entity as plain data, in the shape of its file."""
_SHAPES = {tag.rpartition(":")[2]: pattern for tag, pattern, _ in IMPLICIT}
_WHOLE = {FieldType.DATE: ("date",), FieldType.DATETIME: ("date", "datetime")}


def body(model: Frozen) -> Body:
    """The entity as JSON has it: what equals its default is left out, dates are ISO texts."""
    found = plain(model)
    if not isinstance(found, dict):
        raise TypeError(f"{type(model).__name__} is no mapping")
    return {str(key): _undated(item) for key, item in found.items()}


def dated(told: Body, sources: Mapping[str, Source]) -> Raw:
    """The data with dates where a condition compares a field of dates; models turn the other ISO texts themselves."""
    raw: Raw = {str(key): item for key, item in told.items()}
    return _dated(raw, sources, _begun(raw))


def _undated(raw: Raw) -> Raw:
    match raw:
        case dict():
            return {str(key): _undated(item) for key, item in raw.items()}
        case list():
            return [_undated(item) for item in raw]
        case date():
            return raw.isoformat()
    return raw


def _begun(raw: Raw) -> Raw:
    """The source of whatever names none: that in which a commitment's cases begin."""
    begins = raw.get("begins") if isinstance(raw, dict) else None
    return begins.get("source") if isinstance(begins, dict) else None


def _dated(raw: Raw, sources: Mapping[str, Source], source: Raw) -> Raw:
    if isinstance(raw, list):
        return [_dated(item, sources, source) for item in raw]
    if not isinstance(raw, dict):
        return raw
    source = raw.get("source") or source
    found = {key: _dated(item, sources, source) for key, item in raw.items()}
    told = sources.get(source) if isinstance(source, str) else None
    field = told.fields.get(str(raw.get("field"))) if told else None
    if field is not None and "value" in raw:
        found["value"] = _moments(raw["value"], field.type)
    return found


def _moments(value: Raw, kind: FieldType) -> Raw:
    if isinstance(value, list):
        return [_moments(item, kind) for item in value]
    return _moment(value, kind) if isinstance(value, str) else value


def _moment(text: str, kind: FieldType) -> date | str:
    """Read as YAML reads it; a text that only looks like a date stays one, and is found fault with."""
    for shape in _WHOLE.get(kind, ()):
        if _SHAPES[shape].match(text):
            try:
                return date.fromisoformat(text) if shape == "date" else datetime.fromisoformat(text)
            except ValueError:
                return text
    return text
