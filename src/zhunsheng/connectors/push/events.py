"""CloudEvents 1.0: the envelope around a fact. What `data` leaves out, the envelope fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhunsheng.connectors.push import problems
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.values import all_or_raise

REQUIRED = ("id", "source", "type")
Row = dict[str, Any]
_JSON = ("application/json", "text/json")


def opened(numbers: Sequence[int], events: Sequence[Row], source: Source) -> list[Row]:
    """The fields in each event's `data`, with `id` and `time` of the envelope; raises ZhunshengError."""
    wrong: dict[str, list[int]] = {}
    for number, event in zip(numbers, events, strict=True):
        for attribute in _missing(event):
            wrong.setdefault(attribute, []).append(number)
    all_or_raise([problems.no_event(attribute, rows) for attribute, rows in wrong.items()])
    facts = [event["data"] for event in events]
    for attribute, field in _given(source):
        _fill(facts, events, attribute, source, field)
    return facts


def _missing(event: Row) -> list[str]:
    """The attributes that make this no event of ours."""
    found = [name for name in REQUIRED if not (isinstance(event.get(name), str) and event[name])]
    if event.get("specversion") != "1.0":
        found.append("specversion")
    if type(event.get("data")) is not dict:
        found.append("data")
    media = event.get("datacontenttype", _JSON[0])
    if not (isinstance(media, str) and (media in _JSON or media.endswith("+json") or media.startswith(f"{_JSON[0]};"))):
        found.append("datacontenttype")
    return found


def _given(source: Source) -> list[tuple[str, str]]:
    """Attributes of the envelope that say something about the fact, and the field that they say.

    A `time` is an instant, so it says when only where the source keeps instants.
    """
    found: list[tuple[str, str]] = []
    if source.identity is not None:
        found.append(("id", source.identity))
    if source.time is not None and source.fields[source.time].type is FieldType.DATETIME:
        found.append(("time", source.time))
    return found


def _fill(facts: Sequence[Row], events: Sequence[Row], attribute: str, source: Source, field: str) -> None:
    """Let the envelope say the field where the fact does not, under the name that other facts use for it."""
    used = {name for fact in facts for name in fact}
    names = [name for name in (source.heading(field), field, *source.fields[field].also) if name in used]
    for fact, event in zip(facts, events, strict=True):
        if event.get(attribute) is not None and not any(fact.get(name) is not None for name in names):
            fact[names[0] if names else field] = event[attribute]
