"""Goals and links out of the tables, as held now or at a moment, and back into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from zhunsheng.server.goals.models import Goal, Link
from zhunsheng.server.goals.values import GoalEntry, LinkEntry

Ends = tuple[str, str]
_GOAL = tuple(one.name for one in fields(GoalEntry))
_LINK = tuple(one.name for one in fields(LinkEntry))
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True)
class Books:
    """Goals by code, links by child and parent."""

    goals: Mapping[str, GoalEntry]
    links: Mapping[Ends, LinkEntry]


def read(as_of: datetime | None = None) -> Books:
    """What is held to be so now, or was at a moment."""
    goals = held(Goal.objects.order_by("code"), as_of).values_list(*(_column(name) for name in _GOAL))
    links = held(Link.objects.order_by("parent", "child"), as_of).values_list(*_LINK)
    return Books(
        {entry.code: entry for entry in (_goal(dict(zip(_GOAL, row, strict=True))) for row in goals)},
        {(entry.child, entry.parent): entry for entry in (LinkEntry(**_named(_LINK, row)) for row in links)},
    )


def write(goals: Iterable[GoalEntry], links: Iterable[LinkEntry], ended: Sequence[Ends], now: datetime) -> None:
    """Let these be so from now on, and these links no longer; what was held before stays to be asked for."""
    made, tied = list(goals), list(links)
    Goal.objects.filter(known_until=None, code__in=[one.code for one in made]).update(known_until=now)
    Goal.objects.bulk_create([Goal(**_written(one), known_from=now) for one in made], batch_size=5_000)
    over = {*ended, *((one.child, one.parent) for one in tied)}
    standing = Link.objects.filter(known_until=None).values_list("id", "child", "parent")
    gone = [id_ for id_, *ends in standing if tuple(ends) in over]
    Link.objects.filter(id__in=gone).update(known_until=now)
    Link.objects.bulk_create([Link(**asdict(one), known_from=now) for one in tied], batch_size=5_000)


def held(rows: QuerySet[Kept], as_of: datetime | None) -> QuerySet[Kept]:
    if as_of is None:
        return rows.filter(known_until=None)
    return rows.filter(Q(known_until=None) | Q(known_until__gt=as_of), known_from__lte=as_of)


def _column(name: str) -> str:
    return "owner_id" if name == "owner" else name


def _goal(cells: dict[str, Any]) -> GoalEntry:
    return GoalEntry(**{**cells, "accountable": tuple(cells["accountable"])})


def _named(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, row, strict=True))


def _written(entry: GoalEntry) -> dict[str, Any]:
    cells = {_column(name): value for name, value in asdict(entry).items()}
    return {**cells, "accountable": list(entry.accountable)}
