"""A home: the one folder that holds everything an installation owns."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from zhunsheng.engine.values import Problem, Text, ZhunshengError

PRIVATE = 0o700
PASSABLE = 0o711  # as root: the database's own account walks through, but cannot list
SECRET = 0o600
DATABASE_USER = "zhunsheng"
SUPERUSER = "postgres"


@dataclass(frozen=True)
class Home:
    """Where things are. `path` is absolute; nothing is read until asked for."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> Home:
        return cls(path.expanduser().resolve())

    @property
    def cluster(self) -> Path:
        return self.path / "pg"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def lake(self) -> Path:
        return self.path / "lake"

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def scratch(self) -> Path:
        return self.path / "scratch"

    @property
    def secrets_file(self) -> Path:
        return self.path / "secrets.json"

    @property
    def password_file(self) -> Path:
        """Passwords of the embedded database in libpq's format: in no setting, in no argument."""
        return self.path / "pgpass"

    @property
    def description_file(self) -> Path:
        return self.path / "home.json"

    @property
    def backup_file(self) -> Path:
        """Is there once the home was backed up; what it says is when it was last."""
        return self.path / "backup.json"

    @property
    def exists(self) -> bool:
        return self.description_file.is_file()

    @property
    def version(self) -> str:
        """The version of the code that last wrote this home."""
        return str(json.loads(self.description_file.read_text())["version"])

    def create(self) -> None:
        """Make folders and secrets; what is there stays. Raises ZhunshengError for a foreign folder."""
        if not self.exists and self.path.is_dir() and any(self.path.iterdir()):
            raise ZhunshengError(_not_empty(self.path))
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(PASSABLE if os.geteuid() == 0 else PRIVATE)
        if not self.exists:
            self.stamp()
        for folder in (self.run, self.lake, self.uploads, self.scratch):
            folder.mkdir(mode=PRIVATE, exist_ok=True)
        _write_once(self.secrets_file, json.dumps({"signing": secrets.token_urlsafe(48)}))
        _write_once(self.password_file, "".join(map(_password_line, (DATABASE_USER, SUPERUSER))))

    def stamp(self) -> None:
        """Say that the code running now has written this home."""
        replace_file(self.description_file, json.dumps({"version": version("zhunsheng")}))

    def signing_secret(self) -> str:
        return str(json.loads(self.secrets_file.read_text())["signing"])

    def password(self, user: str) -> str:
        lines = (line.split(":") for line in self.password_file.read_text().splitlines())
        return next(line[4] for line in lines if line[3] == user)


def opened(path: Path, *, older: bool = False) -> Home:
    """The home at `path`, if this code may use it (also an older one, when asked); raises ZhunshengError."""
    home = Home.at(path)
    if not home.exists:
        raise ZhunshengError(_missing(home.path))
    ours, theirs = version("zhunsheng"), home.version
    if order(theirs) > order(ours):
        raise ZhunshengError(newer(str(home.path), theirs, ours))
    if order(theirs) < order(ours) and not older:
        raise ZhunshengError(_older(home.path, theirs, ours))
    return home


def replace_file(path: Path, text: str) -> None:
    """Write a secret file at once or not at all."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET), "w") as file:  # noqa: PTH123
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def _write_once(path: Path, text: str) -> None:
    if not path.exists():
        replace_file(path, text)


def _password_line(user: str) -> str:
    return f"*:*:*:{user}:{secrets.token_urlsafe(32)}\n"


def order(words: str) -> tuple[int, ...]:
    """What makes versions comparable."""
    return tuple(int(word) for word in words.split(".") if word.isdigit())


def _missing(path: Path) -> Problem:
    return Problem(
        "home.missing",
        Text(zh=f"「{path}」不是准绳的主目录", en=f"'{path}' is not a home of Zhunsheng"),
        Text(
            zh=f"先运行 zhunsheng --home {path} init，或用 --home 指出已有的主目录",
            en=f"run zhunsheng --home {path} init first, or name an existing home with --home",
        ),
    )


def _not_empty(path: Path) -> Problem:
    return Problem(
        "home.not_empty",
        Text(zh=f"「{path}」里已有别的文件", en=f"'{path}' already holds other files"),
        Text(zh="请选一个空目录或尚不存在的目录", en="choose an empty folder or one that does not exist yet"),
    )


def newer(what: str, theirs: str, ours: str) -> Problem:
    """Refuse what a newer version wrote."""
    return Problem(
        "home.newer",
        Text(
            zh=f"「{what}」由较新的版本 {theirs} 写成，当前程序是 {ours}",
            en=f"'{what}' was written by the newer version {theirs}; this program is {ours}",
        ),
        Text(zh=f"请安装 {theirs} 或更新的版本", en=f"install version {theirs} or later"),
    )


def _older(path: Path, theirs: str, ours: str) -> Problem:
    return Problem(
        "home.older",
        Text(
            zh=f"主目录「{path}」属于较旧的版本 {theirs}，当前程序是 {ours}",
            en=f"home '{path}' belongs to the older version {theirs}; this program is {ours}",
        ),
        Text(
            zh=f"先备份，再运行 zhunsheng --home {path} upgrade",
            en=f"make a backup, then run zhunsheng --home {path} upgrade",
        ),
    )
