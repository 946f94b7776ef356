"""A value with its unit, as people write it: 12 单, 42.3%, 3.6 万元."""

from __future__ import annotations

import re

from zhunsheng.engine.metrics.units import CURRENCIES
from zhunsheng.engine.values import Text

_ZH = {
    **{"second": "秒", "minute": "分钟", "hour": "小时", "day": "天", "week": "周", "month": "个月"},
    **{"deal": "单", "order": "单", "ticket": "件", "case": "件", "piece": "件", "item": "件", "customer": "家"},
    **{"call": "通", "visit": "次", "time": "次", "person": "人", "point": "分", "row": "条", "lead": "条"},
    **{"person-year": "人年", "times": "倍", "invoice": "张", "unit": "台", "machine": "台", "account": "家"},
    **{"CNY": "元", "USD": "美元", "EUR": "欧元", "HKD": "港元", "JPY": "日元", "GBP": "英镑"},
}
"""Measure words of units that companies write in English; any other word stays as it is."""
_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "HKD": "HK$", "JPY": "¥", "GBP": "£"}
_LARGE_EN = ((1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "K"))
"""From which amount on, in how many, by which letter."""
_LARGE = ((1e8, "亿"), (1e4, "万"))


def figure(value: float, unit: str) -> Text:
    """The value in both languages; fractions of unit `%` as percentages."""
    if unit == "%":
        said = f"{_rounded(value * 100)}%"
        return Text(zh=said, en=said)
    return Text(zh=_zh(value, unit), en=_en(value, unit))


def gap(difference: float, unit: str) -> Text:
    """How far two values are apart, without its sign; percentages in percentage points."""
    if unit == "%":
        said = _rounded(abs(difference) * 100)
        return Text(zh=f"{said} 个百分点", en=f"{said} percentage points")
    return figure(abs(difference), unit)


def _zh(value: float, unit: str) -> str:
    words = [_ZH.get(word, _ZH.get(word.removesuffix("s"), word)) for word in re.split(r"[/*]", unit)]
    signs = re.findall(r"[/*]", unit)
    spoken = words[0] + "".join(sign + word for sign, word in zip(signs, words[1:], strict=True))
    if unit.split("/")[0] in CURRENCIES or words[0] == "元":
        size, large = next(((size, word) for size, word in _LARGE if abs(value) >= size), (1.0, ""))
        return f"{_rounded(value / size)} {large}{spoken}"
    return f"{_rounded(value)} {spoken}".strip()


def _en(value: float, unit: str) -> str:
    first, sign, rest = re.match(r"([^/*]*)([/*]?)(.*)", unit).groups()  # type: ignore[union-attr]  # matches anything
    said = _rounded(value)
    if first in CURRENCIES:
        size, large = next(((size, word) for least, size, word in _LARGE_EN if abs(value) >= least), (1.0, ""))
        minus, amount = "-" if value < 0 else "", _rounded(abs(value) / size)
        return f"{minus}{_SIGNS.get(first, f'{first} ')}{amount}{large}" + (f" per {rest}" if rest else "")
    plural = "s" if first.isascii() and first[-1:].isalpha() and first[-1] != "s" and said != "1" else ""
    return f"{said} {first}{plural}{sign}{rest}".strip()


def _rounded(value: float) -> str:
    """At most two decimals, fewer where the value is large; no trailing zeros."""
    places = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    text = f"{value:,.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
