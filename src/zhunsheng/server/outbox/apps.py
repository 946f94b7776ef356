"""App configuration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "zhunsheng.server.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
