"""What decisions do, and the addresses of systems that are told."""

from __future__ import annotations

from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.db.models import Q


class Effect(models.Model):
    """Something that a decision does. (decision, place) names it for good, also to whoever receives it.

    `place`: which of the decision's consequences, from 0. `to`: subject of the person it reaches, null: a system.
    `details`: as the consequence has them. `state`: queued (to be sent), sent, seen, done, failed (given up; `fault`
    says why), withdrawn (the decision was taken back). `next_try`: when it is sent, as long as it is queued.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        SEEN = "seen"
        DONE = "done"
        FAILED = "failed"
        WITHDRAWN = "withdrawn"

    decision = models.BigIntegerField()
    place = models.SmallIntegerField()
    practice = models.TextField()
    rule = models.TextField()
    case = models.TextField()
    kind = models.CharField(max_length=20)
    to = models.BigIntegerField(null=True)
    details = models.JSONField()
    state = models.CharField(max_length=9, choices=State)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_try = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    fault = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint("decision", "place", name="one_effect_a_consequence")]
        indexes = [
            models.Index("next_try", condition=Q(state="queued"), name="effect_queued"),
            models.Index("decision", condition=Q(state="failed"), name="effect_failed"),
            models.Index("practice", "rule", condition=Q(kind="card", state__in=["sent", "seen"]), name="effect_asked"),
            HashIndex(fields=["case"], name="effect_case"),
            models.Index(fields=["to", "-id"], condition=Q(state__in=["sent", "seen"]), name="effect_open"),
            models.Index(fields=["to", "-id"], condition=Q(state="done"), name="effect_done"),
        ]


class Connection(models.Model):
    """A system that is told by webhook. `secret`: what messages are signed with, as Standard Webhooks write it."""

    name = models.CharField(max_length=63, primary_key=True)
    url = models.URLField(max_length=400)
    secret = models.TextField()
