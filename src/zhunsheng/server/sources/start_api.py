"""Endpoints of the first five minutes: a company begins."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse

from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import XLSX
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.sources.schemas import StartIn, StartOut, StartSample, StartSamples
from zhunsheng.server.sources.start import start
from zhunsheng.server.sources.start_jobs import sample
from zhunsheng.server.sources.starters import Language, starters
from zhunsheng.server.sources.starting import begin as begin_company
from zhunsheng.server.worlds.channel import announce

endpoints = Endpoints(tags=["start"])


@endpoints.endpoint(
    "GET",
    "/start",
    name="start.read",
    act=Act.START,
    words=Text(zh="看公司设置到哪一步", en="see how far the company is set up"),
    response=StartOut,
)
def read_start(request: Asking) -> StartOut:
    return start(request)


@endpoints.endpoint(
    "POST",
    "/start",
    name="start.begin",
    act=Act.START,
    words=Text(zh="开始设置公司", en="begin to set the company up"),
    response={202: StartOut},
)
def begin(request: Asking, given: StartIn) -> tuple[int, StartOut]:
    """The first release, from the trade's template; with `sample`, its files are loaded too, as a job."""
    with transaction.atomic():
        visited = request.visited
        remarks = begin_company(given, request.auth.username, visited.now, visited.real_now)
        if given.sample:
            sample.defer(request.world, industry=given.industry, language=_language(request))
        visit(request, Kind.CHANGE, "start.begin", detail=f"{given.industry}, {given.size}")
    announce()
    return 202, start(request, remarks)


@endpoints.endpoint(
    "GET",
    "/start/samples",
    name="start.samples",
    act=Act.FACTS_LOAD,
    words=Text(zh="看有哪些可供试用的示例文件", en="see which sample files there are to try"),
    response=StartSamples,
)
def list_samples(request: Asking, industry: str = "") -> StartSamples:
    language = _language(request)
    items = [
        StartSample(
            key=f"{name}-{file.source}", industry=name, name=file.file(language), about=file.about, source=file.source
        )
        for name, starter in starters().items()
        if industry in ("", name)
        for file in starter.files
    ]
    return StartSamples(items=items)


@endpoints.endpoint(
    "GET",
    "/start/samples/{key}.xlsx",
    name="start.sample",
    act=Act.FACTS_LOAD,
    words=Text(zh="下载示例文件", en="download a sample file"),
)
def read_sample(request: Asking, key: str, language: Literal["zh", "en"] | None = None) -> HttpResponse:
    """`language`: of its headings and words, by default the reader's."""
    name, _, source = key.rpartition("-")
    starter = starters().get(name)
    file = next((one for one in starter.files if one.source == source), None) if starter else None
    if starter is None or file is None:
        raise unknown_or_hidden(Text(zh="这个示例文件", en="this sample file"))
    chosen = language or _language(request)
    with NamedTemporaryFile(dir=settings.HOME.scratch, suffix=".xlsx") as made:
        starter.write(source, chosen, request.visited.today, Path(made.name))
        response = HttpResponse(Path(made.name).read_bytes(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.file(chosen))}"
    return response


def _language(request: Asking) -> Language:
    return "en" if request.auth.language == "en" else "zh"
