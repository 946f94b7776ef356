"""Publishing with all that holds for it, whether from a folder or from the draft: one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.continuity import continuity
from zhunsheng.engine.values import Problem, all_or_raise
from zhunsheng.server.blueprints import actions
from zhunsheng.server.blueprints.queries import newest
from zhunsheng.server.blueprints.values import Newest, Published
from zhunsheng.server.commitments.lacking import lacking
from zhunsheng.server.commitments.staffing import uncovered, unstaffed
from zhunsheng.server.drafts import problems
from zhunsheng.server.facts.queries import told
from zhunsheng.server.worlds.channel import announce
from zhunsheng.server.worlds.queries import here


@dataclass(frozen=True)
class Terms:
    """On what terms something is published. `effective` None: since ever. `agreed`: the second person.

    `nobody_else`: a second person was needed, and nobody else might have agreed.
    """

    now: datetime
    author: str
    note: str = ""
    effective: date | None = None
    agreed: str = ""
    nobody_else: bool = False


@transaction.atomic
def put_out(bundle: Bundle, terms: Terms) -> tuple[Published, list[Problem]]:
    """Make the bundle the newest release; the numbers follow. Returns what is worth knowing of it, too.

    Raises ZhunshengError with every problem: what does not fit together, whom nobody is, what facts are kept by.
    """
    actions.take_turn()
    before, day = newest(), terms.now.astimezone(here().zone).date()
    all_or_raise(unstaffed(bundle, day))
    made = actions.publish(
        bundle,
        now=terms.now,
        note=terms.note,
        effective=terms.effective,
        author=terms.author,
        told=told(),
        agreed=terms.agreed,
        nobody_else=terms.nobody_else,
    )
    announce()
    return made, [*_of_times(before, made, terms), *_of_people(bundle, terms.now)]


def hindrances(before: Bundle | None, bundle: Bundle, now: datetime) -> list[Problem]:
    """What would keep a sound bundle from being published."""
    kept = continuity(before, bundle, told()) if before else []
    return [*unstaffed(bundle, now.astimezone(here().zone).date()), *kept]


def _of_people(bundle: Bundle, now: datetime) -> Iterator[Problem]:
    """What its calendars lack for what it promises, and where nobody could be given a case."""
    zone = here().zone
    today = now.astimezone(zone).date()
    yield from lacking(bundle, today, zone)
    yield from uncovered(bundle, today)


def _of_times(before: Newest, made: Published, terms: Terms) -> Iterator[Problem]:
    planned = before.release.effective if before.release else None
    if planned is not None and not made.unchanged and (terms.effective is None or terms.effective < planned):
        yield problems.brings_forward(before.number, planned)
    if terms.nobody_else:
        yield problems.nobody_else()
