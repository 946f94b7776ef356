"""Which database: the home's own, or the server that DATABASE_URL names."""

from __future__ import annotations

import os

from psycopg.conninfo import conninfo_to_dict

from zhunsheng.server.project.home import DATABASE_USER, Home
from zhunsheng.server.project.postgres.cluster import PORT, socket_folder

URL_VARIABLE = "DATABASE_URL"
SERVING = "ZHUNSHENG_SERVING"
"""Set in processes that answer requests: their threads keep a connection from one request to the next."""
KEEP = 60
"""Seconds that they keep it for."""
ENGINE = "django_tenants.postgresql_backend"
_NAMED = {"dbname", "user", "password", "host", "port"}


def is_external() -> bool:
    """Whether somebody else's server is used: then nothing is started or stopped."""
    return bool(os.environ.get(URL_VARIABLE))


def connection_words(home: Home) -> dict[str, str]:
    """What libpq needs to connect; raises psycopg.ProgrammingError for an unreadable DATABASE_URL."""
    if is_external():
        return {key: str(value) for key, value in conninfo_to_dict(os.environ[URL_VARIABLE]).items()}
    return {
        "dbname": DATABASE_USER,
        "user": DATABASE_USER,
        "host": str(socket_folder(home)),
        "port": str(PORT),
        "passfile": str(home.password_file),
    }


def django_database(home: Home) -> dict[str, object]:
    """The entry of Django's DATABASES."""
    words = connection_words(home)
    return {
        "ENGINE": ENGINE,
        "NAME": words.get("dbname", ""),
        "USER": words.get("user", ""),
        "PASSWORD": words.get("password", ""),
        "HOST": words.get("host", ""),
        "PORT": words.get("port", ""),
        "OPTIONS": {key: value for key, value in words.items() if key not in _NAMED},
        "CONN_MAX_AGE": KEEP if os.environ.get(SERVING) else 0,
        "CONN_HEALTH_CHECKS": True,
    }
