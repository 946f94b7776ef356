"""The books about facts. The facts themselves lie in the lake; here stands what was accepted and what counts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class FactTable(models.Model):
    """One source's table in the lake. Its row is the lock under which sequences are given out.

    `next_seq`: the next fact's sequence. `settled`: number of the last settlement that is in the books.
    `measured_seq`: metrics have seen all lake rows up to here.
    """

    id = models.SmallAutoField(primary_key=True)
    source = models.CharField(max_length=63, unique=True)
    next_seq = models.BigIntegerField(default=1)
    settled = models.BigIntegerField(default=0)
    measured_seq = models.BigIntegerField(default=0)


class Batch(models.Model):
    """One file or one push, as accepted. Its receipt counts every row."""

    class State(models.TextChoices):
        ACCEPTED = "accepted"
        SETTLED = "settled"
        WITHDRAWN = "withdrawn"

    table = models.ForeignKey(FactTable, on_delete=models.PROTECT)
    name = models.TextField()
    sender = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    idempotency_key = models.CharField(max_length=255, null=True)
    accepted_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.ACCEPTED)
    rows = models.BigIntegerField(default=0)
    blank = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    new = models.BigIntegerField(default=0)
    changed = models.BigIntegerField(default=0)
    duplicate = models.BigIntegerField(default=0)
    notes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint("table", "idempotency_key", name="one_batch_per_idempotency_key"),
        ]


class Settlement(models.Model):
    """The ledger: which batches went into the lake together, and as which version of its table.

    The row is committed before the lake is touched, so that a settlement cut off by a crash is repeated exactly:
    the same segments, sequences and moment, on top of the same lake version.
    """

    table = models.ForeignKey(FactTable, on_delete=models.PROTECT)
    number = models.BigIntegerField()
    recorded = models.DateTimeField()
    base_version = models.BigIntegerField()
    version = models.BigIntegerField(null=True)
    withdraws = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint("table", "number", name="settlement_number")]


class Segment(models.Model):
    """A piece of a batch: typed rows, packed, kept until they are settled."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    table = models.ForeignKey(FactTable, on_delete=models.PROTECT)
    settlement = models.ForeignKey(Settlement, null=True, on_delete=models.PROTECT)
    rows = models.IntegerField()
    payload = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index("table", "id", condition=models.Q(payload__isnull=False), name="segment_pending"),
        ]


class Repeats(models.Model):
    """Rows that said what was already known (key, identity, batch, seq), packed; read when a batch is withdrawn."""

    table = models.ForeignKey(FactTable, on_delete=models.PROTECT)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT)
    payload = models.BinaryField()


class Head(models.Model):
    """The version of a key that stands. A long key is kept as its digest, a content as its 128-bit identity.

    `earlier`: identities of versions that stood before, so that sending one again is known as a duplicate.
    """

    pk = models.CompositePrimaryKey("key", "table_id")
    key = models.TextField(db_collation="C")
    table = models.ForeignKey(FactTable, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    seq = models.BigIntegerField()
    identity = models.UUIDField()
    day = models.DateField(null=True)
    people = ArrayField(models.BigIntegerField(null=True), null=True)
    earlier = ArrayField(models.UUIDField(), null=True)


class Quarantined(models.Model):
    """A row that could not be read: kept as it came, with every reason, until it is redone or dropped."""

    class State(models.TextChoices):
        WAITING = "waiting"
        REDONE = "redone"
        DROPPED = "dropped"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="held")
    row = models.BigIntegerField()
    cells = models.JSONField()
    problems = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    redone_in = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index("batch", "row", name="quarantined_row")]
