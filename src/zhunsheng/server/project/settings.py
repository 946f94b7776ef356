"""Django's settings: the only place that holds a database or a folder for the whole process."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

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
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.headless",
    "procrastinate.contrib.django",
]
TENANT_APPS = [
    "zhunsheng.server.subjects",
    "zhunsheng.server.access",
    "zhunsheng.server.people",
    "zhunsheng.server.blueprints",
    "zhunsheng.server.facts",
    "zhunsheng.server.metrics",
    "zhunsheng.server.deadlines",
    "zhunsheng.server.outbox",
    "zhunsheng.server.decisions",
    "zhunsheng.server.permissions",
    "zhunsheng.server.commitments",
    "zhunsheng.server.forms",
    "zhunsheng.server.goals",
    "zhunsheng.server.drafts",
    "zhunsheng.server.sources",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, "zhunsheng.server.tick", "zhunsheng.server.front"]
# Tables of a world that a clone must not inherit: what waits to be sent, tokens, channels.
WORLD_CLONE_CLEARS = ["access_token", "outbox_effect", "outbox_connection"]

# Beside each app's own tasks.py.
PROCRASTINATE_IMPORT_PATHS = ["zhunsheng.server.project.jobs", "zhunsheng.server.sources.start_jobs"]

# What one computation may use; what does not fit in memory goes to the scratch folder.
COMPUTE_MEMORY = os.environ.get("ZHUNSHENG_COMPUTE_MEMORY", "3GB")
COMPUTE_THREADS = int(os.environ.get("ZHUNSHENG_COMPUTE_THREADS", os.cpu_count() or 2))

# The site: where people reach it, and what its requests go through.
SITE_URL = os.environ.get("ZHUNSHENG_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
_SECURE = _site.scheme == "https"
ALLOWED_HOSTS = sorted({_site.hostname or "", "127.0.0.1", "localhost", "[::1]"} - {""})
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "zhunsheng.server.front.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhunsheng.server.front.middleware.policy",
    "zhunsheng.server.front.middleware.addressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhunsheng.server.front.middleware.in_world",
    "zhunsheng.server.front.middleware.worded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "zhunsheng.server.front.middleware.known",
]
STATIC_URL = "/static/"
STATIC_ROOT = Path(__file__).parents[1] / "front" / "dist"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Za-z_-]{8,}\.\w+$"
SESSION_COOKIE_NAME = "zhunsheng_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
CSRF_FAILURE_VIEW = "zhunsheng.server.front.problems.forbidden"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _SECURE else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 << 20
# Shared by all processes of the site, so that ten thousand wrong passwords count as ten thousand. Large, so that nobody
# makes it forget by trying many names.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# Signing in. Accounts are opened by administrators; other ways (OIDC, 企业微信 …) are further providers of allauth.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {"account_reset_password_from_key": f"{SITE_URL}/password/reset/{{key}}"}
ACCOUNT_ADAPTER = "zhunsheng.server.front.sign_in.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A company may sit behind one address, so only wrong passwords count. An account that is tried too often rests, and
# counts for its address no more.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "5/5m/key,300/m/ip"}
USERSESSIONS_TRACK_ACTIVITY = False
EMAIL_HOST = os.environ.get("ZHUNSHENG_MAIL_HOST", "")
DEFAULT_FROM_EMAIL = os.environ.get("ZHUNSHENG_MAIL_FROM", f"zhunsheng@{_site.hostname}")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        "zhunsheng.front": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

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
