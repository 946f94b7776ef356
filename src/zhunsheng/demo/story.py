"""The story: a home is made, the company's files come in three deliveries, the numbers follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from zhunsheng.demo.accounts import accounts, open_accounts
from zhunsheng.demo.exports import Export, exports
from zhunsheng.demo.truth import blueprint, truth
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.facts.queries import receipts
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.upkeep import found
from zhunsheng.server.worlds.values import WorldInfo

STEPS = 13
"""How often a play that begins from nothing reports progress."""


@dataclass(frozen=True)
class Played:
    """The company's world, and how many files this play had to load."""

    world: WorldInfo
    loaded: int


def play(home: Home, done: Callable[[int], None]) -> Played:
    """Bring the home to the end of the story, from wherever it is; raises ZhunshengError for somebody else's home.

    `done` is told 1 after every step.
    """
    found(home)
    done(1)
    world = queries.world(queries.LIVE)
    with enter(world):
        loaded = tell(world, home.scratch, done)
        open_accounts(accounts(home, truth().people), queries.real_now())
        return Played(world, loaded)


def tell(world: WorldInfo, scratch: Path, done: Callable[[int], None]) -> int:
    """Bring the world, entered, to the end of the story, and return how many files had to be loaded."""
    bundle, files = _published(world), exports(truth())
    done(1)
    with TemporaryDirectory(dir=scratch) as folder:
        return sum(
            _deliver(world, bundle, moment, list(delivery), Path(folder), done)
            for moment, delivery in groupby(files, key=lambda one: one.moment)
        )


def _published(world: WorldInfo) -> Bundle:
    """The blueprint in force; in a new world, that of the example."""
    ours = blueprint()
    if current_number() == 0:
        set_clock(world, min(one.moment for one in exports(truth())))
        publish(ours, now=queries.now(world), note="demo")
    if current().settings.name != ours.settings.name:
        raise ZhunshengError(_somebody_elses())
    return current()


def _deliver(
    world: WorldInfo,
    bundle: Bundle,
    moment: datetime,
    delivery: Sequence[Export],
    folder: Path,
    done: Callable[[int], None],
) -> int:
    """Load what comes together, on the day on which it comes, and return how many files had to be.

    The world's clock goes on to a delivery when everything before it is done, so it tells where a play was cut off.
    """
    if queries.now(world) > moment:
        return 0
    set_clock(world, moment)
    told = {(receipt.source, receipt.name) for receipt in receipts()}
    missing = [one for one in delivery if (one.source, one.name) not in told]
    for one in missing:
        load(world, bundle.each(Source)[one.source], one.write(folder), moment)
        done(1)
    tick(world, moment)
    return len(missing)


def _somebody_elses() -> Problem:
    return Problem(
        "demo.home_in_use",
        Text(zh="这个主目录里已有别的公司的数据", en="this home holds another company's data"),
        Text(zh="用 --home 另指一个空目录", en="name an empty folder with --home"),
    )
