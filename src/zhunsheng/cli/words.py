"""How the command line speaks: in the reader's language, problems with their remedy."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from zhunsheng.engine.values import Problem, Text


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


@dataclass(frozen=True)
class Session:
    """What the options before the command say."""

    path: Path
    language: Language
    world: str

    def say(self, text: Text) -> None:
        click.echo(spoken(text, self.language))


def preferred_language() -> Language:
    """Chinese, unless the environment asks for English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Language.EN if asked.startswith("en") else Language.ZH


def local(at: datetime | None, zone: ZoneInfo) -> str:
    """A moment as the company's clock shows it."""
    return "—" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def spoken(text: Text, language: Language) -> str:
    return text.en if language is Language.EN else text.zh


def complain(problem: Problem, language: Language) -> None:
    """A problem on standard error: what, where, what to do."""
    _tell(problem, language, "✗", "red")


def warn(problem: Problem, language: Language) -> None:
    """Something that is to be done and keeps nobody from going on, told like a problem."""
    _tell(problem, language, "!", "yellow")


def _tell(problem: Problem, language: Language, sign: str, colour: str) -> None:
    click.secho(f"{sign} {spoken(problem.message, language)}", fg=colour, err=True)
    if problem.place:
        line = f":{problem.line}" if problem.line else ""
        click.echo(f"  {problem.place}{line}", err=True)
    if problem.remedy:
        click.echo(f"  → {spoken(problem.remedy, language)}", err=True)
