"""What the world knows that has to do with a file: its lists of members, its dimensions, its money."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from zhunsheng.engine.values import Text


def folded(text: str) -> str:
    """What two writings of one member share."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Known:
    """`members`: by dimension what its members are called, keys and names, folded. `dimensions`: those configured.

    `sources`: ids that are taken. `system`: where the file seems to come from.
    """

    now: datetime
    time_zone: str = "Asia/Shanghai"
    currency: str | None = None
    members: Mapping[str, Collection[str]] = field(default_factory=dict)
    dimensions: Mapping[str, Text] = field(default_factory=dict)
    sources: Collection[str] = ()
    system: str = ""
