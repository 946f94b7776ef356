"""What the numbers of the example company show, each beside something to compare it with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from zhunsheng.demo.company import MACHINES, TRANSFER_DAY, Employee
from zhunsheng.demo.exports import SPRING
from zhunsheng.demo.service import DISPATCH_DAY, patient
from zhunsheng.demo.truth import Truth
from zhunsheng.engine.values import Grain, Period, State, Text, Window
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.explain import explain
from zhunsheng.server.metrics.queries import metric_of, numbers
from zhunsheng.server.metrics.values import Explanation, Number

MAY, JUNE = Period.parse("2025-05"), Period.parse("2025-06")
APRIL, QUARTER = Period.parse("2025-04"), Period.parse("2025-Q1")
MONTHS = tuple(Window(date(2025, 1, 1), date(2025, 7, 1)).periods(Grain.MONTH))


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


def findings(scene: Scene, truth: Truth) -> Iterator[Finding]:
    """All of them, one after the other as they are computed; not those whose facts were withdrawn."""
    ask = Numbers(scene)
    yield from fallen_region(ask)
    yield transfer(ask, truth.moved[0], truth.people)
    yield newcomer(ask, truth.moved[1])
    yield from worn_line(ask)
    yield quicker_answers(ask)
    yield sick_leave(ask, patient(truth.people))
    yield late_entries(ask)


@dataclass(frozen=True)
class Numbers:
    """Asks the product, as anybody would."""

    scene: Scene

    def by(
        self, metric: str, dimension: str, *periods: Period, as_of: datetime | None = None
    ) -> dict[str, tuple[Figure, ...]]:
        """Name of the subject → its figures for the periods, in their order."""
        window, unit = Window(periods[0].start, periods[-1].end), metric_of(self.scene, metric).unit
        found: dict[str, dict[str | None, Number]] = {}
        for number in numbers(self.scene, metric, dimension, periods[0].grain, window, as_of):
            found.setdefault(number.name, {})[number.period] = number
        return {name: tuple(_figure(own.get(period.label), unit) for period in periods) for name, own in found.items()}

    def behind(self, metric: str, of: str, period: Period, dimension: str) -> Explanation:
        return explain(self.scene, metric, of, period, dimension)


def _figure(number: Number | None, unit: str) -> Figure:
    return Figure(None, unit, State.NO_DATA) if number is None else Figure(number.value, unit, number.state)


def same(text: str) -> Text:
    """A name, which is not translated."""
    return Text(zh=text, en=text)


UNITS = {
    "CNY": Text(zh="元", en="CNY"),
    "deal": Text(zh="单", en="deals"),
    "CNY/deal": Text(zh="元/单", en="CNY/deal"),
    "minute": Text(zh="分钟", en="minutes"),
}


def spelt(day: date) -> str:
    """A day as English text has it."""
    return f"{day.day} {day:%B}"


def month(period: Period) -> Text:
    return Text(zh=f"{period.start.month} 月", en=f"{period.start:%b}")


def metric_name(ask: Numbers, metric: str) -> Text:
    """The metric's name with its unit; shares show theirs in the figure."""
    entity = metric_of(ask.scene, metric)
    if entity.unit not in UNITS:
        return entity.name
    unit = UNITS[entity.unit]
    return Text(zh=f"{entity.name.zh} {unit.zh}", en=f"{entity.name.en}, {unit.en}")


def percent(figure: Figure) -> str:
    return "—" if figure.value is None else f"{figure.value:.1%}"


