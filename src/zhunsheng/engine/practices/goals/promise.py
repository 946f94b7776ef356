"""What a link between two goals promises: that more of the child goes along with more, or less, of the parent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Promise:
    """The smallest effect worth having, and after how many periods it may show.

    `sign`: of the parent's change when the child rises. `smallest`: residual standard deviations of the parent per
    standard deviation of the child, above 0. `delay`: from and to, in periods, both included.
    """

    sign: Literal[1, -1] = 1
    smallest: float = 0.2
    delay: tuple[int, int] = (0, 4)
