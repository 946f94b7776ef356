"""Releases of the blueprint, content-addressed: what did not change is stored once."""

from __future__ import annotations

from django.db import models


class EntityVersion(models.Model):
    """One text of one entity, named by its SHA-256. Written once, never changed."""

    hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=63)
    entity_id = models.CharField(max_length=63)
    body = models.TextField()


class Release(models.Model):
    """What was published at a moment. `manifest`: file → hash of its text; `settings`: the text of bundle.yaml.

    `effective`: the day from which its definitions hold; null means since ever.
    `agreed`: the second person, where one was needed; `nobody_else`: one was needed, and nobody else might have agreed.
    """

    number = models.PositiveIntegerField(primary_key=True)
    manifest = models.JSONField()
    settings = models.TextField()
    effective = models.DateField(null=True)
    published_at = models.DateTimeField()
    note = models.TextField(blank=True)
    author = models.TextField(blank=True)
    agreed = models.TextField(blank=True, default="")
    nobody_else = models.BooleanField(default=False)
