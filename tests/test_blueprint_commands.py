"""The blueprint from the command line, on the example of a CRM's files."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from zhunsheng.engine.blueprint.bundle import write
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.server.blueprints.directory import read_directory

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]

EXAMPLE = Path(__file__).parents[1] / "examples" / "crm-sales"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the example to change."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "draft"))


def test_the_example_is_sound_and_reads_back_as_written() -> None:
    bundle = sound(read_directory(EXAMPLE))
    assert sound(write(bundle)) == bundle


def test_check_needs_no_home_and_says_every_problem(place: Path, zhunsheng: Zhunsheng, draft: Path) -> None:
    assert "no problems" in zhunsheng(place, "blueprint", "check", str(EXAMPLE)).stdout
    rate, value = draft / "metrics/win_rate.yaml", draft / "metrics/won_value.yaml"
    rate.write_text(rate.read_text().replace("Won, Lost", "Won, Loss"))
    value.write_text(value.read_text().replace("unit: USD", "unit: CNY"))
    checked = zhunsheng(place, "blueprint", "check", str(draft))
    assert checked.returncode == 2
    assert "metrics/win_rate.yaml:14" in checked.stderr
    assert "did you mean 'Lost'?" in checked.stderr
    assert "metrics/won_value.yaml:5" in checked.stderr
    assert not place.exists()


def test_pushed_files_are_a_draft_until_they_are_published(place: Path, zhunsheng: Zhunsheng, draft: Path) -> None:
    zhunsheng(place, "init")
    zhunsheng(place, "publish", str(EXAMPLE))
    assert "nothing" in zhunsheng(place, "draft", "show").stdout
    value = draft / "metrics/won_value.yaml"
    sound_text = value.read_text()
    value.write_text(sound_text.replace("unit: USD", "unit: CNY"))
    refused = zhunsheng(place, "draft", "push", str(draft))
    assert (refused.returncode, "metrics/won_value.yaml:5" in refused.stderr) == (2, True)
    value.write_text(sound_text + "owner: Ann\n")
    pushed = zhunsheng(place, "draft", "push", str(draft)).stdout
    assert "owner is set to Ann" in pushed
    assert zhunsheng(place, "draft", "show").stdout == pushed
    assert "owner is set to Ann" in zhunsheng(place, "diff", str(draft)).stdout


def test_a_blueprint_is_published_compared_and_restored(
    place: Path, zhunsheng: Zhunsheng, draft: Path, tmp_path: Path
) -> None:
    def run(*words: str) -> str:
        done = zhunsheng(place, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("init")
    assert "release 1" in run("publish", str(EXAMPLE), "--note", "first")
    assert "nothing changed" in run("publish", str(EXAMPLE))
    rate = draft / "metrics/win_rate.yaml"
    rate.write_text(rate.read_text().replace("value: [Won, Lost]", "value: [Won, Lost, Engaging]"))
    assert "denominator condition changes" in run("diff", str(draft))
    (change,) = json.loads(run("diff", str(draft), "--format", "json"))
    assert (change["id"], change["path"]) == ("win_rate", ["measure", "denominator", "where"])
    assert change["text"]["zh"].startswith("指标「赢单率」的分母条件由")
    assert "release 2: 1 changes" in run("publish", str(draft), "--effective", "2017-07-01")
    restored = run("blueprint", "restore", "1")
    assert "release 3: 1 changes" in restored
    assert "from 2017-07-01 on release 2 still holds" in restored
    history = [line.split("\t") for line in run("blueprint", "releases").splitlines()]
    assert [(line[0], line[1]) for line in history] == [("1", "since ever"), ("2", "2017-07-01"), ("3", "since ever")]
    run("blueprint", "export", str(tmp_path / "out"))
    assert sound(read_directory(tmp_path / "out")) == sound(read_directory(EXAMPLE))
