"""What the rest of the server learns about releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import Change
from zhunsheng.engine.blueprint.entity import AnyEntity
from zhunsheng.engine.values import Text

Definition = tuple[date | None, AnyEntity | None, int]
"""(first day in force, the definition, its release); None instead of a day: since ever; instead of a definition:
from that day on there is none."""


@dataclass(frozen=True)
class ReleaseInfo:
    """One entry of the history. `effective` None: since ever.

    `agreed`: the second person, where one was needed; `nobody_else`: one was needed, and nobody else might have agreed.
    """

    number: int
    effective: date | None
    published_at: datetime
    note: str
    author: str
    agreed: str = ""
    nobody_else: bool = False


@dataclass(frozen=True)
class Edition:
    """A release and what it says. `effective` None: since ever."""

    effective: date | None
    published_at: datetime
    number: int
    bundle: Bundle


@dataclass(frozen=True)
class Published:
    """The outcome of publishing: the newest release, and what it changed.

    `unchanged`: it was there already. `outlived_by`: earlier releases that still hold from later days on.
    """

    release: ReleaseInfo
    changes: tuple[Change, ...]
    unchanged: bool
    outlived_by: tuple[ReleaseInfo, ...] = ()


@dataclass(frozen=True)
class Blame:
    """A release that touched an entity, and what it did to it, in words."""

    release: ReleaseInfo
    said: tuple[Text, ...]


@dataclass(frozen=True)
class Newest:
    """The newest release with its bundle, and the hash of each of its texts by path; None: nothing was published."""

    release: ReleaseInfo | None
    bundle: Bundle | None
    hashes: Mapping[str, str]

    @property
    def number(self) -> int:
        return self.release.number if self.release else 0
