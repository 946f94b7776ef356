"""The lake: one append-only Delta table per source, written by one settlement at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import ColumnProperties, CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError

from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.facts.views import PARTITION, SYSTEM_COLUMNS, UNDATED
from zhunsheng.engine.values import Problem, Text, ZhunshengError

APP = "zhunsheng.settlement"
KEEP_HOURS = 168
"""Vacuum never removes what a reader of the last week might still need."""

TYPES = {
    FieldType.TEXT: "string",
    FieldType.CHOICE: "string",
    FieldType.INTEGER: "int64",
    FieldType.NUMBER: "float64",
    FieldType.MONEY: "decimal(18, 4)",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
    FieldType.DATETIME: "timestamp('UTC', 6)",
    FieldType.SUBJECT: "int64",
}
_REPEATING = ("_batch", "_recorded")


def columns(source: Source) -> dict[str, str]:
    """Column → Ibis type of the source's table."""
    return SYSTEM_COLUMNS | {name: TYPES[field.type] for name, field in source.fields.items()}


def arrow_schema(source: Source) -> pa.Schema:
    """The same as an Arrow schema, with the partition column."""
    return ibis.schema(columns(source)).to_pyarrow().append(pa.field(PARTITION, pa.string()))


def _writer(source: Source) -> WriterProperties:
    """Dictionaries only where values repeat; elsewhere they cost memory, a third of the writing, and disk."""
    words = [name for name, field in source.fields.items() if field.type in (FieldType.TEXT, FieldType.CHOICE)]
    return WriterProperties(
        compression="ZSTD",
        max_row_group_size=1_000_000,
        default_column_properties=ColumnProperties(dictionary_enabled=False),
        column_properties={
            name: ColumnProperties(dictionary_enabled=True) for name in (*_REPEATING, *words) if name not in source.key
        },
    )


def month_of(days: pa.ChunkedArray) -> pa.ChunkedArray:
    """The partition that each day lies in: `2017-03`, or `undated`."""
    return pc.fill_null(pc.strftime(days, format="%Y-%m"), UNDATED)


@dataclass(frozen=True)
class LakeTable:
    """One source's table. What is read of it is read as it was when this object first looked."""

    folder: Path
    source: Source

    def exists(self) -> bool:
        return DeltaTable.is_deltatable(str(self.folder))

    def open(self, version: int | None = None) -> DeltaTable:
        """The table; made empty when it is not there yet."""
        if not self.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            DeltaTable.create(str(self.folder), arrow_schema(self.source), mode="ignore", partition_by=[PARTITION])
        return DeltaTable(str(self.folder), version=version)

    @cached_property
    def seen(self) -> DeltaTable | None:
        """The table as it was when first looked at, so that one question is answered from one version."""
        return self.open() if self.exists() else None

    def version(self) -> int:
        """The newest version; 0, which is the empty table, also before there is any."""
        return self.open().version() if self.exists() else 0

    def files(self, months: Iterable[str] | None = None, *, version: int | None = None) -> list[str]:
        """Parquet files of the months (None: all of them), as absolute paths."""
        table = self.seen if version is None else self.open(version)
        if table is None:
            return []
        if months is None:
            return table.file_uris()
        wanted = sorted(set(months))
        return table.file_uris(file_pruning_predicate=[(PARTITION, "in", wanted)]) if wanted else []

    def files_after(self, seq: int) -> list[str]:
        """Files that may hold rows with a sequence above `seq`, by their statistics."""
        return [] if self.seen is None else self.seen.file_uris(file_pruning_predicate=[("_seq", ">", seq)])

    def described(self) -> list[pa.Table]:
        """What its files are said to hold: rows, and the ends of columns; no file is opened."""
        return [] if self.seen is None else [pa.table(self.seen.get_add_actions(flatten=True))]

    def settled(self) -> int:
        """Number of the last settlement whose rows are in the table."""
        return (self.open().transaction_version(APP) or 0) if self.exists() else 0

    def append(self, rows: pa.Table, settlement: int) -> int:
        """Add the rows of a settlement and return the new version; a settlement already there adds nothing.

        The table that was asked for its last settlement is the one that commits, so a second writer is refused
        by Delta's own conflict check instead of adding the rows twice: then raises ZhunshengError.
        """
        table = self.open()
        if (table.transaction_version(APP) or 0) >= settlement:
            return table.version()
        once = CommitProperties(app_transactions=[Transaction(APP, settlement)], max_commit_retries=0)
        try:
            write_deltalake(
                table,
                rows.select(arrow_schema(self.source).names),
                mode="append",
                schema_mode="merge",
                writer_properties=_writer(self.source),
                commit_properties=once,
            )
        except CommitFailedError as error:
            raise ZhunshengError(_overtaken(self.source.id)) from error
        return table.version()

    def compact(self) -> dict[str, object]:
        """Merge small files; readers of older versions keep theirs."""
        return dict(self.open().optimize.compact(writer_properties=_writer(self.source)))

    def vacuum(self, hours: int = KEEP_HOURS) -> Sequence[str]:
        """Remove files that no version of the last `hours` needs; raises ZhunshengError below 168 h."""
        if hours < KEEP_HOURS:
            raise ZhunshengError(
                Problem(
                    "lake.vacuum_too_early",
                    Text(
                        zh=f"清理保留期 {hours} 小时太短：仍在读取的旧版本会丢失",
                        en=f"keeping {hours} h is too short: versions still being read would be lost",
                    ),
                    Text(zh=f"至少保留 {KEEP_HOURS} 小时", en=f"keep at least {KEEP_HOURS} h"),
                )
            )
        return self.open().vacuum(retention_hours=hours, dry_run=False)


@dataclass(frozen=True)
class Widened(LakeTable):
    """A source's table as it would be with the rows of another one in it."""

    more: LakeTable

    def files(self, months: Iterable[str] | None = None, *, version: int | None = None) -> list[str]:
        wanted = None if months is None else [*months]
        return [*super().files(wanted, version=version), *self.more.files(wanted)]

    def described(self) -> list[pa.Table]:
        return [*super().described(), *self.more.described()]


@contextmanager
def widened(lake: LakeTable, rows: pa.Table, room: Path) -> Iterator[LakeTable]:
    """The table with rows as a settlement would write them; they lie in `room` and are gone afterwards."""
    with TemporaryDirectory(dir=room, prefix=".") as folder:
        more = LakeTable(Path(folder), lake.source)
        more.append(rows, 1)
        yield Widened(lake.folder, lake.source, more)


def _overtaken(source: str) -> Problem:
    return Problem(
        "lake.overtaken",
        Text(
            zh=f"另一个进程刚刚写入了「{source}」的事实，这一次没有写入",
            en=f"another process has just written facts of '{source}'; nothing of this was written",
        ),
        Text(zh="再做一次，已写入的不会重复", en="do it again; what is there is not added twice"),
    )
