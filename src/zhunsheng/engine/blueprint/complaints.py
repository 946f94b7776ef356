"""What a model has against data, in plain words and at the place where a person wrote it.

Of the branches of a union only the one that was meant is spoken about: the named kind, or the shape that fits best.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from zhunsheng.engine.blueprint.document import Path, Raw
from zhunsheng.engine.blueprint.phrases import said
from zhunsheng.engine.values import Problem

_TELLS = ("kind", "feeds")
_MISFITS = ("missing", "extra_forbidden")


class _Complaint:
    """A detail of pydantic's, with its location told apart into the document's path and the branches of unions."""

    def __init__(self, detail: ErrorDetails, raw: Raw) -> None:
        self.detail = detail
        self.loc = detail["loc"]
        self.forks: list[int] = []
        self.path: Path = ()
        node, fresh = raw, False
        for index, step in enumerate(self.loc):
            if self._is_fork(node, index, fresh):
                self.forks.append(index)
                fresh = False
            elif step != "[key]":
                self.path = (*self.path, str(step) if isinstance(node, dict) else step)
                node, fresh = _child(node, step), True

    def _is_fork(self, node: Raw, index: int, fresh: bool) -> bool:
        step = self.loc[index]
        if step == "[key]":
            return False
        if isinstance(node, list):
            return not isinstance(step, int)
        if not isinstance(node, dict):
            return True
        if fresh and step in [node.get(name) for name in _TELLS]:
            return True
        absent = index == len(self.loc) - 1 and self.detail["type"] == "missing"
        return not absent and _child(node, step) is None and step not in node

    def branches(self) -> Iterator[tuple[tuple[str | int, ...], str | int]]:
        """(where a union stood, which branch this is about), from the outside in."""
        return ((self.loc[:fork], self.loc[fork]) for fork in self.forks)

    def misfits(self, fork: int) -> bool:
        """Whether it says that the branch at this fork does not fit: a key it lacks or does not know."""
        return self.detail["type"] in _MISFITS and len(self.loc) == fork + 2


def complaints(error: ValidationError, raw: Raw, model: type[BaseModel]) -> list[tuple[Path, Problem]]:
    """One problem for each thing that is wrong, with the path of the node that it is about."""
    found = [_Complaint(detail, raw) for detail in error.errors(include_url=False)]
    meant = _meant(found)
    kept = [one for one in found if all(meant[place] == branch for place, branch in one.branches())]
    spoken: dict[tuple[Path, str], Problem] = {}
    for one in kept:
        names = _names(model, one.loc, one.forks)
        problem = said(one.path, one.detail, names, open_choice=_scalar_union(one, found))
        if problem is not None:
            spoken.setdefault((one.path, one.detail["type"]), problem)
    return [(path, problem) for (path, _), problem in spoken.items()]


def _meant(found: list[_Complaint]) -> dict[tuple[str | int, ...], str | int]:
    """For every union the branch with the fewest misfits; a list was meant where a list stands."""
    counts: dict[tuple[str | int, ...], dict[str | int, int]] = {}
    for one in found:
        for fork, (place, branch) in zip(one.forks, one.branches(), strict=True):
            scores = counts.setdefault(place, {})
            scores[branch] = scores.get(branch, 0) + one.misfits(fork)
    return {
        place: min(scores, key=lambda tag: (scores[tag], _depth(place, tag, found))) for place, scores in counts.items()
    }


def _depth(place: tuple[str | int, ...], tag: str | int, found: list[_Complaint]) -> int:
    """Less where the complaints go deeper: that branch understood more of the data."""
    return -max(len(one.loc) for one in found if one.loc[: len(place) + 1] == (*place, tag))


def _scalar_union(one: _Complaint, found: list[_Complaint]) -> bool:
    """Whether the value could have been one of several simple types, so that naming one would mislead."""
    if not one.forks or one.forks[-1] != len(one.loc) - 1:
        return False
    place = one.loc[:-1]
    return any(other.loc[:-1] == place and other.loc != one.loc for other in found)


def _child(node: Raw, step: str | int) -> Raw:
    if isinstance(node, list):
        return node[step] if isinstance(step, int) and step < len(node) else None
    if isinstance(node, dict):
        return node.get(step, node.get(int(step)) if isinstance(step, str) and step.isdigit() else None)
    return None


def _names(model: type[BaseModel], loc: tuple[str | int, ...], forks: list[int]) -> set[str]:
    """The keys that the mapping around the place may have."""
    models = {model}
    for index, step in enumerate(loc[:-1]):
        if index in forks:
            models = {one for one in models if step in _tags(one)}
        elif fields := [one.model_fields[name] for one in models for name in _declared(one, step)]:
            models = {inner for field in fields for inner in _models(field.annotation)}
    return {field.alias or name for one in models for name, field in one.model_fields.items()}


def _declared(model: type[BaseModel], step: str | int) -> list[str]:
    return [name for name, field in model.model_fields.items() if step in (name, field.alias)]


def _tags(model: type[BaseModel]) -> set[object]:
    told = (model.model_fields[name].annotation for name in _TELLS if name in model.model_fields)
    return {model.__name__} | {tag for annotation in told for tag in get_args(annotation)}


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
