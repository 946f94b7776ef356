"""Whose rows in quarantine somebody mends, and which of their cells they see. Decided here and nowhere else.

A row that could not be read names nobody for certain, so it cannot be shown by whom it is about. Whoever looks after
the data of the whole company sees every row; an HR partner of some units sees, mends, drops and withdraws what they
handed in themselves. Cells of fields with contact data and pay are for those who see such fields.
"""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.engine.facts.source import PeopleList, Source
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.policy import POLICY, allowed
from zhunsheng.server.access.roles import Act
from zhunsheng.server.access.values import Refusal, Viewer
from zhunsheng.server.facts.veil import Veil, veil


@dataclass(frozen=True)
class Seeing:
    """`sender`: whose batches they mend; None: everybody's."""

    sender: str | None
    veil: Veil

    def shown(self, source: Source) -> list[str]:
        """The fields whose cells they see."""
        return [name for name in source.fields if name not in self.hidden(source)]

    def hidden(self, source: Source) -> set[str]:
        return self.veil.fields.get(source.id, set())


def seeing(viewer: Viewer) -> Seeing:
    """What of the rows in quarantine is for the viewer."""
    return Seeing(None if whole(viewer) else viewer.username, veil(viewer))


def whole(viewer: Viewer) -> bool:
    """Whether they look after the data of the whole company, and not of some units only."""
    return any(held.role in POLICY[Act.FACTS_LOAD] and held.units is None for held in viewer.roles)


def refuse_others(viewer: Viewer, sender: str, endpoint: str) -> None:
    """Raises Refusal where somebody else handed it in and that is not theirs to touch."""
    if not whole(viewer) and sender != viewer.username:
        raise Refusal(403, _NOT_YOURS, endpoint)


def refuse_people(viewer: Viewer, source: Source, endpoint: str) -> None:
    """Raises Refusal where the source changes the list of people and they may not."""
    if isinstance(source.feeds, PeopleList) and not allowed(viewer, Act.PEOPLE_CHANGE):
        raise Refusal(403, _CHANGES_PEOPLE, endpoint)


def veiled(source: Source, field: str) -> Problem:
    """What is said to whoever would mend a cell that they do not see."""
    name = source.fields[field].name or Text(zh=source.heading(field), en=source.heading(field))
    return Problem(
        "redo.veiled",
        Text(
            zh=f"字段「{name.zh}」的内容不在你的权限内，不能由你修改",
            en=f"the cells of '{name.en}' are not yours to see, so they are not yours to change",
        ),
        Text(zh="请能看到这个字段的人修改", en="let somebody change them who sees that field"),
        place=field,
    )


_NOT_YOURS = Problem(
    "batch.not_yours",
    Text(zh="这一批数据不是你提交的", en="you did not hand this data in"),
    Text(
        zh="请提交的人，或负责全公司数据的人来处理",
        en="ask whoever handed it in, or somebody who looks after the whole company's data",
    ),
)
_CHANGES_PEOPLE = Problem(
    "access.not_allowed",
    Text(
        zh="这个数据源会改动人员名单，还需要导入人员名单的权限",
        en="this source changes the list of people, for which you need leave to import lists of people too",
    ),
    Text(zh="请管理员来做", en="ask an administrator to do it"),
)
