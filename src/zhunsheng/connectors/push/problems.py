"""What can be wrong with the form of a body, said so that whoever wrote the sending program can put it right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.values import Problem, Text

FEW = 20
"""Rows named in one problem; the rest is counted."""


def too_large(limit: int) -> Problem:
    return Problem(
        "push.too_large",
        Text(
            zh=f"内容超过 {limit >> 20} MB（解压后），没有接收", en=f"more than {limit >> 20} MB (unpacked); not taken"
        ),
        _in_parts(),
    )


def too_many(limit: int) -> Problem:
    return Problem(
        "push.too_many_rows",
        Text(zh=f"一次超过 {limit:,} 行，没有接收", en=f"more than {limit:,} rows at once; not taken"),
        _in_parts(),
    )


def unknown_media(media: str, known: Iterable[str]) -> Problem:
    return Problem(
        "push.media_type",
        Text(zh=f"不认识的 Content-Type「{media[:100]}」", en=f"unknown Content-Type '{media[:100]}'"),
        Text(zh=f"可用：{'、'.join(known)}", en=f"there are: {', '.join(known)}"),
    )


def unknown_encoding(encoding: str) -> Problem:
    return Problem(
        "push.content_encoding",
        Text(zh=f"不认识的 Content-Encoding「{encoding[:100]}」", en=f"unknown Content-Encoding '{encoding[:100]}'"),
        Text(zh="用 gzip，或不压缩", en="use gzip, or none"),
    )


def not_gzip() -> Problem:
    return Problem(
        "push.not_gzip",
        Text(zh="内容不是完整的 gzip", en="the body is no complete gzip"),
        Text(zh="重新压缩后发送，或去掉 Content-Encoding", en="compress it again, or leave Content-Encoding out"),
    )


def not_utf8(offset: int) -> Problem:
    return Problem(
        "push.not_utf8",
        Text(zh=f"第 {offset} 字节起不是 UTF-8", en=f"from byte {offset} on it is not UTF-8"),
        Text(zh="用 UTF-8 编码发送", en="send it as UTF-8"),
    )


def not_json(said: str, line: int | None = None) -> Problem:
    zh, en = (f"第 {line} 行", f"line {line}") if line else ("内容", "the body")
    return Problem(
        "push.not_json",
        Text(zh=f"{zh}不是 JSON:{said}", en=f"{en} is no JSON: {said}"),
        Text(zh="检查引号、逗号和括号；NaN 和 Infinity 不是 JSON", en="mind quotes, commas, brackets; NaN is no JSON"),
        line=line,
    )


def not_an_array() -> Problem:
    return Problem(
        "push.not_an_array",
        Text(zh="内容应是 JSON 数组，每个元素一行", en="the body must be a JSON array, one element a row"),
        Text(
            zh='写成 [{"字段": 值, …}, …]；一行一个对象则用 application/x-ndjson',
            en='write [{"field": value, …}, …]; for one object a line use application/x-ndjson',
        ),
    )


def no_rows() -> Problem:
    return Problem(
        "push.no_rows",
        Text(zh="没有数据行", en="there are no rows"),
        Text(zh="有数据时再发送", en="send when there is something to tell"),
    )


def not_objects(rows: Sequence[int]) -> Problem:
    return Problem(
        "push.not_an_object",
        Text(zh=f"{_rows_zh(rows)}不是对象", en=f"{_rows_en(rows)}: not an object"),
        Text(zh='每行写成 {"字段": 值, …}', en='write each row as {"field": value, …}'),
        line=rows[0],
    )


def repeated_names(names: Iterable[str]) -> Problem:
    listed = ", ".join(sorted(set(names))[:FEW])
    return Problem(
        "push.repeated_name",
        Text(zh=f"同一个对象里出现两次的名字：{listed}", en=f"names that stand twice in one object: {listed}"),
        Text(zh="每个名字只写一次", en="write each name once"),
    )


def nested(name: str, rows: Sequence[int]) -> Problem:
    return Problem(
        "push.nested",
        Text(
            zh=f"「{name}」在{_rows_zh(rows)}是数组或对象，不是一个值",
            en=f"'{name}' is an array or object instead of one value in {_rows_en(rows)}",
        ),
        Text(zh="拆成单独的字段", en="send its parts as fields of their own"),
        name,
        rows[0],
    )


def broken_text(name: str, rows: Sequence[int]) -> Problem:
    return Problem(
        "push.broken_text",
        Text(
            zh=f"「{name}」在{_rows_zh(rows)}含有不成对的代理字符",
            en=f"'{name}' holds half a surrogate pair in {_rows_en(rows)}",
        ),
        Text(zh="按完整的字符截断文字", en="cut texts between characters, not within one"),
        name,
        rows[0],
    )


def unknown_field(name: str, known: Iterable[str]) -> Problem:
    return Problem(
        "push.unknown_field",
        Text(zh=f"数据源没有字段「{name[:100]}」", en=f"the source has no field '{name[:100]}'"),
        proposal(name[:100], known),
        name[:100],
    )


def field_twice(field: str, names: Sequence[str]) -> Problem:
    listed = "、".join(names)
    return Problem(
        "push.field_twice",
        Text(zh=f"字段「{field}」有几个名字：{listed}", en=f"field '{field}' comes under several names: {listed}"),
        Text(zh="只用一个名字", en="use one of them"),
        field,
    )


def no_event(attribute: str, rows: Sequence[int]) -> Problem:
    return Problem(
        "push.no_event",
        Text(
            zh=f"{_rows_zh(rows)}缺少 CloudEvents 1.0 的「{attribute}」，或它不对",
            en=f"{_rows_en(rows)}: '{attribute}' of CloudEvents 1.0 is missing or not right",
        ),
        Text(
            zh="写上 specversion (1.0)、id、source、type,data 放字段",
            en="give specversion (1.0), id, source and type; the fields go into data",
        ),
        attribute,
        rows[0],
    )


def _in_parts() -> Text:
    return Text(zh="分几次发送", en="send it in parts")


def _rows_zh(rows: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, rows[:FEW]))} 行{f'等 {len(rows)} 行' if len(rows) > FEW else ''}"


def _rows_en(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - FEW} more" if len(rows) > FEW else ""
    return f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:FEW]))}{more}"