def fallen_region(ask: Numbers) -> Iterator[Finding]:
    """June against May by region; the title names the one that fell most."""
    value, rate = (ask.by(metric, "region", MAY, JUNE) for metric in ("won_value", "win_rate"))
    change = {name: own[0] for name, own in ask.by("won_value_change", "region", JUNE).items()}
    sold = [name for name in value if change.get(name) and change[name].value is not None]
    if not sold:
        return
    worst = min(sold, key=lambda name: change[name].value or 0)
    before, after = (figure.value or 0 for figure in value[worst])
    rates = " → ".join(map(percent, rate[worst]))
    yield Finding(
        Text(
            zh=f"{worst} 6 月签单 {after / 1e4:,.0f} 万元，5 月 {before / 1e4:,.0f} 万元；赢单率 {rates}",
            en=f"{worst} signed {after / 1e6:.2f} M CNY in June, {before / 1e6:.2f} M in May; win rate {rates}",
        ),
        (
            Text(zh="大区", en="Region"),
            Text(zh="5 月签单（元）", en="Signed in May (CNY)"),
            Text(zh="6 月签单（元）", en="In June (CNY)"),
            Text(zh="环比", en="Change"),
            Text(zh="5 月赢单率", en="Win rate May"),
            Text(zh="6 月赢单率", en="Win rate June"),
        ),
        tuple((same(name), *value[name], change[name], *rate[name]) for name in sold),
        ("explain", "won_value", "--of", worst, "--period", JUNE.label),
    )


def transfer(ask: Numbers, moved: Employee, people: list[Employee]) -> Finding:
    """The month of a transfer: each deal counts where the seller stood on its day."""
    before = next(person for person in people if person.number == moved.number)
    count, value = (ask.by(metric, "person", APRIL)[moved.name][0] for metric in ("won_deals", "won_value"))
    whole = (Text(zh="本人合计", en="in person"), same(APRIL.label), count, value)
    return Finding(
        Text(
            zh=f"{moved.name} 4 月 {TRANSFER_DAY.day} 日从{before.region}调到{moved.region}：每单记在当天所在的部门",
            en=f"{moved.name} went from {before.region} to {moved.region} on {spelt(TRANSFER_DAY)}: "
            "a deal counts for the unit of its day",
        ),
        (
            Text(zh="记在哪里", en="Counts for"),
            Text(zh="签单日", en="Signed"),
            Text(zh="单数", en="Deals"),
            Text(zh="金额（元）", en="Value (CNY)"),
        ),
        (_share(ask, before), _share(ask, moved), whole),
        ("explain", "won_value", "--of", moved.number, "--period", APRIL.label),
    )


def _share(ask: Numbers, post: Employee) -> tuple[Cell, ...]:
    """What one unit's number of April owes to the seller: unit, days, deals, value."""
    rows = ask.behind("won_value", post.unit, APRIL, "unit").rows
    own = [row.fact for row in rows if row.fact["seller"] == post.number]
    days = sorted(str(fact["closed"]) for fact in own) or ["—"]
    value = sum(float(str(fact["value"])) for fact in own)
    return same(post.unit), same(f"{days[0]} … {days[-1]}"), Figure(len(own), "deal"), Figure(value, "CNY")


def newcomer(ask: Numbers, person: Employee) -> Finding:
    """Somebody's first months: without a deal there is no average, not an average of zero."""
    metrics = ("won_deals", "won_value", "average_deal")
    rows = [(metric, ask.by(metric, "person", APRIL, MAY, JUNE)[person.name]) for metric in metrics]
    return Finding(
        Text(
            zh=f"{person.name} 4 月 {person.hired.day} 日入职，当月还没有签单：没有的数字写明没有，不写成 0",
            en=f"{person.name} joined on {spelt(person.hired)}, no deal that month: what is missing is not called zero",
        ),
        (Text(zh="指标", en="Metric"), *map(month, (APRIL, MAY, JUNE))),
        tuple((metric_name(ask, metric), *figures) for metric, figures in rows),
        ("explain", "average_deal", "--of", person.number, "--period", JUNE.label),
    )


def worn_line(ask: Numbers) -> Iterator[Finding]:
    """OEE of the lines by month; the title names the line that fell most, and what fell."""
    lines = ask.by("oee", "line", *MONTHS)
    if not lines:
        return
    worst = min(lines, key=lambda name: (lines[name][-1].value or 0) - (lines[name][-2].value or 0))
    shares = " → ".join(_availability(ask, worst, period) for period in (MAY, JUNE))
    before, after = map(percent, lines[worst][-2:])
    yield Finding(
        Text(
            zh=f"{worst} 6 月 OEE {after}，5 月 {before}；其中可用率 {shares}",
            en=f"{worst}: OEE {after} in June, {before} in May; of that, availability {shares}",
        ),
        (Text(zh="产线", en="Line"), *map(month, MONTHS)),
        tuple((same(name), *lines[name]) for name in dict.fromkeys(MACHINES.values())),
        ("explain", "oee", "--of", worst, "--period", JUNE.label),
    )


