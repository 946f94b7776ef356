"""Who sees which number. Pure but for reading the organisation; the law itself stands in `access.sight`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Period, Text
from zhunsheng.server.access.policy import reaches
from zhunsheng.server.access.roles import Act, FieldClass, Reach, Role
from zhunsheng.server.access.sight import Ints, Sight, sight
from zhunsheng.server.access.values import Refusal, Viewer, unknown_or_hidden
from zhunsheng.server.metrics.history import History
from zhunsheng.server.people.led import led
from zhunsheng.server.people.organisation import Books, organisation, remembered

_CLASSES = {"open": FieldClass.OPEN, "contact": FieldClass.CONTACT, "pay": FieldClass.PAY}


@dataclass(frozen=True)
class About:
    """What a number is about: dimension, subject's id, key and name. The company has the id 0."""

    dimension: str
    id: int
    key: str
    name: str


@dataclass(frozen=True)
class Eyes:
    """What a viewer sees by an act of numbers made of fields of a class, on a day that is today."""

    viewer: Viewer
    books: Books
    today: date
    field: FieldClass = FieldClass.OPEN
    act: Act = Act.NUMBERS

    @cached_property
    def sight(self) -> Sight:
        return sight(self.viewer, self.act, self.books, self.field)

    @cached_property
    def line(self) -> Sight:
        """The reporting line alone, whatever else the viewer is."""
        managing = tuple(held for held in self.viewer.roles if held.role is Role.MANAGER)
        return sight(replace(self.viewer, roles=managing), self.act, self.books, self.field)

    @cached_property
    def led(self) -> dict[int, int]:
        """Units that hold nobody but the viewer's line, and since when."""
        person = self.viewer.person if self.leads else None
        return led(self.books, person, self.today.toordinal()) if person else {}

    @property
    def leads(self) -> bool:
        """Whether the viewer sees numbers of a line as a whole: being a manager is not enough for every class."""
        return Reach.LINE in self._reach

    @cached_property
    def _reach(self) -> frozenset[Reach]:
        return frozenset(reach for reach, _ in reaches(self.viewer, self.act, self.field))

    @property
    def everything(self) -> bool:
        return self.sight.everything

    def of(self, field: FieldClass) -> Eyes:
        """The same eyes on numbers made of more sensitive fields."""
        return self if field is self.field else replace(self, field=field)

    def day(self, period: Period) -> date:
        """The day that a period's number has."""
        return min(period.last_day, self.today)

    def sees(self, about: About, period: Period) -> bool:
        """Whether the number of the subject in the period may be seen."""
        if self.everything:
            return True
        match about.dimension:
            case "person" if about.id == self.viewer.person:
                return Reach.SELF in self._reach
            case "person":
                return self.sight.sees(about.id, self.day(period))
            case "unit":
                return self.sight.sees_unit(about.id) or self._leads(about.id, period)
            case "manager":
                own = about.id == self.viewer.person and self.leads
                return own or self.line.sees(about.id, self.day(period))
        return False

    def days(self, about: About, period: Period) -> list[date] | None:
        """The days of the period on which the reader has the person, for rows belong to those days; None: all.

        Nothing is cut of lines, units and the rest: their rows follow the posts on the rows' own days already, so
        that what somebody did before they came is not among them.
        """
        if about.dimension != "person" or self.everything:
            return None
        days = np.arange(period.start.toordinal(), period.end.toordinal())
        seen = self.sight.sees_on(about.id, np.minimum(days, self.today.toordinal()))
        return None if seen.all() else [date.fromordinal(day) for day in days[seen].tolist()]

    def people(self, period: Period) -> Ints | None:
        """Whose numbers of the period may be seen; None: everybody's."""
        return self.sight.people(self.day(period))

    def managers(self, period: Period) -> frozenset[int] | None:
        if self.everything:
            return None
        below = self.line.people(self.day(period))
        own = {self.viewer.person} if self.viewer.person and self.leads else set()
        return frozenset(own | set(() if below is None else below.tolist()))

    def units(self, period: Period) -> frozenset[int] | None:
        if self.everything:
            return None
        return (self.sight.units or frozenset()) | {unit for unit in self.led if self._leads(unit, period)}

    @property
    def units_at_all(self) -> bool:
        """Whether there is any unit whose numbers may be seen."""
        return self.everything or bool(self.sight.units) or bool(self.led)

    def _leads(self, unit: int, period: Period) -> bool:
        since = self.led.get(unit)
        return since is not None and since <= period.start.toordinal()


def eyes(viewer: Viewer, today: date, act: Act = Act.NUMBERS) -> Eyes:
    """The viewer's eyes on the organisation as it is known now."""
    return Eyes(viewer, organisation(), today, act=act)


@remembered(64)
def employed(books: Books, period: Period) -> Ints:
    """Everybody who was employed on some day of the period, in order."""
    stays = books.employed
    there = (stays.since < period.end.toordinal()) & (stays.until > period.start.toordinal())
    return np.unique(stays.subject[there])


def sensitivity(metric: Metric, past: History) -> FieldClass:
    """The most sensitive class of the fields that the metric stands on or ever stood on, through its inputs.

    Periods keep the definitions they had, so every release counts, and everything a release said of a field.
    """
    if metric.id not in past.classes:
        found = set(_classes(metric.id, past))
        most = next((each for each in (FieldClass.PAY, FieldClass.CONTACT) if each in found), FieldClass.OPEN)
        past.classes[metric.id] = most
    return past.classes[metric.id]


def _classes(metric: str, past: History) -> Iterator[FieldClass]:
    for name, fields in _read(metric, past, set()):
        for edition in past.editions:
            source = edition.bundle.find(Source, name)
            known = source.fields if source else {}
            yield from (_CLASSES[known[field].scope] for field in fields if field in known)


def _read(metric: str, past: History, seen: set[str]) -> Iterator[tuple[str, set[str]]]:
    """Sources with their fields that any definition of the metric reads, through its inputs."""
    seen.add(metric)
    for edition in past.editions:
        found = edition.bundle.find(Metric, metric)
        if found is not None and isinstance(found.measure, FromFacts):
            yield found.measure.source, found.measure.fields()
        for name in found.inputs if found else ():
            if name not in seen:
                yield from _read(name, past, seen)


def shown_fields(source: Source, visible: Collection[FieldClass]) -> list[str]:
    """Names of the fields whose class is among the visible ones."""
    return [name for name, field in source.fields.items() if _CLASSES[field.scope] in visible]


def hidden(metric: Metric) -> Refusal:
    name = metric.name
    return unknown_or_hidden(Text(zh=f"「{name.zh}」的这个数字", en=f"this number of '{name.en or name.zh}'"))
