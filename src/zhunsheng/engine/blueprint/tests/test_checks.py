"""Entities must fit together; what does not is said all at once, where it stands."""

from __future__ import annotations

from typing import get_args

import pytest

from zhunsheng.engine.blueprint.check_metric import FIELD_OPTIONS
from zhunsheng.engine.blueprint.checks import check, sound
from zhunsheng.engine.blueprint.entity import Ref, schema
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.blueprint.references import where_used
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.facts.source import Name
from zhunsheng.engine.metrics.measure import Amount
from zhunsheng.engine.metrics.metric import FactMeasure
from zhunsheng.engine.values import Problem, ZhunshengError

NAME = "name: {zh: 指标, en: Metric}\n"


def problems(files: dict[str, str]) -> list[Problem]:
    with pytest.raises(ZhunshengError) as caught:
        sound(files)
    return list(caught.value.problems)


def codes(files: dict[str, str]) -> list[str]:
    return [problem.code for problem in problems(files)]


def with_metric(files: dict[str, str], measure: str, unit: str = "x") -> dict[str, str]:
    return files | {"metrics/m.yaml": f"kind: metric\nid: m\n{NAME}unit: '{unit}'\nmeasure: {measure}\n"}


def test_a_sound_bundle_has_no_problems(files: dict[str, str]) -> None:
    assert check(sound(files)) == []


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("{kind: count, source: order}", "blueprint.no_such_entity"),
        ("{kind: sum, source: orders, field: valeu}", "blueprint.no_such_field"),
        ("{kind: sum, source: orders, field: stage}", "blueprint.wrong_field_type"),
        ("{kind: count, source: orders, time: value}", "blueprint.wrong_field_type"),
        ("{kind: elapsed, source: orders, start: day, end: number}", "blueprint.wrong_field_type"),
        ("{kind: stock, source: orders, opened: day, closed: stage}", "blueprint.wrong_field_type"),
        ("{kind: rate, source: orders, amount: {sum: stage}}", "blueprint.wrong_field_type"),
        ("{kind: count, source: orders, person: product}", "blueprint.not_a_person"),
        ("{kind: count, source: orders, where: {field: stag, value: Won}}", "blueprint.no_such_field"),
        ("{kind: count, source: orders, where: {field: stage, value: Wno}}", "metric.no_such_choice"),
        ("{kind: count, source: orders, where: {not: {field: value, value: high}}}", "metric.wrong_value"),
        ("{kind: count, source: orders, where: {field: urgent, value: 1}}", "metric.wrong_value"),
        ("{kind: count, source: orders, where: {field: day, op: ge, value: '2017-01-01'}}", "metric.wrong_value"),
        ("{kind: count, source: orders, where: {field: done, op: ge, value: 2017-01-01}}", "metric.wrong_value"),
        ("{kind: count, source: orders, where: {field: stage, op: gt, value: Won}}", "metric.no_such_test"),
        ("{kind: count, source: orders, where: {field: value, op: contains, value: '1'}}", "metric.no_such_test"),
        ("{kind: count, source: orders, where: {field: stage, op: in, value: Won}}", "metric.wrong_shape"),
        ("{kind: count, source: orders, where: {field: stage, value: [Won]}}", "metric.wrong_shape"),
        ("{kind: count, source: orders, where: {field: stage, op: empty, value: Won}}", "metric.wrong_shape"),
        ("{kind: formula, formula: won / wno}", "blueprint.no_such_entity"),
        ("{kind: formula, formula: m + 1}", "metric.circle"),
    ],
)
def test_a_metric_that_does_not_fit_is_refused(files: dict[str, str], measure: str, code: str) -> None:
    (problem,) = problems(with_metric(files, measure, "day" if "elapsed" in measure else "x"))
    assert (problem.code, problem.place, problem.line) == (code, "metrics/m.yaml", 5)
    assert problem.remedy is not None


def test_many_problems_in_many_files_come_together(files: dict[str, str]) -> None:
    files["bundle.yaml"] = files["bundle.yaml"].replace("Shanghai", "Shangai").replace("CNY", "RMB")
    files["sources/orders.yaml"] = files["sources/orders.yaml"].replace("key: [number]", "key: [number, day]")
    files["metrics/growth.yaml"] = files["metrics/growth.yaml"].replace("metric: won", "metric: win")
    found = [(problem.code, problem.place, problem.line) for problem in problems(files)]
    assert found == [
        ("blueprint.no_such_time_zone", "bundle.yaml", 3),
        ("blueprint.no_such_currency", "bundle.yaml", 4),
        ("blueprint.no_such_entity", "metrics/growth.yaml", 5),
        ("source.key_not_required", "sources/orders.yaml", 5),
    ]


