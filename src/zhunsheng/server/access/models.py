"""Accounts' place in a world: who they are here, what they were granted, their tokens, and the log of visits."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Member(models.Model):
    """An account in this world, and the person it belongs to, if any. Accounts themselves lie in `public`."""

    account = models.OneToOneField(
        "auth.User", primary_key=True, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    person = models.OneToOneField("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="zh")
    theme = models.CharField(max_length=6, default="system")


class Grant(models.Model):
    """A role somebody was given from `since` until `until` (null: until further notice); never deleted, only ended."""

    account = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    role = models.CharField(max_length=16)
    unit = models.ForeignKey("people.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.TextField()


class Token(models.Model):
    """A key for programs: its digest only. `until`: it never outlives this moment."""

    account = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="+", db_constraint=False)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=32))
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Visit(models.Model):
    """Somebody read what concerns others, took data out, changed something, or was refused. Only ever added.

    `subjects`: the people concerned; a list read in one go is one visit.
    """

    at = models.DateTimeField()
    account = models.ForeignKey(
        "auth.User", null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    username = models.CharField(max_length=150)
    act = models.CharField(max_length=8)
    endpoint = models.CharField(max_length=63)
    subjects = ArrayField(models.BigIntegerField(), default=list)
    detail = models.CharField(max_length=400, blank=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-at"], name="visit_at"),
            GinIndex("subjects", name="visit_subjects"),
        ]
