"""Decisions for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from zhunsheng.engine.practices.decision import Consequence, Decision, Input
from zhunsheng.engine.values import EntityId, SubjectId, Text

LESS = Text(zh="当月奖金减 800 元", en="800 less of this month's bonus")
NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)


def late(case: str = "SO-9", *, about: int | None = 1, answers: int | None = 2, rule: str = "reply") -> Decision:
    """An order that was answered late."""
    return Decision(
        practice="commitments",
        rule=EntityId(rule),
        release=3,
        case=case,
        about=None if about is None else SubjectId(about),
        answers=None if answers is None else SubjectId(answers),
        at=NOW,
        outcome="breached",
        reason=Text(zh="承诺 4 小时内答复，用了 6.5 小时", en="promised within 4 hours, took 6.5 hours"),
        inputs=(Input(Text(zh="用时", en="taken"), 6.5, "h", (f"orders/{case}@17",)),),
        consequences=(Consequence("bonus", LESS, {"amount": 800}),) if answers else (),
    )


@contextmanager
def behind_its_back() -> Iterator[None]:
    """Statements inside go around the triggers, as somebody may who owns the tables."""
    tables = ("decisions_decisionrow", "decisions_seal")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER only_added")
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER only_added")


@contextmanager
def restored() -> Iterator[None]:
    """Whatever is done to the chain inside is undone after it."""
    tables = ("decisions_decisionrow", "decisions_seal")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TEMP TABLE saved_{table} AS TABLE {table}")
        try:
            yield
        finally:
            with behind_its_back():
                for table in tables:
                    cursor.execute(
                        f"DELETE FROM {table} t USING (TABLE {table} EXCEPT TABLE saved_{table}) x WHERE t = x"
                    )
                    cursor.execute(f"INSERT INTO {table} (TABLE saved_{table} EXCEPT TABLE {table})")
                    cursor.execute(f"DROP TABLE saved_{table}")
