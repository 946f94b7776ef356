"""What things mean, leaving out the words that are for people."""

from __future__ import annotations

from dataclasses import replace

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import Change, compare
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text

WORDS = ("name", "description", "owner", "system", "files")
"""What says to people what something is, who looks after it and in which files it comes."""
_LOOKS = ("name", "description", "owner", "target", "nature", "personal")
"""What leaves a metric's numbers as they are."""


def same_meaning(one: Bundle, other: Bundle) -> list[Text]:
    """How two bundles differ in what they mean, in words; nothing where they mean the same."""
    changes = [change for change in compare(one, other) if not (change.path[-1:] in _SPOKEN or _reordered(change))]
    return [in_words(change, one if change.what == "removed" else other) for change in map(_alone, changes)]


def same_numbers(one: Metric, other: Metric) -> bool:
    """Whether the same facts give the same numbers by both definitions."""
    return one.model_copy(update={name: getattr(other, name) for name in _LOOKS}) == other


def other_numbers(old: Bundle, new: Bundle) -> set[str]:
    """Metrics of the old bundle that mean something else in the new one, or are gone; and all that stand on them."""
    before, after = old.each(Metric), new.each(Metric)
    if old.settings.time_zone != new.settings.time_zone:
        return set(before)
    moved = {
        name
        for name, one in before.items()
        if name not in after or not same_numbers(one, after[name]) or not _same_facts(one, old, new)
    }
    users = (user for name in moved for user in where_used(old, Ref("metric", name)))
    return moved | {user.id for user in users if user.kind == "metric"}


def _same_facts(metric: Metric, old: Bundle, new: Bundle) -> bool:
    """Whether its source goes on reading as the same facts what it could read before, as far as the metric looks."""
    if not isinstance(measure := metric.measure, FromFacts):
        return True
    one, other = old.find(Source, measure.source), new.find(Source, measure.source)
    if one is None or other is None:
        return one is other
    if any(getattr(one, part) != getattr(other, part) for part in ("key", "time", "identity", "people")):
        return False
    looked_at = measure.fields() | {*one.people} | ({one.time} if one.time else set())
    return all(name in other.fields and _same_cells(name, one, other) for name in looked_at & one.fields.keys())


def _same_cells(name: str, one: Source, other: Source) -> bool:
    """Earlier headings stay known, styles of dates come after those that there were, and nothing is read anew."""
    old, new = one.fields[name], other.fields[name]
    known = {other.heading(name), *new.also}
    return (
        all(getattr(old, part) == getattr(new, part) for part in ("type", "dimension", "unit"))
        and one.heading(name) in known
        and new.formats[: len(old.formats)] == old.formats
        and not any(_could_be_read(old, text) for text in _read_otherwise(old, new))
    )


def _read_otherwise(old: SourceField, new: SourceField) -> set[str]:
    texts = old.reads.keys() | new.reads.keys()
    return {text for text in texts if old.reads.get(text) != new.reads.get(text)}


def _could_be_read(field: SourceField, text: str) -> bool:
    """Whether the text said something before: writings of members, and choices that nobody knew, did not."""
    if text in field.reads:
        return True
    match field.type:
        case FieldType.SUBJECT:
            return False
        case FieldType.CHOICE:
            return text.casefold() in {choice.casefold() for choice in field.choices}
    return True


def _reordered(change: Change) -> bool:
    """Whether the same choices stand in another order, in which they are only shown."""
    match change.old, change.new:
        case tuple() as old, tuple() as new if change.path[-1:] == ("choices",):
            return set(old) == set(new)
    return False


def _alone(change: Change) -> Change:
    """Without what stands on it: that is another change only where it differs itself."""
    return replace(change, affects=())


_SPOKEN = [(word,) for word in WORDS]
