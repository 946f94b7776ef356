"""Files to try the product with, of invented companies in each trade, messy as real exports are.

They are made above the server: whoever runs a process of the site makes their makers known to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from zhunsheng.engine.values import Text

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class SampleFile:
    """A workbook. `name`: the file's, without its ending. `source`: what it is loaded into."""

    source: str
    name: Text
    about: Text

    def file(self, language: Language) -> str:
        """What the file is called: that it is a sample stands in its name, and in every receipt of it."""
        return f"{SAMPLE.en} {self.name.en}.xlsx" if language == "en" else f"{SAMPLE.zh}{self.name.zh}.xlsx"


SAMPLE = Text(zh="示例_", en="Sample")


class Starter(Protocol):
    """An invented company of a trade."""

    @property
    def industry(self) -> str: ...

    @property
    def files(self) -> Sequence[SampleFile]:
        """In the order in which they are loaded: lists first."""

    def write(self, source: str, language: Language, today: date, path: Path) -> None:
        """Write the file of a source, with all there is up to yesterday; the same day gives the same rows."""


_known: dict[str, Starter] = {}


def make_known(*starters: Starter) -> None:
    """Let this process write their files."""
    _known.update({one.industry: one for one in starters})


def starters() -> dict[str, Starter]:
    """By industry."""
    return dict(_known)
