"""Whether deadlines fire as they should, in every world."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.deadlines.queries import outlook
from zhunsheng.server.deadlines.values import Outlook
from zhunsheng.server.worlds.checkup import Check
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import worlds

LATE = timedelta(minutes=5)
"""So long may one wait before somebody should look."""


def problems() -> Iterator[Problem]:
    """What keeps deadlines from firing, and those that were given up."""
    for world in worlds():
        with enter(world):
            found = outlook(world)
        yield from (problem.at(world.name) for problem in _of(found))


CHECK: Check = (Text(zh="到期事项按时触发", en="deadlines fire in time"), problems)


def _of(found: Outlook) -> Iterator[Problem]:
    if found.unknown:
        yield _unknown(", ".join(found.unknown))
    elif found.overdue is not None and found.overdue > LATE:
        yield _late(found.overdue)
    if found.dead:
        yield _dead(found.dead)


def _unknown(practices: str) -> Problem:
    return Problem(
        "deadlines.unknown",
        Text(
            zh=f"有到期事项属于这个版本不认识的部分：{practices}；它们在等",
            en=f"deadlines of parts that this version does not know are due: {practices}; they wait",
        ),
        Text(zh="安装认识它们的版本，它们随后触发", en="install a version that knows them; then they fire"),
    )


def _late(overdue: timedelta) -> Problem:
    minutes = overdue // timedelta(minutes=1)
    return Problem(
        "deadlines.late",
        Text(zh=f"有到期事项已等了 {minutes} 分钟", en=f"a deadline has been waiting for {minutes} minutes"),
        Text(
            zh="启动后台处理：zhunsheng serve 或 zhunsheng worker；若已在运行，看它的日志",
            en="start the worker: zhunsheng serve or zhunsheng worker; where it runs, read its log",
        ),
    )


def _dead(count: int) -> Problem:
    return Problem(
        "deadlines.dead",
        Text(zh=f"{count} 个到期事项多次失败，已搁置", en=f"{count} deadlines failed too often and were given up"),
        Text(
            zh="zhunsheng deadlines --dead 列出原因；排除后运行 zhunsheng deadlines redrive --all",
            en="zhunsheng deadlines --dead says why; once mended, run zhunsheng deadlines redrive --all",
        ),
    )
