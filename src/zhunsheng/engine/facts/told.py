"""Sources that people tell in the product: what it adds by itself."""

from __future__ import annotations

from zhunsheng.engine.facts.source import FieldType

STAMPED: dict[str, FieldType] = {"id": FieldType.TEXT, "by": FieldType.SUBJECT, "at": FieldType.DATETIME}
"""Fields that nobody fills in: a fresh id, which is the key; who tells it; when, which is its time."""
