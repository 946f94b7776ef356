"""Exports are untidy: rows twice, names spelt otherwise, cells nobody can read; never so much as to change a truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.demo.seeds import Seeds
from zhunsheng.demo.systems.system import Export

TWICE = 0.003
"""Share of rows that an export holds a second time."""
_SEEDS = Seeds(48)


@dataclass(frozen=True)
class Slip:
    """What somebody types instead: in some rows of a source's column. `share` of the rows, one at least if any."""

    source: str
    column: str
    share: float
    typed: Callable[[str], str]


SLIPS = (
    Slip("deals", "产品", 0.0006, lambda name: name.replace(" ", "", 1)),
    Slip("deals", "签单金额（元）", 0.0002, lambda amount: f"约{float(amount or 0) / 1e4:.0f}万"),
    Slip("orders", "产品", 0.0004, lambda name: name.replace("（", "(").replace("）", ")")),
    Slip("invoices", "开票日期", 0.0003, lambda day: f"{day[:8]}32"),
    Slip("service_orders", "工程师工号", 0.00004, lambda number: number.lower()),
    Slip("line_shifts", "停机（分钟）", 0.0006, lambda _: "设备保养"),
)
RENAMED = {"dealer_flow": ("期末库存", "库存（期末）", datetime(2025, 11, 15))}  # noqa: DTZ001  wall time
"""Columns that carry another heading from some day on, because the system was upgraded."""


def untidy(rows: pa.Table, export: Export, until: datetime) -> pa.Table:
    """The rows as the export holds them; the same rows come out the same way."""
    if export.lists:
        return rows
    rng = _SEEDS.rng(export.source, f"{until:%Y%m%d}", rows.num_rows)
    for slip in SLIPS:
        if slip.source == export.source and slip.column in rows.column_names:
            rows = _slipped(rows, slip, rng)
    if export.source in RENAMED:
        before, after, since = RENAMED[export.source]
        if until >= since:
            rows = rows.rename_columns([after if name == before else name for name in rows.column_names])
    times = np.where(rng.random(rows.num_rows) < TWICE, 2, 1)
    return rows.take(pa.array(np.repeat(np.arange(rows.num_rows), times)))


def _slipped(rows: pa.Table, slip: Slip, rng: np.random.Generator) -> pa.Table:
    at = rows.column_names.index(slip.column)
    texts = rows.column(at).cast(pa.string()).to_pylist()
    for row in np.flatnonzero(rng.random(rows.num_rows) < slip.share):
        if texts[row]:
            texts[row] = slip.typed(texts[row])
    return rows.set_column(at, slip.column, pc.cast(pa.array(texts, pa.string()), pa.string()))
