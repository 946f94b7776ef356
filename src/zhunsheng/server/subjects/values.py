"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Label:
    """How a subject is shown. An erased one shows its id only."""

    key: str
    name: str


@dataclass(frozen=True)
class Member:
    """A subject with its key and name."""

    id: int
    dimension: str
    key: str
    name: str


@dataclass(frozen=True)
class Unmatched:
    """A value that facts name and no list knows; `proposals`: keys of members it may mean, nearest first."""

    id: int
    dimension: str
    key: str
    first_seen: datetime
    proposals: tuple[str, ...]
