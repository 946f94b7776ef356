"""Telling the worker that facts have arrived."""

from __future__ import annotations

from django.db import connection

CHANNEL = "zhunsheng_facts"


def announce() -> None:
    """Wake whoever listens once this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
