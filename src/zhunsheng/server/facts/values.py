"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhunsheng.engine.values import Problem


@dataclass(frozen=True)
class Receipt:
    """What became of every row of a batch: rows = new + changed + duplicate + quarantined + blank."""

    batch: int | None
    source: str
    name: str
    state: str
    accepted_at: datetime
    rows: int
    new: int
    changed: int
    duplicate: int
    quarantined: int
    blank: int
    notes: tuple[Problem, ...] = ()
    sender: str = ""

    @property
    def accounted(self) -> bool:
        parts = self.new + self.changed + self.duplicate + self.quarantined + self.blank
        return self.state == "accepted" or self.rows == parts


@dataclass(frozen=True)
class Waiting:
    """A quarantined row: as it came, and every reason why it could not be read."""

    id: int
    batch: int
    source: str
    file: str
    row: int
    cells: dict[str, str]
    problems: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Held:
    """A row that could not be read, without its cells: why, and whether it waits, was redone or dropped."""

    row: int
    state: str
    problems: tuple[Problem, ...]
