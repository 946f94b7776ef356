"""Subjects: what numbers are about. The id is the pseudonym that facts carry; the rest is the mapping."""

from __future__ import annotations

from django.db import models


class Subject(models.Model):
    """One member of a dimension, or a value that a fact named and no list knows.

    `known`: a list names it. Without `key`: erased.
    """

    id = models.BigAutoField(primary_key=True)
    dimension = models.CharField(max_length=63)
    key = models.TextField(null=True)
    name = models.TextField(blank=True)
    known = models.BooleanField(default=False)
    first_seen = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("dimension", "key", name="subject_key")]
        indexes = [
            models.Index("dimension", "name", condition=~models.Q(name=models.F("key")), name="subject_name"),
            models.Index("dimension", condition=models.Q(known=False), name="subject_stray"),
        ]


class Match(models.Model):
    """A person found that a subject is another one: so it was known from a moment, until it was taken back."""

    stray = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="matches")
    target = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stray"], condition=models.Q(known_until=None), name="one_match_at_a_time")
        ]


class Alias(models.Model):
    """Another writing of a subject, found by a person. `text` is normalised (see `writing.plain`)."""

    dimension = models.CharField(max_length=63)
    text = models.TextField()
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint("dimension", "text", name="alias_text")]
