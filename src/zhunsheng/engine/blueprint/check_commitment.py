"""Whether a commitment fits its sources and its calendar, and whether its stages can be kept in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.check_actions import check_actions
from zhunsheng.engine.blueprint.check_conditions import check_condition
from zhunsheng.engine.blueprint.check_roster import check_roster
from zhunsheng.engine.blueprint.check_source import Finding, check_field, check_person
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.calendar.readiness import without_working_time
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.practices.commitments.commitment import Clock, Commitment, Fact, Stage
from zhunsheng.engine.values import Problem, Text

_MOMENT = frozenset({FieldType.DATETIME})
_ANY = frozenset(FieldType)


def check_commitment(chain: Commitment, bundle: Bundle) -> Iterator[Finding]:
    """Everything that can be said of a commitment, given the sources and calendars that are there."""
    for path, fact in chain.facts():
        source = bundle.find(Source, fact.source or "")
        if source is not None and source.told_by == "commitments":
            yield path, _of_itself(source)
        elif source is not None:
            yield from _case(chain, fact, source, path)
            yield from _fact(fact, source, path)
    begun = bundle.find(Source, chain.begins.source)
    if chain.begins.person and begun is not None:
        yield from check_person(begun, chain.begins.person, ("begins", "person"))
    yield from _names(chain)
    yield from _order(chain)
    yield from _working_time(chain, bundle)
    yield from check_actions(chain, bundle)
    yield from check_roster(chain, bundle)


def _case(chain: Commitment, fact: Fact, source: Source, path: Path) -> Iterator[Finding]:
    """A field that a fact takes over from the beginning is told there."""
    if fact.case is None:
        yield path, _no_case(source)
    elif path == ("begins",) or (fact.source, fact.case) != (chain.begins.source, chain.begins.case):
        yield from check_field(source, fact.case, _ANY, (*path, "case"))


def _fact(fact: Fact, source: Source, path: Path) -> Iterator[Finding]:
    if source.told_by == "people" and fact.at not in (None, "at"):
        yield (*path, "at"), _said_moment(source)
    elif fact.at is not None:
        yield from check_field(source, fact.at, _MOMENT, (*path, "at"))
    elif source.time is None or source.fields[source.time].type is not FieldType.DATETIME:
        yield path, _no_moment(source)
    if fact.where is not None:
        yield from check_condition(fact.where, source, (*path, "where"))


def _names(chain: Commitment) -> Iterator[Finding]:
    ids = [stage.id for stage in chain.stages]
    for name in sorted(name for name, count in Counter(ids).items() if count > 1):
        yield ("stages",), _twice(name)
    for at, pause in enumerate(chain.pauses):
        for place, name in enumerate(pause.stages):
            if name not in ids:
                yield ("pauses", at, "stages", place), _no_stage(name, ids)


def _order(chain: Commitment) -> Iterator[Finding]:
    """Stages come in the order in which they fall due; by different clocks that is not for sure, so it is not asked.

    One fact keeps one stage, or a stage by each clock.
    """
    for at, (before, after) in enumerate(pairwise(chain.stages)):
        if before.clock == after.clock and after.amount <= before.amount:
            yield ("stages", at + 1, "within"), _due_before(before, after)
    seen: dict[tuple[Fact, Clock], Stage] = {}
    for at, stage in enumerate(chain.stages):
        done = chain.completed(stage.done), stage.clock
        if done in seen:
            yield ("stages", at, "done"), _same_fact(seen[done], stage)
        seen.setdefault(done, stage)


def _working_time(chain: Commitment, bundle: Bundle) -> Iterator[Finding]:
    if not chain.counts_working_time:
        return
    if chain.calendar is None and bundle.settings.calendar is None:
        yield ("calendar",), _no_calendar()
    for calendar in bundle.calendars_of(chain.calendar):
        for problem in without_working_time(calendar):
            yield ("calendar",), problem


def _of_itself(source: Source) -> Problem:
    return Problem(
        "commitment.of_itself",
        Text(
            zh=f"数据源「{source.id}」由承诺自己讲述，再用它推动承诺就绕成了圈",
            en=f"source '{source.id}' is told by commitments themselves: one that follows it would go in a circle",
        ),
        Text(zh="用别的数据源的事实", en="name facts of another source"),
    )


def _no_case(source: Source) -> Problem:
    return Problem(
        "commitment.no_case",
        Text(
            zh=f"没有说明数据源「{source.id}」的哪个字段是案件",
            en=f"nothing says which field of source '{source.id}' names the case",
        ),
        Text(zh="写上 case: 字段名", en="give it case: FIELD"),
    )


def _no_moment(source: Source) -> Problem:
    return Problem(
        "commitment.no_moment",
        Text(
            zh=f"数据源「{source.id}」的时间不精确到时刻，不能计时",
            en=f"the time of source '{source.id}' is no moment of a day, so no clock can run from it",
        ),
        Text(zh="用 at: 指明一个时刻字段", en="name a field of type datetime with at:"),
    )


def _said_moment(source: Source) -> Problem:
    return Problem(
        "commitment.said_moment",
        Text(
            zh=f"「{source.name.zh}」由人填写，时刻以系统记下的为准，不能由人自己写",
            en=f"'{source.name.en}' is filled in by people: what counts is when they did, not a moment they write",
        ),
        Text(zh="删去 at:", en="remove at:"),
    )


def _twice(name: str) -> Problem:
    return Problem(
        "commitment.stage_twice",
        Text(zh=f"有两个环节都叫「{name}」", en=f"two stages have the id '{name}'"),
        Text(zh="给其中一个换个 id", en="give one of them another id"),
    )


def _no_stage(name: str, known: list[str]) -> Problem:
    return Problem(
        "commitment.no_such_stage",
        Text(zh=f"没有环节「{name}」", en=f"there is no stage '{name}'"),
        proposal(name, known),
    )


def _due_before(before: Stage, after: Stage) -> Problem:
    return Problem(
        "commitment.due_before",
        Text(
            zh=f"环节「{after.name.zh}」（{after.within}）不晚于它前面的「{before.name.zh}」（{before.within}）到期",
            en=f"stage '{after.name.en}' ({after.within}) falls due no later than '{before.name.en}' ({before.within})"
            " before it",
        ),
        Text(
            zh="时限都从案件开始算：延长它，或调换顺序",
            en="both count from the beginning: give it longer, or swap them",
        ),
    )


def _same_fact(first: Stage, second: Stage) -> Problem:
    return Problem(
        "commitment.stage_unreachable",
        Text(
            zh=f"环节「{second.name.zh}」和「{first.name.zh}」由同一件事完成，它自己永远完成不了",
            en=f"stage '{second.name.en}' is kept by the same fact as '{first.name.en}', so never by itself",
        ),
        Text(
            zh="给它自己的完成条件，或另一种计时，或删去一个环节",
            en="give it a fact or a clock of its own, or drop one of them",
        ),
    )


def _no_calendar() -> Problem:
    return Problem(
        "commitment.no_calendar",
        Text(zh="按工作时间计时，却没有工作日历", en="its clock is working time, and there is no calendar"),
        Text(
            zh="写上 calendar:，或在 bundle.yaml 里指定公司的日历，或改用 clock: wall",
            en="give it a calendar:, or the company one in bundle.yaml, or use clock: wall",
        ),
    )
