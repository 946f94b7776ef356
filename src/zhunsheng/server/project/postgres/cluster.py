"""A database cluster in a home: made, started, stopped."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import psycopg

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.project.home import DATABASE_USER, PRIVATE, SUPERUSER, Home
from zhunsheng.server.project.postgres.account import Account, account_for, barrier
from zhunsheng.server.project.postgres.programs import MAJOR, programs_for
from zhunsheng.server.project.trouble import disk_full, is_full

PORT = 5432  # names the socket only: nothing listens on a network
_LONGEST_SOCKET = 107  # bytes; a limit of the operating system
_PATIENCE = 60.0  # seconds: crash recovery of a large home takes a while
_ACCESS = "local all all scram-sha-256\n"
_GIB = 1 << 30


def socket_folder(home: Home) -> Path:
    """Where the socket lies: in the home, or, when that path is too long, in a short private folder."""
    if len(os.fsencode(home.run / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET:
        return home.run
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:16]
    return Path("/tmp") / f"zhunsheng-{digest}"  # noqa: S108  owner and mode are checked before use


def create(home: Home) -> None:
    """Make the cluster, its role and its database, unless it is there. Half-made ones are made again."""
    if home.cluster.is_dir():
        return
    account = account_for(home.cluster)
    programs = programs_for(home, account)
    fresh = home.path / "pg.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=PRIVATE)
    for folder in (fresh, home.run):
        account.own(folder)
    _initialise(home, account, programs, fresh)
    fresh.rename(home.cluster)


def start(home: Home) -> None:
    """Start the server unless it answers; raises ZhunshengError. The caller holds the start lock."""
    if ready(home):
        return
    account = account_for(home.cluster)
    _require_room(home)
    _require_version(home)
    require_reach(home)
    _prepare_socket_folder(socket_folder(home), account)
    give_up = time.monotonic() + _PATIENCE
    while not _started(home, account):
        if time.monotonic() > give_up:
            raise ZhunshengError(_not_started(home))
        time.sleep(0.2)


def stop(home: Home) -> None:
    """Stop the server; connections that are still open are closed."""
    account = account_for(home.cluster)
    _control(home, account, "stop", "-m", "fast", "-w")
    if socket_folder(home) != home.run:
        shutil.rmtree(socket_folder(home), ignore_errors=True)


def ready(home: Home) -> bool:
    """Whether the server accepts connections now."""
    try:
        connect(home, DATABASE_USER).close()
    except psycopg.OperationalError:
        return False
    return True


def connect(home: Home, user: str, database: str = DATABASE_USER) -> psycopg.Connection[tuple[object, ...]]:
    """A plain connection to the embedded server, for work beside Django."""
    return psycopg.connect(
        host=str(socket_folder(home)),
        port=PORT,
        user=user,
        dbname=database,
        passfile=str(home.password_file),
        connect_timeout=5,
        autocommit=True,
    )


def _initialise(home: Home, account: Account, programs: Path, cluster: Path) -> None:
    with tempfile.NamedTemporaryFile("w", dir=home.run) as password:
        password.write(home.password(SUPERUSER))
        password.flush()
        account.own(Path(password.name))
        _done(
            account.run(
                [
                    str(programs / "initdb"),
                    f"--pgdata={cluster}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C.UTF-8",
                    "--no-instructions",
                ],
                cwd=home.run,
            )
        )
    (cluster / "pg_hba.conf").write_text(_ACCESS)
    # Statements go in by single-user mode: no moment in which a server runs without its own access rules.
    statements = (
        f"CREATE ROLE {DATABASE_USER} LOGIN PASSWORD '{home.password(DATABASE_USER)}'\n"
        f"CREATE DATABASE {DATABASE_USER} OWNER {DATABASE_USER}\n"
    )
    single = [str(programs / "postgres"), "--single", "-D", str(cluster), SUPERUSER]
    _done(account.run(single, cwd=home.run, stdin=statements))


def _started(home: Home, account: Account) -> bool:
    _forget_stale_pid(home)
    _control(home, account, "start", "-w", "-l", "server.log", "-o", shlex.join(_options(home)))
    return ready(home)


def _control(home: Home, account: Account, *words: str) -> None:
    # Paths go by environment and working folder: pg_ctl hands its arguments to a shell.
    account.run(
        [str(programs_for(home, account) / "pg_ctl"), *words],
        cwd=home.cluster,
        environment={"PGDATA": str(home.cluster)},
    )


def _options(home: Home) -> list[str]:
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{socket_folder(home)}"',
        "unix_socket_permissions": "0700",
        "shared_buffers": os.environ.get("ZHUNSHENG_PG_SHARED_BUFFERS") or _shared_buffers(),
        "max_wal_size": "4GB",
        "wal_compression": "off",  # measured: pglz makes random inserts three times slower
        "checkpoint_timeout": "15min",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
    }
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _shared_buffers() -> str:
    memory = psutil.virtual_memory().total
    return "256MB" if memory >= 4 * _GIB else "64MB"


def _forget_stale_pid(home: Home) -> None:
    """After a crash the recorded process number may belong to a stranger; PostgreSQL would wait for it."""
    file = home.cluster / "postmaster.pid"
    try:
        process = psutil.Process(int(file.read_text().split("\n", 1)[0]))
        # A killed server whose parent does not ask for its end (process 1 of a container) stays behind as a zombie.
        if "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE:
            return
    except FileNotFoundError:
        return
    except (psutil.NoSuchProcess, ValueError):
        pass
    file.unlink(missing_ok=True)


def _prepare_socket_folder(folder: Path, account: Account) -> None:
    if not folder.exists():
        folder.mkdir(mode=PRIVATE)
        account.own(folder)
    status = folder.lstat()
    if status.st_mode != stat.S_IFDIR | PRIVATE or status.st_uid != account.uid:
        raise ZhunshengError(
            Problem(
                "postgres.socket_folder",
                Text(
                    zh=f"「{folder}」被别人占用，数据库的套接字不能放在那里",
                    en=f"'{folder}' is somebody else's; the database's socket cannot lie there",
                ),
                Text(
                    zh="请把主目录放到较短的路径下，或删除该目录",
                    en="put the home at a shorter path, or remove that folder",
                ),
            )
        )


def require_reach(home: Home) -> None:
    """Refuse a home that the database's account could not enter, before anything is made there."""
    standing = next(folder for folder in [home.path, *home.path.parents] if folder.exists())
    blocked = barrier(account_for(home.cluster), standing)
    if blocked is None:
        return
    raise ZhunshengError(
        Problem(
            "home.unreachable",
            Text(
                zh=f"数据库以自己的系统用户运行，进不了「{blocked}」，所以主目录不能在它下面",
                en=f"the database has its own system user, who cannot enter '{blocked}': no home below it",
            ),
            Text(
                zh="请把主目录放在人人可通过的地方，例如 --home /srv/zhunsheng 或 /var/lib/zhunsheng",
                en="put the home where everybody may pass, such as /srv/zhunsheng or /var/lib/zhunsheng",
            ),
            place=str(home.path),
        )
    )


