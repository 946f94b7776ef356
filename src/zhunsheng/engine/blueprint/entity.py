"""What a blueprint consists of: kinds of entity, how they are named and where their files lie."""

from __future__ import annotations

import re
from typing import Annotated, NamedTuple, get_args

from pydantic import Field, TypeAdapter

from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.values import Text

AnyEntity = Source | Dimension | Calendar | Metric | Commitment
"""A new kind is one more name here, and one in KIND_NAMES."""
Entity = Annotated[AnyEntity, Field(discriminator="kind")]

KIND_NAMES = {
    "source": Text(zh="数据源", en="source"),
    "dimension": Text(zh="维度", en="dimension"),
    "calendar": Text(zh="工作日历", en="calendar"),
    "metric": Text(zh="指标", en="metric"),
    "commitment": Text(zh="承诺", en="commitment"),
}

KINDS: dict[str, type[AnyEntity]] = {kind.model_fields["kind"].default: kind for kind in get_args(AnyEntity)}
FOLDERS = {kind: f"{kind}s" for kind in KINDS}
SETTINGS_FILE = "bundle.yaml"

_PATH = re.compile(r"([^/]+)/([^/]+)\.yaml")


class Ref(NamedTuple):
    """Names one entity of a bundle."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def path(self) -> str:
        """The file the entity lies in."""
        return SETTINGS_FILE if self == SETTINGS else f"{FOLDERS[self.kind]}/{self.id}.yaml"

    @classmethod
    def of(cls, entity: AnyEntity) -> Ref:
        return cls(entity.kind, entity.id)

    @classmethod
    def from_path(cls, path: str) -> Ref | None:
        """The entity that a file of this path must hold; None where no entity lies there."""
        found = _PATH.fullmatch(path)
        kinds = {folder: kind for kind, folder in FOLDERS.items()}
        return cls(kinds[found[1]], found[2]) if found and found[1] in kinds else None

    @classmethod
    def of_file(cls, path: str) -> Ref | None:
        """The same, with the settings among them."""
        return SETTINGS if path == SETTINGS_FILE else cls.from_path(path)


SETTINGS = Ref("settings", "bundle")
"""Names the settings where they stand among entities."""


def schema(kind: str) -> dict[str, object]:
    """The JSON Schema of a kind, for editors and forms."""
    return TypeAdapter(KINDS[kind]).json_schema(by_alias=True)
