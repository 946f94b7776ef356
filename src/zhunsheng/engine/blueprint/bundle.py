"""A bundle: everything a company configured, as files and as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from pydantic import Field

from zhunsheng.engine.blueprint.entity import SETTINGS_FILE, AnyEntity, Ref
from zhunsheng.engine.blueprint.writing import text
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.values import Frozen, Text

E = TypeVar("E", bound=AnyEntity)


class Settings(Frozen):
    """What holds for the whole company (`bundle.yaml`).

    `format`: version of the bundle's own shape. `time_zone`: IANA name; days and periods begin there.
    `currency`: ISO 4217 code of money that names no unit of its own.
    `calendar`: the working calendar by which scheduled time is counted (default: Monday to Friday).
    """

    format: int
    name: Text
    time_zone: str
    languages: tuple[Literal["zh", "en"], ...] = Field(default=("zh", "en"), min_length=1)
    currency: str | None = None
    calendar: Name | None = None


@dataclass(frozen=True)
class Bundle:
    """Settings and entities; nothing is known yet about whether they fit together (see checks)."""

    settings: Settings
    entities: Mapping[Ref, AnyEntity] = field(default_factory=dict)

    def each(self, kind: type[E]) -> dict[str, E]:
        """Entities of one kind by id."""
        return {ref.id: entity for ref, entity in self.entities.items() if isinstance(entity, kind)}

    @property
    def calendar(self) -> Calendar:
        """The company's working calendar; where none is named, Monday to Friday."""
        plain = Calendar(id="default", name=Text(zh="默认", en="default"))
        return self.find(Calendar, self.settings.calendar or "") or plain

    @property
    def held_calendars(self) -> list[Calendar]:
        """Those that hold for some unit or region."""
        return [one for one in self.each(Calendar).values() if one.holds_for]

    def calendars_of(self, named: str | None) -> list[Calendar]:
        """Those by which a commitment's working time may count: the one it names, else the company's and any that
        holds for some unit or region. The first is for whoever has no other; one that is not there is left out."""
        first = self.find(Calendar, named or self.settings.calendar or "")
        others = [] if named else self.held_calendars
        return [*([first] if first else []), *(one for one in others if one != first)]

    def find(self, kind: type[E], entity_id: str) -> E | None:
        entity = self.entities.get(Ref(kind.model_fields["kind"].default, entity_id))
        return entity if isinstance(entity, kind) else None


def write(bundle: Bundle) -> dict[str, str]:
    """The bundle as files: path → text. Reading them gives an equal bundle."""
    entities = sorted(bundle.entities.items())
    return {SETTINGS_FILE: text(bundle.settings)} | {ref.path: text(entity) for ref, entity in entities}
