"""People, the tree of units, and posts: where somebody belonged from one day to another."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from zhunsheng.server.people.finding import Endings


class Unit(models.Model):
    """A unit of the organisation. `code` is how files name it: a code, or its path from the top."""

    subject = models.OneToOneField("subjects.Subject", primary_key=True, on_delete=models.PROTECT)
    code = models.TextField(unique=True)
    name = models.TextField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")


class Person(models.Model):
    """Somebody who works or worked here. `number` is the 工号.

    `hired`: first day of the first employment (null: unknown); `left`: first day no longer employed (null: none).
    `pinyin`: how the name sounds (`pinyin.pinyin`); `endings`: what the person is found by (`finding.endings`).
    """

    subject = models.OneToOneField("subjects.Subject", primary_key=True, on_delete=models.PROTECT)
    number = models.TextField(unique=True)
    name = models.TextField()
    email = models.EmailField(null=True)
    hired = models.DateField(null=True)
    left = models.DateField(null=True)
    pinyin = models.TextField(default="")
    endings = Endings()

    class Meta:
        indexes = [
            models.Index("pinyin", "number", name="person_pinyin"),
            # Without a pending list: right after an import people are found as fast as later.
            GinIndex("endings", name="person_endings", fastupdate=False),
        ]


class Post(models.Model):
    """A person's place from `starts` up to but not including `ends` (null: open).

    Primary posts never overlap and cover exactly the time of employment; second posts may be any.
    `known_from`, `known_until`: when we held this to be so, so that the past can be asked as it was known.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT)
    position = models.ForeignKey("subjects.Subject", null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("subjects.Subject", null=True, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="reports")
    primary = models.BooleanField(default=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="post_ends_later"),
        ]
        indexes = [
            models.Index("known_until", condition=models.Q(known_until__isnull=False), name="post_retired"),
        ]
