"""One turn of the loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhunsheng.engine.backend import Backend
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.settle import settle
from zhunsheng.server.facts.actions.withdraw import carry_out_withdrawals, plan_withdrawal
from zhunsheng.server.metrics.actions import correct
from zhunsheng.server.metrics.actions.measure import measure
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import last_known_at
from zhunsheng.server.worlds.context import tick_lock
from zhunsheng.server.worlds.values import WorldInfo


@dataclass(frozen=True)
class Turn:
    """What one turn did: settlements carried out, and whether numbers were computed."""

    settlements: int
    measured: bool

    @property
    def idle(self) -> bool:
        return not self.settlements and not self.measured


def tick(world: WorldInfo, now: datetime) -> Turn:
    """Bring the world up to date as of `now`. Alone in its world; waits for another tick to end."""
    with tick_lock(world):
        return _turn(world, _later(now))


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


def _later(now: datetime) -> datetime:
    """`now`, unless it was taken before the last closing or stands still: what is settled next was not known then."""
    known_at = last_known_at()
    return now if known_at is None else max(now, known_at + timedelta(microseconds=1))


def _turn(world: WorldInfo, now: datetime) -> Turn:
    bundle = current()
    with reading.backend(world) as engine:
        settlements = sum(_settle(world, source, engine, now) for source in bundle.each(Source).values())
        measured = measure(Scene(world, bundle, engine, now))
    return Turn(settlements, measured)


def _settle(world: WorldInfo, source: Source, engine: Backend, now: datetime) -> int:
    """Carry out what is planned or pending for a source; how many settlements that took."""
    lake = reading.lake_of(world, source)
    withdrawn = carry_out_withdrawals(source, lake, engine)
    return withdrawn + sum(1 for _ in settle(source, lake, now))
