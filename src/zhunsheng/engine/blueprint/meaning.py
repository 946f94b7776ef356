"""What things mean, leaving out the words that are for people."""

from __future__ import annotations

from dataclasses import replace

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import Change, compare
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text

WORDS = ("name", "description", "owner", "system", "files")
"""What says to people what something is, who looks after it and in which files it comes."""
_LOOKS = ("name", "description", "owner", "target", "nature", "personal")
"""What leaves a metric's numbers as they are."""


def same_meaning(one: Bundle, other: Bundle) -> list[Text]:
    """How two bundles differ in what they mean, in words; nothing where they mean the same."""
    changes = [change for change in compare(one, other) if change.path[-1:] not in _SPOKEN]
    return [in_words(change, one if change.what == "removed" else other) for change in map(_alone, changes)]


def same_numbers(one: Metric, other: Metric) -> bool:
    """Whether the same facts give the same numbers by both definitions."""
    return one.model_copy(update={name: getattr(other, name) for name in _LOOKS}) == other


def _alone(change: Change) -> Change:
    """Without what stands on it: that is another change only where it differs itself."""
    return replace(change, affects=())


_SPOKEN = [(word,) for word in WORDS]
