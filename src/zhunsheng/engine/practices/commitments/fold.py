"""The fold: how cases of a commitment stand at a moment, by all that had happened until then.

One function for what is live, for history and for a what-if: time is an argument. Cases are folded many at once, as
columns; folding one case is folding a table of its marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.calendar.instants import NEVER, Ints, amount_of, instant, moment
from zhunsheng.engine.calendar.pauses import Pauses
from zhunsheng.engine.calendar.steps import Step
from zhunsheng.engine.practices.commitments.clocks import Chosen, Clocks, chosen
from zhunsheng.engine.practices.commitments.commitment import Clock, Commitment, Stage
from zhunsheng.engine.practices.commitments.told import Told, write

MET, MISSED, OPEN = "met", "missed", "open"
_MOMENT = pa.timestamp("us", "UTC")
STANDINGS = pa.schema(
    [
        ("case", pa.string()),
        ("person", pa.int64()),
        ("seq", pa.int64()),
        ("began", _MOMENT),
        ("stage", pa.string()),
        ("due", _MOMENT),
        ("done", _MOMENT),
        ("took", pa.int64()),
        ("state", pa.string()),
        ("facts", pa.string()),
    ]
)
"""A row per case and stage, cases in order of their beginning. `seq`: of the fact that began it. `due`: null while a
pause lasts; `done`: null until then; `took`: counted microseconds from the beginning to the end, null before it.
`state`: met (ended in time), missed (ended late, or not ended and due before now), open (neither). `facts`: those that
ended or paused it, as `told.write` writes them."""


@dataclass(frozen=True)
class _Cases:
    """The cases that have begun: key, who is responsible, by which fact, when (instants)."""

    key: pa.Array
    person: pa.Array
    seq: pa.Array
    began: Ints


class _Held(NamedTuple):
    """A kind of pause: the stages that it holds up (none: all), from when to when in which case, by which marks."""

    stages: tuple[str, ...]
    pauses: Pauses
    told: Told

    def up(self, stage: Stage) -> bool:
        return not self.stages or stage.id in self.stages


class _Stage(NamedTuple):
    """A stage in all cases: the mark that ended it in each, and the pauses that hold it up."""

    stage: Stage
    ended: Told
    held: list[_Held]


def fold(chain: Commitment, marks: pa.Table, clocks: Mapping[Clock, Clocks], now: datetime) -> pa.Table:
    """How every stage of every case stands at `now`: STANDINGS from MARKS. What happened later is not known yet.

    A case begins with its first beginning; what the other facts say before that says nothing of it.
    """
    cases, told = _begun(marks, instant(now))
    pauses = list(_pauses(chain, told))
    theirs = {name: chosen(by, cases.person, cases.began) for name, by in clocks.items()}
    found = [STANDINGS.empty_table()]
    for at, stage in enumerate(chain.stages):
        one = _Stage(stage, told.first(1 + at), [held for held in pauses if held.up(stage)])
        found.append(_standing(cases, one, theirs[stage.clock], instant(now)))
    return pa.concat_tables(found)


def course(
    chain: Commitment, marks: pa.Table, clocks: Mapping[Clock, Clocks], now: datetime
) -> dict[str, tuple[Step, ...]]:
    """How the deadline of each stage comes about, from MARKS of one case; nothing where it has not begun."""
    cases, told = _begun(marks, instant(now))
    if not cases.began.size:
        return {}
    pauses, began = list(_pauses(chain, told)), moment(int(cases.began[0]))
    theirs = {name: chosen(by, cases.person, cases.began).of(0) for name, by in clocks.items()}
    return {
        stage.id: theirs[stage.clock].steps(
            began,
            stage.amount,
            [
                (moment(since), None if until == NEVER else moment(until))
                for held in pauses
                if held.up(stage)
                for since, until in zip(held.pauses.since.tolist(), held.pauses.until.tolist(), strict=True)
            ],
        )
        for stage in chain.stages
    }


def _begun(marks: pa.Table, now: int) -> tuple[_Cases, Told]:
    known = marks.filter(pc.less_equal(marks["at"].cast(pa.int64()), now))
    known = known.sort_by([("at", "ascending"), ("seq", "ascending"), ("mark", "ascending")])
    keys = known["case"].combine_chunks().dictionary_encode()
    code, at, mark, seq = _ints(keys.indices), _ints(known["at"]), _ints(known["mark"]), _ints(known["seq"])
    begins = np.flatnonzero(mark == 0)
    begun, first = np.unique(code[begins], return_index=True)
    order = np.argsort(first, kind="stable")
    rows = begins[first[order]]
    place = np.full(len(keys.dictionary), -1, dtype=np.int64)
    place[begun[order]] = np.arange(rows.size)
    facts = known.select(["case", "person", "seq"]).take(rows).combine_chunks()
    key, person, begun_by = (column.combine_chunks() for column in facts.columns)
    cases = _Cases(key, person, begun_by, at[rows])
    case = place[code]
    real = case >= 0
    real[real] = at[real] >= cases.began[case[real]]
    return cases, Told(case, at, mark, seq).taken(real)


def _pauses(chain: Commitment, told: Told) -> Iterator[_Held]:
    """Each kind of pause. An end that no beginning came before says nothing."""
    for number, pause in enumerate(chain.pauses):
        mark = 1 + len(chain.stages) + 2 * number
        chosen = told.of(mark, mark + 1)
        chosen = chosen.taken(np.lexsort((chosen.mark, chosen.at, chosen.case)))
        case, at, ends = chosen.case, chosen.at, chosen.mark == mark + 1
        said = ~ends
        said[1:] |= ~ends[:-1] & (case[1:] == case[:-1])
        following = np.where(ends, np.arange(case.size), case.size)
        following = np.minimum.accumulate(following[::-1])[::-1]
        until = np.append(at, NEVER)[following]
        until[np.append(case, -1)[following] != case] = NEVER
        yield _Held(pause.stages, Pauses(case[~ends], at[~ends], until[~ends]), chosen.taken(said))


def _joined(pauses: list[Pauses]) -> Pauses | None:
    if not any(one.case.size for one in pauses):
        return None
    return Pauses(*(np.concatenate([getattr(one, name) for one in pauses]) for name in ("case", "since", "until")))


def _standing(cases: _Cases, one: _Stage, clock: Chosen, now: int) -> pa.Table:
    amounts = np.full(cases.began.size, amount_of(one.stage.amount), dtype=np.int64)
    held, done = _joined([each.pauses for each in one.held]), np.full_like(amounts, NEVER)
    done[one.ended.case] = one.ended.at
    due = clock.deadlines(cases.began, amounts, held)
    ended = done != NEVER
    took = np.zeros_like(done)
    took[ended] = clock.elapsed(cases.began, np.where(ended, done, cases.began), held)[ended]
    state = np.where(ended, np.where(done <= due, MET, MISSED), np.where(due < now, MISSED, OPEN))
    columns = [
        cases.key,
        cases.person,
        cases.seq,
        pa.array(cases.began).cast(_MOMENT),
        pa.repeat(one.stage.id, cases.began.size),
        _moments(due),
        _moments(done),
        pa.array(took, mask=~ended),
        pa.array(state.astype(object), pa.string()),
        write([one.ended, *(each.told for each in one.held)], np.maximum(due, np.where(ended, done, due))),
    ]
    return pa.table(columns, schema=STANDINGS)


def _moments(instants: Ints) -> pa.Array:
    return pa.array(instants, mask=instants == NEVER).cast(_MOMENT)


def _ints(column: pa.Array | pa.ChunkedArray) -> Ints:
    return np.asarray(
        column.cast(pa.int64()).to_numpy(zero_copy_only=False)
        if isinstance(column, pa.Array)
        else column.cast(pa.int64()).to_numpy()
    )
