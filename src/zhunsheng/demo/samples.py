"""Files of the example company to try uploads with: next month's list of people, and exports of the coming week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from zhunsheng.demo import days
from zhunsheng.demo.delivery import Delivery, pieces, workbook
from zhunsheng.demo.play import Plot
from zhunsheng.demo.staff import ROOT, STEADY, Person, Seat, Staff
from zhunsheng.demo.systems import EXPORTS
from zhunsheng.demo.systems.system import Export
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.worlds.story import Sample

WEEK = timedelta(weeks=1)
FACTS = ("deals", "service_orders", "calls")
"""Sources of which there are exports to try."""
SLIP = "M0O7"
"""How somebody types the number of the manager M007."""
_LIST = pa.schema(
    [
        *((name, pa.string()) for name in ("工号", "姓名", "部门", "岗位", "大区", "直属上级")),
        ("入职日期", pa.date32()),
        ("离职日期", pa.date32()),
    ]
)
_Row = dict[str, str | date | None]


def samples(now: datetime) -> list[Sample]:
    """What there is to try at the moment, which is wall time."""
    told = FACTS if (now + WEEK).date() <= days.LAST else ()
    return [_people(days.after(days.month_of(now.date()))), *(_facts(_export(one), now + WEEK) for one in told)]


def write(sample: Sample, plot: Plot, now: datetime, path: Path) -> None:
    """Write the sample as a workbook; the same moment gives the same bytes."""
    if sample.source is None:
        workbook(path, [people(plot.companies[0].staff, now.date())])
    else:
        delivery = Delivery(now, now + WEEK)
        workbook(path, pieces(delivery, _export(sample.source), plot.companies, plot.since))


def people(staff: Staff, today: date) -> pa.Table:
    """Who is here next month: two move, one comes, one leaves, and one manager's number is mistyped."""
    month = days.after(days.month_of(today))
    rows = [_row(one, today) for one in staff.people if one.hired <= today and (one.left is None or today < one.left)]
    by_number = {str(row["工号"]): row for row in rows}
    for number, change in _changes(staff, month).items():
        by_number[number] |= change
    rows.append(_newcomer(month))
    return pa.Table.from_pylist(rows, _LIST)


def _changes(staff: Staff, month: date) -> dict[str, _Row]:
    """What becomes different, by number: of people who stay where they are in the story, others each month."""
    lasting = [one for one in staff.people if one.left is None and len(one.posts) == 1 and one.number not in STEADY]

    def somebody(unit: str) -> str:
        found = [one.number for one in lasting if one.posts[0].seat.unit.endswith(unit)]
        return found[(month.year * 12 + month.month) % (len(found) - 1) + 1]  # the first leads

    return {
        somebody("客服A组"): {"部门": f"{ROOT}/客户服务中心/客服部/客服B组"},
        somebody("华中销售部"): {"部门": f"{ROOT}/销售中心/华东销售部", "大区": "华东", "直属上级": "M007"},
        somebody("配送组"): {"离职日期": month - timedelta(days=1)},
        somebody("华东销售部"): {"直属上级": SLIP},
    }


def _row(one: Person, today: date) -> _Row:
    seat = next(post.seat for post in reversed(one.posts) if post.since <= today)
    return _placed(one.number, one.name, seat, one.hired)


def _newcomer(month: date) -> _Row:
    seat = Seat("", f"{ROOT}/销售中心/西南销售部", "销售代表", "西南", "M009")
    return _placed(f"S9{month:%m}", "程一诺", seat, month)


def _placed(number: str, name: str, seat: Seat, hired: date) -> _Row:
    where = {"部门": seat.unit, "岗位": seat.position, "大区": seat.region, "直属上级": seat.lead}
    return {"工号": number, "姓名": name, **where, "入职日期": hired, "离职日期": None}


def _people(month: date) -> Sample:
    return Sample(
        "people",
        f"人员名单_{month:%Y年}{month.month}月.xlsx",
        Text(
            zh=f"下个月的人员名单：两人调动，一人入职，一人离职，还有一处写错的上级。从 {month} 起生效。",
            en=f"Next month's list of people: two move, one comes, one leaves, and one manager is mistyped. "
            f"Effective from {month}.",
        ),
    )


def _facts(export: Export, until: datetime) -> Sample:
    name = days.blueprint().each(Source)[export.source].name
    return Sample(
        export.source,
        f"{export.file}_{until:%Y%m%d}.xlsx",
        Text(zh=f"{name.zh}：未来一周的导出", en=f"{name.en}: the coming week's export"),
        source=export.source,
    )


def _export(source: str) -> Export:
    return next(export for export in EXPORTS if export.source == source)
