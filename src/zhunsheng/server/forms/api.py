"""Endpoints about forms: filling one in, showing a file for it, looking at what was shown."""

from __future__ import annotations

from typing import Annotated

from django.http import FileResponse
from ninja import File, UploadedFile

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.sight import sight
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.forms import evidence, telling
from zhunsheng.server.forms.schemas import EvidenceOut, Filled, Form, Forms, Told
from zhunsheng.server.people.organisation import organisation

endpoints = Endpoints(tags=["forms"])


@endpoints.endpoint(
    "GET",
    "/forms",
    name="forms.list",
    act=Act.TELL,
    about="account",
    words=Text(zh="看有哪些表单", en="list forms"),
    response=Forms,
)
def list_forms(request: Asking) -> Forms:
    return Forms(forms=[Form.of(source) for source in _forms(request)])


@endpoints.endpoint(
    "POST",
    "/forms/{form}",
    name="forms.tell",
    act=Act.TELL,
    about="account",
    words=Text(zh="填写一张表单", en="fill in a form"),
    response={202: Told},
)
def tell(request: Asking, form: str, filled: Filled) -> tuple[int, Told]:
    """It is a fact from here on, told by whoever fills it in, now; what moves a case is for those on the case."""
    source = _form(request, form)
    batch = telling.tell(request.visited, source, filled.values, _person(request))
    visit(request, Kind.CHANGE, "forms.tell", [], f"{form} {batch}")
    return 202, Told(batch=batch)


@endpoints.endpoint(
    "POST",
    "/evidence",
    name="evidence.show",
    act=Act.TELL,
    about="account",
    words=Text(zh="上传佐证", en="show a file as evidence"),
    response={201: EvidenceOut},
)
def show(request: Asking, file: Annotated[UploadedFile, File()]) -> tuple[int, EvidenceOut]:
    """A photo, video, sound or document; name it in a form by its `evidence`."""
    kept = evidence.keep(request.world, file, _person(request), request.visited.now)
    visit(request, Kind.CHANGE, "evidence.show", [], kept.digest)
    return 201, EvidenceOut(evidence=kept.digest, name=kept.name, size=kept.size)


@endpoints.endpoint(
    "GET",
    "/evidence/{digest}",
    name="evidence.read",
    act=Act.EVIDENCE,
    about="person",
    words=Text(zh="看佐证", en="look at evidence"),
)
def read(request: Asking, digest: str) -> FileResponse:
    """By whoever sees the person who showed it."""
    seen = sight(request.auth, Act.EVIDENCE, organisation())
    found = [one for one in evidence.shown(digest) if seen.sees(one.by, request.visited.today)]
    if not found:
        raise unknown_or_hidden(Text(zh="这份佐证", en="this evidence"))
    visit(request, Kind.READ, "evidence.read", [found[0].by], digest)
    file = evidence.place(request.world, digest).open("rb")
    return FileResponse(file, as_attachment=True, filename=found[0].name, content_type=found[0].media)


def _forms(request: Asking) -> list[Source]:
    return telling.forms_of(request.auth.person, request.visited.today)


def _form(request: Asking, name: str) -> Source:
    found = next((source for source in _forms(request) if source.id == name), None)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"表单「{name}」", en=f"the form '{name}'"))
    return found


def _person(request: Asking) -> int:
    if request.auth.person is None:
        raise ZhunshengError(_NOBODY)
    return request.auth.person


_NOBODY = Problem(
    "form.nobody",
    Text(zh="你的账号没有对应到人，说的话没有署名", en="your account is for no person, so nobody would have said it"),
    Text(zh="请本人用自己的账号填写", en="let the person fill it in with their own account"),
)
