"""Lists of goals and links: taken over whole or not at all, found by code, and given back as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zhunsheng.engine.values import Problem, ZhunshengError
from zhunsheng.server.goals.books import read
from zhunsheng.server.goals.export import write_workbook
from zhunsheng.server.goals.sheet import read_files
from zhunsheng.server.goals.tests.desk import GOALS, LINKS, Table, load, text, weeks, workbook
from zhunsheng.server.goals.values import Counts, ImportRefused
from zhunsheng.server.metrics.tests.company import Company
from zhunsheng.server.people.actions import erase
from zhunsheng.server.subjects.queries import labels

HEAD = GOALS[0]


def refused(company: Company, path: Path) -> list[tuple[str, str, int | None]]:
    """(code, place, row) of what is wrong with the file, of which nothing is loaded."""
    before = read()
    with pytest.raises(ImportRefused) as error:
        load(company, path)
    assert read() == before
    return [(one.code.removeprefix("goals."), one.place, one.line) for one in error.value.problems]


def codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code.removeprefix("goals.") for problem in problems}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_exported_comes_back_as_it_was(company: Company, file: Path, tmp_path: Path, language: str) -> None:
    made = load(company, file)
    assert (made.goals, made.links) == (Counts(new=5), Counts(new=4))
    before = read()
    assert write_workbook(tmp_path / "out.xlsx", language) == (5, 4)
    again = load(company, tmp_path / "out.xlsx")
    assert (again.goals, again.links) == (Counts(unchanged=5), Counts(unchanged=4))
    assert read() == before


def test_csv_files_in_a_folder_with_english_headings_say_the_same(company: Company, file: Path, tmp_path: Path) -> None:
    load(company, file)
    folder = tmp_path / "goals"
    folder.mkdir()
    text(folder / "a.csv", [("Code", "Goal", "Owner", "Accountable", "Period", "Metric", "Target"), *_plain(GOALS[1:])])
    text(folder / "b.csv", [("Child", "Parent", "How", "Delay to", "Counter-metric", "Smallest effect"), *LINKS[1:]])
    again = load(company, folder)
    assert (again.goals.unchanged, again.links.unchanged) == (5, 4)


def _plain(rows: Table) -> list[tuple[object, ...]]:
    return [tuple(row[:7]) for row in rows]


def test_a_rehearsal_writes_nothing(company: Company, file: Path) -> None:
    assert load(company, file, dry_run=True).goals == Counts(new=5)
    assert read().goals == {}


def test_a_row_says_no_more_than_its_columns(company: Company, file: Path, tmp_path: Path) -> None:
    load(company, file)
    before = read().goals["CE"]
    report = load(company, text(tmp_path / "some.csv", [("编号", "目标值"), ("CE", "1600")]))
    assert report.goals == Counts(changed=1)
    assert read().goals["CE"] == replace(before, target=1600.0)


def test_the_past_can_be_asked_as_it_was(company: Company, file: Path, tmp_path: Path) -> None:
    load(company, file)
    then = company.later()
    load(company, text(tmp_path / "some.csv", [("编号", "目标值"), ("CE", "1600")]))
    assert (read(then).goals["CE"].target, read().goals["CE"].target) == (1500.0, 1600.0)


def test_a_link_ends_where_its_state_says_so(company: Company, file: Path, tmp_path: Path) -> None:
    load(company, file)
    then = company.later()
    report = load(company, text(tmp_path / "links.csv", [("下级", "上级", "状态"), ("CE", "GE", "关闭")]))
    assert report.links == Counts(ended=1)
    assert ("CE", "GE") in read(then).links
    assert ("CE", "GE") not in read().links


def test_everything_wrong_is_said_at_once_by_sheet_and_row_and_nothing_is_loaded(
    company: Company, tmp_path: Path
) -> None:
    goals = [
        HEAD,
        ("A", "好目标", "公司", "B1", "2026", "value", 1, None, "升"),
        ("B", None, "火星", "E99", "2026-13", "sells", 1, 30, "横"),
        ("C", "没有指标", "总部/东", "E00", "2026-Q1", None, None, None, None),
        ("D", "没有目标值", "总部/东", "E00", "2026-Q1", "calls", None, None, None),
        ("A", "又一个", "公司", "B1", "2026", "value", 2, None, "升"),
    ]
    links = [LINKS[0], ("A", "C", SAY, 99, "nothing", 0.2), ("D", "C", SAY, 1, None, 0.2)]
    found = refused(company, workbook(tmp_path / "wrong.xlsx", {"目标": goals, "链接": links}))
    assert found == [
        ("duplicate", "目标 · 编号", 2),
        ("number.out_of_range", "目标 · 权重", 3),
        ("measures_nothing", "目标 · 指标", 4),
        ("missing_cell", "目标 · 目标值", 5),
        ("duplicate", "目标 · 编号", 6),
        ("number.out_of_range", "链接 · 最长延迟（周）", 2),
    ]


SAY = "打得越多，约到演示的越多"


def test_every_cell_of_a_row_is_looked_at(company: Company, tmp_path: Path) -> None:
    goals = [HEAD, ("B", None, "火星", "E99、E00", "2026-13", "cals", 1, 0.3, "横")]
    links = [
        ("下级", "上级", "最小效应", "最短延迟（周）", "最长延迟（周）", "制衡指标"),
        ("B", "C", 0, 3, 1, "nothing"),
    ]
    found = refused(company, workbook(tmp_path / "wrong.xlsx", {"目标": goals, "链接": links}))
    assert {(code, place.split(" · ")[1]) for code, place, _ in found} == {
        ("missing_cell", "目标"),
        ("no_such_member", "归属"),
        ("no_such_member", "负责人"),
        ("term_unreadable", "周期"),
        ("unknown_metric", "指标"),
        ("no_such_word", "方向"),
        ("unknown_metric", "制衡指标"),
        ("no_effect", "最小效应"),
        ("delay_backwards", "最长延迟（周）"),
    }


def test_a_target_beyond_the_instrument_is_refused_with_the_figure(company: Company, tmp_path: Path) -> None:
    row = ("Q", "合格率", "公司", "B1", "2026-Q1", "pass_rate", "99.95%", None, "升")
    path = text(tmp_path / "q.csv", [HEAD, row])
    with pytest.raises(ImportRefused) as error:
        load(company, path)
    (problem,) = error.value.problems
    assert (problem.code, problem.place) == ("goals.beyond_limit", "q.csv · 目标值")
    assert "有 3 件没测出就算合格" in problem.message.zh


def test_a_target_beyond_the_best_quarter_is_a_stretch(company: Company, tmp_path: Path) -> None:
    company.send("work", weeks())
    company.tick()
    rows = [HEAD, ("S", "东区外呼量", "总部/东", "E00", "2026-Q1", "calls", 40000, None, "升")]
    (remark,) = load(company, text(tmp_path / "s.csv", rows)).remarks
    assert (remark.code, remark.place) == ("goals.stretch", "S")
    rows = [HEAD, ("S", "东区外呼量", "总部/东", "E00", "2026-Q1", "calls", 30000, None, "升")]
    assert load(company, text(tmp_path / "s.csv", rows)).remarks == ()


def test_a_month_that_a_spreadsheet_took_for_a_date_is_still_a_month(company: Company, tmp_path: Path) -> None:
    rows = [HEAD, ("M", "本月", "公司", "B1", date(2026, 3, 1), "value", 1, None, "升")]
    load(company, workbook(tmp_path / "m.xlsx", {"目标": rows}))
    assert read().goals["M"].term == "2026-03"


def test_flaws_of_the_whole_are_told_and_keep_nobody_from_loading(company: Company, tmp_path: Path) -> None:
    rows = [HEAD, ("X", "孤目标", "总部/东", "E00、E01", "2026", "value", 1, None, "升")]
    report = load(company, text(tmp_path / "x.csv", rows))
    assert codes(tuple(flaw.problem for flaw in report.flaws)) == {"orphan", "several_accountable"}
    assert "X" in read().goals


def test_who_was_erased_stays_the_owner_by_a_number_and_nothing_changes(company: Company, tmp_path: Path) -> None:
    rows = [HEAD, ("P", "个人签单额", "E05", "E05", "2026", "value", 1, None, "升")]
    load(company, text(tmp_path / "p.csv", rows))
    owner = read().goals["P"].owner
    assert owner is not None
    erase("E05")
    assert labels([owner])[owner].key == f"#{owner}"
    write_workbook(tmp_path / "out.xlsx", "zh")
    again = load(company, tmp_path / "out.xlsx")
    assert again.goals == Counts(unchanged=1)
    assert read().goals["P"].owner == owner


def test_a_file_without_either_list_says_what_is_wanted(company: Company, tmp_path: Path) -> None:
    path = text(tmp_path / "other.csv", [("日期", "外呼量"), ("2026-01-01", "3")])
    with pytest.raises(ZhunshengError) as error:
        read_files([path], company.world.time_zone, company.now)
    assert error.value.problems[0].code == "goals.no_list"
