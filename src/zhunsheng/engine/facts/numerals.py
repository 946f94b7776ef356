"""Numbers as people and systems write them: 1,234.50, ¥3.2万, (500), 12.5%. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Context, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts import faults
from zhunsheng.engine.facts.cells import Column, Faults, each_distinct, only
from zhunsheng.engine.facts.source import FieldType, SourceField
from zhunsheng.engine.values import Problem

MONEY = pa.decimal128(18, 4)
TYPES = {FieldType.INTEGER: pa.int64(), FieldType.NUMBER: pa.float64(), FieldType.MONEY: MONEY}

# Texts that Arrow's own casts read exactly as `_amount` would: the fast way for most cells.
_PLAIN = {
    FieldType.INTEGER: r"^-?\d{1,18}$",
    FieldType.NUMBER: r"^-?\d{1,15}(\.\d{1,15})?$",
    FieldType.MONEY: r"^-?\d{1,14}(\.\d{1,4})?$",
}
_WRITTEN = re.compile(
    r"(?P<sign>[-+−]?) ?(?P<before>[¥$€£]?) ?(?P<minus>[-−]?)"
    r"(?P<digits>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?P<exponent>[eE][-+]?\d{1,3})?"
    r" ?(?P<scale>[万亿]?)(?P<after>元?)(?P<percent>%?)"
)
_NOT_FINITE = re.compile(r"[-+]?(nan|inf(inity)?|∞)", re.IGNORECASE)
_SCALES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_CURRENCIES = {
    "¥": {"CNY", "JPY"},
    "元": {"CNY", "HKD", "TWD", "MOP"},
    "$": {"USD", "HKD", "TWD", "SGD", "CAD", "AUD", "NZD"},
    "€": {"EUR"},
    "£": {"GBP"},
}
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_EXACT = Context(prec=1200)  # texts of 100 characters and exponents of three digits lose nothing
_LARGEST_INTEGER = Decimal(2**63 - 1)
_LARGEST_MONEY = Decimal(10**14)
_LARGEST_NUMBER = Decimal("1e300")


def read_numbers(texts: pa.Array, field: SourceField) -> Column:
    """Tidied texts (null = missing) to int64, float64 or decimal128(18,4), by the field's type."""
    type_ = TYPES[field.type]
    plain = pc.match_substring_regex(texts, _PLAIN[field.type])
    values = pc.cast(only(texts, plain), type_)
    faults_: Faults = {}
    if not pc.all(plain, min_count=0).as_py():
        reader = _reader(field)
        odd, codes, faults_ = each_distinct(only(texts, pc.invert(plain)), lambda all_: [reader(t) for t in all_])
        values = pc.coalesce(values, pa.array(odd, type_).take(codes))
    if field.type is FieldType.NUMBER:
        values = pc.add(values, 0.0)  # -0.0 and 0.0 are one number
    return Column(values, faults_ | _out_of_range(texts, values, field))


def _out_of_range(texts: pa.Array, values: pa.Array, field: SourceField) -> Faults:
    low = -float("inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    if field.minimum is None and field.maximum is None:
        return {}
    numbers = pc.cast(values, pa.float64(), safe=False)
    outside = pc.fill_null(pc.or_(pc.less(numbers, low), pc.greater(numbers, high)), False)
    return {
        at: [faults.out_of_range(texts[at].as_py(), field.minimum, field.maximum)]
        for at in pc.indices_nonzero(outside).to_pylist()
    }


def _reader(field: SourceField) -> Callable[[str], int | float | Decimal | Problem]:
    finish = {FieldType.INTEGER: _integer, FieldType.NUMBER: _number, FieldType.MONEY: _money}[field.type]

    def read(text: str) -> int | float | Decimal | Problem:
        amount = _amount(text, field)
        return amount if isinstance(amount, Problem) else finish(text, amount)

    return read


def _amount(text: str, field: SourceField) -> Decimal | Problem:
    """The exact amount that a text writes, or why it writes none."""
    inner = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else None
    found = _WRITTEN.fullmatch(text if inner is None else inner) if len(text) <= 100 else None
    if found is None:
        return faults.not_finite(text) if _NOT_FINITE.fullmatch(text) else faults.not_a_number(text)
    minus = [found["sign"] in ("-", "−"), found["minus"] != "", inner is not None]
    if sum(minus) > 1 or (found["minus"] and found["sign"]) or (inner is not None and found["sign"]):
        return faults.not_a_number(text)
    if found["percent"] and field.type is not FieldType.NUMBER:
        return faults.percent_of_money(text)
    if not _same_currency((found["before"], found["after"]), field.unit):
        return faults.other_currency(text, field.unit or "")
    amount = Decimal(found["digits"].replace(",", "") + (found["exponent"] or ""))
    amount = _EXACT.multiply(amount, Decimal("0.01") if found["percent"] else _SCALES[found["scale"]])
    return amount.copy_negate() if any(minus) else amount


def _same_currency(signs: Sequence[str], unit: str | None) -> bool:
    """Whether a currency sign agrees with the field's unit. Units that are no currency agree with none."""
    written = [sign for sign in signs if sign]
    if unit is None or not written:
        return True
    return bool(_CURRENCY_CODE.fullmatch(unit)) and all(unit in _CURRENCIES[sign] for sign in written)


def _integer(text: str, amount: Decimal) -> int | Problem:
    if amount.copy_abs() > _LARGEST_INTEGER:
        return faults.too_large(text)
    return int(amount) if amount == int(amount) else faults.not_whole(text)


def _number(text: str, amount: Decimal) -> float | Problem:
    return faults.too_large(text) if amount.copy_abs() > _LARGEST_NUMBER else float(amount)


def _money(text: str, amount: Decimal) -> Decimal | Problem:
    if amount.copy_abs() >= _LARGEST_MONEY:
        return faults.too_large(text)
    rounded = amount.quantize(Decimal("0.0001"), context=_EXACT)
    return rounded if rounded == amount else faults.too_fine(text)
