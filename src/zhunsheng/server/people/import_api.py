"""Endpoints of the import: a list of people is looked at, then taken over."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from ninja import File, Form, UploadedFile

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import XLSX
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.people.schemas import ImportAsk, ImportPreview, ImportReport
from zhunsheng.server.people.wizard import Wizard, counts

endpoints = Endpoints(tags=["people"])


@endpoints.endpoint(
    "POST",
    "/people/import/preview",
    name="people.preview",
    act=Act.PEOPLE_CHANGE,
    about="people",
    words=Text(zh="试算一份人员名单", en="preview a list of people"),
    response=ImportPreview,
)
def preview_import(
    request: Asking, file: Annotated[UploadedFile, File()], effective: Annotated[date | None, Form()] = None
) -> ImportPreview:
    return Wizard.begun(request.world, request.auth.account, file, effective).preview()


@endpoints.endpoint(
    "POST",
    "/people/import",
    name="people.import",
    act=Act.PEOPLE_CHANGE,
    about="people",
    words=Text(zh="导入一份人员名单", en="import a list of people"),
    response=ImportReport,
)
def take_import(request: Asking, asked: ImportAsk) -> ImportReport:
    wizard, said = Wizard.resumed(request.world, request.auth.account, asked.token)
    report = wizard.load(said, partly=asked.partly)
    told = f"{wizard.name}: +{report.new} ~{report.changed} -{report.left}"
    visit(request, Kind.CHANGE, "people.import", report.subjects, told)
    return counts(report)


@endpoints.endpoint(
    "GET",
    "/people/import/{token}/errors.xlsx",
    name="people.errors",
    act=Act.PEOPLE_CHANGE,
    about="people",
    words=Text(zh="下载名单里有问题的行", en="download the rows of a list that cannot be imported"),
)
def read_errors(request: Asking, token: str) -> HttpResponse:
    wizard, _ = Wizard.resumed(request.world, request.auth.account, token)
    content = wizard.errors(request.auth.language)
    visit(request, Kind.EXPORT, "people.errors", detail=wizard.name)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename=errors.xlsx"
    return response
