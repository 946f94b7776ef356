"""What a metric means, in one sentence a manager reads; and conditions in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.age import Age
from zhunsheng.engine.metrics.change import Change
from zhunsheng.engine.metrics.conditions import All, AnyOf, Condition, Not, Op, Test
from zhunsheng.engine.metrics.count import Count
from zhunsheng.engine.metrics.distinct import Distinct
from zhunsheng.engine.metrics.duration import Between, Duration, Elapsed
from zhunsheng.engine.metrics.expression import Binary, Call, Expression, MetricRef, Number
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.last import Last
from zhunsheng.engine.metrics.mean import Mean
from zhunsheng.engine.metrics.measure import Amount, FromFacts
from zhunsheng.engine.metrics.median import Median
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.oee import Oee
from zhunsheng.engine.metrics.percentile import Percentile
from zhunsheng.engine.metrics.rate import Rate, Workers
from zhunsheng.engine.metrics.ratio import Ratio
from zhunsheng.engine.metrics.stock import Stock
from zhunsheng.engine.metrics.sum import Sum
from zhunsheng.engine.values import Grain, Text

GRAIN_NAMES = {
    Grain.DAY: Text(zh="日", en="day"),
    Grain.WEEK: Text(zh="周", en="week"),
    Grain.MONTH: Text(zh="月", en="month"),
    Grain.QUARTER: Text(zh="季度", en="quarter"),
}
_PER = {
    "minute": Text(zh="分钟", en="minutes"),
    "hour": Text(zh="小时", en="hours"),
    "day": Text(zh="天", en="days"),
}
_OPS = {
    Op.EQ: Text(zh="是", en="is"),
    Op.NE: Text(zh="不是", en="is not"),
    Op.LT: Text(zh="小于", en="is less than"),
    Op.LE: Text(zh="不超过", en="is at most"),
    Op.GT: Text(zh="大于", en="is more than"),
    Op.GE: Text(zh="不少于", en="is at least"),
    Op.IN: Text(zh="是", en="is"),
    Op.NOT_IN: Text(zh="不是", en="is neither"),
    Op.CONTAINS: Text(zh="含有", en="contains"),
    Op.STARTS_WITH: Text(zh="开头是", en="begins with"),
    Op.EMPTY: Text(zh="为空", en="is missing"),
    Op.NOT_EMPTY: Text(zh="不为空", en="is given"),
}


def describe(metric: Metric, source: Source | None, metrics: Mapping[str, Metric]) -> Text:
    """The metric in one sentence. `source`: where its facts come from; `metrics`: the others by id."""
    measure = metric.measure
    core = _core(metric, source, metrics)
    grains = [GRAIN_NAMES[grain] for grain in metric.grains]
    zh = f"每{'、'.join(grain.zh for grain in grains)}" if grains else ""
    en = f", per {' and '.join(grain.en for grain in grains)}" if grains else ""
    if not isinstance(measure, FromFacts):
        return Text(zh=f"{zh}{core.zh}", en=f"{core.en}{en}")
    where = condition(measure.where, source) if measure.where else None
    person = measure.person or (source.people[0] if source and source.people else None)
    by = field_name(source, person) if person else None
    return Text(
        zh=f"{zh}{core.zh}" + (f"，只计{where.zh}" if where else "") + (f"，按{by.zh}" if by else ""),
        en=f"{core.en}{en}" + (f", where {where.en}" if where else "") + (f", by {by.en}" if by else ""),
    )


def condition(tree: Condition, source: Source | None) -> Text:
    """A condition in words."""
    match tree:
        case Test():
            return _test(tree, source)
        case All():
            return _joined([_inside(part, source) for part in tree.all], "，且", " and ")
        case AnyOf():
            return _joined([_inside(part, source) for part in tree.any], "，或", " or ")
        case Not():
            inner = condition(tree.negated, source)
            return Text(zh=f"并非（{inner.zh}）", en=f"not ({inner.en})")


def field_name(source: Source | None, name: str) -> Text:
    """What people call a field, quoted."""
    return _quoted(called(source, name))


def called(source: Source | None, name: str) -> Text:
    """What people call a field: its name, else its column."""
    field = source.fields.get(name) if source else None
    if field is None:
        return Text(zh=name, en=name)
    heading = field.column or name
    return field.name or Text(zh=heading, en=heading)


def formula(tree: Expression, metrics: Mapping[str, Metric]) -> Text:
    """A formula with the metrics' names in place of their ids."""
    match tree:
        case Number():
            return Text(zh=f"{tree.number:.15g}", en=f"{tree.number:.15g}")
        case MetricRef():
            found = metrics.get(tree.metric)
            return _quoted(found.name) if found else Text(zh=f"「{tree.metric}」", en=f"'{tree.metric}'")
        case Binary():
            left, right = _operand(tree.left, metrics), _operand(tree.right, metrics)
            sign = {"*": "×", "/": "÷", "-": "−"}.get(tree.op, tree.op)
            return Text(zh=f"{left.zh} {sign} {right.zh}", en=f"{left.en} {sign} {right.en}")
        case Call():
            return _call(tree, metrics)


