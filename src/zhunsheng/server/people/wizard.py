"""A list of people over HTTP: looked at first, then taken over just as it was shown, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core import signing
from django.db import transaction
from ninja import UploadedFile

from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.people import uploads
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.refusals import write_refusals
from zhunsheng.server.people.schemas import ImportPreview, ImportReport, PersonChange, RowsProblem, SampleRow, UnitMade
from zhunsheng.server.people.sheet import PeopleSheet, read_sheet
from zhunsheng.server.people.values import ImportRefused, Outdated, Refused
from zhunsheng.server.people.values import ImportReport as Report
from zhunsheng.server.worlds.channel import announce
from zhunsheng.server.worlds.queries import now, real_now
from zhunsheng.server.worlds.values import WorldInfo

SAMPLE = 10  # rows
LONGEST_SAMPLE = 200  # characters of a cell
MOST_PROBLEMS = 200
MOST_ROWS = 200
"""Of one problem that many rows have."""

_SALT = "zhunsheng.people.import"

Said = list[Any]
"""Day, figures and refused rows of a report, as a token carries them."""


@dataclass(frozen=True)
class Wizard:
    """An account with a file: `digest` is where it lies, `name` how the account calls it."""

    world: WorldInfo
    account: int
    digest: str
    name: str
    effective: date | None
    moment: datetime

    @classmethod
    def begun(cls, world: WorldInfo, account: int, file: UploadedFile, effective: date | None) -> Wizard:
        """With a file just sent; raises Refusal."""
        name = (file.name or "file")[-80:]
        return cls(world, account, uploads.keep(file, real_now()), name, effective, _moment(world))

    @classmethod
    def resumed(cls, world: WorldInfo, account: int, token: str) -> tuple[Wizard, Said]:
        """With what a preview gave out, and what that said; raises Refusal."""
        try:
            held = signing.loads(token, salt=_SALT, max_age=uploads.KEPT)
        except (signing.BadSignature, ValueError) as error:
            raise _gone() from error
        named, owner, digest, name, effective, *said = held
        if (named, owner) != (world.name, account):
            raise _gone()
        day = date.fromisoformat(effective) if effective else None
        return cls(world, account, digest, name, day, _moment(world)), said

    def preview(self) -> ImportPreview:
        """What the list would do now; raises ZhunshengError for a file that cannot be read."""
        sheet = self._sheet()
        report = self._loaded(sheet, dry_run=True)
        groups = grouped(report.refused)
        effects = report.effects
        return ImportPreview(
            report=counts(report),
            changes=[PersonChange(**asdict(one)) for one in effects.changes],
            more_changes=effects.more,
            new_units=[UnitMade(**asdict(one)) for one in effects.units],
            columns=list(sheet.headings),
            sample=[SampleRow(row=row, cells=_clipped(cells)) for row, cells in sheet.first(SAMPLE)],
            problems=[_shown(one, sheet) for one in groups[:MOST_PROBLEMS]],
            more=len(groups[MOST_PROBLEMS:]),
            token=self._token(report),
        )

    def load(self, said: Said, *, partly: bool) -> Report:
        """Take the list over if that does what its preview said; raises Outdated, or ZhunshengError."""
        sheet = self._sheet()
        refused = False
        with transaction.atomic():
            try:
                report = self._loaded(sheet, load_partly=partly)
            except ImportRefused as refusal:
                report, refused = refusal.report, True
            now_said = self._said(report)
            as_said = now_said[:-1] == said[:-1] if partly else now_said == said
            if as_said and not refused:
                announce()
            else:
                transaction.set_rollback(True)
        if not as_said:
            raise Outdated(self.preview().model_dump(mode="json"))
        if refused:
            raise ZhunshengError(*(one.problem for one in grouped(report.refused)[:MOST_PROBLEMS]))
        return report

    def errors(self, language: str) -> bytes:
        """The refused rows with what is wrong beside them, as a workbook in the reader's language."""
        sheet = self._sheet()
        report = self._loaded(sheet, dry_run=True)
        with NamedTemporaryFile(dir=uploads.room(), prefix=".", suffix=".xlsx") as file:
            write_refusals(Path(file.name), sheet, report.refused, language)
            return Path(file.name).read_bytes()

    def _sheet(self) -> PeopleSheet:
        path = uploads.kept(self.digest)
        if path is None:
            raise _gone()
        try:
            return read_sheet(open_table(path), self.world.time_zone, self.moment)
        except ZhunshengError as error:
            named = (replace(one, place=self.name) if one.place == path.name else one for one in error.problems)
            raise ZhunshengError(*named) from error

    def _loaded(self, sheet: PeopleSheet, *, load_partly: bool = False, dry_run: bool = False) -> Report:
        return import_people(
            sheet.rows,
            effective=self.effective,
            now=self.moment,
            load_partly=load_partly,
            dry_run=dry_run,
            unreadable=sheet.unreadable,
        )

    def _token(self, report: Report) -> str:
        day = self.effective.isoformat() if self.effective else None
        held = [self.world.name, self.account, self.digest, self.name, day, *self._said(report)]
        return signing.dumps(held, salt=_SALT, compress=True)

    def _said(self, report: Report) -> Said:
        """What a report says, to see whether another one says the same. Without a day changes hold from today."""
        told = counts(report)
        day = (self.effective or self.moment.date()).isoformat()
        return [day, told.new, told.changed, told.unchanged, told.left, told.refused]


def counts(report: Report) -> ImportReport:
    """The report in figures."""
    refused = len({row for one in report.refused for row in one.rows})
    return ImportReport(
        new=report.new, changed=report.changed, unchanged=report.unchanged, left=report.left, refused=refused
    )


def grouped(refused: Sequence[Refused]) -> list[Refused]:
    """Each problem once, with all rows that have it; in the order of the file."""
    rows: dict[Problem, set[int]] = {}
    for one in refused:
        rows.setdefault(replace(one.problem, line=None), set()).update(one.rows)
    return [Refused(tuple(sorted(those)), problem) for problem, those in rows.items()]


def _shown(one: Refused, sheet: PeopleSheet) -> RowsProblem:
    return RowsProblem(rows=list(one.rows[:MOST_ROWS]), problem=ProblemItem.of(sheet.placed(one.problem)))


def _clipped(cells: dict[str, str]) -> dict[str, str]:
    return {
        heading: cell if len(cell) <= LONGEST_SAMPLE else f"{cell[:LONGEST_SAMPLE]}…" for heading, cell in cells.items()
    }


def _moment(world: WorldInfo) -> datetime:
    return now(world).astimezone(world.zone)


def _gone() -> Refusal:
    return Refusal(
        404,
        Problem(
            "people.import_gone",
            Text(zh="这次上传已过期，或不是你的", en="this upload has expired, or is not yours"),
            Text(zh="把文件再上传一次", en="send the file again"),
        ),
    )