def test_what_stands_on_an_unreadable_file_is_not_blamed_for_it(files: dict[str, str]) -> None:
    files["sources/orders.yaml"] = files["sources/orders.yaml"].replace("system:", "sytem:")
    assert {problem.place for problem in problems(files)} == {"sources/orders.yaml"}


def test_two_people_need_a_word_about_who_is_meant(files: dict[str, str]) -> None:
    files["sources/orders.yaml"] += "  helper: {type: subject, dimension: person}\n"
    assert codes(files) == ["metric.person_ambiguous"] * 2
    for name in ("won", "win_rate"):
        path = f"metrics/{name}.yaml"
        files[path] = (
            files[path]
            .replace("source: orders", "source: orders, person: seller")
            .replace("  source: orders, person: seller\n", "  source: orders\n  person: seller\n")
        )
    assert check(sound(files)) == []


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("x: {type: subject}", "source.option_missing"),
        ("x: {type: subject, dimension: customer}", "blueprint.no_such_entity"),
        ("x: {type: choice}", "source.option_missing"),
        ("x: {type: text, unit: CNY}", "source.option_useless"),
        ("x: {type: integer, minimum: 2, maximum: 1}", "source.empty_range"),
    ],
)
def test_a_field_that_contradicts_itself_is_refused(files: dict[str, str], field: str, code: str) -> None:
    files["sources/orders.yaml"] += f"  {field}\n"
    assert codes(files) == [code]


def test_one_column_cannot_be_read_as_two_fields(files: dict[str, str]) -> None:
    files["sources/orders.yaml"] += "  x: {column: day}\n"
    assert codes(files) == ["source.column_shared"] * 2


def test_lists_that_feed_people_or_members_name_fields_that_are_there(files: dict[str, str]) -> None:
    files["sources/orders.yaml"] += "feeds: {feeds: leave, person: product, first_day: dya, last_day: value}\n"
    assert codes(files) == ["blueprint.not_a_person", "blueprint.no_such_field", "blueprint.wrong_field_type"]
    files["sources/orders.yaml"] = files["sources/orders.yaml"].replace("feeds: {feeds: leave", "#")
    files["sources/orders.yaml"] += "feeds: {feeds: members, dimension: region, key: number}\n"
    assert codes(files) == ["source.feeds_organisation"]


def test_dimensions_of_every_company_are_not_written_down(files: dict[str, str]) -> None:
    files["dimensions/region.yaml"] = "kind: dimension\nid: region\nname: {zh: 区域, en: Region}\n"
    assert codes(files) == ["dimension.reserved"]


def test_a_calendar_keeps_its_days_in_their_years(files: dict[str, str]) -> None:
    files["calendars/cn.yaml"] = (
        "kind: calendar\nid: cn\nname: {zh: 历, en: Calendar}\nweek: [0, 1]\nyears:\n"
        "  2017:\n    holidays: [2017-01-02, 2018-01-01]\n    workdays: [2017-01-02]\n"
    )
    assert codes(files) == ["calendar.no_such_weekday", "calendar.both", "calendar.other_year"]


@pytest.mark.parametrize(
    ("options", "code", "line"),
    [
        ("intervals: [09:00-12:00, 1pm-6pm]", "calendar.no_such_interval", 4),
        ("intervals: [09:00-12:00, 11:00-18:00]", "calendar.intervals_overlap", 4),
        ("intervals: [13:30-18:00, 09:00-12:00]", "calendar.intervals_overlap", 4),
        ("intervals: [07:00-12:00, 20:00-08:00]", "calendar.intervals_overlap", 4),
        ("intervals: [09:00-09:00]", "calendar.interval_empty", 4),
        ("intervals: [20:00-08:00]\nweekdays:\n  5: [06:00-12:00]", "calendar.intervals_overlap", 4),
        ("intervals: [09:00-18:00]\nweekdays:\n  6: [09:00-12:00]", "calendar.weekday_not_worked", 6),
        ("intervals: [09:00-18:00]\nweekdays:\n  5: []", "calendar.weekday_not_worked", 6),
        ("weekdays:\n  5: [09:00-12:00]", "calendar.no_common_intervals", 4),
        ("intervals: [09:00-12:00, 13:30-18:00]\nhours: 8", "calendar.hours_exceed_intervals", 5),
        ("time_zone: Asia/Shangai", "blueprint.no_such_time_zone", 4),
    ],
)
def test_hours_that_do_not_fit_into_a_day_are_refused(
    files: dict[str, str], options: str, code: str, line: int
) -> None:
    files["calendars/cn.yaml"] = f"kind: calendar\nid: cn\nname: {{zh: 历, en: Calendar}}\n{options}\n"
    (problem,) = problems(files)
    assert (problem.code, problem.place, problem.line) == (code, "calendars/cn.yaml", line)
    assert problem.remedy is not None


