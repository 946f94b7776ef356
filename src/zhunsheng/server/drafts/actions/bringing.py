"""Files of a blueprint brought into the draft, which never touch what is published and never lock anybody out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from zhunsheng.engine.blueprint.bodies import body
from zhunsheng.engine.blueprint.checks import examined
from zhunsheng.engine.blueprint.entity import SETTINGS, SETTINGS_FILE, Ref
from zhunsheng.engine.blueprint.reading import Reading, scan
from zhunsheng.engine.values import all_or_raise
from zhunsheng.server.access.body import keepable
from zhunsheng.server.blueprints.actions import take_turn
from zhunsheng.server.blueprints.queries import newest
from zhunsheng.server.blueprints.values import Newest
from zhunsheng.server.drafts import problems
from zhunsheng.server.drafts.actions.saving import Hand, put
from zhunsheng.server.drafts.models import DraftEntity
from zhunsheng.server.drafts.overlay import body_of, read_over, settled
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.rows import changed_rows, held, written
from zhunsheng.server.drafts.words import Said, differences


@dataclass(frozen=True)
class Brought:
    """What files brought into the draft. `overwritten`: what the draft had otherwise; undoing brings it back."""

    said: tuple[Said, ...]
    overwritten: tuple[Ref, ...]


@transaction.atomic
def bring(files: Mapping[str, str], hand: Hand) -> Brought:
    """Let the draft say what the files (path → text) say. Raises ZhunshengError: all problems, with file and line.

    Files with `bundle.yaml` among other files are a whole bundle: what they do not have is removed in the draft.
    """
    take_turn()
    live, there = newest(), changed_rows()
    refs = {ref for ref in map(Ref.of_file, files) if ref is not None}
    whole = SETTINGS_FILE in files and len(files) > 1
    stays = {ref: body_of(row) for ref, row in there.items() if ref not in refs}
    reading = _read(files, refs, Reading() if whole else read_over(live.bundle, stays), live)
    gone = _others(live, there) - refs if whole else set()
    before = drafted()
    rows = held(refs | gone)
    overwritten = [ref for ref, row in rows.items() if _bring(row, ref, reading, live, hand)]
    known = None if live.bundle is None and SETTINGS in before.unreadable else before.bundle
    return Brought(tuple(differences(known, drafted().bundle)), tuple(overwritten))


def _read(files: Mapping[str, str], refs: set[Ref], beside: Reading, live: Newest) -> Reading:
    """The files, sound beside whatever stays of the draft and of what is published."""
    entities = {ref: entity for ref, entity in beside.entities.items() if ref not in refs}
    reading = scan(files, entities, None if SETTINGS in refs else beside.settings or settled(live.bundle))
    reading.unreadable |= beside.unreadable
    found = [fault.problem for fault in examined(reading).faults if fault.file in files]
    brought = {ref: reading.settings if ref == SETTINGS else reading.entities.get(ref) for ref in refs}
    found += [problems.unkept().at(ref.path) for ref, one in brought.items() if one and not keepable(body(one))]
    all_or_raise(sorted(found, key=lambda problem: (problem.place, problem.line or 0)))
    return reading


def _others(live: Newest, there: Mapping[Ref, DraftEntity]) -> set[Ref]:
    """Everything that the draft has, but the settings."""
    published = live.bundle.entities.keys() if live.bundle else set()
    return {*published, *there} - {SETTINGS}


def _bring(row: DraftEntity, ref: Ref, reading: Reading, live: Newest, hand: Hand) -> bool:
    """Put into the row what was read; whether that replaced another change of the draft's."""
    entity = reading.settings if ref == SETTINGS else reading.entities.get(ref)
    told = None if entity is None else body(entity)
    replaced = row.changed and row.body != written(told)
    put(row, live, told, hand)
    return replaced
