"""Accounts of people who may sign in; they lie in the schema `public`."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zhunsheng.engine.values import Problem, Text, ZhunshengError

LONGEST_NAME = 150  # characters


def create_administrator(username: str, password: str) -> None:
    """An account that may do everything; raises ZhunshengError for a taken name or a weak password."""
    problems = [*_taken(username), *_weak(User(username=username), password)]
    if problems:
        raise ZhunshengError(*problems)
    User.objects.create_superuser(username, password=password)


def create(username: str, password: str, *, name: str, email: str = "") -> int:
    """An account that may do nothing by itself, and its id; raises ZhunshengError like `create_administrator`."""
    problems = [*_taken(username), *_weak(User(username=username), password)]
    if problems:
        raise ZhunshengError(*problems)
    return User.objects.create_user(username, email, password, first_name=name[:LONGEST_NAME]).pk


def change_password(account: User, password: str) -> None:
    """Another password; every session of the account ends with it. Raises ZhunshengError for a weak one."""
    if problems := _weak(account, password):
        raise ZhunshengError(*problems)
    account.set_password(password)
    account.save(update_fields=["password"])


def lock(account: User) -> None:
    """No password is right until a new one was chosen; every session of the account ends."""
    account.set_unusable_password()
    account.save(update_fields=["password"])


def end(account: User) -> None:
    """Nobody signs in with the account any more, and whoever is signed in is not at the next request."""
    account.is_active = False
    account.save(update_fields=["is_active"])


def blank(account: User, name: str) -> None:
    """End the account and destroy what says whose it was: name, address, password, devices."""
    for session in UserSession.objects.filter(user=account):
        session.end()
    EmailAddress.objects.filter(user=account).delete()
    account.username, account.first_name, account.last_name, account.email = name, "", "", ""
    account.is_active = False
    account.set_unusable_password()
    account.save()


def _taken(username: str) -> list[Problem]:
    """Also where only the case differs: nobody minds it when signing in."""
    if len(username) > LONGEST_NAME:
        return [_too_long()]
    if not User.objects.filter(username__iexact=username).exists():
        return []
    return [
        Problem(
            "account.exists",
            Text(zh=f"已有账号「{username}」", en=f"there is an account '{username}' already"),
            Text(zh="换一个用户名", en="choose another name"),
        )
    ]


def _too_long() -> Problem:
    return Problem(
        "account.name",
        Text(zh=f"用户名超过 {LONGEST_NAME} 个字符", en=f"the user name has more than {LONGEST_NAME} characters"),
        Text(zh="用短一些的工号或用户名", en="use a shorter number or name"),
    )


def _weak(user: User, password: str) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError:
        return [
            Problem(
                "account.password",
                Text(zh="密码太短、太常见或全是数字", en="the password is too short, too common or all digits"),
                Text(
                    zh="至少 10 个字符，不用常见词，不与用户名相似",
                    en="at least 10 characters, no common word, unlike the user name",
                ),
            )
        ]
    return []
