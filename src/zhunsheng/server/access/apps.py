"""App configuration."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "zhunsheng.server.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
