"""The example company, told to the product once for each seed; numbers are asked from the product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from zhunsheng.demo import days
from zhunsheng.demo.company import SEED, Company
from zhunsheng.demo.delivery import Delivery, write
from zhunsheng.demo.goals import agree
from zhunsheng.demo.systems import EXPORTS
from zhunsheng.demo.truths import Truth
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Grain, Window
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.goals.queries import check
from zhunsheng.server.goals.values import Checked
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import numbers
from zhunsheng.server.metrics.values import Number
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.values import WorldInfo

SEEDS = [pytest.param(seed, marks=pytest.mark.xdist_group(f"kangrui-{seed}")) for seed in (SEED, 1, 2)]


@dataclass(frozen=True)
class Told:
    """The company, and what the product makes of what its systems tell."""

    company: Company
    world: WorldInfo

    def truth(self, name: str) -> Truth:
        return self.company.truths[name]

    def numbers(self, metric: str, dimension: str, grain: str, since: date, until: date) -> list[Number]:
        """The product's numbers for the periods from `since` up to but not including `until`."""
        with enter(self.world), reading.backend(self.world) as engine:
            scene = Scene(self.world, current(), engine, days.NOW)
            return list(numbers(scene, metric, dimension, Grain(grain), Window(since, until)))

    def links(self) -> dict[str, Checked]:
        """What the product says of the links between goals, by the child's code."""
        with enter(self.world), reading.backend(self.world) as engine:
            found = check(Scene(self.world, current(), engine, days.NOW))
        return {one.child: one for one in found.links}

    def by(
        self, metric: str, dimension: str, grain: str, since: date, until: date
    ) -> dict[str, dict[str, float | None]]:
        """Key of the subject (工号, unit path, name of a region …) → label of the period → value."""
        found: dict[str, dict[str, float | None]] = {}
        for one in self.numbers(metric, dimension, grain, since, until):
            found.setdefault(one.subject or "", {})[one.period or ""] = one.value
        return found


def loaded(world: WorldInfo, company: Company, folder: Path) -> None:
    """Everything up to now, in one sitting."""
    since = datetime.combine(days.FIRST, time())
    bundle, delivery = current(), Delivery(since, days.NOW.replace(tzinfo=None), first=True)
    for export in EXPORTS:
        path = write(delivery, export, [company], days.FIRST, folder)
        if path is not None:
            load(world, bundle.each(Source)[export.source], path, days.NOW)
            path.unlink()


@pytest.fixture(scope="session", params=SEEDS)
def told(request: pytest.FixtureRequest, home: Home, _live: WorldInfo) -> Iterator[Told]:
    seed: int = request.param
    world = actions.create(f"kangrui{seed}")
    actions.set_clock(world, days.NOW)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=home.scratch)))
        with enter(world):
            publish(days.blueprint(), now=days.NOW, note="demo")
            loaded(world, Company(seed), folder)
            tick(world, days.NOW)
            agree(world, days.NOW)
    yield Told(Company(seed), world)
    actions.drop(world)
