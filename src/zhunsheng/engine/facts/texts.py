"""Words: free text, choices, keys of subjects, yes and no."""

from __future__ import annotations

from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.facts import faults
from zhunsheng.engine.facts.cells import Column, only, read_distinct, refuse_distinct
from zhunsheng.engine.facts.source import SourceField
from zhunsheng.engine.values import Problem

_YES = ("是", "true", "yes", "y", "1")
_NO = ("否", "false", "no", "n", "0")
_EXCEL_ERRORS = pa.array(["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])


def read_texts(texts: pa.Array) -> Column:
    """Texts as they are; Excel's errors are problems."""
    wrong = pc.is_in(texts, _EXCEL_ERRORS)
    if not pc.any(wrong).as_py():
        return Column(texts)
    return Column(only(texts, pc.invert(wrong)), refuse_distinct(only(texts, wrong), faults.excel_error))


def read_choices(texts: pa.Array, field: SourceField) -> Column:
    """Texts that must be among the field's choices."""
    known = pc.is_in(texts, pa.array(field.choices, pa.string()))
    strange = pc.and_(pc.invert(known), pc.is_valid(texts))
    if not pc.any(strange).as_py():
        return Column(texts)
    refuse = partial(faults.not_a_choice, choices=field.choices)
    return Column(only(texts, known), refuse_distinct(only(texts, strange), refuse))


def read_booleans(texts: pa.Array) -> Column:
    """Yes and no in both languages."""
    return read_distinct(texts, lambda all_: [_boolean(text) for text in all_], pa.bool_())


def _boolean(text: str) -> bool | Problem:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return faults.not_a_boolean(text)
