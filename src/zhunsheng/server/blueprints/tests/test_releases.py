"""Publishing keeps every release, says what changed, and knows which definition held when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhunsheng.engine.blueprint.bundle import Bundle, Settings, write
from zhunsheng.engine.blueprint.reading import read
from zhunsheng.engine.calendar.calendar import Calendar, Year
from zhunsheng.engine.metrics.count import Count
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.metrics.sum import Sum
from zhunsheng.engine.values import Text, ZhunshengError
from zhunsheng.server.blueprints import actions, queries
from zhunsheng.server.blueprints.directory import read_directory, write_directory
from zhunsheng.server.blueprints.models import EntityVersion, Release
from zhunsheng.server.blueprints.values import Published

pytestmark = pytest.mark.usefixtures("world")

NOW = datetime(2017, 1, 1, tzinfo=UTC)
SETTINGS = "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\n"
SOURCE = (
    "kind: source\nid: orders\nname: {zh: 订单, en: Orders}\nsystem: ERP\nkey: [id]\ntime: day\n"
    "fields: {id: {required: true}, day: {type: date}, value: {type: number}}\n"
)
COUNT = "{kind: count, source: orders}"
SUM = "{kind: sum, source: orders, field: value}"


def bundle(**measures: str) -> Bundle:
    """A bundle with a metric for each name."""
    metrics = {
        f"metrics/{name}.yaml": f"kind: metric\nid: {name}\nname: {{zh: 数, en: n}}\nunit: x\nmeasure: {measure}\n"
        for name, measure in measures.items()
    }
    return read({"bundle.yaml": SETTINGS, "sources/orders.yaml": SOURCE} | metrics)


def publish(found: Bundle, effective: date | None = None) -> Published:
    return actions.publish(found, now=NOW, note="why", effective=effective, author="who")


def test_what_is_published_is_what_is_read() -> None:
    made = publish(bundle(a=COUNT))
    assert (made.release.number, made.release.note, made.release.author) == (1, "why", "who")
    assert queries.current() == bundle(a=COUNT)
    assert queries.releases() == [made.release]


def test_before_the_first_release_people_are_told_to_publish() -> None:
    assert queries.current_number() == 0
    with pytest.raises(ZhunshengError) as caught:
        queries.current()
    assert caught.value.problems[0].code == "blueprint.nothing_published"


def test_publishing_the_same_again_changes_nothing() -> None:
    publish(bundle(a=COUNT))
    again = publish(bundle(a=COUNT))
    assert again.unchanged
    assert again.release.number == 1
    assert Release.objects.count() == 1


def test_the_same_from_another_day_on_is_a_release() -> None:
    publish(bundle(a=COUNT))
    assert publish(bundle(a=COUNT), date(2017, 2, 1)).release.number == 2


def test_what_did_not_change_is_stored_once() -> None:
    publish(bundle(a=COUNT, b=COUNT))
    made = publish(bundle(a=COUNT, b=SUM))
    assert [str(change.ref) for change in made.changes] == ["metric/b"]
    assert EntityVersion.objects.count() == 4


def test_a_bundle_that_does_not_fit_leaves_no_trace() -> None:
    with pytest.raises(ZhunshengError) as caught:
        publish(bundle(a="{kind: sum, source: orders, field: vlaue}"))
    assert caught.value.problems[0].code == "blueprint.no_such_field"
    assert not Release.objects.exists()
    assert not EntityVersion.objects.exists()


def test_restoring_is_a_new_release_with_the_old_content() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=SUM))
    made = publish(queries.bundle_of(1))
    assert made.release.number == 3
    assert queries.current() == queries.bundle_of(1)
    assert Release.objects.get(number=3).manifest == Release.objects.get(number=1).manifest


def test_a_release_that_is_not_there_is_named() -> None:
    publish(bundle(a=COUNT))
    with pytest.raises(ZhunshengError) as caught:
        queries.bundle_of(7)
    assert "7" in caught.value.problems[0].message.en


def kinds(metric: str) -> list[tuple[date | None, str | None, int]]:
    return [
        (since, entity.measure.kind if isinstance(entity, Metric) else None, release)
        for since, entity, release in queries.definitions("metric", metric)
    ]


def test_a_definition_holds_from_its_effective_date_on() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=SUM), date(2017, 4, 1))
    assert kinds("a") == [(None, "count", 1), (date(2017, 4, 1), "sum", 2)]
    assert isinstance(_measure_on(date(2017, 3, 31)), Count)
    assert isinstance(_measure_on(date(2017, 4, 1)), Sum)


def _measure_on(day: date) -> object:
    return queries.in_force(day).each(Metric)["a"].measure


def test_a_later_release_for_an_earlier_day_goes_in_between() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=SUM), date(2017, 4, 1))
    publish(bundle(), date(2017, 2, 1))
    assert kinds("a") == [(None, "count", 1), (date(2017, 2, 1), None, 3), (date(2017, 4, 1), "sum", 2)]


def test_publishing_says_which_releases_still_hold_later() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=SUM), date(2017, 4, 1))
    made = publish(bundle(), date(2017, 2, 1))
    assert [release.number for release in made.outlived_by] == [2]
    assert publish(bundle(), date(2017, 5, 1)).outlived_by == ()


def test_of_one_day_the_last_published_counts() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=SUM))
    assert kinds("a") == [(None, "sum", 2)]


def test_a_release_that_leaves_a_definition_as_it_is_does_not_cut_it() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=COUNT, b=SUM), date(2017, 4, 1))
    assert kinds("a") == [(None, "count", 1)]
    assert kinds("b") == [(date(2017, 4, 1), "sum", 2)]


def test_before_every_effective_date_nothing_is_in_force() -> None:
    publish(bundle(a=COUNT), date(2017, 4, 1))
    with pytest.raises(ZhunshengError) as caught:
        queries.in_force(date(2017, 3, 31))
    assert caught.value.problems[0].code == "blueprint.none_in_force"


def test_blame_names_the_releases_that_touched_an_entity() -> None:
    publish(bundle(a=COUNT))
    publish(bundle(a=COUNT, b=COUNT))
    publish(bundle(a=SUM, b=COUNT))
    publish(bundle(b=COUNT))
    found = queries.blame("metric", "a")
    assert [entry.release.number for entry in found] == [1, 3, 4]
    assert found[2].said[0].en == "metric 'n' is removed"


def test_reading_the_history_costs_one_query_once_its_bundles_are_known() -> None:
    for day in range(1, 10):
        publish(bundle(a=COUNT if day % 2 else SUM), date(2017, 1, day))
    queries.definitions("metric", "a")
    with CaptureQueriesContext(connection) as caught:
        queries.definitions("metric", "a")
    assert len(caught) == 1


def test_a_folder_is_published_and_comes_out_again(tmp_path: Path) -> None:
    write_directory(tmp_path / "in", write(bundle(a=COUNT)))
    (tmp_path / "in" / "README.md").write_text("not a blueprint's business")
    actions.publish_directory(tmp_path / "in", now=NOW)
    write_directory(tmp_path / "out", write(queries.current()))
    assert read_directory(tmp_path / "out") == read_directory(tmp_path / "in")


def test_a_folders_problems_have_file_and_line(tmp_path: Path) -> None:
    write_directory(tmp_path, write(bundle(a="{kind: sum, source: orders, field: vlaue}")))
    with pytest.raises(ZhunshengError) as caught:
        actions.publish_directory(tmp_path, now=NOW)
    (problem,) = caught.value.problems
    assert (problem.place, problem.line) == ("metrics/a.yaml", 5)


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda folder: folder.rmdir(), "blueprint.no_folder"),
        (lambda folder: (folder / "a.yaml").write_bytes("名".encode("gb18030")), "blueprint.not_utf8"),
        (lambda folder: (folder / "a.yaml").write_bytes(b"x" * 4_000_001), "blueprint.file_too_big"),
    ],
)
def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path, prepare: Callable[[Path], object], code: str) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    prepare(folder)
    with pytest.raises(ZhunshengError) as caught:
        read_directory(folder)
    assert caught.value.problems[0].code == code


def test_nothing_is_written_over_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ZhunshengError):
        write_directory(tmp_path, write(bundle(a=COUNT)))
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_changed_settings_are_a_release() -> None:
    publish(bundle(a=COUNT))
    renamed = Bundle(
        Settings(format=1, name=Text(zh="新", en="New"), time_zone="Asia/Shanghai"), bundle(a=COUNT).entities
    )
    (change,) = publish(renamed).changes
    assert (change.ref, change.path) == (None, ("name",))


def test_a_year_is_entered_into_the_newest_release_and_brings_nothing_else_into_force() -> None:
    office = "kind: calendar\nid: office\nname: {zh: 办公, en: office}\nyears: {2017: {}}\n"
    later = read({**write(bundle(a=SUM)), "calendars/office.yaml": office})
    publish(bundle(a=COUNT))
    publish(later, effective=date(2018, 1, 1))
    made = actions.enter_year("office", 2018, Year(holidays=(date(2018, 1, 1),)), now=NOW)
    assert (made.release.number, made.release.effective) == (3, date(2018, 1, 1))
    assert queries.current().each(Calendar)["office"].years.keys() == {2017, 2018}
    assert queries.in_force(date(2017, 6, 1)) == bundle(a=COUNT)
    assert actions.enter_year("office", 2018, Year(holidays=(date(2018, 1, 1),)), now=NOW).unchanged
