"""Verifying the chain of the world that is entered, a portion at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from zhunsheng.engine.practices import chain
from zhunsheng.engine.practices.chain import Link, Verified
from zhunsheng.engine.practices.writing import moment
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.decisions.models import Seal
from zhunsheng.server.decisions.queries import as_seal

PORTION = 5_000
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
_LINKS = """
SELECT id, digest, body, practice, rule, "case", about, answers, at, outcome
FROM decisions_decisionrow WHERE id > %s ORDER BY id LIMIT %s
"""
_Row = tuple[int, str, str, str, str, str, int | None, int | None, datetime, str]
_DIGEST = re.compile("[0-9a-f]{64}")


@transaction.atomic(durable=True)
def verify(expect: str | None = None, progress: Callable[[int], None] = lambda decisions: None) -> Verified:
    """Walk the whole chain as it is at one moment; raises ZhunshengError with the first broken place.

    It has a transaction of its own, so it is not called inside another.
    `expect`: the digest that an earlier verification ended in, by which what was cut off since is noticed.
    `progress`: is told how many more decisions were read.
    """
    if expect is not None and not _DIGEST.fullmatch(expect):
        raise ZhunshengError(_no_digest(expect))
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
    return chain.verify(_seals(), _links(progress), expect)


def _seals() -> Iterator[chain.Seal]:
    last: int | None = None
    rows = Seal.objects.order_by("number")
    while portion := list((rows if last is None else rows.filter(number__gt=last))[:PORTION]):
        yield from map(as_seal, portion)
        last = portion[-1].number


def _links(progress: Callable[[int], None]) -> Iterator[Link]:
    last = -(2**63)
    while portion := _portion(last):
        yield from (_link(*row) for row in portion)
        last = portion[-1][0]
        progress(len(portion))


def _portion(last: int) -> Sequence[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [last, PORTION])
        return list(cursor.fetchall())


def _link(
    number: int,
    digest: str,
    text: str,
    practice: str,
    rule: str,
    case: str,
    about: int | None,
    answers: int | None,
    at: datetime,
    outcome: str,
) -> Link:
    return Link(number, digest, text, (practice, rule, case, about, answers, moment(at), outcome))


def _no_digest(said: str) -> Problem:
    return Problem(
        "chain.no_digest",
        Text(zh=f"「{said[:80]}」不是摘要", en=f"'{said[:80]}' is not a digest"),
        Text(
            zh="抄下 zhunsheng audit head 或上次 verify 打印的 64 位小写十六进制数",
            en="give the 64 small hexadecimal digits that `zhunsheng audit head` or the last verify printed",
        ),
    )
