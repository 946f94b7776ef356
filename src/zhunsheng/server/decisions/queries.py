"""Asking for decisions and appeals."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, QuerySet, Subquery

from zhunsheng.engine.practices import chain
from zhunsheng.engine.practices.writing import read
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.decisions.models import Appeal, DecisionRow, Seal
from zhunsheng.server.decisions.values import AppealInfo, Recorded

MOST = 2**63


def last_seal() -> chain.Seal | None:
    """The seal at the end of the chain; None: nothing was recorded yet."""
    row = Seal.objects.order_by("-number").first()
    return as_seal(row) if row else None


def decision(number: int) -> Recorded:
    """The decision with that number; raises ZhunshengError."""
    row = _rows().filter(id=number).first() if 0 < number < MOST else None
    if row is None:
        raise ZhunshengError(_unknown(number))
    return _recorded(row)


def reasons(numbers: Collection[int]) -> dict[int, Text]:
    """Why each of these was decided."""
    rows = DecisionRow.objects.filter(id__in=numbers).values_list("id", "body")
    return {number: read(body).reason for number, body in rows}


def decisions(
    *, case: str | None = None, rule: str | None = None, about: int | None = None, part: slice = slice(50)
) -> tuple[list[Recorded], int]:
    """A part of the decisions of a case, of a rule, about a subject, newest first, and how many there are."""
    asked = {"case": case, "rule": rule, "about": about}
    found = DecisionRow.objects.filter(**{name: value for name, value in asked.items() if value is not None})
    return [_recorded(row) for row in _sealed(found).order_by("-id")[part]], found.count()


def appeals(number: int) -> list[AppealInfo]:
    """The appeals against a decision, in order."""
    return [as_appeal(row) for row in _appeals().filter(decision=number).order_by("id")]


def appeal(id_: int) -> AppealInfo | None:
    """The appeal; None: no such."""
    row = _appeals().filter(id=id_).first() if 0 < id_ < MOST else None
    return as_appeal(row) if row else None


def appeals_of(numbers: Collection[int]) -> dict[int, list[AppealInfo]]:
    """The appeals against each of these decisions, in order; only of those that have any."""
    found: dict[int, list[AppealInfo]] = {}
    for row in _appeals().filter(decision__in=numbers).order_by("id"):
        found.setdefault(row.decision_id, []).append(as_appeal(row))
    return found


def open_appeals(owner: int | None) -> list[AppealInfo]:
    """What this person has to settle, by deadline; None: what no person owns, which HR partners settle."""
    found = _appeals().filter(owner=owner) if owner is not None else _appeals().filter(owner__isnull=True)
    return [as_appeal(row) for row in found.filter(state=Appeal.State.OPEN).order_by("deadline", "id")]


def all_open_appeals() -> list[AppealInfo]:
    """Whoever has to settle them, by deadline."""
    return [as_appeal(row) for row in _appeals().filter(state=Appeal.State.OPEN).order_by("deadline", "id")]


def as_seal(row: Seal) -> chain.Seal:
    """The value that the chain is made of."""
    return chain.Seal(row.number, row.previous, row.first, row.count, row.made_at, row.digest)


def as_appeal(row: Appeal) -> AppealInfo:
    """The value that crosses the border."""
    return AppealInfo(
        id=row.id,
        decision=row.decision_id,
        about=row.decision.about,
        at=row.decision.at,
        by=row.by,
        words=row.words,
        owner=row.owner,
        deadline=row.deadline,
        opened_at=row.opened_at,
        opened_in=row.opened_in_id,
        overdue_in=row.overdue_in_id,
        state=row.state,  # type: ignore[arg-type]  # only these are ever kept
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settled_in=row.settled_in_id,
        answer=row.answer,
        came_of=row.came_of,
    )


def _appeals() -> QuerySet[Appeal]:
    return Appeal.objects.select_related("decision")


def _rows() -> QuerySet[DecisionRow]:
    return _sealed(DecisionRow.objects.all())


def _sealed(rows: QuerySet[DecisionRow]) -> QuerySet[DecisionRow]:
    """With the seal that holds each, and when it was made."""
    seals = Seal.objects.filter(first__lte=OuterRef("id")).order_by("-first")
    return rows.annotate(seal=Subquery(seals.values("number")[:1]), made_at=Subquery(seals.values("made_at")[:1]))


def _recorded(row: DecisionRow) -> Recorded:
    seal, made_at = row.seal, row.made_at  # type: ignore[attr-defined]  # `_sealed` adds them
    return Recorded(row.id, read(row.body), row.digest, seal, made_at)


def _unknown(number: int) -> Problem:
    return Problem(
        "decision.unknown",
        Text(zh=f"没有决定 {number}", en=f"there is no decision {number}"),
        Text(zh="核对编号；编号从 1 开始", en="check the number; numbers begin at 1"),
    )
