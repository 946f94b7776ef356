"""How one goal supports another: a claim that the numbers can bear out or not."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhunsheng.engine.practices.goals.promise import Promise


@dataclass(frozen=True, slots=True)
class Link:
    """From a child to the parent that it supports, by their codes.

    `statement`: how what is done for the child moves the parent, in somebody's words. `counter`: the metric that
    would show it if the child were reached at the parent's expense.
    """

    child: str
    parent: str
    statement: str = ""
    promise: Promise = field(default_factory=Promise)
    counter: str | None = None

    @property
    def ends(self) -> tuple[str, str]:
        return self.child, self.parent

    def __str__(self) -> str:
        return f"{self.child} → {self.parent}"
