"""What bad files do on the command line: refused or set aside in words, in both languages, and nothing half loaded."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from zhunsheng.cli.main import cli
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.facts.models import Batch, Head, Segment
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds.values import WorldInfo

SHOP = Path(__file__).parent / "shop"
HEADING = ("id", "agent", "day", "value")
GOOD = ("A-1", "E1", "2025-03-01", "10")
Row = tuple[str, ...]
Run = Callable[..., Result]
Load = Callable[..., Result]


@pytest.fixture
def run(home: Home, world: WorldInfo) -> Run:
    """Runs a command in the shop's home; its blueprint is published."""
    publish_directory(SHOP, now=datetime.now(UTC))

    def invoke(*words: str, language: str = "en") -> Result:
        return CliRunner().invoke(cli, ["--home", str(home.path), "--lang", language, *words])

    return invoke


@pytest.fixture
def load(run: Run, tmp_path: Path) -> Load:
    """Loads orders from a file with these rows."""

    def loaded(*rows: Row, heading: Row = HEADING, language: str = "en", source: str = "orders") -> Result:
        path = tmp_path / "orders.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([heading, *rows])
        return run("load", source, str(path), language=language)

    return loaded


def _refused(done: Result, *words: str) -> None:
    assert done.exit_code == 2, done.output
    for word in words:
        assert word in done.stderr
    assert "→" in done.stderr, "it says what to do"
    assert not Batch.objects.exists()
    assert not Segment.objects.exists()


def _set_aside(run: Run) -> list[dict[str, str]]:
    """The problems of the quarantined rows; each says what and what to do in both languages."""
    rows = [row for row in json.loads(run("problems", "--format", "json").stdout) if row["kind"] == "quarantined"]
    problems = [problem for row in rows for problem in row["problems"]]
    for problem in problems:
        assert re.search("[\u4e00-\u9fff]", problem["zh"])
        assert problem["en"]
        assert problem["remedy_zh"]
        assert problem["remedy_en"]
    return problems


def test_an_unreadable_encoding_is_refused_with_the_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_bytes("id,agent,day,value\nA-1,王,2025-03-01,10\n".encode("gb18030") + b"\xff\xff\xfe\n")
    _refused(run("load", "orders", str(path)), "orders.csv:3", "neither UTF-8 nor GB18030")
    _refused(run("load", "orders", str(path), language="zh"), "orders.csv:3", "UTF-8", "GB18030")


def test_all_missing_columns_are_named_at_once(load: Load) -> None:
    _refused(load(("2025-03-01",), heading=("day",)), "'id'", "'agent'")
    _refused(load(("2025-03-01",), heading=("day",), language="zh"), "「id」", "「agent」", "缺")


def test_a_column_renamed_next_month_is_refused_and_the_new_name_proposed(load: Load, run: Run) -> None:
    assert load(GOOD).exit_code == 0
    renamed = load(("A-2", "E1", "2025-04-01", "5"), heading=("id", "agents", "day", "value"))
    assert renamed.exit_code == 2
    assert "'agents'" in renamed.stderr
    assert Batch.objects.count() == Head.objects.count() == 1
    chinese = load(("A-2", "E1", "2025-04-01", "5"), heading=("id", "agents", "day", "value"), language="zh")
    assert "「agents」" in chinese.stderr


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("value", "ten", "ten"),
        ("day", "1900-01-00", "1900"),
        ("day", "1899-12-30", "1900"),
        ("day", (datetime.now(UTC) + timedelta(days=90)).strftime("%Y-%m-%d"), "future"),
        ("agent", "", "required"),
    ],
)
def test_a_row_with_a_bad_cell_is_set_aside_and_the_others_count(
    load: Load, run: Run, field: str, text: str, said: str
) -> None:
    bad = tuple(
        text if name == field else cell for name, cell in zip(HEADING, ("A-2", "E1", "2025-03-01", "5"), strict=True)
    )
    done = load(GOOD, bad)
    assert done.exit_code == 0, done.output
    assert "2 rows = 1 new + 0 changed + 0 duplicate + 1 quarantined" in done.stdout
    (problem,) = _set_aside(run)
    assert problem["field"] == field
    assert said in problem["en"]
    assert Head.objects.count() == 1


def test_two_styles_of_dates_are_never_guessed(load: Load, run: Run) -> None:
    done = load(("A-1", "E1", "25/03/2025", "1"), ("A-2", "E1", "03/25/2025", "1"), ("A-3", "E1", "2025-03-25", "1"))
    assert done.exit_code == 0, done.output
    assert "1 new" in done.stdout
    assert "2 quarantined" in done.stdout
    assert {problem["field"] for problem in _set_aside(run)} == {"day"}


