"""Endpoints about files handed in: understood, tried, loaded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from django.db import transaction
from ninja import File, UploadedFile

from zhunsheng.engine.facts.source import PeopleList, Source
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.policy import allowed
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import Refusal, unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.tell import refuse_told
from zhunsheng.server.sources import matching
from zhunsheng.server.sources.models import Upload
from zhunsheng.server.sources.schemas import LoadIn, PastedIn, PreviewIn, PreviewOut, UploadOut
from zhunsheng.server.sources.tasks import load_upload as loading
from zhunsheng.server.sources.uploads import keeping
from zhunsheng.server.sources.uploads.preview import corrections, preview
from zhunsheng.server.sources.uploads.shown import file_of, interrupted, shown, understand
from zhunsheng.server.subjects.queries import by_key

endpoints = Endpoints(tags=["sources"])


@endpoints.endpoint(
    "POST",
    "/uploads",
    name="uploads.send",
    act=Act.FACTS_LOAD,
    words=Text(zh="上传数据文件", en="hand in a file of data"),
    response={201: UploadOut},
)
def send_upload(request: Asking, file: Annotated[UploadedFile, File()]) -> tuple[int, UploadOut]:
    """CSV or XLSX; kept for a day. What it is proposed to be stands in the answer."""
    if (file.size or 0) > keeping.LARGEST:
        raise Refusal(413, keeping.too_large())
    return 201, _handed_in(request, file.name or "", file.chunks())


@endpoints.endpoint(
    "POST",
    "/uploads/pasted",
    name="uploads.paste",
    act=Act.FACTS_LOAD,
    words=Text(zh="粘贴一张表", en="paste a table"),
    response={201: UploadOut},
)
def paste_upload(request: Asking, given: PastedIn) -> tuple[int, UploadOut]:
    name = given.name.strip() or {"zh": "粘贴的表", "en": "pasted"}[request.auth.language]
    named = name if name.lower().endswith(".csv") else f"{name}.csv"
    return 201, _handed_in(request, named, [given.text.encode()])


@endpoints.endpoint(
    "GET",
    "/uploads/{upload}",
    name="uploads.read",
    act=Act.FACTS_LOAD,
    words=Text(zh="看上传的文件", en="read what was handed in"),
    response=UploadOut,
)
def read_upload(request: Asking, upload: str, sheet: str = "") -> UploadOut:
    """Its state and progress; `sheet`: understood anew by another sheet."""
    row = keeping.found(request.world, request.auth, upload)
    if sheet and row.state != Upload.State.LOADING:
        _turn_to(request, row, sheet)
    if row.state == Upload.State.LOADING and not _under_way(request, row):
        row.refresh_from_db()
        if row.state == Upload.State.LOADING:
            interrupted(row)
    return shown(row)


@endpoints.endpoint(
    "POST",
    "/uploads/{upload}/preview",
    name="uploads.preview",
    act=Act.FACTS_LOAD,
    words=Text(zh="试读上传的文件", en="try a file that was handed in"),
    response=PreviewOut,
)
def preview_upload(request: Asking, upload: str, given: PreviewIn) -> PreviewOut:
    row = keeping.found(request.world, request.auth, upload)
    _turn_to(request, row, given.sheet)
    file, people = file_of(request.world, row), matching.people_seen(request)
    return preview(request.visited, file, given, request.auth, people)


@endpoints.endpoint(
    "POST",
    "/uploads/{upload}/load",
    name="uploads.load",
    act=Act.FACTS_LOAD,
    words=Text(zh="装入上传的文件", en="load a file that was handed in"),
    response={202: UploadOut},
)
def load_upload(request: Asking, upload: str, given: LoadIn) -> tuple[int, UploadOut]:
    """A job; ask for the upload again to see how far it is."""
    source = _source(request, given.source)
    refuse_told(source)
    for dimension, key in sorted({(one.dimension, one.key) for one in given.matches}):
        matching.refuse_hidden(request, dimension, key)
    with transaction.atomic():
        row = keeping.found(request.world, request.auth, upload, lock=True)
        if row.state in (Upload.State.LOADING, Upload.State.LOADED):
            raise Refusal(409, _asked_already(row))
        _turn_to(request, row, given.sheet)
        row.asked = {
            "source": source.id,
            "sheet": row.understood["sheet"],
            "corrections": corrections(given.corrections),
            "replace": given.replace,
            "matches": [one.model_dump() for one in given.matches],
        }
        row.state, row.done, row.total, row.faults = Upload.State.LOADING, 0, row.understood["rows"], []
        row.save()
        loading.defer(request.world, upload=str(row.id))
        persons = by_key("person", [one.key for one in given.matches if one.dimension == "person"]).values()
        visit(request, Kind.CHANGE, "uploads.load", list(persons), detail=f"{row.name} → {source.id}")
    return 202, shown(row)


def _handed_in(request: Asking, name: str, pieces: Iterable[bytes]) -> UploadOut:
    row = keeping.keep(request.world, request.auth, name, pieces, request.visited.real_now)
    try:
        understand(request.world, row, None, request.visited.now)
    except Exception:
        keeping.discard(request.world, row)
        raise
    row.save()
    return shown(row)


def _turn_to(request: Asking, row: Upload, sheet: str | None) -> None:
    """Understand the file by another sheet, where another one is asked for."""
    if sheet and sheet != row.understood["sheet"]:
        understand(request.world, row, sheet, request.visited.now)
        row.save(update_fields=["understood"])


def _under_way(request: Asking, row: Upload) -> bool:
    return any(one.get("upload") == str(row.id) for one in loading.under_way(request.world))


def _source(request: Asking, name: str) -> Source:
    found = current().find(Source, name)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"数据源「{name}」", en=f"the source '{name}'"))
    if isinstance(found.feeds, PeopleList) and not allowed(request.auth, Act.PEOPLE_CHANGE):
        raise Refusal(403, _CHANGES_PEOPLE, "uploads.load")
    return found


def _asked_already(row: Upload) -> Problem:
    if row.state == Upload.State.LOADED:
        said = Text(zh=f"这个文件已装入，批次 {row.batch}", en=f"the file is loaded, as batch {row.batch}")
        todo = Text(zh="要再装一次，就再上传一次", en="to load it again, hand it in again")
        return Problem("upload.loaded", said, todo)
    return Problem(
        "upload.loading",
        Text(zh="这个文件正在装入", en="the file is being loaded"),
        Text(zh="等它装完", en="wait until it is done"),
    )


_CHANGES_PEOPLE = Problem(
    "access.not_allowed",
    Text(
        zh="这个数据源会改动人员名单，装入它还需要导入人员名单的权限",
        en="this source changes the list of people; to load it you need leave to import lists of people too",
    ),
    Text(zh="请管理员装入", en="ask an administrator to load it"),
)
