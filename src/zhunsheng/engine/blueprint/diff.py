"""What differs between two bundles, as values; words for it stand in spoken.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.metrics.conditions import All, AnyOf, Not, Test
from zhunsheng.engine.metrics.expression import Binary, Call, MetricRef, Number
from zhunsheng.engine.values import Frozen, Text

_WHOLE = (Text, Test, All, AnyOf, Not, Number, MetricRef, Binary, Call)
"""Said as a whole, however little of them changed."""


@dataclass(frozen=True)
class Change:
    """One difference. `ref` None: the bundle's settings. `path`, `old`, `new`: what changed inside an entity.

    `entity`: as it is now, or was when it was removed. `affects`: entities that stand on it.
    """

    ref: Ref | None
    what: Literal["added", "removed", "changed"]
    entity: AnyEntity | None
    path: Path = ()
    old: object = None
    new: object = None
    affects: tuple[Ref, ...] = ()


def compare(old: Bundle, new: Bundle) -> list[Change]:
    """What it takes to come from `old` to `new`: settings first, then entity by entity."""
    changes = [Change(None, "changed", None, *leaf) for leaf in _leaves(old.settings, new.settings, ())]
    for ref in sorted(old.entities.keys() | new.entities.keys()):
        changes.extend(_of_entity(ref, old, new))
    return changes


def _of_entity(ref: Ref, old: Bundle, new: Bundle) -> Iterator[Change]:
    before, after = old.entities.get(ref), new.entities.get(ref)
    if before is None:
        yield Change(ref, "added", after)
    elif after is None:
        yield Change(ref, "removed", before, affects=where_used(old, ref))
    elif before != after:
        affects = where_used(new, ref)
        for path, one, other in _leaves(before, after, ()):
            yield Change(ref, "changed", after, path, one, other, affects)


def _leaves(old: object, new: object, path: Path) -> Iterator[tuple[Path, object, object]]:
    """(path, old, new) of the smallest parts that are worth saying."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _leaves(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, Frozen) and type(old) is type(new) and not isinstance(old, _WHOLE):
        for name in type(old).model_fields:
            yield from _leaves(getattr(old, name), getattr(new, name), (*path, name))
    else:
        yield path, old, new
