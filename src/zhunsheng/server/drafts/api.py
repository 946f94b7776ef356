"""Endpoints about the draft: entities as they are about to be, tried, published, restored, taken in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from django.http import HttpResponse
from ninja import File, Query, UploadedFile

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.paging import Paging
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import bundle_of, current, current_number
from zhunsheng.server.drafts import presence, showing
from zhunsheng.server.drafts.actions import releasing, saving
from zhunsheng.server.drafts.actions.bringing import bring
from zhunsheng.server.drafts.actions.publish import Terms
from zhunsheng.server.drafts.actions.releasing import Outcome
from zhunsheng.server.drafts.actions.saving import Hand
from zhunsheng.server.drafts.bounds import named
from zhunsheng.server.drafts.files import unzipped, zipped
from zhunsheng.server.drafts.schemas import (
    DraftOut,
    EntityIn,
    EntityList,
    EntityOut,
    Imported,
    Presence,
    PresenceIn,
    PublishIn,
    PublishOut,
    ReleaseOut,
    Releases,
    RestoreIn,
    VersionIn,
)
from zhunsheng.server.drafts.second import Day

endpoints = Endpoints(tags=["drafts"])


@endpoints.endpoint(
    "GET",
    "/draft",
    name="draft.read",
    act=Act.BLUEPRINT,
    words=Text(zh="看草稿", en="read the draft"),
    response=DraftOut,
)
def read_draft(request: Asking) -> DraftOut:
    return showing.draft(request.auth)


@endpoints.endpoint(
    "GET",
    "/draft/entities",
    name="draft.entities",
    act=Act.BLUEPRINT,
    words=Text(zh="看草稿里有哪些对象", en="list the entities of the draft"),
    response=EntityList,
)
def list_entities(request: Asking, kind: str = "") -> EntityList:
    return showing.entities(kind)


@endpoints.endpoint(
    "GET",
    "/draft/entities/{kind}/{entity}",
    name="draft.entity",
    act=Act.BLUEPRINT,
    words=Text(zh="看草稿里的一个对象", en="read an entity of the draft"),
    response=EntityOut,
)
def read_entity(request: Asking, kind: str, entity: str) -> EntityOut:
    return showing.entity(named(kind, entity), _day(request))


@endpoints.endpoint(
    "POST",
    "/draft/entities/{kind}/{entity}",
    name="draft.save",
    act=Act.CONFIGURE,
    words=Text(zh="改草稿里的一个对象", en="change an entity of the draft"),
    response=EntityOut,
)
def save_entity(request: Asking, kind: str, entity: str, given: EntityIn) -> EntityOut:
    """409 where somebody saved another version meanwhile: nothing is saved, read it and choose."""
    return _moved(request, kind, entity, lambda ref, hand: saving.save(ref, given.body, given.version, hand))


@endpoints.endpoint(
    "POST",
    "/draft/entities/{kind}/{entity}/remove",
    name="draft.remove",
    act=Act.CONFIGURE,
    words=Text(zh="在草稿里删去一个对象", en="remove an entity in the draft"),
    response=EntityOut,
)
def remove_entity(request: Asking, kind: str, entity: str, given: VersionIn) -> EntityOut:
    return _moved(request, kind, entity, lambda ref, hand: saving.remove(ref, given.version, hand))


@endpoints.endpoint(
    "POST",
    "/draft/entities/{kind}/{entity}/discard",
    name="draft.discard",
    act=Act.CONFIGURE,
    words=Text(zh="放弃对一个对象的修改", en="drop what the draft changes in an entity"),
    response=EntityOut,
)
def discard_entity(request: Asking, kind: str, entity: str, given: VersionIn) -> EntityOut:
    """As it is published again; can be undone."""
    return _moved(request, kind, entity, lambda ref, hand: saving.discard(ref, given.version, hand))


@endpoints.endpoint(
    "POST",
    "/draft/entities/{kind}/{entity}/undo",
    name="draft.undo",
    act=Act.CONFIGURE,
    words=Text(zh="撤销对一个对象的上一步修改", en="undo the last step in an entity"),
    response=EntityOut,
)
def undo_entity(request: Asking, kind: str, entity: str, given: VersionIn) -> EntityOut:
    return _moved(request, kind, entity, lambda ref, hand: saving.undo(ref, given.version, hand))


@endpoints.endpoint(
    "POST",
    "/draft/entities/{kind}/{entity}/redo",
    name="draft.redo",
    act=Act.CONFIGURE,
    words=Text(zh="重做对一个对象撤销了的修改", en="redo a step in an entity"),
    response=EntityOut,
)
def redo_entity(request: Asking, kind: str, entity: str, given: VersionIn) -> EntityOut:
    return _moved(request, kind, entity, lambda ref, hand: saving.redo(ref, given.version, hand))


@endpoints.endpoint(
    "POST",
    "/draft/presence",
    name="draft.presence",
    act=Act.CONFIGURE,
    words=Text(zh="让别人知道自己在改草稿", en="let others know that you are in the draft"),
    response=Presence,
)
def be_present(request: Asking, given: PresenceIn) -> Presence:
    """To be called every 10 seconds; who was not heard of for 30 is gone."""
    viewer, now = request.auth, request.visited.real_now
    if given.leaving:
        presence.leave(viewer)
    else:
        presence.be_there(viewer, named(given.kind, given.id) if given.kind and given.id else None, now)
    return Presence(present=showing.present(presence.others(viewer, now)))


@endpoints.endpoint(
    "POST",
    "/draft/publish",
    name="draft.publish",
    act=Act.CONFIGURE,
    words=Text(zh="发布草稿", en="publish the draft"),
    response=PublishOut,
)
def publish_draft(request: Asking, given: PublishIn) -> PublishOut:
    """All of it or nothing; a change of a running period waits for a second person. 409: the published one moved."""
    only = None if given.only is None else {Ref(one.kind, one.id): one.version for one in given.only}
    made = releasing.publish_draft(request.auth, only, _terms(request, given))
    return _told(request, "draft.publish", made)


@endpoints.endpoint(
    "POST",
    "/draft/asked/{asked}/agree",
    name="draft.agree",
    act=Act.CONFIGURE,
    words=Text(zh="同意发布", en="agree to a publication"),
    response=PublishOut,
)
def agree(request: Asking, asked: int) -> PublishOut:
    made = releasing.agree(request.auth, asked, _terms(request))
    return _told(request, "draft.agree", made)


@endpoints.endpoint(
    "POST",
    "/draft/asked/{asked}/decline",
    name="draft.decline",
    act=Act.CONFIGURE,
    words=Text(zh="不同意或收回发布", en="decline a publication, or take one's own back"),
    response=DraftOut,
)
def decline(request: Asking, asked: int) -> DraftOut:
    releasing.decline(request.auth, asked, _terms(request))
    visit(request, Kind.CHANGE, "draft.decline", detail=f"#{asked}")
    return showing.draft(request.auth)


@endpoints.endpoint(
    "GET",
    "/releases",
    name="releases.list",
    act=Act.BLUEPRINT,
    words=Text(zh="看发布历史", en="read the history of releases"),
    response=Releases,
)
def list_releases(request: Asking, asked: Annotated[Paging, Query()]) -> Releases:
    return showing.releases(asked)


@endpoints.endpoint(
    "GET",
    "/releases/{number}",
    name="releases.read",
    act=Act.BLUEPRINT,
    words=Text(zh="看一次发布改了什么", en="see what a release changed"),
    response=ReleaseOut,
)
def read_release(request: Asking, number: int) -> ReleaseOut:
    return showing.release_out(number)


@endpoints.endpoint(
    "POST",
    "/releases/{number}/restore",
    name="releases.restore",
    act=Act.CONFIGURE,
    words=Text(zh="恢复一次发布", en="restore a release"),
    response=PublishOut,
)
def restore_release(request: Asking, number: int, given: RestoreIn) -> PublishOut:
    """A new release with the old content; the draft stays as it is."""
    made = releasing.restore(request.auth, number, _terms(request, given))
    return _told(request, "releases.restore", made, number)


@endpoints.endpoint(
    "GET",
    "/bundle.zip",
    name="bundle.export",
    act=Act.BLUEPRINT,
    words=Text(zh="导出蓝图", en="export the blueprint"),
)
def export_bundle(request: Asking, release: int = 0) -> HttpResponse:
    """The YAML files of a release (0: the newest) in a ZIP."""
    bundle = bundle_of(release) if release else current()
    number = release or current_number()
    visit(request, Kind.EXPORT, "bundle.export", detail=f"{number}")
    response = HttpResponse(zipped(bundle), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename=blueprint-{number}.zip"
    return response


@endpoints.endpoint(
    "POST",
    "/draft/import",
    name="draft.import",
    act=Act.CONFIGURE,
    words=Text(zh="把蓝图文件放进草稿", en="take files of a blueprint into the draft"),
    response=Imported,
)
def import_bundle(request: Asking, file: Annotated[UploadedFile, File()]) -> Imported:
    """A ZIP of a bundle's YAML files, or one of them. What is published stays; the draft has what the files say."""
    name, content = file.name or "bundle.zip", file.read()
    made = bring(unzipped(name, content), _hand(request))
    visit(request, Kind.CHANGE, "draft.import", detail=f"{name}: {len(made.said)}")
    return Imported(said=showing.changes(made.said), overwritten=showing.overwritten(made.overwritten))


def _moved(request: Asking, kind: str, entity: str, move: Callable[[Ref, Hand], None]) -> EntityOut:
    """The entity as it stands after it was moved."""
    ref = named(kind, entity)
    move(ref, _hand(request))
    return showing.entity(ref, _day(request))


def _told(request: Asking, endpoint: str, made: Outcome, restored: int | None = None) -> PublishOut:
    """What came of publishing, kept in the log of visits."""
    number = made.published.release.number if made.published else None
    came = f"#{number}" if number else f"? {made.asked}"
    visit(request, Kind.CHANGE, endpoint, detail=came if restored is None else f"#{restored} → {came}")
    return showing.outcome(made)


def _hand(request: Asking) -> Hand:
    return Hand(request.auth.username, request.visited.now)


def _terms(request: Asking, given: PublishIn | RestoreIn | None = None) -> Terms:
    """On what terms the caller publishes."""
    asked = given or RestoreIn()
    return Terms(request.visited.now, request.auth.username, asked.note, asked.effective)


def _day(request: Asking) -> Day:
    return Day(request.visited.today, request.world.zone)
