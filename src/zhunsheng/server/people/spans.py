"""Who belonged where from when to when, as columns. Pure.

Span tables are (subject: int64, member: int64, since: date32, until: date32), until exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

SPANS = pa.schema({"subject": pa.int64(), "member": pa.int64(), "since": pa.date32(), "until": pa.date32()})

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Spans:
    """The columns of a span table; days as days since 1970-01-01."""

    subject: Ints
    member: Ints
    since: Ints
    until: Ints

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int]]) -> Self:
        columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
        return cls(*columns.T)

    def taken(self, rows: Ints | npt.NDArray[np.bool_]) -> Spans:
        return Spans(self.subject[rows], self.member[rows], self.since[rows], self.until[rows])

    def meant(self, same_as: Mapping[int, int]) -> Spans:
        """With the members that others were found to be."""
        member = [same_as.get(id_, id_) for id_ in self.member.tolist()]
        return _replaced(self, np.array(member, dtype=np.int64))

    def table(self) -> pa.Table:
        dates = [pa.array(days.astype(np.int32)).cast(pa.date32()) for days in (self.since, self.until)]
        return pa.table([pa.array(self.subject), pa.array(self.member), *dates], schema=SPANS)


def up_the_tree(spans: Spans, parents: Mapping[int, int | None]) -> Spans:
    """For every span one of the member and one of each ancestor of it."""
    steps = [spans]
    while steps[-1].member.size:
        last = steps[-1]
        above = np.array([parents[member] or 0 for member in last.member.tolist()], dtype=np.int64)
        steps.append(_replaced(last, above).taken(above > 0))
    return _joined(steps)


def up_the_line(direct: Spans) -> Spans:
    """For every span under a manager also those under that manager's managers, as it was on each day."""
    return climbed(direct, direct)


def climbed(first: Spans, direct: Spans) -> Spans:
    """The first spans, and for each those under the managers above, by the direct ones, as it was on each day.

    Raises ValueError where the direct ones run in a circle.
    """
    posts = direct.taken(np.argsort(direct.subject, kind="stable"))
    steps = [first]
    while steps[-1].member.size:
        if len(steps) > np.unique(direct.member).size + 1:
            raise ValueError("reporting lines run in a circle")
        steps.append(_above(steps[-1], posts))
    return _joined(steps)


def _above(spans: Spans, posts: Spans) -> Spans:
    """The managers of the spans' members, while both hold; `posts` ordered by subject."""
    first = np.searchsorted(posts.subject, spans.member, side="left")
    count = np.searchsorted(posts.subject, spans.member, side="right") - first
    row = np.repeat(np.arange(count.size), count)
    post = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    met = Spans(
        subject=spans.subject[row],
        member=posts.member[post],
        since=np.maximum(spans.since[row], posts.since[post]),
        until=np.minimum(spans.until[row], posts.until[post]),
    )
    return met.taken(met.since < met.until)


def _replaced(spans: Spans, member: Ints) -> Spans:
    return Spans(spans.subject, member, spans.since, spans.until)


def _joined(steps: Sequence[Spans]) -> Spans:
    return Spans(
        *(np.concatenate([getattr(step, name) for step in steps]) for name in SPANS.names),
    )
