"""Whether the people are there whom commitments mean: positions that somebody holds, in every region that is served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.practices.actions.recipients import Person, Position, Recipient
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.responsible import Holder
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.people.whereabouts import Whereabouts, numbered, whereabouts
from zhunsheng.server.subjects.queries import labels


def unstaffed(bundle: Bundle, today: date) -> list[Problem]:
    """Whom the commitments mean and nobody is, by the company of today; nothing where no people are known yet."""
    there = whereabouts(today)
    if not there.spots:
        return []
    chains = bundle.each(Commitment).values()
    return [problem.at(Ref.of(chain).path) for chain in chains for problem in _of(chain, there)]


def _of(chain: Commitment, there: Whereabouts) -> Iterator[Problem]:
    held = sorted({spot.position for spot in there.spots.values() if spot.position is not None})
    for recipient in _meant(chain):
        if isinstance(recipient, Position) and recipient.position not in held:
            yield _nobody_holds(recipient.position, held)
        if isinstance(recipient, Person) and numbered([recipient.person]).get(recipient.person) not in there.spots:
            yield _nobody_is(recipient.person)
    rules = chain.responsible.choose if chain.responsible else ()
    for rule in rules:
        if isinstance(rule, Holder) and rule.position not in held:
            yield _nobody_holds(rule.position, held)


def uncovered(bundle: Bundle, today: date) -> list[Problem]:
    """Regions in which nobody could be given a case, by the company of today; perhaps none comes from there."""
    there, found = whereabouts(today), list[Problem]()
    for chain in bundle.each(Commitment).values():
        rules = [rule for rule in (chain.responsible.choose if chain.responsible else ()) if isinstance(rule, Holder)]
        if chain.responsible and len(rules) == len(chain.responsible.choose) and all(rule.region for rule in rules):
            found += [problem.at(Ref.of(chain).path) for problem in _uncovered(rules, there)]
    return found


def _meant(chain: Commitment) -> list[Recipient]:
    """Everybody meant by the commitment, each once."""
    found: list[Recipient] = [] if chain.answers is None else [chain.answers]
    for _, action in chain.actions():
        found += getattr(action, "to", None) or ()
    return list(dict.fromkeys([*found, *(one for pause in chain.pauses for one in pause.may)]))


def _uncovered(rules: list[Holder], there: Whereabouts) -> Iterator[Problem]:
    """Regions with people in them in which nobody could be given a case."""
    covered = {there.spots[person].region for rule in rules for person in there.holders(rule.position)}
    regions = {spot.region for spot in there.spots.values() if spot.region is not None} - covered
    names = sorted(label.key for label in labels([region for region in regions if region is not None]).values())
    if names:
        yield _nobody_in(names, [rule.position for rule in rules])


def _nobody_holds(position: str, held: list[str]) -> Problem:
    return Problem(
        "commitment.nobody_holds",
        Text(zh=f"没有人任「{position}」", en=f"nobody holds the position '{position}'"),
        proposal(position, held) or Text(zh="换一个有人任的岗位", en="name a position that somebody holds"),
    )


def _nobody_is(number: str) -> Problem:
    return Problem(
        "commitment.nobody_is",
        Text(zh=f"工号「{number}」不在职", en=f"nobody with the number '{number}' is employed"),
        Text(zh="核对工号，或写岗位", en="check the number, or name a position"),
    )


def _nobody_in(regions: list[str], positions: list[str]) -> Problem:
    return Problem(
        "commitment.nobody_in_region",
        Text(
            zh=f"区域「{'、'.join(regions)}」没有人任「{'、'.join(positions)}」，那里的案件没有人接",
            en=f"in {', '.join(regions)} nobody is {', '.join(positions)}: cases from there could be given to nobody",
        ),
        Text(zh="再加一条规则接住它们，如不分区域的岗位", en="add a rule that takes them, e.g. of any region"),
    )
