"""What receipts say of cells whose field is not open to who reads them: where and what to do, not what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.policy import reaches
from zhunsheng.server.access.roles import Act, FieldClass
from zhunsheng.server.access.values import Viewer
from zhunsheng.server.blueprints.queries import editions
from zhunsheng.server.facts.values import Held, Receipt

_OF_NO_CELL = ("file.", "push.", "row.")
"""How codes begin of problems that quote no cell."""


@dataclass(frozen=True)
class Veil:
    """By source the fields whose cells are not for the reader, and the places of problems that quote them."""

    fields: Mapping[str, set[str]]
    places: Mapping[str, set[str]]

    def receipt(self, one: Receipt) -> Receipt:
        return replace(one, notes=tuple(self.over(one.source, note) for note in one.notes))

    def held(self, source: str, one: Held) -> Held:
        return replace(one, problems=tuple(self.over(source, problem) for problem in one.problems))

    def over(self, source: str, problem: Problem) -> Problem:
        """The problem as the reader may see it."""
        if problem.place not in self.places.get(source, ()) or problem.code.startswith(_OF_NO_CELL):
            return problem
        return replace(problem, message=_UNSHOWN)


def veil(reader: Viewer) -> Veil:
    """Drawn over every field that is, or ever was, of a class the reader does not see."""
    classes = {each for each in FieldClass if not reaches(reader, Act.FACTS_READ, each)}
    fields: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for edition in editions() if classes else ():
        for source in edition.bundle.each(Source).values():
            for name, field in source.fields.items():
                if FieldClass(field.scope) in classes:
                    fields.setdefault(source.id, set()).add(name)
                    places.setdefault(source.id, set()).update(_places(source, name))
    return Veil(fields, places)


def _places(source: Source, name: str) -> Iterator[str]:
    """Where problems with the field are placed: at a heading, at a dimension, and those with keys nowhere."""
    field = source.fields[name]
    yield from (name, source.heading(name), *field.also)
    if field.dimension:
        yield field.dimension
    if name in source.key:
        yield ""


_UNSHOWN = Text(
    zh="这里的内容不合要求；它不在你的权限内，不显示",
    en="what stands here is not as expected; it is not yours to see",
)
