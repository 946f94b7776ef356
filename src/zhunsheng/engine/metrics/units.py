"""What a metric's value is in, and whether units that meet agree.

A unit is words joined by `/` and `*`: `CNY`, `hour`, `deal/day`, `%`. Currencies (ISO 4217) are dimensions of their
own, time is one; every other word counts things and is dimensionless.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TypeAlias

import pint

from zhunsheng.engine.facts.source import FieldType, Source
from zhunsheng.engine.metrics.age import Age
from zhunsheng.engine.metrics.duration import Duration, Elapsed
from zhunsheng.engine.metrics.expression import Binary, Call, Expression, MetricRef, Number
from zhunsheng.engine.metrics.formula import Composite
from zhunsheng.engine.metrics.last import Last
from zhunsheng.engine.metrics.mean import Mean
from zhunsheng.engine.metrics.median import Median
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.percentile import Percentile
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.metrics.ratio import Ratio
from zhunsheng.engine.metrics.stock import Stock
from zhunsheng.engine.metrics.sum import Sum
from zhunsheng.engine.values import Problem, Text, ZhunshengError

_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
_TIMES = {"second": "second", "minute": "60 * second", "hour": "3600 * second", "day": "86400 * second"}
_TIMES |= {"week": "604800 * second"}
_ALSO = {
    **{"秒": "second", "分钟": "minute", "小时": "hour", "天": "day", "日": "day", "周": "week"},
    **{f"{name}s": name for name in _TIMES},
    **{"元": "CNY", "人民币": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY", "英镑": "GBP"},
    **{"千元": "1e3 * CNY", "万元": "1e4 * CNY", "亿元": "1e8 * CNY"},
}


Unit: TypeAlias = "pint.Quantity[float]"
"""One of the unit."""


@dataclass(frozen=True)
class Computed:
    """The unit of a computed number. `unit` None: not known, agrees with anything.

    `bare`: a number written in a formula; it takes the unit of what it is added to.
    `scaled`: multiplied by a bare number, so only the dimension is certain (minutes / 60 may be hours).
    """

    unit: Unit | None
    bare: bool = False
    scaled: bool = False

    def agrees(self, other: Computed) -> bool:
        if self.unit is None or other.unit is None or self.bare or other.bare:
            return True
        if self.unit.dimensionality != other.unit.dimensionality:
            return False
        sizes = (unit.to_root_units().magnitude for unit in (self.unit, other.unit))
        return self.scaled or other.scaled or math.isclose(*sizes)

    def __truediv__(self, other: Computed) -> Computed:
        unit = None if self.unit is None or other.unit is None else self.unit / other.unit
        return Computed(unit, self.bare and other.bare, self._scales(other))

    def __mul__(self, other: Computed) -> Computed:
        unit = None if self.unit is None or other.unit is None else self.unit * other.unit
        return Computed(unit, self.bare and other.bare, self._scales(other))

    def _scales(self, other: Computed) -> bool:
        return self.scaled or other.scaled or self.bare != other.bare

    def __str__(self) -> str:
        if self.unit is None:
            return "?"
        return "1" if self.unit.unitless else f"{self.unit.units:~C}"


@cache
def _registry() -> pint.UnitRegistry[float]:
    registry: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    lines = ["second = [time]", *(f"{name} = {size}" for name, size in _TIMES.items() if name != "second")]
    registry.load_definitions([*lines, *(f"{code} = [currency_{code}]" for code in sorted(CURRENCIES))])
    return registry


def unit(written: str) -> Computed:
    """Read a unit; words that are neither currency nor time count things."""
    registry = _registry()
    product = Computed(registry.Quantity(1.0, ""))
    for sign, word in re.findall(r"(^|[/*])([^/*]*)", written):
        word = word.strip()
        name = _ALSO.get(word, word)
        known = name in CURRENCIES or name in _TIMES or " * " in name
        one = Computed(1.0 * registry.parse_expression(name) if known else registry.Quantity(1.0, ""))
        product = product / one if sign == "/" else product * one
    return product


def is_money(written: str) -> bool:
    """Whether the unit is an amount of a currency, in whatever size."""
    return _ALSO.get(written, written).rpartition(" ")[2] in CURRENCIES


def computed(metric: Metric, source: Source | None, metrics: Mapping[str, Metric], currency: str | None) -> Computed:
    """The unit that follows from a metric's definition. Raises ZhunshengError where units that meet disagree."""
    measure = metric.measure
    match measure:
        case Sum() | Mean() | Median() | Percentile() | Last():
            return _of_field(source, measure.field, currency)
        case Stock():
            return _of_amount(source, measure.sum, currency)
        case Ratio():
            numerator = _of_amount(source, measure.numerator.sum, currency)
            return numerator / _of_amount(source, measure.denominator.sum, currency)
        case Rate():
            return _of_amount(source, measure.amount.sum, currency) / unit(measure.per)
        case Age():
            return unit("day")
        case Elapsed() | Duration():
            return unit(measure.per)
        case Composite():
            return _of_formula(measure.formula, metrics)
        case _:
            return unit("")


