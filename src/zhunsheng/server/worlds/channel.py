"""Telling the worker that there is something to bring the numbers up to date with."""

from __future__ import annotations

from django.db import connection

CHANNEL = "zhunsheng_facts"


def announce() -> None:
    """Wake whoever listens once this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
