"""Bring Django up on a home."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.conf import settings

from zhunsheng.server.project.database import is_external
from zhunsheng.server.project.home import Home, opened
from zhunsheng.server.project.postgres.server import server_of

SETTINGS = "zhunsheng.server.project.settings"


def configure(path: Path) -> Home:
    """Set Django up for a home that may not exist yet, no database touched. One process, one home."""
    home = Home.at(path)
    if not settings.configured:
        os.environ["ZHUNSHENG_HOME"] = str(home.path)
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
        django.setup()
    if home != settings.HOME:
        raise RuntimeError(f"this process serves {settings.HOME.path}, not {home.path}")
    return home


def boot(path: Path) -> Home:
    """Set Django up on an existing home, its database running; raises ZhunshengError."""
    home = configure(opened(path).path)
    ensure_database(home)
    return home


def ensure_database(home: Home) -> None:
    """Start the embedded server if it does not answer; one that DATABASE_URL names is not ours to start."""
    if not is_external():
        server_of(home).ensure_running()
