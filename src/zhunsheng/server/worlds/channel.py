"""Telling the worker that there is something to do."""

from __future__ import annotations

from django.db import connection

CHANNEL = "zhunsheng_facts"
"""There is something to bring the numbers up to date with."""
DUE = "zhunsheng_due"
"""Something may fall due sooner than was known."""
OUT = "zhunsheng_out"
"""There is something to send to another system."""


def announce(channel: str = CHANNEL) -> None:
    """Wake whoever listens once this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {channel}")
