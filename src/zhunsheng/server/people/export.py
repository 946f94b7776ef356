"""The directory as a workbook that the import reads again: the same headings, units by code, managers by number."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.server.access.export import Cell
from zhunsheng.server.people.schemas import PersonItem

HEADINGS = {
    "zh": ["工号", "姓名", "部门", "岗位", "区域", "直属上级", "邮箱", "入职日期", "离职日期", "部门名", "上级姓名"],
    "en": [
        *["Number", "Name", "Unit", "Position", "Region", "Manager", "Email", "Hire date", "Termination date"],
        *["Name of the unit", "Name of the manager"],
    ],
}


def lines(items: Sequence[PersonItem], language: str) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows."""
    return HEADINGS[language], [_line(item) for item in items]


def _line(item: PersonItem) -> list[Cell]:
    unit, manager = item.unit, item.manager
    place = [unit.code if unit else None, item.position, item.region, manager.number if manager else None]
    names = [unit.name if unit else None, manager.name if manager else None]
    return [item.number, item.name, *place, item.email, item.hired, item.left, *names]
