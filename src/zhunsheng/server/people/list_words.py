"""What is wrong with a cell or heading, to whoever keeps a list of people: they change the file, not the blueprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhunsheng.engine.values import Problem, Text

_PLAIN_DATE = Text(zh="写成 2017-03-01 这样再导入", en="write it as 2017-03-01 and import the list again")
_REMEDIES: Mapping[str, Text] = {
    "cell.missing": Text(zh="填上，再导入", en="fill it in and import the list again"),
    "date.text": _PLAIN_DATE,
    "date.order": Text(
        zh="把整列日期改成 2017-03-01 这样，再导入",
        en="write all dates of the column as 2017-03-01 and import the list again",
    ),
    "date.has_time": Text(zh="去掉钟点，再导入", en="drop the time of day and import the list again"),
    "date.year": Text(zh="改正年份，再导入", en="correct the year and import the list again"),
    "heading.missing": Text(
        zh="在文件里补上这一列，或把对应的列改成这个名字，再导入",
        en="add the column to the file, or give the column that holds this the name, and import the list again",
    ),
    "heading.another_file": Text(
        zh="检查选的是不是人员名单；若是，把列名改成「工号」「姓名」「部门」等再导入",
        en="check that this is the list of people; if so, name its columns number, name, unit and so on",
    ),
}
"""By the problem's code: what to do instead of changing the blueprint."""


def for_keepers(problem: Problem, heading: str | None) -> Problem:
    """The problem with a remedy that lies in the file. `heading`: of the column it is in, as the file has it."""
    if problem.code == "heading.renamed":
        return replace(problem, remedy=_renamed(problem.place))
    message = problem.message
    if problem.code == "cell.missing" and heading:
        message = Text(zh=f"「{heading}」是空的", en=f"'{heading}' is empty")
    return replace(problem, message=message, remedy=_REMEDIES.get(problem.code, problem.remedy))


def _renamed(column: str) -> Text:
    return Text(
        zh=f"若是，在文件里把它改回「{column}」再导入；若不是，补上列「{column}」",
        en=f"if so, name it '{column}' in the file and import the list again; if not, add the column '{column}'",
    )
