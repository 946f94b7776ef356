"""What can be wrong with a date, said so that the person who has the file can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhunsheng.engine.facts.faults import shown
from zhunsheng.engine.values import Problem, Text

_DECLARE = Text(
    zh="在字段的 formats 里写明，如 %d/%m/%Y 或 %m/%d/%Y；或导出为 2017-03-01",
    en="declare the field's formats, e.g. %d/%m/%Y or %m/%d/%Y; or export dates as 2017-03-01",
)


@dataclass(frozen=True)
class Orders:
    """Texts of a column that show in which order it writes day and month."""

    day_first: str | None
    month_first: str | None

    @property
    def both(self) -> bool:
        return self.day_first is not None and self.month_first is not None


def not_a_date(text: str) -> Problem:
    return Problem(
        "date.text",
        Text(zh=f"「{shown(text)}」不是日期", en=f"'{shown(text)}' is not a date"),
        Text(
            zh="写成 2017-03-01, 或在字段的 formats 里写明格式", en="write 2017-03-01, or declare the field's formats"
        ),
    )


def order(text: str, seen: Orders) -> Problem:
    """Day and month cannot be told apart. What the column shows elsewhere is a hint, never a decision."""
    zh = f"日月先后不明的日期「{shown(text)}」"
    en = f"day and month cannot be told apart in '{shown(text)}'"
    if seen.day_first or seen.month_first:
        example = shown(seen.day_first or seen.month_first or "")
        style = "%d/%m/%Y" if seen.day_first else "%m/%d/%Y"
        zh, en = f"{zh}；同栏的「{example}」像是 {style}", f"{en}; '{example}' in this column looks like {style}"
    return Problem("date.order", Text(zh=zh, en=en), _DECLARE)


def two_styles(text: str, seen: Orders) -> Problem:
    """The column mixes day/month with month/day, or a text does not follow the declared style."""
    zh, en = f"同一栏有两种日期写法：「{shown(text)}」", f"two date styles in one column: '{shown(text)}'"
    if seen.both:
        first, second = shown(seen.day_first or ""), shown(seen.month_first or "")
        zh = f"{zh}；「{first}」只能是日/月，「{second}」只能是月/日"
        en = f"{en}; '{first}' can only be day/month, '{second}' only month/day"
    return Problem(
        "date.two_styles",
        Text(zh=zh, en=en),
        Text(zh="在来源系统里统一成 2017-03-01 再导出", en="let the system of record export one style: 2017-03-01"),
    )


def two_readings(text: str, moments: Sequence[datetime]) -> Problem:
    read = " / ".join(moment.date().isoformat() for moment in moments)
    return Problem(
        "date.two_readings",
        Text(
            zh=f"按字段声明的格式，「{shown(text)}」有两种读法：{read}",
            en=f"the declared formats read '{shown(text)}' in two ways: {read}",
        ),
        Text(zh="只留一种格式", en="declare one format only"),
    )


def excel_serial(text: str, day: date) -> Problem:
    return Problem(
        "date.serial",
        Text(
            zh=f"「{shown(text)}」像是 Excel 的日期序号 ({day})",
            en=f"'{shown(text)}' looks like Excel's day number of {day}",
        ),
        Text(zh="把这一栏的单元格格式设为日期，再保存", en="format the column as dates and save again"),
    )


def empty_in_excel(text: str) -> Problem:
    return Problem(
        "date.empty_in_excel",
        Text(
            zh=f"「{shown(text)}」是 Excel 里空日期的样子（1900 年）",
            en=f"'{shown(text)}' is what Excel shows for an empty date (1900)",
        ),
        Text(zh="没有日期就留空", en="leave the cell empty where there is no date"),
    )


def year_out_of_range(text: str, first: int, last: int) -> Problem:
    return Problem(
        "date.year",
        Text(
            zh=f"「{shown(text)}」的年份不在 {first}-{last} 之间",
            en=f"the year of '{shown(text)}' is not within {first}-{last}",
        ),
        Text(
            zh="改正日期；若确实如此，用字段的 minimum、maximum 写明最早和最晚的年份",
            en="correct the date; if it is right, set the field's minimum and maximum to the years allowed",
        ),
    )


def time_in_a_date(text: str) -> Problem:
    return Problem(
        "date.has_time",
        Text(zh=f"日期栏里有钟点：「{shown(text)}」", en=f"'{shown(text)}' holds a time of day; the field is a date"),
        Text(zh="去掉钟点，或把字段类型改为 datetime", en="drop the time, or declare the field as datetime"),
    )


def in_the_future(moment: datetime, now: datetime) -> Problem:
    return Problem(
        "date.future",
        Text(
            zh=f"发生在未来：{moment:%Y-%m-%d %H:%M} UTC （现在 {now:%Y-%m-%d}）",
            en=f"it happened in the future: {moment:%Y-%m-%d %H:%M} UTC (now is {now:%Y-%m-%d})",
        ),
        Text(zh="检查日期；事情发生后再导入", en="check the date; load it once it has happened"),
    )
