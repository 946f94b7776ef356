"""A number by its members: a page at a time, as far as the reader sees, with the period before beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Period
from zhunsheng.server.access.export import Cell, Sheet, left_out
from zhunsheng.server.access.paging import SubjectOut
from zhunsheng.server.metrics.calls import Call, points_of
from zhunsheng.server.metrics.cards import head
from zhunsheng.server.metrics.columns import by_key, columns, together
from zhunsheng.server.metrics.computing import computed
from zhunsheng.server.metrics.eyes import About, Eyes, employed, hidden
from zhunsheng.server.metrics.kept import NOTHING, Point, Shelf
from zhunsheng.server.metrics.pages import Page, Whose, page
from zhunsheng.server.metrics.queries import BLANK
from zhunsheng.server.metrics.schemas import Breakdown, BreakdownAsked, BreakdownRow, Worded
from zhunsheng.server.metrics.sheets import state_in
from zhunsheng.server.metrics.store import NOBODY
from zhunsheng.server.metrics.subjects import ABOUT, WHOLE, called, dimension_name, parts, shown
from zhunsheng.server.people.organisation import Books
from zhunsheng.server.subjects.queries import labels

HEADINGS = {
    "zh": ["编号", "名称", "数值", "样本", "状态", "上一周期", "差"],
    "en": ["Number", "Name", "Value", "Cases", "State", "Period before", "Difference"],
}
BELOW = {"unit": ("person", "manager", "unit"), "manager": ("person", "manager")}
"""Whose members are listed with their own numbers, as their own pages show them."""
Points = dict[int, dict[date, Point]]
Name = tuple[str | None, str]
"""Key and name."""


class Row(NamedTuple):
    """A row before it is shown. `then`: the number of the period before."""

    id: int
    now: Point
    then: Point

    @property
    def difference(self) -> float | None:
        now, then = self.now.value, self.then.value
        return None if now is None or then is None else now - then

    def by(self, field: str) -> float | None:
        """What the row is sorted by, where not by name."""
        if field == "difference":
            return self.difference
        return self.now.n if field == "n" else self.now.value

    def shown(self, dimension: str, name: Name) -> BreakdownRow:
        return BreakdownRow(
            subject=SubjectOut(dimension=dimension, key=name[0], name=name[1]),
            value=self.now.value,
            n=self.now.n,
            state=self.now.state,
            previous=self.then.value,
            difference=self.difference,
        )


@dataclass(frozen=True)
class Question:
    """What is broken down by what, in which period. `of`: whose number; None: everybody's in sight."""

    call: Call
    metric: Metric
    dimension: str
    period: Period
    of: About | None

    @property
    def before(self) -> Period:
        return self.period.shift(-1)

    @property
    def eyes(self) -> Eyes:
        return self.call.seeing(self.metric)

    @property
    def shelf(self) -> Shelf | None:
        """Where the numbers of both periods are kept, or what they are made of; None: they are computed."""
        if self.dimension not in ABOUT or self.cut is not None:
            return None
        shelf = Shelf(self.call.past, ABOUT[self.dimension], self.period.grain, None)
        both = [self.period, self.before]
        kept = all(shelf.holds(self.metric.id, period) for period in both)
        return shelf if kept and not self.call.beyond(self.metric, both) else None

    @property
    def cut(self) -> tuple[str, int] | None:
        """What of a subject is broken down into parts of its number; None: the members have their own numbers."""
        if self.of is None or self.dimension in BELOW.get(self.of.dimension, ()):
            return None
        return self.of.dimension, self.of.id

    def whose(self) -> Whose:
        """Which rows there are for the reader."""
        if self.of is None:
            return self._in_sight()
        if self.cut is not None:
            return replace(self._in_sight(), listed=np.array([], dtype=np.int64))
        return self._in_sight().among(below(self.eyes.books, self.of, self.dimension, self.period))

    def _in_sight(self) -> Whose:
        match self.dimension:
            case "person":
                seen, before = (self.eyes.people(period) for period in (self.period, self.before))
                there = employed(self.eyes.books, self.period)
                return Whose.of(seen, before, there)
            case "unit":
                units, then = (self.eyes.units(period) for period in (self.period, self.before))
                return Whose.of(units, then, self.eyes.books.parents)
            case "manager":
                managers, earlier = (self.eyes.managers(period) for period in (self.period, self.before))
                return Whose.of(managers, earlier, ())
        return Whose.of(None, None, ())


def breakdown(call: Call, name: str, asked: BreakdownAsked) -> tuple[Breakdown, list[int]]:
    """The page asked for, and the people whom it shows. Raises ZhunshengError."""
    metric = call.metric(name)
    period = call.period(metric, asked.period, asked.grain)
    about = _about(call, metric, asked, period)
    offered = parts(metric, call.seeing(metric), call.past, about)
    by = asked.dimension or next(iter(offered), "")
    if by not in offered and (by or about is None):
        raise hidden(metric)
    question = Question(call, metric, by, period, about)
    found = _page(question, asked) if by else Page([], 0)
    out = Breakdown(
        metric=head(metric),
        subject=shown(about) if about else None,
        dimensions=[Worded(id=each, name=dimension_name(each, call.past)) for each in offered],
        dimension=by,
        period=question.period.label,
        previous_period=question.before.label,
        items=[row for _, row in found.rows],
        total=found.total,
        page=asked.page,
        page_size=asked.page_size,
    )
    people = [id_ for id_, _ in found.rows if by == "person" and id_ > 0]
    return out, [*people, *([about.id] if about and about.dimension == "person" else [])]


