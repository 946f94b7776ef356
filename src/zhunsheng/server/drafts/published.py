"""What is published, entity by entity, the settings among them."""

from __future__ import annotations

from zhunsheng.engine.blueprint.bodies import Body, body
from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.entity import SETTINGS, AnyEntity, Ref
from zhunsheng.engine.blueprint.migrations import CURRENT
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints.values import Newest
from zhunsheng.server.worlds.queries import here


def found_in(bundle: Bundle | None, ref: Ref) -> AnyEntity | Settings | None:
    """The entity of a bundle; None where it has none."""
    if bundle is None:
        return None
    return bundle.settings if ref == SETTINGS else bundle.entities.get(ref)


def body_in(bundle: Bundle | None, ref: Ref) -> Body | None:
    """The same as plain data."""
    found = found_in(bundle, ref)
    return None if found is None else body(found)


def base_of(newest: Newest, ref: Ref) -> str:
    """Which published text there is of an entity; empty: none."""
    return newest.hashes.get(ref.path, "")


def first_settings() -> Settings:
    """What stands for the settings where there are none that can be read."""
    return Settings(format=CURRENT, name=Text(zh="公司", en="Company"), time_zone=here().time_zone)
