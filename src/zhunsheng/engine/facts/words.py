"""What a source is, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.facts.source import LeaveList, Members, PeopleList, RosterList, Source
from zhunsheng.engine.values import Text

EVERY = {
    "day": Text(zh="每天更新", en="updated every day"),
    "week": Text(zh="每周更新", en="updated every week"),
    "month": Text(zh="每月更新", en="updated every month"),
    "quarter": Text(zh="每季度更新", en="updated every quarter"),
}
_TOLD_BY = {
    "people": Text(zh="由人填写", en="filled in by people"),
    "commitments": Text(zh="由承诺自动记录", en="told by commitments"),
}


def describe(source: Source) -> Text:
    """The source in one sentence: where from, how often, what a row is, when it happened and who it is about."""
    told = _TOLD_BY.get(source.told_by or "") or Text(zh=f"来自 {source.system}", en=f"from {source.system}")
    parts = [told, *([EVERY[source.every]] if source.every else []), _row(source)]
    if source.time:
        time = _name(source, source.time)
        parts.append(Text(zh=f"时间看{time.zh}", en=f"dated by {time.en}"))
    if source.people and source.feeds is None:
        people = _names(source, source.people)
        parts.append(Text(zh=f"人员看{people.zh}", en=f"about {people.en}"))
    return Text(
        zh=f"{source.name.zh}：{'，'.join(part.zh for part in parts)}",
        en=f"{source.name.en}: {', '.join(part.en for part in parts)}",
    )


def _row(source: Source) -> Text:
    match source.feeds:
        case PeopleList():
            return Text(zh="一行是一个人", en="a row is a person")
        case LeaveList():
            return Text(zh="一行是一次请假", en="a row is a leave")
        case RosterList():
            return Text(zh="一行是一个人一天的班次", en="a row is a person's shift on a day")
        case Members(dimension=dimension):
            return Text(zh=f"一行是维度「{dimension}」的一个成员", en=f"a row is a member of '{dimension}'")
    key = _names(source, source.key)
    return Text(zh=f"一行是一个{key.zh}", en=f"a row is one {key.en}")


def _names(source: Source, fields: Sequence[str]) -> Text:
    names = [_name(source, field) for field in fields]
    return Text(zh="、".join(name.zh for name in names), en=" and ".join(name.en for name in names))


def _name(source: Source, field: str) -> Text:
    """What people call the field: its name, else its column; the key of a half-made source may name none."""
    found = source.fields.get(field)
    heading = (found.column if found else None) or field
    name = found.name if found else None
    return Text(zh=f"「{name.zh if name else heading}」", en=f"'{name.en if name else heading}'")
