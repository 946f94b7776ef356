"""What a company that begins has still to do, and what is done by the facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.values import Text
from zhunsheng.server.sources.schemas import Todo


@dataclass(frozen=True)
class Done:
    """How far the company is. `facts`: in sources that are no lists. `bundle` None: nothing is published.

    `publishers`: accounts that may publish. `backed_up`: a backup of the home was ever made.
    """

    bundle: Bundle | None
    people: int
    facts: int
    metrics: int
    accounts: int
    publishers: int
    backed_up: bool


def checklist(done: Done, today: date) -> list[Todo]:
    """Every step, in the order in which they are best done."""
    return [
        Todo(id=id_, name=name, why=why, to=to, done=finished) for id_, name, why, to, finished in _steps(done, today)
    ]


def _steps(done: Done, today: date) -> Iterator[tuple[str, Text, Text, str, bool]]:
    yield (
        "company",
        Text(zh="设置公司", en="Set the company up"),
        Text(zh="名称、时区和货币，是所有数字的底子", en="Name, time zone and money are what every number stands on"),
        "/start",
        done.bundle is not None,
    )
    yield (
        "people",
        Text(zh="导入人员名单", en="Import the list of people"),
        Text(
            zh="有了部门和上级，数字才知道给谁看",
            en="Only with departments and managers is it known who may see which number",
        ),
        "/people/import",
        done.people > 0,
    )
    yield (
        "source",
        Text(zh="接入第一张表", en="Connect the first table"),
        Text(zh="数字从业务系统的记录里来，不用人填", en="Numbers come from what systems recorded; nobody types them"),
        "/sources",
        done.facts > 0,
    )
    yield (
        "metric",
        Text(zh="定义第一个指标", en="Define the first metric"),
        Text(zh="先看一个大家都认的数字，比十个没人看的强", en="One number that all agree on beats ten unread ones"),
        "/studio",
        done.metrics > 0,
    )
    yield (
        "accounts",
        Text(zh="给同事开账号", en="Open accounts"),
        Text(zh="每个人都能看到自己的数字和它的来历", en="Everybody sees their own numbers and where they come from"),
        "/accounts",
        done.accounts > 1,
    )
    yield (
        "second",
        Text(zh="找第二个能发布的人", en="Have a second person who may publish"),
        Text(
            zh="运行中的指标要改口径，须有另一个人同意；一个人休假时也有人接手",
            en="Changing a metric that runs needs somebody else's consent, and people go on leave",
        ),
        "/accounts",
        done.publishers > 1,
    )
    yield (
        "calendar",
        Text(zh="录入明年的工作日历", en="Enter next year's working days"),
        Text(
            zh="放假和调休一般在 11 月公布；没有它，期限会算错",
            en="Holidays are announced in November; without them deadlines come out wrong",
        ),
        "/studio",
        done.bundle is not None and not done.bundle.calendar.unknown_years(today, date(today.year + 2, 1, 1)),
    )
    yield (
        "backup",
        Text(zh="做一次备份", en="Make a backup"),
        Text(
            zh="在服务器上运行 zhunsheng backup 文件名，把文件放到另一台机器上",
            en="Run zhunsheng backup FILE on the server, and put the file on another machine",
        ),
        "/start",
        done.backed_up,
    )
