"""What is told of cases, in order, and which of it ended or paused a stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.calendar.instants import Ints


@dataclass(frozen=True)
class Told:
    """Marks of cases that have begun, in order: place of the case, instant, which fact, its sequence."""

    case: Ints
    at: Ints
    mark: Ints
    seq: Ints

    def taken(self, rows: Ints | npt.NDArray[np.bool_]) -> Told:
        return Told(self.case[rows], self.at[rows], self.mark[rows], self.seq[rows])

    def of(self, *marks: int) -> Told:
        return self.taken(np.isin(self.mark, marks))

    def first(self, mark: int) -> Told:
        """Of each case its first such mark, in the order of cases."""
        chosen = self.of(mark)
        return chosen.taken(np.unique(chosen.case, return_index=True)[1])

    @classmethod
    def joined(cls, parts: Iterable[Told]) -> Told:
        some = list(parts)
        return cls(*(np.concatenate([getattr(one, name) for one in some]) for name in ("case", "at", "mark", "seq")))


class Named(NamedTuple):
    """A fact that ended or paused a stage: which of `Commitment.facts()`, counted from 0, and its sequence."""

    mark: int
    seq: int


def write(told: Sequence[Told], until: Ints) -> pa.Array:
    """Of each case the facts up to an instant as text, in order: `mark@seq mark@seq`; empty where there are none."""
    facts = Told.joined(told)
    facts = facts.taken(facts.at <= until[facts.case])
    facts = facts.taken(np.lexsort((facts.mark, facts.at, facts.case)))
    words = pc.binary_join_element_wise(pa.array(facts.mark).cast("string"), pa.array(facts.seq).cast("string"), "@")
    offsets = np.searchsorted(facts.case, np.arange(until.size + 1)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), words), " ")


def read(text: str) -> list[Named]:
    """What `write` wrote."""
    return [Named(*map(int, word.split("@"))) for word in text.split()]
