"""One turn of the loop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.queries import bundle_of, current_number
from zhunsheng.server.decisions import practices
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.settle import settle
from zhunsheng.server.facts.actions.withdraw import carry_out_withdrawals, plan_withdrawal
from zhunsheng.server.facts.queries import last_recorded, pending
from zhunsheng.server.metrics.actions import correct
from zhunsheng.server.metrics.actions.measure import measure
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import last_known_at
from zhunsheng.server.people.queries import organisation_version
from zhunsheng.server.subjects import actions as subjects
from zhunsheng.server.tick.news import tell
from zhunsheng.server.worlds.context import tick_lock
from zhunsheng.server.worlds.queries import now as clock
from zhunsheng.server.worlds.values import WorldInfo


@dataclass(frozen=True)
class Turn:
    """What one turn did: settlements carried out, whether numbers were computed, whether cases moved."""

    settlements: int
    measured: bool
    followed: bool = False

    @property
    def idle(self) -> bool:
        return not (self.settlements or self.measured or self.followed)


def tick(world: WorldInfo, now: datetime | None = None) -> Turn:
    """Bring the world up to date as of `now`. Alone in its world; waits for another tick to end.

    Without `now` the world's clock is read once the world is ours: what was answered while waiting stays true.
    """
    with tick_lock(world):
        return _turn(world, _later(now or clock(world)))


def take_in(world: WorldInfo, now: datetime) -> int:
    """Only settle what was accepted, as of `now`; returns how many settlements. Numbers follow at the next tick.

    For history that comes in many sittings: numbers of a past that nobody was shown need no computing.
    """
    with tick_lock(world), reading.backend(world) as engine:
        scene = Scene(world, bundle_of(current_number()), engine, _later(now))
        return sum(_settled(scene).values())


def withdraw(world: WorldInfo, source: Source, batch: int, now: datetime) -> Turn:
    """Take a batch back and bring the numbers up to date; raises ZhunshengError where it cannot be."""
    with tick_lock(world):
        now = _later(now)
        _turn(world, now)
        plan_withdrawal(batch, source, reading.lake_of(world, source), now)
        return _turn(world, now)


def close(world: WorldInfo, start: date, end: date, *, by: str, now: datetime, note: str = "") -> int:
    """Close the days up to but not including `end` on all that has arrived. Raises ZhunshengError."""
    with tick_lock(world):
        now = _later(now)
        _turn(world, now)
        return correct.close(start, end, by=by, now=now, note=note)


def accept_corrections(world: WorldInfo, closing: int, *, by: str, now: datetime) -> int:
    """Let a closing know all that has arrived; returns how many numbers change. Raises ZhunshengError."""
    with tick_lock(world):
        now = _later(now)
        _turn(world, now)
        changed = correct.accept_corrections(closing, by=by, now=now)
        _turn(world, now)
        return changed


def match(world: WorldInfo, dimension: str, text: str, key: str, now: datetime) -> None:
    """Let a value mean a member and the numbers follow; what is closed is asked about. Raises ZhunshengError."""
    with tick_lock(world):
        now = _later(now)
        subjects.match(dimension, text, key, now=now)
        _follow(world, now)


def unmatch(world: WorldInfo, dimension: str, text: str, now: datetime) -> None:
    """Take a match back in the same way. Raises ZhunshengError."""
    with tick_lock(world):
        now = _later(now)
        subjects.unmatch(dimension, text, now=now)
        _follow(world, now)


def _follow(world: WorldInfo, now: datetime) -> None:
    """One turn, where a blueprint says which numbers there are."""
    if current_number():
        _turn(world, now)


def _later(now: datetime) -> datetime:
    """`now`, but after the last closing, settlement and list of people: what is done next was not known then."""
    known = [moment for moment in (last_known_at(), last_recorded()) if moment is not None]
    known += [version.moment] if (version := organisation_version()).post else []
    return max([now, *(moment + timedelta(microseconds=1) for moment in known)])


def _turn(world: WorldInfo, now: datetime) -> Turn:
    release = current_number()
    bundle = bundle_of(release)
    with reading.backend(world) as engine:
        scene = Scene(world, bundle, engine, now)
        settled = _settled(scene)
        measured = measure(scene, release)
        followed = any([follow(scene) for follow in practices.registered().values()])  # noqa: C419 - each of them
        if followed and pending():  # what the product itself told just now
            scene = Scene(world, bundle, engine, now)
            settled = settled + _settled(scene)
            measured = measure(scene, release) or measured
    turn = Turn(sum(settled.values()), measured, followed)
    if not turn.idle:
        tell(world, [name for name, count in settled.items() if count], now)
    return turn


def _settled(scene: Scene) -> Counter[str]:
    """Carry out what is planned or pending, source by source; how many settlements each took."""
    return Counter({name: _settle(scene, scene.source(name)) for name in pending()})


def _settle(scene: Scene, source: Source) -> int:
    lake = reading.lake_of(scene.world, source)
    withdrawn = carry_out_withdrawals(source, lake, scene.engine)
    return withdrawn + sum(1 for _ in settle(source, lake, scene.now))