def _operand(tree: Expression, metrics: Mapping[str, Metric]) -> Text:
    said = formula(tree, metrics)
    return _bracketed(said) if isinstance(tree, Binary) else said


def _call(tree: Call, metrics: Mapping[str, Metric]) -> Text:
    parts = _joined([formula(part, metrics) for part in tree.arguments], "、", ", ")
    zh, en = {
        "min": ("{}中最小的", "the smallest of {}"),
        "max": ("{}中最大的", "the largest of {}"),
        "abs": ("{}的绝对值", "the absolute value of {}"),
        "or_zero": ("{}（没有时算 0）", "{} (0 where missing)"),
        "negative": ("−{}", "−{}"),
    }[tree.call]
    return Text(zh=zh.format(parts.zh), en=en.format(parts.en))


def _core(metric: Metric, source: Source | None, metrics: Mapping[str, Metric]) -> Text:
    """The number itself, without period, condition and person."""
    measure = metric.measure

    def name(field: str) -> Text:
        return field_name(source, field)

    match measure:
        case Count():
            facts = _facts(measure.source, source)
            return Text(zh=f"{facts.zh}的条数", en=f"number of {facts.en} rows")
        case Sum():
            return _of(name(measure.field), "之和", "sum of")
        case Mean():
            return _of(name(measure.field), "的平均值", "mean of")
        case Median():
            return _of(name(measure.field), "的中位数", "median of")
        case Percentile():
            return _of(name(measure.field), f"的第 {measure.p:g} 百分位", f"percentile {measure.p:g} of")
        case Distinct():
            return _of(name(measure.field), "有几种不同的值", "number of different values of")
        case Last():
            return _of(name(measure.field), "的最新值", "latest")
        case Ratio():
            above, below = _amount(measure.numerator, source), _amount(measure.denominator, source)
            return Text(zh=f"{above.zh} ÷ {below.zh}", en=f"{above.en} ÷ {below.en}")
        case Rate():
            amount = _amount(measure.amount, source)
            zh, en = ("小时", "hour") if measure.per == "hour" else ("工作日", "working day")
            whose, theirs = ("", "") if measure.of is None else _workers(measure.of)
            return Text(zh=f"{whose}每个在岗{zh}的{amount.zh}", en=f"{amount.en} per {en} at work{theirs}")
        case Elapsed():
            return _between(measure, name(measure.start), name(measure.end))
        case Duration():
            start, end = (_bracketed(condition(event, source)) for event in (measure.start, measure.end))
            return _between(measure, start, end)
        case Stock():
            facts = _facts(measure.source, source)
            what = name(measure.sum) if measure.sum else None
            return Text(
                zh=f"末未了结的{facts.zh}{what.zh + '之和' if what else '数'}",
                en=f"{'sum of ' + what.en + ' over ' if what else ''}{facts.en} open at the end",
            )
        case Age():
            facts = _facts(measure.source, source)
            return Text(zh=f"末未了结的{facts.zh}平均已有的天数", en=f"mean age in days of {facts.en} open at the end")
        case Oee():
            return Text(zh="设备综合效率（可用率 × 表现 × 质量）", en="OEE (availability × performance × quality)")
        case Change():
            return _change(measure, metrics)
        case Composite():
            return formula(measure.formula, metrics)


