"""Mail leaves as a job, so that an answer takes as long for an address nobody has as for one that somebody has."""

from __future__ import annotations

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import close_old_connections
from procrastinate.contrib.django import app

from zhunsheng.engine.values import Text

SUBJECT = Text(zh="准绳：设置新密码", en="Zhunsheng: choose a new password")
BODY = Text(
    zh="有人（多半是你）为账号 {username} 申请了新密码。在这里设置，三天内有效，只能用一次：\n\n{url}\n\n"
    "如果不是你，不用理会：密码没有变。\n",
    en="Somebody, most likely you, asked for a new password for the account {username}. Choose it here within three "
    "days; the address works once:\n\n{url}\n\nIf it was not you, do nothing: your password has not changed.\n",
)
RENEWAL = Text(
    zh="管理员重置了账号 {username} 的密码，旧密码、登录和令牌都已失效。"
    "在这里设置新密码，三天内有效，只能用一次：\n\n{url}\n\n过期后可以在登录页用“忘记密码”再申请。\n",
    en="An administrator reset the password of the account {username}; the old one, its sessions and tokens open "
    "nothing any more. Choose a new one here within three days; the address works once:\n\n{url}\n\nAfter that, "
    "ask for another on the page where you sign in.\n",
)


@app.task(name="access.reset_mail", pass_context=False)
def reset_mail(account: int, address: str, language: str) -> None:
    """Send the address at which the account gets a new password."""
    _send(BODY, account, address, language)


@app.task(name="access.renewal_mail", pass_context=False)
def renewal_mail(account: int, address: str, language: str) -> None:
    """The same, where an administrator took the old one away."""
    _send(RENEWAL, account, address, language)


def _send(said: Text, account: int, address: str, language: str) -> None:
    """The key is made here: no table ever holds it."""
    close_old_connections()
    user = User.objects.get(pk=account)
    key = f"{user_pk_to_url_str(user)}-{PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)}"
    body = said.model_dump()[language].format(username=user.username, url=f"{settings.SITE_URL}/password/reset/{key}")
    send_mail(SUBJECT.model_dump()[language], body, None, [address])
