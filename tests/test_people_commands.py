"""People are taken over and values are matched from the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]

HEADING = "工号,姓名,部门,直属上级\n"


@pytest.fixture
def made(place: Path, zhunsheng: Zhunsheng) -> Path:
    done = zhunsheng(place, "init")
    assert done.returncode == 0, done.stderr
    return place


def test_a_list_is_rehearsed_refused_mended_and_shown(made: Path, zhunsheng: Zhunsheng, tmp_path: Path) -> None:
    people, errors = tmp_path / "people.csv", tmp_path / "errors.csv"
    people.write_text(HEADING + "1,王总,总部,\n2,李四,总部/华东,3\n3,赵五,总部/华东,2\n", encoding="gb18030")

    refused = zhunsheng(made, "people", "import", str(people), "--errors", str(errors))
    assert refused.returncode == 2
    assert "李四(2) → 赵五(3) → 李四(2) (rows 3, 4)" in refused.stderr
    assert errors.read_text(encoding="utf-8-sig").splitlines()[1].startswith("2,李四,")
    assert json.loads(zhunsheng(made, "people", "list", "--format", "json").stdout) == []

    people.write_text(HEADING + "1,王总,总部,\n2,李四,总部/华东,1\n3,赵五,总部/华东,李四\n", encoding="utf-8")
    rehearsed = zhunsheng(made, "people", "import", str(people), "--dry-run")
    assert (rehearsed.returncode, rehearsed.stdout.split(",")[0]) == (0, "nothing was written: 3 new")
    loaded = zhunsheng(made, "people", "import", str(people))
    assert (loaded.returncode, loaded.stdout.split(",")[0]) == (0, "loaded: 3 new")
    shown = json.loads(zhunsheng(made, "people", "list", "--format", "json").stdout)
    assert [(one["name"], one["unit"], one["manager"]) for one in shown] == [
        ("王总", "总部", None),
        ("李四", "总部/华东", "1"),
        ("赵五", "总部/华东", "2"),
    ]


def test_the_sound_rows_are_loaded_when_asked_for(made: Path, zhunsheng: Zhunsheng, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(HEADING + "1,王总,总部,\n2,李四,总部,没有\n", encoding="utf-8")
    partly = zhunsheng(made, "people", "import", str(people), "--partial", "--effective", "2024-01-01")
    assert partly.returncode == 1
    assert partly.stdout.startswith("loaded: 1 new")
    on = [zhunsheng(made, "people", "list", "--on", day).stdout for day in ("2023-12-31", "2024-01-01")]
    assert [shown.split("\t")[:3] for shown in on] == [["1", "王总", ""], ["1", "王总", "总部"]]


def test_a_match_of_nothing_is_refused_with_what_to_do(made: Path, zhunsheng: Zhunsheng) -> None:
    for words in (("match", "product", "GTXPro", "GTX Pro"), ("unmatch", "product", "GTXPro")):
        refused = zhunsheng(made, *words)
        assert refused.returncode == 2
        assert "dimension 'product' has no 'GTXPro'" in refused.stderr
        assert "zhunsheng problems" in refused.stderr
