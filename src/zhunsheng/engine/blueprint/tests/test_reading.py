"""Reading says everything that is wrong at once, each with file and line."""

from __future__ import annotations

import pytest

from zhunsheng.engine.blueprint.document import MOST_CHARACTERS, load
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.values import Problem, ZhunshengError


def problems(files: dict[str, str]) -> list[Problem]:
    with pytest.raises(ZhunshengError) as caught:
        read(files)
    return list(caught.value.problems)


def found(files: dict[str, str]) -> list[tuple[str, str, int | None]]:
    return [(problem.code.split(".")[1], problem.place, problem.line) for problem in problems(files)]


def metric(body: str) -> str:
    return f"kind: metric\nid: m\nname: {{zh: 指标, en: Metric}}\nunit: '%'\n{body}"


def test_a_sound_bundle_is_read(files: dict[str, str]) -> None:
    assert sorted(str(ref) for ref in read(files).entities) == [
        "dimension/product",
        "metric/growth",
        "metric/win_rate",
        "metric/won",
        "source/orders",
    ]


def test_problems_of_all_files_come_at_once_with_their_lines(files: dict[str, str]) -> None:
    files["metrics/won.yaml"] = files["metrics/won.yaml"].replace("unit: CNY", "unti: CNY")
    files["sources/orders.yaml"] = files["sources/orders.yaml"].replace("type: date}", "type: dat}")
    files["metrics/growth.yaml"] = "kind: metric\n  id: x: y"
    assert found(files) == [
        ("yaml", "metrics/growth.yaml", 2),
        ("missing", "metrics/won.yaml", 1),
        ("unknown_field", "metrics/won.yaml", 4),
        ("no_such_choice", "sources/orders.yaml", 9),
    ]


def test_what_was_probably_meant_is_proposed(files: dict[str, str]) -> None:
    files["metrics/won.yaml"] = files["metrics/won.yaml"].replace("field: value", "fild: value")
    said = [str(problem) for problem in problems(files)]
    assert any("did you mean 'field'?" in line and "是不是「field」" in line for line in said)


def test_only_the_meant_branch_of_a_condition_is_spoken_about(files: dict[str, str]) -> None:
    files["metrics/m.yaml"] = metric(
        "measure:\n  kind: count\n  source: orders\n  where:\n    all:\n"
        "      - {field: stage, value: Won}\n      - not:\n          feld: stage\n          value: [Won, {a: 1}]\n"
    )
    assert found(files) == [
        ("missing", "metrics/m.yaml", 11),
        ("unknown_field", "metrics/m.yaml", 12),
        ("wrong_type", "metrics/m.yaml", 13),
    ]


def test_a_kind_of_measure_that_does_not_exist_is_named(files: dict[str, str]) -> None:
    files["metrics/m.yaml"] = metric("measure: {kind: summ, source: orders}\n")
    (problem,) = problems(files)
    assert problem.message.en == "'measure.kind' cannot be 'summ'"
    assert problem.remedy is not None
    assert problem.remedy.en == "did you mean 'sum'?"


def test_a_formula_that_cannot_be_read_says_where(files: dict[str, str]) -> None:
    files["metrics/m.yaml"] = metric("measure:\n  kind: formula\n  formula: won // 2\n")
    (problem,) = problems(files)
    assert (problem.code, problem.line) == ("blueprint.refused", 7)
    assert "column 1" in problem.message.en


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("metrics/m.yaml", "kind: metric\nkind: metric\n", "duplicate_key"),
        ("metrics/m.yaml", "a: &x [1]\nb: *x\n", "anchor"),
        ("metrics/m.yaml", "a: !!python/object:os.system {}\n", "tag"),
        ("metrics/m.yaml", "[" * 100_000, "too_deep"),
        ("metrics/m.yaml", "a: " + "x" * MOST_CHARACTERS, "file_too_big"),
        ("metrics/m.yaml", "", "no_mapping"),
        ("metrics/m.yaml", "- 1\n", "no_mapping"),
        ("metrics/m.yaml", "a: 1\n---\nb: 1\n", "yaml"),
        ("metrics/m.yaml", "\x00", "yaml"),
        ("metrics/m.yaml", "null: 1\n", "key"),
        ("metric/m.yaml", "a: 1\n", "stray_file"),
        ("metrics/deep/m.yaml", "a: 1\n", "stray_file"),
        ("metrics/m.yml", "a: 1\n", "stray_file"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(files: dict[str, str], path: str, text: str, code: str) -> None:
    assert code in [name for name, place, _ in found(files | {path: text}) if place == path]


def test_a_billion_laughs_are_refused_before_they_unfold() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    document, said = load("\n".join(lines))
    assert document is None
    assert {problem.code for problem in said} == {"blueprint.anchor"}


def test_a_file_must_say_what_its_name_and_folder_say(files: dict[str, str]) -> None:
    files["metrics/other.yaml"] = files["metrics/won.yaml"]
    files["dimensions/orders.yaml"] = files.pop("sources/orders.yaml")
    codes = [(code, place) for code, place, _ in found(files)]
    assert ("wrong_file_name", "metrics/other.yaml") in codes
    assert ("duplicate_id", "metrics/won.yaml") in codes
    assert ("wrong_kind", "dimensions/orders.yaml") in codes


def test_words_that_other_readers_of_yaml_twist_stay_what_they_are() -> None:
    document, said = load("[no, on, 007, 12:30, 1_000, 2017-03-01, 'true', true, 1.5, 1e3, ~]")
    assert not said
    assert document is not None
    assert document.raw is not None
    assert str(document.raw) == (
        "['no', 'on', '007', '12:30', '1_000', datetime.date(2017, 3, 1), 'true', True, 1.5, 1000.0, None]"
    )


def test_a_day_that_does_not_exist_is_said_once(files: dict[str, str]) -> None:
    files["calendars/cn.yaml"] = (
        "kind: calendar\nid: cn\nname: {zh: 历, en: Calendar}\nyears:\n  2017:\n    holidays: [2017-02-30]\n"
    )
    assert found(files) == [("no_such_value", "calendars/cn.yaml", 6)]


def test_a_bundle_without_settings_says_so(files: dict[str, str]) -> None:
    del files["bundle.yaml"]
    assert found(files) == [("no_settings", "bundle.yaml", None)]
