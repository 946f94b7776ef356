"""The story of an example company: what its world, whose clock stands, can go on with.

Stories are told from above the server: whoever runs a process of the site makes them known to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds.values import WorldInfo


@dataclass(frozen=True)
class Sample:
    """A workbook to try uploads with. `source`: what it is loaded into; None: a list of people."""

    key: str
    name: str
    about: Text
    source: str | None = None


class Story(Protocol):
    """An invented company's life beyond the moment at which its world stands."""

    def plays_in(self, home: Home, world: WorldInfo) -> bool:
        """Whether the world was begun with this story."""

    def over(self, until: datetime) -> Problem | None:
        """Why it cannot go on to that moment, if it cannot."""

    def go_on(self, home: Home, since: datetime, until: datetime) -> None:
        """Let the time between pass and bring what the systems tell; what an earlier try brought is not told again."""

    def samples(self, now: datetime) -> list[Sample]:
        """The files there are to try at that moment."""

    def write(self, home: Home, sample: Sample, now: datetime, path: Path) -> None:
        """Write the file."""


_known: list[Story] = []


def make_known(story: Story) -> None:
    """Let this process tell the story."""
    _known.append(story)


def story_of(world: WorldInfo) -> Story | None:
    """The story that the world was begun with; None for everybody's own company."""
    return next((story for story in _known if story.plays_in(settings.HOME, world)), None)
