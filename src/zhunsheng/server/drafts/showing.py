"""The draft and the history as pages see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from zhunsheng.engine.blueprint.entity import SETTINGS, Ref
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.queries import names
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.access.values import Viewer, unknown_or_hidden
from zhunsheng.server.blueprints.queries import bundle_of, current_number, history, last_before, newest, release
from zhunsheng.server.blueprints.values import ReleaseInfo
from zhunsheng.server.drafts.actions.releasing import Outcome
from zhunsheng.server.drafts.actions.saving import step_after, step_before
from zhunsheng.server.drafts.models import Asked as AskedRow
from zhunsheng.server.drafts.models import DraftEntity, Present
from zhunsheng.server.drafts.overlay import body_of
from zhunsheng.server.drafts.published import body_in
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.rows import is_outdated
from zhunsheng.server.drafts.schemas import (
    Asked,
    ChangeSaid,
    DraftOut,
    EntityHead,
    EntityList,
    EntityOut,
    EntityRef,
    Located,
    Lock,
    PublishOut,
    ReleaseHead,
    ReleaseOut,
    Releases,
)
from zhunsheng.server.drafts.schemas import Present as PresentOut
from zhunsheng.server.drafts.second import Day, lock
from zhunsheng.server.drafts.values import Drafted
from zhunsheng.server.drafts.words import Said, differences, differences_of, name_in, sentence


def draft(viewer: Viewer) -> DraftOut:
    """What the draft changes."""
    found, live = drafted(), newest()
    waiting = list(AskedRow.objects.filter(state=AskedRow.State.OPEN).order_by("id"))
    called = names(row.by for row in waiting)
    return DraftOut(
        release=live.number,
        items=_heads(found, found.touches),
        faults=_located(found),
        said=changes(differences_of(found)),
        asked=[_asked(row, found, viewer, called) for row in waiting],
    )


def entities(kind: str) -> EntityList:
    """All entities, or those of a kind, by kind and name."""
    found = drafted()
    refs = {SETTINGS, *found.bundle.entities, *found.touches}
    if found.live is not None:
        refs |= found.live.entities.keys()
    heads = _heads(found, [ref for ref in refs if kind in ("", ref.kind)])
    return EntityList(items=sorted(heads, key=lambda one: (one.kind, one.name.zh if one.name else "", one.id)))


def entity(ref: Ref, day: Day) -> EntityOut:
    """An entity with all that is known of it; raises Refusal where there is none and never was."""
    found, live = drafted(), newest()
    row = DraftEntity.objects.filter(kind=ref.kind, entity_id=ref.id).first()
    published = body_in(live.bundle, ref)
    stands = body_of(row) if row and row.changed else published
    if row is None and published is None:
        raise unknown_or_hidden(Text(zh=f"「{ref}」", en=f"'{ref}'"))
    readable = ref not in found.unreadable
    bundle = found.live if found.live and found.touched.get(ref) == "removed" else found.bundle
    locked = lock(live.bundle, ref, day)
    return EntityOut(
        **{**dict(_heads(found, [ref])[0]), "version": row.version if row else 0},
        body=None if stands is None else {**stands},
        live=None if published is None else {**published},
        outdated=row is not None and is_outdated(row, live),
        faults=[one for one in _located(found) if (one.kind, one.id) == ref],
        said=[text for other, text in differences_of(found) if other == ref],
        sentence=sentence(found.bundle.entities.get(ref), found.bundle) if readable else None,
        used_by=_named(where_used(bundle, ref), found),
        lock=Lock(period=locked.period.label, free_from=locked.free_from, said=locked.said) if locked else None,
        can_undo=row is not None and step_before(row) is not None,
        can_redo=row is not None and step_after(row) is not None,
    )


def outcome(made: Outcome) -> PublishOut:
    return PublishOut(
        release=made.published.release.number if made.published else None,
        asked=made.asked,
        said=changes(made.said),
        remarks=remarks(made.remarks),
    )


def remarks(found: Iterable[Problem]) -> list[ProblemItem]:
    return [ProblemItem.of(problem) for problem in found]


def changes(said: Iterable[Said]) -> list[ChangeSaid]:
    return [ChangeSaid(kind=ref.kind, id=ref.id, text=text) for ref, text in said]  # type: ignore[arg-type]


def overwritten(refs: Iterable[Ref]) -> list[EntityRef]:
    return _named(refs, drafted())


def present(rows: Collection[Present]) -> list[PresentOut]:
    called = names(row.username for row in rows)
    return [
        PresentOut(username=row.username, name=called.get(row.username, row.name), kind=row.kind, id=row.entity_id)
        for row in rows
    ]


def releases(asked: Paging) -> Releases:
    """A part of the history, newest first."""
    found, total = history(asked.q, asked.slice)
    last, called = current_number(), _called([one for one, _ in found])
    items = [_release(one, count, last, called) for one, count in found]
    return Releases(items=items, total=total, page=asked.page, page_size=asked.page_size)


def release_out(number: int) -> ReleaseOut:
    """A release and what it changed; raises ZhunshengError."""
    said = differences(last_before(number), bundle_of(number))
    one = release(number)
    head = _release(one, len({ref for ref, _ in said}), current_number(), _called([one]))
    return ReleaseOut(**dict(head), said=changes(said))


def _called(several: Iterable[ReleaseInfo]) -> Mapping[str, str]:
    return names(name for one in several for name in (one.author, one.agreed))


def _release(one: ReleaseInfo, count: int, last: int, called: Mapping[str, str]) -> ReleaseHead:
    return ReleaseHead(
        number=one.number,
        effective=one.effective,
        published_at=one.published_at,
        note=one.note,
        author=one.author,
        author_name=called.get(one.author),
        agreed=one.agreed,
        agreed_name=called.get(one.agreed),
        nobody_else=one.nobody_else,
        changes=count,
        newest=one.number == last,
    )


def _asked(row: AskedRow, found: Drafted, viewer: Viewer, called: Mapping[str, str]) -> Asked:
    return Asked(
        id=row.pk,
        by=row.by,
        by_name=called.get(row.by),
        at=row.at,
        note=row.note,
        effective=row.effective,
        restores=row.restores,
        entities=_named([Ref(kind, name) for kind, name, _ in row.entities], found),
        said=changes((Ref(kind, name), Text(**text)) for kind, name, text in row.said),
        why=Text(**row.why),
        mine=row.by == viewer.username,
    )


def _heads(found: Drafted, refs: Iterable[Ref]) -> list[EntityHead]:
    called = names(touch.by for touch in found.touches.values())
    wrong = Counter(fault.file for fault in found.faults)
    return [_head(found, ref, called, wrong[ref.path]) for ref in refs]


def _head(found: Drafted, ref: Ref, called: Mapping[str, str], problems: int) -> EntityHead:
    touch = found.touches.get(ref)
    gone = touch is None and ref not in found.bundle.entities and ref != SETTINGS
    return EntityHead(
        kind=ref.kind,  # type: ignore[arg-type]  # only such are kept
        id=ref.id,
        name=name_in(found, ref),
        standing=touch.standing if touch else "removed" if gone else "live",
        problems=problems,
        version=touch.version if touch else 0,
        by=touch.by if touch else None,
        by_name=called.get(touch.by) if touch else None,
        at=touch.at if touch else None,
    )


def _named(refs: Iterable[Ref], found: Drafted) -> list[EntityRef]:
    return [EntityRef(kind=ref.kind, id=ref.id, name=name_in(found, ref)) for ref in refs]  # type: ignore[arg-type]


def _located(found: Drafted) -> list[Located]:
    return [Located.of_fault(fault) for fault in found.faults if Ref.of_file(fault.file) is not None]
