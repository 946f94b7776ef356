"""What the rest of the server knows about a world."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class WorldInfo:
    """A world: its name, its schema, its company's time zone, its folder of facts, whether it may send."""

    name: str
    schema: str
    time_zone: str
    lake: Path
    sinks_send: bool

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)
