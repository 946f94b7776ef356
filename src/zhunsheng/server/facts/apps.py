"""App configuration."""

from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "zhunsheng.server.facts"
    label = "facts"
    default_auto_field = "django.db.models.BigAutoField"
