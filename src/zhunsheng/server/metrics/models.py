"""Values that are kept ready, periods that are closed, and corrections to them."""

from __future__ import annotations

from django.db import models


class MetricSlot(models.Model):
    """A short number for a metric, so that millions of values stay small."""

    id = models.SmallAutoField(primary_key=True)
    metric = models.CharField(max_length=63, unique=True)


class StoredValue(models.Model):
    """A number about a person or unit over a period. Null unless `state` is `value`; absent means no data.

    `grain` is the first letter of day, week, month, quarter; `about` is p(erson) or u(nit). Undated numbers stand
    at the first day there is, numbers about nobody at subject -1.
    """

    pk = models.CompositePrimaryKey("slot_id", "grain", "start", "subject")
    slot = models.ForeignKey(MetricSlot, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    grain = models.CharField(max_length=1)
    start = models.DateField()
    subject = models.BigIntegerField()
    about = models.CharField(max_length=1)
    value = models.FloatField(null=True)
    n = models.BigIntegerField()
    state = models.CharField(max_length=8)


class Closing(models.Model):
    """Days that are closed: numbers of periods within them stay as they were known at `known_at`."""

    start = models.DateField()
    end = models.DateField()
    known_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    by = models.TextField()
    note = models.TextField(blank=True)


class Correction(models.Model):
    """A late fact would change a closed number: waits until a person accepts or rejects it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT)
    slot = models.ForeignKey(MetricSlot, on_delete=models.PROTECT)
    grain = models.CharField(max_length=1)
    start = models.DateField()
    subject = models.BigIntegerField()
    before = models.FloatField(null=True)
    after = models.FloatField(null=True)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    by = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "closing",
                "slot",
                "grain",
                "start",
                "subject",
                condition=models.Q(state="waiting"),
                name="one_waiting_correction",
            )
        ]


class Measured(models.Model):
    """What the stored values stand on; when one of these moves, all of them are computed again."""

    id = models.SmallAutoField(primary_key=True)
    release = models.IntegerField(default=0)
    organisation = models.CharField(max_length=64, default="")
