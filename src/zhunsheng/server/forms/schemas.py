"""What the endpoints of this app take and give."""

from __future__ import annotations

from ninja import Schema

from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.facts.told import STAMPED
from zhunsheng.engine.values import Text
from zhunsheng.server.access.body import Body


class FormField(Schema):
    """Something to fill in. `choices`: what there is to choose from, empty: anything of its type."""

    id: str
    name: Text
    type: FieldType
    required: bool
    choices: list[str]
    unit: str | None


class Form(Schema):
    """Something that people tell because no system holds it."""

    id: str
    name: Text
    description: Text | None
    fields: list[FormField]

    @classmethod
    def of(cls, source: Source) -> Form:
        fields = [
            FormField(
                id=name,
                name=field.name or Text(zh=name, en=name),
                type=field.type,
                required=field.required,
                choices=list(field.choices),
                unit=field.unit,
            )
            for name, field in source.fields.items()
            if name not in STAMPED
        ]
        return cls(id=source.id, name=source.name, description=source.description, fields=fields)


class Forms(Schema):
    """The forms that one may fill in."""

    forms: list[Form]


class Filled(Body):
    """A form filled in: field → text, as one would type it. What a file shows is named by its evidence."""

    values: dict[str, str]


class Told(Schema):
    """What was told, accepted: its batch."""

    batch: int


class EvidenceOut(Schema):
    """A file that was shown. `evidence`: what names it in a form."""

    evidence: str
    name: str
    size: int
