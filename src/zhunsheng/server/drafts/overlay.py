"""The draft laid over what is published: the blueprint as it is about to be, with all that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType

from pydantic import ValidationError

from zhunsheng.engine.blueprint.bodies import Body, dated
from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.checks import examined
from zhunsheng.engine.blueprint.document import Raw
from zhunsheng.engine.blueprint.entity import SETTINGS, AnyEntity, Ref
from zhunsheng.engine.blueprint.reading import Reading, scan_data
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.drafts.models import DraftEntity
from zhunsheng.server.drafts.published import first_settings, found_in
from zhunsheng.server.drafts.values import Drafted, Standing, Touch

Bodies = Mapping[Ref, Body | None]
"""What is said of entities; None: removed."""


def overlaid(live: Bundle | None, rows: Iterable[DraftEntity], also: Bodies = MappingProxyType({})) -> Drafted:
    """What is published, with the draft's changes in it, and other entities in place of its own."""
    kept = list(rows)
    touches = {ref_of(row): _touch(row, live) for row in kept}
    reading = laid(live, {**{ref_of(row): body_of(row) for row in kept}, **also})
    unreadable = frozenset(reading.unreadable | ({SETTINGS} if reading.settings is None else set()))
    bundle = Bundle(reading.settings or settled(live), reading.entities)
    return Drafted(bundle, live, touches, tuple(reading.faults), unreadable)


def laid(live: Bundle | None, bodies: Bodies) -> Reading:
    """Read and check what is published with these entities in place of its own."""
    reading = read_over(live, bodies)
    return examined(reading, None if reading.settings else settled(live))


def read_over(live: Bundle | None, bodies: Bodies) -> Reading:
    """The same, without checks of what fits together."""
    sources = {**(live.each(Source) if live else {}), **_sources(bodies)}
    data: dict[str, Raw] = {ref.path: dated(body, sources) for ref, body in bodies.items() if body is not None}
    kept = {ref: entity for ref, entity in live.entities.items() if ref not in bodies} if live else {}
    return scan_data(data, kept, live.settings if live and SETTINGS not in bodies else None)


def read_entity(live: Bundle | None, bodies: Bodies, ref: Ref) -> AnyEntity | Settings | None:
    """One of these entities; None where it cannot be read."""
    reading = read_over(live, bodies)
    return reading.settings if ref == SETTINGS else reading.entities.get(ref)


def _sources(bodies: Bodies) -> dict[str, Source]:
    """The sources among them that can be read: by their fields it is known what is a date."""
    found = {}
    for ref, body in bodies.items():
        if ref.kind == "source" and body is not None:
            with suppress(ValidationError):
                found[ref.id] = Source.model_validate({**body, "kind": "source"})
    return found


def _touch(row: DraftEntity, live: Bundle | None) -> Touch:
    ref = ref_of(row)
    removed = row.body is None
    return Touch(ref, _name(body_of(row)), standing(live, ref, removed=removed), row.version, row.by, row.at)


def _name(body: Body | None) -> Text | None:
    try:
        return Text.model_validate(body["name"] if body else None)
    except (ValidationError, KeyError):
        return None


def ref_of(row: DraftEntity) -> Ref:
    return Ref(row.kind, row.entity_id)


def body_of(row: DraftEntity) -> Body | None:
    return None if row.body is None else json.loads(row.body)


def standing(live: Bundle | None, ref: Ref, *, removed: bool) -> Standing:
    """How an entity that the draft changes stands against what is published."""
    if removed:
        return "removed"
    return "added" if found_in(live, ref) is None else "changed"


def settled(live: Bundle | None) -> Settings:
    return live.settings if live else first_settings()
