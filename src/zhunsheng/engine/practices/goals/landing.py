"""Landing: where the parent comes to lie if every child reaches its target, by what was found of the links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from zhunsheng.engine.practices.goals.verdict import Verdict


@dataclass(frozen=True)
class Landing:
    """In the parent's unit, per person and period, like what it begins from."""

    value: float
    low: float
    high: float


def landing(parent: float, children: Sequence[tuple[Verdict, float]]) -> Landing | None:
    """From the parent's level now and how far each child has to go, in its own unit per person and period.

    None where a link has no estimate. Effects are added as if children did not share them, and errors as if they were
    independent; intervals are those of the verdicts. An association need not bear such a change: see docs/alignment.md.
    """
    value, down, up = parent, 0.0, 0.0
    for verdict, gap in children:
        ends = _ends(verdict, gap)
        if ends is None:
            return None
        likely, low, high = ends
        value, down, up = value + likely, hypot(down, likely - low), hypot(up, high - likely)
    return Landing(value, value - down, value + up)


def _ends(verdict: Verdict, gap: float) -> tuple[float, float, float] | None:
    """What the child's change does to the parent: likely, lowest, highest."""
    known = verdict.effect, verdict.low, verdict.high, verdict.child_sd, verdict.parent_sd
    if any(each is None for each in known):
        return None
    effect, low, high, child, parent = (float(each) for each in known if each is not None)
    scale = gap * parent / child
    return effect * scale, min(low * scale, high * scale), max(low * scale, high * scale)
