"""Values that are kept ready, periods that are closed, and corrections to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class MetricSlot(models.Model):
    """A short number for a metric, so that millions of values stay small."""

    id = models.SmallAutoField(primary_key=True)
    metric = models.CharField(max_length=63, unique=True)


class Family(models.Model):
    """Metrics whose values are computed in one pass and kept side by side in one row."""

    id = models.SmallAutoField(primary_key=True)
    slots = ArrayField(models.SmallIntegerField(), unique=True)


class StoredRow(models.Model):
    """A family's numbers about a person or unit over a period: value, n and first letter of the state, in its order.

    `grain` is the first letter of day, week, month, quarter; `about` is p(erson) or u(nit). Undated numbers stand
    at the first day there is, numbers about nobody at a negative subject. One row in place of many keeps writing cheap.
    """

    pk = models.CompositePrimaryKey("family_id", "grain", "start", "subject")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    grain = models.CharField(max_length=1)
    start = models.DateField()
    subject = models.BigIntegerField()
    about = models.CharField(max_length=1)
    numbers = ArrayField(models.FloatField(null=True))
    counts = ArrayField(models.BigIntegerField())
    states = models.TextField()


class StoredValue(models.Model):
    """One number out of a stored row (a view). Null unless `state` is `value`; absent means no data."""

    pk = models.CompositePrimaryKey("slot_id", "grain", "start", "subject")
    slot = models.ForeignKey(MetricSlot, on_delete=models.DO_NOTHING)
    family = models.ForeignKey(Family, on_delete=models.DO_NOTHING)
    grain = models.CharField(max_length=1)
    start = models.DateField()
    subject = models.BigIntegerField()
    about = models.CharField(max_length=1)
    value = models.FloatField(null=True)
    n = models.BigIntegerField()
    state = models.CharField(max_length=8)

    class Meta:
        managed = False


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
    """What the stored values stand on: when release or organisation moves, all of them are computed again.

    `day`: the world's day up to which periods under way count; null: not yet said.
    """

    id = models.SmallAutoField(primary_key=True)
    release = models.IntegerField(default=0)
    organisation = models.CharField(max_length=64, default="")
    day = models.DateField(null=True)
