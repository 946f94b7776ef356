"""What differs, in words, each sentence with the entity it is about."""

from __future__ import annotations

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import compare
from zhunsheng.engine.blueprint.entity import SETTINGS, Ref
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.words import describe as describe_source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.words import describe
from zhunsheng.engine.values import Text
from zhunsheng.server.drafts.published import found_in
from zhunsheng.server.drafts.values import Drafted

Said = tuple[Ref, Text]


def differences(old: Bundle | None, new: Bundle) -> list[Said]:
    """What it takes to come from one to the other; everything is new where there was none."""
    before = old or Bundle(new.settings)
    return [
        (change.ref or SETTINGS, in_words(change, before if change.what == "removed" else new))
        for change in compare(before, new)
    ]


def differences_of(drafted: Drafted) -> list[Said]:
    """What the draft changes, as far as it can be read."""
    found = differences(drafted.live, drafted.bundle)
    return [(ref, text) for ref, text in found if ref not in drafted.unreadable]


def sentence(entity: object, bundle: Bundle) -> Text | None:
    """What the entity means, where a sentence can say it."""
    match entity:
        case Metric(measure=measure):
            source = bundle.find(Source, measure.source) if isinstance(measure, FromFacts) else None
            return describe(entity, source, bundle.each(Metric))
        case Source():
            return describe_source(entity)
    return None


def name_in(drafted: Drafted, ref: Ref) -> Text | None:
    """What people call it: in the draft, as far as it says so, else as it is published."""
    touch = drafted.touches.get(ref)
    if touch is not None and touch.name is not None:
        return touch.name
    bundle = drafted.live if touch is not None else drafted.bundle
    found = found_in(bundle, ref)
    return found.name if found else None
