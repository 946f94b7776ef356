"""What the rest of the server knows about a world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
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


@dataclass(frozen=True)
class Visited:
    """A world as a request finds it. `now`: the world's moment, which `stands` or runs; `real_now`: the database's."""

    world: WorldInfo
    now: datetime
    real_now: datetime
    stands: bool

    @property
    def today(self) -> date:
        """The company's day."""
        return self.now.astimezone(self.world.zone).date()
