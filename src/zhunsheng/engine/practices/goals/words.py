"""A verdict in a sentence that whoever leads the work accepts. What goes together is 关联, never 因果."""

from __future__ import annotations

from zhunsheng.engine.practices.goals.promise import Promise
from zhunsheng.engine.practices.goals.verdict import State, Verdict
from zhunsheng.engine.values import Text

STATES: dict[State, Text] = {
    "holds": Text(zh="成立", en="holds"),
    "distorted": Text(zh="走样", en="distorted"),
    "unproven": Text(zh="待证", en="unproven"),
}
STILL = 0.02
"""Relative change below which a number is said not to have moved."""


def sentence(verdict: Verdict, promise: Promise, names: tuple[Text, Text], rows: Text) -> Text:
    """What was found between child and parent, by their names, with n, delay, effect and interval.

    `rows`: what was compared within a week, e.g. 人, people.
    """
    child, parent = names
    if verdict.effect is None:
        return _unknown(verdict, child, parent)
    moved, figures, means = _moved(verdict, child, parent), _figures(verdict, rows), _meaning(verdict, promise)
    return Text(zh=f"{moved.zh}：{figures.zh}；{means.zh}", en=f"{moved.en}: {figures.en}; {means.en}")


def _moved(verdict: Verdict, child: Text, parent: Text) -> Text:
    one, other = _change(verdict.child_change), _change(verdict.parent_change)
    if verdict.state == "distorted" and verdict.child_change is not None and abs(verdict.child_change) < STILL:
        return Text(
            zh=f"{child.zh}有起有落，{parent.zh}没有跟着动",
            en=f"{child.en} went up and down, {parent.en} did not follow",
        )
    if one is None or other is None:
        return Text(zh=f"{child.zh}与{parent.zh}", en=f"{child.en} and {parent.en}")
    return Text(zh=f"{child.zh}{one.zh}，{parent.zh}{other.zh}", en=f"{child.en} {one.en}, {parent.en} {other.en}")


def _change(change: float | None) -> Text | None:
    if change is None:
        return None
    if abs(change) < STILL:
        return Text(zh="未动", en="did not move")
    zh, en = ("上升", "rose") if change > 0 else ("下降", "fell")
    return Text(zh=f"{zh} {abs(change):.0%}", en=f"{en} by {abs(change):.0%}")


def _figures(verdict: Verdict, rows: Text) -> Text:
    low, high = (_signed(end) for end in (verdict.low, verdict.high))
    zh = f"{verdict.people} {rows.zh}，" if verdict.people > 1 else ""
    en = f"{verdict.people} {rows.en}, " if verdict.people > 1 else ""
    wait_zh = "" if verdict.delay is None else f"延迟 {verdict.delay} 周，"
    wait_en = "" if verdict.delay is None else f"{_weeks(verdict.delay)} later, "
    found = f"{_signed(verdict.effect)} [{low}, {high}]"
    return Text(zh=f"{zh}{verdict.n} 周，{wait_zh}效应 {found}", en=f"{en}{_weeks(verdict.n)}, {wait_en}effect {found}")


def _meaning(verdict: Verdict, promise: Promise) -> Text:
    promised = _signed(promise.sign * promise.smallest)
    match verdict.state:
        case "holds":
            return Text(zh="两者的关联成立", en="the two go together as promised")
        case "distorted":
            return Text(
                zh=f"关联够不到承诺的 {promised}，走样",
                en=f"they do not go together by the {promised} promised: distorted",
            )
    if verdict.low is not None and verdict.high is not None and _short(verdict.low, verdict.high, promise):
        return Text(
            zh=f"关联够不到承诺的 {promised}，但还不能说走样，待证",
            en=f"they do not go together by the {promised} promised, yet it cannot be called distorted: unproven",
        )
    more_zh, more_en = _more(verdict)
    return Text(
        zh=f"关联是否有承诺的 {promised}，还说不准，待证{more_zh}",
        en=f"whether they go together by the {promised} promised is open: unproven{more_en}",
    )


def _short(low: float, high: float, promise: Promise) -> bool:
    """Whether the interval leaves the promised effect out."""
    return (high if promise.sign > 0 else -low) < promise.smallest


def _unknown(verdict: Verdict, child: Text, parent: Text) -> Text:
    more_zh, more_en = _more(verdict)
    return Text(
        zh=f"{child.zh}与{parent.zh}一起有数的只有 {verdict.n} 周，看不出关联，待证{more_zh}",
        en=f"{child.en} and {parent.en} have {_weeks(verdict.n)} in common, too little to tell: unproven{more_en}",
    )


def _more(verdict: Verdict) -> tuple[str, str]:
    if verdict.more is None:
        return "", ""
    return f"，大约还要 {verdict.more} 周", f", about {_weeks(verdict.more)} more would tell"


def _weeks(many: int) -> str:
    return f"{many} week{'' if many == 1 else 's'}"


def _signed(value: float | None) -> str:
    """Two digits, with a true minus."""
    return "—" if value is None else f"{value + 0.0:.2f}".replace("-0.00", "0.00").replace("-", "−")
