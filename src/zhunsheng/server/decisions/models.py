"""The chain of decisions, and appeals. What `engine.practices.chain` says of numbers and digests holds for the rows."""

from __future__ import annotations

from django.contrib.postgres.indexes import HashIndex
from django.db import models


class Seal(models.Model):
    """Holds the decisions together that were recorded together. Rows are only ever added; a trigger sees to it."""

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    first = models.BigIntegerField(unique=True)
    count = models.IntegerField()
    made_at = models.DateTimeField()
    digest = models.CharField(max_length=64)


class DecisionRow(models.Model):
    """A decision: its text, and beside it what it is found by. `id` is its number in the chain.

    Rows are only ever added; a trigger refuses every other statement. It is there for mistakes: who goes around it is
    found by the chain. A decision's seal is the last one that begins with it or before it.
    """

    id = models.BigIntegerField(primary_key=True)
    practice = models.TextField()
    rule = models.TextField()
    case = models.TextField()
    about = models.BigIntegerField(null=True)
    answers = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    outcome = models.TextField()
    digest = models.CharField(max_length=64)
    body = models.TextField()

    class Meta:
        indexes = [
            HashIndex(fields=["case"], name="decision_case"),  # a case may be longer than an ordered index takes
            models.Index(fields=["rule", "-id"], name="decision_rule"),
            models.Index(fields=["about", "-id"], condition=models.Q(about__isnull=False), name="decision_about"),
        ]


class Appeal(models.Model):
    """Somebody does not accept a decision. `by`, `owner`, `settled_by` are people's subjects.

    `owner`: who has to settle it; null: an HR partner. `opened_in`, `settled_in`: the decisions that record it;
    `overdue_in`: the one that it was not settled in time, and has gone to somebody else.
    Words stand here and not in the chain, which holds their digests, so that they can be forgotten with a person.
    """

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        OVERTURNED = "overturned"

    decision = models.ForeignKey(DecisionRow, on_delete=models.PROTECT, related_name="appeals")
    by = models.BigIntegerField()
    words = models.TextField()
    owner = models.BigIntegerField(null=True)
    deadline = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_in = models.OneToOneField(DecisionRow, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    overdue_in = models.OneToOneField(DecisionRow, null=True, on_delete=models.PROTECT, related_name="+")
    settled_by = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_in = models.OneToOneField(DecisionRow, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    came_of = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(state="open"), name="one_open_appeal_per_decision"
            )
        ]
        indexes = [models.Index(fields=["owner", "deadline"], condition=models.Q(state="open"), name="appeal_open")]
