"""The story: the company's files come in three deliveries, the numbers follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from e2e.company.accounts import accounts
from e2e.company.exports import Export, exports
from e2e.company.truth import blueprint, truth
from zhunsheng.demo.accounts import open_accounts
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.upkeep import found
from zhunsheng.server.worlds.values import WorldInfo


def play(home: Home) -> None:
    """Bring a new home to the end of the story."""
    found(home)
    world = queries.world(queries.LIVE)
    with enter(world), TemporaryDirectory(dir=home.scratch) as folder:
        bundle = _published(world)
        for moment, delivery in groupby(exports(truth()), key=lambda one: one.moment):
            _deliver(world, bundle, moment, list(delivery), Path(folder))
        open_accounts(accounts(home, truth().people), queries.real_now())


def _published(world: WorldInfo) -> Bundle:
    """The company's blueprint, put in force."""
    set_clock(world, min(one.moment for one in exports(truth())))
    publish(blueprint(), now=queries.now(world), note="demo")
    return current()


def _deliver(world: WorldInfo, bundle: Bundle, moment: datetime, delivery: Sequence[Export], folder: Path) -> None:
    """Load what comes together, on the day on which it comes."""
    set_clock(world, moment)
    for one in delivery:
        load(world, bundle.each(Source)[one.source], one.write(folder), moment)
    tick(world, moment)
