"""Signing in: how allauth meets our accounts, and what the log of visits learns of it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.visits import Kind
from zhunsheng.server.worlds.queries import real_now


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are opened by an administrator, never by whoever comes along."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The page of ours that takes a new password."""
        return f"{settings.SITE_URL}/password/reset/{key}"


@receiver(user_logged_in)
def remember(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    """A sign-in is a visit."""
    Visit.objects.create(
        at=real_now(),
        account_id=user.pk,
        username=user.username,
        act=Kind.SIGN_IN,
        endpoint="sign_in",
        address=request.META.get("REMOTE_ADDR") or None,
    )
