"""The help desk example on its real log."""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = CHECKOUT / "examples" / "helpdesk"

Log = dict[str, list[tuple[datetime, str]]]
"""Ticket → (wall time, activity), in the order of the file."""


@pytest.fixture(scope="session")
def file() -> Path:
    """The log."""
    folder = Path(os.environ.get("ZHUNSHENG_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "helpdesk"
    found = folder / "helpdesk_2010_2011.csv"
    if not found.is_file():
        pytest.skip(f"no help desk log in {folder}: set ZHUNSHENG_TEST_DATA to where it is")
    return found


@pytest.fixture(scope="session")
def log(file: Path) -> Log:
    """The log as somebody reads it who knows nothing of the product."""
    told: Log = {}
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            wall = datetime.fromisoformat(row["time:timestamp"]).replace(tzinfo=None)
            told.setdefault(row["case:concept:name"], []).append((wall, row["concept:name"]))
    return told


@pytest.fixture
def desk(world: WorldInfo, file: Path) -> WorldInfo:
    """A world with the example's blueprint and the log in it."""
    publish_directory(EXAMPLE, now=now(world))
    zoned = queries.world(queries.LIVE)
    load(zoned, current().each(Source)["events"], file, now(zoned))
    tick(zoned, now(zoned))
    return zoned
