"""What is decided on cases, in words: that a stage was missed, and that this does not hold any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.practices.commitments.commitment import Commitment, Stage
from zhunsheng.engine.practices.commitments.told import read
from zhunsheng.engine.practices.decision import Decision, Input
from zhunsheng.engine.values import EntityId, SubjectId, Text
from zhunsheng.server.blueprints.queries import bundle_of
from zhunsheng.server.commitments.acting import Acting, let_follow
from zhunsheng.server.commitments.correcting import corrections
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.commitments.naming import PRACTICE
from zhunsheng.server.decisions.queries import decision
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.outbox.values import EffectInfo
from zhunsheng.server.subjects.queries import same_as_pairs

MISSED, KEPT, KEPT_AFTER_ALL, TAKEN_BACK = "missed", "kept", "kept_after_all", "taken_back"
_CLOCKS = {
    "wall": Text(zh="自然时间", en="wall time"),
    "working": Text(zh="工作时间", en="working time"),
    "roster": Text(zh="排班时间", en="rostered time"),
}
_BEGAN, _LIMIT = Text(zh="开始", en="began"), Text(zh="时限", en="time limit")
_DUE, _DONE = Text(zh="到期", en="due"), Text(zh="完成", en="done")
EARLIER = Text(zh="先前的决定", en="earlier decision")
_PAUSED = Text(zh="当时暂停计时", en="while its clock stood still")
_MOMENT = "%Y-%m-%d %H:%M"


class Definitions:
    """The definitions that cases keep and who is meant by their subjects, each looked up once."""

    def __init__(self) -> None:
        self._bundles: dict[int, Bundle] = {}

    def of(self, row: Standing) -> tuple[Commitment, Stage]:
        """The definition that the case keeps, and the stage in it."""
        if row.release not in self._bundles:
            self._bundles[row.release] = bundle_of(row.release)
        chain = self._bundles[row.release].each(Commitment)[row.commitment]
        return chain, next(stage for stage in chain.stages if stage.id == row.stage)

    def person(self, row: Standing) -> SubjectId | None:
        """Who is responsible: the person that the case's subject was found to be."""
        return None if row.person is None else SubjectId(self._meant.get(row.person, row.person))

    @cached_property
    def _meant(self) -> dict[int, int]:
        return dict(same_as_pairs())


def missed(definitions: Definitions, row: Standing, acting: Acting) -> Decision:
    """That the stage was not done when it fell due, and what follows. Raises ValueError for one that is not due."""
    if row.due is None:
        raise ValueError(f"{row.case}/{row.stage} is not due while a pause lasts")
    chain, stage = definitions.of(row)
    zone = acting.world.zone
    came, at, clock = _said(row.done, zone), _said(row.due, zone), _CLOCKS[stage.clock]
    late = row.done is not None
    reason = Text(
        zh=f"「{chain.name.zh}」的「{stage.name.zh}」应在 {at} 前完成（{clock.zh} {stage.within}），"
        + (f"{came} 才完成" if late else "到时没有完成"),
        en=f"'{stage.name.en}' of '{chain.name.en}' was due by {at} ({stage.within} of {clock.en}) and "
        + (f"was done at {came} only" if late else "was not done by then"),
    )
    found = _decision(definitions, row, row.due, MISSED, reason, _inputs(chain, stage, row))
    return let_follow(found, acting.following(chain, stage.missed, row.case, found.about))


def kept(definitions: Definitions, row: Standing, acting: Acting) -> Decision:
    """That the stage was done in time, and what follows. Raises ValueError for one that is not done."""
    if row.done is None:
        raise ValueError(f"{row.case}/{row.stage} is not done")
    chain, stage = definitions.of(row)
    done, due = _said(row.done, acting.world.zone), _said(row.due, acting.world.zone)
    within = Text(zh=f"{due} 前", en=f"due by {due}") if due else _PAUSED
    reason = Text(
        zh=f"「{chain.name.zh}」的「{stage.name.zh}」在 {done} 按时完成（{within.zh}）",
        en=f"'{stage.name.en}' of '{chain.name.en}' was done in time, at {done} ({within.en})",
    )
    found = _decision(definitions, row, row.done, KEPT, reason, _inputs(chain, stage, row))
    return let_follow(found, acting.following(chain, stage.kept, row.case, found.about))


