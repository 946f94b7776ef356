"""What the instrument behind a metric can show at all."""

from __future__ import annotations

from pydantic import Field

from zhunsheng.engine.values import Frozen, Text


class Limits(Frozen):
    """In the metric's unit: values above `ceiling` or below `floor` never come out of it, and differences smaller
    than `resolution` are not told apart. `because`: what sets the limit, e.g. the tester.
    """

    ceiling: float | None = None
    floor: float | None = None
    resolution: float | None = Field(default=None, gt=0)
    because: Text | None = None
