"""What can be wrong with a file, said so that the person who has it can put it right."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.values import Problem, Text

_SAVE_AS = Text(zh="用 Excel 另存为 .xlsx 或 CSV UTF-8", en="save it as .xlsx or as CSV UTF-8 in Excel")
_REMOVE = Text(
    zh="删去用不到的行、列和工作表，另存后再导入", en="delete unused rows, columns and sheets, and save again"
)


def empty(place: str) -> Problem:
    return Problem(
        "file.empty",
        Text(zh="文件是空的", en="the file is empty"),
        Text(zh="重新导出", en="export it again"),
        place,
    )


def no_rows(place: str) -> Problem:
    return Problem(
        "file.no_rows",
        Text(zh="文件只有列名，没有数据行", en="the file has headings but no rows"),
        Text(zh="检查导出的条件", en="check what was chosen for export"),
        place,
    )


def unreadable_text(place: str, offset: int, line: int, seems: str | None) -> Problem:
    zh, en = (f"，像是 {seems}", f"; it seems to be {seems}") if seems else ("", "")
    return Problem(
        "file.encoding",
        Text(
            zh=f"第 {line} 行（第 {offset} 字节）既不是 UTF-8 也不是 GB18030{zh}",
            en=f"line {line} (byte {offset}) is neither UTF-8 nor GB18030{en}",
        ),
        _SAVE_AS,
        place,
        line,
    )


def broken_utf8(place: str, offset: int, line: int) -> Problem:
    return Problem(
        "file.encoding",
        Text(
            zh=f"文件是 UTF-8，但第 {line} 行（第 {offset} 字节）坏了",
            en=f"the file is UTF-8, but line {line} (byte {offset}) is damaged",
        ),
        Text(zh="重新导出或重新传送", en="export or transfer it again"),
        place,
        line,
    )


def not_a_table(place: str) -> Problem:
    return Problem(
        "file.not_a_table",
        Text(zh="这不是 Excel 或 CSV 文件", en="this is not an Excel or CSV file"),
        _SAVE_AS,
        place,
    )


def heading_too_long(place: str) -> Problem:
    return Problem(
        "file.heading_too_long",
        Text(zh="列名行太长，不像是表格", en="the heading line is too long to be one"),
        Text(zh="检查文件的第一行", en="check the first line of the file"),
        place,
    )


def blank_headings(place: str, row: int, columns: Sequence[str]) -> Problem:
    listed = ", ".join(columns)
    return Problem(
        "file.blank_heading",
        Text(zh=f"列 {listed} 没有列名", en=f"columns {listed} have no heading"),
        Text(zh="写上列名，或删去这些列", en="give them headings, or delete the columns"),
        place,
        row,
    )


def duplicate_heading(place: str, row: int, heading: str, columns: Sequence[str]) -> Problem:
    listed = ", ".join(columns)
    return Problem(
        "file.duplicate_heading",
        Text(
            zh=f"列名「{heading}」出现了多次（列 {listed}）", en=f"heading '{heading}' stands twice (columns {listed})"
        ),
        Text(zh="改名或删去重复的列", en="rename or delete the doubled column"),
        place,
        row,
    )


def wrong_width(expected: int, actual: int) -> Problem:
    return Problem(
        "row.wrong_width",
        Text(
            zh=f"这一行有 {actual} 个格子，应为 {expected} 个", en=f"the row has {actual} cells instead of {expected}"
        ),
        Text(
            zh="检查这一行多出或缺少的分隔符和引号", en="look for a separator or quote too many or too few in this row"
        ),
    )


def cell_too_long(column: str, limit: int) -> Problem:
    return Problem(
        "cell.too_long",
        Text(
            zh=f"列「{column}」的格子超过 {limit // 1024} KB",
            en=f"the cell in column '{column}' is longer than {limit // 1024} KB",
        ),
        Text(zh="检查引号是否没有闭合，或缩短内容", en="look for an unclosed quote, or shorten the content"),
        column,
    )


def no_heading_above(column: str) -> Problem:
    return Problem(
        "cell.no_heading",
        Text(zh=f"列 {column} 有内容但没有列名", en=f"column {column} has content but no heading"),
        Text(zh="给这一列写上列名，或删去它", en="give the column a heading, or delete it"),
        column,
    )


def row_too_long(place: str, row: int, limit: int) -> Problem:
    return Problem(
        "row.too_long",
        Text(
            zh=f"第 {row} 行之后有一行超过 {limit // 2**20} MB，多半是引号没有闭合",
            en=f"a row after row {row} is longer than {limit // 2**20} MB, probably for an unclosed quote",
        ),
        Text(zh="检查该处的引号", en="look at the quotes there"),
        place,
        row,
    )


def not_a_workbook(place: str) -> Problem:
    return Problem(
        "workbook.not_xlsx",
        Text(zh="文件不是 .xlsx 工作簿", en="the file is no .xlsx workbook"),
        _SAVE_AS,
        place,
    )


def old_format(place: str, name: str) -> Problem:
    return Problem(
        "workbook.format",
        Text(zh=f"文件是 {name}，读不了", en=f"the file is {name}, which is not read"),
        _SAVE_AS,
        place,
    )


def encrypted(place: str) -> Problem:
    return Problem(
        "workbook.encrypted",
        Text(zh="工作簿有密码", en="the workbook has a password"),
        Text(zh="去掉密码，另存后再导入", en="remove the password and save again"),
        place,
    )


def damaged(place: str) -> Problem:
    return Problem(
        "workbook.damaged",
        Text(zh="工作簿损坏了", en="the workbook is damaged"),
        Text(zh="用 Excel 打开并另存，或重新导出", en="open and save it in Excel, or export it again"),
        place,
    )


def bomb(place: str, why: Text) -> Problem:
    return Problem(
        "workbook.bomb",
        Text(
            zh=f"工作簿展开后太大，不予打开：{why.zh}", en=f"the workbook unpacks to too much and is refused: {why.en}"
        ),
        _REMOVE,
        place,
    )


def no_such_sheet(place: str, sheet: str | None, names: Sequence[str]) -> Problem:
    listed = "、".join(names)
    zh, en = (
        (f"没有工作表「{sheet}」", f"there is no sheet '{sheet}'") if sheet else ("没有工作表", "there is no sheet")
    )
    return Problem(
        "workbook.no_sheet",
        Text(zh=zh, en=en),
        Text(zh=f"现有：{listed}", en=f"there are: {listed}"),
        place,
    )
