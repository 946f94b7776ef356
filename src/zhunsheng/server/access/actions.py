"""Changing who may do what: accounts of people, roles, tokens. Each change leaves a visit in the log."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.access import models
from zhunsheng.server.access.keeping import drop_tokens, is_elsewhere
from zhunsheng.server.access.models import Grant, Token, Visit
from zhunsheng.server.access.policy import POLICY
from zhunsheng.server.access.queries import SCOPES, digest, info
from zhunsheng.server.access.roles import GRANTED, ROLE_WORDS, Reach, Role
from zhunsheng.server.access.values import Bearer, TokenInfo, unknown_or_hidden
from zhunsheng.server.project import accounts
from zhunsheng.server.subjects.queries import find
from zhunsheng.server.subjects.values import Member

LONGEST_TOKEN = 366  # days
LONGEST_GRANT = timedelta(days=100 * 366)
TOKEN_PREFIX = "zs_"  # noqa: S105  tells people and scanners what it is


@transaction.atomic
def open_account(number: str, email: str | None = None, password: str | None = None) -> tuple[str, str]:
    """An account for the person with that number, who signs in with it; (user name, first password).

    `email`: the one in the list of people where none is said.
    """
    if email and not _is_email(email):
        raise ZhunshengError(_bad_email(email))
    person = _member("person", number)
    if person is None:
        raise unknown_or_hidden(Text(zh=f"工号「{number}」", en=f"the number '{number}'"))
    word = password or secrets.token_urlsafe(12)
    account = accounts.create(person.key, word, name=person.name, email=email or "")
    member = models.Member.objects.create(account_id=account, person_id=person.id)
    if email is None and (listed := models.Member.objects.values_list("person__email", flat=True).get(pk=member.pk)):
        User.objects.filter(pk=account).update(email=listed)
    return person.key, word


@transaction.atomic
def end_account(username: str) -> None:
    """The account opens nothing any more, from its next request on."""
    account = account_of(username)
    drop_tokens(account.pk)
    accounts.end(account)


def forget(person: int) -> None:
    """Destroy what says whose account the person's was, here and in the log; where it is only of this world, end it."""
    member = models.Member.objects.filter(person_id=person).select_related("account").first()
    Visit.objects.filter(subjects__contains=[person]).update(detail="")
    if member is None:
        return
    account, name = member.account, f"#{member.account.pk}"
    Visit.objects.filter(account=account).update(username=name, address=None)
    Grant.objects.filter(by=account.username).update(by=name)
    if is_elsewhere(account.pk):
        Grant.objects.filter(account=account).delete()
        Token.objects.filter(account=account).delete()
        member.delete()
        return
    drop_tokens(account.pk)
    accounts.blank(account, name)


@transaction.atomic
def grant(username: str, role: Role, unit: str | None, *, by: str, now: datetime, until: datetime | None = None) -> int:
    """Give a role for a unit and everything below it, or (None) for the whole company; raises ZhunshengError."""
    if role not in GRANTED:
        raise ZhunshengError(_not_granted(role))
    if unit is not None and Reach.UNITS not in {by_act.get(role) for by_act in POLICY.values()}:
        raise ZhunshengError(_whole(role))
    if username == by:
        raise ZhunshengError(_to_oneself())
    if until is not None and not now < until < now + LONGEST_GRANT:
        raise ZhunshengError(_bad_until(until, now))
    made = Grant.objects.create(
        account=account_of(username), role=role, unit_id=_unit(unit), since=now, until=until, by=by
    )
    return made.id


@transaction.atomic
def revoke(grant_id: int, now: datetime) -> str:
    """End a grant, which stays in the books, and return whose it was."""
    row = Grant.objects.select_for_update().select_related("account").filter(id=grant_id).first()
    if row is None or (row.until is not None and row.until <= now):
        raise unknown_or_hidden(Text(zh="这项授权", en="this grant"))
    row.until = now
    row.save(update_fields=["until"])
    return row.account.username


