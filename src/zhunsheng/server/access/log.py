"""The log of visits as lists are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from ninja import Field

from zhunsheng.engine.values import Text
from zhunsheng.server.access.export import Cell, Sheet, left_out
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.paging import Named, Paging
from zhunsheng.server.access.schemas import VisitOut, Visits
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.access.visits import KIND_WORDS, Kind, VisitInfo, shown, visits
from zhunsheng.server.subjects.queries import find, labels

MOST_ROWS = 100_000
HEADINGS = {
    "zh": ["时间", "账号", "姓名", "动作", "做了什么", "涉及的人", "涉及人数", "说明"],
    "en": ["Time", "Account", "Name", "Kind", "What was done", "People concerned", "How many", "Detail"],
}


class LogAsked(Paging):
    """What the log is searched for. `about`: a person's number; `start`, `end`: days of the world, both included."""

    about: str = Field(default="", max_length=100)
    act: str = Field(default="", max_length=8)
    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to")


def listed(asked: LogAsked, zone: ZoneInfo, about: int | None = None) -> tuple[Visits, set[int]]:
    """A page of the log, and of whom it tells; `about`: only what concerned this person."""
    rows = _rows(asked, zone, about)
    total, page = rows.count(), list(rows[asked.slice])
    told = {subject for row in page for subject in shown(row, about).subjects}
    if about is None and asked.about:
        told = {_person(asked.about)}
    items = entries(page, about)
    return Visits(items=items, total=total, page=asked.page, page_size=asked.page_size), told


def exported(asked: LogAsked, zone: ZoneInfo, language: str) -> Sheet:
    """The log as a sheet, at most MOST_ROWS of it."""
    every = _rows(asked, zone, None)
    found = entries(every[:MOST_ROWS])
    rows: list[list[Cell]] = [
        [
            one.at.astimezone(zone),
            one.who["username"],
            one.who["name"],
            _said(KIND_WORDS[Kind(one.act)], language),
            _said(one.words, language),
            _concerned(one, language),
            one.concerned,
            _said(one.detail, language),
        ]
        for one in found
    ]
    return HEADINGS[language], rows, left_out(len(rows), every.count(), language)


def entries(rows: Iterable[Visit], about: int | None = None) -> list[VisitOut]:
    """Visits with the names of whom they concerned; `about`: of this person only."""
    found = [shown(row, about) for row in rows]
    names = labels([subject for one in found for subject in one.subjects])
    return [
        _out(one, [Named(number=names[s].key, name=names[s].name) for s in one.subjects if s in names]) for one in found
    ]


def _concerned(one: VisitOut, language: str) -> str:
    """Names and numbers, and how many there are where they are not all."""
    english = language == "en"
    named = [
        f"{person.name} ({person.number})" if english else f"{person.name}（{person.number}）" for person in one.people
    ]
    listed = (", " if english else "、").join(named)
    if one.concerned <= len(named):
        return listed
    return f"{listed} and others, {one.concerned} in all" if english else f"{listed}等 {one.concerned} 人"


def _said(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh


def _rows(asked: LogAsked, zone: ZoneInfo, about: int | None) -> QuerySet[Visit]:
    if about is None and asked.about:
        about = _person(asked.about)
    first, last = asked.start, asked.end if asked.end != date.max else None
    return visits(
        about=about,
        who=asked.q,
        kind=asked.act,
        start=_midnight(first, zone) if first else None,
        end=_midnight(last + timedelta(days=1), zone) if last else None,
    )


def _out(one: VisitInfo, people: list[Named]) -> VisitOut:
    return VisitOut(
        id=one.id,
        at=one.at,
        who={"username": one.username, "name": one.name},
        act=one.act,
        what=one.endpoint,
        words=one.words,
        people=people,
        concerned=one.concerned,
        detail=one.detail,
    )


def _person(number: str) -> int:
    found = next(iter(find(number, ["person"])), None)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"工号「{number}」", en=f"the number '{number}'"))
    return found.id


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
