"""The draft, entity by entity, with every version that was ever saved; and publications that wait for somebody."""

from __future__ import annotations

from django.db import models


class DraftEntity(models.Model):
    """An entity as the draft has it, one row for all who work on it. A row stays when its change is published.

    `changed`: it differs from what is published; else that is what stands, and `body` says nothing.
    `body`: JSON text in the order in which it was written; null: removed.
    `base`: hash of the published text that was taken up, empty: there was none.
    `version`: goes up with all that moves it, a publication too, and never down.
    `here`: id of the step that stands; `tip`: of the one up to which can be redone.
    """

    kind = models.CharField(max_length=63)
    entity_id = models.CharField(max_length=63)
    changed = models.BooleanField(default=False)
    body = models.TextField(null=True)
    base = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    here = models.BigIntegerField(null=True)
    tip = models.BigIntegerField(null=True)
    by = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "entity_id"], name="draft_entity")]


class Step(models.Model):
    """A version that was saved. Only ever added. `before`: the step that it followed, to which undoing leads."""

    entity = models.ForeignKey(DraftEntity, on_delete=models.PROTECT, related_name="steps")
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(null=True)
    by = models.TextField(blank=True)
    at = models.DateTimeField()


class Asked(models.Model):
    """A publication for which somebody was asked to agree. `entities`: [kind, id, version] of what it publishes.

    `restores`: the earlier release that it publishes anew, on top of `release`, the newest when it was asked for.
    `said`: what it changes, as [kind, id, words]; `why`: what makes it need a second person; both as they were then.
    """

    class State(models.TextChoices):
        OPEN = "open"
        AGREED = "agreed"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"
        OVERTAKEN = "overtaken"

    by = models.TextField()
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    effective = models.DateField(null=True)
    entities = models.JSONField()
    restores = models.PositiveIntegerField(null=True)
    release = models.PositiveIntegerField()
    said = models.JSONField()
    why = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    settled_by = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("id", name="asked_open", condition=models.Q(state="open"))]


class Present(models.Model):
    """Who had the draft open, at which entity, and was last heard of when, by the real clock."""

    username = models.TextField(primary_key=True)
    name = models.TextField()
    kind = models.CharField(max_length=63, null=True)
    entity_id = models.CharField(max_length=63, null=True)
    seen_at = models.DateTimeField()
