"""Signing in: how allauth meets our accounts, and what the log of visits learns of it."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from zhunsheng.server.access.endpoint import Asking
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.tasks import reset_mail
from zhunsheng.server.access.visits import Kind
from zhunsheng.server.front.problems import language_of
from zhunsheng.server.people.viewers import is_welcome
from zhunsheng.server.worlds.queries import real_now


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are opened by an administrator, never by whoever comes along."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: Asking, **credentials: Any) -> User | None:
        """Of an account that was ended, or of somebody who has left, no password is right any more."""
        user: User | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active or not is_welcome(user.pk, request.visited.today):
            return None
        return user

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        if user.is_active:
            reset_mail.defer(account=user.pk, address=email, language=language_of(context["request"]))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries count for the account, under whatever host name and in whatever writing it is named."""
        return unicodedata.normalize("NFKC", credentials.get("username", "")).upper().casefold()


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
