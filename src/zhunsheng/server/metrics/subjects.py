"""Whom a number is about: the one that is named, or the reader's own broadest one."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.facts.dimension import ORGANISATION, Dimension
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Text
from zhunsheng.server.access.paging import SubjectOut
from zhunsheng.server.access.policy import reaches
from zhunsheng.server.access.roles import Reach
from zhunsheng.server.metrics.eyes import About, Eyes
from zhunsheng.server.metrics.history import History
from zhunsheng.server.metrics.queries import BLANK, COMPANY, of_people, things_of
from zhunsheng.server.subjects.queries import labels, member

ABOUT = {"person": "p", "unit": "u"}
NAMES = {
    "person": Text(zh="人员", en="Person"),
    "unit": Text(zh="部门", en="Unit"),
    "manager": Text(zh="汇报线", en="Reporting line"),
    "region": Text(zh="区域", en="Region"),
    "position": Text(zh="岗位", en="Position"),
    "company": Text(zh="全公司", en="Company"),
}
WHOLE = About("company", 0, "company", COMPANY.zh)


def named(dimension: str, key: str) -> About | None:
    """The member with that key."""
    if dimension == "company":
        return WHOLE
    found = member("person" if dimension == "manager" else dimension, key)
    return About(dimension, found.id, found.key, found.name) if found else None


def own(eyes: Eyes) -> About | None:
    """The reader's own person."""
    person = eyes.viewer.person
    return None if person is None else next(_labelled("person", [person]), None)


def team(eyes: Eyes) -> list[About]:
    """The units that the reader answers for: granted ones, those they lead, or the whole; only the uppermost."""
    units: set[int] = set(eyes.led)
    for reach, granted in reaches(eyes.viewer, eyes.act, eyes.field):
        if reach is Reach.ALL:
            units |= {unit for unit, parent in eyes.books.parents.items() if parent is None}
        units |= granted or frozenset()
    return sorted(_labelled("unit", eyes.books.uppermost(frozenset(units))), key=lambda about: about.key)


def broadest(eyes: Eyes) -> About | None:
    """What the reader's list of metrics is about: a unit they answer for, else themselves."""
    return next(iter(team(eyes)), None) or own(eyes)


def dimensions(metric: Metric, eyes: Eyes, past: History) -> list[str]:
    """By what the reader may break the metric down."""
    found = _dimensions(metric, past)
    if eyes.everything:
        return found
    mine = {"person"} | ({"unit"} if eyes.units_at_all else set())
    mine |= {"manager"} if eyes.leads else set()
    return [name for name in found if name in mine]


def parts(metric: Metric, eyes: Eyes, past: History, of: About | None) -> list[str]:
    """By what the reader may break down the number of one subject (None: of everybody in sight).

    Below a person there are only the things their facts are about, below a reporting line no units.
    """
    found = dimensions(metric, eyes, past)
    if of is None:
        return found
    none = {"person": set(ORGANISATION), "unit": {"company"}, "manager": {"unit", "company"}}
    return [name for name in found if name not in none.get(of.dimension, {of.dimension, "company"})]


def dimension_name(name: str, past: History) -> Text:
    dimension = past.bundle.find(Dimension, name)
    return NAMES.get(name) or (dimension.name if dimension else Text(zh=name, en=name))


def shown(about: About) -> SubjectOut:
    return SubjectOut(dimension=about.dimension, key=about.key, name=about.name)


def called(subject: SubjectOut, language: str) -> str:
    """The subject's name in a reader's language: the company and what is left blank are words, not names."""
    if language == "en" and (subject.dimension == "company" or subject.key is None):
        return COMPANY.en if subject.dimension == "company" else BLANK.en
    return subject.name


def _dimensions(metric: Metric, past: History) -> list[str]:
    whose = ORGANISATION if of_people(metric, past.bundle) else ("company",)
    return list(dict.fromkeys((*whose, *things_of(metric, past.bundle))))


def _labelled(dimension: str, ids: list[int]) -> Iterator[About]:
    for id_, label in labels(ids).items() if ids else ():
        yield About(dimension, id_, label.key, label.name)
