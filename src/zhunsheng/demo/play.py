"""The play: a home is made, the company's files come in as they would have, the numbers follow; then day after day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from zhunsheng.demo import days
from zhunsheng.demo.accounts import accounts, open_accounts
from zhunsheng.demo.company import SEED, Company
from zhunsheng.demo.delivery import Delivery, history, name, write
from zhunsheng.demo.goals import agree
from zhunsheng.demo.systems import EXPORTS
from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.facts.queries import receipts
from zhunsheng.server.project.home import Home
from zhunsheng.server.tick.actions import take_in, tick
from zhunsheng.server.worlds import queries
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.upkeep import found
from zhunsheng.server.worlds.values import WorldInfo

Done = Callable[[int], None]
MONTHS = 36


@dataclass(frozen=True)
class Plot:
    """Which company is played: its seed, how many branches of 287 people, how many months of history."""

    seed: int = SEED
    scale: int = 1
    months: int = MONTHS

    @cached_property
    def companies(self) -> list[Company]:
        return [Company(self.seed, branch) for branch in range(self.scale)]

    @property
    def since(self) -> date:
        """The first day of history."""
        first = days.month_of(days.NOW.date())
        for _ in range(self.months):
            first = days.month_of(first - timedelta(days=1))
        return max(first, days.FIRST)

    @property
    def steps(self) -> int:
        """How often a play that begins from nothing reports progress."""
        return 2 + len(history(self.since)) * (len(EXPORTS) + 1)


@dataclass(frozen=True)
class Played:
    """The company's world, and how many files this play had to load."""

    world: WorldInfo
    plot: Plot
    loaded: int


def play(home: Home, plot: Plot, done: Done) -> Played:
    """Bring the home to the story's now, from wherever it is; raises ZhunshengError for somebody else's home.

    A home keeps the plot that it began with. `done` is told 1 after every step.
    """
    found(home)
    world = queries.world(queries.LIVE)
    with enter(world):
        bundle, plot = _published(world), begun(home, plot)
        done(1)
        stage = _Stage(world, bundle, plot, done)
        with TemporaryDirectory(dir=home.scratch) as folder:
            loaded = sum(stage.deliver(delivery, Path(folder)) for delivery in history(plot.since))
        tick(world, queries.now(world))
        done(1)
        open_accounts(accounts(home, plot.companies[0]), queries.real_now())
    return Played(world, plot, loaded)


def go_on(home: Home, since: datetime, until: datetime, done: Done) -> Played:
    """Let the time between pass: the clock moves on and what the systems tell until then comes in.

    Cut off and asked for again, it goes on where it was. Raises ZhunshengError past the story's end.
    """
    refusal = over(until)
    if refusal is not None:
        raise ZhunshengError(refusal)
    world = queries.world(queries.LIVE)
    with enter(world), TemporaryDirectory(dir=home.scratch) as folder:
        plot = kept(home) or Plot()
        stage = _Stage(world, current(), plot, done)
        loaded = stage.deliver(Delivery(wall(since), wall(until)), Path(folder))
        tick(world, queries.now(world))
        done(1)
    return Played(world, plot, loaded)


def kept(home: Home) -> Plot | None:
    """The plot that the home was begun with; None for any other company's home."""
    path = _book(home)
    return Plot(**json.loads(path.read_text())) if path.exists() else None


def over(until: datetime) -> Problem | None:
    """Why the story cannot go on to that moment, if it cannot."""
    return _no_further() if wall(until).date() > days.LAST else None


@dataclass(frozen=True)
class _Stage:
    """A world in which a plot is played."""

    world: WorldInfo
    bundle: Bundle
    plot: Plot
    done: Done

    def deliver(self, delivery: Delivery, folder: Path) -> int:
        """Load what comes together, on the day on which it comes, and return how many files had to be.

        The world's clock goes on when a delivery is in, so it tells where a play was cut off, and nothing falls due
        before the facts are there that may say it is done.
        """
        moment = delivery.until.replace(tzinfo=days.ZONE)
        if queries.now(self.world) > moment:
            return 0
        told = {(receipt.source, receipt.name) for receipt in receipts()}
        loaded = sum(
            self._load(delivery, at, folder, moment)
            for at, export in enumerate(EXPORTS)
            if (export.source, name(delivery, export)) not in told
        )
        take_in(self.world, moment)
        if delivery.first:
            agree(self.world, moment)
        set_clock(self.world, moment)
        self.done(1)
        return loaded

    def _load(self, delivery: Delivery, at: int, folder: Path, moment: datetime) -> bool:
        export = EXPORTS[at]
        path = write(delivery, export, self.plot.companies, self.plot.since, folder)
        if path is not None:
            load(self.world, self.bundle.each(Source)[export.source], path, moment)
            path.unlink()
        self.done(1)
        return path is not None


def _published(world: WorldInfo) -> Bundle:
    """The blueprint in force; in a new world, that of the example."""
    ours = days.blueprint()
    if current_number() == 0:
        moment = datetime.combine(days.LIVE, days.NOW.time(), days.ZONE)
        set_clock(world, moment)
        publish(ours, now=moment, note="demo")
    if current().settings.name != ours.settings.name:
        raise ZhunshengError(_somebody_elses())
    return current()


def begun(home: Home, plot: Plot) -> Plot:
    """The plot that the home was begun with; a new home's is kept."""
    before = kept(home)
    if before is None:
        _book(home).write_text(json.dumps(asdict(plot)))
    return before or plot


def _book(home: Home) -> Path:
    return home.path / "demo.json"


def wall(moment: datetime) -> datetime:
    """The moment by the company's clocks."""
    return moment.astimezone(days.ZONE).replace(tzinfo=None)


def _somebody_elses() -> Problem:
    return Problem(
        "demo.home_in_use",
        Text(zh="这个主目录里已有别的公司的数据", en="this home holds another company's data"),
        Text(zh="用 --home 另指一个空目录", en="name an empty folder with --home"),
    )


def _no_further() -> Problem:
    return Problem(
        "story.over",
        Text(zh=f"示例公司的故事到 {days.LAST} 为止", en=f"the example company's story ends on {days.LAST}"),
        Text(zh="用 --home 另建一个主目录，重新开始", en="begin again in another home, with --home"),
    )
