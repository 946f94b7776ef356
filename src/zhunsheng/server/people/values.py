"""Frozen values that cross the border of this app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Literal, NamedTuple, Self

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.values import Refusal


class Unsaid(Enum):
    """A file without that column: what is known stays. An empty cell (None), in contrast, says "none"."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID
Said = str | None | Literal[Unsaid.UNSAID]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What one row of a list of people says. `row`: its number in the file.

    `unit`: a code or a path such as 总部/华东/一部. `manager`: a number, or a name that only one person has.
    `starts`, `ends`: first and last day of the employment; of a second post (`primary` false), of that post.
    """

    row: int
    number: str | None
    name: Said = UNSAID
    unit: Said = UNSAID
    position: Said = UNSAID
    region: Said = UNSAID
    manager: Said = UNSAID
    email: Said = UNSAID
    starts: date | None = None
    ends: date | Literal[Unsaid.UNSAID] | None = UNSAID
    primary: bool | Literal[Unsaid.UNSAID] = UNSAID


@dataclass(frozen=True)
class Refused:
    """Rows that cannot be loaded, and why."""

    rows: tuple[int, ...]
    problem: Problem


@dataclass(frozen=True)
class FieldChange:
    """What a list changes about somebody: `field` from `before` to `after`; of `posts` only that they change."""

    number: str
    name: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class NewUnit:
    """A unit that a list would make. `people`: whom the list places there; `near`: the known one that may be meant."""

    code: str
    people: int
    near: str | None


@dataclass(frozen=True)
class Effects:
    """What a list does, in particular. `more`: changes that are not among the first few."""

    changes: tuple[FieldChange, ...] = ()
    more: int = 0
    units: tuple[NewUnit, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """What a list of people did, or would do. Every person counts once; `left`: got a last day by this list.

    `subjects`: of those whom it made or changed, once it has. `effects`: only of what would be done.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    left: int = 0
    refused: tuple[Refused, ...] = field(default=())
    subjects: tuple[int, ...] = field(default=(), compare=False)
    effects: Effects = field(default=Effects(), compare=False)


class ImportRefused(ZhunshengError):
    """Nothing was loaded, because of the rows that the report names."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__(*(refused.problem for refused in report.refused))


class Outdated(Refusal):
    """What a list would do is no longer what its preview said; `preview`: what it would do now."""

    def __init__(self, preview: dict[str, object]) -> None:
        self.preview = preview
        super().__init__(
            409,
            Problem(
                "people.import_outdated",
                Text(
                    zh="预览之后人员有变动（或日期已变），这份名单现在的结果不同，没有导入",
                    en="since the preview people or the day have changed; the list would do something else now",
                ),
                Text(zh="核对新的结果，再导入一次", en="look at what it would do now, and load it again"),
            ),
        )


class OrganisationVersion(NamedTuple):
    """Which posts and matches are known: the newest post, when the last list came in, which matches there are."""

    post: int
    moment: datetime
    matches: str

    def __str__(self) -> str:
        return f"{self.post}/{self.moment.isoformat()}/{self.matches}"

    def follows(self, known: OrganisationVersion) -> bool:
        """Whether nothing has changed since but posts, where there were some."""
        return self == known or (known.post > 0 and self.matches == known.matches)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """What was written as text; None for anything else."""
        post, _, rest = text.partition("/")
        moment, _, matches = rest.partition("/")
        try:
            return cls(int(post), datetime.fromisoformat(moment), matches)
        except ValueError:
            return None


@dataclass(frozen=True)
class Employee:
    """A person and the primary post on some day, in the words that files use."""

    subject: int
    number: str
    name: str
    email: str | None
    hired: date | None
    left: date | None
    unit: str | None
    unit_name: str | None
    position: str | None
    region: str | None
    manager: str | None
    manager_name: str | None
