"""App configuration."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "zhunsheng.server.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
