"""Changing subjects: new ones, lists, matches, erasure. Everything about many works on sets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.subjects.forgetting import forget
from zhunsheng.server.subjects.models import Alias, Match, Subject
from zhunsheng.server.subjects.queries import by_key, known_as, same_as_pairs
from zhunsheng.server.subjects.writing import plain

# Keys are inserted in order, so that two senders of the same new keys wait for each other and never deadlock.
_CREATE = """
INSERT INTO subjects_subject (dimension, key, name, known, first_seen)
SELECT %s, key, key, false, %s FROM json_array_elements_text(%s) AS key ORDER BY key COLLATE "C"
ON CONFLICT (dimension, key) DO NOTHING RETURNING key, id
"""
_LIST = """
INSERT INTO subjects_subject (dimension, key, name, known, first_seen)
SELECT %s, key, name, true, %s FROM json_each_text(%s) AS listed(key, name)
ORDER BY key COLLATE "C"
ON CONFLICT (dimension, key) DO UPDATE SET name = excluded.name, known = true
WHERE NOT subjects_subject.known OR subjects_subject.name <> excluded.name
"""


@transaction.atomic(savepoint=False)
def resolve(dimension: str, values: Sequence[str], *, now: datetime) -> dict[str, int]:
    """The subject each value names, by key, then by alias; what nobody knows becomes an unknown subject.

    A key that was matched to another subject still gives its own: who reads follows the match, and can undo it.
    """
    found = known_as(dimension, values)
    return found | _created(dimension, [value for value in dict.fromkeys(values) if value not in found], now)


@transaction.atomic
def list_members(dimension: str, members: Iterable[tuple[str, str]], *, now: datetime) -> dict[str, int]:
    """Let these (key, name) be members of the dimension; ids by key. Of a key told twice the last counts."""
    named = dict(members)
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [dimension, now, json.dumps(named)])
    return by_key(dimension, list(named))


@transaction.atomic
def match(dimension: str, text: str, key: str, *, now: datetime) -> None:
    """Let the value `text` mean the member `key`, in facts that are there and facts to come; known from now on."""
    stray, target = _subject(dimension, text), _subject(dimension, key)
    _end_match(stray, now)
    if dict(same_as_pairs()).get(target.id, target.id) == stray.id:
        raise ZhunshengError(_circle(text, key))
    Match.objects.create(stray=stray, target=target, known_from=now)
    Alias.objects.update_or_create(dimension=dimension, text=plain(text), defaults={"subject": target})


@transaction.atomic
def unmatch(dimension: str, text: str, *, now: datetime) -> None:
    """Take back `match`: the value is a subject of its own again, and is known to be from now on."""
    if not _end_match(_subject(dimension, text), now):
        raise ZhunshengError(_not_matched(text))
    Alias.objects.filter(dimension=dimension, text=plain(text)).delete()


@transaction.atomic
def erase(subject: int) -> None:
    """Destroy what says who the subject is, every writing matched to it, and what apps keep of it in words.

    Ids stay, facts stay intact.
    """
    strays = [id_ for id_, canonical in same_as_pairs() if canonical == subject]
    Alias.objects.filter(subject__in=[subject, *strays]).delete()
    Subject.objects.filter(id__in=[subject, *strays]).update(key=None, name="", known=False)
    forget([subject, *strays])


def _created(dimension: str, keys: list[str], now: datetime) -> dict[str, int]:
    """New subjects; where another sender has just made one, that one."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CREATE, [dimension, now, json.dumps(keys)])
        made = dict(cursor.fetchall())
    return made if len(made) == len(keys) else by_key(dimension, keys)


def _subject(dimension: str, key: str) -> Subject:
    """The subject with that key, locked; raises ZhunshengError."""
    subject = Subject.objects.select_for_update().filter(dimension=dimension, key=key).first()
    if subject is None:
        raise ZhunshengError(
            Problem(
                "subjects.unknown",
                Text(zh=f"维度「{dimension}」里没有「{key}」", en=f"dimension '{dimension}' has no '{key}'"),
                Text(
                    zh="照数据源的页面上或 zhunsheng problems 里显示的原样填写",
                    en="write it exactly as the page of the source, or `zhunsheng problems`, shows it",
                ),
            )
        )
    return subject


def _end_match(stray: Subject, now: datetime) -> int:
    """Let what the subject was matched to be no longer known; returns how many matches that ends."""
    return Match.objects.filter(stray=stray, known_until=None).update(known_until=now)


def _circle(text: str, key: str) -> Problem:
    return Problem(
        "subjects.circle",
        Text(
            zh=f"「{key}」本身就是「{text}」，不能再把「{text}」对应到「{key}」",
            en=f"'{key}' already means '{text}', so '{text}' cannot mean '{key}'",
        ),
        Text(zh="先取消原有的对应（unmatch）", en="take the existing match back first (unmatch)"),
    )


def _not_matched(text: str) -> Problem:
    return Problem(
        "subjects.not_matched",
        Text(zh=f"「{text}」没有对应到别的对象", en=f"'{text}' is not matched to anything"),
    )
