"""The play: files that are the same every time, a story that can be cut off, gone on with and played again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar

from zhunsheng.demo import days
from zhunsheng.demo.company import Company
from zhunsheng.demo.delivery import Delivery, history, write
from zhunsheng.demo.play import Plot
from zhunsheng.demo.systems import EXPORTS
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.facts.source import Source


def test_a_seed_always_writes_the_same_bytes(tmp_path: Path) -> None:
    since, until = datetime(2025, 12, 1, 8, 30), datetime(2026, 1, 5, 8, 30)  # noqa: DTZ001  wall time
    written = []
    for name in ("once", "again"):
        folder = tmp_path / name
        folder.mkdir()
        delivery, company = Delivery(since, until), Company(7)
        paths = [write(delivery, one, [company], since.date(), folder) for one in EXPORTS]
        written.append([path.read_bytes() for path in paths if path is not None])
    assert len(written[0]) > 15
    assert written[0] == written[1]


def test_deliveries_tell_everything_once_whatever_the_history() -> None:
    for months in (1, 3, 36):
        since = Plot(months=months).since
        told = history(since)
        assert told[0].first
        assert told[0].since.date() == since
        assert [one.until for one in told[:-1]] == [one.since for one in told[1:]]
        assert told[-1].until == days.NOW.replace(tzinfo=None)


def test_every_export_feeds_a_source_that_knows_its_files_and_columns(tmp_path: Path) -> None:
    sources = days.blueprint().each(Source)
    since = datetime(2025, 11, 1)  # noqa: DTZ001  wall time
    delivery = Delivery(since, since + timedelta(days=75), first=True)
    for export in EXPORTS:
        path = write(delivery, export, [Company()], since.date(), tmp_path)
        assert export.source in sources
        assert path is None or any(path.match(pattern) for pattern in sources[export.source].files), path


def test_the_calendar_is_the_one_announced() -> None:
    calendar = days.blueprint().each(Calendar)["china"]
    every = [date(2023, 1, 1) + timedelta(days=at) for at in range(4 * 365 + 1)]
    assert [calendar.works(day) for day in every] == [chinese_calendar.is_workday(day) for day in every]
