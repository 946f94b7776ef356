"""What is decided on cases, in words: that a stage was missed, and that it was kept after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.practices.commitments.commitment import Commitment, Stage
from zhunsheng.engine.practices.decision import Decision, Input
from zhunsheng.engine.values import EntityId, SubjectId, Text
from zhunsheng.server.blueprints.queries import bundle_of
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.naming import PRACTICE

MISSED, KEPT_AFTER_ALL = "missed", "kept_after_all"
_CLOCKS = {"wall": Text(zh="自然时间", en="wall time"), "working": Text(zh="工作时间", en="working time")}
_MOMENT = "%Y-%m-%d %H:%M"


class Definitions:
    """The definitions that cases keep, each looked up once."""

    def __init__(self) -> None:
        self._bundles: dict[int, Bundle] = {}

    def of(self, row: Standing) -> tuple[Commitment, Stage]:
        """The definition that the case keeps, and the stage in it."""
        if row.release not in self._bundles:
            self._bundles[row.release] = bundle_of(row.release)
        chain = self._bundles[row.release].each(Commitment)[row.commitment]
        return chain, next(stage for stage in chain.stages if stage.id == row.stage)


def missed(chain: Commitment, stage: Stage, row: Standing, zone: ZoneInfo) -> Decision:
    """That the stage was not done when it fell due."""
    due = _due(row)
    late = row.done is not None and row.done > due
    came = f"{row.done.astimezone(zone):{_MOMENT}}" if row.done else ""
    clock, at = _CLOCKS[stage.clock], f"{due.astimezone(zone):{_MOMENT}}"
    reason = Text(
        zh=f"「{chain.name.zh}」的「{stage.name.zh}」应在 {at} 前完成（{clock.zh} {stage.within}），"
        + (f"{came} 才完成" if late else "到时没有完成"),
        en=f"'{stage.name.en}' of '{chain.name.en}' was due by {at} ({stage.within} of {clock.en}) and "
        + (f"was done at {came} only" if late else "was not done by then"),
    )
    return _decision(row, due, MISSED, reason, _inputs(chain, stage, row))


def kept_after_all(chain: Commitment, stage: Stage, row: Standing, now: datetime, zone: ZoneInfo) -> Decision:
    """That a fact came later which says that the stage was done in time; what was decided before is void."""
    done = f"{row.done.astimezone(zone):{_MOMENT}}" if row.done else ""
    reason = Text(
        zh=f"后到的记录说明「{chain.name.zh}」的「{stage.name.zh}」在 {done} 已按时完成；决定 {row.decision} 不再成立",
        en=f"a record that came later says that '{stage.name.en}' of '{chain.name.en}' was done in time, at {done}; "
        f"decision {row.decision} no longer holds",
    )
    earlier = Input(Text(zh="先前的决定", en="earlier decision"), row.decision)
    return _decision(row, now, KEPT_AFTER_ALL, reason, (*_inputs(chain, stage, row), earlier))


def _decision(row: Standing, at: datetime, outcome: str, reason: Text, inputs: Sequence[Input]) -> Decision:
    return Decision(
        practice=PRACTICE,
        rule=EntityId(row.commitment),
        release=row.release,
        case=f"{row.case}/{row.stage}",
        about=None if row.person is None else SubjectId(row.person),
        answers=None,
        at=at,
        outcome=outcome,
        reason=reason,
        inputs=tuple(inputs),
        silent=row.silent,
    )


def _inputs(chain: Commitment, stage: Stage, row: Standing) -> tuple[Input, ...]:
    began = Input(Text(zh="开始", en="began"), row.began, facts=(f"{chain.begins.source}/{row.case}@{row.seq}",))
    done = Input(Text(zh="完成", en="done"), row.done)
    return (
        began,
        Input(Text(zh="时限", en="time limit"), stage.within),
        Input(Text(zh="到期", en="due"), _due(row)),
        done,
    )


def _due(row: Standing) -> datetime:
    if row.due is None:
        raise ValueError(f"{row.case}/{row.stage} is not due while a pause lasts")
    return row.due