def taken_back(
    definitions: Definitions, was: Standing, now: Standing | None, scene: Scene, told: Sequence[EffectInfo]
) -> Decision:
    """That the decision on a stage no longer holds: it was done in time after all or was not, or never was.

    `was`: as it was decided on; `now`: as it stands by the records that came later, None where they took it away.
    `told`: what of the decision was read, or has left.
    """
    zone = scene.world.zone
    chain, stage = definitions.of(was)
    earlier = Input(EARLIER, was.decision)
    what = Text(zh=f"「{chain.name.zh}」的「{stage.name.zh}」", en=f"'{stage.name.en}' of '{chain.name.en}'")
    void = Text(zh=f"决定 {was.decision} 不再成立", en=f"decision {was.decision} no longer holds")
    if now is None:
        why = Text(zh=f"{what.zh}的记录已撤回或更正", en=f"the records of {what.en} were withdrawn or corrected")
    elif now.state == was.state:
        why = Text(zh=f"{what.zh}换了责任人", en=f"somebody else turned out to be responsible for {what.en}")
    elif was.state == "met":
        why = Text(
            zh=f"按后到的记录，{what.zh}没有按时完成", en=f"by records that came later {what.en} was not done in time"
        )
    elif now.state == "met":
        done = _said(now.done, zone)
        why = Text(
            zh=f"后到的记录说明{what.zh}在 {done} 已按时完成",
            en=f"a record that came later says that {what.en} was done in time, at {done}",
        )
    else:
        due = Text(zh=_said(now.due, zone) or "暂停之后", en=_said(now.due, zone) or "only after its pause")
        why = Text(
            zh=f"按后到的记录，{what.zh}还没有到期（{due.zh}）",
            en=f"by records that came later {what.en} is not due yet ({due.en})",
        )
    reason = Text(zh=f"{why.zh}；{void.zh}", en=f"{why.en}; {void.en}")
    outcome = KEPT_AFTER_ALL if now is not None and (was.state, now.state) == ("missed", "met") else TAKEN_BACK
    found = _decision(definitions, was, scene.now, outcome, reason, (*_inputs(chain, stage, now or was), earlier))
    corrected = corrections(told)
    answers = decision(was.decision).decision.answers if corrected and was.decision is not None else None
    return replace(found, answers=answers, consequences=corrected)


def _decision(
    definitions: Definitions, row: Standing, at: datetime, outcome: str, reason: Text, inputs: Sequence[Input]
) -> Decision:
    return Decision(
        practice=PRACTICE,
        rule=EntityId(row.commitment),
        release=row.release,
        case=f"{row.case}/{row.stage}",
        about=definitions.person(row),
        answers=None,
        at=at,
        outcome=outcome,
        reason=reason,
        inputs=tuple(inputs),
        silent=row.silent,
    )


@lru_cache(maxsize=64)
def _sources(chain: Commitment) -> list[str | None]:
    """Whose fact each mark is."""
    return [fact.source for _, fact in chain.facts()]


def _inputs(chain: Commitment, stage: Stage, row: Standing) -> tuple[Input, ...]:
    """Beside what facts say they are named: the one that began it, those that paused it, the one that ended it."""
    paused, done = list[str](), list[str]()
    if named := read(row.facts):
        sources, ends = _sources(chain), 1 + chain.stages.index(stage)
        for mark, seq in named:
            (done if mark == ends else paused).append(f"{sources[mark]}/{row.case}@{seq}")
    began = Input(_BEGAN, row.began, facts=(f"{chain.begins.source}/{row.case}@{row.seq}",))
    due, end = Input(_DUE, row.due, facts=tuple(paused)), Input(_DONE, row.done, facts=tuple(done))
    return began, Input(_LIMIT, stage.within), due, end


def _said(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):{_MOMENT}}" if at else ""
