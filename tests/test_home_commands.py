"""A home is made, checked, backed up, restored and upgraded from the command line."""

import json
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from zhunsheng.server.project.home import Home

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def made(place: Path, zhunsheng: Zhunsheng) -> Path:
    done = zhunsheng(place, "init")
    assert done.returncode == 0, done.stderr
    return place


def _servers(home: Path) -> list[int]:
    """Database processes that work in this home."""
    return [
        process.pid
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == "postgres" and str(process.info["cwd"]).startswith(str(home))
    ]


def test_a_made_home_is_healthy_and_no_server_is_left_behind(made: Path, zhunsheng: Zhunsheng) -> None:
    examined = zhunsheng(made, "doctor")
    assert examined.returncode == 0, examined.stderr
    assert examined.stdout.count("✓") == 10
    assert _servers(made) == []


def test_init_publishes_the_blueprint_it_is_given(place: Path, zhunsheng: Zhunsheng) -> None:
    bundle = Path(__file__).parents[1] / "examples" / "crm-sales"
    done = zhunsheng(place, "init", str(bundle))
    assert done.returncode == 0, done.stderr
    assert "release 1" in done.stdout
    again = zhunsheng(place, "init", str(bundle))
    assert "nothing changed" in again.stdout


def test_init_again_changes_nothing(made: Path, zhunsheng: Zhunsheng) -> None:
    before = (made / "secrets.json").read_text()
    assert zhunsheng(made, "init").returncode == 0
    assert (made / "secrets.json").read_text() == before


def test_two_homes_run_side_by_side(made: Path, place: Path, zhunsheng: Zhunsheng, room: Path) -> None:
    other = room / f"{place.name}-other"
    assert zhunsheng(other, "init").returncode == 0
    assert zhunsheng(made, "doctor").returncode == 0


def test_doctor_names_a_mode_that_is_too_wide_and_the_command_that_mends_it(made: Path, zhunsheng: Zhunsheng) -> None:
    (made / "secrets.json").chmod(0o644)
    examined = zhunsheng(made, "doctor")
    assert examined.returncode == 1
    assert f"chmod 600 {made / 'secrets.json'}" in examined.stderr


def test_doctor_names_a_lake_that_cannot_be_read(made: Path, zhunsheng: Zhunsheng) -> None:
    log = made / "lake" / "w_live" / "deal" / "_delta_log"
    log.mkdir(parents=True)
    (log / "00000000000000000000.json").write_text("no log")
    examined = zhunsheng(made, "doctor")
    assert examined.returncode == 1
    assert "'deal'" in examined.stderr


def test_a_message_comes_in_the_readers_language(place: Path, zhunsheng: Zhunsheng) -> None:
    english = zhunsheng(place, "upgrade")
    chinese = zhunsheng(place, "upgrade", environment={"LANG": "zh_CN.UTF-8"})
    asked = zhunsheng(place, "--lang", "zh", "upgrade")
    assert english.returncode == chinese.returncode == 2
    assert "is not a home" in english.stderr
    assert "不是准绳的主目录" in chinese.stderr
    assert "不是准绳的主目录" in asked.stderr


def test_an_administrator_is_made_once_and_with_a_good_password(made: Path, zhunsheng: Zhunsheng) -> None:
    assert "too short" in zhunsheng(made, "createadmin", "li", stdin="short\n").stderr
    assert zhunsheng(made, "createadmin", "li", stdin="a long enough one\n").returncode == 0
    again = zhunsheng(made, "createadmin", "li", environment={"ZHUNSHENG_ADMIN_PASSWORD": "a long enough one"})
    assert again.returncode == 2
    assert "already" in again.stderr


def test_a_backup_becomes_a_home_with_the_same_people_facts_and_uploads(
    made: Path, room: Path, zhunsheng: Zhunsheng
) -> None:
    zhunsheng(made, "createadmin", "li", stdin="a long enough one\n")
    write_deltalake(str(made / "lake" / "w_live" / "deal"), pa.table({"word": ["a", "b"]}))
    (made / "uploads" / "photo.jpg").write_bytes(b"seen")
    file, second = room / f"{made.name}.tar", room / f"{made.name}-second"
    assert zhunsheng(made, "backup", str(file)).returncode == 0
    restored = zhunsheng(second, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert "already" in zhunsheng(second, "createadmin", "li", stdin="a long enough one\n").stderr
    assert DeltaTable(str(second / "lake" / "w_live" / "deal")).to_pyarrow_table().num_rows == 2
    assert (second / "uploads" / "photo.jpg").read_bytes() == b"seen"
    assert zhunsheng(second, "doctor").returncode == 0


def test_a_backup_holds_no_secret_and_nobody_else_can_read_it(made: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    file = room / f"{made.name}.tar"
    zhunsheng(made, "backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    with tarfile.open(file) as archive:
        assert {name.split("/")[0] for name in archive.getnames()} == {
            "manifest.json",
            "database.dump",
            "lake",
            "uploads",
        }
    assert list((made / "scratch").iterdir()) == []


def test_a_backup_overwrites_no_file(made: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    file = room / f"{made.name}.tar"
    file.write_text("mine")
    assert zhunsheng(made, "backup", str(file)).returncode == 2
    assert file.read_text() == "mine"


def test_what_is_no_backup_leaves_no_home(place: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    file = room / f"{place.name}.tar"
    file.write_text("no archive")
    refused = zhunsheng(place, "restore", str(file))
    assert refused.returncode == 2
    assert "not a backup" in refused.stderr
    assert not place.exists()


def test_a_backup_writes_nowhere_but_into_the_new_home(made: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    file, second = room / f"{made.name}.tar", room / f"{made.name}-second"
    assert zhunsheng(made, "backup", str(file)).returncode == 0
    with tarfile.open(file, "a") as archive:
        archive.add(__file__, f"uploads/../../{made.name}-evil")
        link = tarfile.TarInfo("uploads/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert zhunsheng(second, "restore", str(file)).returncode == 0
    assert not (room / f"{made.name}-evil").exists()
    assert list((second / "uploads").iterdir()) == []


def test_a_broken_backup_leaves_no_home_and_no_server(made: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    file, second = room / f"{made.name}.tar", room / f"{made.name}-second"
    (room / made.name / "database.dump").write_text("broken")
    (room / made.name / "manifest.json").write_text('{"version": "0.0.1"}')
    with tarfile.open(file, "w") as archive:
        for name in ("manifest.json", "database.dump"):
            archive.add(made / name, name)
    assert zhunsheng(second, "restore", str(file)).returncode == 2
    assert not second.exists()
    assert _servers(second) == []


def test_an_older_home_must_be_upgraded_first(made: Path, zhunsheng: Zhunsheng) -> None:
    Home.at(made).description_file.write_text(json.dumps({"version": "0.0.1"}))
    refused = zhunsheng(made, "backup", str(made / "file.tar"))
    assert refused.returncode == 2
    assert "upgrade" in refused.stderr
    assert zhunsheng(made, "upgrade").returncode == 0
    assert zhunsheng(made, "doctor").returncode == 0


def test_old_code_refuses_a_newer_home(made: Path, zhunsheng: Zhunsheng) -> None:
    Home.at(made).description_file.write_text(json.dumps({"version": "999.0"}))
    for command in ("upgrade", "init", "doctor"):
        refused = zhunsheng(made, command)
        assert refused.returncode != 0
        assert "999.0" in refused.stderr
