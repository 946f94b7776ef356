"""The draft over what is published: what can be read of it, and what is wrong in which field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhunsheng.engine.blueprint.bodies import body
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.entity import SETTINGS
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.drafts.overlay import laid

ROOT = Path(__file__).parents[5]
BUNDLES = sorted(
    file.parent for folder in ("examples", "src/zhunsheng/templates") for file in (ROOT / folder).glob("*/bundle.yaml")
)


@pytest.mark.parametrize("folder", BUNDLES, ids=lambda folder: folder.name)
def test_every_entity_goes_out_as_json_and_comes_back_the_same(folder: Path) -> None:
    bundle = sound(read_directory(folder))
    sent = {ref: json.loads(json.dumps(body(entity))) for ref, entity in bundle.entities.items()}
    reading = laid(None, {**sent, SETTINGS: json.loads(json.dumps(body(bundle.settings)))})
    assert reading.bundle() == bundle
