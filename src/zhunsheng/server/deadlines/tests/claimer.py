"""A worker that can be stopped in the middle: `claimer.py HOME SECONDS`. Run as a program.

It fires one set, says `claimed` once its effects are written, and goes on at the next line of its input. Its session
may be silent for so many seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from zhunsheng.server.project.boot import boot, configure

configure(Path(sys.argv[1]))

# After Django is up: these bring models.
from django.db import Error  # noqa: E402

from zhunsheng.server.deadlines.actions import fire as firing  # noqa: E402
from zhunsheng.server.deadlines.tests.acting import act  # noqa: E402
from zhunsheng.server.deadlines.values import Due  # noqa: E402
from zhunsheng.server.worlds.context import enter  # noqa: E402
from zhunsheng.server.worlds.queries import world  # noqa: E402
from zhunsheng.server.worlds.values import WorldInfo  # noqa: E402


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _slowly(world: WorldInfo, now: datetime, dues: Sequence[Due]) -> None:
    act(world, now, dues)
    _say("claimed")
    sys.stdin.readline()


if __name__ == "__main__":
    boot(Path(sys.argv[1]))
    firing.IDLE = timedelta(seconds=float(sys.argv[2]))
    live = world("live")
    try:
        with enter(live):
            firing.fire(live, {"chains": _slowly})
    except Error:
        _say("fenced")
    else:
        _say("committed")