def _availability(ask: Numbers, line: str, period: Period) -> str:
    parts = ask.behind("oee", line, period, "line").inputs
    run, planned = parts["run"] or 0, parts["planned"] or 1
    return f"{run / planned:.1%}"


def quicker_answers(ask: Numbers) -> Finding:
    """How soon tickets are answered, and whether they stay solved."""
    metrics = ("first_response", "first_response_p90", "reopened")
    found = {metric: ask.by(metric, "company", *MONTHS) for metric in metrics}
    figures = {metric: next(iter(own.values())) for metric, own in found.items()}
    april, june = (figures["first_response"][at].value or 0 for at in (3, 5))
    again = " → ".join(percent(figures["reopened"][at]) for at in (3, 5))
    return Finding(
        Text(
            zh=f"5 月 {DISPATCH_DAY.day} 日换了派单办法：首次响应中位数 {april:.0f} → {june:.0f} 分钟（4 月 → 6 月）；"
            f"重开率 {again}",
            en=f"Dispatch changed on {spelt(DISPATCH_DAY)}: median first response {april:.0f} → {june:.0f} minutes "
            f"(April → June); reopened {again}",
        ),
        (Text(zh="指标", en="Metric"), *map(month, MONTHS)),
        tuple((metric_name(ask, metric), *own) for metric, own in figures.items()),
        ("explain", "first_response", "--of", "company", "--period", JUNE.label),
    )


def sick_leave(ask: Numbers, person: Employee) -> Finding:
    """Somebody ill for weeks beside their team: the rate divides by days at work."""
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            *(ask.by(metric, dimension, JUNE)[key][0] for metric in ("solved", "solved_per_day")),
            Figure(ask.behind("solved_per_day", of, JUNE, dimension).inputs["time"], "day"),
        )
        for name, dimension, key, of in (
            (same(person.name), "person", person.name, person.number),
            (Text(zh="所在小组", en="the team"), "unit", person.unit.rpartition("/")[2], person.unit),
        )
    ]
    return Finding(
        Text(
            zh=f"{person.name} 6 月病假近三周：单数少，但每个出勤日的单数照实算，休假不拉低任何人",
            en=f"{person.name} was ill for almost three weeks in June: fewer tickets, but leave lowers nobody's rate",
        ),
        (
            Text(zh="6 月", en="June"),
            Text(zh="解决工单", en="Solved"),
            Text(zh="每个出勤日", en="Per day at work"),
            Text(zh="出勤日", en="Days at work"),
        ),
        tuple(rows),
        ("explain", "solved_per_day", "--of", person.number, "--period", JUNE.label),
    )


def late_entries(ask: Numbers) -> Finding:
    """The first quarter as it was known in April, and now."""
    rows: list[tuple[Cell, ...]] = []
    for name, as_of in (
        (Text(zh="4 月 16 日所知", en="as known on 16 April"), SPRING),
        (Text(zh="现在所知", en="as known now"), None),
    ):
        own = [
            next(iter(ask.by(metric, "company", QUARTER, as_of=as_of).values()))[0]
            for metric in ("won_deals", "won_value")
        ]
        rows.append((name, *own))
    then, now = (figure.value or 0 for _, figure, _ in rows if isinstance(figure, Figure))
    return Finding(
        Text(
            zh=f"一季度的签单，4 月以后又补录了 {now - then:.0f} 单：当时的数字仍然查得到",
            en=f"{now - then:.0f} deals of the first quarter came in after April: the number of then can still be had",
        ),
        (
            Text(zh="一季度", en="First quarter"),
            Text(zh="签单数", en="Deals"),
            Text(zh="签单金额（元）", en="Value (CNY)"),
        ),
        tuple(rows),
        ("numbers", "won_value", "--by", "company", "--grain", "quarter", "--as-of", f"{SPRING:%Y-%m-%dT%H:%M:%S}"),
    )