def _about(call: Call, metric: Metric, asked: BreakdownAsked, period: Period) -> About | None:
    """Whose number is broken down; None: of everybody in sight. Raises ZhunshengError where it may not be seen."""
    if not (asked.subject_dimension or asked.subject):
        return None
    about = call.about(metric, asked.subject_dimension, asked.subject)
    if not call.seeing(metric).sees(about, period):
        raise hidden(metric)
    return None if about.dimension == "company" else about


def below(books: Books, of: About, dimension: str, period: Period) -> Iterable[int]:
    """Members that were below a unit or in a reporting line on some day of the period."""
    if dimension == "unit":
        return books.units_below(frozenset([of.id])) - {of.id}
    stays = (books.unit if of.dimension == "unit" else books.line).of_member(of.id)
    there = (stays.since < period.end.toordinal()) & (stays.until > period.start.toordinal())
    found: list[int] = np.unique(stays.subject[there]).tolist()
    return found


def table(out: Breakdown, language: str) -> Sheet:
    """The breakdown as a sheet."""
    rows: list[list[Cell]] = [
        [
            row.subject.key,
            called(row.subject, language),
            row.value,
            row.n,
            state_in(language, row.state),
            row.previous,
            row.difference,
        ]
        for row in out.items
    ]
    return HEADINGS[language], rows, left_out(len(rows), out.total, language)


def _page(question: Question, asked: BreakdownAsked) -> Page:
    shelf, whose = question.shelf, question.whose()
    if shelf is not None and not asked.q.strip() and asked.sort.lstrip("-") != "name":
        return _ranked(question, shelf, whose, asked)
    if shelf is not None and _plain(question):
        return page(question.metric.id, shelf, question.dimension, question.period, whose, asked)
    rows, wanted = list(_rows(question, shelf, whose)), asked.q.strip().lower()
    field, down = asked.sort.lstrip("-"), asked.sort.startswith("-")
    if wanted or field == "name":
        names = _names(question, [row.id for row in rows])
        rows = [row for row in rows if wanted in "\n".join(each or "" for each in names[row.id]).lower()]
        rows.sort(key=lambda row: names[row.id][1], reverse=down)
    if field != "name":
        rows.sort(key=lambda row: row.by(field) or 0.0, reverse=down)
        rows.sort(key=lambda row: row.by(field) is None)
    part = rows[asked.slice]
    names = _names(question, [row.id for row in part])
    return Page([(row.id, row.shown(question.dimension, names[row.id])) for row in part], len(rows))


def _ranked(question: Question, shelf: Shelf, whose: Whose, asked: BreakdownAsked) -> Page:
    """The page of what is kept, in the order of figures, those without one last; equal ones by key."""
    now, then = columns(shelf, question.metric.id, [question.period, question.before], whose.seen)
    ids = together(whose.listed, now.subject if whose.seen is None else np.intersect1d(now.subject, whose.seen))
    here, there = now.places(ids), then.places(ids)
    if whose.seen_before is not None:
        there = np.where(np.isin(ids, whose.seen_before), there, -1)
    match asked.sort.lstrip("-"):
        case "n":
            figures = now.counts(here).astype(np.float64)
        case "difference":
            figures = now.values(here) - then.values(there)
        case _:
            figures = now.values(here)
    ranks = by_key(shelf, question.dimension, ids)
    part = np.lexsort((ranks, -figures if asked.sort.startswith("-") else figures))[asked.slice].tolist()
    rows = [Row(int(ids[at]), now.point(here[at]), then.point(there[at])) for at in part]
    names = _names(question, [row.id for row in rows])
    return Page([(row.id, row.shown(question.dimension, names[row.id])) for row in rows], int(ids.size))


def _plain(question: Question) -> bool:
    """Whether the metric stands on facts in both periods, so that its numbers themselves are kept."""
    defined = [question.call.past.metric(question.metric.id, each) for each in (question.period, question.before)]
    return all(one is None or isinstance(one.measure, FromFacts) for one in defined)


def _rows(question: Question, shelf: Shelf | None, whose: Whose) -> Iterator[Row]:
    """Every row for the reader, computed or made of what is kept."""
    points = _computed(question) if shelf is None else _made(question, shelf, whose)
    start, before = question.period.start, question.before.start
    found = {id_ for id_, numbers in points.items() if start in numbers or question.dimension not in ABOUT}
    listed = set(whose.listed.tolist())
    for id_ in sorted(listed | found):
        numbers = points.get(id_, {})
        now, then = numbers.get(start, NOTHING), numbers.get(before, NOTHING) if whose.saw(id_) else NOTHING
        if whose.sees(id_) and (id_ in listed or now is not NOTHING or then is not NOTHING):
            yield Row(id_, now, then)


def _names(question: Question, ids: list[int]) -> dict[int, Name]:
    if question.dimension == "company":
        return dict.fromkeys(ids, (WHOLE.key, WHOLE.name))
    found = labels([id_ for id_ in ids if id_ > 0])
    return {id_: (found[id_].key, found[id_].name) if id_ in found else (None, BLANK.zh) for id_ in ids}


def _computed(question: Question) -> Points:
    both = [question.before, question.period]
    with question.call.scene() as scene:
        found = points_of(computed(scene, question.metric.id, question.dimension, both, of=question.cut))
    return {(NOBODY[ABOUT.get(question.dimension, "p")] if id_ is None else id_): each for id_, each in found.items()}


def _made(question: Question, shelf: Shelf, whose: Whose) -> Points:
    subjects = None if whose.seen is None else whose.seen.tolist()
    found = replace(shelf, subjects=subjects).read([question.metric.id], [question.before, question.period])
    return {subject: numbers for (_, subject), numbers in found.items()}
