"""Django's settings: the only place that holds a database or a folder for the whole process."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from zhunsheng.server.project.database import django_database
from zhunsheng.server.project.home import Home

HOME = Home.at(Path(os.environ.get("ZHUNSHENG_HOME", "~/.zhunsheng")))
# Without a home (type checking, making migrations) nothing is signed that anybody keeps.
SECRET_KEY = HOME.signing_secret() if HOME.secrets_file.exists() else secrets.token_urlsafe(48)
DATABASES = {"default": django_database(HOME)}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

TENANT_MODEL = "worlds.World"
TENANT_LIMIT_SET_CALLS = True  # else every query is two
SHARED_APPS = [
    "django_tenants",
    "zhunsheng.server.worlds",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "procrastinate.contrib.django",
]
TENANT_APPS = [
    "zhunsheng.server.subjects",
    "zhunsheng.server.people",
    "zhunsheng.server.blueprints",
    "zhunsheng.server.facts",
    "zhunsheng.server.metrics",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, "zhunsheng.server.tick"]
# Tables of a world that a clone must not inherit: what waits to be sent, tokens, channels.
WORLD_CLONE_CLEARS: list[str] = []

# Beside each app's own tasks.py.
PROCRASTINATE_IMPORT_PATHS = ["zhunsheng.server.project.jobs"]

# What one computation may use; what does not fit in memory goes to the scratch folder.
COMPUTE_MEMORY = os.environ.get("ZHUNSHENG_COMPUTE_MEMORY", "3GB")
COMPUTE_THREADS = int(os.environ.get("ZHUNSHENG_COMPUTE_THREADS", os.cpu_count() or 2))

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
