"""What a file seems to be: a proposal of a new source, and the sources that it fits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhunsheng.connectors.files.kept import keeping, kept
from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.blueprint.writing import plain
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.guessing.fits import Fit, fits
from zhunsheng.engine.facts.guessing.guess import Kind
from zhunsheng.engine.facts.guessing.known import Known, folded
from zhunsheng.engine.facts.guessing.naming import system
from zhunsheng.engine.facts.guessing.propose import Guessed, Proposed, understand
from zhunsheng.engine.facts.guessing.sampling import Sample
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.sources import schemas
from zhunsheng.server.sources.uploads.keeping import read_of
from zhunsheng.server.subjects.queries import called
from zhunsheng.server.worlds.values import WorldInfo

SAMPLE = 20  # rows
LONGEST_CELL = 200  # characters
MOST_COLUMNS = 300
"""What is proposed for; a sheet may have thousands."""
MOST_MEMBERS = 200_000
_BEST = 5


@dataclass(frozen=True)
class Understood:
    """A file as it is shown, as plain data."""

    sheets: list[str]
    sheet: str | None
    rows: int
    headings: list[str]
    sample: list[list[str]]
    proposal: dict[str, Any]
    fits: list[dict[str, Any]]


def understood(world: WorldInfo, path: Path, name: str, sheet: str | None, now: datetime) -> Understood:
    """Read the file once and say what it seems to be; raises ZhunshengError with all that is wrong with it."""
    with called_by(path, name):
        table, taken = open_table(path, sheet), Sample()
        workbook = table.sheet is not None  # reading one takes as long as all that is done with it
        for piece in keeping(table, read_of(path)) if workbook else table.batches():
            taken.take(piece)
    nothing = pa.table({heading: pa.nulls(0, pa.string()) for heading in table.headings})
    rows = taken.table() or nothing
    headings = [*table.headings]
    proposed = understand(rows.select(headings[:MOST_COLUMNS]), name, known_in(world, name, now))
    sources = current().each(Source).values() if current_number() else ()
    return Understood(
        sheets=list(table.sheets),
        sheet=table.sheet,
        rows=taken.rows + len(table.bad),
        headings=headings,
        sample=_sample(rows, headings),
        proposal=_proposal(proposed).model_dump(mode="json"),
        fits=[_fit(one).model_dump(mode="json") for one in fits(sources, headings, name)[:_BEST]],
    )


def opened(path: Path, sheet: str | None) -> RawTable:
    """What was read of the file when it was understood by that sheet, else the file itself."""
    return kept(read_of(path), sheet) or open_table(path, sheet)


@contextmanager
def called_by(path: Path, name: str) -> Iterator[None]:
    """Whatever is wrong with the file is said by the name that people know."""
    try:
        yield
    except ZhunshengError as error:
        if all(one.place != path.name for one in error.problems):
            raise
        named = (replace(one, place=name) if one.place == path.name else one for one in error.problems)
        raise ZhunshengError(*named) from error


def known_in(world: WorldInfo, name: str, now: datetime, *, lists: bool = True) -> Known:
    """What the world knows that has to do with a file of that name; with the members of its lists, or without."""
    bundle = current() if current_number() else None
    members: dict[str, set[str]] = {}
    for dimension, key, label in called(MOST_MEMBERS if lists else 0):
        members.setdefault(dimension, set()).update((folded(key), folded(label)))
    return Known(
        now,
        world.time_zone,
        currency=bundle.settings.currency if bundle else None,
        members={dimension: names - {""} for dimension, names in members.items()},
        dimensions={id_: one.name for id_, one in bundle.each(Dimension).items()} if bundle else {},
        sources=bundle.each(Source).keys() if bundle else (),
        system=system(name),
    )


def _sample(rows: pa.Table, headings: list[str]) -> list[list[str]]:
    columns = [rows[heading].slice(0, SAMPLE).to_pylist() for heading in headings]
    return [[shown(cell) for cell in row] for row in zip(*columns, strict=True)]


def shown(cell: str | None) -> str:
    """A cell as it can be kept and looked at."""
    text = (cell or "").replace("\0", "\ufffd")
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def _proposal(proposed: Proposed) -> schemas.Proposal:
    return schemas.Proposal(
        source=_body(proposed.source),
        dimensions=[_body(one) for one in proposed.dimensions],
        columns=[_column(one) for one in proposed.columns],
    )


def _body(entity: Source | Dimension) -> dict[str, Any]:
    body = plain(entity)
    return {str(name): value for name, value in body.items()} if isinstance(body, dict) else {}


def _column(guessed: Guessed) -> schemas.ColumnGuess:
    field, column = guessed.kind.field, guessed.profile
    return schemas.ColumnGuess(
        heading=guessed.heading,
        field=guessed.field,
        type=field.type.value,
        dimension=field.dimension,
        role=guessed.role,
        confidence=round(guessed.kind.confidence, 2),
        why=guessed.kind.why,
        samples=column.samples,
        filled=round(column.filled, 4),
        distinct=len(column.distinct),
        others=[_guess(kind) for kind in guessed.kinds],
    )


def _guess(kind: Kind) -> schemas.Guess:
    field = kind.field
    return schemas.Guess(
        type=field.type.value,
        dimension=field.dimension,
        confidence=round(kind.confidence, 2),
        formats=list(field.formats),
    )


def _fit(fit: Fit) -> schemas.Fit:
    source = fit.source
    return schemas.Fit(
        source=source.id,
        name=source.name,
        score=round(fit.score, 2),
        certain=fit.certain,
        renamed=[
            schemas.Renamed(
                field=one.field,
                name=source.fields[one.field].name or Text(zh=one.field, en=one.field),
                column=source.heading(one.field),
                heading=one.heading,
                confidence=round(one.confidence, 2),
            )
            for one in fit.renamed
        ],
        missing=list(fit.missing),
        unused=list(fit.unused),
    )
