"""Who works in a small invented company: one leads, a team each has a leader, the rest are in the teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhunsheng.demo.starters.messy import Row, Value
from zhunsheng.engine.values import Text
from zhunsheng.server.sources.starters import Language

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = (
    *("伟", "芳", "静怡", "雨桐", "浩然", "子轩", "思远", "佳宁", "明哲", "晓东", "文博", "若曦"),
    *("一鸣", "欣悦", "志强", "海燕", "建国", "丽华", "俊杰", "梦瑶", "天宇", "秀英", "嘉豪", "诗涵"),
)
_FIRST = (
    *("Anna", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Henry", "Iris", "Jack", "Kate", "Leo"),
    *("Mary", "Noah", "Olive", "Paul", "Quinn", "Ruth", "Sam", "Tina", "Umar", "Vera", "Will", "Zoe"),
)
_LAST = ("Ash", "Baker", "Cole", "Dean", "Ellis", "Ford", "Gray", "Hill", "Irwin", "James", "King", "Lane", "Moss")


@dataclass(frozen=True)
class Team:
    """A team: its department as a path, what its leader and its members are, how many members it has."""

    unit: Text
    leads: Text
    does: Text
    size: int


@dataclass(frozen=True)
class Somebody:
    """A person: number, place among the teams (None: leads all), whether they lead there."""

    number: str
    team: int | None
    leads: bool = False


@dataclass(frozen=True)
class Crew:
    """`letter`: how numbers begin. `top`: the department of all, and who leads it."""

    letter: str
    top: Text
    head: Text
    teams: tuple[Team, ...]

    @property
    def people(self) -> list[Somebody]:
        """Everybody, in the order of their numbers."""
        places: list[tuple[int | None, bool]] = [(None, True)]
        for at, team in enumerate(self.teams):
            places += [(at, True), *[(at, False)] * team.size]
        return [Somebody(f"{self.letter}{n:03}", team, leads) for n, (team, leads) in enumerate(places, 1)]

    @property
    def missing(self) -> str:
        """The number of somebody who works here and whom the list forgot."""
        return f"{self.letter}{len(self.people) + 1:03}"

    def rows(self, language: Language, today: date, rng: np.random.Generator) -> list[Row]:
        """The list of people; one row stands in it twice, as in lists that several keep."""
        lead = {one.team: one.number for one in self.people if one.leads}
        rows = [self._row(one, lead, language, today, rng) for one in self.people]
        return [*rows, rows[-1]]

    def _row(
        self, one: Somebody, lead: dict[int | None, str], language: Language, today: date, rng: np.random.Generator
    ) -> Row:
        team = None if one.team is None else self.teams[one.team]
        unit, position = (self.top, self.head) if team is None else (team.unit, team.leads if one.leads else team.does)
        above = None if team is None else lead[None] if one.leads else lead[one.team]
        said: dict[str, Value] = {"number": one.number, "name": _name(language, rng), "manager": above}
        said |= {"unit": _in(unit, language), "position": _in(position, language), "left": None}
        return said | {"hired": today - timedelta(days=int(rng.integers(600, 3000)))}


def _name(language: Language, rng: np.random.Generator) -> str:
    if language == "zh":
        return f"{_SURNAMES[rng.integers(len(_SURNAMES))]}{_GIVEN[rng.integers(len(_GIVEN))]}"
    return f"{_FIRST[rng.integers(len(_FIRST))]} {_LAST[rng.integers(len(_LAST))]}"


def _in(text: Text, language: Language) -> str:
    return text.en if language == "en" else text.zh
