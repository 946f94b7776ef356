"""What the numbers of the example company show, each beside something to compare it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.demo.truths import truths
from zhunsheng.engine.values import Period, State, Text, Window
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import metric_of, numbers


@dataclass(frozen=True)
class Figure:
    """A value with its unit, or the reason why there is none."""

    value: float | None
    unit: str
    state: State = State.VALUE


Cell = Text | Figure


@dataclass(frozen=True)
class Finding:
    """Something the numbers show, the table it stands on, and the command that opens it."""

    title: Text
    heading: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    command: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """One line to look at: a metric of one subject, by its name."""

    metric: str
    dimension: str
    of: str


@dataclass(frozen=True)
class Place:
    """Where a truth, or a decoy, can be seen: lines to look at, over some periods; the first one is opened."""

    truth: str
    periods: tuple[str, ...]
    looks: tuple[Look, ...]


QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
PLACES = (
    Place(
        "T1",
        QUARTERS,
        tuple(Look(metric, "region", "华东") for metric in ("calls_a_day", "talk_seconds", "won_value")),
    ),
    Place(
        "T2",
        ("2025-08", "2025-09", "2025-11", "2025-12"),
        tuple(Look(metric, "region", "西南") for metric in ("sell_in", "sell_through", "stock_days", "return_rate")),
    ),
    Place(
        "T3",
        QUARTERS,
        tuple(Look(metric, "company", "全公司") for metric in ("late_48h", "late_48h_friday", "late_48h_other")),
    ),
    Place(
        "T10",
        QUARTERS,
        tuple(
            Look(metric, "unit", group)
            for metric in ("invited_resolved", "invited_unresolved", "voice_score")
            for group in ("客服A组", "客服B组")
        ),
    ),
    Place(
        "D2",
        QUARTERS,
        (Look("arrival_hours", "region", "西北"), Look("arrival_vs_standard", "region", "西北")),
    ),
)


def findings(scene: Scene) -> Iterator[Finding]:
    """All of them, one after the other as they are computed; without those that a short history cannot show."""
    for place in PLACES:
        found = _seen(scene, place)
        if found is not None:
            yield found


def _seen(scene: Scene, place: Place) -> Finding | None:
    rows: list[tuple[Cell, ...]] = [(_said(scene, look), *_figures(scene, look, place.periods)) for look in place.looks]
    if not any(isinstance(cell, Figure) and cell.value is not None for row in rows for cell in row):
        return None
    title = truths()[place.truth].title
    if place.truth.startswith("D"):
        title = Text(zh=f"{title.zh}，其实不是", en=f"{title.en}, and is not")
    first = place.looks[0]
    of = "company" if first.dimension == "company" else first.of
    return Finding(
        title,
        (Text(zh="", en=""), *(Text(zh=label, en=label) for label in place.periods)),
        tuple(rows),
        ("explain", first.metric, "--of", of, "--period", place.periods[-1]),
    )


def _said(scene: Scene, look: Look) -> Text:
    """What is looked at, with whose it is and its unit."""
    metric = metric_of(scene, look.metric)
    return Text(zh=f"{metric.name.zh} · {look.of}", en=f"{metric.name.en} · {look.of}")


def _figures(scene: Scene, look: Look, labels: tuple[str, ...]) -> list[Figure]:
    """The figures of the periods; what lies between them is asked for too."""
    periods = [Period.parse(label) for label in labels]
    unit, window = metric_of(scene, look.metric).unit, Window(periods[0].start, periods[-1].end)
    values = {
        number.period: Figure(number.value, unit, number.state)
        for number in numbers(scene, look.metric, look.dimension, periods[0].grain, window)
        if number.name == look.of
    }
    return [values.get(label, Figure(None, unit, State.NO_DATA)) for label in labels]
