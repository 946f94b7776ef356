"""What stands: the newest word on every key, now or as known at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.backend.duckdb import DuckDb, Limits
from zhunsheng.engine.facts.views import standing

START = datetime(2025, 3, 1, tzinfo=UTC)
SCHEMA = pa.schema(
    {"_seq": pa.int64(), "_closes": pa.int64(), "_key": pa.string(), "_recorded": pa.timestamp("us", "UTC")}
)


@dataclass(frozen=True)
class Word:
    """One thing told: a version of a key, or its withdrawal, at an hour."""

    key: str
    hour: int
    withdrawn: bool


words = st.lists(st.builds(Word, st.sampled_from("abc"), st.integers(0, 9), st.booleans()), max_size=14).map(
    lambda told: sorted(told, key=lambda word: word.hour)
)
hours = st.integers(-1, 10)


def moment(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def lake(told: list[Word]) -> pa.Table:
    """Facts and the closures of those that a later word replaced."""
    current: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for seq, word in enumerate(told, 1):
        stamp = {"_seq": seq, "_key": word.key, "_recorded": moment(word.hour)}
        if word.key in current:
            rows.append({**stamp, "_closes": current.pop(word.key)})
        if not word.withdrawn:
            rows.append({**stamp, "_closes": None})
            current[word.key] = seq
    return pa.Table.from_pylist(rows, SCHEMA)


def replayed(told: list[Word], until: int | None = None) -> set[int]:
    """What stands, by going through what was told: the last word of each key."""
    last = {word.key: (seq, word) for seq, word in enumerate(told, 1) if until is None or word.hour <= until}
    return {seq for seq, word in last.values() if not word.withdrawn}


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckDb]:
    with DuckDb(["/nowhere"], "Asia/Shanghai", Limits(memory="200MB")) as made:
        yield made


def seqs(backend: DuckDb, rows: pa.Table, as_of: datetime | None = None) -> list[int]:
    """The facts that stand, in order."""
    table = backend.arrow(standing(backend.table("lake", rows), as_of))
    return sorted(table["_seq"].to_pylist())


@settings(max_examples=30, deadline=None)
@given(told=words)
def test_the_newest_version_of_every_key_stands_unless_withdrawn(backend: DuckDb, told: list[Word]) -> None:
    assert seqs(backend, lake(told)) == sorted(replayed(told))


@settings(max_examples=30, deadline=None)
@given(told=words, hour=hours)
def test_what_stood_at_a_moment_is_what_stands_over_all_recorded_until_then(
    backend: DuckDb, told: list[Word], hour: int
) -> None:
    known = [word for word in told if word.hour <= hour]
    expected = sorted(replayed(told, hour))
    assert seqs(backend, lake(told), moment(hour)) == seqs(backend, lake(known)) == expected


@settings(max_examples=10, deadline=None)
@given(told=words, later=words, hour=hours)
def test_what_is_told_later_never_changes_what_stood(
    backend: DuckDb, told: list[Word], later: list[Word], hour: int
) -> None:
    after = [Word(word.key, word.hour + 20, word.withdrawn) for word in later]
    assert seqs(backend, lake([*told, *after]), moment(hour)) == seqs(backend, lake(told), moment(hour))


def test_a_moment_is_the_same_in_every_time_zone_and_holds_what_was_recorded_in_it(backend: DuckDb) -> None:
    rows = lake([Word("a", 1, withdrawn=False), Word("b", 2, withdrawn=False)])
    for zone in (UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")):
        assert seqs(backend, rows, moment(1).astimezone(zone)) == [1]
        assert seqs(backend, rows, (moment(1) - timedelta(microseconds=1)).astimezone(zone)) == []
