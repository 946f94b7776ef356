"""The CRM example on its real files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

CHECKOUT = Path(__file__).parents[2]
FILES = {"accounts": "accounts", "products": "products", "teams": "sales_teams", "pipeline": "sales_pipeline"}


@pytest.fixture(scope="session")
def crm() -> Path:
    """The folder with the CRM's files."""
    folder = Path(os.environ.get("ZHUNSHENG_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "crm"
    if not folder.is_dir():
        pytest.skip(f"no CRM files in {folder}: set ZHUNSHENG_TEST_DATA to where they are")
    return folder


@pytest.fixture
def files(crm: Path) -> dict[str, Path]:
    """Source → its file."""
    return {source: crm / f"{name}.csv" for source, name in FILES.items()}


@pytest.fixture
def published(world: WorldInfo) -> WorldInfo:
    """A world with the example's blueprint and no facts."""
    publish_directory(CHECKOUT / "examples" / "crm-sales", now=now(world))
    return world


@pytest.fixture
def loaded(published: WorldInfo, files: dict[str, Path]) -> WorldInfo:
    """The same with all four files loaded."""
    for source, file in files.items():
        load(published, current().each(Source)[source], file, now(published))
    tick(published, now(published))
    return published