def test_a_cell_of_ten_megabytes_is_set_aside_by_row_and_column(load: Load, run: Run) -> None:
    done = load(GOOD, ("A-2", "x" * (10 << 20), "2025-03-01", "5"))
    assert done.exit_code == 0, done.output[:2000]
    assert "1 quarantined" in done.stdout
    (problem,) = _set_aside(run)
    assert "agent" in problem["field"] + problem["en"]
    assert len(run("problems", "--format", "json").stdout) < 100_000, "the list of problems does not carry the cell"


def test_a_key_told_twice_with_other_content_is_remarked_on_with_its_rows(load: Load, run: Run) -> None:
    rows = [GOOD, ("A-2", "E1", "2025-03-01", "5"), ("A-1", "E1", "2025-03-02", "11"), GOOD]
    done = load(*rows)
    assert done.exit_code == 0, done.output
    assert "4 rows = 2 new + 1 changed + 1 duplicate" in done.stdout
    assert "'A-1' row 2 → row 4" in done.stdout
    assert "withdraw" in done.stdout
    assert "「A-1」第 2 行→第 4 行" in run("receipts", language="zh").stdout


def test_a_rehearsal_remarks_on_the_same(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("id,agent,day,value,colour\nA-1,E1,2025-03-01,10,red\nA-1,E1,2025-03-01,11,red\n")
    rehearsed = json.loads(run("load", "orders", str(path), "--dry-run", "--format", "json").stdout)
    assert not Batch.objects.exists()
    loaded = json.loads(run("load", "orders", str(path), "--format", "json").stdout)
    assert [note["code"] for note in loaded["notes"]] == ["file.extra_column", "facts.told_twice"]
    assert loaded["notes"] == rehearsed["notes"]
    counts = ("rows", "new", "changed", "duplicate", "quarantined", "blank")
    assert [loaded[part] for part in counts] == [rehearsed[part] for part in counts]


def test_unknown_people_are_accepted_remarked_on_and_listed_with_their_facts(run: Run, load: Load) -> None:
    assert load(("E1", "Zhang"), heading=("number", "label"), source="staff").exit_code == 0
    done = load(GOOD, ("A-2", "El", "2025-03-01", "5"), ("A-3", "El", "2025-03-01", "5"))
    assert done.exit_code == 0, done.output
    assert "3 new" in done.stdout
    assert "not in the list of 'person' (1): 'El'" in done.stdout
    (stray,) = json.loads(run("problems", "--format", "json").stdout)
    assert (stray["kind"], stray["dimension"], stray["value"]) == ("unmatched", "person", "El")
    assert stray["rows"] == {"orders": 2}
    assert "「El」(orders 2 行)" in run("problems", language="zh").stdout


def test_without_a_list_nobody_is_unknown(load: Load, run: Run) -> None:
    done = load(GOOD)
    assert "note" not in done.stdout
    assert json.loads(run("problems", "--format", "json").stdout) == []


MEASURE = """
import resource, subprocess, sys, time
began = time.perf_counter()
command = [sys.executable, "-c", "from zhunsheng.cli import main; main()", *sys.argv[1:]]
done = subprocess.run(command, capture_output=True, text=True)
print(done.returncode, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(done.stderr)
"""


def test_a_zip_bomb_costs_no_more_than_any_other_refusal(run: Run, home: Home, tmp_path: Path) -> None:
    bomb, plain = tmp_path / "bomb.xlsx", tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, ["nothing", "known"])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = b"A" * (300 << 20) if name.endswith("sheet1.xml") else source.read(name)
            target.writestr(name, content)

    def measured(path: Path) -> tuple[float, int, str]:
        words = ["--home", str(home.path), "--lang", "en", "load", "orders", str(path)]
        done = subprocess.run([sys.executable, "-c", MEASURE, *words], capture_output=True, text=True, check=True)
        first, _, said = done.stdout.partition("\n")
        code, seconds, kilobytes = first.split()
        assert code == "2", said
        return float(seconds), int(kilobytes) >> 10, said

    seconds, megabytes, _ = measured(plain)
    bomb_seconds, bomb_megabytes, said = measured(bomb)
    assert "bomb.xlsx" in said
    assert bomb_seconds < seconds + 3.0, "a generous second"
    assert bomb_megabytes < megabytes + 50
    assert not Batch.objects.exists()