def make_token(account: int, name: str, scopes: list[str], days: int, now: datetime) -> tuple[TokenInfo, str]:
    """A token and its secret, which is told this once; raises ZhunshengError."""
    problems = [_no_scope(scope) for scope in scopes if scope not in SCOPES] + ([] if scopes else [_no_scope("")])
    if not 1 <= days <= LONGEST_TOKEN:
        problems.append(_bad_term())
    if problems:
        raise ZhunshengError(*problems)
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = Token.objects.create(
        account_id=account,
        name=name,
        digest=digest(secret),
        scopes=scopes,
        created_at=now,
        until=now + timedelta(days=days),
    )
    return info(row), secret


def drop_token(account: int, token: int) -> None:
    """The token opens nothing any more; only one's own."""
    deleted, _ = Token.objects.filter(account_id=account, id=token).delete()
    if not deleted:
        raise unknown_or_hidden(Text(zh="这个令牌", en="this token"))


def used(bearer: Bearer, now: datetime) -> None:
    """Remember when a token was last used, to the minute."""
    minute = now.replace(second=0, microsecond=0)
    if bearer.used_at != minute:
        Token.objects.filter(id=bearer.token).update(used_at=minute)


def prefer(account: int, **chosen: str) -> None:
    """Keep the account's language or theme."""
    models.Member.objects.update_or_create(account_id=account, defaults=chosen)


def account_of(username: str) -> User:
    """The account with that user name, of whichever world: for who keeps the server. Raises ZhunshengError."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise unknown_or_hidden(Text(zh=f"账号「{username}」", en=f"the account '{username}'"))
    return found


def _member(dimension: str, key: str) -> Member | None:
    """By key only: a name may be somebody else's too."""
    return next((member for member in find(key, [dimension]) if member.key == key), None)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _unit(code: str | None) -> int | None:
    if code is None:
        return None
    found = _member("unit", code)
    if found is None:
        raise unknown_or_hidden(Text(zh=f"部门「{code}」", en=f"the unit '{code}'"))
    return found.id


def _not_granted(role: Role) -> Problem:
    return Problem(
        "access.role_follows",
        Text(zh=f"角色「{role}」由组织关系得出，不能授予", en=f"the role '{role}' follows from the organisation"),
        Text(zh="在人员名单里改上级或在职日期", en="change manager or employment in the list of people"),
    )


def _bad_until(until: datetime, now: datetime) -> Problem:
    said = Text(zh="已经过去", en="is over") if until <= now else Text(zh="太远了", en="is too far off")
    return Problem(
        "access.term_over",
        Text(zh=f"截止时间 {until:%Y-%m-%d} {said.zh}", en=f"the term's end, {until:%Y-%m-%d}, {said.en}"),
        Text(zh="写一个将来的日期，或不写截止时间", en="choose a day to come, or none"),
    )


def _whole(role: Role) -> Problem:
    name = ROLE_WORDS[role]
    return Problem(
        "access.role_whole",
        Text(zh=f"角色「{name.zh}」不分部门", en=f"the role '{name.en}' is for the whole company, not for a unit"),
        Text(zh="去掉部门，或授予人力伙伴、总监", en="leave the unit out, or give HR partner or director"),
    )


def _to_oneself() -> Problem:
    return Problem(
        "access.grant_to_oneself",
        Text(zh="不能给自己授予角色", en="nobody gives a role to themselves"),
        Text(
            zh="请另一位管理员授予，或在服务器上用命令行", en="ask another administrator, or whoever keeps the server"
        ),
    )


def _bad_email(email: str) -> Problem:
    return Problem(
        "access.email",
        Text(zh=f"「{email}」不是电子邮件地址", en=f"'{email}' is no e-mail address"),
        Text(zh="核对地址，或先不填", en="check the address, or leave it out"),
    )


def _no_scope(scope: str) -> Problem:
    return Problem(
        "access.token_scope",
        Text(zh=f"令牌没有权限「{scope}」可选", en=f"a token cannot have the scope '{scope}'"),
        Text(zh=f"可选：{'、'.join(SCOPES)}", en=f"there are: {', '.join(SCOPES)}"),
    )


def _bad_term() -> Problem:
    return Problem(
        "access.token_term",
        Text(zh="令牌的期限为 1 到 366 天", en="a token lasts from 1 to 366 days"),
        Text(zh="改一个期限", en="choose another term"),
    )
