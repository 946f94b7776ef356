"""What the company's four systems export: true in most rows, in four encodings, untidy as exports are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from e2e.company.deals import Deal
from e2e.company.staff import MACHINES, PRODUCTS, TRANSFER_DAY, ZONE, Employee
from e2e.company.truth import Truth

Cell = str | int | date
STAGES = {None: "跟进中", True: "赢单", False: "丢单"}
NEW_YEAR, SPRING, SUMMER = (
    datetime.combine(day, time(9), ZONE) for day in (date(2025, 1, 2), TRANSFER_DAY, date(2025, 7, 1))
)
"""When somebody sits down and loads what has come."""


@dataclass(frozen=True)
class Export:
    """A file: which source it is for, when it is loaded, and how it is written.

    `style`: an encoding and a delimiter, e.g. `gb18030 ,`; `xlsx` for a workbook.
    """

    source: str
    moment: datetime
    name: str
    style: str
    heading: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def write(self, folder: Path) -> Path:
        """Write the file; the same rows give the same bytes."""
        path = folder / self.name
        if self.style == "xlsx":
            _workbook(path, [self.heading, *self.rows])
        else:
            encoding, delimiter = self.style[:-2], self.style[-1]
            with path.open("w", encoding=encoding, newline="") as file:
                csv.writer(file, delimiter=delimiter).writerows([self.heading, *self.rows])
        return path


@dataclass(frozen=True)
class Spoilt:
    """Numbers of the deals that somebody mistyped: one's product, one's day (refused), one's amount (refused)."""

    product: str
    day: str
    amount: str


def spoilt(deals: Sequence[Deal]) -> Spoilt:
    """Three deals of early summer."""
    gateways = (deal for deal in deals if deal.product == "智能网关 G200" and _recent(deal))
    product = next(gateways).number
    others = [deal.number for deal in deals if _recent(deal) and deal.number != product]
    return Spoilt(product, others[0], others[1])


def _recent(deal: Deal) -> bool:
    return bool(deal.won) and deal.opened > TRANSFER_DAY


def exports(truth: Truth) -> Iterator[Export]:
    """Every file in the order in which it is loaded."""
    yield _people(NEW_YEAR, "人员名单_2025-01.xlsx", truth.people)
    yield _crm("customers", NEW_YEAR, "客户.csv", ("客户名称", "行业"), truth.customers.items())
    yield _crm("products", NEW_YEAR, "产品.csv", ("产品名称", "标价（元）"), PRODUCTS.items())
    yield _machines()
    yield _people(SPRING, "人员异动_2025-04.xlsx", truth.moved)
    yield _deals(SPRING, "商机_0415.csv", [deal for deal in truth.deals if deal.opened < TRANSFER_DAY])
    yield _deals(SUMMER, "商机_0630.csv", truth.deals, spoilt(truth.deals))
    yield _leave(truth)
    yield _roster(truth)
    yield _tickets(truth)
    yield _shifts(truth)


def _people(moment: datetime, name: str, people: Sequence[Employee]) -> Export:
    heading = ("工号", "姓名", "部门", "岗位", "大区", "直属上级", "入职日期")
    rows = tuple((p.number, p.name, p.unit, p.position, p.region, p.manager or "", p.hired) for p in people)
    return Export("people", moment, name, "xlsx", heading, rows)


def _crm(
    source: str, moment: datetime, name: str, heading: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]
) -> Export:
    return Export(source, moment, name, "gb18030 ,", heading, tuple(rows))


def _machines() -> Export:
    rows = tuple((code, f"{line}{code} 装配机") for code, line in MACHINES.items())
    return Export("machines", NEW_YEAR, "设备台账.xlsx", "xlsx", ("设备编号", "设备名称"), rows)


def _deals(moment: datetime, name: str, deals: Sequence[Deal], bad: Spoilt | None = None) -> Export:
    """All deals as the CRM has them on the evening before; the export ends with an empty line, as they do."""
    heading = ("商机编号", "客户名称", "产品", "销售工号", "阶段", "创建日期", "关闭日期", "签单金额（元）")
    evening = date.fromordinal(moment.date().toordinal() - 1)
    rows = [_mistyped(_deal(deal.known(evening)), bad) for deal in deals]
    return _crm("deals", moment, name, heading, [*rows, ("",) * len(heading)])


def _deal(deal: Deal) -> tuple[str, ...]:
    amount = "" if deal.value is None else f"{deal.value:,}.00"
    closed = deal.closed.isoformat() if deal.closed else ""
    return (deal.number, deal.customer, deal.product, deal.seller, STAGES[deal.won], str(deal.opened), closed, amount)


def _mistyped(row: tuple[str, ...], bad: Spoilt | None) -> tuple[str, ...]:
    number, customer, product, seller, stage, opened, closed, amount = row
    if bad and number == bad.product:
        product = "智能网关 G20O"
    if bad and number == bad.day:
        closed = "2025-06-31"
    if bad and number == bad.amount:
        amount = "约12万"
    return (number, customer, product, seller, stage, opened, closed, amount)


def _leave(truth: Truth) -> Export:
    heading = ("单号", "工号", "假别", "开始日期", "结束日期")
    rows = tuple((one.request, one.person, one.kind, str(one.first_day), str(one.last_day)) for one in truth.leave)
    return Export("leave", SUMMER, "请假.csv", "utf-8 ,", heading, rows)


def _roster(truth: Truth) -> Export:
    rows = tuple((duty.person, f"{duty.day:%Y/%m/%d}", duty.hours) for duty in truth.roster)
    return Export("roster", SUMMER, "排班.csv", "utf-8 \t", ("工号", "日期", "工时"), rows)


def _tickets(truth: Truth) -> Export:
    heading = ("流水号", "工单号", "动作", "客服工号", "客户", "时间")
    rows = [
        (step.number, step.ticket, step.event, step.agent, step.customer, f"{step.at:%Y-%m-%d %H:%M:%S}")
        for step in truth.tickets
    ]
    return Export("tickets", SUMMER, "工单.csv", "utf-8-sig ;", heading, (*rows, rows[0]))


def _shifts(truth: Truth) -> Export:
    """One cell says what was done instead of how long it took."""
    heading = (
        "日期",
        "班次",
        "产线",
        "设备编号",
        "班长工号",
        "计划时间（分钟）",
        "停机（分钟）",
        "产量",
        "不良",
        "标准节拍（件/分钟）",
    )
    rows: list[tuple[Cell, ...]] = [
        (s.day, s.name, s.line, s.machine, s.leader, s.planned, s.down, s.pieces, s.rejected, s.ideal)
        for s in truth.shifts
    ]
    rows[UNMEASURED] = tuple(
        "设备保养" if at == heading.index("停机（分钟）") else cell for at, cell in enumerate(rows[UNMEASURED])
    )
    return Export("shifts", SUMMER, "班次.xlsx", "xlsx", heading, tuple(rows))


UNMEASURED = 700
"""Place of the shift whose downtime nobody wrote down."""


def _workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": NEW_YEAR.replace(tzinfo=None)})  # else the clock is in the bytes
        sheet = book.add_worksheet("导出")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
