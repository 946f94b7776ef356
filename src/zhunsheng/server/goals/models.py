"""Goals and links, each as it was held to be from a moment until another, so that the past can be asked as it was."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Goal(models.Model):
    """A goal, found by its code. `owner`: whose it is; null: the company's. `accountable`: subjects of people.

    `nature`: as said; null: that of its metric. `known_from`, `known_until`: when we held this to be so.
    """

    code = models.TextField()
    name = models.TextField()
    level = models.CharField(max_length=7)
    owner = models.ForeignKey("subjects.Subject", null=True, on_delete=models.PROTECT, related_name="+")
    accountable = ArrayField(models.BigIntegerField())
    term = models.CharField(max_length=10)
    metric = models.CharField(max_length=63, null=True)
    milestone = models.TextField(null=True)
    unit = models.TextField(null=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    direction = models.CharField(max_length=4)
    weight = models.FloatField(null=True)
    nature = models.CharField(max_length=7, null=True)
    closed = models.BooleanField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], condition=Q(known_until=None), name="one_goal_a_code")]


class Link(models.Model):
    """How one goal supports another; by codes, for a chain that is broken is kept too and shown."""

    child = models.TextField()
    parent = models.TextField()
    statement = models.TextField()
    sign = models.SmallIntegerField()
    smallest = models.FloatField()
    delay_from = models.SmallIntegerField()
    delay_to = models.SmallIntegerField()
    counter = models.CharField(max_length=63, null=True)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "parent"], condition=Q(known_until=None), name="one_link_between_two"
            )
        ]
