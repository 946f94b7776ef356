"""From the draft to a release, or to the question whether somebody agrees to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.values import Problem, Text, all_or_raise
from zhunsheng.server.access.values import Refusal, Viewer, unknown_or_hidden
from zhunsheng.server.blueprints.actions import take_turn
from zhunsheng.server.blueprints.queries import bundle_of, newest
from zhunsheng.server.blueprints.values import Newest, Published
from zhunsheng.server.drafts import problems
from zhunsheng.server.drafts.actions.publish import Terms, hindrances, put_out
from zhunsheng.server.drafts.models import Asked, DraftEntity
from zhunsheng.server.drafts.overlay import body_of, laid, ref_of
from zhunsheng.server.drafts.published import found_in
from zhunsheng.server.drafts.rows import changed_rows, held, is_outdated
from zhunsheng.server.drafts.second import Day, Running, needing, others, why
from zhunsheng.server.drafts.words import Said, differences
from zhunsheng.server.worlds.queries import here


@dataclass(frozen=True)
class Outcome:
    """What came of publishing: a release, or (`asked`) a publication that waits for somebody; with what it changes."""

    published: Published | None
    asked: int | None
    said: tuple[Said, ...]
    remarks: tuple[Problem, ...]


@transaction.atomic
def publish_draft(viewer: Viewer, only: Mapping[Ref, int | None] | None, terms: Terms) -> Outcome:
    """Publish what the draft changes, or those of its entities. Raises ZhunshengError with every problem.

    `only`: with the versions that were looked at: what somebody has changed since is not published unseen.
    """
    take_turn()
    there = changed_rows()
    rows = held([ref for ref in there if only is None or ref in only])
    looked_at, live = only or {}, newest()
    late = [ref for ref, row in rows.items() if looked_at.get(ref) not in (None, row.version)]
    all_or_raise([problems.unseen(rows[ref], _name(ref, live)) for ref in late])
    bundle = _with(rows.values(), live)
    meant = [[row.kind, row.entity_id, row.version] for row in rows.values()]
    return _out(viewer, bundle, live, terms, Asked(entities=meant))


@transaction.atomic
def restore(viewer: Viewer, number: int, terms: Terms) -> Outcome:
    """Publish anew what an earlier release had; the draft stays. Raises ZhunshengError where there is none."""
    take_turn()
    live, bundle = newest(), bundle_of(number)
    changed = dict.fromkeys(ref for ref, _ in differences(live.bundle, bundle))
    return _out(viewer, bundle, live, terms, Asked(entities=[[*ref, 0] for ref in changed], restores=number))


@transaction.atomic
def agree(viewer: Viewer, number: int, terms: Terms) -> Outcome:
    """Publish what somebody else asked for, where it still stands as it was asked. Raises ZhunshengError."""
    take_turn()
    asked = _open(number)
    if asked.by == viewer.username:
        raise Refusal(403, problems.own_request(), "draft.agree")
    live = newest()
    bundle = _asked_bundle(asked, live)
    _settle(asked, Asked.State.AGREED, viewer, terms)
    agreed = replace(terms, author=asked.by, note=asked.note, effective=asked.effective, agreed=viewer.username)
    said = differences(live.bundle, bundle)
    made, remarks = put_out(bundle, agreed)
    return Outcome(made, None, tuple(said), (*remarks, *_later(made)))


@transaction.atomic
def decline(viewer: Viewer, number: int, terms: Terms) -> None:
    """Let it not be published; whoever asked takes it back. The draft stays. Raises Refusal."""
    asked = _open(number)
    _settle(asked, Asked.State.TAKEN_BACK if asked.by == viewer.username else Asked.State.DECLINED, viewer, terms)


def _with(rows: Collection[DraftEntity], live: Newest) -> Bundle:
    """The newest release with these entities in it; raises ZhunshengError with all that is wrong with that."""
    if not any(row.changed for row in rows):
        all_or_raise([problems.nothing_to_publish()])
    reading = laid(live.bundle, {ref_of(row): body_of(row) for row in rows})
    late = [problems.outdated(ref_of(row), _name(ref_of(row), live), live) for row in rows if is_outdated(row, live)]
    all_or_raise(late)
    return reading.bundle()


def _name(ref: Ref, live: Newest) -> Text:
    found = found_in(live.bundle, ref)
    return found.name if found else Text(zh=ref.id, en=ref.id)


def _out(viewer: Viewer, bundle: Bundle, live: Newest, terms: Terms, asked: Asked) -> Outcome:
    zone = here().zone
    day = Day(terms.now.astimezone(zone).date(), zone)
    found, said = needing(bundle, terms.effective, day), differences(live.bundle, bundle)
    if found and others(viewer.account, day):
        all_or_raise(hindrances(live.bundle, bundle, terms.now))
        return Outcome(None, _ask(asked, found, said, live, terms), tuple(said), ())
    made, remarks = put_out(bundle, replace(terms, nobody_else=bool(found)))
    return Outcome(made, None, tuple(said), (*remarks, *_later(made)))


def _later(made: Published) -> list[Problem]:
    return [problems.outlived(later.number, later.effective) for later in made.outlived_by]


def _ask(asked: Asked, found: Sequence[Running], said: Sequence[Said], live: Newest, terms: Terms) -> int:
    """Keep the question; it takes the place of earlier ones about any of the same entities."""
    refs = {(kind, name) for kind, name, _ in asked.entities}
    for earlier in Asked.objects.filter(state=Asked.State.OPEN):
        if refs & {(kind, name) for kind, name, _ in earlier.entities}:
            earlier.state, earlier.settled_at = Asked.State.OVERTAKEN, terms.now
            earlier.save()
    asked.by, asked.at, asked.note, asked.effective = terms.author, terms.now, terms.note, terms.effective
    asked.release = live.number
    asked.said = [[*ref, text.model_dump()] for ref, text in said]
    asked.why = why(found).model_dump()
    asked.save()
    return asked.pk


def _open(number: int) -> Asked:
    found = Asked.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise unknown_or_hidden(problems.unknown_request())
    if found.state != Asked.State.OPEN:
        raise Refusal(409, problems.settled_already())
    return found


def _asked_bundle(asked: Asked, live: Newest) -> Bundle:
    """What was asked for, as it was then; raises Refusal where it stands otherwise now."""
    if asked.restores is not None:
        if asked.release != live.number:
            raise Refusal(409, problems.asked_moved())
        return bundle_of(asked.restores)
    meant = {Ref(kind, name): version for kind, name, version in asked.entities}
    rows = held(meant)
    if any(row.version != meant[ref] or not row.changed for ref, row in rows.items()):
        raise Refusal(409, problems.asked_moved())
    return _with(rows.values(), live)


def _settle(asked: Asked, state: str, viewer: Viewer, terms: Terms) -> None:
    asked.state, asked.settled_by, asked.settled_at = state, viewer.username, terms.now
    asked.save()
