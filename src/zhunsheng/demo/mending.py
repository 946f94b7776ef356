"""How the example's refused rows should have read: the person who typed them would know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from zhunsheng.demo.truth import Truth
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.facts.values import Waiting
from zhunsheng.server.subjects.values import Unmatched

Command = tuple[str, ...]


def mending(truth: Truth, bundle: Bundle, rows: Sequence[Waiting], strays: Sequence[Unmatched]) -> Iterator[Command]:
    """The commands that settle what waits: one for each source with refused rows, one for each unmatched value."""
    for name, waiting in groupby(sorted(rows, key=lambda row: row.source), key=lambda row: row.source):
        source = bundle.each(Source)[name]
        edits = [f"{row.id}:{field}={_right(truth, row, field)}" for row in waiting for field in _wrong(source, row)]
        yield ("redo", name, *(word for edit in edits for word in ("--set", edit)))
    for stray in strays:
        for proposal in stray.proposals[:1]:
            yield ("match", stray.dimension, stray.key, proposal)


def _wrong(source: Source, row: Waiting) -> list[str]:
    """The fields that could not be read; problems name them by heading."""
    fields = {source.heading(name): name for name in source.fields}
    return [fields[problem["field"]] for problem in row.problems if problem["field"] in fields]


def _right(truth: Truth, row: Waiting, field: str) -> str:
    """What truly happened; a row that is not of the example's own keeps a gap to be filled."""
    deal = next((deal for deal in truth.deals if deal.number == row.cells.get("number")), None)
    if deal is not None and field in ("closed", "value"):
        return str(getattr(deal, field))
    key = tuple(row.cells.get(name) for name in ("day", "shift", "machine"))
    shift = next((one for one in truth.shifts if (str(one.day), one.name, one.machine) == key), None)
    return str(shift.down) if shift is not None and field == "down" else "…"
