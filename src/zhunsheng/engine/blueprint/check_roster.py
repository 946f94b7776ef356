"""Whether a commitment that counts rostered time says whose, and where shifts are written."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.check_source import Finding, check_field, check_person
from zhunsheng.engine.blueprint.document import Path
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.practices.commitments.commitment import Commitment, Shifts
from zhunsheng.engine.values import Problem, Text

_MOMENT = frozenset({FieldType.DATETIME})


def check_roster(chain: Commitment, bundle: Bundle) -> Iterator[Finding]:
    """What does not fit of the rostered clock; nothing where no stage counts by it and no roster is named."""
    for at, shifts in enumerate(chain.roster):
        source = bundle.find(Source, shifts.source)
        if source is not None:
            yield from _shifts(shifts, source, ("roster", at))
    if chain.roster and not chain.counts_rosters:
        yield ("roster",), _unused()
    for at, stage in enumerate(chain.stages):
        if stage.clock == "roster" and not chain.roster:
            yield ("stages", at, "clock"), _no_roster()
        if stage.clock == "roster" and chain.begins.person is None and chain.responsible is None:
            yield ("stages", at, "clock"), _nobody()


def _shifts(shifts: Shifts, source: Source, path: Path) -> Iterator[Finding]:
    yield from check_person(source, shifts.person, (*path, "person"))
    yield from check_field(source, shifts.since, _MOMENT, (*path, "from"))
    yield from check_field(source, shifts.until, _MOMENT, (*path, "to"))
    if shifts.since == shifts.until:
        yield (*path, "to"), _no_time(shifts.until)


def _no_roster() -> Problem:
    return Problem(
        "commitment.no_roster",
        Text(
            zh="按排班时间计时，却没有说班次写在哪里",
            en="its clock is rostered time, and nothing says where shifts are",
        ),
        Text(
            zh="写上 roster: [{source: …, person: …, from: …, to: …}]，或改用 clock: working",
            en="give the commitment roster: [{source: …, person: …, from: …, to: …}], or use clock: working",
        ),
    )


def _nobody() -> Problem:
    return Problem(
        "commitment.nobody_rostered",
        Text(zh="按排班时间计时，却不知道是谁的班", en="its clock is rostered time, and nobody is responsible"),
        Text(zh="写 begins.person 或 responsible", en="say who is by begins.person or responsible"),
    )


def _unused() -> Problem:
    return Problem(
        "commitment.roster_unused",
        Text(zh="写了 roster，却没有环节按排班时间计时", en="there is a roster, and no stage counts rostered time"),
        Text(zh="给一个环节写 clock: roster，或删去 roster", en="give a stage clock: roster, or remove the roster"),
    )


def _no_time(field: str) -> Problem:
    return Problem(
        "commitment.shift_without_time",
        Text(zh=f"班次从「{field}」到「{field}」，没有长度", en=f"a shift from '{field}' to '{field}' lasts no time"),
        Text(zh="to 写班次结束的字段", en="name in to: the field in which the shift ends"),
    )
