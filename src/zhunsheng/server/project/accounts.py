"""Accounts of people who may sign in; they lie in the schema `public`."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zhunsheng.engine.values import Problem, Text, ZhunshengError


def create_administrator(username: str, password: str) -> None:
    """An account that may do everything; raises ZhunshengError for a taken name or a weak password."""
    problems = [*_taken(username), *_weak(User(username=username), password)]
    if problems:
        raise ZhunshengError(*problems)
    User.objects.create_superuser(username, password=password)


def _taken(username: str) -> list[Problem]:
    if not User.objects.filter(username=username).exists():
        return []
    return [
        Problem(
            "account.exists",
            Text(zh=f"已有账号「{username}」", en=f"there is an account '{username}' already"),
            Text(zh="换一个用户名", en="choose another name"),
        )
    ]


def _weak(user: User, password: str) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError:
        return [
            Problem(
                "account.password",
                Text(zh="密码太短、太常见或全是数字", en="the password is too short, too common or all digits"),
                Text(
                    zh="至少 10 个字符,不用常见词,不与用户名相似",
                    en="at least 10 characters, no common word, unlike the user name",
                ),
            )
        ]
    return []
