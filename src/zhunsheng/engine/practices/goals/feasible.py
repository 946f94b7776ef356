"""Whether a target can be reached and seen to be reached: against the instrument's limits and the best ever done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from zhunsheng.engine.metrics.limits import Limits
from zhunsheng.engine.practices.goals.goal import Direction
from zhunsheng.engine.values import Problem, Text

_OF = 10_000
"""Cases among which a share is told in whole ones."""


def beyond(target: float, direction: Direction, unit: str, limits: Limits, baseline: float | None) -> list[Problem]:
    """Why the instrument cannot show that the target is met: each with the figure and with what forcing it would do.

    `baseline`: where one starts from; None: not known.
    """
    return list(_beyond(target, direction, unit, limits, baseline))


def _beyond(
    target: float, direction: Direction, unit: str, limits: Limits, baseline: float | None
) -> Iterator[Problem]:
    end = limits.ceiling if direction == "up" else limits.floor
    if end is not None and (target > end if direction == "up" else target < end):
        yield _past_the_end(target, end, unit, limits)
    fine = limits.resolution
    if fine is not None and baseline is not None and 0 < abs(target - baseline) < fine * (1 - 1e-9):
        yield _too_fine(abs(target - baseline), fine, unit, limits)


def stretch(target: float, direction: Direction, unit: str, best: float | None) -> Problem | None:
    """A remark where the target lies beyond the best that was ever done; `best` None: nothing is on record."""
    if best is None or (target <= best if direction == "up" else target >= best):
        return None
    asked, done, further = exact(target, unit), exact(best, unit), _apart(target, best, unit)
    return Problem(
        "goals.stretch",
        Text(
            zh=f"目标 {asked.zh} 超过有记录以来最好的 {done.zh}，还差 {further.zh}：这是一次冲高",
            en=f"the target of {asked.en} lies {further.en} beyond the best on record, {done.en}: it is a stretch",
        ),
        Text(zh="说明这次凭什么能做到，或分几步走", en="say what will be different this time, or go there in steps"),
    )


def exact(value: float, unit: str) -> Text:
    """The figure with all its digits: a limit is missed by the last of them."""
    shown = value * 100 if unit == "%" else value
    said = f"{shown:,.10g}{'%' if unit == '%' else f' {unit}'}"
    return Text(zh=said, en=said)


def _past_the_end(target: float, end: float, unit: str, limits: Limits) -> Problem:
    asked, shown, because = exact(target, unit), exact(end, unit), _because(limits)
    over = Text(zh="超过", en="most") if target > end else Text(zh="低于", en="least")
    effect = _unseen(target, end) if unit == "%" else _unshown(target, end, unit)
    return Problem(
        "goals.beyond_limit",
        Text(
            zh=f"目标 {asked.zh} {over.zh}能测出的极限 {shown.zh}{because.zh}。{effect.zh}",
            en=f"the target of {asked.en} is beyond {shown.en}, the {over.en} that can be shown{because.en}. "
            f"{effect.en}",
        ),
        Text(
            zh=f"目标改到 {shown.zh} 以内，或先换测得更准的手段",
            en=f"set it within {shown.en}, or get an instrument that shows more first",
        ),
    )


def _unseen(target: float, end: float) -> Text:
    """What a share beyond its limit would cost, in whole cases."""
    allowed, unjudged = (_cases(1 - share if target > end else share) for share in (target, end))
    missed = abs(Decimal(unjudged) - Decimal(allowed))
    return Text(
        zh=f"每 {_OF:,} 件里有 {unjudged} 件测不出好坏，目标只容许 {allowed} 件；"
        f"硬要达到，就有 {missed} 件没测出就算合格，成了漏检",
        en=f"Of {_OF:,} cases {unjudged} cannot be told good from bad and the target allows {allowed}; "
        f"to meet it, {missed} would pass unseen, as missed defects",
    )


def _cases(share: float) -> str:
    found = (Decimal(str(share)) * _OF).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return f"{found:f}"


def _unshown(target: float, end: float, unit: str) -> Text:
    further = _apart(target, end, unit)
    return Text(
        zh=f"多出的 {further.zh} 没有数字能证明，只能靠报",
        en=f"The {further.en} beyond it could be reported but never measured",
    )


def _too_fine(step: float, fine: float, unit: str, limits: Limits) -> Problem:
    asked, least, because = _apart(step, 0, unit), _apart(fine, 0, unit), _because(limits)
    return Problem(
        "goals.too_fine",
        Text(
            zh=f"要改善 {asked.zh}，而小于 {least.zh} 的差别分辨不出{because.zh}：改没改，数字说不清",
            en=f"it asks for a change of {asked.en}, and less than {least.en} is not told apart{because.en}: "
            "no number will say whether it came",
        ),
        Text(
            zh=f"要求至少 {least.zh} 的变化，或先换测得更细的手段",
            en=f"ask for {least.en} at least, or get a finer instrument first",
        ),
    )


def _because(limits: Limits) -> Text:
    if limits.because is None:
        return Text(zh="", en="")
    return Text(zh=f"（{limits.because.zh}）", en=f" ({limits.because.en})")


def _apart(one: float, other: float, unit: str) -> Text:
    """How far two values lie apart, with all digits."""
    if unit != "%":
        return exact(float(Decimal(str(abs(one - other))).quantize(Decimal("1e-9"))), unit)
    said = f"{abs(one - other) * 100:.6g}"
    return Text(zh=f"{said} 个百分点", en=f"{said} percentage points")