def _require_room(home: Home) -> None:
    """Refuse at once what would only fail after long trying."""
    if is_full(home.path):
        raise ZhunshengError(disk_full(home.path))


def _require_version(home: Home) -> None:
    made_by = (home.cluster / "PG_VERSION").read_text().strip()
    if made_by == str(MAJOR):
        return
    raise ZhunshengError(
        Problem(
            "postgres.version",
            Text(
                zh=f"主目录的数据库是 PostgreSQL {made_by}，程序自带的是 {MAJOR}",
                en=f"the home's database is PostgreSQL {made_by}, the program brings {MAJOR}",
            ),
            Text(
                zh="用原来的程序备份，再用新程序恢复到新的主目录",
                en="make a backup with the old program and restore it into a new home with the new one",
            ),
            place=str(home.cluster),
        )
    )


def _not_started(home: Home) -> Problem:
    log = home.cluster / "server.log"
    said = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
    end = " | ".join(said)
    return Problem(
        "postgres.not_started",
        Text(zh=f"数据库启动不了：{end}", en=f"the database does not start: {end}"),
        Text(
            zh=f"看 {log}；运行 zhunsheng doctor 检查磁盘和权限",
            en=f"read {log}; run zhunsheng doctor to check disk and modes",
        ),
        place=str(home.cluster),
    )


def _done(result: subprocess.CompletedProcess[str]) -> None:
    if result.returncode == 0 and "ERROR:" not in result.stderr:
        return
    raise ZhunshengError(
        Problem(
            "postgres.not_created",
            Text(
                zh=f"数据库建立不了：{result.stderr.strip()}",
                en=f"the database cannot be made: {result.stderr.strip()}",
            ),
            Text(
                zh="检查磁盘空间和目录权限后再运行 init",
                en="check disk space and folder modes, then run init again",
            ),
        )
    )
