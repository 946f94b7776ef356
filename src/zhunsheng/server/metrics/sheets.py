"""How numbers look in a workbook."""

from __future__ import annotations

from zhunsheng.engine.values import State, Text

STATES = {
    State.VALUE: Text(zh="有值", en="Value"),
    State.NO_DATA: Text(zh="无数据", en="No data"),
    State.TOO_FEW: Text(zh="样本过少", en="Too few"),
    State.UNDATED: Text(zh="无日期", en="Undated"),
    State.ERROR: Text(zh="无法计算", en="Cannot be computed"),
}


def state_in(language: str, state: State) -> str:
    said = STATES[state]
    return said.en if language == "en" else said.zh


def format_of(unit: str) -> str:
    """The spreadsheet's format of a metric's values; shares are kept as fractions."""
    return "0.0%" if unit == "%" else "#,##0.##"
