"""Files that were handed in and are not loaded yet."""

from __future__ import annotations

from uuid import uuid4

from django.db import models


class Upload(models.Model):
    """A file of one account, as it was understood, and how far it is on its way. Forgotten after a day.

    `understood`: what is shown of it. `asked`: what shall be loaded and how, once somebody asked for it.
    """

    class State(models.TextChoices):
        READ = "read"
        LOADING = "loading"
        LOADED = "loaded"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid4)
    account = models.BigIntegerField()
    username = models.TextField()
    name = models.TextField()
    size = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    understood = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.READ)
    asked = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    batch = models.BigIntegerField(null=True)
    faults = models.JSONField(default=list)
