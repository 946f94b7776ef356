"""Telling open pages that numbers may have moved."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from zhunsheng.server.worlds.values import WorldInfo

CHANNEL = "zhunsheng_numbers"
MOST_SOURCES = 50  # a notification holds 8,000 bytes


def tell(world: WorldInfo, sources: Iterable[str], now: datetime) -> None:
    """Let every process that serves pages know, once this is committed."""
    news = {"world": world.name, "at": now.isoformat(), "sources": sorted(sources)[:MOST_SOURCES]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(news)])