def test_hours_that_fit_are_taken(files: dict[str, str]) -> None:
    files["calendars/night.yaml"] = (
        "kind: calendar\nid: night\nname: {zh: 夜班, en: Night}\ntime_zone: Europe/Berlin\nhours: 8\n"
        "intervals: [12:00-13:30, 20:00-08:00]\nweekdays:\n  5: [08:00-12:00]\n"
    )
    night = sound(files).each(Calendar)["night"]
    assert night.intervals == ("12:00-13:30", "20:00-08:00")
    assert night.weekdays == {5: ("08:00-12:00",)}


def test_a_circle_of_metrics_is_said_once(files: dict[str, str]) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        files[f"metrics/{name}.yaml"] = (
            f"kind: metric\nid: {name}\n{NAME}unit: x\nmeasure: {{kind: formula, formula: {other} + 1}}\n"
        )
    (problem,) = problems(files)
    assert problem.message.en.endswith("a → b → c → a")


def test_where_something_is_used_is_known_through_others_too(files: dict[str, str]) -> None:
    bundle = read(files)
    used = [str(ref) for ref in where_used(bundle, Ref("dimension", "product"))]
    assert used == ["source/orders", "metric/win_rate", "metric/won", "metric/growth"]
    assert where_used(bundle, Ref("metric", "growth")) == ()


def test_every_option_that_names_a_field_is_checked() -> None:
    """A new kind of measure whose options nobody checks fails here."""
    unchecked = {
        (kind.__name__, option)
        for kind in (*get_args(FactMeasure), Amount)
        for option, field in kind.model_fields.items()
        if Name in (field.annotation, *get_args(field.annotation)) or _is_name(field.annotation, field.metadata)
        if option not in FIELD_OPTIONS and option not in ("source", "person")
    }
    assert unchecked == set()


def _is_name(annotation: object, metadata: list[object]) -> bool:
    return annotation is str and any(getattr(item, "pattern", None) for item in metadata)


def test_every_kind_has_a_schema_that_knows_no_other_fields() -> None:
    for kind in ("source", "metric", "dimension", "calendar"):
        found = schema(kind)
        assert found["additionalProperties"] is False
        assert "kind" in str(found["properties"])


@pytest.mark.parametrize(
    ("limits", "target", "code"),
    [
        ("{ceiling: 0.9992}", "0.9995", "goals.beyond_limit"),
        ("{ceiling: 0.5, floor: 0.6}", "0.55", "metric.limits_crossed"),
    ],
)
def test_a_target_must_be_one_that_the_instrument_can_show(
    files: dict[str, str], limits: str, target: str, code: str
) -> None:
    metric = files["metrics/win_rate.yaml"]
    assert codes(files | {"metrics/win_rate.yaml": f"{metric}limits: {limits}\ntarget: {target}\n"}) == [code]
    assert (
        check(sound(files | {"metrics/win_rate.yaml": f"{metric}limits: {{ceiling: 0.9992}}\ntarget: 0.9992\n"})) == []
    )


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("stage: {type: choice, choices: [Won, Lost], reads: {won: Won}}", None),
        ("stage: {type: choice, choices: [Won, Lost], reads: {won: Gained}}", "source.reads_no_choice"),
        ("stage: {reads: {' ': Won}}", "source.reads_nothing"),
        ("stage: {reads: {won: '-'}}", "source.reads_nothing"),
        ("stage: {reads: {a: b, b: a}}", None),
        ("stage: {type: date, minimum: 1900, maximum: 2100}", None),
    ],
)
def test_options_of_a_field_fit_what_it_holds(files: dict[str, str], field: str, code: str | None) -> None:
    orders = files["sources/orders.yaml"]
    (line,) = (line for line in orders.splitlines() if line.startswith("  stage:"))
    changed = {"bundle.yaml": files["bundle.yaml"], "dimensions/product.yaml": files["dimensions/product.yaml"]}
    changed["sources/orders.yaml"] = orders.replace(line, f"  {field}")
    assert [problem.code for problem in check(read(changed))] == ([code] if code else [])
