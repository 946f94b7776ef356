"""Tell: what a practice of the product itself knows becomes facts, accepted like any others."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pyarrow as pa

from zhunsheng.engine.facts.parsing import typed
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.facts.actions.accept import Tally, keep_segment, with_subjects
from zhunsheng.server.facts.models import Batch, FactTable
from zhunsheng.server.facts.packing import GONE
from zhunsheng.server.subjects.actions import resolve
from zhunsheng.server.worlds.channel import announce

PIECE = 200_000
"""Rows to a segment."""


def tell(source: Source, stands: pa.Table, gone: pa.Table, time_zone: str, now: datetime) -> None:
    """Let these rows stand, and let nothing stand of those in `gone`, within the caller's transaction.

    Both have the source's fields, people by their ids; of `gone` only the key is looked at, and all of it was told.
    """
    table, _ = FactTable.objects.get_or_create(source=source.id)
    batch = Batch.objects.create(table=table, name=source.told_by or "", accepted_at=now)
    tally, name = Tally(), partial(resolve, now=now)
    for cells, over in ((stands, False), (gone, True)):
        for piece in cells.combine_chunks().to_batches(max_chunksize=PIECE):
            columns = dict(zip(piece.schema.names, piece.columns, strict=True))
            rows = typed(source, columns, str(batch.id), batch.rows + 1, time_zone=time_zone)
            rows = rows.append_column(GONE, pa.repeat(over, rows.num_rows))
            keep_segment(batch, table, with_subjects(source, rows, tally, name))
            batch.rows += rows.num_rows
    batch.save(update_fields=["rows"])
    announce()


def refuse_told(source: Source) -> None:
    """Raises ZhunshengError where the source is told in the product itself: then nobody else does."""
    if source.told_by is not None:
        raise ZhunshengError(_told_by_people(source) if source.told_by == "people" else _told_by_product(source))


def _told_by_people(source: Source) -> Problem:
    return Problem(
        "facts.told_by_people",
        Text(
            zh=f"数据源「{source.id}」由人在产品里填写，不读文件，也不收推送",
            en=f"source '{source.id}' is filled in by people in the product: it takes no file and no push",
        ),
        Text(zh=f"用表单 POST /forms/{source.id}", en=f"fill in its form, POST /forms/{source.id}"),
    )


def _told_by_product(source: Source) -> Problem:
    return Problem(
        "facts.told_by_product",
        Text(
            zh=f"数据源「{source.id}」由系统自己讲述（{source.told_by}），不读文件，也不收推送",
            en=f"source '{source.id}' is told by the product itself ({source.told_by}): it takes no file and no push",
        ),
        Text(zh="更正推动案件的那些记录，它会跟着改", en="correct the records that move the cases, and it follows"),
    )
