"""A column as it is seen: its texts tidied, how many differ, how much of it a field could read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts.cells import Column, tidy
from zhunsheng.engine.facts.parsing import read_cells
from zhunsheng.engine.facts.source import SourceField

_GLANCE = 100
"""Different texts that show whether reading all of them is worth while."""
_HOPELESS = 0.3
_SHOWN, _LONGEST_SHOWN = 5, 80


@dataclass(frozen=True)
class Profile:
    """`texts`: tidied, null where blank. `distinct`: the different ones, most frequent first; `counts`: of each."""

    heading: str
    texts: pa.Array
    distinct: pa.Array
    counts: tuple[int, ...]
    now: datetime
    time_zone: str

    @classmethod
    def of(cls, heading: str, column: pa.ChunkedArray, now: datetime, time_zone: str) -> Profile:
        texts = tidy(
            pa.concat_arrays(column.chunks) if column.num_chunks else pa.nulls(0, pa.string()), fold_width=True
        )
        counted = pc.value_counts(texts.drop_null())
        order = pc.sort_indices(counted.field("counts"), sort_keys=[("", "descending")])
        counts = tuple(counted.field("counts").take(order).to_pylist())
        return cls(heading, texts, counted.field("values").take(order), counts, now, time_zone)

    @property
    def filled(self) -> float:
        return sum(self.counts) / len(self.texts) if len(self.texts) else 0.0

    @property
    def rows(self) -> int:
        """How many cells say something."""
        return sum(self.counts)

    @cached_property
    def words(self) -> list[str]:
        """The different texts, most frequent first."""
        found: list[str] = self.distinct.to_pylist()
        return found

    @property
    def samples(self) -> list[str]:
        return [text[:_LONGEST_SHOWN] for text in self.words[:_SHOWN]]

    def share(self, holds: Callable[[str], object]) -> float:
        """Share of the filled cells of which it holds."""
        return self._share([bool(holds(text)) for text in self.words])

    def readable(self, field: SourceField) -> float:
        """Share of the filled cells that the field could read; 0 where a glance shows that it is few."""
        if not self.rows:
            return 0.0
        glance = self.read(field, self.distinct.slice(0, _GLANCE))
        few = min(_GLANCE, len(self.distinct))
        if 1 - len(glance.faults) / few < _HOPELESS:
            return 0.0
        wrong = self.read(field, self.distinct).faults if len(self.distinct) > few else glance.faults
        return self._share([at not in wrong for at in range(len(self.distinct))])

    def read(self, field: SourceField, texts: pa.Array) -> Column:
        return read_cells(field, texts, self.time_zone, self.now)

    def _share(self, good: list[bool]) -> float:
        kept = sum(count for count, holds in zip(self.counts, good, strict=True) if holds)
        return kept / self.rows if self.rows else 0.0
