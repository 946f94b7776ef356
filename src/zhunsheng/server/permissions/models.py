"""Freezes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Freeze(models.Model):
    """A permission of a person that a decision froze, and what people did about it.

    `confirm_by`: until when a hold is to be confirmed, null where it began at once. `confirmed_by`, `lifted_by`:
    people's subjects. How it stands follows from that and the appeals, see the engine's `freeze.state`.
    """

    decision = models.BigIntegerField()
    place = models.SmallIntegerField()
    person = models.BigIntegerField()
    permission = models.CharField(max_length=63)
    since = models.DateTimeField()
    until = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("decision", "place", name="one_freeze_an_effect")]
        indexes = [models.Index("person", "until", condition=Q(lifted_at=None), name="freeze_of_person")]
