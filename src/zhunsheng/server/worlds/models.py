"""The register of worlds; it lies in the schema `public`."""

from __future__ import annotations

from django.db import models
from django_tenants.models import TenantMixin


class World(TenantMixin):  # type: ignore[misc]  # django-tenants has no types
    """One company's world, or a copy of it for a drill.

    `clock_at`: null means real time; a moment means that the world stands there.
    `sinks_send`: a copied world never sends anything to anybody.
    """

    auto_create_schema = False

    name = models.CharField(max_length=40, unique=True)
    time_zone = models.CharField(max_length=64)
    clock_at = models.DateTimeField(null=True)
    sinks_send = models.BooleanField(default=True)


class Trouble(models.Model):
    """What nobody foresaw in a world's last turn; gone after a good one. `reference` stands in the worker's log."""

    world = models.OneToOneField(World, on_delete=models.CASCADE, primary_key=True, related_name="trouble")
    at = models.DateTimeField()
    said = models.TextField()
    reference = models.CharField(max_length=8)
