"""Who runs the database: never root."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhunsheng.engine.values import Problem, Text, ZhunshengError

SYSTEM_USER = "pgserver"
_PROBE = "/usr/bin/test"


@dataclass(frozen=True)
class Account:
    """A system account by number."""

    uid: int
    gid: int

    def run(
        self, command: Sequence[str], *, cwd: Path, stdin: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end as this account; output is kept, the exit status is the caller's to judge."""
        other = os.geteuid() == 0 and self.uid != 0
        return subprocess.run(
            command,
            cwd=cwd,
            input=stdin,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **(environment or {})},
            text=True,
            capture_output=True,
            check=False,
            start_new_session=True,  # Ctrl-C in a terminal is for the command, not for the database
            user=self.uid if other else None,
            group=self.gid if other else None,
            extra_groups=[] if other else None,
        )

    def can_enter(self, folder: Path) -> bool:
        return self.run([_PROBE, "-x", str(folder)], cwd=Path("/")).returncode == 0

    def own(self, path: Path) -> None:
        """Give a file or folder to this account."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """Who owns the cluster; for a new one: the caller, or as root a system account made for this purpose."""
    if cluster.is_dir():
        owner = cluster.stat()
        return Account(owner.st_uid, owner.st_gid)
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        return _named(SYSTEM_USER)
    except KeyError:
        _add_system_user()
        return _named(SYSTEM_USER)


def barrier(account: Account, path: Path) -> Path | None:
    """The first folder on the way to `path` that the account cannot enter."""
    if account.can_enter(path):
        return None
    return next((step for step in [*reversed(path.parents), path] if not account.can_enter(step)), path)


def _named(user: str) -> Account:
    entry = pwd.getpwnam(user)
    return Account(entry.pw_uid, entry.pw_gid)


def _add_system_user() -> None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
        raise ZhunshengError(
            Problem(
                "postgres.account",
                Text(
                    zh=f"数据库不能以 root 运行，也无法建立系统用户 {SYSTEM_USER}：{said}",
                    en=f"the database cannot run as root, and user {SYSTEM_USER} could not be made: {said}",
                ),
                Text(
                    zh=f"请建立用户 {SYSTEM_USER}，或以普通用户运行，或用 DATABASE_URL 指定数据库服务器",
                    en=f"add a user {SYSTEM_USER}, or run as an ordinary user, or set DATABASE_URL",
                ),
            )
        ) from error
