"""One person, with the posts that lie in the viewer's sight."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhunsheng.engine.values import Text
from zhunsheng.server.access.roles import Act, FieldClass
from zhunsheng.server.access.sight import EVER, FOREVER, Sight, sight
from zhunsheng.server.access.values import unknown_or_hidden
from zhunsheng.server.people.directory import Directory, Wanted, coded, found, last_day, named
from zhunsheng.server.people.models import Post
from zhunsheng.server.people.schemas import PersonDetail, PostItem

_COLUMNS = ("unit__code", "unit__name", "position__key", "region__key", "manager__number", "manager__name", "primary")


def record(of: Directory, number: str) -> tuple[int, PersonDetail]:
    """Subject and record; raises Refusal for somebody unknown or out of sight."""
    one = found(of, Wanted(number=number), slice(0, 1)) if "\0" not in number else []
    if not one:
        raise unknown_or_hidden(Text(zh=f"工号「{number}」", en=f"the number '{number}'"))
    ((subject, item),) = one
    return subject, PersonDetail(**item.model_dump(), posts=_posts(subject, of))


def _posts(subject: int, of: Directory) -> list[PostItem]:
    """Newest first. A post is history of the line and the units that had the person on any of its days.

    The days of primary posts are those of employment: they are for those who see such dates of the post.
    """
    dates = sight(of.viewer, Act.PEOPLE, of.organisation, FieldClass.EMPLOYMENT)
    rows = Post.objects.filter(person_id=subject, known_until=None).values_list(*_COLUMNS, "starts", "ends", "id")
    newest = sorted(rows, key=lambda row: (row[7] or date.min, row[6], row[9]), reverse=True)
    return [
        _post(row, dated=not row[6] or _touches(dates, subject, row[7], row[8]))
        for row in newest
        if _touches(of.sight, subject, row[7], row[8])
    ]


def _touches(seen: Sight, subject: int, starts: date | None, ends: date | None) -> bool:
    since, until = starts.toordinal() if starts else EVER, ends.toordinal() if ends else FOREVER
    stays = seen.stays
    return seen.everything or bool(((stays.subject == subject) & (stays.since < until) & (since < stays.until)).any())


def _post(row: tuple[Any, ...], *, dated: bool) -> PostItem:
    code, name, position, region, manager, manager_name, primary, starts, ends, _ = row
    return PostItem(
        unit=coded(code, name),
        position=position,
        region=region,
        manager=named(manager, manager_name),
        primary=primary,
        starts=starts if dated else None,
        ends=last_day(ends) if dated else None,
    )