def _workers(of: Workers) -> tuple[str, str]:
    return f"「{'、'.join(of.members)}」", f" of {' and '.join(of.members)}"


def _of(name: Text, zh: str, en: str) -> Text:
    return Text(zh=f"{name.zh}{zh}", en=f"{en} {name.en}")


def _amount(amount: Amount, source: Source | None) -> Text:
    where = condition(amount.where, source) if amount.where else None
    if amount.sum is None:
        return Text(
            zh=f"{where.zh} 的条数" if where else "条数",
            en=f"rows where {where.en}" if where else "rows",
        )
    name = field_name(source, amount.sum)
    return Text(
        zh=f"{name.zh}之和" + (f"（{where.zh}）" if where else ""),
        en=f"sum of {name.en}" + (f" where {where.en}" if where else ""),
    )


def _between(measure: Between, start: Text, end: Text) -> Text:
    per = _PER[measure.per]
    match measure.percentile:
        case None:
            zh, en = "平均", "mean"
        case 50:
            zh, en = "中位", "median"
        case share:
            zh, en = f"第 {share:g} 百分位", f"percentile {share:g} of"
    return Text(
        zh=f"从{start.zh}到{end.zh}的{zh}{per.zh}数",
        en=f"{en} {per.en} from {start.en} to {end.en}",
    )


def _change(measure: Change, metrics: Mapping[str, Metric]) -> Text:
    found = metrics.get(measure.metric)
    name = _quoted(found.name) if found else Text(zh=f"「{measure.metric}」", en=f"'{measure.metric}'")
    zh, en = ("上期", "the period before") if measure.against == "previous" else ("去年同期", "a year earlier")
    return Text(zh=f"{name.zh}比{zh}的变化率", en=f"change of {name.en} against {en}")


def _facts(name: str, source: Source | None) -> Text:
    return _quoted(source.name) if source else Text(zh=f"「{name}」", en=f"'{name}'")


def _bracketed(said: Text) -> Text:
    return Text(zh=f"（{said.zh}）", en=f"({said.en})")


def _quoted(name: Text) -> Text:
    return Text(zh=f"「{name.zh}」", en=f"'{name.en}'")


def _test(test: Test, source: Source | None) -> Text:
    name, op = field_name(source, test.field), _OPS[test.op]
    if test.value is None:
        return Text(zh=f"{name.zh}{op.zh}", en=f"{name.en} {op.en}")
    values = [_value(value) for value in (test.value if isinstance(test.value, tuple) else (test.value,))]
    last = "nor" if test.op is Op.NOT_IN else "or"
    listed = _joined(values, " 或 ", f" {last} ")
    gap = " " if listed.zh[:1].isascii() else ""
    return Text(zh=f"{name.zh}{op.zh}{gap}{listed.zh}", en=f"{name.en} {op.en} {listed.en}")


def _value(value: object) -> Text:
    match value:
        case bool():
            return Text(zh="是" if value else "否", en="yes" if value else "no")
        case date():
            return Text(zh=value.isoformat(), en=value.isoformat())
        case float():
            return Text(zh=f"{value:.15g}", en=f"{value:.15g}")
    return Text(zh=str(value), en=str(value))


def _inside(part: Condition, source: Source | None) -> Text:
    said = condition(part, source)
    return _bracketed(said) if isinstance(part, All | AnyOf) else said


def _joined(parts: Iterable[Text], zh: str, en: str) -> Text:
    listed = list(parts)
    return Text(zh=zh.join(part.zh for part in listed), en=en.join(part.en for part in listed))
