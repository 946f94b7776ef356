"""The truth about what falls due when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Deadline(models.Model):
    """Something of a practice that falls due at a moment.

    `generation` grows whenever it is armed anew. `next_try`: when it is fired; later than `due` only after a failure.
    `tries`: failures since it was armed; `fault` says the last one in words.
    """

    class State(models.TextChoices):
        ARMED = "armed"
        FIRED = "fired"
        CANCELLED = "cancelled"
        DEAD = "dead"

    practice = models.CharField(max_length=40)
    about = models.TextField(db_collation="C")
    due = models.DateTimeField()
    payload = models.JSONField(default=dict)
    generation = models.IntegerField(default=1)
    state = models.CharField(max_length=9, choices=State, default=State.ARMED)
    next_try = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    fired_at = models.DateTimeField(null=True)
    fault = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint("practice", "about", name="one_deadline_about_it")]
        indexes = [
            models.Index("practice", "next_try", condition=Q(state="armed"), name="deadline_armed"),
            models.Index("due", condition=Q(state__in=["armed", "dead"], tries__gt=0), name="deadline_failed"),
        ]
