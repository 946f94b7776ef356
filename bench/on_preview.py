"""What `bench.preview` times: a messy workbook is understood and tried; a script checks the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import xlsxwriter
from django.conf import settings
from python_calamine import CalamineWorkbook

from bench.company import deals
from bench.steps import Figures, timed
from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.server.access.roles import Role
from zhunsheng.server.access.values import Held, Viewer
from zhunsheng.server.blueprints.actions import publish as published
from zhunsheng.server.sources.schemas import PreviewIn
from zhunsheng.server.sources.uploads.preview import File, preview
from zhunsheng.server.sources.uploads.understanding import understood
from zhunsheng.server.worlds.queries import visited
from zhunsheng.server.worlds.values import WorldInfo

STAGES = ("已签约", "已发货", "丢单")
HEADINGS = ("单号", "业务员", "客户", "日期", "金额", "阶段")
WRONG = 50  # one row in so many has a wrong cell
SOURCE = {
    "id": "orders",
    "name": {"zh": "订单", "en": "Orders"},
    "system": "ERP",
    "key": ["number"],
    "time": "day",
    "fields": {
        "number": {"column": "单号", "required": True},
        "agent": {"column": "业务员", "type": "subject", "dimension": "person"},
        "customer": {"column": "客户", "type": "subject", "dimension": "customer"},
        "day": {"column": "日期", "type": "date", "required": True},
        "value": {"column": "金额", "type": "money", "unit": "CNY"},
        "stage": {"column": "阶段", "type": "choice", "choices": [*STAGES]},
    },
}
PARTNER = Viewer(0, "partner", "Partner", None, (Held(Role.HRBP),))
MEASURES: dict[str, tuple[str, dict[str, object]]] = {
    "count": ("order", {"kind": "count"}),
    "worth": ("CNY", {"kind": "sum", "field": "value"}),
    "signed": ("CNY", {"kind": "sum", "field": "value", "where": {"field": "stage", "value": "已签约"}}),
    "mean": ("CNY", {"kind": "mean", "field": "value"}),
    "customers": ("customer", {"kind": "distinct", "field": "customer"}),
}
CUSTOMER = {"id": "customer", "name": {"zh": "客户", "en": "Customer"}, "listed": False}


def publish(world: WorldInfo) -> Figures:
    """The source is published, with numbers over it that the preview shows before and after."""
    source = Source.model_validate(SOURCE)
    company = Settings(format=1, name=source.name, time_zone="Asia/Shanghai", currency="CNY")
    entities: list[AnyEntity] = [source, Dimension.model_validate(CUSTOMER)]
    for name, (unit, measure) in MEASURES.items():
        said = {"id": name, "name": source.name, "unit": unit, "measure": {"source": source.id, **measure}}
        entities.append(Metric.model_validate(said))
    published(Bundle(company, {Ref.of(one): one for one in entities}), now=visited(world.name).now)
    return {}


def write(world: WorldInfo, rows: int) -> Figures:
    """The workbook: dates as dates, and in every fiftieth row a stage misspelt, no date, or an amount in words."""
    stages = np.random.default_rng(rows).integers(0, len(STAGES), rows)
    with xlsxwriter.Workbook(_place(rows), {"constant_memory": True}) as book:
        sheet, style = book.add_worksheet("订单"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADINGS)
        for at, row in enumerate(deals(0, rows, seed=1, late=False).to_pylist(), start=1):
            wrong = at // WRONG % 3 if at % WRONG == 0 else None
            sheet.write_row(at, 0, [row["id"], row["person"], row["customer"]])
            if wrong != 0:
                sheet.write_datetime(at, 3, datetime.combine(row["day"], datetime.min.time()), style)
            sheet.write(at, 4, "待定" if wrong == 1 else row["amount"])
            sheet.write(at, 5, "已签" if wrong == 2 else STAGES[stages[at - 1]])
    return {}


def ours(world: WorldInfo, rows: int) -> Figures:
    """Understood as when it is handed in, and tried as the page asks for it."""
    figures: Figures = {}
    there, path = visited(world.name), _place(rows)
    with timed(figures, "understood"):
        seen = understood(world, path, path.name, None, there.now)
    file = File(path, path.name, seen.sheet, seen.rows, seen.headings)
    with timed(figures, "tried"):
        said = preview(there, file, PreviewIn(source=SOURCE, dimensions=[CUSTOMER]), PARTNER)
    figures["good"], figures["wrong"], figures["numbers"] = said.new, said.quarantined, len(said.numbers)
    return figures


def script(world: WorldInfo, rows: int) -> Figures:
    """The baseline: what somebody writes who knows Python and these columns. It finds wrong cells, no more."""
    figures: Figures = {}
    with timed(figures, "seconds"):
        sheet = CalamineWorkbook.from_path(_place(rows)).get_sheet_by_index(0)
        lines = iter(sheet.to_python())
        next(lines)
        checks: list[Callable[[object], bool]] = [
            lambda cell: cell != "",
            lambda cell: isinstance(cell, str),
            lambda cell: isinstance(cell, str),
            lambda cell: hasattr(cell, "year"),
            lambda cell: isinstance(cell, int | float),
            lambda cell: cell in STAGES,
        ]
        seen: dict[object, tuple[object, ...]] = {}
        wrong = [
            (at, place, cell)
            for at, line in enumerate(lines, start=2)
            for place, (cell, check) in enumerate(zip(line, checks, strict=True))
            if not check(cell) or (place == 0 and seen.setdefault(cell, tuple(line)) != tuple(line))
        ]
    figures["wrong"] = len({at for at, _, _ in wrong})
    return figures


def _place(rows: int) -> Path:
    folder: Path = settings.HOME.scratch
    return folder / f"orders-{rows}.xlsx"
