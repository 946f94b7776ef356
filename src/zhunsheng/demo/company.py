"""The company of the story, from one seed; and others like it, for size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from zhunsheng.demo.market import Market
from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.staff import Staff
from zhunsheng.demo.truths import Truth, truths

SEED = 20260105


@dataclass(frozen=True)
class Company:
    """One branch: 287 people, their customers, and what is hidden in what its systems tell."""

    seed: int = SEED
    branch: int = 0

    @cached_property
    def seeds(self) -> Seeds:
        return Seeds(self.seed)

    @cached_property
    def staff(self) -> Staff:
        return Staff(self.seeds, self.branch)

    @cached_property
    def market(self) -> Market:
        return Market(self.seeds, self.staff)

    @cached_property
    def truths(self) -> dict[str, Truth]:
        return truths()
