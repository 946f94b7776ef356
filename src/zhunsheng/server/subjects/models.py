"""Subjects: what numbers are about. The id is the pseudonym that facts carry; the rest is the mapping."""

from __future__ import annotations

from django.db import models


class Subject(models.Model):
    """One member of a dimension, or a value that a fact named and no list knows.

    `known`: a list names it. `same_as`: a person found that it is another subject. Without `key`: erased.
    """

    id = models.BigAutoField(primary_key=True)
    dimension = models.CharField(max_length=63)
    key = models.TextField(null=True)
    name = models.TextField(blank=True)
    known = models.BooleanField(default=False)
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="strays")
    first_seen = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("dimension", "key", name="subject_key")]
        indexes = [
            models.Index("dimension", "name", name="subject_name"),
            models.Index("dimension", condition=models.Q(known=False), name="subject_stray"),
        ]


class Alias(models.Model):
    """Another writing of a subject, found by a person. `text` is normalised (see `writing.plain`)."""

    dimension = models.CharField(max_length=63)
    text = models.TextField()
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("dimension", "text", name="alias_text")]
