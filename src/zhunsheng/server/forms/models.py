"""Evidence."""

from __future__ import annotations

from django.db import models


class Evidence(models.Model):
    """A file that somebody showed. It lies in the home under its digest (SHA-256), once for whoever shows it."""

    digest = models.CharField(max_length=64)
    by = models.BigIntegerField()
    at = models.DateTimeField()
    name = models.TextField()
    media = models.CharField(max_length=100)
    size = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("digest", "by", name="one_evidence_a_person")]
