"""The doctor tells of deadlines that wait for a worker, and only of those."""

from __future__ import annotations

import pytest

from zhunsheng.server.deadlines import handlers
from zhunsheng.server.deadlines.checkup import problems
from zhunsheng.server.deadlines.tests.acting import act, arm_at


@pytest.mark.usefixtures("noon")
def test_what_waits_for_minutes_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_HANDLERS", {"chains": act})
    arm_at(-4, "a")
    arm_at(4, "b")
    assert list(problems()) == []
    arm_at(-6, "c")
    (found,) = problems()
    assert (found.code, found.place) == ("deadlines.late", "live")
    assert "waiting for 6 minutes" in found.message.en
