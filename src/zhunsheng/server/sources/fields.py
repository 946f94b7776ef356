"""A source as people read it: what each field is, who tells it, what stands on it."""

from __future__ import annotations

from typing import Literal

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.values import Text
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.sources.schemas import Role, SourceFieldOut, UsedBy

_WAYS: dict[str | None, Literal["file", "form", "product"]] = {None: "file", "people": "form", "commitments": "product"}


def sources() -> dict[str, Source]:
    """The sources of the newest release by id; none where nothing was published yet."""
    return current().each(Source) if current_number() else {}


def source_of(name: str) -> Source:
    """The source by id; raises Refusal where there is none."""
    found = sources().get(name)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"数据源「{name[:63]}」", en=f"the source '{name[:63]}'"))
    return found


def way(source: Source) -> Literal["file", "form", "product"]:
    return _WAYS[source.told_by]


def named(source: Source, field: str) -> Text:
    """What the field is called."""
    heading = source.heading(field)
    return source.fields[field].name or Text(zh=heading, en=heading)


def fields(source: Source) -> list[SourceFieldOut]:
    return [
        SourceFieldOut(
            id=name,
            name=named(source, name),
            column=source.heading(name),
            also=list(field.also),
            type=field.type,
            dimension=field.dimension,
            unit=field.unit,
            required=field.required or name in source.key,
            role=_role(source, name),
            choices=list(field.choices),
            formats=list(field.formats),
            reads=dict(field.reads),
            scope=field.scope,
        )
        for name, field in source.fields.items()
    ]


def used_by(bundle: Bundle, source: Source) -> list[UsedBy]:
    """What stands on it, directly or through others; the nearest first."""
    users = where_used(bundle, Ref.of(source))
    return [UsedBy(kind=ref.kind, id=ref.id, name=bundle.entities[ref].name) for ref in users]


def _role(source: Source, name: str) -> Role:
    field = source.fields[name]
    if name in source.key:
        return "key"
    if name == source.time:
        return "time"
    if field.type is FieldType.SUBJECT:
        return "person" if field.dimension == "person" else "member"
    return "label" if name == getattr(source.feeds, "label", None) else "none"
