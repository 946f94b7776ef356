"""Whether other systems are told what they should be, in every world."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.outbox.queries import given_up
from zhunsheng.server.worlds.checkup import Check
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import worlds


def problems() -> Iterator[Problem]:
    """Messages that were given up."""
    for world in worlds():
        with enter(world):
            found = given_up()
        if found:
            yield _given_up(len(found), found[-1].fault).at(world.name)


CHECK: Check = (Text(zh="外部系统收到通知", en="other systems are told"), problems)


def _given_up(count: int, fault: str) -> Problem:
    return Problem(
        "outbox.given_up",
        Text(
            zh=f"{count} 条给外部系统的消息多次失败，已搁置；最近一次：{fault}",
            en=f"{count} messages to other systems failed too often and were given up; the last one: {fault}",
        ),
        Text(
            zh="zhunsheng outbox --failed 列出原因；排除后运行 zhunsheng outbox again --all",
            en="zhunsheng outbox --failed says why; once mended, run zhunsheng outbox again --all",
        ),
    )
