"""An invented company as the product asks for its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

import zhunsheng.templates
from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.starters import messy
from zhunsheng.demo.starters.messy import Row, Slip
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.sources.starters import Language, SampleFile

Rows = Callable[[Language, date, Seeds], Sequence[Row]]


@dataclass(frozen=True)
class Table:
    """A file of the company. `slips`: what is wrong in it; without any it is a list that somebody keeps tidy."""

    file: SampleFile
    rows: Rows
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class Invented:
    """A company: its trade, its name, its files."""

    industry: str
    name: Text
    tables: tuple[Table, ...]

    @property
    def files(self) -> Sequence[SampleFile]:
        return [table.file for table in self.tables]

    def write(self, source: str, language: Language, today: date, path: Path) -> None:
        table = next(one for one in self.tables if one.file.source == source)
        told, seeds = _blueprint(self.industry).each(Source)[source], Seeds(7)
        rows = table.rows(language, today, seeds)
        rng = seeds.rng("messy", self.industry, source)
        written = self._messy(told, table, rows, language, rng) if table.slips else messy.plain(told, rows, language)
        title = f"{self.name.en} - {table.file.name.en}" if language == "en" else f"{self.name.zh} {table.file.name.zh}"
        messy.workbook(path, title, messy.headings(told, language), written)

    def _messy(
        self, source: Source, table: Table, rows: Sequence[Row], language: Language, rng: np.random.Generator
    ) -> list[list[messy.Value]]:
        return messy.cells(source, messy.slipped(rows, table.slips, language, rng), language, rng)


@cache
def _blueprint(industry: str) -> Bundle:
    return sound(read_directory(Path(zhunsheng.templates.__file__).parent / industry))


def months(today: date, count: int) -> list[date]:
    """First days of the last months, this one included, in order."""
    found = [today.replace(day=1)]
    while len(found) < count:
        year, month = found[-1].year, found[-1].month
        found.append(date(year - (month == 1), 12 if month == 1 else month - 1, 1))
    return found[::-1]


def said(zh: str, en: str) -> Callable[[messy.Value, Language], messy.Value]:
    """A slip that puts these words in the place of whatever stood there."""
    return lambda value, language: en if language == "en" else zh


def no_such_day(value: messy.Value, language: Language) -> str:
    """The thirtieth of February."""
    year = value.year if isinstance(value, date) else 2025
    return f"{year}-02-30"


def forgotten(value: messy.Value, language: Language) -> None:
    """Nothing where there has to be something."""
