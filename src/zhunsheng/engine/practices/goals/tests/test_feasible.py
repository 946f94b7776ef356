"""A target that cannot be shown is refused with the figure; one beyond the best ever done is a stretch."""

from __future__ import annotations

from zhunsheng.engine.metrics.limits import Limits
from zhunsheng.engine.practices.goals.feasible import beyond, stretch
from zhunsheng.engine.values import Text

TESTER = Limits(ceiling=0.9992, because=Text(zh="测试台", en="the tester"))


def test_a_pass_rate_beyond_the_detectors_ceiling_tells_what_would_be_missed() -> None:
    (refused,) = beyond(0.9995, "up", "%", TESTER, None)
    assert refused.message.zh == (
        "目标 99.95% 超过能测出的极限 99.92%（测试台）。"
        "每 10,000 件里有 8 件测不出好坏，目标只容许 5 件；硬要达到，就有 3 件没测出就算合格，成了漏检"
    )
    assert "Of 10,000 cases 8 cannot be told good from bad and the target allows 5" in refused.message.en
    assert beyond(0.9992, "up", "%", TESTER, None) == []


def test_a_defect_rate_below_the_floor_is_the_same_thing() -> None:
    (refused,) = beyond(0.0005, "down", "%", Limits(floor=0.0008), None)
    assert "8 件测不出好坏，目标只容许 5 件" in refused.message.zh
    assert beyond(0.0005, "up", "%", Limits(floor=0.0008), None) == []


def test_a_change_smaller_than_the_resolution_cannot_be_told() -> None:
    sensor = Limits(resolution=0.5)
    (refused,) = beyond(1.8, "down", "℃", sensor, 2.0)
    assert "要改善 0.2 ℃，而小于 0.5 ℃ 的差别分辨不出" in refused.message.zh
    assert beyond(1.2, "down", "℃", sensor, 2.0) == []
    assert beyond(1.5, "down", "℃", sensor, 2.0) == []
    assert beyond(1.8, "down", "℃", sensor, None) == []


def test_beyond_the_best_ever_done_is_a_stretch_with_the_figure() -> None:
    said = stretch(60.0, "up", "call", 52.5)
    assert said is not None
    assert said.message.zh == "目标 60 call 超过有记录以来最好的 52.5 call，还差 7.5 call：这是一次冲高"
    assert stretch(52.5, "up", "call", 52.5) is None
    assert stretch(60.0, "up", "call", None) is None
    assert stretch(3.0, "down", "hour", 3.5) is not None
    assert stretch(4.0, "down", "hour", 3.5) is None
