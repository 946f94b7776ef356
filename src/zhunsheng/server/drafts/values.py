"""What the rest of the server learns about the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.reading import Fault
from zhunsheng.engine.values import Text

Standing = Literal["live", "added", "changed", "removed"]
"""How an entity of the draft stands against what is published."""


@dataclass(frozen=True)
class Touch:
    """What the draft does to an entity, who did it last and when. `name`: what it calls it, as far as it says so."""

    ref: Ref
    name: Text | None
    standing: Standing
    version: int
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Drafted:
    """The blueprint as it is about to be, beside what is published (`live`, None: nothing yet).

    `bundle`: every entity that can be read; `unreadable`: those that the draft has otherwise and that cannot.
    `touched`: what the draft changes; the settings are among them. `faults`: what is wrong with the whole.
    """

    bundle: Bundle
    live: Bundle | None
    touches: Mapping[Ref, Touch]
    faults: tuple[Fault, ...]
    unreadable: frozenset[Ref]

    @property
    def touched(self) -> dict[Ref, Standing]:
        """How each entity that the draft changes stands against what is published."""
        return {ref: touch.standing for ref, touch in self.touches.items()}

    def faults_of(self, ref: Ref) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.file == ref.path)
