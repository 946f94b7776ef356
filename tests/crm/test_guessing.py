"""What is proposed for the CRM's files, beside the blueprint that somebody wrote for them: little is left to change."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel
from tests.crm.conftest import CHECKOUT

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.sources.uploads.understanding import understood
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

Difference = tuple[str, ...]
LEFT: dict[str, set[Difference]] = {
    "accounts": {("fields", "revenue", "type"), ("fields", "revenue", "unit")},
    "products": set(),
    "teams": {("id",)},
    "pipeline": {("id",)},
}
"""By source what somebody still changes by hand: revenue is in millions, so it is no money; two ids are shorter."""
_WORDS = ("name", "description", "system")


@pytest.fixture
def example() -> Bundle:
    return sound(read_directory(CHECKOUT / "examples" / "crm-sales"))


def differences(proposed: Source, wanted: Source) -> set[Difference]:
    """Which parts are not the same; what people call things is theirs to say, and choices have no order."""
    found: set[Difference] = {(part,) for part in _parts(proposed, wanted, {"fields"})}
    for name in proposed.fields.keys() | wanted.fields.keys():
        one, other = proposed.fields.get(name), wanted.fields.get(name)
        if one is None or other is None:
            found.add(("fields", name))
            continue
        found |= {("fields", name, part) for part in _parts(one, other, {"choices"})}
        if one.type is other.type is FieldType.CHOICE and set(one.choices) != set(other.choices):
            found.add(("fields", name, "choices"))
    return found


def _parts(one: BaseModel, other: BaseModel, without: set[str]) -> set[str]:
    names = set(type(one).model_fields) - set(_WORDS) - without
    return {name for name in names if getattr(one, name) != getattr(other, name)}


def test_little_is_left_to_change_by_hand(published: WorldInfo, files: dict[str, Path], example: Bundle) -> None:
    wanted = example.each(Source)
    moment = now(published)
    left = {}
    for source in ("accounts", "products", "teams", "pipeline"):
        path = files[source]
        seen = understood(published, path, path.name, None, moment)
        proposed = Source.model_validate(seen.proposal["source"]).model_dump()
        proposed["id"] = proposed["id"].removesuffix("_2")  # the example has taken it
        left[source] = differences(Source.model_validate(proposed), wanted[source])
        best = seen.fits[0]
        assert (best["source"], best["certain"]) == (source, True)
        load(published, wanted[source], path, moment)
    assert left == LEFT
    assert all(len(parts) <= 3 for parts in left.values())


def test_lists_bring_their_dimensions_along_where_there_are_none(
    world: WorldInfo, files: dict[str, Path], example: Bundle
) -> None:
    brought = []
    for source in ("accounts", "products"):
        path = files[source]
        brought += understood(world, path, path.name, None, now(world)).proposal["dimensions"]
    assert {Dimension.model_validate(one).id for one in brought} == example.each(Dimension).keys()
