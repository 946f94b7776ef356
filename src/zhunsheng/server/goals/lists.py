"""The two lists that people keep of goals: their columns in both languages, and the words that stand in their cells."""

from __future__ import annotations

from collections.abc import Mapping

from zhunsheng.engine.facts.source import FieldType, Source, SourceField
from zhunsheng.engine.values import Text


def _field(
    column: str, *also: str, type_: FieldType = FieldType.TEXT, least: float | None = None, most: float | None = None
) -> SourceField:
    return SourceField(type=type_, column=column, also=also, minimum=least, maximum=most)


_NUMBER, _WHOLE = FieldType.NUMBER, FieldType.INTEGER

GOALS = Source(
    id="goals",
    name=Text(zh="目标", en="Goals"),
    system="file",
    key=("code",),
    fields={
        "code": _field("编号", "code"),
        "name": _field("目标", "goal", "name"),
        "level": _field("层级", "level"),
        "owner": _field("归属", "owner"),
        "accountable": _field("负责人", "accountable"),
        "term": _field("周期", "period", "term"),
        "metric": _field("指标", "metric"),
        "milestone": _field("里程碑", "milestone"),
        "unit": _field("单位", "unit"),
        "baseline": _field("基线", "baseline", type_=_NUMBER),
        "target": _field("目标值", "target", type_=_NUMBER),
        "direction": _field("方向", "direction"),
        "weight": _field("权重", "weight", type_=_NUMBER, least=0, most=1),
        "nature": _field("性质", "nature"),
        "state": _field("状态", "state"),
    },
)
LINKS = Source(
    id="links",
    name=Text(zh="链接", en="Links"),
    system="file",
    key=("child", "parent"),
    fields={
        "child": _field("下级", "child"),
        "parent": _field("上级", "parent"),
        "statement": _field("怎样支撑", "how", "statement"),
        "sign": _field("关系", "sign"),
        "smallest": _field("最小效应", "smallest effect", "smallest", type_=_NUMBER),
        "delay_from": _field("最短延迟（周）", "delay from", "delay_from", type_=_WHOLE, least=0, most=52),
        "delay_to": _field("最长延迟（周）", "delay to", "delay_to", type_=_WHOLE, least=0, most=52),
        "counter": _field("制衡指标", "counter-metric", "counter"),
        "state": _field("状态", "state"),
    },
)
EN = {
    "goals": (
        *("Code", "Goal", "Level", "Owner", "Accountable", "Period", "Metric", "Milestone", "Unit", "Baseline"),
        *("Target", "Direction", "Weight", "Nature", "State"),
    ),
    "links": (
        *("Child", "Parent", "How", "Sign", "Smallest effect", "Delay from", "Delay to", "Counter-metric", "State"),
    ),
}
"""Headings in English, in the order of the fields."""

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "level": {"company": ("公司", "company"), "unit": ("部门", "unit"), "person": ("个人", "person", "人员")},
    "direction": {"up": ("升", "up", "上升", "提高"), "down": ("降", "down", "下降", "降低")},
    "nature": {"effort": ("投入", "effort"), "outcome": ("结果", "outcome")},
    "state": {"open": ("进行中", "open"), "closed": ("关闭", "closed", "已关闭")},
    "sign": {"1": ("同向", "same", "+", "+1", "1"), "-1": ("反向", "opposite", "-", "-1")},
}
"""Field → meaning → the words for it, Chinese first, then English."""


def said(field: str, meaning: str, language: str) -> str:
    """The word for it in a language."""
    return WORDS[field][meaning][1 if language == "en" else 0]


def meant(field: str, word: str) -> str | None:
    """What the word means; None: nothing."""
    folded = word.strip().casefold()
    return next((meaning for meaning, words in WORDS[field].items() if folded in words), None)
