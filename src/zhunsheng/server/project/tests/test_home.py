"""A home keeps its secrets, stays in its folder, and knows who wrote it."""

import json
import stat
from pathlib import Path

import pytest

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.project.home import DATABASE_USER, Home, opened


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.at(tmp_path / "home")
    made.create()
    return made


def test_nobody_else_can_read_a_home(home: Home) -> None:
    assert _mode(home.path) & 0o066 == 0
    assert {_mode(path) for path in home.path.iterdir() if path.is_dir()} == {0o700}
    assert {_mode(path) for path in home.path.iterdir() if path.is_file()} == {0o600}


def test_making_a_home_again_keeps_its_secrets(home: Home) -> None:
    before = home.signing_secret(), home.password(DATABASE_USER)
    home.create()
    assert (home.signing_secret(), home.password(DATABASE_USER)) == before


def test_two_homes_have_different_secrets(home: Home, tmp_path: Path) -> None:
    other = Home.at(tmp_path / "other")
    other.create()
    assert other.signing_secret() != home.signing_secret()
    assert other.password(DATABASE_USER) != home.password(DATABASE_USER)


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(ZhunshengError, match="other files"):
        Home.at(tmp_path).create()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_folder_that_is_no_home_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(ZhunshengError, match="init"):
        opened(tmp_path)


def test_a_home_of_a_newer_version_is_refused(home: Home) -> None:
    home.description_file.write_text(json.dumps({"version": "999.0.0"}))
    with pytest.raises(ZhunshengError, match="999"):
        opened(home.path, older=True)


def test_a_home_of_an_older_version_is_opened_only_to_upgrade_it(home: Home) -> None:
    home.description_file.write_text(json.dumps({"version": "0.0.1"}))
    with pytest.raises(ZhunshengError, match="upgrade"):
        opened(home.path)
    assert opened(home.path, older=True) == home
