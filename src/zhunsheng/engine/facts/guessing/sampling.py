"""Some thousand rows of a file, from its beginning, its end and in between, taken while it is read once."""

from __future__ import annotations

import pyarrow as pa

MOST = 5_000
_FIRST, _LAST, _OF_A_PIECE = 2_000, 1_500, 300


class Sample:
    """Takes pieces one after the other. `rows`: how many came; `first`: those of the beginning."""

    def __init__(self) -> None:
        self.rows = 0
        self.first: pa.Table | None = None
        self._between: list[pa.Table] = []
        self._last: pa.Table | None = None

    def take(self, piece: pa.Table) -> None:
        """The next rows of the file."""
        if not piece.num_rows:
            return
        self.rows += piece.num_rows
        rest = piece
        if self.first is None or self.first.num_rows < _FIRST:
            missing = _FIRST - (self.first.num_rows if self.first else 0)
            begun = piece.slice(0, missing)
            self.first = begun if self.first is None else pa.concat_tables([self.first, begun])
            rest = piece.slice(missing)
        if rest.num_rows:
            kept = rest if self._last is None else pa.concat_tables([self._last, rest])
            before = kept.num_rows - _LAST
            if before > 0:
                self._between.append(_every(kept.slice(0, before), _OF_A_PIECE))
            # copied, so that what was read is not held by its end
            self._last = kept.slice(max(0, before)).take(pa.array(range(min(_LAST, kept.num_rows)), pa.int64()))

    def table(self) -> pa.Table | None:
        """The rows kept, in the order of the file; None: none came."""
        if self.first is None:
            return None
        parts = [self.first]
        if self._between:
            parts.append(_every(pa.concat_tables(self._between), MOST - _FIRST - _LAST))
        return pa.concat_tables([*parts, *([self._last] if self._last is not None else [])]).combine_chunks()


def _every(rows: pa.Table, most: int) -> pa.Table:
    """As many as that, evenly spread."""
    if rows.num_rows <= most:
        return rows
    return rows.take(pa.array([at * rows.num_rows // most for at in range(most)], pa.int64()))
