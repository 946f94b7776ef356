"""DuckDB sees the folders it was given and nothing else, and nobody can talk it out of that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zhunsheng.engine.backend.duckdb import DuckDb, Limits
from zhunsheng.engine.values import ZhunshengError


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    folder.mkdir()
    moments = pa.array([datetime(2025, 3, 1, 20, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"moment": moments}), folder / "facts.parquet")
    return folder


@pytest.fixture
def engine(inside: Path, tmp_path: Path) -> Iterator[DuckDb]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with DuckDb([str(inside)], "Asia/Shanghai", Limits("64MB", 1, str(scratch))) as made:
        yield made


def test_the_version_is_one_that_ibis_can_work_with() -> None:
    assert int(duckdb.__version__.split(".")[0]) < 2


def test_files_inside_the_folder_are_read(engine: DuckDb, inside: Path) -> None:
    table = engine.files("facts", [str(inside / "facts.parquet")], {"moment": "timestamp"})
    assert engine.arrow(table).num_rows == 1


def test_files_elsewhere_are_not(engine: DuckDb, inside: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.parquet"
    (inside / "facts.parquet").rename(outside)
    for path in (outside, inside / ".." / "outside.parquet"):
        with pytest.raises(duckdb.PermissionException):
            engine.files("facts", [str(path)], {"moment": "timestamp"})


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd.csv'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('https://example.com/facts.parquet')",
        "COPY (SELECT 1) TO '/tmp/stolen.csv'",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '100GB'",
        "SET TimeZone = 'UTC'",
        "SET lock_configuration = false",
        "RESET lock_configuration",
        "PRAGMA temp_directory = '/tmp'",
    ],
)
def test_no_statement_opens_it(engine: DuckDb, statement: str) -> None:
    with pytest.raises(duckdb.Error) as refused:
        engine._raw.execute(statement)
    assert "disabled" in str(refused.value) or "locked" in str(refused.value)


def test_days_are_those_of_the_company(engine: DuckDb, inside: Path) -> None:
    table = engine.files("facts", [str(inside / "facts.parquet")], {"moment": "timestamp"})
    days = engine.arrow(table.select(day=table.moment.cast("date")))
    assert str(days["day"][0]) == "2025-03-02"


def test_a_computation_without_room_is_refused_in_words(inside: Path) -> None:
    with DuckDb([str(inside)], "UTC", Limits("16MB", 1)) as small:
        rows = small.table("rows", pa.table({"a": pa.array(range(3_000_000), pa.int64())}))
        with pytest.raises(ZhunshengError, match="ZHUNSHENG_COMPUTE_MEMORY"):
            small.arrow(rows.group_by("a").aggregate(n=rows.count()))
