"""Endpoints that try the draft on what has happened: its numbers beside the live ones, and pictures of the facts."""

from __future__ import annotations

from typing import Annotated

from ninja import Query

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.access.endpoint import Asking, Endpoints
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import Kind, visit
from zhunsheng.server.drafts import trials
from zhunsheng.server.drafts.pictures import picture
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.schemas import SourcePicture, Tried, TriedAsked, WhatIf

endpoints = Endpoints(tags=["drafts"])


@endpoints.endpoint(
    "GET",
    "/draft/metrics/{metric}/tried",
    name="draft.tried",
    act=Act.TRY,
    about="people",
    words=Text(zh="看草稿里一个指标算出来的数", en="see a metric's numbers by the draft"),
    response=Tried,
)
def try_metric(request: Asking, metric: str, asked: Annotated[TriedAsked, Query()]) -> Tried:
    out, people = trials.try_metric(trials.trial(request), metric, asked)
    visit(request, Kind.READ, "draft.tried", people, f"{metric} {out.period}")
    return out


@endpoints.endpoint(
    "GET",
    "/draft/whatif",
    name="draft.whatif",
    act=Act.TRY,
    about="people",
    words=Text(zh="试算草稿", en="try the draft"),
    response=WhatIf,
)
def what_if(request: Asking) -> WhatIf:
    return WhatIf(items=trials.what_if(trials.trial(request)))


@endpoints.endpoint(
    "GET",
    "/sources/{source}/picture",
    name="sources.picture",
    act=Act.FACTS_READ,
    words=Text(zh="看一个数据源的数据概貌", en="see a source's facts at a glance"),
    response=SourcePicture,
)
def read_picture(request: Asking, source: str) -> SourcePicture:
    return picture(request.world, _source(source), request.auth)


def _source(name: str) -> Source:
    """The source as the draft has it, its fields of the types by which facts are kept, where there may be any."""
    draft = drafted()
    found = draft.bundle.find(Source, name)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"数据源「{name[:63]}」", en=f"the source '{name[:63]}'"))
    live = draft.live.find(Source, name) if draft.live else None
    kept = {
        name: field
        for name, field in (live.fields if live else {}).items()
        if name in found.fields
        and (field.type, field.dimension) != (found.fields[name].type, found.fields[name].dimension)
    }
    return found.model_copy(update={"fields": {**found.fields, **kept}})