def unit_problems(
    metric: Metric, source: Source | None, metrics: Mapping[str, Metric], currency: str | None
) -> list[Problem]:
    """Whether the units inside the definition agree, and the declared one with what comes out."""
    try:
        found = computed(metric, source, metrics, currency)
    except ZhunshengError as error:
        return list(error.problems)
    return [] if found.agrees(unit(metric.unit)) else [_misdeclared(metric.unit, found)]


def _of_field(source: Source | None, name: str, currency: str | None) -> Computed:
    field = source.fields.get(name) if source else None
    if field is None:
        return Computed(None)
    written = field.unit or (currency if field.type is FieldType.MONEY else None)
    return unit(written) if written else Computed(None)


def _of_amount(source: Source | None, summed: str | None, currency: str | None) -> Computed:
    return unit("") if summed is None else _of_field(source, summed, currency)


def _of_formula(formula: Expression, metrics: Mapping[str, Metric]) -> Computed:
    match formula:
        case Number():
            return Computed(unit("").unit, bare=True)
        case MetricRef():
            found = metrics.get(formula.metric)
            return unit(found.unit) if found else Computed(None)
        case Binary(op="*"):
            return _of_formula(formula.left, metrics) * _of_formula(formula.right, metrics)
        case Binary(op="/"):
            return _of_formula(formula.left, metrics) / _of_formula(formula.right, metrics)
        case Binary():
            return _together((formula.left, formula.right), metrics)
        case Call():
            return _together(formula.arguments, metrics)


def _together(terms: tuple[Expression, ...], metrics: Mapping[str, Metric]) -> Computed:
    """Terms that are added or compared must be in one unit."""
    found = [(term, _of_formula(term, metrics)) for term in terms]
    for (left, one), (right, other) in combinations(found, 2):
        if not one.agrees(other):
            raise ZhunshengError(_mixed(left, one, right, other))
    certain = [one for _, one in found if one.unit is not None and not one.bare]
    return next(iter(certain), found[0][1])


def _mixed(left: Expression, one: Computed, right: Expression, other: Computed) -> Problem:
    return Problem(
        "metric.units_mixed",
        Text(
            zh=f"「{left}」的单位是 {one}，「{right}」的单位是 {other}，不能相加或比较",
            en=f"'{left}' is in {one} and '{right}' in {other}; they cannot be added or compared",
        ),
        Text(zh="先换算成同一单位", en="bring them to one unit first"),
    )


def _misdeclared(declared: str, found: Computed) -> Problem:
    return Problem(
        "metric.unit_disagrees",
        Text(
            zh=f"单位写的是「{declared}」，算出来的却是「{found}」",
            en=f"the unit is given as '{declared}', but what comes out is in '{found}'",
        ),
        Text(
            zh="改单位；或改字段的单位；或换算（公式里乘除一个数）",
            en="change the unit, or the field's unit, or convert (multiply or divide in a formula)",
        ),
    )
