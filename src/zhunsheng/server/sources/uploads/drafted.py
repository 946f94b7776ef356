"""A source as it is about to be, before it is published: read and checked as a blueprint would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from zhunsheng.engine.blueprint.check_source import check_source
from zhunsheng.engine.blueprint.check_told import check_told
from zhunsheng.engine.blueprint.complaints import complaints
from zhunsheng.engine.blueprint.document import Path, Raw
from zhunsheng.engine.blueprint.faults import no_entity
from zhunsheng.engine.blueprint.references import references
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem
from zhunsheng.server.blueprints.queries import current, current_number

Body = dict[str, Any]
M = TypeVar("M", Source, Dimension)


def read(body: Body, dimensions: Sequence[Body]) -> tuple[Source | None, list[Problem]]:
    """The source that a body says, and everything that is wrong with it, each placed at its field."""
    source, faults = _model(Source, body)
    names, others = set(_published()), []
    for one in dimensions:
        dimension, wrong = _model(Dimension, one)
        others += [problem.at(f"dimensions.{one.get('id', '')}.{problem.place}") for problem in wrong]
        names |= {dimension.id} if dimension else set()
    if source is None:
        return None, [*faults, *others]
    found = [problem.at(_place(path)) for path, problem in _findings(source, names)]
    return source, [*found, *others]


def _findings(source: Source, dimensions: set[str]) -> Iterator[tuple[Path, Problem]]:
    yield from check_source(source)
    yield from check_told(source)
    for path, ref in references(source):
        if ref.id not in dimensions:
            yield path, no_entity(ref, dimensions)


def _model(model: type[M], body: Body) -> tuple[M | None, list[Problem]]:
    given: dict[str | int, Raw] = {**dict(body.items()), "kind": model.model_fields["kind"].default}
    try:
        return model.model_validate(given), []
    except ValidationError as error:
        return None, [problem.at(_place(path)) for path, problem in complaints(error, given, model)]


def _place(path: Path) -> str:
    return ".".join(map(str, path))


def _published() -> Iterator[str]:
    if current_number():
        yield from current().each(Dimension)
