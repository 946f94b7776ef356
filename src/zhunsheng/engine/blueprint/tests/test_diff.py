"""Differences are said in words, with what they touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.diff import compare
from zhunsheng.engine.blueprint.entity import KINDS
from zhunsheng.engine.blueprint.labels import LABELS
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.values import Text

Files = dict[str, str]


def said(old: Bundle, new: Bundle) -> list[Text]:
    return [in_words(change, old if change.what == "removed" else new) for change in compare(old, new)]


def changed(files: Files, path: str, old: str, new: str) -> list[Text]:
    assert old in files[path]
    return said(read(files), read(files | {path: files[path].replace(old, new)}))


def test_equal_bundles_have_no_differences(files: Files) -> None:
    assert compare(read(files), read(files)) == []


def test_a_changed_condition_is_said_with_the_fields_names(files: Files) -> None:
    (words,) = changed(files, "metrics/win_rate.yaml", "value: [Won, Lost]", "value: [Won]")
    assert words.zh == "指标「赢单率」的分母条件由 「阶段」是 Won 或 Lost 改为 「阶段」是 Won"
    assert words.en == "metric 'Win rate': denominator condition changes from 'Stage' is Won or Lost to 'Stage' is Won"


def test_what_stands_on_it_is_named(files: Files) -> None:
    (words,) = changed(files, "metrics/won.yaml", "field: value", "field: hours")
    assert words.en == "metric 'Won value': field changes from value to hours; affects metric 'Growth'"


def test_a_changed_field_is_named_as_people_know_it(files: Files) -> None:
    (words,) = changed(files, "sources/orders.yaml", "choices: [Won, Lost]", "choices: [Won, Lost, Open]")
    assert words.zh.startswith("数据源「订单」的字段「阶段」的选项由 Won、Lost 改为 Won、Lost、Open；影响到 指标")


def test_a_changed_kind_is_said_as_two_sentences(files: Files) -> None:
    (words,) = changed(
        files, "metrics/won.yaml", "kind: sum, source: orders, field: value,", "kind: count, source: orders,"
    )
    assert "changes from sum of 'Value', per month and quarter" in words.en
    assert "to number of 'Orders' rows, per month and quarter" in words.en


def test_added_and_removed_are_said(files: Files) -> None:
    less = {path: text for path, text in files.items() if path != "metrics/growth.yaml"}
    (added,) = said(read(less), read(files))
    assert added.zh == "新增指标「增长」：每月、季度「赢单金额」比上期的变化率"
    (removed,) = said(read(files), read(less))
    assert removed.en == "metric 'Growth' is removed"


def test_settings_and_missing_values_have_words(files: Files) -> None:
    (words,) = changed(files, "bundle.yaml", "currency: CNY\n", "")
    assert words.en == "the company's settings: currency is dropped (it was CNY)"
    (words,) = changed(files, "metrics/won.yaml", "unit: CNY", "unit: CNY\ntarget: 10")
    assert words.en.startswith("metric 'Won value': target is set to 10")


def test_limits_and_nature_of_a_metric_have_words(files: Files) -> None:
    (words,) = changed(
        files, "metrics/won.yaml", "unit: CNY", "unit: CNY\nlimits: {ceiling: 10, because: {zh: 秤, en: scale}}"
    )
    assert words.zh.startswith("指标「赢单金额」的能测的界限定为 上限 10.0、原因 「秤」")
    (words,) = changed(files, "metrics/won.yaml", "unit: CNY", "unit: CNY\nnature: effort")
    assert words.en.startswith("metric 'Won value': effort or outcome changes from outcome to effort")


def test_a_text_that_is_read_as_another_has_words(files: Files) -> None:
    (words,) = changed(
        files, "sources/orders.yaml", "dimension: product}", "dimension: product, reads: {GTXPro: GTX Pro}}"
    )
    assert words.zh.startswith("数据源「订单」的字段「product」的读法「GTXPro」定为 GTX Pro")
    assert words.en.startswith("source 'Orders': field 'product' reading of 'GTXPro' is set to GTX Pro")


def test_every_part_of_an_entity_has_a_label() -> None:
    names = {name for model in KINDS.values() for name in _names(model.model_json_schema(by_alias=False))}
    inside_formulas = {"op", "value", "call", "arguments", "left", "right", "all", "any", "negated", "zh", "en"}
    assert names - inside_formulas - LABELS.keys() == set()


def _names(schema: dict[str, object]) -> set[str]:
    found: set[str] = set()
    for key, value in schema.items():
        if key == "properties" and isinstance(value, dict):
            found |= value.keys()
        for part in value if isinstance(value, list) else [value]:
            found |= _names(part) if isinstance(part, dict) else set()
    return found


@given(st.sets(st.sampled_from(["won", "win_rate", "growth"])), st.sets(st.sampled_from(["won", "win_rate", "growth"])))
def test_a_difference_is_empty_exactly_where_nothing_differs(left: set[str], right: set[str]) -> None:
    entity = "kind: metric\nid: {0}\nname: {{zh: 数, en: n}}\nunit: x\nmeasure: {{kind: count, source: orders}}\n"
    base = {"bundle.yaml": "format: 1\nname: {zh: a, en: b}\ntime_zone: UTC\n"}
    old, new = (read(base | {f"metrics/{name}.yaml": entity.format(name) for name in names}) for names in (left, right))
    changes = {(change.ref.id if change.ref else "", change.what) for change in compare(old, new)}
    assert changes == {(name, "added") for name in right - left} | {(name, "removed") for name in left - right}


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        (
            "{zh: 数, en: m}",
            "指标「数」的英文名称由 「n」 改为 「m」",
            "metric 'm': name in English changes from 'n' to 'm'",
        ),
        (
            "{zh: 额, en: n}",
            "指标「额」的中文名称由 「数」 改为 「额」",
            "metric 'n': name in Chinese changes from '数' to '额'",
        ),
        ("{zh: 额, en: m}", "指标「额」的名称由 「数」 改为 「额」", "metric 'm': name changes from 'n' to 'm'"),
    ],
)
def test_what_differs_in_one_language_is_said_of_that_one(name: str, zh: str, en: str) -> None:
    entity = "kind: metric\nid: a\nname: {0}\nunit: x\nmeasure: {{kind: count, source: orders}}\n"
    base = {"bundle.yaml": "format: 1\nname: {zh: a, en: b}\ntime_zone: UTC\n"}
    old, new = (read(base | {"metrics/a.yaml": entity.format(one)}) for one in ("{zh: 数, en: n}", name))
    assert said(old, new) == [Text(zh=zh, en=en)]
