"""Accounts as administrators see them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from zhunsheng.server.access.keeping import drop_tokens, here
from zhunsheng.server.access.models import Member
from zhunsheng.server.access.paging import Coded, Named, Paging
from zhunsheng.server.access.queries import grants, member
from zhunsheng.server.access.schemas import AccountOut, Accounts, GrantOut, PasswordOut
from zhunsheng.server.access.tasks import renewal_mail
from zhunsheng.server.access.values import Grant
from zhunsheng.server.project.accounts import change_password, lock
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.subjects.values import Label
from zhunsheng.server.worlds.queries import real_now


def accounts(asked: Paging) -> Accounts:
    """Accounts of this world, by user name."""
    rows = User.objects.filter(here()).order_by("username")
    if asked.q:
        rows = rows.filter(Q(username__icontains=asked.q) | Q(first_name__icontains=asked.q))
    page = list(rows[asked.slice])
    persons = dict(Member.objects.filter(account__in=page).values_list("account_id", "person_id"))
    names = labels([person for person in persons.values() if person])
    given = grants(real_now(), [account.pk for account in page])
    items = [
        AccountOut(
            username=row.username,
            name=row.get_full_name() or row.username,
            person=_named(persons.get(row.pk), names),
            active=row.is_active,
            roles=[granted(one) for one in given if one.username == row.username],
            last_seen_at=row.last_login,
        )
        for row in page
    ]
    return Accounts(items=items, total=rows.count(), page=asked.page, page_size=asked.page_size)


def granted(one: Grant) -> GrantOut:
    """A grant as it is shown."""
    unit = Coded(code=one.unit[0], name=one.unit[1]) if one.unit else None
    return GrantOut(
        id=one.id,
        username=one.username,
        name=one.name,
        role=one.role,
        unit=unit,
        since=one.since,
        until=one.until,
        by=one.by,
    )


@transaction.atomic
def new_password(account: User) -> PasswordOut:
    """The account's password, sessions and tokens open nothing any more.

    Where mail is set up and the account has an address, a new one is chosen there and nobody else learns it; elsewhere
    it is told this once.
    """
    drop_tokens(account.pk)
    if settings.EMAIL_HOST and account.email:
        lock(account)
        renewal_mail.defer(account=account.pk, address=account.email, language=member(account.pk).language)
        return PasswordOut(username=account.username, password=None)
    word = secrets.token_urlsafe(12)
    change_password(account, word)
    return PasswordOut(username=account.username, password=word)


def _named(person: int | None, names: Mapping[int, Label]) -> Named | None:
    label = names.get(person or 0)
    return Named(number=label.key, name=label.name) if label else None
