"""The goals of the second half of 2025, and what each is said to do for another: some of it is true (T1, T2, D3)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.goals.actions import import_goals
from zhunsheng.server.goals.sheet import read_files
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.worlds.values import WorldInfo

FOLDER = Path(__file__).parent / "targets"


def agree(world: WorldInfo, now: datetime) -> None:
    """Take over the company's goals, in the world that is entered; their owners are known by then."""
    with reading.backend(world) as engine:
        sheets = read_files([FOLDER], world.time_zone, now)
        import_goals(Scene(world, current(), engine, now), sheets, now=now)
