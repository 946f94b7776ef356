"""A number by its members: a page at a time, as far as the reader sees, with the period before beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhunsheng.engine.metrics.measure import FromFacts
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Period
from zhunsheng.server.access.export import Cell
from zhunsheng.server.access.paging import SubjectOut
from zhunsheng.server.metrics.calls import Call, points_of
from zhunsheng.server.metrics.cards import head
from zhunsheng.server.metrics.computing import computed
from zhunsheng.server.metrics.eyes import Eyes, employed, hidden
from zhunsheng.server.metrics.kept import NOTHING, Point, Shelf
from zhunsheng.server.metrics.pages import Page, Whose, page
from zhunsheng.server.metrics.queries import BLANK, COMPANY
from zhunsheng.server.metrics.schemas import Breakdown, BreakdownAsked, BreakdownRow
from zhunsheng.server.metrics.store import NOBODY
from zhunsheng.server.metrics.subjects import ABOUT, dimensions
from zhunsheng.server.subjects.queries import labels

HEADINGS = ["编号", "名称", "数值", "样本", "状态", "上一周期", "差"]
Points = dict[int | None, dict[date, Point]]


@dataclass(frozen=True)
class Question:
    """What is broken down by what, in which period."""

    call: Call
    metric: Metric
    dimension: str
    period: Period

    @property
    def before(self) -> Period:
        return self.period.shift(-1)

    @property
    def eyes(self) -> Eyes:
        return self.call.seeing(self.metric)

    @property
    def shelf(self) -> Shelf | None:
        """Where the numbers of both periods are kept, or what they are made of; None: they are computed."""
        if self.dimension not in ABOUT:
            return None
        shelf = Shelf(self.call.past, ABOUT[self.dimension], self.period.grain, None)
        both = [self.period, self.before]
        kept = all(shelf.holds(self.metric.id, period) for period in both)
        return shelf if kept and not self.call.beyond(self.metric, both) else None

    def whose(self) -> Whose:
        """Which rows there are for the reader."""
        match self.dimension:
            case "person":
                seen, before = (self.eyes.people(period) for period in (self.period, self.before))
                there = employed(self.eyes.books, self.period)
                return Whose.of(seen, before, there.tolist())
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
    question = Question(call, metric, asked.dimension, call.period(metric, asked.period, asked.grain))
    if asked.dimension not in dimensions(metric, question.eyes, call.past):
        raise hidden(name)
    found = _page(question, asked)
    out = Breakdown(
        metric=head(metric),
        dimension=asked.dimension,
        period=question.period.label,
        previous_period=question.before.label,
        items=[row for _, row in found.rows],
        total=found.total,
        page=asked.page,
        page_size=asked.page_size,
    )
    return out, [id_ for id_, _ in found.rows if asked.dimension == "person" and id_ > 0]


def table(out: Breakdown) -> tuple[list[str], list[list[Cell]]]:
    """The breakdown as headings and rows."""
    rows: list[list[Cell]] = [
        [row.subject.key, row.subject.name, row.value, row.n, row.state.value, row.previous, row.difference]
        for row in out.items
    ]
    return HEADINGS, rows


def _page(question: Question, asked: BreakdownAsked) -> Page:
    shelf, whose = question.shelf, question.whose()
    if shelf is not None and _plain(question):
        return page(question.metric.id, shelf, question.dimension, question.period, whose, asked)
    rows = sorted(_matching(_rows(question, shelf, whose), asked.q), key=lambda row: row[1].subject.key or "")
    field, down = asked.sort.lstrip("-"), asked.sort.startswith("-")
    empty = [row for row in rows if _sorted_by(row[1], field) is None]
    full = [row for row in rows if _sorted_by(row[1], field) is not None]
    full.sort(key=lambda row: _sorted_by(row[1], field), reverse=down)  # type: ignore[arg-type,return-value]  # none is None
    return Page([*full, *empty][asked.slice], len(rows))


def _plain(question: Question) -> bool:
    """Whether the metric stands on facts in both periods, so that its numbers themselves are kept."""
    defined = [question.call.past.metric(question.metric.id, each) for each in (question.period, question.before)]
    return all(one is None or isinstance(one.measure, FromFacts) for one in defined)


def _rows(question: Question, shelf: Shelf | None, whose: Whose) -> Iterator[tuple[int, BreakdownRow]]:
    """Every row for the reader, computed or made of what is kept."""
    points = _computed(question) if shelf is None else _made(question, shelf)
    nobody = NOBODY.get(ABOUT.get(question.dimension, ""), -1)
    start, before = question.period.start, question.before.start
    ids = {(nobody if subject is None else subject): numbers for subject, numbers in points.items()}
    listed = {id_ for id_, numbers in ids.items() if start in numbers or question.dimension not in ABOUT}
    shown = sorted(id_ for id_ in {*whose.listed, *listed} if whose.sees(id_))
    names = labels([id_ for id_ in shown if id_ > 0])
    for id_ in shown:
        now = ids.get(id_, {}).get(start, NOTHING)
        then = ids.get(id_, {}).get(before, NOTHING) if whose.saw(id_) else NOTHING
        if id_ not in whose.listed and now is NOTHING and then is NOTHING:
            continue
        label = names.get(id_)
        company = question.dimension == "company"
        yield (
            id_,
            BreakdownRow(
                subject=SubjectOut(
                    dimension=question.dimension,
                    key=label.key if label else "company" if company else None,
                    name=label.name if label else COMPANY.zh if company else BLANK.zh,
                ),
                value=now.value,
                n=now.n,
                state=now.state,
                previous=then.value,
                difference=None if now.value is None or then.value is None else now.value - then.value,
            ),
        )


def _computed(question: Question) -> Points:
    with question.call.scene() as scene:
        return points_of(computed(scene, question.metric.id, question.dimension, [question.before, question.period]))


def _made(question: Question, shelf: Shelf) -> Points:
    found = shelf.read([question.metric.id], [question.before, question.period])
    return {(None if subject < 0 else subject): numbers for (_, subject), numbers in found.items()}


def _matching(rows: Iterator[tuple[int, BreakdownRow]], q: str) -> Iterator[tuple[int, BreakdownRow]]:
    wanted = q.strip().lower()
    for id_, row in rows:
        if wanted in f"{row.subject.key or ''}\n{row.subject.name}".lower():
            yield id_, row


def _sorted_by(row: BreakdownRow, field: str) -> float | str | None:
    found: float | str | None = row.subject.name if field == "name" else getattr(row, field)
    return found
