"""Endpoints of an example company: time passes when it is asked to, and there are files to try uploads with."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from urllib.parse import quote

from django.http import HttpResponse
from ninja import Schema

from zhunsheng.engine.values import Text
from zhunsheng.server.access.body import Body
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.export import XLSX
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.tick import story

endpoints = Endpoints(tags=["story"])

STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


class StoryOut(Schema):
    """`under_way`: time is passing. `files`: how many came in by that, so far."""

    under_way: bool
    files: int


class SampleOut(Schema):
    """A workbook to try uploads with. `source`: what it is loaded into; null: a list of people."""

    key: str
    name: str
    about: Text
    source: str | None


class Samples(Schema):
    """All there are at the world's moment."""

    items: list[SampleOut]


class Step(Body):
    """How far time shall go on."""

    by: Literal["day", "week"]


@endpoints.endpoint(
    "GET",
    "/story",
    name="story.read",
    act=Act.STORY,
    words=Text(zh="看示例公司的时间走到哪里", en="see how far time has gone in an example company"),
    response=StoryOut,
)
def read_story(request: Asking) -> StoryOut:
    found = story.progress(request.visited)
    return StoryOut(under_way=found.under_way, files=found.files)


@endpoints.endpoint(
    "POST",
    "/story",
    name="story.go_on",
    act=Act.STORY,
    words=Text(zh="让示例公司的时间往前走", en="let time pass in an example company"),
    response={202: StoryOut},
)
def go_on(request: Asking, asked: Step) -> tuple[int, StoryOut]:
    """202: asked for; news tell when something came in, and when it is done."""
    story.let_pass(request.visited, STEPS[asked.by])
    visit(request, Kind.CHANGE, "story.go_on", detail=asked.by)
    return 202, StoryOut(under_way=True, files=0)


@endpoints.endpoint(
    "GET",
    "/story/files",
    name="story.files",
    act=Act.PEOPLE_CHANGE,
    about="people",
    words=Text(zh="看示例公司有哪些可供试用的文件", en="see which files an example company has to try"),
    response=Samples,
)
def list_samples(request: Asking) -> Samples:
    found = story.samples(request.visited)
    return Samples(items=[SampleOut(key=o.key, name=o.name, about=o.about, source=o.source) for o in found])


@endpoints.endpoint(
    "GET",
    "/story/files/{key}.xlsx",
    name="story.file",
    act=Act.PEOPLE_CHANGE,
    about="people",
    words=Text(zh="下载示例公司的文件", en="download a file of an example company"),
)
def read_sample(request: Asking, key: str) -> HttpResponse:
    found, content = story.sample(request.visited, key)
    visit(request, Kind.EXPORT, "story.file", detail=found.name)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    return response
