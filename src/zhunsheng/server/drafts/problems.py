"""What can stand in the way of a draft, in words."""

from __future__ import annotations

from datetime import date

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.access.queries import names
from zhunsheng.server.blueprints.values import Newest
from zhunsheng.server.drafts.models import DraftEntity
from zhunsheng.server.worlds.queries import here

_READ_AGAIN = Text(
    zh="看看对方改了什么，再决定用谁的；你写的还在页面上",
    en="look at what they changed and choose whose stays; what you wrote is still on the page",
)


def moved(row: DraftEntity) -> Problem:
    """Somebody else saved it, or it was published, since the caller read it."""
    if row.at is None:
        return Problem(
            "draft.moved",
            Text(zh="这个对象在你打开之后变了，没有保存", en="this changed after you opened it; nothing was saved"),
            _READ_AGAIN,
        )
    moment = f"{row.at.astimezone(here().zone):%Y-%m-%d %H:%M}"
    who = _called(row.by)
    who_zh, who_en = who or "有人", who or "somebody"
    return Problem(
        "draft.moved",
        Text(
            zh=f"{who_zh} 在 {moment} 改过，没有保存",
            en=f"{who_en} changed this at {moment}; nothing was saved",
        ),
        _READ_AGAIN,
    )


def unkept() -> Problem:
    """Files can say by escapes what no database keeps."""
    return Problem(
        "draft.unkept",
        Text(zh="有一段文字含有空字符，无法保存", en="a text holds NUL, which cannot be kept"),
        Text(zh="删去它，再上传", en="remove it and upload again"),
    )


def unseen(row: DraftEntity, name: Text) -> Problem:
    """Somebody changed it after whoever publishes had looked at the draft."""
    who = _called(row.by)
    return Problem(
        "draft.unseen",
        Text(
            zh=f"{who or '有人'} 刚刚又改了「{name.zh}」，没有发布",
            en=f"{who or 'somebody'} has just changed '{name.en}'; nothing was published",
        ),
        Text(zh="看过新的改动，再发布", en="look at the new changes, then publish"),
        place=row.entity_id,
    )


def published_otherwise(live: Newest) -> Problem:
    """The same, by a publication."""
    who = _called(live.release.author if live.release else "")
    return Problem(
        "draft.moved",
        Text(
            zh=f"{who or '有人'} 刚发布了它的另一个版本（第 {live.number} 次发布），没有保存",
            en=f"{who or 'somebody'} published another version of this (release {live.number}); nothing was saved",
        ),
        _READ_AGAIN,
    )


def outdated(ref: Ref, name: Text, live: Newest) -> Problem:
    who = _called(live.release.author if live.release else "")
    return Problem(
        "draft.outdated",
        Text(
            zh=f"「{name.zh}」在你改它期间被{who or '别人'}发布了另一个版本，没有发布",
            en=f"{who or 'somebody'} published another version of '{name.en}' meanwhile; nothing was published",
        ),
        Text(
            zh="打开它：再保存一次就用你的，或放弃修改", en="open it: save it again to keep yours, or drop your changes"
        ),
        ref.path,
    )


def nothing_to_publish() -> Problem:
    return Problem(
        "draft.nothing_changed",
        Text(zh="草稿里没有要发布的修改", en="the draft changes nothing that could be published"),
        Text(zh="先修改，或重新选择", en="change something first, or choose again"),
    )


def nothing_to_undo() -> Problem:
    return Problem(
        "draft.nothing_to_undo",
        Text(zh="没有可以撤销的修改", en="there is nothing to undo"),
        Text(zh="已经是最早的版本", en="this is the first version"),
    )


def nothing_to_redo() -> Problem:
    return Problem(
        "draft.nothing_to_redo",
        Text(zh="没有可以重做的修改", en="there is nothing to redo"),
        Text(zh="已经是最新的版本", en="this is the last version"),
    )


def settings_stay() -> Problem:
    return Problem(
        "draft.settings_stay",
        Text(zh="公司设置不能删除", en="the company's settings cannot be removed"),
        Text(zh="可以修改它的内容", en="change what they say instead"),
    )


def too_deep(most: int) -> Problem:
    return Problem(
        "blueprint.too_deep",
        Text(zh=f"嵌套超过 {most} 层", en=f"nested deeper than {most} levels"),
        Text(zh="把条件写得平一些", en="write it flatter"),
    )


def too_large(size: int, most: int) -> Problem:
    return Problem(
        "blueprint.file_too_big",
        Text(
            zh=f"内容有 {size:,} 个字符，超过上限 {most:,}",
            en=f"this has {size:,} characters; the limit is {most:,}",
        ),
        Text(zh="数据不放在蓝图里", en="keep data out of the blueprint"),
    )


def no_number() -> Problem:
    return Problem(
        "draft.no_number",
        Text(zh="里面有不是数的数（NaN 或无穷）", en="it holds a number that is none (NaN or infinity)"),
        Text(zh="填上一个数，或留空", en="give a number, or leave it empty"),
    )


def own_request() -> Problem:
    return Problem(
        "draft.own_request",
        Text(zh="这是你自己提出的发布，要由另一个人同意", en="you asked for this yourself; somebody else has to agree"),
        Text(
            zh="请另一位人力伙伴或管理员同意，或者收回", en="ask another HR partner or administrator, or take it back"
        ),
    )


def settled_already() -> Problem:
    return Problem(
        "draft.settled_already",
        Text(zh="这次发布已经有了结果", en="this publication was settled already"),
        Text(zh="刷新页面看结果", en="reload the page to see how"),
    )


def asked_moved() -> Problem:
    return Problem(
        "draft.asked_moved",
        Text(
            zh="提出之后内容又改过，同意的不再是原来那一份，没有发布",
            en="it was changed after it was asked for, so this is not what you would agree to; nothing was published",
        ),
        Text(zh="请提出的人重新发布一次", en="let whoever asked publish it once more"),
    )


def unknown_request() -> Text:
    return Text(zh="这次待同意的发布", en="that publication")


def nobody_else() -> Problem:
    return Problem(
        "draft.nobody_else",
        Text(
            zh="这次改动影响正在进行的周期，本应由第二个人同意；这里没有别人可以同意，已直接发布并记录在案",
            en="this changes a period that is running, which takes a second person; nobody else here may agree, so it "
            "was published at once and the record says so",
        ),
        Text(zh="在「账号」里再指定一位人力伙伴或管理员", en="name another HR partner or administrator in Accounts"),
    )


def brings_forward(number: int, planned: date) -> Problem:
    return Problem(
        "draft.brings_forward",
        Text(
            zh=f"第 {number} 次发布原定 {planned} 生效，它的内容现在随这次发布一起提前生效",
            en=f"release {number} was to hold from {planned}; what it says now holds earlier, with this release",
        ),
        Text(
            zh="如果不该提前，把生效日期改到那天或之后再发布", en="if it must not, publish again for that day or later"
        ),
    )


def outlived(number: int, day: date | None) -> Problem:
    return Problem(
        "draft.outlived",
        Text(zh=f"从 {day} 起仍按第 {number} 次发布", en=f"from {day} on release {number} still holds"),
        Text(
            zh="要改那之后的，再发布一次并把生效日期定在那天", en="to change what holds then, publish for that day too"
        ),
    )


def _called(username: str) -> str:
    """What the account is called, as far as it has a name."""
    return names([username]).get(username, username)
