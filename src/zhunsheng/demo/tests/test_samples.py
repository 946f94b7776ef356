"""Files to try uploads with: the same every time, and each says what it is said to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from zhunsheng.connectors.files.table import open_table
from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.play import Plot, wall
from zhunsheng.demo.samples import SLIP, samples, write
from zhunsheng.demo.staff import Person
from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.source import Source
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.sheet import read_sheet
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.worlds.values import WorldInfo

NOW = wall(days.NOW)
FEBRUARY = date(2026, 2, 1)


def _written(folder: Path, now: datetime = NOW) -> dict[str, Path]:
    folder.mkdir()
    for sample in samples(now):
        write(sample, Plot(7), now, folder / sample.name)
    return {sample.key: folder / sample.name for sample in samples(now)}


def test_the_same_moment_gives_the_same_bytes(tmp_path: Path) -> None:
    once, again = _written(tmp_path / "once"), _written(tmp_path / "again")
    assert [path.name for path in once.values()] == [
        *("人员名单_2026年2月.xlsx", "商机_20260112.xlsx", "服务工单_20260112.xlsx", "外呼日报_20260112.xlsx")
    ]
    assert [path.read_bytes() for path in once.values()] == [path.read_bytes() for path in again.values()]


def test_every_export_is_known_by_the_source_that_it_names(tmp_path: Path) -> None:
    paths, sources = _written(tmp_path / "files"), days.blueprint().each(Source)
    for sample in samples(NOW):
        if sample.source is not None:
            match_headings(sources[sample.source], open_table(paths[sample.key]).headings)  # raises where it is not


@pytest.mark.parametrize("now", [NOW, datetime(2026, 9, 30, 8, 30)])  # noqa: DTZ001  wall time
def test_the_list_of_people_moves_two_brings_one_lets_one_go_and_has_a_slip(
    world: WorldInfo, tmp_path: Path, now: datetime
) -> None:
    there = [one for one in Company(7).staff.people if _here(one, now.date())]
    import_people(list(map(_row, there)), effective=None, now=days.NOW)
    sheet = read_sheet(open_table(_written(tmp_path / "files", now)["people"]), world.time_zone, days.NOW)
    found = import_people(sheet.rows, effective=days.after(days.month_of(now.date())), now=days.NOW, dry_run=True)
    assert (found.new, found.changed, found.left, found.unchanged) == (1, 2, 1, len(there) - 4)
    (refused,) = found.refused
    assert SLIP in refused.problem.message.en


def test_on_the_last_days_of_the_story_nothing_is_told_of_what_comes_after() -> None:
    last = datetime(2026, 12, 28, 8, 30)  # noqa: DTZ001  wall time
    assert [sample.source for sample in samples(last)] == [None]


def _here(one: Person, day: date) -> bool:
    return one.hired <= day and (one.left is None or day < one.left)


def _row(one: Person) -> PersonRow:
    seat = one.posts[-1].seat
    where = PersonRow(
        row=2, number=one.number, unit=seat.unit, position=seat.position, region=seat.region, manager=seat.lead
    )
    return replace(where, name=one.name, starts=one.hired, ends=None)
