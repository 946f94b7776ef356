"""What happens when appeals are not settled in time: it is decided once, and somebody else has to settle them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from zhunsheng.engine.practices.decision import Consequence, Decision, Input
from zhunsheng.engine.practices.writing import moment
from zhunsheng.engine.values import SubjectId, Text
from zhunsheng.server.deadlines.values import Due
from zhunsheng.server.decisions import queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.appealing import concerning
from zhunsheng.server.decisions.models import Appeal
from zhunsheng.server.people.whereabouts import Whereabouts, whereabouts
from zhunsheng.server.worlds.values import WorldInfo

OVERDUE = "overdue"
_LATE = Text(zh="申诉到期没有答复", en="the appeal was not settled in time")
_UP = Text(zh="改由其上级答复", en="the manager of whoever had to settle it settles it now")
_HR = Text(zh="改由人力伙伴答复", en="an HR partner settles it now")


def hand_over(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    """Give appeals that are still open to the owner's manager, else to HR partners; see `deadlines.handlers.Handler`.

    Nobody comes to settle an appeal of their own, or one that is about them.
    """
    opened_in = [int(due.about) for due in dues]
    late = Appeal.objects.select_for_update().filter(opened_in__in=opened_in, state=Appeal.State.OPEN, overdue_in=None)
    rows = list(late.order_by("id"))
    there = whereabouts(now.astimezone(world.zone).date())
    decisions = [_handed_over(row, there) for row in rows]
    for row, one, number in zip(rows, decisions, record(decisions, now), strict=True):
        row.owner, row.overdue_in_id = one.answers, number
    Appeal.objects.bulk_update(rows, ["owner", "overdue_in"])


def _handed_over(row: Appeal, there: Whereabouts) -> Decision:
    against = queries.decision(row.decision_id).decision
    found = there.manager(row.owner) if row.owner is not None else None
    owner = None if found in (row.by, against.about) else found
    to = _HR if owner is None else _UP
    late = concerning(row.decision_id, against, row.deadline, OVERDUE, _said(to))
    due = Input(Text(zh="答复期限", en="to be settled by"), moment(row.deadline))
    return replace(
        late,
        answers=None if owner is None else SubjectId(owner),
        inputs=(*late.inputs, due),
        consequences=() if owner is None else (Consequence("handed_over", to),),
    )


def _said(to: Text) -> Text:
    return Text(zh=f"{_LATE.zh}；{to.zh}", en=f"{_LATE.en}; {to.en}")
